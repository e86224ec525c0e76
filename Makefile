# Every target works on a bare machine with Python 3.11 and make; `make` alone lists them.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
# The evaluation sets lie beside the project; see README.md.
EVAL_DATA ?= ../shared/eval
# A folder of out-of-fold predictions for `make eval`; see tests/eval/cleaning.py.
PREDICTIONS ?=
# How many messages `make fuzz` makes up.
FUZZ_MESSAGES ?= 1000000

.DEFAULT_GOAL := help
.PHONY: help setup run test check fmt lock faults fuzz eval bench build clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.built ## make the virtual environment from the lock file

$(VENV)/.ready: tests/requirements.lock pyproject.toml setup.py deploy/make_venv.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing: install it and run this again" >&2; exit 2; }
	@$(PYTHON) deploy/make_venv.py $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# The editable install has compiled them; this does again those that were edited since.
$(VENV)/.built: $(VENV)/.ready $(shell find service -name '*.pyx' -o -name '*.pxd')
	$(BIN)/python setup.py --quiet build_ext --inplace
	@touch $@

build: setup ## compile the .pyx modules that were edited, in place

run: setup ## start a broker and the worker, send the sample articles through, print what comes out
	@$(BIN)/python deploy/run.py

test: setup ## check style, types and layers, and run all tests, those on the real broker too
	$(MAKE) check
	$(BIN)/pytest

check: setup ## style, types, layers, installed packages; edits nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/uv --quiet pip check --python $(BIN)/python

fmt: setup ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

faults: setup ## kill workers and brokers for many minutes, and count what is missing
	$(BIN)/pytest tests/faults tests/long

fuzz: setup ## send fuzzed messages through the text work (FUZZ_MESSAGES), and show how time grows
	$(BIN)/python tests/fuzz/fuzz.py --messages $(FUZZ_MESSAGES)
	$(BIN)/python tests/fuzz/growth.py

eval: setup ## score cleaning and quotes on the own sets and on the development sets in EVAL_DATA
	$(BIN)/python tests/eval/quotes.py --data $(EVAL_DATA)
	$(BIN)/python tests/eval/cleaning.py --data $(EVAL_DATA) $(if $(PREDICTIONS),--predictions $(PREDICTIONS))

bench: setup ## measure the speed of the text work on one core
	$(BIN)/python tests/bench/process.py

lock: setup ## resolve the dependencies anew into the two lock files
	$(BIN)/uv pip compile pyproject.toml --extra test --extra build --extra train --extra eval --upgrade $(LOCK_FLAGS) -o tests/requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build $(LOCK_FLAGS) -c tests/requirements.lock -o deploy/requirements.lock

LOCK_FLAGS := --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --quiet

clean: ## remove what the targets made, the downloaded broker too
	rm -rf build *.egg-info $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find service -name '*.so' -delete

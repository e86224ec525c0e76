import re
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import pytest

from service import cli

COMPILED = (Path(__file__).resolve().parents[2] / "service").rglob("*.p[yx][xd]")


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_text_core_loads_no_stream() -> None:
    modules = loaded_by("service.core.pipeline") | loaded_by("service.core.quotes")

    assert "service.core.pipeline" in modules
    assert modules.isdisjoint({"faust", "aiokafka", "kafka", "prometheus_client"})


def test_commands_load_neither_faust_nor_spacy_before_they_need_them() -> None:
    modules = loaded_by(", ".join(f"service.cli.{one.name}" for one in iter_modules(cli.__path__)))

    assert "service.cli.worker" in modules
    assert modules.isdisjoint({"faust", "aiokafka", "spacy"})


@pytest.mark.parametrize("module", ["service.cli", "service.cli.process", "service.pool"])
def test_what_starts_the_pool_loads_nothing_that_takes_long(module: str) -> None:
    slow = {"service.work", "service.core.quotes", "numpy", "trafilatura", "spacy", "kafka"}

    assert loaded_by(module).isdisjoint(slow)


def test_compiled_modules_import_nothing_but_the_core() -> None:
    # import-linter reads no Cython.
    code = "\n".join(path.read_text("utf-8") for path in COMPILED)
    imported = set(re.findall(r"^ *(?:from|c?import) ([\w.]+)", code, flags=re.MULTILINE))

    named = {name if name.startswith("service") else name.split(".")[0] for name in imported}
    outside = {name for name in named if not name.startswith("service.core")}
    assert outside == {"struct", "numpy", "cython", "cpython", "libc", "libcpp"}

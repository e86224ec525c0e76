"""Makes the virtual environment, installing what Debian leaves out of Python and a compiler first.

Standard library only.
"""

import importlib.util
import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

from system_packages import advice, say, try_install

# The oldest that the service is written for; its dependencies need 3.10 or later.
_OLDEST = (3, 11)
_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
_HEADERS = Path(sysconfig.get_path("include"))

_COMPILER = ("g++", "libc6-dev")
# The compiler is macOS's own there.
_BREW = f"python@{_VERSION}"

# What the compiled modules include of Python and of the C and C++ libraries.
_PROGRAM = "#include <Python.h>\n#include <math.h>\n#include <vector>\n"


def main(target: str) -> int:
    """Make the environment in a folder. Returns: the exit code."""
    if sys.version_info < _OLDEST:
        say(f"Python 3.11 or later is needed, this is {_VERSION}: run `make PYTHON=...`")
        return 2
    if missing := _missing():
        try_install(debian=" ".join(missing), brew=_BREW)
    done = subprocess.run([sys.executable, "-m", "venv", target], check=False)
    if done.returncode != 0:
        say(f"no virtual environment could be made: install what it needs ({_advice()})")
        return 2
    if not _compiles():
        say(f"no C++ compiler works with this Python: install what it needs ({_advice()})")
        return 2
    return 0


def _missing() -> list[str]:
    """Debian's packages that are needed and not there."""
    missing = []
    # Debian's Python comes without ensurepip; its python3-venv brings it.
    if importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{_VERSION}-venv")
    if not _compiles():
        missing += _COMPILER
    if not (_HEADERS / "Python.h").exists():
        missing.append(f"python{_VERSION}-dev")
    return missing


def _compiles() -> bool:
    """Whether the compiler that setuptools will call makes a Python module."""
    compiler = shlex.split(os.environ.get("CXX") or sysconfig.get_config_var("CXX") or "c++")
    command = [*compiler, "-shared", "-fPIC", f"-I{_HEADERS}", "-x", "c++", "-", "-o", os.devnull]
    try:
        done = subprocess.run(command, input=_PROGRAM.encode(), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _advice() -> str:
    debian = [f"python{_VERSION}-venv", *_COMPILER, f"python{_VERSION}-dev"]
    return advice(debian=" ".join(debian), brew=_BREW) + " and `xcode-select --install`"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

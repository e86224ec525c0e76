"""Makes the virtual environment, installing what Debian leaves out of Python first.

Standard library only.
"""

import importlib.util
import subprocess
import sys

from system_packages import advice, say, try_install

# The oldest that the service is written for; its dependencies need 3.10 or later.
_OLDEST = (3, 11)


def main(target: str) -> int:
    """Make the environment in a folder. Returns: the exit code."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < _OLDEST:
        say(f"Python 3.11 or later is needed, this is {version}: run `make PYTHON=...`")
        return 2
    # Debian's Python comes without ensurepip; its python3-venv brings it.
    packages = {"debian": f"python{version}-venv", "brew": f"python@{version}"}
    if importlib.util.find_spec("ensurepip") is None:
        try_install(**packages)
    done = subprocess.run([sys.executable, "-m", "venv", target], check=False)
    if done.returncode != 0:
        say(f"no virtual environment could be made: install what it needs ({advice(**packages)})")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

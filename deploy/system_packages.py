"""Installs a missing program where that is one command of the system's package manager.

Standard library only, so that it works before anything is installed.
"""

import os
import shutil
import subprocess
import sys


def say(text: str) -> None:
    """Tell a person on standard error what is going on."""
    print(f"quotesieve: {text}", file=sys.stderr, flush=True)


def try_install(*, debian: str, brew: str) -> None:
    """Try to install packages; whether it worked is for the caller to see.

    Args: debian, brew: the packages' names for apt and for Homebrew, with blanks between them.
    """
    for command in _commands(debian, brew):
        say(" ".join(command))
        # What goes wrong is told on standard error by the package manager itself.
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def advice(*, debian: str, brew: str) -> str:
    """What a person can type to install the packages."""
    return f"Debian, Ubuntu: `apt-get install {debian}`; macOS: `brew install {brew}`"


def _commands(debian: str, brew: str) -> list[list[str]]:
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if root and not shutil.which("sudo"):
            return []
        names = debian.split()
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        return [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *names]]
    if shutil.which("brew"):
        return [["brew", "install", "--quiet", *brew.split()]]
    return []

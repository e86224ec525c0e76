"""Starts the command line."""

import sys


def main() -> None:
    """Run the `quotesieve` command and end with its exit code."""
    from service.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    # Pool processes import this module anew and must not start over.
    main()

"""Starts the command line."""


def main() -> None:
    """Run the `quotesieve` command."""

"""The `quotesieve` command."""

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from service import __version__
from service.errors import InfrastructureError, QuotesieveError

# The shell's own convention for a command that Ctrl-C ended: 128 + SIGINT.
_INTERRUPTED = 130
_USAGE = 2
_TROUBLE = 1

# The name of a file that stands for standard input.
STANDARD_INPUT = "-"

# Each is in the module of its name.
_COMMANDS = (
    "explain",
    "process",
    "publish",
    "replay",
    "rules",
    "tail",
    "topics",
    "train-blocks",
    "train-quotes",
    "worker",
)


class _Commands(click.Group):
    """Imports a command when it is asked for: what all of them need takes a second."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"service.cli.{name}"), name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: quotesieve explain page.txt",
)
@click.version_option(__version__, package_name="quotesieve", prog_name="quotesieve")
def cli() -> None:
    """Turn raw news pages into clean articles and attributed quotes.

    Settings come from QUOTESIEVE_* environment variables; README.md lists them.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line.

    Returns: the exit code: 0; 1 for trouble with the broker; 2 for wrong input or settings, with
    one line on standard error that says what to change; 130 after Ctrl-C.
    """
    try:
        result = cli.main(list(arguments), prog_name="quotesieve", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return _USAGE
    except click.ClickException as error:
        return _complain(_usage_line(error), _USAGE)
    except InfrastructureError as error:
        return _complain(str(error), _TROUBLE)
    except QuotesieveError as error:
        return _complain(str(error), _USAGE)
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader (`head`, say) has enough. Python would complain once more while closing.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


def _complain(message: str, code: int) -> int:
    click.echo(f"quotesieve: {' '.join(message.split())}", err=True)
    return code


def _usage_line(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "quotesieve"
    return f"{message}; see `{path} --help`"

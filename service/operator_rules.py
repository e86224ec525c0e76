"""Reads the operators' rules file, once, in the process that starts the others."""

from pathlib import Path

from service.core.operator_rules import NO_RULES, OperatorRules
from service.errors import RulesError, SettingsError
from service.wire.rules_file import parse_rules


def load_rules(path: str | None) -> OperatorRules:
    """The rules of the setting QUOTESIEVE_RULES_PATH; none where it is not set.

    Raises: SettingsError: names the setting, the file, rule and field, and says what to change.
    """
    if path is None:
        return NO_RULES
    try:
        return read_rules(path)
    except RulesError as error:
        raise SettingsError(f"QUOTESIEVE_RULES_PATH: {error}") from error


def read_rules(path: str) -> OperatorRules:
    """Read and check one rules file.

    Raises: RulesError: with all that is wrong with it.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise RulesError(path, [f"can't read it: {error.strerror}"]) from error
    return parse_rules(data, name=path)

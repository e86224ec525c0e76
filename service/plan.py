"""What the settings make of the text work; read once, in the process that starts the others."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from service import __version__
from service.core.operator_rules import VERSION_DIGITS, OperatorRules
from service.nlp import PACKAGED as PACKAGED_FOLDER
from service.operator_rules import load_rules
from service.settings import PACKAGED, Settings
from service.work_plan import Limits, WorkPlan


def make_plan(settings: Settings) -> WorkPlan:
    """Read the operators' rules and name all that decides an article's bytes.

    Raises: SettingsError: a file can't be read or is wrong.
    """
    rules = load_rules(settings.rules_path)
    folders = {
        language: PACKAGED_FOLDER if folder == PACKAGED else Path(folder)
        for language, folder in settings.pipeline_folders.items()
    }
    return WorkPlan(
        limits=Limits(
            max_message_bytes=settings.max_message_bytes,
            max_record_bytes=settings.max_record_bytes,
            max_article_characters=settings.max_article_characters,
            max_article_quotes=settings.max_article_quotes,
        ),
        rules=rules,
        folders=folders,
        least_confidence=settings.least_confidence,
        version=_version(settings, rules, folders),
    )


def _version(settings: Settings, rules: OperatorRules, folders: Mapping[str, Path]) -> str:
    """The package's version; with a part for each of rules and quotes that is not its own.

    Other rules, pipelines or another threshold make other bytes of an article.
    """
    parts = [rules.version_part]
    usual = Settings()
    if (settings.pipelines, settings.least_confidence) != (
        usual.pipelines,
        usual.least_confidence,
    ):
        parts.append(f"quotes.{_digest(folders, settings.least_confidence)[:VERSION_DIGITS]}")
    told = ".".join(part for part in parts if part is not None)
    return f"{__version__}+{told}" if told else __version__


def _digest(folders: Mapping[str, Path], least: float) -> str:
    """SHA-256 of the languages, their pipelines' files and the threshold, in hex."""
    listed = [
        (language, str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest())
        for language, folder in sorted(folders.items())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256(msgspec.json.encode([listed, least])).hexdigest()

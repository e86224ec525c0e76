import re
from pathlib import Path

import msgspec
import pytest

from service import __version__
from service.nlp import PACKAGED
from service.plan import make_plan
from service.settings import Settings


def test_usual_settings_are_the_plain_version() -> None:
    plan = make_plan(Settings())

    assert plan.version == __version__
    assert plan.folders == {"en": PACKAGED}
    assert plan.limits.max_record_bytes == Settings().max_record_bytes


def test_version_tells_of_rules_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        """
        [[rule]]
        name = "words"
        category = "ad"
        contains = "four words"
        source = "a page, 2026"
        removes = ["Four words."]
        """
    )

    plan = make_plan(Settings(rules_path=str(path), least_confidence=0.9))

    assert re.fullmatch(
        rf"{re.escape(__version__)}\+{plan.rules.version_part}\.quotes\.[0-9a-f]{{12}}",
        plan.version,
    )


@pytest.mark.parametrize("change", [{"least_confidence": 0.9}, {"pipelines": "de={folder}"}])
def test_another_pipeline_or_threshold_is_another_version(
    change: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "config.cfg").write_text("one")
    named = {
        key: value.format(folder=tmp_path) if isinstance(value, str) else value
        for key, value in change.items()
    }
    settings = msgspec.structs.replace(Settings(), **named)

    assert make_plan(settings).version.startswith(f"{__version__}+quotes.")


def test_version_is_that_of_the_pipelines_files(tmp_path: Path) -> None:
    settings = Settings(pipelines=f"de={tmp_path}")
    (tmp_path / "config.cfg").write_text("one")
    one = make_plan(settings).version
    (tmp_path / "config.cfg").write_text("other")

    assert make_plan(settings).version != one

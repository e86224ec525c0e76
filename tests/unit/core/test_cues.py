"""The inflected forms of the reporting verbs."""

import pytest

from service.core.cues import NAMING_FORMS, SPEECH_FORMS, STANCE_FORMS


@pytest.mark.parametrize(
    "form",
    [
        "say", "says", "said", "saying", "told", "wrote", "written", "replies", "replied",
        "replying", "noted", "noting", "admitted", "admitting", "begged", "agrees", "agreed",
        "agreeing", "preaches", "conveyed", "sang", "quipped",
    ],
)  # fmt: skip
def test_speech_forms(form: str) -> None:
    assert form in SPEECH_FORMS


@pytest.mark.parametrize("form", ["referred", "referring", "shown", "cast", "called", "dubbing"])
def test_stance_forms(form: str) -> None:
    assert form in STANCE_FORMS


@pytest.mark.parametrize("form", ["refered", "saied", "noteed", "replyed", "writed"])
def test_no_misspelt_form(form: str) -> None:
    assert form not in SPEECH_FORMS | STANCE_FORMS


def test_naming_forms_are_inflected() -> None:
    assert {"called", "dubbed", "labelled", "tagged"} <= NAMING_FORMS

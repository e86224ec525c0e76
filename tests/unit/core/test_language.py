"""Which articles the English rules may read."""

import pytest

from service.core.language import is_english

ENGLISH = (
    "The council said that it had not been told of the plan, which would close the pier for two "
    "years and cost the town more than it has."
)
GERMAN = (
    "Der Rat erklärte, er sei über den Plan nicht unterrichtet worden, der den Pier für zwei Jahre "
    "schließen und die Stadt mehr kosten würde, als sie hat."
)
SPANISH = (
    "El consejo dijo que no había sido informado del plan, que cerraría el muelle durante dos años "
    "y costaría a la ciudad más de lo que tiene."
)


@pytest.mark.parametrize("language", [None, "", "en", "en-GB", "EN_us", "und"])
def test_english_text_is_read(language: str | None) -> None:
    assert is_english(ENGLISH, language)


@pytest.mark.parametrize("language", ["de", "fr-CA", "nl", "zh-Hant"])
def test_named_language_decides(language: str) -> None:
    assert not is_english(ENGLISH, language)


@pytest.mark.parametrize("text", [GERMAN, SPANISH])
@pytest.mark.parametrize("language", [None, "en"])
def test_text_plainly_in_another_language_is_not_read(text: str, language: str | None) -> None:
    assert not is_english(text, language)


def test_a_short_text_counts_by_its_script() -> None:
    assert is_english("Naïve plan “fails”", None)
    assert not is_english("Министр: «Мы готовы»", None)

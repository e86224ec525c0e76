"""Which language's pipeline may read an article."""

import pytest

from service.core.language import choose_language

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
    assert choose_language(ENGLISH, language, ["en"]) == "en"


@pytest.mark.parametrize("language", ["de", "fr-CA", "nl", "zh-Hant"])
def test_named_language_decides(language: str) -> None:
    assert choose_language(ENGLISH, language, ["en"]) is None


@pytest.mark.parametrize("text", [GERMAN, SPANISH])
@pytest.mark.parametrize("language", [None, "en"])
def test_text_plainly_in_another_language_is_not_read(text: str, language: str | None) -> None:
    assert choose_language(text, language, ["en"]) is None


def test_a_short_text_counts_by_its_script() -> None:
    assert choose_language("Naïve plan “fails”", None, ["en"]) == "en"
    assert choose_language("Министр: «Мы готовы»", None, ["en"]) is None


@pytest.mark.parametrize("text", [GERMAN, "Ein Satz."])
def test_a_language_without_a_word_list_is_taken_by_its_tag_alone(text: str) -> None:
    assert choose_language(text, "de-AT", ["en", "de"]) == "de"
    assert choose_language(GERMAN, None, ["en", "de"]) is None


def test_english_needs_its_pipeline() -> None:
    assert choose_language(ENGLISH, "en", ["de"]) is None

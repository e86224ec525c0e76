import io

from rich.console import Console

from service.core.types import (
    Block,
    Category,
    CleanText,
    Cue,
    Drop,
    KeptBlock,
    Quote,
    QuoteKind,
    RemovedBlock,
    Span,
    Speaker,
    SpeakerType,
)
from service.view import (
    article_view,
    dead_letter_view,
    explanation,
    explanation_summary,
    quote_view,
)


def shown(*views: object, colour: bool = False) -> str:
    file = io.StringIO()
    console = Console(
        file=file,
        width=60,
        soft_wrap=True,
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    for view in views:
        console.print(view)
    return file.getvalue()


ARTICLE = {
    "id": "a-1",
    "outlet": "The Outlet",
    "title": None,
    "text": "A headline\n\nWords \x1b[2J here.",
    "blocks": [{}, {}],
    "removed": [{"category": "ad"}, {"category": "donation"}, {"category": "ad"}],
}


def test_article_counts_what_was_removed() -> None:
    text = shown(article_view(ARTICLE))

    assert "article a-1 · The Outlet" in text
    assert "A headline" in text
    assert "kept 2 blocks (5 words) · removed 3: ad 2, donation 1" in text


def test_quote_tells_who_said_what() -> None:
    text = shown(
        quote_view(
            {
                "kind": "direct",
                "text": "No,",
                "speaker": {"name": "Ana Ruiz", "role": "mayor"},
                "cue": {"text": "said"},
                "reported_by": {"name": "Delta FM"},
                "confidence": 0.914,
            }
        )
    )

    assert "“No,”" in text
    assert "— Ana Ruiz · mayor · cue said · reported by Delta FM · direct · sure 0.91" in text


def test_quote_without_speaker_says_so() -> None:
    text = shown(
        quote_view(
            {
                "kind": "mixed",
                "text": "No",
                "speaker": None,
                "cue": None,
                "reported_by": None,
                "confidence": None,
            }
        )
    )

    assert "— no speaker found · mixed" in text


def test_dead_letter_shows_reason_and_beginning() -> None:
    letter = {
        "reason": "not_json",
        "stage": "decode",
        "source": "raw/0/7",
        "error": "the message is not JSON",
        "attempt": 1,
        "key": "k",
        "value": "x" * 500,
        "value_base64": "",
    }

    text = shown(dead_letter_view(letter))

    assert "not_json at decode · from raw/0/7 · key 'k'" in text
    assert "x" * 160 + "…" in text
    assert "attempt" not in text
    assert "(no value)" in shown(dead_letter_view({**letter, "value": None, "value_base64": None}))
    assert "key 'k' · attempt 3" in shown(dead_letter_view({**letter, "attempt": 3}))


BLOCKS = (
    Block(text="Give now", raw=Span(start=0, end=8)),
    Block(text="“No,” Ana Ruiz \x1b[2J said.", raw=Span(start=9, end=34)),
)
CLEAN = CleanText(
    text=BLOCKS[1].text,
    blocks=(KeptBlock(clean=Span(start=0, end=25), raw_start=9),),
    removed=(RemovedBlock(block=BLOCKS[0], drop=Drop(category=Category.DONATION, rule="appeal")),),
)
QUOTE = Quote(
    kind=QuoteKind.DIRECT,
    text="No,",
    span=Span(start=1, end=4),
    speaker=Speaker(
        name="Ana Ruiz",
        mention="Ana Ruiz",
        span=Span(start=6, end=14),
        role="mayor",
        type=SpeakerType.PERSON,
    ),
    cue=Cue(text="said", span=Span(start=20, end=24)),
    reported_by=None,
    content=Span(start=0, end=5),
    statement=0,
    confidence=0.914,
    context=BLOCKS[1].text,
)


def test_explanation_is_in_input_order() -> None:
    text = shown(*explanation(BLOCKS, CLEAN, [QUOTE]), explanation_summary(CLEAN, [QUOTE]))

    lines = [line for line in text.splitlines() if line]
    assert lines == [
        "✂ [donation · appeal] Give now",
        "“No,” Ana Ruiz ␛[2J said.",
        "  [1] “No,”",
        "    — Ana Ruiz · mayor · cue said · direct · sure 0.91",
        "blocks kept 1, removed 1; quotes 1, with a speaker 1",
    ]


def test_terminal_gets_colour_and_no_control_of_the_page() -> None:
    text = shown(*explanation(BLOCKS, CLEAN, [QUOTE]), colour=True)

    assert "\x1b[1;32mNo,\x1b[0m" in text
    assert "\x1b[1;36mAna Ruiz\x1b[0m" in text
    assert "\x1b[2J" not in text

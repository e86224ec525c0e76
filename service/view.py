"""What a person sees on a terminal: articles, quotes, dead letters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from service.core.operator_rules import PREFIX, OperatorRule
from service.core.types import Block, CleanText, Drop, Quote, RemovedBlock, Span

_REMOVED = "red"
_PROTECTED = "green"
_SPEAKER = "bold cyan"
_CUE = "yellow"
_REPORTER = "magenta"
_QUOTE = {"direct": "bold green", "mixed": "green", "indirect": "green italic"}

# Longest stretch of a dead letter's value that is shown, in characters; a terminal line or two.
_PREVIEW = 160


# Control characters, shown as Unicode's own pictures of them: a page must not drive the terminal.
# One character for one, so that highlights stay in place.
_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {
    0x7F: 0x2421,
    **{code: 0xFFFD for code in range(0x80, 0xA0)},
}


def article_view(record: dict[str, Any]) -> RenderableType:
    """A record of `articles.clean`: what it is, how much was kept, what was removed."""
    head = Text.assemble(
        ("article ", "dim"), (_safe(record["id"]), "bold"), _after(" · ", record["outlet"])
    )
    words = len(record["text"].split())
    counts = Counter(removed["category"] for removed in record["removed"])
    listed = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return Group(
        head,
        Text(f"  {_first_line(record)}"),
        Text.assemble(
            f"  kept {len(record['blocks'])} blocks ({words} words) · ",
            (f"removed {len(record['removed'])}", _REMOVED if counts else ""),
            f": {listed}" if listed else "",
        ),
    )


def quote_view(record: dict[str, Any]) -> RenderableType:
    """A record of `articles.quotes`: who said what, by which word, reported by whom."""
    speaker, cue, reporter = record["speaker"], record["cue"], record["reported_by"]
    return Group(
        Text.assemble("  ", ("“" + _safe(record["text"]) + "”", _QUOTE[record["kind"]])),
        _attribution(
            speaker=speaker and speaker["name"],
            role=speaker and speaker["role"],
            cue=cue and cue["text"],
            reporter=reporter and reporter["name"],
            kind=record["kind"],
            confidence=record["confidence"],
        ),
    )


def dead_letter_view(letter: dict[str, Any]) -> RenderableType:
    """A dead letter: why, where it failed, where it came from, how it begins."""
    value = letter["value"]
    shown = "(no value)" if letter["value_base64"] is None else "(not UTF-8)"
    if value is not None:
        shown = value[:_PREVIEW] + ("…" if len(value) > _PREVIEW else "")
    return Group(
        Text.assemble(
            ("dead letter ", "dim"),
            (f"{letter['reason']}", "bold red"),
            f" at {letter['stage']} · from {letter['source']} · key {letter['key']!r}",
            f" · attempt {letter['attempt']}" if (letter["attempt"] or 1) > 1 else "",
        ),
        Text(f"  {letter['error']}"),
        Text("  " + _safe(" ".join(shown.split())), style="dim"),
    )


def explanation(
    blocks: Sequence[Block], clean: CleanText, quotes: Sequence[Quote]
) -> Iterator[RenderableType]:
    """An article in its input order: removed blocks marked, quotes numbered and highlighted.

    Args: blocks: all blocks of the article, as `clean` was made of them.
    """
    removed = {id(item.block): item for item in clean.removed}
    spans = iter(clean.blocks)
    numbered = list(enumerate(quotes, start=1))
    for block in blocks:
        if id(block) in removed:
            yield _removed_view(removed[id(block)])
            continue
        span = next(spans).clean
        inside = [(number, quote) for number, quote in numbered if _begins_in(quote, span)]
        yield from _kept_view(clean, span, inside, quotes)


def explanation_summary(clean: CleanText, quotes: Sequence[Quote]) -> RenderableType:
    """One line that counts what was kept, removed and found."""
    with_speaker = sum(quote.speaker is not None for quote in quotes)
    return Text(
        f"blocks kept {len(clean.blocks)}, removed {len(clean.removed)};"
        f" quotes {len(quotes)}, with a speaker {with_speaker}",
        style="bold",
    )


def ruling_view(text: str, rule: OperatorRule, *, cleaning: Drop | None) -> RenderableType:
    """A block that an operator's rule decides on.

    Args: cleaning: the verdict of the service without the rule; None: it keeps the block.
    """
    without = "kept" if cleaning is None else f"{cleaning.category} · {cleaning.rule}"
    if rule.drop is None:
        mark, style, label = "✓ ", _PROTECTED, f"[keep · {PREFIX}{rule.name}]"
    else:
        mark, style, label = "✂ ", _REMOVED, f"[{rule.drop.category} · {rule.drop.rule}]"
    return Text.assemble(
        (mark + label, style), (f" without it: {without}\n", "dim"), f"  {_safe(text)}\n"
    )


def _removed_view(removed: RemovedBlock) -> RenderableType:
    label = f"[{removed.drop.category} · {removed.drop.rule}]"
    return Text.assemble(
        ("✂ ", _REMOVED),
        (label, _REMOVED),
        " ",
        (_safe(removed.block.text), f"dim {_REMOVED}"),
        "\n",
    )


def _kept_view(
    clean: CleanText,
    span: Span,
    inside: Sequence[tuple[int, Quote]],
    quotes: Sequence[Quote],
) -> Iterator[RenderableType]:
    text = Text(_safe(clean.text[span.start : span.end]))
    # A quote may reach into the block from the one before, so all are tried.
    for quote in quotes:
        _highlight(text, span, quote.span, _QUOTE[quote.kind])
        if quote.speaker:
            _highlight(text, span, quote.speaker.span, _SPEAKER)
        if quote.cue:
            _highlight(text, span, quote.cue.span, _CUE)
        if quote.reported_by:
            _highlight(text, span, quote.reported_by.span, _REPORTER)
    yield text
    for number, quote in inside:
        yield _footnote(number, quote)
    yield Text()


def _footnote(number: int, quote: Quote) -> RenderableType:
    words = " ".join(quote.text.split())
    if len(words) > _PREVIEW:
        words = words[:_PREVIEW] + "…"
    line = Text.assemble((f"  [{number}] ", "dim"), (f"“{_safe(words)}”", _QUOTE[quote.kind]))
    attribution = _attribution(
        speaker=quote.speaker.name if quote.speaker else None,
        role=quote.speaker.role if quote.speaker else None,
        cue=quote.cue.text if quote.cue else None,
        reporter=quote.reported_by.name if quote.reported_by else None,
        kind=quote.kind,
        confidence=quote.confidence,
    )
    return Group(line, attribution)


def _attribution(
    *,
    speaker: str | None,
    role: str | None,
    cue: str | None,
    reporter: str | None,
    kind: str,
    confidence: float | None,
) -> RenderableType:
    return Text.assemble(
        "    — ",
        (_safe(speaker), _SPEAKER) if speaker else ("no speaker found", "dim"),
        _after(" · ", role),
        _after(" · cue ", cue, _CUE),
        _after(" · reported by ", reporter, _REPORTER),
        (f" · {kind}", "dim"),
        ("" if confidence is None else f" · sure {confidence:.2f}", "dim"),
    )


def _after(label: str, value: str | None, style: str = "") -> Text:
    return Text.assemble((label, "dim"), (_safe(value), style)) if value else Text()


def _highlight(text: Text, block: Span, span: Span, style: str) -> None:
    start = max(span.start, block.start) - block.start
    end = min(span.end, block.end) - block.start
    if start < end:
        text.stylize(style, start, end)


def _begins_in(quote: Quote, span: Span) -> bool:
    return span.start <= quote.span.start < span.end


def _first_line(record: dict[str, Any]) -> str:
    return _safe(record["title"] or record["text"].partition("\n")[0] or "(nothing kept)")


def _safe(text: str) -> str:
    return text.translate(_PICTURES)

"""What must hold of a message's outcome, whatever the message was."""

import json
from typing import Any

from service.core.blocks import split_blocks
from service.errors import Failure, Reason
from service.wire.encode import encode_result
from service.work import Outcome


def faults(value: bytes | None, outcome: Outcome) -> list[str]:
    """What is wrong with an outcome; nothing, if all is right."""
    if isinstance(outcome.result, Failure):
        bug = outcome.result.reason is Reason.INTERNAL_ERROR
        return [outcome.result.message] if bug else []
    assert value is not None
    result: dict[str, Any] = json.loads(encode_result(outcome.result))
    article, quotes = result["article"], result["quotes"]
    message = json.loads(value)
    return [
        *_article_faults(article, message),
        *(fault for quote in quotes for fault in _quote_faults(article["text"], quote)),
        *_order_faults(article, quotes),
    ]


def _article_faults(article: dict[str, Any], message: dict[str, Any]) -> list[str]:
    text = article["text"]
    kept = [text[block["start"] : block["end"]] for block in article["blocks"]]
    found = [] if "\n\n".join(kept) == text else ["blocks are not the text"]
    if message.get("content_type") == "text/html":
        return found
    body = message["body"]
    placed = {block["raw_start"]: part for block, part in zip(article["blocks"], kept, strict=True)}
    placed |= {
        removed["raw_start"]: body[removed["raw_start"] : removed["raw_end"]]
        for removed in article["removed"]
    }
    whole = {block.raw.start: block.text for block in split_blocks(body) if block.raw}
    return found if placed == whole else [*found, "blocks are not those of the body"]


def _quote_faults(text: str, quote: dict[str, Any]) -> list[str]:
    parts = {
        "text": quote,
        "content": quote["content"],
        "speaker": quote["speaker"] and {**quote["speaker"], "text": quote["speaker"]["mention"]},
        "cue": quote["cue"],
    }
    found = [
        f"{name} is not at its place"
        for name, part in parts.items()
        if part and text[part["start"] : part["end"]] != part["text"]
    ]
    if not quote["text"].strip():
        found.append("a quote of nothing")
    if quote["confidence"] is not None and not 0 <= quote["confidence"] <= 1:
        found.append(f"confidence {quote['confidence']}")
    return found


def _order_faults(article: dict[str, Any], quotes: list[dict[str, Any]]) -> list[str]:
    ids = [quote["quote_id"] for quote in quotes]
    found = [] if article["quote_ids"] == ids else ["quote_ids are not those of the quotes"]
    if len(set(ids)) < len(ids):
        found.append("two quotes of one id")
    if [quote["start"] for quote in quotes] != sorted(quote["start"] for quote in quotes):
        found.append("quotes are not in order")
    return found

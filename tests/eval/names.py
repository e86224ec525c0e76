"""Scores who the service says speaks, on sets of the project's own.

    python tests/eval/names.py

Each line of `own/names.jsonl` and `own/forms.jsonl` is an article `{id, text, quotes: [{text,
name, kind, reporter}]}`, invented for it; `name` and `reporter` may be null, and `kind` and
`reporter` are missing where they aren't judged. Quotes are met by their text and its how-manieth
occurrence. As a command it lists what is wrong. Figures: found, accuracy (name right, of all
quotes), precision (right, of those that got a name), kind and reporter (right, of those judged),
extra (quotes found that the set does not have, to those that it has).
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from figures import Origin, Scored, bootstrap
from published import clean_text, published_quotes

from service.core.annotation import Annotate
from service.core.types import QuoteKind
from service.nlp.pipeline import load_pipeline

_SETS = Path(__file__).parent / "own"


def score(annotate: Annotate) -> Iterator[Scored]:
    """The figures of each set, with intervals over its articles."""
    for path in sorted(_SETS.glob("*.jsonl")):
        cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        counted = [Counter[str]() for _ in cases]
        for case, counts in zip(cases, counted, strict=True):
            judge(case, counts, annotate=annotate)
        figures = bootstrap(counted, _figures, groups=[case["id"] for case in cases])
        yield Scored(name=f"own {path.stem}", origin=Origin.OWN, figures=figures)


def main() -> None:
    """List what is wrong."""
    annotate = load_pipeline()
    for path in sorted(_SETS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            print(*judge(json.loads(line), Counter(), annotate=annotate), sep="\n", end="\n")


def judge(case: dict[str, Any], counts: Counter[str], *, annotate: Annotate) -> list[str]:
    """Count one article's quotes; returns a line for each thing that is wrong."""
    found = predict(case["text"], annotate=annotate)
    problems = []
    for key, gold in numbered(case["quotes"]).items():
        quote = found.pop(key, None)
        counts["quotes"] += 1
        counts["found"] += quote is not None
        counts["given"] += quote is not None and quote["name"] is not None
        for field in ("name", "kind", "reporter"):
            right = quote is not None and field in gold and _same(quote[field], gold[field])
            counts[field] += right
            counts[f"{field} right"] += right and gold[field] is not None
            counts[f"{field} judged"] += field in gold
            if field in gold and not right:
                got = "nothing" if quote is None else quote[field]
                problems.append(f"{case['id']}: {key[0][:30]!r} {field} {got}, not {gold[field]}")
    counts["extra"] += len(found)
    return problems + [f"{case['id']}: extra {text[:40]!r}" for text, _ in found]


def predict(text: str, *, annotate: Annotate) -> dict[tuple[str, int], dict[str, Any]]:
    """The service's quotes of an article, by text and occurrence."""
    quotes = published_quotes(clean_text(text), annotate)
    return numbered(
        [
            {
                "text": quote.text,
                "kind": quote.kind.value,
                "name": quote.speaker and quote.speaker.name,
                "reporter": quote.reported_by and quote.reported_by.name,
            }
            for quote in quotes
            if quote.kind is not QuoteKind.INDIRECT
        ]
    )


def numbered(quotes: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """Key quotes by text and how many of the same text stand before."""
    seen: Counter[str] = Counter()
    result = {}
    for quote in quotes:
        result[quote["text"], seen[quote["text"]]] = quote
        seen[quote["text"]] += 1
    return result


def _figures(counted: Sequence[Counter[str]]) -> dict[str, float]:
    total = sum(counted, Counter())
    figures = {
        "found": total["found"] / total["quotes"],
        "accuracy": total["name"] / total["quotes"],
        "precision": total["name right"] / max(1, total["given"]),
        "extra": total["extra"] / total["quotes"],
    }
    for field in ("kind", "reporter"):
        if total[f"{field} judged"]:
            figures[field] = total[field] / total[f"{field} judged"]
    return figures


def _same(one: str | None, other: str | None) -> bool:
    """Whether two names are one, whatever their article and case."""
    return _plain(one) == _plain(other)


def _plain(name: str | None) -> str | None:
    return None if name is None else name.lower().removeprefix("the ")


if __name__ == "__main__":
    main()

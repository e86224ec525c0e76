"""Scores who the service says speaks, on sets of the project's own.

    python tests/eval/names.py [--errors]

Each line of `own/names.jsonl` and `own/forms.jsonl` is an article `{id, text, quotes: [{text,
name, kind, reporter}]}`, invented for it; `name` and `reporter` may be null, and `kind` and
`reporter` are missing where they aren't judged. Quotes are met by their text and its how-manieth
occurrence. One line a set: quotes, found, accuracy (name right, of all quotes), precision (right,
of those that got a name), kind and reporter (right, of those judged), extra (quotes found that the
set does not have).
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from service.core.quotes import Annotate, find_quotes
from service.nlp import load_annotate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from docs import clean_text

_SETS = Path(__file__).parent / "own"


def main() -> None:
    """Print one line of figures a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    errors = parser.parse_args().errors
    annotate = load_annotate()
    for path in sorted(_SETS.glob("*.jsonl")):
        counts: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for problem in judge(case, counts, annotate=annotate):
                if errors:
                    print(f"  {problem}")
        print(f"{path.stem:6} {figures(counts)}")


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
    quotes = find_quotes(clean_text(text), annotate=annotate, language="en")
    return numbered(
        [
            {
                "text": quote.text,
                "kind": quote.kind.value,
                "name": quote.speaker and quote.speaker.name,
                "reporter": quote.reported_by and quote.reported_by.name,
            }
            for quote in quotes
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


def figures(counts: Counter[str]) -> str:
    """The figures of a set, see above."""
    text = (
        f"quotes {counts['quotes']}, found {counts['found']},"
        f" accuracy {counts['name'] / counts['quotes']:.3f},"
        f" precision {counts['name right'] / max(1, counts['given']):.3f}"
    )
    for field in ("kind", "reporter"):
        if counts[f"{field} judged"]:
            text += f", {field} {counts[field] / counts[f'{field} judged']:.3f}"
    return text + f", extra {counts['extra']}"


def _same(one: str | None, other: str | None) -> bool:
    """Whether two names are one, whatever their article and case."""
    return _plain(one) == _plain(other)


def _plain(name: str | None) -> str | None:
    return None if name is None else name.lower().removeprefix("the ")


if __name__ == "__main__":
    main()

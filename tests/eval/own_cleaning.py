"""Scores the service's cleaning on sets of the project's own: pages, inserts, trap articles.

    python tests/eval/own_cleaning.py [--errors]

Each file of `own/` holds cases `{id, language, blocks: [{label, text}]}`; every text is invented.
A label is `article`, `headline`, `caption` or the category of what must go. Captions count on
neither side. Words are those between white space. Figures in percent: leak% (words of blocks
that must go and stayed), lost% (words of the article or its headline that went), intact% (cases
that lost no word), category% (of the blocks that rightly went, those of the right category).
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from figures import Origin, Scored, bootstrap

from service.core.boilerplate import judge_blocks
from service.core.types import Drop

_SETS = Path(__file__).parent / "own"
_KEPT = ("article", "headline")
_NEUTRAL = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One block of a case with its gold label and the verdict."""

    case: str
    label: str
    text: str
    verdict: Drop | None

    @property
    def wanted(self) -> bool:
        """The block belongs to the article."""
        return self.label in _KEPT

    @property
    def wrong(self) -> bool:
        """The block was lost or leaked."""
        return self.label != _NEUTRAL and self.wanted != (self.verdict is None)


def main() -> None:
    """Print one line of figures a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="list the blocks judged wrongly")
    errors = parser.parse_args().errors
    for path in sorted(_SETS.glob("*.json")):
        judged = list(_judge(path))
        print(path.stem, *(f"{name} {value:.1f}" for name, value in figures(judged).items()))
        for block in (block for block in judged if errors and block.wrong):
            print(f"  {block.case}: {block.label}, {_describe(block.verdict)}: {block.text[:80]}")


def score_all() -> Iterator[Scored]:
    """Score each set."""
    for path in sorted(_SETS.glob("*.json")):
        judged = list(_judge(path))
        intervals = bootstrap(judged, figures, groups=[block.case for block in judged])
        yield Scored(name=f"own {path.stem}", origin=Origin.OWN, figures=intervals)


def figures(judged: Sequence[Judged]) -> Mapping[str, float]:
    """The figures of a set, see above; not a number where a set has nothing to count."""
    unwanted = [block for block in judged if not block.wanted and block.label != _NEUTRAL]
    wanted = [block for block in judged if block.wanted]
    gone = [block.label == block.verdict.category for block in unwanted if block.verdict]
    cases = {block.case for block in judged}
    hurt = {block.case for block in wanted if block.wrong}
    return {
        "leak%": _words_wrong(unwanted),
        "lost%": _words_wrong(wanted),
        "intact%": percent(len(cases) - len(hurt), len(cases)),
        "category%": percent(sum(gone), len(gone)),
    }


def percent(part: int, whole: int) -> float:
    """A share in percent; not a number of nothing."""
    return 100 * part / whole if whole else float("nan")


def _words_wrong(blocks: Sequence[Judged]) -> float:
    words = [len(block.text.split()) for block in blocks]
    wrong = sum(count for count, block in zip(words, blocks, strict=True) if block.wrong)
    return percent(wrong, sum(words))


def _judge(path: Path) -> Iterator[Judged]:
    for case in json.loads(path.read_text(encoding="utf-8")):
        blocks = case["blocks"]
        verdicts = judge_blocks([block["text"] for block in blocks])
        for block, verdict in zip(blocks, verdicts, strict=True):
            yield Judged(case=case["id"], verdict=verdict, **block)


def _describe(verdict: Drop | None) -> str:
    return "kept" if verdict is None else f"removed as {verdict.category} ({verdict.rule})"


if __name__ == "__main__":
    main()

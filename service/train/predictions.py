"""What judges make of labelled documents, in the form that the sets' scorers read."""

from collections.abc import Sequence
from typing import Any

from service.core.block_model import INSERT_KINDS, KINDS, BlockModel
from service.core.boilerplate import judge_blocks, judge_layout
from service.core.types import Block, Category, Drop

# The labels of the appeals' scorer; the service tells more kinds apart.
_APPEAL_LABELS = frozenset(KINDS[:INSERT_KINDS]) - {Category.OTHER}


def predict_blocks(
    id: str, texts: Sequence[str], model: BlockModel | None = None
) -> dict[str, Any]:
    """Judge a document's blocks, which for pages are the lines that are not empty.

    Args: model: the shipped one if None.
    """
    verdicts = judge_blocks(texts, model=model)
    keep = [verdict is None for verdict in verdicts]
    return {"id": id, "keep": keep, "labels": [_label(verdict) for verdict in verdicts]}


def predict_layout(id: str, page: Sequence[Block], model: BlockModel) -> dict[str, Any]:
    """Judge a page whose blocks know whether they are in the body."""
    texts = [block.text for block in page]
    verdicts = judge_layout(texts, [block.in_body is True for block in page], model=model)
    kept = (text for text, verdict in zip(texts, verdicts, strict=True) if verdict is None)
    return {"id": id, "clean_text": "\n".join(kept)}


def _label(verdict: Drop | None) -> str:
    if verdict is None:
        return "article"
    return verdict.category if verdict.category in _APPEAL_LABELS else "other_boilerplate"

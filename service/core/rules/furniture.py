"""Tells author and date lines by their form."""

import re

_BYLINE_CHARACTERS = 120
_BYLINE = re.compile(
    r"""^(?:
    (?:by|written\ by|reported\ by|posted\ by|von|par|por|di|da|door|od|автор)\b:?\ .{2,80}
    | (?:published|updated|posted|last\ (?:updated|modified)|first\ published|created|veröffentlicht
      |aktualisiert|stand|publié|mis\ à\ jour|publicado|actualizado|atualizado|pubblicato
      |aggiornato|gepubliceerd|опубликовано)\b.{0,80}
    | .{0,24}\b(?:19|20)\d\d\b.{0,40}
    | .{0,40}\b\d{1,2}:\d\d\b.{0,30}
    | .{0,60}\b(?:staff\ writer|correspondent|contributor|editor|reporter)
    | \d+\ (?:min(?:ute)?s?\ read|minuten|hours?\ ago|days?\ ago|minutes?\ ago)
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_byline(text: str) -> bool:
    """Tell an author or date line."""
    return len(text) <= _BYLINE_CHARACTERS and _BYLINE.match(text) is not None

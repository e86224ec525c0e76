"""Tells author and date lines by their form."""

import re

_BYLINE_CHARACTERS = 120
# As English, German, French, Spanish, Portuguese, Italian, Dutch and Russian papers begin them.
_MONTH = (
    r"(?:jan|ene|gen|янв|f[eé]b|fev|фев|m[aä]r|mrt|мар|apr|a[vb]r|апр|ma[iyj]|mag|ма[йя]|jui?n|giu|июн"
    r"|jui?l|lug|июл|aug|ago|août|авг|sep|set|сен|o[ck]t|ott|out|окт|nov|ноя|de[cz]|déc|dic|дек)"
    r"[^\W\d]*\.?"
)
_YEAR_AND_TIME = (
    r"(?:,?\ (?:de\ )?(?:19|20)\d\d)?(?:\W+\d{1,2}[:.h]\d\d.{0,30})?(?:\W+\d+\ min.{0,30})?"
)
_BYLINE = re.compile(
    rf"""^(?:
    (?:by|written\ by|reported\ by|posted\ by|von|par|por|di|da|door|od|автор)\b:?\ .{{2,80}}
    | (?:published|updated|posted|last\ (?:updated|modified)|first\ published|created|veröffentlicht
      |aktualisiert|stand|publié|mis\ à\ jour|publicado|actualizado|atualizado|pubblicato
      |aggiornato|gepubliceerd|опубликовано)\b.{{0,80}}
    | .{{0,24}}\b(?:19|20)\d\d\b.{{0,40}}
    | .{{0,40}}\b\d{{1,2}}:\d\d\b.{{0,30}}
    | (?:[^\W\d]{{2,10}}\.?,?\ )?\d{{1,2}}(?:st|nd|rd|th|\.|º|er|\ de)?\ {_MONTH}{_YEAR_AND_TIME}
    | (?:[^\W\d]{{2,10}}\.?,?\ )?{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?{_YEAR_AND_TIME}
    | .{{0,60}}\b(?:staff\ writer|correspondent|contributor|editor|reporter)
    | \d+\ (?:min(?:ute)?s?\ read|minuten|hours?\ ago|days?\ ago|minutes?\ ago)
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_byline(text: str) -> bool:
    """Tell an author or date line."""
    return len(text) <= _BYLINE_CHARACTERS and _BYLINE.match(text) is not None

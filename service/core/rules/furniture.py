"""Tells blocks of a page that stand around and between its paragraphs by their form."""

import re

from service.core.rules.line import Line
from service.core.types import Category, Drop

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

_CREDIT_WORDS = 40
_CREDIT = re.compile(
    r"""(?:
    \((?:ap|afp|reuters|getty|epa|file|photo|image|courtesy|associated)\b[^)]*\)$
    | \b(?:getty\ images|associated\ press|reuters|afp|shutterstock|istock|alamy|epa|imago|dpa)\W*$
    | ^(?:photos?|image|foto|picture|credit|bild|quelle)s?\b\ ?(?:credit|by|courtesy)?\ ?(?::|by\b)
    | \bcredit:|\bphoto\ by\b|/\ ?(?:ap|afp|reuters|getty)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# "MAN BITES DOG IN OLD HARBOUR": outlets set links between paragraphs in capitals; a subheading in
# capitals is shorter.
_CAPITALS_WORDS = 5
_CAPITALS_SHARE = 0.9


_END_MATTER = re.compile(
    r"""^\W*(?:
    about\ the\ (?:author|writer|contributor)s?\b | (?:tags?|topics?|keywords?|categor(?:y|ies))\W*:
    | (?:filed\ under|posted\ in|tagged|share\ this)\b
    | (?:schlag(?:worte|wörter)|kategorien?|veröffentlicht\ in)\W*:
    | über\ (?:den\ autor|die\ autor)
    | (?:mots-clés|étiquettes|catégories?)\W*: | à\ propos\ de\ l.auteur
    | (?:etiquetas|temas|categorías?|palabras\ clave)\W*: | sobre\ (?:el|la|o|a)\ autora?\b
    | (?:tag|argomenti|categorie)\W*: | теги\W*: | tagi\W*: | trefwoorden\W*:
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR_NOTE = re.compile(
    r"""^(?:[A-Z][\w.'’-]+\ ){1,4}(?:is|was|has|joined|covers|writes|reports|works)\b[^.]{0,100}
    \b(?:reporter|writer|editor|correspondent|columnist|journalist|contributor|contributing|covers
    |covering|freelance|freelancer|blogger|reporting|writing|professor|fellow|lecturer)\b""",
    re.VERBOSE,
)


def is_end_matter(line: Line) -> bool:
    """Tell what only stands below an article: its tags, a note on who wrote it."""
    return _END_MATTER.match(line.text) is not None or _AUTHOR_NOTE.match(line.text) is not None


def is_byline(line: Line) -> bool:
    """Tell an author or date line."""
    return len(line.text) <= _BYLINE_CHARACTERS and _BYLINE.match(line.text) is not None


def judge_between_paragraphs(line: Line, *, times: int) -> Drop | None:
    """Judge a block inside a page's body that is no running text.

    Args: times: how often the page has the same block.
    """
    if line.weak_label:
        return Drop(category=Category.NAVIGATION, rule="button")
    if times > 1 and not line.closed:
        return Drop(category=Category.RELATED, rule="repeated-on-page")
    if line.words <= _CREDIT_WORDS and _CREDIT.search(line.text):
        return Drop(category=Category.OTHER, rule="picture-credit")
    if line.words >= _CAPITALS_WORDS and not line.closed and _in_capitals(line.text):
        return Drop(category=Category.RELATED, rule="capitals-link")
    return None


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) >= _CAPITALS_SHARE * len(letters) > 0

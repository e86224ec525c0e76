"""What an outlet repeats: marks of blocks, and which of an article's blocks go by them.

A block that stands word for word in many different articles of one outlet is boilerplate, whatever
it says. `service.core.memory` counts; here an article is looked at, before and after.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from service.core.boilerplate import judge_blocks
from service.core.operator_rules import host_of, outlet_key
from service.core.types import Block, Category, CleanText, Drop

RULE = "repeated"

# Articles of an outlet that its memory holds. A new one takes the place that its id gives it, so
# one stays for 256 articles on average, and a line of 2 % of the articles is met 5 times in that.
SLOTS = 256

# The two lowest bits of a mark: numbers are in it, without their values; the outlet's name is.
NUMBERS, NAMES_OUTLET = 1, 2

# Shorter names are words of other words.
_NAME_LETTERS = 5

# A page of ten thousand lines must not make the memory's records large; the first and the last
# lines are where boilerplate stands. Of 214 development articles none has as many.
_MOST_BLOCKS = 64

# "No.", "He declined to comment.", "LONDON": short lines recur in articles by themselves, and
# are few words where they leak.
_LEAST_LETTERS = 20

# Longer lines without a full stop are no headings. Headlines have 3 to 25 words, those inside an
# article fewer.
_HEADING_WORDS = 12

# A block that shares so much of its long words with the rest of the article belongs to it, however
# often it stands elsewhere: the background that every report of a series brings again. Source: of
# 3538 paragraphs of the development articles 84 % share as much, of 454 inserts 6 %.
_KIN_SHARE, _KIN_WORDS = 0.3, 2
_LONG_WORD, _STEM = 5, 6

# An article of which less than this share of the letters would stay is one published again.
_LEAST_REST = 0.25

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_INSIDE_NUMBER = re.compile(r"(?<=\d)[.,:/ \u00a0'-](?=\d)")
# Thai, Lao, Khmer, kana and Han: written without spaces, so pairs of letters stand for words.
_UNSPACED_PAIR = re.compile(r"(?=([\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}))")
# A full stop and the quotation marks and brackets behind it.
_ENDING = 6
_SENTENCE_END = re.compile(r"[.!…。！।۔]['\"”’»)\]]*$")
_STATEMENT_END = re.compile(r"[.。।۔]['\"”’»)\]]*$")

# Longer ones are no names.
_LONGEST_OUTLET = 200

# What recurs and is said of the article: who contributed, corrections, who did not answer, what
# the police ask. Source: the formulas that the style books of AP and Reuters prescribe, and their
# like in the other languages.
_OF_THE_ARTICLE = re.compile(
    r"""
    \bcontribut(?:ed|ing)\b.{0,40}\b(?:report|story|article|piece)
    | \b(?:additional|with)\ report(?:ing|s)\ (?:by|from)\b | \breport(?:ing|ed)\ by\b
    | \bwith\ (?:files|agencies)\b | \b(?:compiled|translated)\ (?:by|from)\b
    | \bmaterial\ from\b | \bthe\ associated\ press\b.{0,60}\breport
    | ^\W*(?:correction|clarification|editor(?:'s|s')?\ note|update)\b
    | \b(?:earlier|previous|original)\ version\ of\ th
    | \bth(?:is|e)\ (?:article|story)\ (?:was|has\ been)\ (?:amend|updat|correct|edit|clarif)
    | \brequests?\ for\ (?:an\ )?(?:comment|interview) | \bdeclined\ to\b
    | \b(?:could|can|was|were)\ (?:not|unable\ to)\ (?:\w+\ ){0,2}(?:reach|verif|confirm)
    | \bfor\ (?:an?\ |further\ )?comments?\b
    | \bdid\ not\ (?:immediately\ )?(?:respond|reply|return)
    | \banyone\ (?:with|who\ has)\ information | \bpresumed\ innocent
    | \b(?:investigation|inquiry|trial|search|case)s?\ (?:is|are|remains?|continues?)\b
    | ^\W*(?:korrektur|anmerkung\ der\ redaktion|rectificat|note\ de\ la\ rédaction|corre[cç]ção
      |rettifica|correctie|fe\ de\ erratas|nota\ d(?:el|e\ la)\ redac|nota\ da\ reda)
    | \bunabhängig\ (?:über|be)prüf | \bpu\ (?:être\ )?vérifi | \bverificar\ de\ (?:forma|manera)
    | \bне\ (?:смогл?[аои]?|удалось)\b.{0,40}\bпровер | \bstellungnahme\b
    | \bmit\ material\ von\b | \bin\ einer\ früheren\ (?:version|fassung)
    | \bavec\ (?:l')?(?:afp|reuters|agences)\b | \bcon\ información\ de\b
    | \bcom\ informações\ d | \ba\ contribué\ à\b | \bha\ contribuido\ a\b
    | \bcontribuiu\ para\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the memory keeps of one article: marks of its blocks, no word of its text.

    `slot`: the article's place in its outlet's memory, 0 to SLOTS - 1, by its id; an article sent
    again takes its own place. `marks`: of the blocks that stay or went as repeated, in order.
    `repeated`: of those that went.
    """

    outlet: str
    slot: int
    marks: tuple[int, ...]
    repeated: tuple[int, ...]


def page_outlet(*, outlet: str | None, url: str | None) -> str | None:
    """The outlet whose memory an article goes by: its name, else the host of its url, else none.

    Args: outlet, url: as the message has them.
    """
    name = outlet_key(outlet) if outlet else ""
    if not name and url is not None:
        name = outlet_key(host_of(url))
    return name if 0 < len(name) <= _LONGEST_OUTLET else None


def marks_of(text: str, *, outlet: str) -> tuple[int, ...]:
    """Hash a block's words; case, punctuation and white space do not count.

    Returns: 64 bits, the lowest as NUMBERS and NAMES_OUTLET say; a second mark without the values
    of the numbers for a block that has some; none for a block that is too short to be told from a
    line of an article.
    """
    words = _words(text)
    if sum(len(word) for word in words if not word.isdecimal()) < _LEAST_LETTERS:
        return ()
    named = NAMES_OUTLET * (_name(outlet) in "".join(words))
    exact = _hash64(" ".join(words)) & ~3 | named
    if not any(word.isdecimal() for word in words):
        return (exact,)
    folded = ["0" if word.isdecimal() else word for word in words]
    return (exact, _hash64(" ".join(folded)) & ~3 | named | NUMBERS)


def drop_repeated(
    texts: Sequence[str],
    verdicts: Sequence[Drop | None],
    *,
    title: str | None,
    outlet: str,
    repeated: Set[int],
) -> tuple[Drop | None, ...]:
    """Drop those of the blocks that stay so far that the outlet repeats.

    The headline stays, and so do lines that speak of the article, lines that share their words
    with it, headings of what stays, and all of an article published again.
    Args: repeated: marks, as the outlet's memory has them.
    Returns: one verdict a block, in order.
    """
    if not repeated:
        return tuple(verdicts)
    found = {
        index
        for index in _kept(verdicts)
        if not repeated.isdisjoint(marks_of(texts[index], outlet=outlet))
        and not _is_of_the_article(texts[index])
    }
    found -= _headline(texts, verdicts, title)
    found = _strangers(texts, verdicts, found, outlet)
    found -= _headings_that_stay(texts, verdicts, found)
    return tuple(
        _verdict(texts[index]) if index in found else verdict
        for index, verdict in enumerate(verdicts)
    )


def observe(
    blocks: Sequence[Block], clean: CleanText, *, outlet: str, article_id: str
) -> Observation:
    """Note which blocks an article has, after it was cleaned."""
    noted = _noted(blocks, clean, outlet)
    half = _MOST_BLOCKS // 2
    if len(noted) > _MOST_BLOCKS:
        noted = noted[:half] + noted[-half:]
    return Observation(
        outlet=outlet,
        slot=_hash64(article_id) % SLOTS,
        marks=tuple(mark for marks, _ in noted for mark in marks),
        repeated=tuple(mark for marks, went in noted for mark in marks if went),
    )


def _noted(
    blocks: Sequence[Block], clean: CleanText, outlet: str
) -> list[tuple[tuple[int, ...], bool]]:
    """The marks of the blocks that stayed or went as repeated, in order, and whether they went."""
    removed = iter(clean.removed)
    following = next(removed, None)
    noted: list[tuple[tuple[int, ...], bool]] = []
    for block in blocks:
        rule = None
        if following is not None and following.block is block:
            rule = following.drop.rule
            following = next(removed, None)
        marks = marks_of(block.text, outlet=outlet) if rule in (None, RULE) else ()
        if marks:
            noted.append((marks, rule == RULE))
    return noted


def _kept(verdicts: Sequence[Drop | None]) -> list[int]:
    return [index for index, verdict in enumerate(verdicts) if verdict is None]


def _is_of_the_article(text: str) -> bool:
    return _OF_THE_ARTICLE.search(text.casefold().replace("’", "'")) is not None


def _headline(texts: Sequence[str], verdicts: Sequence[Drop | None], title: str | None) -> set[int]:
    """The blocks that are the title, and the first that stays unless it is a statement.

    A column has the same headline every week.
    """
    first = [
        index for index in _kept(verdicts)[:1] if not _STATEMENT_END.search(texts[index][-_ENDING:])
    ]
    wanted = _words(title) if title else []
    titled = [index for index, text in enumerate(texts) if wanted and _is_title(text, wanted)]
    return {*first, *titled}


def _is_title(text: str, wanted: Sequence[str]) -> bool:
    """Tell the title, also one with the outlet's name behind it in one of the two."""
    words = _words(text)
    shorter = min(len(words), len(wanted))
    return 2 * shorter >= max(len(words), len(wanted)) and words[:shorter] == wanted[:shorter]


def _strangers(
    texts: Sequence[str], verdicts: Sequence[Drop | None], found: Set[int], outlet: str
) -> set[int]:
    """Those of the blocks that have nothing to do with the rest of the article."""
    kept = _kept(verdicts)
    rest = [texts[index] for index in kept if index not in found]
    letters = sum(len(text) for text in rest)
    if letters < _LEAST_REST * sum(len(texts[index]) for index in kept):
        return set()
    # The outlet's name ties no line to an article.
    words = {word for text in rest for word in _telling(text)} - set(_telling(outlet))
    return {index for index in found if not _is_kin(texts[index], words)}


def _is_kin(text: str, words: Set[str]) -> bool:
    own = set(_telling(text))
    shared = len(own & words)
    return shared >= _KIN_WORDS and shared >= _KIN_SHARE * len(own)


def _telling(text: str) -> Iterator[str]:
    """The beginnings of a text's long words, and its pairs of letters where no spaces are."""
    for word in _TOKEN.findall(text.casefold()):
        if len(word) >= _LONG_WORD:
            yield word[:_STEM]
    yield from _UNSPACED_PAIR.findall(text)


def _headings_that_stay(
    texts: Sequence[str], verdicts: Sequence[Drop | None], found: Set[int]
) -> set[int]:
    """A heading goes where nothing that stays comes after it, such as one over links."""
    stay: set[int] = set()
    for index in reversed(_kept(verdicts)):
        if index not in found or (stay and _is_heading(texts[index])):
            stay.add(index)
    return stay


def _is_heading(text: str) -> bool:
    return len(text.split()) <= _HEADING_WORDS and not _SENTENCE_END.search(text[-_ENDING:])


def _verdict(text: str) -> Drop:
    """The category is the one that the block's own wording suggests, if any."""
    alone = judge_blocks([text])[0]
    return Drop(category=alone.category if alone else Category.OTHER, rule=RULE)


def _words(text: str) -> list[str]:
    """A text's words and numbers in a form that compares; 1,234.5 and 3:45 are one number."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(_INSIDE_NUMBER.sub("", folded))


def _name(outlet: str) -> str:
    """What a block that names the outlet has in it, both without spaces and marks.

    Of a host it is the longest label: "www.example.co.uk" is "example".
    """
    is_host = "." in outlet and " " not in outlet
    spoken = max(outlet.split(".")[:-1], key=len) if is_host else outlet
    name = "".join(_words(spoken)).removeprefix("the")
    # No text has a space in it that was joined without.
    return name if len(name) >= _NAME_LETTERS else " "


def _hash64(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)

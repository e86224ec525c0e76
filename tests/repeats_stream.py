"""A simulated stream of one outlet: which of its blocks recur, and what they are.

Every text is invented. The articles' own paragraphs are put together at random, so each is new;
what recurs is planted: boilerplate, which must go, and real lines, which must stay.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OWN = "own"
FOOTER, NEW_FOOTER, BANNER, BIO = "footer", "new footer", "banner", "author's note"
BOILERPLATE = (FOOTER, NEW_FOOTER, BANNER, BIO)
REAL = (
    OWN,
    "contributor",
    "standing headline",
    "standing heading",
    "no comment",
    "formula in 4 %",
    "formula in 10 %",
    "background",
    "market line",
    "published again",
    "live page",
)

# In articles: how long the stream is, and where its footer changes.
LENGTH, CHANGE = 1_200, 600

_SUBJECTS = (
    ("harbour", "Velmora", "dredging", "shipping", "terminal", "captain", "freight", "anchor"),
    ("school", "Tressick", "teachers", "classroom", "curriculum", "pupils", "lessons", "exams"),
    ("hospital", "Quenby", "surgeons", "patients", "waiting", "nurses", "ward", "treatment"),
    ("football", "Ostrava", "striker", "goalkeeper", "penalty", "season", "coach", "stadium"),
    ("council", "Brenholt", "housing", "planning", "tenants", "mortgage", "builders", "estate"),
    ("forest", "Ilvane", "wildfire", "rangers", "drought", "timber", "smoke", "evacuated"),
    (
        "museum",
        "Castagna",
        "paintings",
        "curator",
        "exhibition",
        "sculpture",
        "gallery",
        "restorer",
    ),
    ("railway", "Dunmarsh", "signals", "passengers", "timetable", "drivers", "platform", "strike"),
    ("farming", "Ploughley", "harvest", "wheat", "fertiliser", "cattle", "drainage", "orchards"),
    ("court", "Sarnholm", "verdict", "witness", "prosecutor", "evidence", "sentence", "jury"),
)
_SHAPES = (
    "{0} officials in {1} said the {2} had changed since {3} began and {4} followed {5}.",
    "The {2} near {1} reached {3} before anyone in the {0} noticed the {5} or the {6}.",
    "“We expected the {3}, and not the {4},” said {7} Marlow, who runs the {0} {5} in {1}.",
    "By {8} the {4} was over, {7} Marlow said, and {1} could return to its {2} and {6}.",
    "Figures for {9} show that {2} and {5} in {1} cost more than the whole {0} {3}.",
    "Nobody could say why the {6} failed, but the {0} {4} in {1} will be looked at again.",
    "A {5} from {1}, {7} Abara, told the meeting that {2} without {3} would end the {0}.",
    "The {4} took {8} to spread from the {6} to the {2}, according to the {0} {3} in {1}.",
    "{7} Abara counted {9} cases in which the {5} was left out of the {0} {6} of {1}.",
)
_FIRST_NAMES = ("Ines", "Jonas", "Mirela", "Pavel", "Sorcha", "Tobias", "Ulrike", "Yusuf")
_TIMES = ("Monday", "nightfall", "the weekend", "early June", "noon", "the second week")

_FOOTERS = (
    (
        FOOTER,
        (
            "The Lanternpost began above a bakery in 1911 and has never missed a morning.",
            "Whoever reads us on paper keeps forty people in work, from the attic to the vans.",
        ),
    ),
    (
        NEW_FOOTER,
        (
            "Since the spring the Lanternpost belongs to those who write it and those who read it.",
            "Ask at any kiosk for the Saturday pages, or have them brought to your door.",
        ),
    ),
)
_BANNER = "Our evening letter tells in four minutes what the day was about, and it costs nothing."
_AUTHORS = tuple(
    f"{name} {surname} has written about {topic} for the Lanternpost since {year}."
    for name, surname, topic, year in (
        ("Ada", "Finch", "the coast", 2009),
        ("Bertil", "Crane", "money and tax", 2015),
        ("Carmen", "Wren", "theatres", 2018),
        ("Dorian", "Swift", "public transport", 2012),
    )
)
_REAL_LINES = (
    (0.25, "contributor", "The Associated Press contributed to this report."),
    (0.10, "no comment", "The ministry did not immediately respond to a request for comment."),
    (0.10, "formula in 10 %", "Both sides have until the end of the month to answer the letter."),
    (0.04, "formula in 4 %", "No one was hurt, and the road was open again by the evening."),
)
_HEADLINE = "Five questions that the week has left open"
_HEADING = "What we know about it until now"
_BACKGROUND = (
    "The wildfire above Ilvane began on 3 August, when lightning struck a timber store; rangers"
    " evacuated four villages, and the smoke closed the forest road for eleven days."
)
_MARKET = "The index of the Velmora exchange closed at {:,} points, {} above the day before."
_MARKET_TEXT = (
    "Shipping shares led the exchange in Velmora, where the index had lost points since {}.",
    "Dealers in Velmora said that freight above {} a day would lift the exchange again.",
    "Nothing closed lower than the terminal's own shares, which fell by {} before noon.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One block and what it is: one of BOILERPLATE or of REAL."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it arrives; `title` as far as the crawler gives one."""

    article_id: str
    title: str | None
    lines: tuple[Line, ...]


def stream(seed: int = 4) -> Iterator[Article]:
    """The outlet's articles in the order in which they arrive, LENGTH of them."""
    chance = random.Random(seed)
    live = [Line(kind="live page", text=_sentence(chance, 9)) for _ in range(3)]
    sent: list[Article] = []
    for number in range(LENGTH):
        if number and chance.random() < 0.05:
            again = chance.choice(sent[-200:])
            article_id = chance.choice((again.article_id, f"again-{number}"))
            article = _published_again(again, article_id, number)
        elif 700 <= number < 760 and number % 4 == 0:
            live.insert(0, Line(kind="live page", text=_sentence(chance, 9)))
            article = _finish(chance, number, [_headline(chance), *live])
        elif number % 8 == 0:
            article = _finish(chance, number, _market_report(chance))
        else:
            article = _report(chance, number)
        sent.append(article)
        yield article


def _published_again(article: Article, article_id: str, number: int) -> Article:
    """The same text with the footer of the day."""
    own = [line for line in article.lines if line.kind not in (FOOTER, NEW_FOOTER)]
    kept = [
        Line(kind="published again", text=line.text) if line.kind == OWN else line for line in own
    ]
    return Article(article_id=article_id, title=article.title, lines=(*kept, *_footer(number)))


def _report(chance: random.Random, number: int) -> Article:
    subject = 5 if 200 <= number < 300 and number % 6 == 1 else chance.randrange(len(_SUBJECTS))
    lines = [_headline(chance)]
    lines += [_own(chance, subject) for _ in range(chance.randrange(4, 14))]
    if chance.random() < 0.3:
        lines.insert(len(lines) // 2, Line(kind="standing heading", text=_HEADING))
    if 200 <= number < 300 and number % 6 == 1:
        lines.append(Line(kind="background", text=_BACKGROUND))
    if 300 <= number < 900 and chance.random() < 0.33:
        lines.insert(3, Line(kind=BANNER, text=_BANNER))
    for share, kind, text in _REAL_LINES:
        if chance.random() < share:
            lines.append(Line(kind=kind, text=text))
    if chance.random() < 0.4:
        lines.append(Line(kind=BIO, text=chance.choice(_AUTHORS)))
    return _finish(chance, number, lines)


def _market_report(chance: random.Random) -> list[Line]:
    texts = [text.format(chance.randrange(2_000, 90_000)) for text in _MARKET_TEXT]
    line = _MARKET.format(chance.randrange(2_000, 9_000), chance.randrange(1, 90))
    return [
        _headline(chance),
        *(Line(kind="market line", text=text) for text in texts),
        *(_own(chance, 0) for _ in range(3)),
        Line(kind="market line", text=line),
    ]


def _finish(chance: random.Random, number: int, lines: Sequence[Line]) -> Article:
    titled = chance.random() < 0.5
    return Article(
        article_id=f"article-{number}",
        title=lines[0].text if titled else None,
        lines=(*lines, *_footer(number)),
    )


def _footer(number: int) -> tuple[Line, ...]:
    kind, texts = _FOOTERS[number >= CHANGE]
    return tuple(Line(kind=kind, text=text) for text in texts)


def _headline(chance: random.Random) -> Line:
    if chance.random() < 0.1:
        return Line(kind="standing headline", text=_HEADLINE)
    return Line(kind=OWN, text=_sentence(chance, chance.randrange(len(_SUBJECTS))).rstrip("."))


def _own(chance: random.Random, subject: int) -> Line:
    return Line(kind=OWN, text=f"{_sentence(chance, subject)} {_sentence(chance, subject)}")


def _sentence(chance: random.Random, subject: int) -> str:
    first, name, *words = _SUBJECTS[subject]
    chance.shuffle(words)
    return chance.choice(_SHAPES).format(
        first,
        name,
        *words[:5],
        chance.choice(_FIRST_NAMES),
        chance.choice(_TIMES),
        chance.randrange(30, 9_000),
    )

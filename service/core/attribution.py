"""Ties marked stretches to what is said around them and to who says it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from service.core.annotation import CLOSERS, PROPER, TERMINAL, Annotated, Content, Tokens
from service.core.lexicon import words
from service.core.marks import Marked
from service.core.name_forms import SUBJECTS
from service.core.outlets import Outlets
from service.core.types import QuoteKind

# A stretch belongs to the content that holds at least this share of its tokens.
_SHARE = 0.5
# A stretch of so many words that no content holds is a quotation without a speaker; by hand, as
# titles and terms in marks are shorter.
_SURE_WORDS = 8
# Words beside the title of a work in marks, listed by hand.
_WORKS = words("""
    film movie documentary show programme program book novel memoir song single album anthem hymn
    poem play musical opera series sitcom podcast spot ad commercial painting essay ballad game
    exhibition titled entitled""")
# Small words that a title does not capitalise (Chicago Manual of Style, 8.159).
_SMALL = words("a an and as at but by for from if in it n't nor not of on or so the to vs via with")
_DASHES = frozenset("―—–-")
# Tags of a noun phrase.
_PHRASE = frozenset(("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "CD", "PRP$"))
# The longest signature behind a quotation ("… ― Jane Smith, teacher"), in tokens.
_SIGNATURE = 8
# Participles right behind who speaks, and how far in front of a stretch they are looked for: "Holt
# saying during the debate last week, “…”"; by hand.
_ASKING = words("asking saying telling")
_ASKING_REACH = 8
# Tags of who is named or referred to.
_NAMED = (*PROPER, "PRP")
# The longest source in "as … put it", in tokens; by hand.
_PUTTING_REACH = 10
# Cues that come before their source, and name no act of speaking.
_REFERRING = words("according per")
_OPENING = "\"'“”„‟‘‚‛«»‹›`「『 [("


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What the article says about one quote; `marked`: its stretch's number, None: indirect.

    `content`: the tokens of the statement's part that holds it; None where the tagger saw none.
    """

    marked: int | None
    kind: QuoteKind
    content: Content | None
    source: Tokens | None
    cue: Tokens | None
    reporter: Tokens | None
    statement: int


def attribute(article: Annotated, marked: Sequence[Marked], outlets: Outlets) -> list[Attribution]:
    """Find the article's quotes: marked stretches that somebody says, and contents without."""
    return _Attributor(article, marked, outlets).run()


class _Attributor:
    def __init__(self, article: Annotated, marked: Sequence[Marked], outlets: Outlets) -> None:
        self._article = article
        self._marked = marked
        self._outlets = outlets
        self._begins = [content.tokens.start for content in article.contents]
        self._ends = [content.tokens.end for content in article.contents]
        self._first_words: dict[int, int] = {}
        self._holders = [self._holder(parts) for parts in article.marked]
        self._statements = _statements(article, outlets)
        self._people = [tokens for tokens, kind in article.named if kind == "PERSON"]

    def run(self) -> list[Attribution]:
        found = [
            one for number in range(len(self._marked)) if (one := self._quote(number)) is not None
        ]
        found += self._indirect({one.marked for one in found})
        found.sort(key=lambda one: self._start(one))
        return self._follow(found)

    def _start(self, one: Attribution) -> int:
        if one.marked is not None:
            return self._marked[one.marked].content.start
        return self._article.starts[one.content.tokens.start] if one.content else 0

    def _holder(self, parts: Sequence[Tokens]) -> int | None:
        """The content that holds most of a stretch, by number."""
        shares: Counter[int] = Counter()
        total = 0
        for part in parts:
            total += part.end - part.start
            for number in self._touching(part):
                content = self._article.contents[number].tokens
                common = min(part.end, content.end) - max(part.start, content.start)
                shares[number] += common
        if not shares or shares.total() < _SHARE * total:
            return None
        return max(shares, key=lambda number: (shares[number], -number))

    def _touching(self, part: Tokens) -> range:
        """The contents that share a token with a part; they are in order and disjoint."""
        first = bisect_right(self._ends, part.start)
        last = bisect_left(self._begins, part.end)
        return range(first, last)

    def _quote(self, number: int) -> Attribution | None:
        parts = self._article.marked[number]
        holder = self._holders[number]
        if not parts:
            return None
        if holder is None:
            bare = self._bare(number, parts)
            said = len(self._words(parts)) >= _SURE_WORDS or self._is_all(parts)
            return bare if said or self._headed(bare) is not None else None
        if self._is_work(parts):
            return None
        content = self._article.contents[holder]
        return self._reported(number, self._kind(parts, content), content, holder)

    def _is_all(self, parts: Sequence[Tokens]) -> bool:
        """A paragraph that is one stretch and ends like a sentence: a turn of a conversation.

        Several words in capitals are a subhead.
        """
        part = parts[0]
        if part != self._article.paragraphs[self._article.paragraph(part.start)]:
            return False
        text = self._article.text(part).rstrip("".join(CLOSERS))
        subhead = len(self._words(parts)) > 1 and self._is_in_capitals(parts)
        return text[-1:] in TERMINAL and not subhead

    def _is_work(self, parts: Sequence[Tokens]) -> bool:
        """The title of a work: capitals, and beside the marks what it is ("the film “Ash”")."""
        article, part = self._article, parts[0]
        if len(parts) > 1 or not self._is_in_capitals(parts):
            return False
        before = part.start - (part.start > 0 and article.words[part.start - 1] == ",")
        beside = article.words[max(0, before - 1) : before]
        beside += article.words[part.end : part.end + 2]
        return any(word.lower() in _WORKS for word in beside)

    def _is_in_capitals(self, parts: Sequence[Tokens]) -> bool:
        """Whether each word that a title capitalises is, and there is one."""
        inside = [word for word in self._words(parts) if word.lower() not in _SMALL]
        return bool(inside) and not any(word[0].islower() for word in inside)

    def _words(self, parts: Sequence[Tokens]) -> list[str]:
        """The words of a stretch, without the second halves of such as "gon|na"."""
        article = self._article
        return [
            article.words[index]
            for part in parts
            for index in range(part.start, part.end)
            if article.words[index][:1].isalnum() and not self._is_glued(index)
        ]

    def _is_glued(self, index: int) -> bool:
        """Whether a token goes on right behind a letter of the one before."""
        article = self._article
        if index == 0 or not article.words[index - 1][-1:].isalpha():
            return False
        return article.starts[index] == article.starts[index - 1] + len(article.words[index - 1])

    def _bare(self, number: int, parts: Sequence[Tokens]) -> Attribution:
        kind = QuoteKind.DIRECT if self._is_set_off(parts[0]) else QuoteKind.MIXED
        return Attribution(
            marked=number,
            kind=kind,
            content=None,
            source=None,
            cue=None,
            reporter=None,
            statement=-1 - number,
        )

    def _reported(
        self, marked: int | None, kind: QuoteKind, content: Content, holder: int
    ) -> Attribution:
        source, cue, reporter = self._speaking(marked, content)
        return Attribution(
            marked=marked,
            kind=kind,
            content=content,
            source=source,
            cue=cue,
            reporter=reporter,
            statement=self._statements[holder],
        )

    def _speaking(
        self, marked: int | None, content: Content
    ) -> tuple[Tokens | None, Tokens | None, Tokens | None]:
        """Source, cue and reporter of a content, or of a marked stretch of it."""
        quoted = self._outlets.quoted(content)
        if quoted is not None:
            return quoted, content.cue, content.source
        if marked is not None:
            parts = self._article.marked[marked]
            first, last = parts[0], parts[-1]
            inner = self._outlets.inner(content, first)
            if inner is not None:
                return *inner, content.source
            near = (
                self._asking(content, first)
                or self._who(content, first)
                or self._behind(content, last)
            )
            if near is not None:
                return *near, None
        subject = self._subject(content)
        if subject is not None:
            return subject, content.cue, None
        return content.source, content.cue, self._outlets.reporter(content)

    def _subject(self, content: Content) -> Tokens | None:
        """ "As Holt went on about “rain,” Ray slept": who is right before the verb, not behind."""
        article, source, cue = self._article, content.source, content.cue
        if source is None or cue is None or cue.start == 0:
            return None
        if not cue.end <= content.tokens.start < content.tokens.end <= source.start:
            return None
        index = cue.start - 1
        is_named = article.relations[index] in SUBJECTS and article.tags[index] in _NAMED
        if not is_named or self._outlets.is_outlet(source):
            return None
        return self._phrase(index)

    def _asking(self, content: Content, part: Tokens) -> tuple[Tokens, Tokens] | None:
        """ "… uses footage of Ann Holt asking, “…”": she, and the participle."""
        article = self._article
        paragraph = article.paragraphs[article.paragraph(part.start)]
        for index in range(part.start - 1, max(paragraph.start, part.start - _ASKING_REACH), -1):
            if index in article.masked:
                return None
            if article.words[index].lower() in _ASKING:
                if article.tags[index - 1] not in PROPER or content.source is None:
                    return None
                who = self._phrase(index - 1)
                if who.meets(content.source) or self._outlets.is_outlet(who):
                    return None
                return who, Tokens(start=index, end=index + 1)
        return None

    def _who(self, content: Content, part: Tokens) -> tuple[Tokens, Tokens] | None:
        """ "She credits a stranger who yelled, “…”": of what she says, another one's words."""
        article = self._article
        who, verb = part.start - 3, part.start - 2
        if content.source is None or who <= content.tokens.start:
            return None
        if article.words[who] != "who" or article.words[part.start - 1] not in (",", ":"):
            return None
        return Tokens(start=who, end=verb), Tokens(start=verb, end=verb + 1)

    def _behind(self, content: Content, part: Tokens) -> tuple[Tokens, Tokens] | None:
        """Source and cue right behind a stretch, where others in front of it were taken."""
        article = self._article
        source = content.source
        if source is None or source.start >= part.start or part.end >= len(article.words):
            return None
        says_how = article.words[part.end] == "as"
        if says_how and (found := self._putting(part.end + 1)) is not None:
            return found
        first = self._beginning(part.end + says_how)
        second = None if first is None else self._beginning(first[1].end)
        if first is None or second is None or first[0] == second[0]:
            return None
        by_kind = dict((first, second))
        who, cue = by_kind["source"], by_kind["cue"]
        sentence = min(article.sentence(part.end), article.sentence(part.start))
        earlier = article.sentence(source.start) < sentence
        if earlier or says_how or self._refers(cue) or self._closes(part, who, cue):
            return who, cue
        return None

    def _putting(self, start: int) -> tuple[Tokens, Tokens] | None:
        """ "as a memo put it", which starts behind "as"."""
        words = self._article.words
        end = self._article.paragraphs[self._article.paragraph(start)].end
        for index in range(start + 1, min(start + _PUTTING_REACH, end - 1)):
            if words[index] in ("put", "puts") and words[index + 1] == "it":
                return Tokens(start=start, end=index), Tokens(start=index, end=index + 2)
        return None

    def _closes(self, part: Tokens, who: Tokens, cue: Tokens) -> bool:
        """ "The letter is on its way: “We go,” the union wrote": not "…, he said", who is known."""
        article, first = self._article, min(who.start, cue.start)
        if part.start == 0 or article.words[part.start - 1] != ":":
            return False
        goes_on = article.sentence(first) == article.sentence(part.end - 1)
        return goes_on and article.tags[who.start] != "PRP"

    def _refers(self, cue: Tokens) -> bool:
        """ "“…,” according to the mayor"."""
        return self._article.words[cue.start].lower() in _REFERRING

    def _beginning(self, index: int) -> tuple[str, Tokens] | None:
        """The source or cue that begins at a token."""
        for kind, spans in (("source", self._article.sources), ("cue", self._article.cues)):
            number = bisect_left(spans, index, key=lambda span: span.start)
            if number < len(spans) and spans[number].start == index:
                return kind, spans[number]
        return None

    def _kind(self, parts: Sequence[Tokens], content: Content) -> QuoteKind:
        """Direct where nothing of what is said stands outside the marks."""
        first = parts[0]
        before = range(content.tokens.start, first.start)
        if any(self._is_word(index) for index in before):
            return QuoteKind.MIXED
        after = range(parts[-1].end, content.tokens.end)
        if len(parts) == 1 and any(self._is_word(index) for index in after):
            return QuoteKind.MIXED
        inside = self._article.text(first).lstrip(_OPENING)
        if inside[:1].islower() or not self._is_set_off(first):
            return QuoteKind.MIXED
        return QuoteKind.DIRECT

    def _is_word(self, index: int) -> bool:
        return self._article.words[index][:1].isalpha() and index not in self._article.masked

    def _is_set_off(self, part: Tokens) -> bool:
        """Whether nothing of the sentence runs into a stretch: it begins it, or follows a comma."""
        article = self._article
        paragraph = article.paragraphs[article.paragraph(part.start)]
        if self._first_word(paragraph) >= part.start:
            return True
        before = part.start - 1
        return not article.words[before][-1:].isalnum() or before in article.masked

    def _first_word(self, paragraph: Tokens) -> int:
        """The first word of a paragraph that is not in marks; its end if there is none."""
        if paragraph.start not in self._first_words:
            inside = range(paragraph.start, paragraph.end)
            first = next((index for index in inside if self._is_word(index)), paragraph.end)
            self._first_words[paragraph.start] = first
        return self._first_words[paragraph.start]

    def _indirect(self, quoted: Set[int | None]) -> list[Attribution]:
        """Contents that hold no quoted stretch; the title of a work is none."""
        held = {holder for number, holder in enumerate(self._holders) if number in quoted}
        return [
            self._reported(None, QuoteKind.INDIRECT, content, number)
            for number, content in enumerate(self._article.contents)
            if number not in held and not self._is_marked(content) and not self._is_relay(content)
        ]

    def _is_relay(self, content: Content) -> bool:
        """ "cited the minister as saying": who is quoted, and no words of anybody."""
        words = self._article.words
        return words[content.tokens.end - 2 : content.tokens.end] == ["as", "saying"]

    def _is_marked(self, content: Content) -> bool:
        """Whether most of a content stands in marks, as a piece of a longer stretch does."""
        tokens = content.tokens
        inside = sum(index in self._article.masked for index in range(tokens.start, tokens.end))
        return 2 * inside > tokens.end - tokens.start

    # Quotes without a source of their own -----------------------------------------------------

    def _follow(self, found: list[Attribution]) -> list[Attribution]:
        """Give direct quotes without a source the one that goes on, in order."""
        done: list[Attribution] = []
        firsts: dict[int, Attribution] = {}
        for one in found:
            sourced = self._signed(one) or self._after_saying(one)
            if sourced is None and one.source is None:
                sourced = self._found_around(one, done)
            if sourced is not None:
                one = sourced
            elif self._goes_on(one, firsts.get(one.statement)):
                one = replace(one, kind=QuoteKind.DIRECT)
            firsts.setdefault(one.statement, one)
            done.append(one)
        return done

    def _found_around(self, one: Attribution, done: Sequence[Attribution]) -> Attribution | None:
        """A quote with the source that the paragraphs around it tell, surest first."""
        return (
            self._announced(one)
            or self._headed(one)
            or self._followed(one, done)
            or self._about_whom(one, done)
        )

    def _signed(self, one: Attribution) -> Attribution | None:
        """ "…" ― Jane Smith: the name behind a dash that ends the paragraph."""
        if one.marked is None or one.kind is not QuoteKind.DIRECT:
            return None
        article = self._article
        parts = article.marked[one.marked]
        # The tokeniser leaves a dash that touches the closing mark with it.
        dash = parts[-1].end - (article.words[parts[-1].end - 1][-1] in _DASHES)
        paragraph = article.paragraphs[article.paragraph(parts[0].start)]
        end = next(
            (i for i in range(dash + 1, paragraph.end) if i in article.masked), paragraph.end
        )
        if dash >= end or article.words[dash][-1] not in _DASHES or end - dash > _SIGNATURE:
            return None
        while end > dash and not article.words[end - 1][-1:].isalnum():
            end -= 1
        if not any(tag == "NNP" for tag in article.tags[dash + 1 : end]):
            return None
        return replace(
            one,
            source=Tokens(start=dash + 1, end=end),
            cue=Tokens(start=dash, end=dash + 1),
            statement=-1 - one.marked,
        )

    def _headed(self, one: Attribution) -> Attribution | None:
        """A headline "‘…’: islanders reject plan": the phrase behind the colon says it."""
        if one.marked is None:
            return None
        article = self._article
        part = article.marked[one.marked][-1]
        paragraph = article.paragraphs[article.paragraph(part.start)]
        if part.start != paragraph.start or article.words[part.end : part.end + 1] != [":"]:
            return None
        start = end = part.end + 1
        while end < paragraph.end and article.tags[end] in _PHRASE:
            end += 1
        if not any(article.tags[index].startswith("NN") for index in range(start, end)):
            return None
        return replace(
            one,
            kind=QuoteKind.DIRECT,
            content=None,
            source=Tokens(start=start, end=end),
            cue=Tokens(start=part.end, end=part.end + 1),
            statement=-1 - one.marked,
        )

    def _after_saying(self, one: Attribution) -> Attribution | None:
        """ "After saying it was “late,” she left", "he was booed for saying it": the subject."""
        article, cue = self._article, one.cue
        if cue is None or one.content is None or cue.end > one.content.tokens.start:
            return None
        if article.tags[max(cue.start - 1, 0) : cue.start + 1] != ["IN", "VBG"]:
            return None
        number = article.sentence(cue.start)
        if one.source is not None and article.sentence(one.source.start) == number:
            return None
        sentence = article.sentences[number]
        subjects = [
            index
            for index in range(sentence.start, sentence.end)
            if article.relations[index] in SUBJECTS and index not in article.masked
        ]
        if cue.start - 1 == sentence.start:
            found = next((index for index in subjects if index >= one.content.tokens.end), None)
        else:
            found = next((index for index in reversed(subjects) if index < cue.start), None)
        return None if found is None else replace(one, source=self._phrase(found))

    def _phrase(self, index: int) -> Tokens:
        """The noun phrase that ends with a token."""
        start = index
        # A line end is a token of its own, so this stays in the paragraph.
        while start > 0 and self._article.tags[start - 1] in _PHRASE:
            start -= 1
        return Tokens(start=start, end=index + 1)

    def _announced(self, one: Attribution) -> Attribution | None:
        """A paragraph before that ends in a colon: "Smith wrote:"."""
        article = self._article
        number = self._paragraph(one)
        if number == 0 or one.marked is None:
            return None
        before = article.paragraphs[number - 1]
        first = article.marked[one.marked][0]
        if article.words[before.end - 1] != ":" or first.start != article.paragraphs[number].start:
            return None
        sources, cues = _within(article.sources, before), _within(article.cues, before)
        if not sources:
            return None
        cue = cues[-1] if cues else None
        return replace(one, source=sources[-1], cue=cue, statement=-1 - one.marked)

    def _about_whom(self, one: Attribution, done: Sequence[Attribution]) -> Attribution | None:
        """Who alone is the subject of the paragraph before a quotation that is a whole one."""
        article = self._article
        number = self._paragraph(one)
        if one.kind is not QuoteKind.DIRECT or one.marked is None or number == 0:
            return None
        if done and self._paragraph(done[-1]) >= number - 1:
            return None
        subjects = [
            tokens
            for tokens in _within(self._people, article.paragraphs[number - 1])
            if not article.masked.intersection(range(tokens.start, tokens.end))
            and SUBJECTS.intersection(article.relations[tokens.start : tokens.end])
        ]
        begins = article.marked[one.marked][0].start == article.paragraphs[number].start
        return replace(one, source=subjects[0]) if len(subjects) == 1 and begins else None

    def _followed(self, one: Attribution, done: Sequence[Attribution]) -> Attribution | None:
        """Whose quotation goes on in the same paragraph, or in the next one."""
        if one.kind is QuoteKind.INDIRECT or not done or done[-1].source is None:
            return None
        last = done[-1]
        gap = self._paragraph(one) - self._paragraph(last)
        speaks = last
        if gap:
            if gap > 1 or one.kind is not QuoteKind.DIRECT or last.kind is QuoteKind.INDIRECT:
                return None
            speaks = self._next_turn(last, done)
        return replace(one, source=speaks.source, reporter=one.reporter or speaks.reporter)

    def _next_turn(self, last: Attribution, done: Sequence[Attribution]) -> Attribution:
        """Who speaks in a paragraph that says nothing of it: the one before goes on.

        In a conversation, where the two paragraphs before have two speakers and one of them asks,
        it is the other's turn.
        """
        number = self._paragraph(last)
        earlier = next((one for one in reversed(done) if self._paragraph(one) < number), None)
        if earlier is None or earlier.source is None or self._paragraph(earlier) < number - 1:
            return last
        asks = any(self._asks(one) for one in (last, earlier))
        same = self._article.text(earlier.source) == self._article.text(
            last.source or earlier.source
        )
        return last if same or not asks else earlier

    def _asks(self, one: Attribution) -> bool:
        if one.marked is None:
            return False
        last = self._article.marked[one.marked][-1]
        return "?" in self._article.words[last.start : last.end][-2:]

    def _goes_on(self, one: Attribution, first: Attribution | None) -> bool:
        """ "“A,” he said, “and b”": the second part of a direct quote, in lower case."""
        if one.kind is not QuoteKind.MIXED or one.marked is None or one.content is None:
            return False
        lone = not any(
            self._is_word(index)
            for index in range(one.content.tokens.start, one.content.tokens.end)
        )
        return (
            first is not None
            and first.kind is QuoteKind.DIRECT
            and lone
            and self._is_set_off(self._article.marked[one.marked][0])
        )

    def _paragraph(self, one: Attribution) -> int:
        if one.marked is None:
            start = one.content.tokens.start if one.content else 0
        else:
            start = self._article.marked[one.marked][0].start
        return self._article.paragraph(start)


def _within(spans: Sequence[Tokens], paragraph: Tokens) -> Sequence[Tokens]:
    """Those of some ordered spans that begin in a paragraph."""
    first = bisect_left(spans, paragraph.start, key=lambda span: span.start)
    return spans[first : bisect_left(spans, paragraph.end, key=lambda span: span.start)]


def _statements(article: Annotated, outlets: Outlets) -> list[int]:
    """The number of each content's statement: contents of one cue, or of one source without."""
    numbers: dict[tuple[str, int], int] = {}
    statements = []
    for number, content in enumerate(article.contents):
        if content.cue is not None:
            key = ("cue", outlets.relay(content.cue).start)
        elif content.source is not None:
            key = ("source", content.source.start)
        else:
            key = ("content", number)
        statements.append(numbers.setdefault(key, len(numbers)))
    return statements

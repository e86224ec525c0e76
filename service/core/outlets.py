"""Finds the outlet or agency that an article cites for what somebody says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.core.annotation import PROPER, Annotated, Content, Tokens
from service.core.lexicon import words
from service.core.outlet_words import (
    AMBIGUOUS_KINDS,
    OUTLET_KINDS,
    OUTLET_NAMES,
    OUTLET_WORDS,
    PLAIN_KINDS,
    QUALIFYING,
    RELAY_FORMS,
    REPORT_FORMS,
)

_PHRASE = (*PROPER, "DT", "NN", "JJ", "POS", "HYPH", "CD")
# Cues whose listener may be an outlet, and what leads to one behind others.
_TELLING = words("told tells telling informed")
_LEADING = words("with to by on")
_TOLD = words("told")
_INTERVIEW_REACH = 6
_INTERVIEW = words("interview interviews interviewed statement comments remarks speaking")
# What begins the name of a station, that a tagger takes for a person's ("Radio Fenwick").
_STATIONS = words("radio channel tv")
# With what somebody speaks inside what an outlet reports.
_SPEAKING = words("""
    said says told tells called calls described describes denied denies warned warns insisted
    insists claimed claims confirmed confirms announced announces declared declares admitted
    admits added adds argued argues promised promises""")
_GOING_ON = words("saying adding warning insisting arguing claiming")
# Verbs of outlets alone.
_REPORTING = words("reported reports report")
# How far in front of a verb an outlet is looked for, in tokens.
_REACH = 10


class Outlets:
    """Knows the outlets of one article: by name, by kind, and those that it introduces."""

    def __init__(self, article: Annotated) -> None:
        self._article = article
        # Where its verbs and prepositions stand outside marks: few, and asked for by each content.
        lower = [word.lower() for word in article.words]
        self._relays, self._reports, self._speaking, self._leads = (
            [i for i, word in enumerate(lower) if word in forms and i not in article.masked]
            for forms in (RELAY_FORMS, REPORT_FORMS, _SPEAKING, _LEADING | _TOLD)
        )
        known = OUTLET_NAMES | OUTLET_WORDS
        self._outlets = [i for i, word in enumerate(lower) if word in known and self._is_capital(i)]
        self._longest: dict[str, str] = {}
        surnames = {
            article.words[tokens.end - 1]
            for tokens, kind in article.named
            if kind == "PERSON" and tokens.end - tokens.start > 1
        }
        quoting = {name for name in self._quoting() if name.split()[-1] not in surnames}
        self.introduced = frozenset({*self._introduced(), *quoting})

    def is_outlet(self, tokens: Tokens) -> bool:
        """Whether a mention names a paper, broadcaster or agency, or is "the newspaper"."""
        article = self._article
        lower = [word.lower() for word in article.words[tokens.start : tokens.end]]
        proper = [
            article.words[index]
            for index in range(tokens.start, tokens.end)
            if self._is_capital(index)
        ]
        if not proper:
            return lower[-1] in OUTLET_KINDS
        if " ".join(proper) in self.introduced or OUTLET_KINDS.intersection(lower[:-1]):
            return True
        if OUTLET_NAMES.intersection(word.lower() for word in proper):
            return True
        if proper[0].lower() in _STATIONS and len(proper) > 1:
            return True
        person = "PERSON" in article.entities[tokens.start : tokens.end]
        return not person and bool(OUTLET_WORDS.intersection(word.lower() for word in proper))

    def reporter(self, content: Content) -> Tokens | None:
        """The outlet that the sentence cites for a content, other than its source."""
        article = self._article
        place = content.cue or content.source or content.tokens
        sentence = article.sentences[article.sentence(place.start)]
        last = article.sentences[article.sentence(content.tokens.end - 1)]
        found = self._relay(sentence) or self._listener(content, sentence)
        found = found or self._passing(sentence) or self._passing(last)
        if found is None or content.source is None or found.meets(content.source):
            return None
        return found

    def quoted(self, content: Content) -> Tokens | None:
        """ "RIA quoted Gatilov as saying": Gatilov, where RIA was taken for the source."""
        article = self._article
        if content.source is None or not self.is_outlet(content.source):
            return None
        sentence = article.sentences[article.sentence(content.source.start)]
        for index in range(content.source.end, min(sentence.end, content.source.end + 4)):
            if article.words[index].lower() in RELAY_FORMS:
                return self._object(index, sentence)
        return None

    def relay(self, cue: Tokens) -> Tokens:
        """A cue, or of "RIA quoted Gatilov as saying" the first verb, if it is the second part."""
        sentence = self._article.sentences[self._article.sentence(cue.start)]
        for index in _inside(self._relays, sentence):
            quoted = self._object(index, sentence)
            # The cue is "as saying" or "saying".
            if quoted is not None and quoted.end in (cue.start, cue.start - 1):
                return Tokens(start=index, end=index + 1)
        return cue

    def inner(self, content: Content, stretch: Tokens) -> tuple[Tokens, Tokens] | None:
        """Who speaks, and the verb, inside what an outlet reports.

        "Her office said it was “not firm,” the Times reported": the office, of the marked stretch.
        """
        if not self._passes_on(content):
            return None
        before = Tokens(start=self._beginning(content), end=stretch.start)
        behind = Tokens(start=stretch.end, end=content.tokens.end)
        for part in (before, behind):
            for index in _inside(self._speaking, part):
                found = self._before(index, part)
                if found is not None:
                    return found, Tokens(start=index, end=index + 1)
        return self._going_on(before)

    def _beginning(self, content: Content) -> int:
        """Where what an outlet behind a content reports begins.

        That is the content, or the sentence of a participle in front of it that is its cue.
        """
        article, start = self._article, content.tokens.start
        source, cue = content.source, content.cue
        if source is None or cue is None or not cue.end <= start < source.start:
            return start
        if article.words[cue.start].lower() not in _GOING_ON:
            return start
        return article.sentences[article.sentence(cue.start)].start

    def _going_on(self, before: Tokens) -> tuple[Tokens, Tokens] | None:
        """ "Holt took another jab, saying it was …": Holt, and the participle."""
        speaker = self._after(before.start, before)
        if speaker is None:
            return None
        for index in range(before.start, before.end):
            if self._article.words[index].lower() in _GOING_ON:
                return speaker, Tokens(start=index, end=index + 1)
        return None

    def _passes_on(self, content: Content) -> bool:
        """Whether the source of a content is an outlet, by its name or by what it does."""
        if content.source is None:
            return False
        words = self._article.words
        reports = content.cue is not None and words[content.cue.start].lower() in _REPORTING
        return reports or self.is_outlet(content.source)

    def name(self, tokens: Tokens) -> str | None:
        """An outlet's own name in a mention, without what it is; of "the paper" the last named.

        None: it has none.
        """
        article = self._article
        end = tokens.end
        while end > tokens.start and not self._is_capital(end - 1):
            end -= 1
        start = end
        while start > tokens.start and (
            self._is_capital(start - 1) or article.tags[start - 1] in ("POS", "IN")
        ):
            start -= 1
        while start < end and not self._is_capital(start):
            start += 1
        if start < end:
            start -= start > tokens.start and article.words[start - 1] == "The"
            return self._longer(Tokens(start=start, end=end))
        return self._last_named(tokens.start)

    def _longer(self, tokens: Tokens) -> str:
        """The longest name in the article, introduced or ending so, for a name of one word."""
        if tokens.end - tokens.start > 1:
            return self._article.text(tokens)
        word = self._article.words[tokens.start]
        if word not in self._longest:
            self._longest[word] = self._find_longest(word)
        return self._longest[word]

    def _find_longest(self, last: str) -> str:
        article = self._article
        names = [last, *(name for name in sorted(self.introduced) if last in name.split())]
        for index, word in enumerate(article.words):
            if word == last:
                start = index
                while start > 0 and article.tags[start - 1] in PROPER:
                    start -= 1
                names.append(article.text(Tokens(start=start, end=index + 1)))
        return max(names, key=lambda name: len(name.split()))

    def _last_named(self, before: int) -> str | None:
        article = self._article
        number = bisect_left(self._outlets, before) - 1
        if number < 0:
            return None
        index = self._outlets[number]
        found = self._before(index + 1, article.sentences[article.sentence(index)])
        return None if found is None else self.name(found)

    def _is_capital(self, index: int) -> bool:
        """Whether a word may be of a name: capitalised, and no article."""
        return self._article.words[index][0].isupper() and self._article.words[index] != "The"

    def _object(self, verb: int, sentence: Tokens) -> Tokens | None:
        """The mention between "quoted" and "as"."""
        words = self._article.words
        for index in range(verb + 2, min(sentence.end, verb + 2 * _REACH)):
            if words[index].lower() == "as":
                return Tokens(start=verb + 1, end=index)
        return None

    def _relay(self, sentence: Tokens) -> Tokens | None:
        """The outlet in "RIA quoted … as saying"."""
        for index in _inside(self._relays, sentence):
            if self._object(index, sentence):
                return self._before(index, sentence)
        return None

    def _passing(self, sentence: Tokens) -> Tokens | None:
        """The outlet in "…, RIA reported" and "according to the Post"."""
        article = self._article
        for index in _inside(self._reports, sentence):
            word = article.words[index].lower()
            if word == "according":
                found = self._after(index + 2, sentence)
            else:
                found = self._before(index, sentence)
            if found is not None and (self.is_outlet(found) or self._trails(found, word)):
                return found
        return None

    def _trails(self, found: Tokens, verb: str) -> bool:
        """ "…, Atasana reported": a lone name behind a comma, with a verb of outlets."""
        article = self._article
        return (
            verb in _REPORTING
            and found.end - found.start == 1
            and article.tags[found.start] in PROPER
            and found.start > 0
            and (article.words[found.start - 1] == "," or found.start - 1 in article.masked)
        )

    def _listener(self, content: Content, sentence: Tokens) -> Tokens | None:
        """ "told Reuters", "said to Radio X", "in an interview with the Post"."""
        if content.cue is None:
            return None
        words, masked = self._article.words, self._article.masked
        cue, behind = content.cue, content.cue.end
        telling = any(word.lower() in _TELLING for word in words[cue.start : behind])
        near = [behind] if telling else []
        near += [behind + 1] if words[behind : behind + 1] == ["to"] else []
        for index in (*near, *self._interviews(sentence)):
            found = self._after(index, sentence)
            if found is not None and found.start not in masked and self.is_outlet(found):
                return found
        return None

    def _interviews(self, sentence: Tokens) -> Iterator[int]:
        """Where it says to whom: behind "in an interview with" and "told"."""
        words = self._article.words
        for index in _inside(self._leads, sentence):
            before = words[max(sentence.start, index - _INTERVIEW_REACH) : index]
            told = words[index].lower() in _TOLD
            if told or _INTERVIEW.intersection(word.lower() for word in before):
                yield index + 1

    def _before(self, index: int, sentence: Tokens) -> Tokens | None:
        """The noun phrase that ends right before a verb; an auxiliary may stand between."""
        tags = self._article.tags
        end = index
        while end > sentence.start and tags[end - 1] in ("VBD", "VBZ", "VBP", "RB", "MD"):
            end -= 1
        start = end
        while start > sentence.start and tags[start - 1] in (*_PHRASE, "PRP", "PRP$"):
            start -= 1
        return Tokens(start=start, end=end) if start < end else None

    def _after(self, index: int, sentence: Tokens) -> Tokens | None:
        """The noun phrase that begins at a token."""
        tags = self._article.tags
        end = index
        while end < sentence.end and tags[end] in _PHRASE:
            end += 1
        return Tokens(start=index, end=end) if index < end else None

    def _introduced(self) -> Iterator[str]:
        """ "the news agency X", "the newspaper The X"."""
        article = self._article
        for index, tag in enumerate(article.tags[:-1]):
            if tag not in ("NN", "JJ") or not self._is_kind(index):
                continue
            start = end = index + 1
            while end < len(article.tags) and (
                article.tags[end] in PROPER or (end == start and article.words[end] == "The")
            ):
                end += 1
            if start < end:
                yield article.text(Tokens(start=start, end=end))

    def _is_kind(self, index: int) -> bool:
        words = self._article.words
        form = words[index].lower()
        return form in PLAIN_KINDS or (
            form in AMBIGUOUS_KINDS and index > 0 and words[index - 1].lower() in QUALIFYING
        )

    def _quoting(self) -> Iterator[str]:
        """X in "X quoted A as saying"."""
        article = self._article
        for index in self._relays:
            sentence = article.sentences[article.sentence(index)]
            before = self._before(index, sentence) if self._object(index, sentence) else None
            if before is not None and article.tags[before.end - 1] in PROPER:
                yield article.text(before).removeprefix("The ").removeprefix("the ")


def _inside(indexes: Sequence[int], tokens: Tokens) -> Sequence[int]:
    """Those of some ordered indexes that lie among tokens."""
    return indexes[bisect_left(indexes, tokens.start) : bisect_left(indexes, tokens.end)]

"""Finds the outlet or agency that an article cites for what somebody says."""

from __future__ import annotations

from collections.abc import Iterator

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
from service.core.quotations.annotation import Annotated, Content, Tokens

_PROPER = frozenset(("NNP", "NNPS"))
_PHRASE = (*_PROPER, "DT", "NN", "JJ", "POS", "HYPH", "CD")
# Cues whose listener may be an outlet, and what leads to one behind others.
_TELLING = words("told tells telling informed")
_INTERVIEW = words("interview interviews interviewed statement comments remarks speaking")
# How far behind a cue or in front of a verb an outlet is looked for, in tokens.
_REACH = 10


class Outlets:
    """Knows the outlets of one article: by name, by kind, and those that it introduces."""

    def __init__(self, article: Annotated) -> None:
        self._article = article
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
        inside = article.words[tokens.start : tokens.end]
        lower = [word.lower() for word in inside]
        proper = [
            word
            for word, tag in zip(inside, article.tags[tokens.start : tokens.end], strict=True)
            if tag in _PROPER
        ]
        if not proper:
            return lower[-1] in OUTLET_KINDS
        if " ".join(proper) in self.introduced or OUTLET_KINDS.intersection(lower[:-1]):
            return True
        if OUTLET_NAMES.intersection(word.lower() for word in proper):
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
        if found is None or content.source is None or _meet(found, content.source):
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

    def _object(self, verb: int, sentence: Tokens) -> Tokens | None:
        """The mention between "quoted" and "as"."""
        words = self._article.words
        for index in range(verb + 2, min(sentence.end, verb + 2 * _REACH)):
            if words[index].lower() == "as":
                return Tokens(start=verb + 1, end=index)
        return None

    def _relay(self, sentence: Tokens) -> Tokens | None:
        """The outlet in "RIA quoted … as saying"."""
        article = self._article
        for index in self._free(sentence):
            if article.words[index].lower() in RELAY_FORMS and self._object(index, sentence):
                return self._before(index, sentence)
        return None

    def _passing(self, sentence: Tokens) -> Tokens | None:
        """The outlet in "…, RIA reported" and "according to the Post"."""
        article = self._article
        for index in self._free(sentence):
            word = article.words[index].lower()
            if word not in REPORT_FORMS:
                continue
            if word == "according":
                found = self._after(index + 2, sentence)
            else:
                found = self._before(index, sentence)
            if found is not None and self.is_outlet(found):
                return found
        return None

    def _listener(self, content: Content, sentence: Tokens) -> Tokens | None:
        """ "told Reuters", "said in an interview with the Post"."""
        article = self._article
        if content.cue is None:
            return None
        telling = any(
            article.words[index].lower() in _TELLING
            for index in range(content.cue.start, content.cue.end)
        )
        end = min(sentence.end, content.cue.end + _REACH)
        for index in range(content.cue.start, end):
            if index in article.masked:
                break
            near = telling and index == content.cue.end
            led = article.words[index - 1].lower() in ("with", "to", "by", "on", "told") and (
                _INTERVIEW.intersection(
                    word.lower() for word in article.words[max(0, index - 6) : index]
                )
                or article.words[index - 1].lower() == "told"
            )
            if near or led:
                found = self._after(index, sentence)
                if found is not None and self.is_outlet(found):
                    return found
        return None

    def _before(self, index: int, sentence: Tokens) -> Tokens | None:
        """The noun phrase that ends right before a verb; an auxiliary may stand between."""
        tags = self._article.tags
        end = index
        while end > sentence.start and tags[end - 1] in ("VBD", "VBZ", "VBP", "RB", "MD"):
            end -= 1
        start = end
        while start > sentence.start and tags[start - 1] in _PHRASE:
            start -= 1
        return Tokens(start=start, end=end) if start < end else None

    def _after(self, index: int, sentence: Tokens) -> Tokens | None:
        """The noun phrase that begins at a token."""
        tags = self._article.tags
        end = index
        while end < sentence.end and tags[end] in _PHRASE:
            end += 1
        return Tokens(start=index, end=end) if index < end else None

    def _free(self, sentence: Tokens) -> Iterator[int]:
        masked = self._article.masked
        return (index for index in range(sentence.start, sentence.end) if index not in masked)

    def _introduced(self) -> Iterator[str]:
        """ "the news agency X", "the newspaper The X"."""
        article = self._article
        for index, tag in enumerate(article.tags[:-1]):
            if tag not in ("NN", "JJ") or not self._is_kind(index):
                continue
            start = end = index + 1
            while end < len(article.tags) and (
                article.tags[end] in _PROPER or (end == start and article.words[end] == "The")
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
        for sentence in article.sentences:
            for index in self._free(sentence):
                if article.words[index].lower() in RELAY_FORMS and self._object(index, sentence):
                    before = self._before(index, sentence)
                    if before is not None and article.tags[before.end - 1] in _PROPER:
                        yield article.text(before).removeprefix("The ").removeprefix("the ")


def _meet(one: Tokens, other: Tokens) -> bool:
    return one.start < other.end and other.start < one.end

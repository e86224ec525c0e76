"""Learns the whole pipeline from marked articles and writes it in spaCy's form."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language

from service import __version__
from service.nlp import linker, tagger
from service.nlp.labels import transitions
from service.nlp.weights import Arrays, stored
from service.nlp.words import LANES, TABLES, WordIndex, WordTables, pack
from service.train.quotes import network
from service.train.quotes.corpus import Article, own_articles, read_polnear
from service.train.quotes.examples import Prepared, examples_of, prepare
from service.train.quotes.language_model import LanguageModel
from service.train.quotes.linker import train as train_linker
from service.train.quotes.network import Report
from service.train.quotes.silver import ENTITY_NAMES, Silver, label
from service.train.quotes.unmarked import read_unmarked
from service.train.quotes.variants import varied
from service.train.quotes.views import (
    MODEL_NUMBERS,
    STATE_NUMBERS,
    View,
    Views,
    components,
    word_numbers,
)
from service.train.quotes.vocabulary import Vectors, Vocabulary

# Of each of PolNeAR's training articles every 14th, from the 8th: to choose settings by.
_KEPT_OUT = slice(7, None, 14)


# The teachers read with a language model; each learns from every second article that people marked.
# The network that ships learns from what people marked, from the opinion of the teacher that did
# not see that, from both teachers' opinions on what nobody marked, and to foretell what model and
# teachers make of each word.
_STRICT = network.Drop(words=0.12, vectors=0.3, rows=0.175, states=0.5)
_TEACHERS = tuple(
    network.Plan(seed=seed, epochs=8, state=192, static=256, drop=_STRICT) for seed in (1, 2)
)
# It learns nearly as much of what it has not seen as of what it has: dropping much only harms it.
_MILD = network.Drop(words=0.06, vectors=0.15, rows=0.1, states=0.12)
_PUPIL = network.Plan(seed=9, epochs=12, state=256, static=128, drop=_MILD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What the networks learn from; `others` are articles that nobody has marked.

    `variants` are copies of both with other words, `items` the paragraphs of all three, in order.
    """

    articles: tuple[Prepared, ...]
    others: tuple[Prepared, ...]
    variants: tuple[Prepared, ...]
    vocabulary: Vocabulary
    silver: Silver
    items: tuple[network.Item, ...]

    @property
    def heads(self) -> Mapping[str, int]:
        """The sizes of the plain heads."""
        return network.head_sizes(self.silver.part_names, self.silver.relation_names)

    @property
    def originals(self) -> tuple[network.Item, ...]:
        """The paragraphs that are not of variants."""
        return self.items[: len(self.items) // 2]


def read_articles(polnear: Path, *, all_of_train: bool = True) -> list[Article]:
    """The training articles: PolNeAR's and the project's own.

    Args: all_of_train: False leaves out those to choose settings by.
    """
    train = read_polnear(polnear / "train")
    if not all_of_train:
        del train[_KEPT_OUT]
    return train + own_articles()


def read_others(data: Path, polnear: Path, marked: Sequence[Article]) -> list[Article]:
    """Articles that nobody has marked, without a line of a marked one or of those to choose by."""
    kept_out = read_polnear(polnear / "train")[_KEPT_OUT]
    return read_unmarked(data, [*marked, *kept_out, *read_polnear(polnear / "dev")])


def make_lesson(marked: Sequence[Article], others: Sequence[Article], vectors: Vectors) -> Lesson:
    """Tokenise articles, choose the words to know, and ask another model for the plain heads."""
    nlp = spacy.blank("en")
    prepared = tuple(prepare(nlp, article) for article in (*marked, *others))
    vocabulary = Vocabulary.of(
        (forms for example in examples_of(prepared) for forms in example.forms), vectors
    )
    silver = label(prepared)
    variants = tuple(varied(prepared, silver, vectors))
    return Lesson(
        articles=prepared[: len(marked)],
        others=prepared[len(marked) :],
        variants=variants,
        vocabulary=vocabulary,
        silver=silver,
        items=_items((*prepared, *variants), silver.labels * 2, WordIndex(vocabulary.rows)),
    )


def _items(
    articles: Sequence[Prepared], silver: Sequence[NDArray[np.int32]], index: WordIndex
) -> tuple[network.Item, ...]:
    sizes = (example.end - example.start for example in examples_of(articles))
    starts = accumulate(sizes, initial=0)
    return tuple(
        network.Item(
            start=next(starts),
            rows=np.array([index.find(forms) for forms in example.forms], np.int32),
            states=example.state.astype(np.int32),
            silver=labels[example.start : example.end],
            opinion=network.Opinion.certain(example.labels()),
        )
        for article, labels in zip(articles, silver, strict=True)
        for example in article.examples
    )


def train(lesson: Lesson, report: Report) -> Language:
    """Train the networks and the linker; the same lesson gives the same pipeline."""
    articles = (*lesson.articles, *lesson.others, *lesson.variants)
    report(f"{len(articles)} articles, {len(lesson.items)} paragraphs")
    model = LanguageModel()
    read = model.read(articles)
    report("a language model has read them")
    lesson = _with_word_numbers(lesson, read, model)
    report("it has read the words alone")
    items, foretold = _taught(lesson, read, report)
    report("the teachers are done")
    views = Views(foretold=foretold)
    pupil = network.train(items, lesson.vocabulary, lesson.heads, _PUPIL, report, views)
    report("the network is done")
    return assemble(arrays_of(pupil.weights(), lesson), train_linker(lesson.articles))


def _taught(
    lesson: Lesson, read: View, report: Report
) -> tuple[list[network.Item], tuple[View, View]]:
    """What teachers leave to learn: items with labels, and what to foretell."""
    teachers = [number % 2 for number, one in enumerate(lesson.articles) for _ in one.examples]
    views = Views(read=read)
    opinions, found = [], []
    for number, plan in enumerate(_TEACHERS):
        own = [item for item, its in zip(lesson.items, teachers, strict=False) if its == number]
        teacher = network.train(own, lesson.vocabulary, lesson.heads, plan, report, views)
        heard, states = network.ask(teacher, lesson.items, views)
        # Who learned from an article only repeats what people marked in it, less surely.
        for place, its in enumerate(teachers):
            if its == number:
                heard[place] = lesson.items[place].opinion
        opinions.append(heard)
        found.append(states)
    items = [
        replace(item, opinion=network.Opinion.mean(both))
        for item, *both in zip(lesson.items, *opinions, strict=True)
    ]

    def state(start: int, end: int) -> NDArray[np.float32]:
        return np.concatenate([own[start:end] for own in found], axis=1).astype(np.float32)

    tokens = items[-1].start + len(items[-1])
    return items, (
        components(read, tokens, MODEL_NUMBERS),
        components(state, tokens, STATE_NUMBERS),
    )


def _with_word_numbers(lesson: Lesson, read: View, model: LanguageModel) -> Lesson:
    """The lesson with what the model makes of words beside the vectors of these."""
    vocabulary = lesson.vocabulary
    rows = np.concatenate([item.rows[:, TABLES.index("vector")] for item in lesson.originals])
    numbers = word_numbers(rows, read, model.read_alone(vocabulary.rows["vector"]))
    vectors = np.concatenate([vocabulary.vectors, numbers], axis=1)
    return replace(lesson, vocabulary=replace(vocabulary, vectors=vectors))


def arrays_of(weights: Mapping[str, NDArray[np.float32]], lesson: Lesson) -> Arrays:
    """The weights and tables as the tagger's component takes them."""
    tables = {name: weights[f"table_{name}"] for name in TABLES if name != "vector"}
    words = WordTables.of(lesson.vocabulary.rows, {**tables, "vector": lesson.vocabulary.vectors})
    own = {name: array for name, array in weights.items() if not name.startswith("table_")}
    own["static"] = np.pad(own["static"], ((0, -own["static"].shape[0] % LANES), (0, 0)))
    arrays = stored(own) | {f"words_{name}": array for name, array in words.arrays().items()}
    for name, never in zip(("transitions", "first", "last"), transitions(), strict=True):
        # As 32-bit floats: what may never be is beyond what 16 bits hold beside the rest.
        arrays[name] = weights[name] + never
    silver = lesson.silver
    for name, names in (
        ("part", silver.part_names),
        ("entity", ENTITY_NAMES),
        ("relation", silver.relation_names),
    ):
        arrays[f"{name}_names"] = pack(names)
    return arrays


def assemble(arrays: Arrays, trees: bytes) -> Language:
    """A spaCy pipeline of the two components."""
    nlp = spacy.blank("en")
    nlp.meta["name"] = "quotes"
    nlp.meta["version"] = __version__
    nlp.meta["license"] = "MIT"
    nlp.add_pipe(tagger.FACTORY).set_model(arrays)
    nlp.add_pipe(linker.FACTORY).set_model(trees)
    return nlp


def save(nlp: Language, out: Path) -> None:
    """Write a pipeline into a folder, in place of what was there."""
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)

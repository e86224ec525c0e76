"""A small network with weights by chance, in the form that the tagger's component takes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.nlp.labels import COUNT, transitions
from service.nlp.words import WordTables, pack

SIZE, STATE, LABELS = 32, 16, COUNT
HEADS = {"part": 5, "entity": 7, "relation": 4}


def random_arrays(
    labels: int = LABELS, size: int = SIZE, state: int = STATE
) -> dict[str, NDArray[Any]]:
    """The arrays of a network; the same each time."""
    random = np.random.default_rng(7)
    wide = 2 * state
    shapes: dict[str, tuple[int, ...]] = {
        "static": (16, size),
        "static_bias": (size,),
        "marks": (4, size),
        "tag_vectors": (labels, wide),
        "transitions": (labels, labels),
        "first": (labels,),
        "last": (labels,),
    }
    for layer, inputs in enumerate((size, wide)):
        for side in "fb":
            shapes[f"input{layer}{side}"] = (inputs, 4 * state)
            shapes[f"recurrent{layer}{side}"] = (state, 4 * state)
            shapes[f"bias{layer}{side}"] = (4 * state,)
    for name, count in {"tags": labels, "out": labels, **HEADS}.items():
        shapes[name], shapes[f"{name}_bias"] = (wide, count), (count,)
    arrays: dict[str, NDArray[Any]] = {
        name: random.normal(0, 0.4, shape).astype(np.float32) for name, shape in shapes.items()
    }
    for name, count in (("gain", size), ("gain0", wide), ("gain1", wide)):
        arrays[name] = np.ones(count, np.float32)
        arrays[name.replace("gain", "shift")] = np.zeros(count, np.float32)
    for name, never in zip(("transitions", "first", "last"), transitions(), strict=True):
        arrays[name] += never
    return arrays


def component_arrays() -> dict[str, NDArray[Any]]:
    """The same with tables of words and names of labels."""
    random = np.random.default_rng(8)
    rows = {
        "norm": ("said", "holt"),
        "suffix": ("aid",),
        "prefix": ("s",),
        "shape": ("xxxx",),
        "vector": ("said", "she"),
    }
    widths = {"norm": 6, "suffix": 3, "prefix": 2, "shape": 2, "vector": 3}
    tables = {
        name: random.normal(size=(len(rows[name]) + 1, width)).astype(np.float32)
        for name, width in widths.items()
    }
    arrays = random_arrays()
    arrays |= {f"words_{k}": v for k, v in WordTables.of(rows, tables).arrays().items()}
    names = {
        "part": "NNP NN VBD . IN",
        "entity": "O B-PERSON I-PERSON B-ORG I-ORG B-GPE I-GPE",
        "relation": "nsubj dobj ROOT punct",
    }
    for key, listed in names.items():
        arrays[f"{key}_names"] = pack(listed.split())
    return arrays

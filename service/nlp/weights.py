"""A network's weights as they are stored.

The network works with its matrices in 8-bit whole numbers, a scale a column, so they are stored as
such; the rest are 16-bit floats, which are enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.nlp.words import RoundedTable

Arrays = dict[str, NDArray[Any]]

# Not `marks` and `tag_vectors`, whose rows are added as they are.
_ROUNDED = (
    "static",
    "tags",
    "out",
    "part",
    "entity",
    "relation",
    *(f"{kind}{layer}{side}" for kind in ("input", "recurrent") for layer in "01" for side in "fb"),
)


def stored(weights: Mapping[str, NDArray[np.floating]]) -> Arrays:
    """Weights as they are stored: half as large as 16-bit floats."""
    arrays: Arrays = {}
    for name, weight in weights.items():
        if name in _ROUNDED:
            rounded = RoundedTable.of(weight.T.astype(np.float32))
            arrays[name] = np.ascontiguousarray(rounded.whole.T)
            arrays[f"{name}_scale"] = rounded.scale
        else:
            arrays[name] = weight.astype(np.float16)
    return arrays


def restored(arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """Floats again out of what is stored; what else there is stays as it is."""
    floats = {
        name: arrays[name] * arrays[f"{name}_scale"]
        for name in _ROUNDED
        if f"{name}_scale" in arrays
    }
    return {**arrays, **floats}

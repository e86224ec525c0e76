"""Loads the scorers that lie beside the development sets."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def load_scorer(dataset: Path) -> ModuleType:
    """The module `score.py` of a set's folder, which may import its neighbours.

    Raises: FileNotFoundError: there is none.
    """
    spec = importlib.util.spec_from_file_location(f"{dataset.name}_score", dataset / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(dataset / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(dataset))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(dataset))
    return module

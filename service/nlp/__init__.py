"""The language pipeline: who says what, as spaCy components of our own."""

from pathlib import Path

# The pipeline that comes with the package, for English.
PACKAGED = Path(__file__).resolve().parents[1] / "models" / "en"

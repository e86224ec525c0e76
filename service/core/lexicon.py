"""Word lists, written as text."""


def words(text: str) -> frozenset[str]:
    """The white-space separated words of a text."""
    return frozenset(text.split())

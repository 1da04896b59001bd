"""Written French to spoken French: one semiotic class a file, tables as ``.tsv``.

``read`` gives the readings; ``normalise`` their spoken sides in one string.
"""

from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from audionews.expressions import expression
from audionews.french import (
    abbreviations,
    cardinals,
    codes,
    dates,
    electronic,
    inclusive,
    laws,
    measures,
    money,
    names,
    ordinals,
    parts,
    percent,
    phones,
    ranges,
    ratings,
    roman,
    scores,
    sigles,
    times,
    typography,
)
from audionews.french.characters import cleaned, restored
from audionews.french.pieces import LONGEST, read_long
from audionews.french.rules import Guarded, Rule, claims, readings
from audionews.readings import Reading

_FIGURES: tuple[Rule, ...] = (
    *laws.RULES,
    *phones.RULES,
    *dates.RULES,
    *codes.RULES,
    *scores.RULES,
    *times.RULES,
    *money.RULES,
    *percent.RULES,
    *parts.RULES,
    *ordinals.RULES,
    *measures.RULES,
    *ranges.RULES,
    *names.LATE,
    *cardinals.RULES,
)
"""The classes of numbers in order. What is known by its neighbours comes before what has a unit, and this before what
is known by its shape alone."""

NUMBERS: tuple[Rule, ...] = (
    Guarded(expression(r"[\d\u00bc-\u00be\u2150-\u215e]"), _FIGURES),
    *roman.RULES,
    *percent.LONE,
    *money.LONE,
    *measures.LONE,
    *cardinals.LONE,
)
"""All classes of numbers, and the signs that stand without one."""


class Normaliser(Struct, frozen=True):
    """Reads written French with one table of rules; made once a show, used from any thread.

    Attributes:
        rules: In order: an earlier one wins over a later one.
    """

    rules: tuple[Rule, ...]

    def read(self, text: str) -> tuple[Reading, ...]:
        """Return how a text is read, stretch by stretch; the written sides join to ``text`` exactly."""
        return self._read(text) if len(text) <= LONGEST else read_long(text, self._read)

    def _read(self, text: str) -> tuple[Reading, ...]:
        clean, positions = cleaned(text)
        found = typography.tidy(readings(clean, claims(clean, self.rules)))
        return restored(found, text, positions)


def normaliser(
    *,
    first: Sequence[Rule] = (),
    gender: inclusive.InclusiveChoice = "paired",
    emoji: typography.EmojiChoice = "drop",
) -> Normaliser:
    """Return a normaliser.

    Args:
        first: Rules that win over all others, such as a show's lexicon.
        gender: How inclusive writing is said.
        emoji: Whether pictures are left out or named.
    """
    names_first = (
        *typography.NOTES,
        *electronic.RULES,
        inclusive.rule(gender),
        *measures.CARBON,
        *ratings.RULES,
        *names.RULES,
    )
    letters = (*abbreviations.RULES, *sigles.RULES)
    return Normaliser((*first, *names_first, *NUMBERS, *letters, typography.rule(emoji)))


@cache
def _default() -> Normaliser:
    return normaliser()


def read(text: str) -> tuple[Reading, ...]:
    """Return how a text is read with the rules that ship; a lexicon is given to ``normaliser``."""
    return _default().read(text)


def normalise(text: str) -> str:
    """Return what is said for a written text: words in French spelling, no digits, no symbols.

    >>> normalise("Les 97,4 milliards.")
    'Les quatre-vingt-dix-sept virgule quatre milliards.'
    """
    return " ".join(reading.spoken for reading in read(text) if reading.spoken)

"""How a stretch of text is said: the one value of the domain that reading French needs, so that it loads no other."""

from msgspec import Struct


class Reading(Struct, frozen=True, kw_only=True):
    """One written stretch and how it is said.

    The written sides of a segment's readings join (with nothing between) to the exact source;
    the non-empty spoken sides joined by single spaces are what is said.

    Attributes:
        written: The exact slice of the source, white space around it included.
        spoken: Words in French spelling and pauses as punctuation; empty when nothing is said.
        rule: The name of the rule that decided, ``plain`` for text that is said as it stands.
    """

    written: str
    spoken: str
    rule: str = "plain"

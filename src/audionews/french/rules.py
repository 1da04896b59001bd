"""What a rule is, and how the rules' findings become readings.

A rule looks at the written text and claims spans of it. Rules run in the order of their table; a span that overlaps one
claimed earlier is dropped. What nobody claims is said as it stands. Last, spans grow to the white space around them,
so that the spoken sides can be joined by spaces (``d'1 million`` is one reading, not ``d'`` and ``un million``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from audionews.domain import Reading


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of the source and how it is said.

    Attributes:
        start: Index of its first code point.
        end: Index after its last code point, greater than ``start``.
        spoken: What is said instead; empty for silence.
        rule: Name of the rule that decided.
    """

    start: int
    end: int
    spoken: str
    rule: str


class Rule(Protocol):
    """Finds what it knows how to say; linear in the length of the text."""

    def __call__(self, text: str) -> Iterable[Claim]:
        """Yield claims in the order of the text, without overlap."""
        ...


def claims(text: str, rules: Sequence[Rule]) -> list[Claim]:
    """Return the claims that stand, in the order of the text: an earlier rule wins over a later one."""
    taken = bytearray(len(text))
    standing: list[Claim] = []
    for rule in rules:
        for claim in rule(text):
            if not any(taken[claim.start : claim.end]):
                taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
                standing.append(claim)
    return sorted(standing, key=lambda claim: claim.start)


def readings(text: str, standing: Sequence[Claim]) -> tuple[Reading, ...]:
    """Return the readings of a text: their written sides join to ``text`` exactly."""
    raise NotImplementedError(text, standing)

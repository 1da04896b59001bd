"""What a rule is, and how the rules' findings become readings.

A rule looks at the written text and claims spans of it. Rules run in the order of their table; a span that overlaps one
claimed earlier is dropped. What nobody claims is said as it stands. Last, spans grow to the white space around them,
so that the spoken sides can be joined by spaces (``d'1 million`` is one reading, not ``d'`` and ``un million``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from msgspec import Struct

from audionews.expressions import expression
from audionews.readings import Reading

PLAIN = "plain"
_PAUSES = ",;:.!?…"
_SPARSE = 1_000
"""A text with fewer places than one in so many characters is not worth a look for a trigger."""
_SPACE = expression(r"\s")
_NOT_SPACE = expression(r"\S|\Z")


class Claim(NamedTuple):
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


class Pattern(Struct, frozen=True, dict=True):
    """A rule made of a regular expression and of what is said for a match.

    The expression is compiled when a text first needs it: most texts need few of the rules, and a first sentence must
    not wait for all of them. It has to be linear: every repetition bounded, every start guarded by a look-behind.

    Attributes:
        name: Of the rule, as it stands in the readings.
        expression: What it looks for.
        say: What is said for a match; None leaves the text to later rules.
        trigger: A cheap expression that must be found in the text, else the rule is not tried at all.
        group: Name of the group that is claimed, when the expression also looks at what stands around it.
        anchor: Tells the only places of a text where it can begin, in order; None when it can begin anywhere.
    """

    name: str
    expression: str
    say: Callable[[re.Match[str]], str | None]
    trigger: str | None = None
    group: str = ""
    anchor: Callable[[str], Sequence[int]] | None = None

    @cached_property
    def _needed(self) -> re.Pattern[str] | None:
        return None if self.trigger is None else expression(self.trigger)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return expression(self.expression)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        places = None if self.anchor is None else self.anchor(text)
        # a megabyte of digits has one place to try, and a trigger would look at each digit
        few = places is not None and len(places) < len(text) // _SPARSE
        if not few and self._needed and not self._needed.search(text):
            return
        if places is None:
            yield from self._compiled.finditer(text)
            return
        end = 0
        for place in places:
            if place >= end and (match := self._compiled.match(text, place)):
                end = match.end()
                yield match

    def __call__(self, text: str) -> Iterator[Claim]:
        """Yield a claim for each match that has something to say."""
        group: str | int = self.group or 0
        for match in self._matches(text):
            spoken = self.say(match)
            if spoken is not None:
                yield Claim(*match.span(group), spoken, self.name)


class Guarded(Struct, frozen=True):
    """Rules that all need the same thing: one look spares a text without it all of them.

    Attributes:
        trigger: What must be found in the text.
        rules: In order: an earlier one wins.
    """

    trigger: re.Pattern[str]
    rules: tuple[Rule, ...]

    def __call__(self, text: str) -> Iterator[Claim]:
        """Yield the claims of each rule in turn."""
        if self.trigger.search(text):
            for rule in self.rules:
                yield from rule(text)


def claims(text: str, rules: Sequence[Rule]) -> list[Claim]:
    """Return the claims that stand, in the order of the text: an earlier rule wins over a later one."""
    taken = bytearray(len(text))
    standing: list[Claim] = []
    for rule in rules:
        for claim in rule(text):
            start, end = claim.start, claim.end
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                standing.append(claim)
    standing.sort(key=lambda claim: claim.start)
    return standing


def readings(text: str, standing: Sequence[Claim]) -> tuple[Reading, ...]:
    """Return the readings of a text: their written sides join to ``text`` exactly.

    They break at white space only, which belongs to the reading before it (at the start of the text, to the first).

    >>> readings("Prix : d'1 million, net.", [Claim(9, 10, "un", "cardinal")])[1]
    Reading(written="d'1 ", spoken="d'un", rule='cardinal')
    """
    found: list[Reading] = []
    said_until = 0
    for group in _groups(text, standing):
        start, end = _grown(text, group, said_until)
        if not found and not text[:start].strip():
            start = 0
        if start > said_until:
            found.append(_plain(text[said_until:start]))
        found.append(_claimed(text, group, start, end))
        said_until = end
    if said_until < len(text):
        found.append(_plain(text[said_until:]))
    return tuple(found)


def _groups(text: str, standing: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield the claims together that no white space divides."""
    group: list[Claim] = []
    for claim in standing:
        if group and _SPACE.search(text, group[-1].end - (not _glues(text, group[-1])), claim.start + 1):
            yield group
            group = []
        group.append(claim)
    if group:
        yield group


def _glues(text: str, claim: Claim) -> bool:
    """Tell whether a claim takes away the white space before a word: ``d’« Avatar »``."""
    return not claim.spoken and text[claim.end - 1].isspace()


def _grown(text: str, group: Sequence[Claim], floor: int) -> tuple[int, int]:
    """Return where the reading of a group begins and ends: at white space, the white space after it included."""
    start, end = group[0].start, group[-1].end
    while start > floor and not text[start - 1].isspace():
        start -= 1
    if not text[end - 1].isspace() or _glues(text, group[-1]):
        space = _SPACE.search(text, end)
        end = space.start() if space else len(text)
    beyond = _NOT_SPACE.search(text, end)
    return start, beyond.start() if beyond else len(text)


def _plain(written: str) -> Reading:
    return Reading(written=written, spoken=" ".join(written.split()))


def _claimed(text: str, group: Sequence[Claim], start: int, end: int) -> Reading:
    pieces: list[str] = []
    position = start
    for claim in group:
        between = text[position : claim.start]
        _append(pieces, between)
        _append(pieces, claim.spoken, apart=not between)
        position = claim.end
    _append(pieces, text[position:end])
    rule = group[0].rule if len(group) == 1 else "+".join(dict.fromkeys(claim.rule for claim in group))
    return Reading(written=text[start:end], spoken=" ".join("".join(pieces).split()), rule=rule)


def _append(pieces: list[str], piece: str, *, apart: bool = False) -> None:
    """Add a piece; words that would run together, and two claims side by side, are kept apart."""
    if not piece:
        return
    if pieces and piece[0].isalnum():
        last = pieces[-1][-1]
        if last.isalnum() or (apart and last in _PAUSES):
            pieces.append(" ")
    pieces.append(piece)

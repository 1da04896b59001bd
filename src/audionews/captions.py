"""Cues cut into captions that can be read: where lines and captions end, and how long each one stays.

Only the cutting is here; the formats that show captions are in ``transcript``. What is cut is chosen by cost: every
possible caption has one, and the cheapest way through a stretch of speech wins.

Sources: BBC Subtitle Guidelines, “Line breaks” and “Timing”; EN 301 549, 7.1.2 (captions within 100 ms of the sound);
French “Charte relative à la qualité du sous-titrage” (ARCOM, 2011).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from audionews.domain import Cue
from audionews.tokens import Token, tokens

SHORTEST_MS = 1_000
LONGEST_MS = 7_000
LETTERS_A_SECOND = 17
LONG_PAUSE_MS = 700
"""No caption stays on screen across a pause of this length, in ms; it also gives the shortest word its second."""


class Caption(Struct, frozen=True):
    """What is on the screen at once.

    Attributes:
        start_ms: When it appears.
        end_ms: When it goes, after ``start_ms`` and not after the start of the next one.
        lines: One or two, each of one or more tokens.
    """

    start_ms: int
    end_ms: int
    lines: tuple[tuple[Token, ...], ...]


def captions(cues: Sequence[Cue], line_length: int, duration_ms: int) -> tuple[Caption, ...]:
    """Return captions of at most two lines that show every word of the cues once and in order.

    Args:
        cues: In time order.
        line_length: Most characters in a line.
        duration_ms: Where the programme ends, in ms; nothing is shown after it.
    """
    runs = [_units(run, line_length) for run in _runs(cues)]
    runs = [run for run in runs if run]
    ends = [*(run[0].start_ms for run in runs[1:]), duration_ms]
    cut = chain.from_iterable(_cut(run, line_length, end_ms) for run, end_ms in zip(runs, ends, strict=False))
    return tuple(_settled(cut, duration_ms))


def _runs(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Yield the cues that follow each other without a long pause."""
    run: list[Cue] = []
    for cue in cues:
        if run and cue.start_ms - run[-1].end_ms >= LONG_PAUSE_MS:
            yield run
            run = []
        run.append(cue)
    if run:
        yield run


_CLOSING = re.compile(r"[?!;:.,…»”)\]%‰€$/]+")
_OPENING = re.compile(r"[«“„(\[–—-]+")


class _Unit(Struct):
    """Tokens that are never parted: a sign stays with its word.

    Attributes:
        cost: Of a cut after this unit; 0 after a sentence.
        ends_cue: Whether a sentence ends here.
    """

    tokens: list[Token]
    cost: int = 0
    ends_cue: bool = False

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @property
    def start_ms(self) -> int:
        return self.tokens[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.tokens[-1].end_ms


def _units(run: Iterable[Cue], line_length: int) -> list[_Unit]:
    units: list[_Unit] = []
    for cue in run:
        of_cue = _bound(chain.from_iterable(_pieces(token, line_length) for token in tokens(cue)), line_length)
        for unit, after in pairwise(of_cue):
            unit.cost = _cut_cost(unit, after)
        for last in of_cue[-1:]:
            last.ends_cue = True
        units += of_cue
    return units


def _pieces(token: Token, line_length: int) -> Iterator[Token]:
    """Yield a token, in pieces when no line can hold it."""
    length_ms = token.end_ms - token.start_ms
    for start in range(0, len(token.text), line_length):
        end = min(start + line_length, len(token.text))
        start_ms, end_ms = (token.start_ms + length_ms * place // len(token.text) for place in (start, end))
        yield Token(token.text[start:end], start_ms, end_ms, token.said_with_next or end < len(token.text))


def _bound(found: Iterable[Token], line_length: int) -> list[_Unit]:
    units: list[_Unit] = []
    for token in found:
        sticks = units and (_CLOSING.fullmatch(token.text) or _OPENING.fullmatch(units[-1].tokens[-1].text))
        if sticks and len(units[-1].text) + 1 + len(token.text) <= line_length:
            units[-1].tokens.append(token)
        else:
            units.append(_Unit([token]))
    return units


_SENTENCE_END = re.compile(r"[.!?…;:][»”)\]\s]*$")
_CLAUSE_END = re.compile(r"[,»”)\]–—]$")
_YEAR = re.compile(r"(1\d|20)\d\d\b")
_CLINGING = """
    le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    à en et ou ni mais que qui dont où dans sur sous par pour avec sans chez vers entre ne se me te je tu il elle on
    nous vous ils elles y si très plus moins m. mm. mme mmes mlle dr me n° the of a an
"""
_LEADING = """
    et ou ni mais car donc or que qui dont où quand lorsque puisque parce comme si pour afin avec sans dans sur sous
    après avant depuis contre selon entre vers par chez pendant jusqu’à tandis alors à
"""
_CLINGS, _LEADS = frozenset(_CLINGING.split()), frozenset(_LEADING.split())
_INSIDE_WORD, _AFTER_CLINGING, _INSIDE_NAME, _ANYWHERE, _BEFORE_LEAD, _AFTER_CLAUSE, _AFTER_SIGN = (
    30,
    14,
    12,
    8,
    4,
    2,
    1,
)


def _cut_cost(unit: _Unit, after: _Unit) -> int:
    """Return what a cut between two units costs the reader."""
    if unit.tokens[-1].said_with_next:
        return _INSIDE_WORD
    text, following = unit.text, after.text
    if text.lower() in _CLINGS or text[-1].isdigit():
        return _AFTER_CLINGING
    if _SENTENCE_END.search(text):
        return _AFTER_SIGN
    if _CLAUSE_END.search(text) or _OPENING.match(following):
        return _AFTER_CLAUSE
    if _YEAR.match(following) or (text[0].isupper() and following[0].isupper()):
        return _INSIDE_NAME
    leads = following.lower() in _LEADS or following.lower().startswith(("qu’", "qu'"))
    return _BEFORE_LEAD if leads else _ANYWHERE


_A_CAPTION, _TWO_SENTENCES, _RUNS_ON, _TOO_SHORT, _TOO_LONG, _STUMP = 10, 25, 60, 60, 60, 8
_STUMP_LENGTH = 12


class _Layout:
    """What a run of units costs, whichever way it is cut; sums are made once, so that each question is quick."""

    def __init__(self, units: Sequence[_Unit], line_length: int, end_ms: int) -> None:
        self.units = units
        self.line_length = line_length
        texts = [unit.text for unit in units]
        self.starts = [unit.start_ms for unit in units] + [end_ms]
        self.ends = [unit.end_ms for unit in units]
        self.places = [0, *accumulate(len(text) + 1 for text in texts)]
        self.sentences = [0, *accumulate(unit.ends_cue for unit in units)]
        self.unsigned = [
            at
            for at, (unit, text) in enumerate(zip(units, texts, strict=True), start=1)
            if unit.ends_cue and not _SENTENCE_END.search(text)
        ]
        self.filled = [self._fill(first, line_length) for first in range(len(units))] + [len(units)]

    def _fill(self, first: int, line_length: int) -> int:
        """Return the index after the last unit that fits on a line beginning with ``first``."""
        last = first + 1
        while last < len(self.units) and self.length(first, last + 1) <= line_length:
            last += 1
        return last

    def length(self, first: int, last: int) -> int:
        """Return the characters of the units from ``first`` up to, not including, ``last``."""
        return self.places[last] - self.places[first] - 1

    def reach(self, first: int) -> int:
        """Return the index after the last unit that two lines beginning with ``first`` can hold."""
        return self.filled[self.filled[first]]

    def least(self, last: int) -> int:
        """Return what every caption costs, at least, that ends before the unit ``last``."""
        return _A_CAPTION + self.units[last - 1].cost

    def cost(self, first: int, last: int) -> float:
        """Return what one caption of the units from ``first`` up to ``last`` costs."""
        shown_ms = self.starts[last] - self.starts[first]
        heard_ms = self.ends[last - 1] - self.starts[first]
        letters = self.length(first, last)
        cost: float = self.least(last)
        cost += _TWO_SENTENCES * (self.sentences[last - 1] - self.sentences[first])
        cost += _RUNS_ON * self._run_on(first, last)
        if shown_ms < SHORTEST_MS:
            cost += _TOO_SHORT + (SHORTEST_MS - max(shown_ms, 0)) / 20
        if heard_ms > LONGEST_MS:
            cost += _TOO_LONG + heard_ms / 100
        if letters < _STUMP_LENGTH and not (self.ends_cue(first) or self.ends_cue(last)):
            cost += _STUMP
        return cost + max(0.0, letters * 1000 / max(shown_ms, 1) - LETTERS_A_SECOND) / 2

    def ends_cue(self, last: int) -> bool:
        """Tell whether a sentence ends before the unit ``last``."""
        return last == 0 or self.units[last - 1].ends_cue

    def _run_on(self, first: int, last: int) -> bool:
        """Tell whether a heading or a rubrique, which has no full stop, would stand in one line with what follows."""
        inside = self._unsigned_inside(first, last) if self.unsigned else ()
        return any(max(self.length(first, at), self.length(at, last)) > self.line_length for at in inside)

    def _unsigned_inside(self, first: int, last: int) -> list[int]:
        return self.unsigned[bisect_right(self.unsigned, first) : bisect_left(self.unsigned, last)]

    def lines(self, first: int, last: int, line_length: int) -> tuple[tuple[Token, ...], ...]:
        """Return the one or two lines of a caption, broken where it hurts least."""
        fitting = [
            at for at in range(first + 1, last) if max(self.length(first, at), self.length(at, last)) <= line_length
        ]
        two_sentences = self.sentences[last - 1] > self.sentences[first]
        if not fitting or (self.length(first, last) <= line_length and not two_sentences):
            return (self._tokens(first, last),)
        unsigned = [at for at in self._unsigned_inside(first, last) if at in fitting]
        at = min(unsigned or fitting, key=lambda at: self._break_cost(first, at, last))
        return self._tokens(first, at), self._tokens(at, last)

    def _break_cost(self, first: int, at: int, last: int) -> float:
        return self.units[at - 1].cost + abs(self.length(first, at) - self.length(at, last)) / 4

    def _tokens(self, first: int, last: int) -> tuple[Token, ...]:
        return tuple(token for unit in self.units[first:last] for token in unit.tokens)


def _cut(units: Sequence[_Unit], line_length: int, end_ms: int) -> Iterator[Caption]:
    """Yield the captions of one run, the cheapest way; the last may stay until ``end_ms``."""
    layout = _Layout(units, line_length, end_ms)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(units)
    for first in range(len(units)):
        before = best[first][0]
        for last in range(first + 1, layout.reach(first) + 1):
            if before + layout.least(last) < best[last][0]:  # most cannot be the cheapest, which is soon told
                best[last] = min(best[last], (before + layout.cost(first, last), first))
    cuts = [len(units)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    for first, last in pairwise(reversed(cuts)):
        start_ms, heard_ms = layout.starts[first], units[last - 1].end_ms
        wanted_ms = start_ms + max(SHORTEST_MS, layout.length(first, last) * 1000 // LETTERS_A_SECOND)
        stays_ms = heard_ms + LONG_PAUSE_MS if last < len(units) else max(heard_ms, wanted_ms)
        gone_ms = min(layout.starts[last], max(heard_ms, min(stays_ms, start_ms + LONGEST_MS)))
        yield Caption(start_ms, gone_ms, layout.lines(first, last, line_length))


def _settled(cut: Iterable[Caption], duration_ms: int) -> Iterator[Caption]:
    """Yield captions that last at least 1 ms and never overlap, whatever the words' times were."""
    found = list(cut)
    free_ms = 0
    for number, caption in enumerate(found):
        start_ms = max(caption.start_ms, free_ms)
        until_ms = found[number + 1].start_ms if number + 1 < len(found) else duration_ms
        free_ms = max(min(caption.end_ms, until_ms), start_ms + 1)
        yield Caption(start_ms, free_ms, caption.lines)

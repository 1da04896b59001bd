"""Texts of any length: nothing is lost, and twice the text is twice the work."""

import sys
from collections.abc import Callable

import pytest

from audionews.french import read
from audionews.french.pieces import LONGEST, pieces

PROSE = "Le 1er mai 2024, M. Dupont a payé 12,50 € à la SNCF. "
HOSTILE = (
    "M. ",
    "1/2",
    "A1",
    "1e ",
    "1.",
    "1 ",
    "AAAA ",
    "1 €/",
    "'1",
    "²",
    "é·e ",
    "@a ",
    "(",
    "L. 123-4 ",
    "①",
    "\u0301",
)


def work(act: Callable[[], object]) -> int:
    """Return how many calls of Python functions something takes: a measure that no other program disturbs."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("text", ["", "a", PROSE * 300, "1" * 20_000, "mot " * 5_000, "x\n\n" * 4_000])
def test_the_pieces_join_to_the_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(found) == text
    assert max(map(len, found)) <= LONGEST


def test_a_long_text_is_read_as_its_sentences_are() -> None:
    once = " ".join(reading.spoken for reading in read(PROSE))
    assert " ".join(reading.spoken for reading in read(PROSE * 400)) == " ".join([once] * 400)


def test_figures_without_end_are_still_said() -> None:
    noise = " ".join(f"{number}, {number * 7919 % 100_003}/{number} ⑦" for number in range(20_000))
    found = read(noise)
    assert "".join(reading.written for reading in found) == noise
    assert not any(letter.isnumeric() for reading in found for letter in reading.spoken)
    assert " ".join(reading.spoken for reading in found).endswith("dix-neuf mille neuf cent quatre-vingt-dix-neuf")


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    read(piece * 10)
    text = piece * (40_000 // len(piece))
    once, twice = work(lambda: read(text)), work(lambda: read(text + text))
    assert twice <= 2.2 * once + 2_000

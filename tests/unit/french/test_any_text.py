"""Whatever is written: nothing breaks, nothing is lost, no sign is left to be said."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audionews import french

ALPHABET = st.one_of(st.sampled_from("aéEZX.·()/-–—@#&«»“'’…,!? \u00a0\u00ad\u0301😀°§+*_[]|"), st.characters())


def spoken(text: str) -> str:
    return " ".join(reading.spoken for reading in french.read(text) if reading.spoken)


@settings(deadline=None, max_examples=400)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_nothing_is_lost_and_no_sign_is_left(text: str) -> None:
    assert "".join(reading.written for reading in french.read(text)) == text
    left = {sign for sign in spoken(text) if unicodedata.category(sign)[0] in "SC"}
    assert left == set()


@pytest.mark.parametrize(
    "hostile", ["a", "A.", "é·", "a·e·s ", "@a", "#a", "a-", "« ", "- ", "'a", "J. K. ", "(a", "e\u0301", "*", "😀"]
)
def test_an_endless_text_is_read(hostile: str) -> None:
    text = hostile * (50_000 // len(hostile))
    assert "".join(reading.written for reading in french.read(text)) == text

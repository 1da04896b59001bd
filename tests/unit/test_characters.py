"""What may stand in a published file."""

import pytest

from audionews.characters import folded, legal


@pytest.mark.parametrize("stray", ["\0", "\x08", "\x1b", "\x7f", "\x9f", "\ud800", "\ufeff", "\ufffe", "\uffff"])
def test_characters_that_xml_cannot_hold_are_dropped(stray: str) -> None:
    assert legal(f"le{stray} pont") == "le pont"


def test_everything_that_is_written_stays() -> None:
    text = "« Ça coûte 3 €\u00a0» — 東京 🎉\n\tfin"
    assert legal(text) == text


def test_folding_keeps_no_break_spaces() -> None:
    assert folded(" Et\r\n après\u202f?\u2028\u00a0Oui ") == "Et après\u202f? \u00a0Oui"

"""Texts cut where a reader draws breath: nothing lost, nothing too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audionews.pieces import Piece, cut


def texts(text: str, longest: int) -> list[str]:
    return [piece.text for piece in cut(text, longest)]


@pytest.mark.parametrize(
    ("text", "longest", "pieces"),
    [
        ("Un deux.", 100, ["Un deux."]),
        ("  Un deux.  ", 100, ["Un deux."]),
        ("", 100, []),
        (" \n", 100, []),
        ("Il pleut. Il vente, et il neige.", 25, ["Il pleut.", "Il vente, et il neige."]),
        ("Il pleut, il vente et il neige encore.", 25, ["Il pleut,", "il vente", "et il neige encore."]),
        (
            "Le président de la région a visité le chantier avec les élus du conseil municipal",
            60,
            ["Le président de la région a visité le chantier", "avec les élus du conseil municipal"],
        ),
        ("un deux trois quatre cinq six", 20, ["un deux trois", "quatre cinq six"]),
        ("« Oui ! » Non, dit-il.", 12, ["« Oui ! »", "Non, dit-il."]),
        ("Est-ce que tu viens ?", 19, ["Est-ce", "que tu viens ?"]),
        ("Il en vient dix !", 15, ["Il en vient", "dix !"]),
        ("Que dire (selon lui) de cela", 20, ["Que dire (selon lui)", "de cela"]),
        ("anticonstitutionnellement", 10, ["anticonsti", "tutionnell", "ement"]),
    ],
)
def test_is_cut_where_a_reader_rests(text: str, longest: int, pieces: list[str]) -> None:
    assert texts(text, longest) == pieces


def test_never_begins_with_a_mark_that_belongs_to_what_was_before() -> None:
    text = "mot " * 24 + "vraiment ! Et la suite vient « maintenant » : voilà"
    assert all(piece[0].isalnum() or piece[0] == "«" for piece in texts(text, 100))


def test_knows_where_each_piece_was() -> None:
    assert cut("  un deux  trois", 8) == (Piece(2, "un deux"), Piece(11, "trois"))


@given(st.text("abé ,.!«»’\n\u00a0-", max_size=300), st.integers(1, 60))
def test_only_white_space_is_lost(text: str, longest: int) -> None:
    pieces = cut(text, longest)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    for piece in pieces:
        assert 1 <= len(piece.text) <= longest
        assert text[piece.start : piece.start + len(piece.text)] == piece.text == piece.text.strip()


def test_a_text_without_end_takes_no_time_without_end() -> None:
    assert len(texts("mot sans fin " * 40_000, 100)) > 5000
    assert len(texts("x" * 500_000, 100)) == 5000

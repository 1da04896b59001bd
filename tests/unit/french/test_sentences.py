import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audionews.french.sentences import sentences

_TABLE = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8").splitlines()
_ROWS = [line for line in _TABLE if line and not line.startswith("#")]


@pytest.mark.parametrize("row", _ROWS)
def test_paragraph_is_cut_where_a_reader_would(row: str) -> None:
    source = row.replace("||", "\0").replace("|", " ").replace("\0", "")
    assert [found.strip() for found in sentences(source)] == row.replace("||", "|").split("|")


@given(st.text(alphabet=st.one_of(st.sampled_from("aA.!?… «»\n()\"'’M1–"), st.characters()), max_size=80))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_no_break_spaces_and_blank_lines() -> None:
    assert sentences("«\u00a0Oui\u202f!\u00a0» dit-il.\n\nLe titre\n\nNon") == (
        "«\u00a0Oui\u202f!\u00a0» dit-il.\n\n",
        "Le titre\n\n",
        "Non",
    )


def test_nothing_gives_nothing() -> None:
    assert sentences("") == ()


@pytest.mark.parametrize("hostile", ["a ! » Marie ", "« ", "( ! ", "A. ", "A.", "…»", "\n\n ", "! »»»»» ", "– ! "])
def test_time_is_linear(hostile: str) -> None:
    def seconds(size: int) -> float:
        began = time.process_time()
        sentences(hostile * (size // len(hostile)))
        return time.process_time() - began

    assert seconds(160_000) < 16 * max(seconds(20_000), 0.01)

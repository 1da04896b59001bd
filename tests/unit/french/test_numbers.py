"""Every row of the tables beside this file: what is written, what is said, and what must not change."""

from pathlib import Path

import pytest

from audionews.french import normalise, read

TABLES = (
    *("cardinals", "ordinals", "roman", "dates", "times", "money", "percent", "measures"),
    *("parts", "scores", "ranges", "phones", "laws", "codes", "sports", "news", "unseen"),
    "unseen_numbers",
)


def rows(name: str) -> list[tuple[str, str]]:
    lines = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("# "))
    return [(written, spoken) for written, _, spoken in pairs]


CASES = [pytest.param(*row, id=f"{name}: {row[0]}") for name in TABLES for row in rows(name)]


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_a_newsreader_says_it_so(written: str, spoken: str) -> None:
    assert normalise(written) == spoken


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_what_is_said_is_said_again_alike(written: str, spoken: str) -> None:
    assert normalise(spoken) == spoken


@pytest.mark.parametrize(("written", "spoken"), CASES)
def test_the_written_sides_join_to_the_source(written: str, spoken: str) -> None:
    assert "".join(reading.written for reading in read(written)) == written

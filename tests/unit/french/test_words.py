import re
from pathlib import Path

import pytest

from audionews import french

FOLDER = Path(__file__).parent
GLUED = re.compile(r"(?<=\d) (?=[\d%€$h°a-zA-Z])|(?<=[«–]) | (?=[»:;!?%])")
CLASSES = ("abbreviations", "electronic", "names", "sigles", "typography")


def rows(name: str) -> list[tuple[str, ...]]:
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("# ")]


@pytest.mark.parametrize(("written", "spoken"), [row for name in CLASSES for row in rows(name)])
def test_is_read_as_a_newsreader_would(written: str, spoken: str) -> None:
    assert french.normalise(written) == spoken


def test_the_press_is_read_as_a_newsreader_would() -> None:
    """Some 1 500 sentences in one test: as many tests would take longer than the reading."""
    read = [(written, french.normalise(written), spoken) for written, spoken in rows("press")]
    assert [row for row in read if row[1] != row[2]] == []
    assert [spoken for _, spoken, _ in read if french.normalise(spoken) != spoken] == []


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_spaces_that_do_not_break_change_nothing(space: str) -> None:
    """Newspapers set them before units and signs and within guillemets; wire services do not."""
    typeset = [(written, GLUED.sub(space, written), spoken) for written, spoken in rows("press")]
    read = [(written, " ".join(french.normalise(glued).split()), spoken) for written, glued, spoken in typeset]
    assert [row for row in read if row[1] != " ".join(row[2].split())] == []


@pytest.mark.parametrize(("written", "paired", "masculine"), rows("inclusive"))
def test_inclusive_writing_is_said_as_the_show_wants(written: str, paired: str, masculine: str) -> None:
    read = french.normaliser(gender="masculine").read
    assert french.normalise(written) == paired
    assert " ".join(reading.spoken for reading in read(written) if reading.spoken) == masculine


@pytest.mark.parametrize("plain", [row[0] for row in rows("untouched")])
def test_plain_french_comes_through_untouched(plain: str) -> None:
    assert french.normalise(plain) == plain


@pytest.mark.parametrize("name", [*CLASSES, "inclusive", "press"])
def test_written_sides_join_to_the_source(name: str) -> None:
    for row in rows(name):
        assert "".join(reading.written for reading in french.read(row[0])) == row[0]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "\u2007"])
def test_a_space_counts_as_one_however_wide_it_is(space: str) -> None:
    plain, amount = french.read(f"Vraiment{space}? Oui."), french.read(f"12{space}500{space}€{space}!")
    assert [(reading.written, reading.rule) for reading in plain] == [(f"Vraiment{space}? Oui.", "plain")]
    assert [(reading.written, reading.spoken) for reading in amount] == [
        (f"12{space}500{space}€{space}", "douze mille cinq cents euros"),
        ("!", "!"),
    ]


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_said_is_said_the_same_again(name: str) -> None:
    for row in rows(name):
        assert french.normalise(row[1]) == row[1]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("Bravo 👍 !", "Bravo, pouce levé !"), ("🇫🇷 Allez", "drapeau français, Allez"), ("Oui 🦩.", "Oui.")],
)
def test_pictures_are_named_when_the_show_asks(written: str, spoken: str) -> None:
    read = french.normaliser(emoji="name").read
    assert " ".join(reading.spoken for reading in read(written) if reading.spoken) == spoken

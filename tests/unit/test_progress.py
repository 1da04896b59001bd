"""Progress: a bar that somebody sees on a terminal, and nothing anywhere else."""

import io
import re

import pytest

from audionews.cli.progress import watched
from audionews.job import Outcome

ERASED = re.compile(r"\x1b\[2K(?:\x1b\[\?25h|\x1b\[1A|\r|\n)*$")
"""A line taken off the terminal, and nothing written since."""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def outcomes() -> list[Outcome]:
    return [Outcome(source=f"{name}.txt", status="rendered") for name in "abc"]


def test_a_bar_is_off_the_terminal_when_an_outcome_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    for _ in watched(iter(outcomes()), 3):
        assert "articles" in terminal.getvalue()
        assert ERASED.search(terminal.getvalue()), repr(terminal.getvalue()[-80:])


def test_a_pipe_stays_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    assert list(watched(iter(outcomes()), 3)) == outcomes()
    assert pipe.getvalue() == ""


def test_all_that_is_told_has_room_on_a_usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    rendered = Outcome(source="a.txt", status="rendered", duration_ms=250_000, spoken=24, cached=11)
    assert len(list(watched(iter([rendered, Outcome(source="b.txt", status="failed")]), 20))) == 2
    assert "1/20" in terminal.getvalue()
    assert "0:00:00" in terminal.getvalue().rsplit("1/20", 1)[1]
    assert "4 min, " in terminal.getvalue()
    assert "24 spoken, 11 cached" in terminal.getvalue()

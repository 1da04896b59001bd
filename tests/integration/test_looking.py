"""Commands that show: what an editor sees of an episode, on a terminal or not, and what to do next."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import Newsroom

SLUG = "2025-08-23-le-pont-de-kerlouan-rouvre"


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path)
    room.article()
    assert room.run("render", "pont.txt").code == 0
    return room


@pytest.mark.parametrize("name", ["pont.txt", "pont", "articles/pont.txt", SLUG, f"output/episodes/{SLUG}"])
def test_what_is_said_at_a_moment_of_an_episode_by_any_of_its_names(newsroom: Newsroom, name: str) -> None:
    done = newsroom.run("script", name, "--at", "0:05", "--json")
    assert (done.code, done.err) == (0, "")
    (said,) = done.lines
    assert said["start_ms"] <= 5_000 < said["end_ms"]
    assert said["written"]


def test_a_moment_of_an_episode_that_is_not_there(newsroom: Newsroom) -> None:
    done = newsroom.run("script", "bac.txt", "--at", "0:05")
    assert done.code == 1
    assert done.err.strip() == "bac.txt: is not an episode in output; name it by its folder, guid, id, or source"


def test_a_moment_that_is_no_time(newsroom: Newsroom) -> None:
    done = newsroom.run("script", "pont.txt", "--at", "midi")
    assert done.code == 2
    assert "'midi' is not a time like 1:23" in done.err


def test_a_moment_after_the_end(newsroom: Newsroom) -> None:
    done = newsroom.run("script", "pont.txt", "--at", "1:00:00")
    assert (done.code, "1:00:00 is after the end of" in done.err) == (2, True)


def test_nobody_speaks_in_the_opening(newsroom: Newsroom) -> None:
    done = newsroom.run("script", "pont.txt", "--at", "0")
    assert (done.code, done.out.strip()) == (0, "0: nobody speaks (music, or a pause)")


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Return what a command shows to somebody who sits before a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "audionews", *arguments]
    around = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    subprocess.run(command, cwd=folder, stdout=theirs, env={**around, **environment}, timeout=60, check=True)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode(errors="replace")
    os.close(ours)
    return shown


def test_colours_on_a_terminal_unless_somebody_wants_none(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.article(text="Le bac\n\nIl a 3 ans.\n")
    assert "\x1b[" in on_a_terminal(tmp_path, "script", "pont.txt")
    plain = on_a_terminal(tmp_path, "script", "pont.txt", NO_COLOR="1")
    assert "\x1b[" not in plain
    assert "Il a 3 ans." in plain


@pytest.mark.parametrize(("folder", "then"), [("mon podcast", "cd 'mon podcast' && audionews"), (".", "then: audion")])
def test_a_new_show_says_what_comes_next(tmp_path: Path, folder: str, then: str) -> None:
    room = Newsroom(tmp_path)
    (tmp_path / "audionews.toml").unlink()
    assert then in room.run("init", folder).err

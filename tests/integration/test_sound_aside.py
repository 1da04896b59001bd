"""Sound that is made in a process of its own: what it costs when that process dies, and that the bytes are the same."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audionews import aside, recording
from audionews.cli import main
from audionews.domain import Script
from audionews.job import Job
from audionews.mastered import Master
from newsroom import ARTICLE, Newsroom

CORES = len(getattr(os, "sched_getaffinity", str)(0))
_record = recording.record


def record_or_die(job: Job, script: Script, category: str | None, name: str) -> Iterator[recording.Recorded | Master]:
    if name == "a.txt":
        os._exit(9)
    return _record(job, script, category, name)


def test_the_bytes_are_the_same_in_one_process_and_in_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = Newsroom(tmp_path / "here"), Newsroom(tmp_path / "there")
    for room in (here, there):
        room.article()
    monkeypatch.setattr(aside, "fork", lambda: None)
    here.run("render", "pont.txt")
    there.start("render", "pont.txt")
    assert here.contents() == there.contents()


@pytest.mark.skipif(CORES < 2, reason="with one core there is one process")
def test_a_process_that_dies_costs_the_article_it_worked_on(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "newsroom")
    room.article("a.txt", ARTICLE.replace("Kerlouan", "Audierne"))
    room.article("b.txt")
    command = [sys.executable, __file__, "render", "a.txt", "b.txt"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command, cwd=room.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "a.txt: the process that made its sound died; the others go on",
        "1 rendered, 0 unchanged, 1 failed",
    ]
    assert done.stdout.startswith("rendered")


if __name__ == "__main__":
    from audionews import production

    vars(production)["record"] = record_or_die
    main()

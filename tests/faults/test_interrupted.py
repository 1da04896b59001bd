"""A run that is stopped anywhere leaves a folder in which everything agrees, and the next run finishes the job.

Every call that writes, renames, links, removes or syncs is tried, one after the other; none is left out, unless the
environment says so (``FAULTS_EVERY``).
"""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from audionews import durable
from interruptions import EVERY, Ending, Stop, run
from scenes import Prover, Scene, a_beginning, a_change

LIMIT = 2_000
"""More calls than any of these runs makes: a loop that never ends is a fault too."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Return an empty folder, in memory where that is possible: a sync that waits for a disk proves no more."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of its own in it
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return a_change(tmp_path_factory.mktemp("changing"))


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return a_beginning(tmp_path_factory.mktemp("beginning"))


def try_everywhere(scene: Scene, place: Path, code: int | None, *, whole: bool = True) -> int:
    """Stop the run at every call; return how many there were."""
    prover = Prover(scene)
    for at in range(1, LIMIT, EVERY):
        output = place / str(at) / "output"
        output.parent.mkdir()
        scene.prepare(output)
        ending = run(lambda: scene.render(output), place, Stop(at, code))  # noqa: B023 - it runs now
        assert ending is not Ending.CRASHED, at
        prover.prove(output, whole=whole)
        shutil.rmtree(output.parent)
        if ending is Ending.DONE:
            return at
    pytest.fail(f"the run makes more than {LIMIT} calls")


@pytest.mark.slow
def test_killed_anywhere_a_run_leaves_all_of_the_old_or_all_of_the_new(changing: Scene, place: Path) -> None:
    assert try_everywhere(changing, place, None) > 80


@pytest.mark.slow
def test_killed_anywhere_a_first_run_leaves_nothing_that_is_half_done(beginning: Scene, place: Path) -> None:
    assert try_everywhere(beginning, place, None) > 50


@pytest.mark.slow
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE], ids=errno.errorcode.__getitem__)
def test_refused_anywhere_a_run_says_so_and_leaves_everything_whole(changing: Scene, place: Path, code: int) -> None:
    assert try_everywhere(changing, place, code) > 20


@pytest.mark.slow
def test_where_folders_cannot_be_swapped_the_next_run_mends_what_a_kill_left(
    changing: Scene, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "_exchange", lambda one, other: False)
    assert try_everywhere(changing, place, None, whole=False) > 80

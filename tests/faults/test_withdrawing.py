"""Taking an episode back, or bringing it again, and being stopped on the way: at every call, killed or refused."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from audionews import pipeline, store
from audionews.job import Job
from audionews.verify import verify
from audionews.withdrawal import restore, withdraw
from interruptions import EVERY, Ending, Stop, run
from scenes import BRIDGE, HARBOUR, NOW, a_beginning, files, leftovers, text

LIMIT = 1_000
Work = Callable[[Job], object]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a folder of its own in it
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Return a job whose output folder has two episodes."""
    place = tmp_path_factory.mktemp("published")
    job = replace(a_beginning(place / "scene").job, output=place / "output", attic=place / "withdrawn")
    list(pipeline.render([text("pont.txt", BRIDGE), text("port.txt", HARBOUR)], job, now=NOW))
    return job


def take_back(job: Job) -> None:
    withdraw(job, "pont.txt", now=NOW, reason="Erreur")


def bring_again(job: Job) -> None:
    """Restore what is withdrawn; a run that was stopped after its last step has nothing left to do but the lists."""
    if any(each.source.name == "pont.txt" for each in store.tombstones(job.output)):
        restore(job, "pont.txt", now=NOW)
    else:
        pipeline.refresh(job, now=NOW)


def copied(job: Job, place: Path) -> Job:
    """Return the same job in a copy of its folders."""
    attic = place / "withdrawn"
    shutil.copytree(job.output, place / "output")
    if job.attic is not None and job.attic.exists():
        shutil.copytree(job.attic, attic)
    return replace(job, output=place / "output", attic=attic)


def prove(folder: Path, proven: set[str], at: int) -> None:
    """Fail unless everything agrees; look at each state only once."""
    state = repr((store.is_unfinished(folder), sorted(files(folder).items())))
    if state not in proven:
        assert [str(fault) for fault in verify(folder)] == [], at
        proven.add(state)


def try_everywhere(job: Job, work: Work, place: Path, code: int | None) -> int:
    """Stop the work at every call; return how many there were."""
    proven: set[str] = set()
    undisturbed = copied(job, place / "undisturbed")
    work(undisturbed)
    after = files(undisturbed.output)
    for at in range(1, LIMIT, EVERY):
        stopped = copied(job, place / str(at))
        ending = run(lambda: work(stopped), place, Stop(at, code))  # noqa: B023 - it runs now
        assert ending is not Ending.CRASHED, at
        prove(stopped.output, proven, at)
        assert len(leftovers(stopped.output)) <= 2, at
        assert run(lambda: work(stopped), place, Stop(0)) is Ending.DONE, at  # noqa: B023
        prove(stopped.output, proven, at)
        assert files(stopped.output) == after, at
        assert not store.is_unfinished(stopped.output)
        shutil.rmtree(place / str(at))
        if ending is Ending.DONE:
            return at
    pytest.fail(f"the run makes more than {LIMIT} calls")


@pytest.mark.slow
@pytest.mark.parametrize("code", [None, errno.ENOSPC], ids=["KILL", "ENOSPC"])
def test_an_episode_is_published_or_withdrawn_and_nothing_between(
    published: Job, place: Path, code: int | None
) -> None:
    assert try_everywhere(published, take_back, place, code) > 20


@pytest.mark.slow
@pytest.mark.parametrize("code", [None, errno.ENOSPC], ids=["KILL", "ENOSPC"])
def test_a_withdrawn_episode_stays_so_or_is_there_again(published: Job, place: Path, code: int | None) -> None:
    withdrawn = copied(published, place / "withdrawn-first")
    take_back(withdrawn)
    assert try_everywhere(withdrawn, bring_again, place, code) > 10


@pytest.mark.slow
def test_any_run_finishes_a_withdrawal_that_was_stopped(published: Job, place: Path) -> None:
    done = copied(published, place / "done")
    take_back(done)
    for at in range(1, LIMIT, EVERY):
        stopped = copied(published, place / str(at))
        ending = run(lambda: take_back(stopped), place, Stop(at))  # noqa: B023 - it runs now
        is_marked = bool(store.tombstones(stopped.output))
        pipeline.refresh(stopped, now=NOW)
        assert files(stopped.output) == files((done if is_marked else published).output), at
        shutil.rmtree(place / str(at))
        if ending is Ending.DONE:
            return

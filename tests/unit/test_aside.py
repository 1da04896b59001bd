"""A process beside this one: what it yields arrives in order, its errors too, and its end is noticed.

Each scene is played in a process without threads, as a command is: this one has some, and then there is no fork.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from audionews import aside
from audionews.errors import AudioError


def numbers(end: int) -> Iterator[int]:
    yield from range(end)


def refused(subject: str) -> Iterator[int]:
    yield 1
    raise AudioError(subject, "is not sound")


def broken() -> Iterator[int]:
    yield 1
    raise ZeroDivisionError


def died() -> Iterator[int]:
    yield 1
    os._exit(3)


def endless() -> Iterator[int]:
    yield os.getpid()
    while True:
        time.sleep(1)


def started() -> aside.Aside:
    found = aside.fork()
    assert found is not None
    return found


def items_come_in_order_and_one_thing_after_the_other() -> None:
    with started() as beside:
        first, second = beside.each(numbers, 3), beside.each(numbers, 2)
        assert list(first) == [0, 1, 2]
        assert list(second) == [0, 1]


def what_nobody_reads_is_passed_over() -> None:
    with started() as beside:
        beside.tell(numbers, 5)
        assert next(beside.each(numbers, 4)) == 0
        assert list(beside.each(numbers, 2)) == [0, 1]


def an_error_of_ours_is_raised_here_and_more_can_be_asked() -> None:
    with started() as beside:
        found = beside.each(refused, "x.wav")
        assert next(found) == 1
        with pytest.raises(AudioError, match=r"x\.wav: is not sound"):
            next(found)
        assert list(beside.each(numbers, 1)) == [0]
        assert beside.is_alive


def a_bug_is_raised_here() -> None:
    with started() as beside:
        found = beside.each(broken)
        assert next(found) == 1
        with pytest.raises(ZeroDivisionError):
            next(found)


def an_end_before_its_time_is_noticed() -> None:
    with started() as beside:
        found = beside.each(died)
        assert next(found) == 1
        with pytest.raises(ChildProcessError):
            next(found)
        assert not beside.is_alive
        with pytest.raises(ChildProcessError):
            list(beside.each(numbers, 1))


def nothing_is_left_of_it() -> None:
    with started() as beside:
        pid = next(beside.each(endless))
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def it_ends_with_whoever_is_killed() -> None:
    script = (
        "import os, signal, test_aside as t\n"
        "print(next(t.started().each(t.endless)), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    killed = subprocess.run([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, check=False)
    status = Path(f"/proc/{int(killed.stdout)}/stat")
    for _ in range(100):
        with suppress(FileNotFoundError):
            if status.read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.1)
                continue
        return
    raise AssertionError(status.read_text())


def there_is_none_beside_threads() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert aside.fork() is None
    done.set()
    thread.join()


SCENES = {
    scene.__name__: scene
    for scene in (
        items_come_in_order_and_one_thing_after_the_other,
        what_nobody_reads_is_passed_over,
        an_error_of_ours_is_raised_here_and_more_can_be_asked,
        a_bug_is_raised_here,
        an_end_before_its_time_is_noticed,
        nothing_is_left_of_it,
        it_ends_with_whoever_is_killed,
        there_is_none_beside_threads,
    )
}


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else is there such a process")
@pytest.mark.skipif(len(getattr(os, "sched_getaffinity", str)(0)) < 2, reason="there is one core")
@pytest.mark.parametrize("scene", SCENES)
def test_a_process_aside(scene: str) -> None:
    played = subprocess.run([sys.executable, __file__, scene], capture_output=True, text=True, check=False, timeout=60)
    assert (played.returncode, played.stderr) == (0, "")


if __name__ == "__main__":
    SCENES[sys.argv[1]]()

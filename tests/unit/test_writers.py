import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audionews import writers
from audionews.errors import PublishError
from audionews.writers import LOCK_NAME, is_unfinished, sole_writer

NOW = datetime(2025, 8, 23, 10, 0, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from audionews.writers import sole_writer
with sole_writer(Path(sys.argv[1]), datetime(2025, 8, 23, 9, 0, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def other(tmp_path: Path) -> "subprocess.Popen[str]":
    """Start another process that writes into the folder until its stdin closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def finish(process: "subprocess.Popen[str]") -> None:
    process.communicate(timeout=10)


def test_the_lock_is_there_only_while_somebody_writes(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    assert not is_unfinished(folder)
    with sole_writer(folder, NOW) as earlier:
        assert earlier is None
        assert is_unfinished(folder)
    assert not is_unfinished(folder)
    assert names(folder) == []


def test_a_second_writer_is_told_who_holds_it_and_since_when(tmp_path: Path, other: "subprocess.Popen[str]") -> None:
    with pytest.raises(PublishError) as caught, sole_writer(tmp_path, NOW):
        pass
    finish(other)
    assert str(caught.value).startswith(f"{tmp_path}: another run is writing here (process {other.pid} on ")
    assert "since 2025-08-23 09:00:00: 60 min" in str(caught.value)


def test_one_process_cannot_write_twice_at_once_either(tmp_path: Path) -> None:
    with (
        sole_writer(tmp_path, NOW),
        pytest.raises(PublishError, match="another run is writing here"),
        sole_writer(tmp_path, NOW + timedelta(minutes=2)),
    ):
        pass


def test_a_patient_writer_waits_its_turn(tmp_path: Path, other: "subprocess.Popen[str]") -> None:
    finish(other)
    with sole_writer(tmp_path, NOW, wait_s=10) as earlier:
        assert earlier is None


def test_a_killed_writer_stops_nobody_and_is_named(tmp_path: Path, other: "subprocess.Popen[str]") -> None:
    other.kill()
    finish(other)
    assert is_unfinished(tmp_path)
    with sole_writer(tmp_path, NOW) as earlier:
        assert earlier is not None
        assert earlier.pid == other.pid
    assert not is_unfinished(tmp_path)


def test_an_orphan_of_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    with sole_writer(tmp_path, NOW):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:  # pragma: no cover
            os.close(theirs)
            os.read(ours, 1)
            os._exit(0)
    try:
        with sole_writer(tmp_path, NOW):
            pass
    finally:
        os.close(theirs)
        os.close(ours)
        os.waitpid(child, 0)


def test_a_run_that_fails_leaves_its_trace(tmp_path: Path) -> None:
    with pytest.raises(KeyError), sole_writer(tmp_path, NOW):
        raise KeyError
    assert is_unfinished(tmp_path)
    with sole_writer(tmp_path, NOW) as earlier:
        assert earlier is not None
        assert earlier.started == NOW


def test_rubbish_in_the_lock_is_nobody(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_bytes(b"\0\xffrubbish")
    with sole_writer(tmp_path, NOW) as earlier:
        assert earlier is None


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(PublishError, match=r"output.*: cannot be written: "), sole_writer(tmp_path / "output", NOW):
        pass


def test_of_many_that_wait_one_writes_at_a_time(tmp_path: Path) -> None:
    writing: list[int] = []
    most: list[int] = []

    def write(number: int) -> None:
        with sole_writer(tmp_path, NOW, wait_s=30):
            writing.append(number)
            most.append(len(writing))
            writing.remove(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    assert most == [1] * 24
    assert names(tmp_path) == []


def test_a_file_system_that_cannot_lock_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(writers, "_lock", refuse)
    with pytest.raises(PublishError, match="No locks available"), sole_writer(tmp_path, NOW):
        pass

"""What a real system refuses: a full disk, a limit on file sizes, a folder that may not be written."""

import os
import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from audionews import store
from audionews.domain import Episode
from audionews.errors import PublishError
from episodes import make_episode
from interruptions import Ending, Stop, run
from scenes import NOW, files, leftovers

NOBODY = 65_534


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder that every user of this machine may enter and write."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def publish(folder: Path, size: int) -> Episode:
    """Publish an episode whose audio has some bytes, or none at all if there is an error."""
    mp3 = bytes(size)
    return store.publish_episode(folder, make_episode(), {"audio": (store.audio_name(make_episode().slug, mp3), mp3)})


def refused(work: Callable[[], object], place: Path) -> str:
    """Do work in a child and return the one line in which it is refused."""
    told = place / "told"

    def tell() -> None:
        try:
            work()
        except PublishError as error:
            told.write_text(str(error))

    assert run(tell, place, Stop(0)) is Ending.DONE
    line = told.read_text()
    told.unlink()
    return line


def test_a_file_that_may_not_be_so_large_is_refused_whole(place: Path) -> None:
    old = publish(place, 100)
    before = files(place)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        publish(place, 200_000)

    line = refused(limited, place)
    assert line == f"{store.episode_folder(place, old.slug)}: cannot be written: File too large"
    assert files(place) == before
    assert leftovers(place) == []


def test_a_folder_that_may_not_be_written_is_named(place: Path) -> None:
    old = publish(place, 100)
    before = files(place)
    (place / "episodes").chmod(0o555)

    def as_nobody() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        publish(place, 200)

    line = refused(as_nobody, place)
    assert line == f"{store.episode_folder(place, old.slug)}: cannot be written: Permission denied"
    (place / "episodes").chmod(0o755)
    assert files(place) == before


def test_a_lock_that_may_not_be_made_is_named(place: Path) -> None:
    folder = place / "output"
    folder.mkdir(mode=0o555)

    def as_nobody() -> None:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        with store.locked(folder, NOW):
            pass

    assert refused(as_nobody, place).endswith(".audionews.lock: cannot be written: Permission denied")


def test_a_full_disk_keeps_what_was_there(place: Path) -> None:
    disk = place / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        old = publish(disk, 100_000)
        before = files(disk)
        with pytest.raises(PublishError, match="cannot be written: No space left on device"):
            publish(disk, 250_000)
        assert files(disk) == before
        assert leftovers(disk) == []
        assert store.episodes(disk) == (old,)
        assert publish(disk, 120_000) != old  # and there is room again for what fits
    finally:
        subprocess.run(["/usr/bin/umount", str(disk)], check=True)

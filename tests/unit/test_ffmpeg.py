"""The ffmpeg of the wheel: real sound, rubbish, and a program that does not behave."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from audionews import ffmpeg
from audionews.errors import AudioError
from sounds import RATE, decoded, file_of, m4a, sine


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a shell script in the program's place."""

    def put(script: str) -> None:
        path = tmp_path / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(ffmpeg, "program", lambda: str(path))

    return put


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Look for the program anew, before and after."""
    ffmpeg.program.cache_clear()
    yield
    ffmpeg.program.cache_clear()


def opus(size: int) -> bytes:
    return ffmpeg.opus([bytes(size)], size // 2, RATE)


def test_what_music_programs_save_can_be_read(tmp_path: Path) -> None:
    data = m4a(sine(440, 2), tmp_path)
    assert data.index(b"moov") > data.index(b"mdat")
    heard = decoded(ffmpeg.wav(data, "music.m4a", 1))
    assert len(heard) == pytest.approx(RATE, abs=2048)
    assert np.abs(heard).max() == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000,
        b"not a sound at all\n" * 200,
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile '/etc/passwd'\n",
        b"ffconcat version 1.0\nfile 'http://127.0.0.1:9/'\n",
    ],
)
def test_rubbish_and_lists_of_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(
        AudioError, match=r"^music: is not sound that can be read; take a whole WAV, .* \(ffmpeg says: [^@]*\)$"
    ):
        ffmpeg.wav(data, "music", 10)


def test_a_list_of_other_files_opens_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(file_of(sine(440, 1)))
    for words in (
        f"ffconcat version 1.0\nfile '{tmp_path}/secret.wav'\n",
        f"#EXTM3U\n#EXTINF:1,\n{tmp_path}/secret.wav\n",
    ):
        with pytest.raises(AudioError):
            ffmpeg.wav(words.encode(), "list", 10)


def test_a_program_that_hangs_is_stopped(stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in("exec sleep 30")
    monkeypatch.setattr(ffmpeg, "_TIMEOUT_S", 0.2)
    with pytest.raises(AudioError, match="encoder: took longer than 0 s and was stopped"):
        opus(10)


def test_a_program_that_does_not_listen_is_an_error(stand_in: Callable[[str], None]) -> None:
    stand_in("exec <&-; echo 'no such codec' >&2; echo >&2; exit 3")
    with pytest.raises(AudioError, match="encoder: ffmpeg says: no such codec"):
        opus(10_000_000)


def test_a_program_that_gives_nothing_is_an_error(stand_in: Callable[[str], None]) -> None:
    stand_in("cat > /dev/null")
    with pytest.raises(AudioError, match="nothing, and gave nothing"):
        opus(10)


def test_the_program_gets_no_environment(stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    stand_in('cat > /dev/null; echo "[$SECRET]"')
    assert opus(10) == b"[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told from outside")
def test_the_program_has_little_memory_and_leaves_no_core_file(stand_in: Callable[[str], None]) -> None:
    stand_in("cat > /dev/null; ulimit -v; ulimit -c")
    assert opus(10).split() == [b"2097152", b"0"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told from outside")
def test_a_program_that_eats_memory_is_one_error(stand_in: Callable[[str], None]) -> None:
    stand_in(f"cat > /dev/null; exec {sys.executable} -c 'bytearray(3 << 30)'")
    with pytest.raises(AudioError, match=r"ffmpeg says: MemoryError"):
        opus(10)


def test_a_program_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ffmpeg, "program", lambda: str(tmp_path / "nothing"))
    with pytest.raises(AudioError, match="encoder: ffmpeg cannot be run: No such file"):
        opus(10)


@pytest.mark.usefixtures("forgetful")
def test_the_wheels_own_program_is_found_without_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert Path(ffmpeg.program()).is_absolute()
    assert os.access(ffmpeg.program(), os.X_OK)


@pytest.mark.usefixtures("forgetful")
def test_a_wheel_without_a_program_looks_further(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ffmpeg, "_in_wheel", lambda: None)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "own"))
    assert ffmpeg.program() == str(tmp_path / "own")


@pytest.mark.usefixtures("forgetful")
def test_no_program_anywhere_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> str:
        raise RuntimeError

    monkeypatch.setattr(ffmpeg, "find_spec", lambda name: None)
    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", nothing)
    with pytest.raises(AudioError, match="ffmpeg: is not installed; pip install imageio-ffmpeg"):
        ffmpeg.program()

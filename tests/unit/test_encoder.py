"""The encoder: the real program, on sound, on rubbish, and when it does not behave."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from audionews import encoder, mp3_frames
from audionews.cache import Cache
from audionews.errors import AudioError
from sounds import RATE, Samples, babble, clip_of, decoded, file_of, m4a, sine


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a shell script in the program's place."""

    def put(script: str) -> None:
        path = tmp_path / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(encoder, "program", lambda: str(path))

    return put


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Look for the program anew, before and after."""
    encoder.program.cache_clear()
    yield
    encoder.program.cache_clear()


def test_equal_sound_gives_equal_bytes() -> None:
    pcm = clip_of(babble(2)).pcm
    assert encoder.mpeg(pcm, RATE, 96) == encoder.mpeg(pcm, RATE, 96)


@pytest.mark.parametrize("effort", ["usual", "low"])
@pytest.mark.parametrize("kbps", encoder.KBPS)
def test_the_change_of_level_is_known(kbps: int, effort: encoder.Effort) -> None:
    sound = sine(440, 3) + sine(1700, 3)
    heard = decoded(mp3_frames.with_info(encoder.mpeg(clip_of(sound).pcm, RATE, kbps, effort), len(sound)))
    factor = float(np.dot(heard, sound) / np.dot(sound, sound))
    assert 20 * np.log10(factor) == pytest.approx(encoder.level_db(kbps), abs=0.03)


def test_pieces_cut_in_silence_join_to_what_one_piece_would_have_been() -> None:
    talk, pause = sine(310, 1.5) + sine(1900, 1.5, 0.03), np.zeros(round(0.21 * RATE), np.float32)
    samples = np.concatenate((talk, pause, talk[::-1], pause, talk))
    clip = clip_of(samples)
    pcm = np.frombuffer(clip.pcm, "<i2")
    cuts = encoder.cuts(clip, RATE)
    assert cuts
    bounds = list(zip([0, *cuts], [*cuts, len(pcm)], strict=True))
    parts = [encoder.mpeg(pcm[start:end].tobytes(), RATE, 96) for start, end in bounds]
    lengths = [(end - start) // mp3_frames.FRAME for start, end in bounds]
    whole = [mp3_frames.first_frames(part, length) for part, length in zip(parts[:-1], lengths, strict=False)]
    joined = decoded(mp3_frames.with_info(b"".join((*whole, parts[-1])), len(pcm)))
    single = decoded(mp3_frames.with_info(encoder.mpeg(pcm.tobytes(), RATE, 96), len(pcm)))
    assert len(joined) == len(single) == len(pcm)
    gain = 10 ** (encoder.level_db(96) / 20)
    for heard in (joined, single):
        assert np.sqrt(np.mean((heard / gain - samples) ** 2)) < 0.05 * np.sqrt(np.mean(samples**2))
    for cut in cuts:
        assert np.abs(joined[cut - 1500 : cut + 500]).max() < 0.001  # nothing clicks


def test_a_changed_stretch_moves_no_cut_but_those_beside_it() -> None:
    pause = np.zeros(12 * mp3_frames.FRAME, np.float32)
    talks = [babble(0.4 + 0.07 * number, seed=number) + 0.01 for number in range(20)]
    talks = [np.pad(talk, (0, -len(talk) % mp3_frames.FRAME), constant_values=0.01) for talk in talks]

    def places(second: Samples) -> tuple[list[int], int]:
        samples = np.concatenate([part for talk in (talks[0], second, *talks[2:]) for part in (talk, pause)])
        return encoder.cuts(clip_of(samples), 3 * RATE), len(samples)

    before, length = places(talks[1])
    after, longer = places(np.concatenate((talks[1], talks[1])))
    assert len(before) > 4
    assert [length - cut for cut in before[2:]] == [longer - cut for cut in after[2:]]


def entry_in(folder: Path) -> Path:
    (entry,) = [path for path in folder.rglob("*") if path.is_file()]
    return entry


def test_what_was_encoded_is_kept_until_it_is_damaged(tmp_path: Path) -> None:
    encode = encoder.remembering(Cache(tmp_path, 10**9))
    pcm = clip_of(babble(1)).pcm
    made = encode(pcm, RATE, 96, "usual")
    assert made == encoder.mpeg(pcm, RATE, 96)
    entry = entry_in(tmp_path)
    Cache(tmp_path, 10**9).keep(entry.name, b"kept")
    assert encode(pcm, RATE, 96, "usual") == b"kept"
    entry.write_bytes(entry.read_bytes()[:-1])
    assert encode(pcm, RATE, 96, "usual") == made
    assert encoder.remembering(Cache(tmp_path, 10**9))(pcm, RATE, 96, "usual") == made


def test_all_that_shapes_the_frames_is_in_the_name(tmp_path: Path, stand_in: Callable[[str], None]) -> None:
    cache, pcm = Cache(tmp_path, 10**9), clip_of(babble(0.3)).pcm
    encode = encoder.remembering(cache)
    made = {encode(part, RATE, kbps, "usual") for part, kbps in ((pcm, 96), (pcm, 64), (pcm[200:], 96))}
    made.add(encode(pcm, RATE, 96, "low"))
    stand_in("cat > /dev/null; echo another encoder")
    made.add(encoder.remembering(cache)(pcm, RATE, 96, "usual"))
    assert len(made) == 5


@pytest.mark.parametrize("seconds", [0.01, 0.05, 5.0])
def test_sound_without_silence_is_not_cut(seconds: float) -> None:
    assert encoder.cuts(clip_of(babble(seconds) + 0.01), RATE) == []


def test_what_music_programs_save_can_be_read(tmp_path: Path) -> None:
    data = m4a(sine(440, 2), tmp_path)
    assert data.index(b"moov") > data.index(b"mdat")
    heard = decoded(encoder.wav(data, "music.m4a", 1))
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
        encoder.wav(data, "music", 10)


def test_a_list_of_other_files_opens_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(file_of(sine(440, 1)))
    for words in (
        f"ffconcat version 1.0\nfile '{tmp_path}/secret.wav'\n",
        f"#EXTM3U\n#EXTINF:1,\n{tmp_path}/secret.wav\n",
    ):
        with pytest.raises(AudioError):
            encoder.wav(words.encode(), "list", 10)


def test_a_program_that_hangs_is_stopped(stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in("exec sleep 30")
    monkeypatch.setattr(encoder, "_TIMEOUT_S", 0.2)
    with pytest.raises(AudioError, match="encoder: took longer than 0 s and was stopped"):
        encoder.mpeg(bytes(10), RATE, 96)


def test_a_program_that_does_not_listen_is_an_error(stand_in: Callable[[str], None]) -> None:
    stand_in("exec <&-; echo 'no such codec' >&2; echo >&2; exit 3")
    with pytest.raises(AudioError, match="encoder: ffmpeg says: no such codec"):
        encoder.mpeg(bytes(10_000_000), RATE, 96)


def test_a_program_that_gives_nothing_is_an_error(stand_in: Callable[[str], None]) -> None:
    stand_in("cat > /dev/null")
    with pytest.raises(AudioError, match="nothing, and gave nothing"):
        encoder.mpeg(bytes(10), RATE, 96)


def test_the_program_gets_no_environment(stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    stand_in('cat > /dev/null; echo "[$SECRET]"')
    assert encoder.mpeg(bytes(10), RATE, 96) == b"[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told from outside")
def test_the_program_has_little_memory_and_leaves_no_core_file(stand_in: Callable[[str], None]) -> None:
    stand_in("cat > /dev/null; ulimit -v; ulimit -c")
    assert encoder.mpeg(bytes(10), RATE, 96).split() == [b"2097152", b"0"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told from outside")
def test_a_program_that_eats_memory_is_one_error(stand_in: Callable[[str], None]) -> None:
    stand_in(f"cat > /dev/null; exec {sys.executable} -c 'bytearray(3 << 30)'")
    with pytest.raises(AudioError, match=r"ffmpeg says: MemoryError"):
        encoder.mpeg(bytes(10), RATE, 96)


def test_a_program_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "program", lambda: str(tmp_path / "nothing"))
    with pytest.raises(AudioError, match="encoder: ffmpeg cannot be run: No such file"):
        encoder.mpeg(bytes(10), RATE, 96)


@pytest.mark.usefixtures("forgetful")
def test_the_wheels_own_program_is_found_without_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert Path(encoder.program()).is_absolute()
    assert os.access(encoder.program(), os.X_OK)


@pytest.mark.usefixtures("forgetful")
def test_a_wheel_without_a_program_looks_further(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "_in_wheel", lambda: None)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "own"))
    assert encoder.program() == str(tmp_path / "own")


@pytest.mark.usefixtures("forgetful")
def test_no_program_anywhere_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> str:
        raise RuntimeError

    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", nothing)
    with pytest.raises(AudioError, match="ffmpeg: is not installed; pip install imageio-ffmpeg"):
        encoder.program()

"""MP3 frames: ours read as ffmpeg reads them, and the other way round."""

import binascii
from pathlib import Path

import numpy as np
import pytest

from audionews import encoder, mp3_frames
from audionews.errors import AudioError
from audionews.mp3_frames import (
    DECODER_DELAY,
    ENCODER_DELAY,
    FRAME,
    Declared,
    declared,
    first_frames,
    mpeg_frames,
    with_info,
)
from sounds import RATE, babble, clip_of, decoded, ffmpeg


def stream(seconds: float = 1.0, kbps: int = 96) -> bytes:
    return encoder.mpeg(clip_of(babble(seconds)).pcm, RATE, kbps)


def slow_checksum(data: bytes) -> int:
    """The definition, bit by bit."""
    total = 0
    for byte in data:
        total ^= byte
        for _ in range(8):
            total = total >> 1 ^ (0xA001 if total & 1 else 0)
    return total


@pytest.mark.parametrize("length", [0, 1, 2, 9, 255, 256, 257, 5_003])
def test_the_checksum_is_that_of_the_lame_tag(length: int) -> None:
    data = bytes(np.random.default_rng(length).integers(0, 256, length, np.uint8))
    assert mp3_frames.checksum(data) == slow_checksum(data)


@pytest.mark.parametrize("kbps", encoder.KBPS)
def test_frames_follow_each_other_to_the_end(kbps: int) -> None:
    data = stream(kbps=kbps)
    bounds = list(mpeg_frames(data))
    assert [end for _, end in bounds][-1] == len(data)
    assert len(bounds) == -(-(RATE + ENCODER_DELAY + DECODER_DELAY) // FRAME)


@pytest.mark.parametrize("kbps", encoder.KBPS)
def test_the_info_frame_gives_back_every_frame_of_sound_and_no_other(kbps: int, tmp_path: Path) -> None:
    mp3 = with_info([stream(kbps=kbps)], RATE)
    assert declared(mp3) == Declared(frames=RATE, bytes=len(mp3))
    assert len(decoded(mp3)) == RATE
    (tmp_path / "sound.mp3").write_bytes(mp3)
    assert len(ffmpeg("-v", "error", "-i", str(tmp_path / "sound.mp3"), "-f", "s16le", "pipe:1")[0]) == 2 * RATE


def test_it_is_the_info_frame_that_ffmpeg_would_have_written(tmp_path: Path) -> None:
    given = ("-v", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0", "-b:a", "96k")
    exact = ("-fflags", "+bitexact", "-flags", "+bitexact", "-id3v2_version", "0")
    pcm = clip_of(babble(12)).pcm
    ffmpeg(*given, *exact, str(tmp_path / "theirs.mp3"), data=pcm)
    theirs = (tmp_path / "theirs.mp3").read_bytes()
    bare, _ = ffmpeg(*given, *exact, "-write_xing", "0", "-f", "mp3", "pipe:1", data=pcm)
    ours = with_info([bare], 12 * RATE)
    first = next(mpeg_frames(ours))[1]
    assert ours[first:] == theirs[first:]
    assert declared(ours) == declared(theirs)
    seek_table, music_checksum = slice(37, 137), slice(173, 175)
    assert np.abs(np.subtract(list(ours[seek_table]), list(theirs[seek_table]), dtype=int)).max() <= 2
    assert ours[music_checksum] == theirs[music_checksum]
    assert int.from_bytes(ours[175:177]) == slow_checksum(ours[:175])


def test_a_tag_before_the_info_frame_is_stepped_over() -> None:
    mp3 = with_info([stream()], RATE)
    tag = b"ID3\3\0\0" + bytes([0, 0, 1, 72]) + bytes(200)
    assert declared(tag + mp3) == declared(mp3)


@pytest.mark.parametrize("data", [b"", b"\xff", b"ID3", b"\xff\xfb", bytes(500), b"\xff\xfb\xff\xff" + bytes(400)])
def test_what_is_no_mp3_declares_nothing(data: bytes) -> None:
    assert declared(data) is None
    assert list(mpeg_frames(data)) == []


def test_an_mp3_without_an_info_frame_declares_nothing() -> None:
    assert declared(stream()) is None


def test_an_info_frame_that_does_not_say_all_declares_nothing() -> None:
    mp3 = bytearray(with_info([stream()], RATE))
    mp3[28] = 1
    assert declared(bytes(mp3)) is None


@pytest.mark.parametrize("frames", [1, RATE - 5_000, RATE + 2_000])
def test_sound_that_cannot_be_what_was_encoded_is_refused(frames: int) -> None:
    with pytest.raises(AudioError, match=f"encoder: gave 40 MPEG frames, which cannot be {frames} of sound"):
        with_info([stream()], frames)


def test_a_cut_frame_is_no_frame() -> None:
    data = stream()
    whole = list(mpeg_frames(data))
    assert list(mpeg_frames(data[:-1])) == whole[:-1]


def test_the_first_frames_are_cut_off_exactly() -> None:
    data = stream()
    assert first_frames(data, 0) == b""
    assert first_frames(data, 3) == data[: list(mpeg_frames(data))[2][1]]
    assert first_frames(data, 10_000) == data


def test_crc_of_the_standard_test_text() -> None:
    assert mp3_frames.checksum(b"123456789") == 0xBB3D
    assert binascii.crc_hqx(b"123456789", 0) != 0xBB3D  # the one in the standard library is another

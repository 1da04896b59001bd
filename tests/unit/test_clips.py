"""Sound files of every usual kind are read whole or refused; rates change without a trace."""

import io
import struct

import numpy as np
import pytest
import soundfile

from audionews import clips, encoder
from audionews.domain import Clip
from audionews.errors import AudioError
from audionews.mp3_frames import FRAME

RATE = 24_000
KINDS = [
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "FLOAT"),
    ("WAV", "PCM_U8"),
    ("FLAC", "PCM_16"),
    ("FLAC", "PCM_24"),
    ("OGG", "VORBIS"),
    ("OGG", "OPUS"),
    ("MP3", "MPEG_LAYER_III"),
    ("AIFF", "PCM_16"),
]


def sine(seconds: float, hertz: float = 220.0, rate: int = RATE, peak: float = 0.5) -> np.ndarray:
    return (peak * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def written(samples: np.ndarray, form: str, sub: str, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=form, subtype=sub)
    return file.getvalue()


def clip_of(samples: np.ndarray, rate: int = RATE) -> Clip:
    return clips.decode(written(samples, "WAV", "PCM_16", rate), "sine")


@pytest.mark.parametrize(("form", "sub"), KINDS)
def test_reads_every_usual_kind(form: str, sub: str) -> None:
    clip = clips.decode(written(sine(1.0), form, sub), "x")
    assert (clip.frames, clip.rate) == (RATE, RATE)
    difference = clips.samples(clip) / 32768 - sine(1.0)
    assert np.sqrt(np.mean(difference**2)) < 0.04


def test_sixteen_bits_come_through_unchanged() -> None:
    pcm = np.arange(-32768, 32768, dtype="<i2")
    file = io.BytesIO()
    soundfile.write(file, pcm, RATE, format="WAV", subtype="PCM_16")
    assert clips.decode(file.getvalue(), "x").pcm == pcm.tobytes()


def test_channels_are_averaged() -> None:
    stereo = np.stack([sine(0.5), -sine(0.5) / 2], axis=1)
    mono = clips.samples(clips.decode(written(stereo, "WAV", "FLOAT"), "x")) / 32768
    assert np.abs(mono - sine(0.5) / 4).max() < 1e-4


def test_too_loud_is_held_not_wrapped() -> None:
    found = clips.samples(clips.decode(written(sine(0.1, peak=1.5), "WAV", "FLOAT"), "x"))
    assert (found.max(), found.min()) == (32767, -32768)
    assert np.abs(np.diff(found.astype(np.int32))).max() < 4000


@pytest.mark.parametrize("share", [0.97, 0.5, 0.1])
@pytest.mark.parametrize(("form", "sub"), KINDS)
def test_a_file_that_was_cut_is_refused(form: str, sub: str, share: float) -> None:
    whole = written(sine(2.0), form, sub)
    with pytest.raises(AudioError, match=r"^jingle\.x: is (damaged or )?cut off"):
        clips.decode(whole[: int(len(whole) * share)], "jingle.x")


def test_a_cut_mp3_is_refused_behind_an_id3_tag() -> None:
    size = 300
    tag = b"ID3\x03\x00\x00" + bytes([0, 0, size >> 7, size & 0x7F]) + bytes(size)
    whole = tag + written(sine(2.0), "MP3", "MPEG_LAYER_III")
    assert clips.decode(whole, "x").frames == 2 * RATE
    with pytest.raises(AudioError, match="cut off"):
        clips.decode(whole[: len(whole) // 2], "x")


@pytest.mark.parametrize("seconds", [1.0, 2.3, 10.0])
def test_an_mp3_that_does_not_say_how_long_it_is_is_read_to_its_end(seconds: float) -> None:
    pcm = clip_of(sine(seconds)).pcm
    found = clips.decode(encoder.mpeg(pcm, RATE, 96), "jingle.mp3")
    assert 0 <= found.frames - seconds * RATE < 3 * FRAME


def test_an_ogg_whose_last_page_is_torn_is_refused() -> None:
    whole = written(sine(2.0), "OGG", "VORBIS")
    with pytest.raises(AudioError, match="cut off"):
        clips.decode(whole[: whole.rfind(b"OggS") + 4], "x")


def test_a_wav_that_was_piped_does_not_know_its_length() -> None:
    whole = bytearray(written(sine(1.0), "WAV", "PCM_16"))
    whole[4:8] = struct.pack("<I", 0xFFFFFFFF)
    assert clips.decode(bytes(whole), "x").frames == RATE


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", b"ID3", b"not sound", bytes(3000), b"\xff\xfb\x90" + bytes(500), b"<html>" * 99]
)
def test_what_is_not_sound_is_refused_with_what_would_be_right(data: bytes) -> None:
    with pytest.raises(AudioError, match=r"^x: (is not sound that can be read; take a whole WAV, [^<]*|is cut off.*)$"):
        clips.decode(data, "x")


def test_a_file_without_a_sample_is_refused() -> None:
    with pytest.raises(AudioError, match="x: holds no sound"):
        clips.decode(written(sine(0.0), "WAV", "PCM_16"), "x")


def test_blocks_are_the_whole_sound() -> None:
    stereo = np.stack([sine(2.5), sine(2.5)], axis=1)
    found = list(clips.blocks(written(stereo, "WAV", "FLOAT"), "x", 1))
    assert [(block.shape, rate) for block, rate in found] == [((size, 2), RATE) for size in (RATE, RATE, RATE // 2)]
    assert np.allclose(np.concatenate([block for block, _ in found]), stereo, atol=1e-6)
    assert len(list(clips.blocks(written(sine(0.5), "WAV", "PCM_16"), "x", 1))) == 1


def test_blocks_of_a_broken_file_are_refused() -> None:
    whole = written(sine(2.0), "FLAC", "PCM_16")
    with pytest.raises(AudioError, match=r"x: is (not sound that can be read|damaged)"):
        list(clips.blocks(whole[: len(whole) // 2], "x", 1))


@pytest.mark.parametrize(
    ("frames", "rate", "to", "expected"),
    [
        (22050, 22050, 44100, 44100),
        (1, 22050, 44100, 2),
        (3, 44100, 22050, 2),
        (1001, 24000, 44100, 1839),
        (5, 48000, 44100, 5),
    ],
)
def test_another_rate_has_exactly_the_frames_it_must(frames: int, rate: int, to: int, expected: int) -> None:
    clip = Clip(pcm=bytes(2 * frames), rate=rate)
    assert (clips.resampled(clip, to).frames, clips.resampled(clip, to).rate) == (expected, to)


def test_another_rate_keeps_the_sound_and_adds_no_images() -> None:
    found = clips.samples(clips.resampled(clip_of(sine(1.0, hertz=9_000)), 44_100)) / 32768
    power = np.abs(np.fft.rfft(found * np.hanning(len(found))))
    hertz = np.fft.rfftfreq(len(found), 1 / 44_100)
    image = power[(hertz > 12_500) & (hertz < 21_000)].max()
    assert abs(hertz[power.argmax()] - 9_000) < 2
    assert 20 * np.log10(image / power.max()) < -80


def test_equal_clips_at_another_rate_are_equal_bytes() -> None:
    clip = clip_of(sine(0.7, hertz=333))
    assert clips.resampled(clip, 44_100).pcm == clips.resampled(clip, 44_100).pcm
    assert clips.resampled(clip, RATE) is clip


def test_a_full_scale_clip_at_another_rate_is_held_not_wrapped() -> None:
    square = Clip(pcm=np.where(sine(0.2, 500) > 0, 32767, -32768).astype("<i2").tobytes(), rate=RATE)
    found = clips.samples(clips.resampled(square, 44_100)).astype(np.int32)
    assert (found.max(), found.min()) == (32767, -32768)
    middle = found[1000:-1000]
    assert ((middle > 20_000) | (middle < -20_000)).mean() > 0.8


def test_silence_has_its_length() -> None:
    assert clips.silence(3) == bytes(6)


def test_where_it_sounds() -> None:
    clip = Clip(pcm=np.array([0, 5, -5, 100, -200, 3, 0], dtype="<i2").tobytes(), rate=RATE)
    assert clips.sounding(clip, 64) == (3, 5)
    assert clips.sounding(Clip(pcm=np.array([-32768], dtype="<i2").tobytes(), rate=RATE), 64) == (0, 1)
    assert clips.sounding(Clip(pcm=bytes(20), rate=RATE), 64) == (0, 0)
    assert clip.part(3, 5).pcm == np.array([100, -200], dtype="<i2").tobytes()

"""The encoder: the same bytes for the same sound, its level, pieces that join, and its memory."""

import numpy as np
import pytest

from audionews import encoder, mp3_frames
from sounds import RATE, Samples, babble, clip_of, decoded, sine


def test_equal_sound_gives_equal_bytes() -> None:
    pcm = clip_of(babble(2)).pcm
    assert encoder.mpeg(pcm, RATE, 96) == encoder.mpeg(pcm, RATE, 96)


@pytest.mark.parametrize("effort", ["usual", "low"])
@pytest.mark.parametrize("kbps", encoder.KBPS)
def test_the_change_of_level_is_known(kbps: int, effort: encoder.Effort) -> None:
    sound = sine(440, 3) + sine(1700, 3)
    heard = decoded(mp3_frames.with_info([encoder.mpeg(clip_of(sound).pcm, RATE, kbps, effort)], len(sound)))
    factor = float(np.dot(heard, sound) / np.dot(sound, sound))
    assert 20 * np.log10(factor) == pytest.approx(encoder.level_db(kbps), abs=0.03)


def test_pieces_cut_in_silence_join_to_what_one_piece_would_have_been() -> None:
    talk, pause = sine(310, 1.5) + sine(1900, 1.5, 0.03), np.zeros(round(0.21 * RATE), np.float32)
    samples = np.concatenate((talk, pause, talk[::-1], pause, talk))
    clip = clip_of(samples)
    pcm = np.frombuffer(clip.pcm, "<i2")
    cuts = encoder.cuts(encoder.silences(clip), RATE)
    assert cuts
    bounds = list(zip([0, *cuts], [*cuts, len(pcm)], strict=True))
    parts = [encoder.mpeg(pcm[start:end].tobytes(), RATE, 96) for start, end in bounds]
    lengths = [(end - start) // mp3_frames.FRAME for start, end in bounds]
    whole = [mp3_frames.first_frames(part, length) for part, length in zip(parts[:-1], lengths, strict=False)]
    joined = decoded(mp3_frames.with_info([*whole, parts[-1]], len(pcm)))
    single = decoded(mp3_frames.with_info([encoder.mpeg(pcm.tobytes(), RATE, 96)], len(pcm)))
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
        return encoder.cuts(encoder.silences(clip_of(samples)), 3 * RATE), len(samples)

    before, length = places(talks[1])
    after, longer = places(np.concatenate((talks[1], talks[1])))
    assert len(before) > 4
    assert [length - cut for cut in before[2:]] == [longer - cut for cut in after[2:]]


@pytest.mark.parametrize("seconds", [0.01, 0.05, 5.0])
def test_sound_without_silence_is_not_cut(seconds: float) -> None:
    assert encoder.cuts(encoder.silences(clip_of(babble(seconds) + 0.01)), RATE) == []

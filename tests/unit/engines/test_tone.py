"""The tone engine: every time can be foretold."""

import pytest

from audionews import clips
from audionews.domain import SpokenWord, Voice
from audionews.engines.tone import RATE, ToneEngine
from audionews.errors import EngineRejectedError, SettingsError

TONE = Voice(name="tone", engine="tone")


def test_every_word_is_a_tenth_of_a_second() -> None:
    recording = ToneEngine().synthesise(" un  deux,\ntrois ", TONE)
    assert clips.decode(recording.data, "x").frames == 3 * RATE // 10
    words = [(word.position, word.start_ms) for word in recording.words or ()]
    assert words == [(1, 0), (5, 100), (11, 200)]
    assert recording.words is not None
    assert isinstance(recording.words[0], SpokenWord)


def test_peaks_are_where_the_file_says() -> None:
    samples = clips.samples(clips.decode(ToneEngine().synthesise("un", TONE).data, "x"))
    assert samples.max() == 3277
    assert samples[0] == 0


def test_rate_and_options_shape_it() -> None:
    voice = Voice(name="t", engine="tone", rate=2.0, options={"word_ms": 50, "level_dbfs": -6, "hertz": 1000})
    clip = clips.decode(ToneEngine().synthesise("un deux", voice).data, "x")
    assert clip.frames == 2 * (RATE // 40)
    assert 16_000 < clips.samples(clip).max() < 16_500


def test_equal_calls_give_equal_bytes() -> None:
    assert ToneEngine().synthesise("a b", TONE) == ToneEngine().synthesise("a b", TONE)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(EngineRejectedError):
        ToneEngine().synthesise("  ", TONE)
    with pytest.raises(
        SettingsError, match=r"voices/t\.toml: \[options\] hertz: must be a whole number from 20 to 20000, is 1$"
    ):
        ToneEngine().check(Voice(name="t", engine="tone", options={"hertz": 1}))
    ToneEngine().check(TONE)

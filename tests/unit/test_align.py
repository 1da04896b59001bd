"""Word starts taken over from another voice's reading of the same text."""

import statistics

import numpy as np
import pytest

from audionews import clips
from audionews.align import SAME_TEXT, align, words_of
from audionews.domain import Clip, SpokenWord, Voice
from audionews.engines import Engine
from audionews.engines.espeak import EspeakEngine
from audionews.timecode import to_frames
from fakes import VOICE, ScriptedEngine

RATE = 8_000


def sounding(before_ms: int, sound_ms: int, after_ms: int) -> Clip:
    loud = np.full(RATE * sound_ms // 1000, 9000, dtype="<i2").tobytes()
    frames = [ms * RATE // 1000 for ms in (before_ms, after_ms)]
    return Clip(pcm=clips.silence(frames[0]) + loud + clips.silence(frames[1]), rate=RATE)


def followed(text: str, clip: Clip, engine: Engine, voice: Voice) -> tuple[SpokenWord, ...]:
    """Return the words of a clip as a voice that reads along finds them."""
    reading = engine.synthesise(text, voice)
    found = align(clip, clips.decode(reading.data, text))
    return words_of(found, reading.words or ()) if found else ()


def test_starts_are_stretched_to_where_it_sounds() -> None:
    words = followed("un deux trois quatre", sounding(500, 800, 300), ScriptedEngine(), VOICE)
    assert [word.position for word in words] == [0, 3, 8, 14]
    for word, expected_ms in zip(words, (500, 700, 900, 1100), strict=True):
        assert abs(word.start_ms - expected_ms) <= 2


TEXTS = (
    "La commune voisine, qui n’a pas encore répondu, devra se prononcer avant la fin du mois.",
    "En août, le prix du blé a baissé de quatre virgule deux pour cent, une première depuis dix ans.",
    "« Nous n’avons rien promis », répond la ministre, interrogée hier soir à la radio.",
)
ENGINE = EspeakEngine()
READER = Voice(name="a", engine="espeak")


def said(text: str, voice: Voice) -> Clip:
    return clips.decode(ENGINE.synthesise(text, voice).data, text)


@pytest.mark.parametrize("options", [{"variant": "klatt2", "words_a_minute": 140}, {"variant": "f5", "pitch": 80}])
def test_another_voice_s_words_are_found_to_a_few_hundredths_of_a_second(options: dict[str, str | int]) -> None:
    other = Voice(name="b", engine="espeak", options=options)
    off_ms: list[int] = []
    for text in TEXTS:
        recording = ENGINE.synthesise(text, other)
        found = followed(text, clips.decode(recording.data, "x"), ENGINE, READER)
        true = recording.words or ()
        assert [word.position for word in found] == [word.position for word in true]
        off_ms += [abs(one.start_ms - two.start_ms) for one, two in zip(found, true, strict=True)]
    assert statistics.median(off_ms) <= 15
    assert max(off_ms) <= 100


def test_a_pause_that_only_one_of_them_makes_moves_no_word() -> None:
    """Stretched as a whole, every word would be early or late."""
    recording = ENGINE.synthesise(TEXTS[0], READER)
    reading, words = clips.decode(recording.data, "x"), recording.words or ()
    (comma_ms,) = (word.start_ms for word in words if TEXTS[0].startswith("qui", word.position))
    at = to_frames(comma_ms, reading.rate)
    pause = clips.silence(reading.rate * 7 // 10)
    paused = Clip(pcm=reading.part(0, at).pcm + pause + reading.part(at, reading.frames).pcm, rate=reading.rate)
    found = align(paused, reading)
    assert found is not None
    for word in words:
        late_ms = found.place_ms(word.start_ms) - word.start_ms
        if word.start_ms != comma_ms:
            assert abs(late_ms - (700 if word.start_ms > comma_ms else 0)) <= 40


def test_the_same_words_are_alike_and_others_are_not() -> None:
    other = Voice(name="b", engine="espeak", options={"variant": "f2", "words_a_minute": 190})
    for number, text in enumerate(TEXTS):
        right = align(said(text, other), said(text, READER))
        wrong = align(said(TEXTS[number - 1], other), said(text, READER))
        assert right is not None
        assert wrong is not None
        assert right.unlikeness < 0.6 < SAME_TEXT < wrong.unlikeness
        assert right.tightest > 0.5


def test_words_that_were_left_out_have_no_time() -> None:
    whole = said(TEXTS[1], Voice(name="b", engine="espeak", options={"variant": "f2"}))
    cut = Clip(pcm=whole.part(0, whole.frames * 4 // 5).pcm, rate=whole.rate)
    found = align(cut, said(TEXTS[1], READER))
    assert found is not None
    assert found.tightest < 0.25


def test_silence_is_beside_nothing() -> None:
    assert align(Clip(pcm=clips.silence(RATE), rate=RATE), sounding(0, 500, 0)) is None
    assert align(sounding(0, 500, 0), Clip(pcm=b"", rate=RATE)) is None

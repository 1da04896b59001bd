"""Word starts taken over from another voice's reading of the same text."""

import statistics

import numpy as np

from audionews import clips
from audionews.align import shadowing
from audionews.domain import Clip, Voice
from audionews.engines.espeak import EspeakEngine
from audionews.errors import EngineRejectedError
from fakes import VOICE, ScriptedEngine

RATE = 8_000


def sounding(before_ms: int, sound_ms: int, after_ms: int) -> Clip:
    loud = np.full(RATE * sound_ms // 1000, 9000, dtype="<i2").tobytes()
    frames = [ms * RATE // 1000 for ms in (before_ms, after_ms)]
    return Clip(pcm=clips.silence(frames[0]) + loud + clips.silence(frames[1]), rate=RATE)


def test_starts_are_stretched_to_where_it_sounds() -> None:
    words = shadowing(ScriptedEngine(), VOICE)("un deux trois quatre", sounding(500, 800, 300))
    assert [word.position for word in words] == [0, 3, 8, 14]
    for word, expected_ms in zip(words, (500, 700, 900, 1100), strict=True):
        assert abs(word.start_ms - expected_ms) <= 2


def test_what_the_other_voice_cannot_say_or_time_has_no_starts() -> None:
    clip = sounding(0, 100, 0)
    assert shadowing(ScriptedEngine(EngineRejectedError("s", "never")), VOICE)("un", clip) == ()
    assert shadowing(ScriptedEngine(timed=False), VOICE)("un", clip) == ()


def test_another_voice_s_words_are_found_to_a_few_hundredths_of_a_second() -> None:
    engine = EspeakEngine()
    aligner = shadowing(engine, Voice(name="a", engine="espeak"))
    other = Voice(name="b", engine="espeak", options={"variant": "klatt2", "words_a_minute": 140})
    off_ms: list[int] = []
    for text in (
        "La commune voisine, qui n’a pas encore répondu, devra se prononcer avant la fin du mois.",
        "En août, le prix du blé a baissé de quatre virgule deux pour cent, une première depuis dix ans.",
        "« Nous n’avons rien promis », répond la ministre, interrogée hier soir à la radio.",
    ):
        recording = engine.synthesise(text, other)
        found = aligner(text, clips.decode(recording.data, "x"))
        true = recording.words or ()
        assert [word.position for word in found] == [word.position for word in true]
        off_ms += [abs(one.start_ms - two.start_ms) for one, two in zip(found, true, strict=True)]
    assert statistics.median(off_ms) <= 40
    assert max(off_ms) <= 200

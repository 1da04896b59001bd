"""A script spoken: every segment, in order, to the frame."""

import threading
import time

import numpy as np
import pytest

from audionews import clips
from audionews.domain import Reading, Recording, Script, Segment, SpokenWord, Utterance, Voice, Word
from audionews.engines.tone import RATE, ToneEngine
from audionews.engines.wav import wav
from audionews.errors import AudioError, EngineFailedError
from audionews.speech import speak, utterances
from audionews.takes import begin, side_by_side
from fakes import VOICE, ScriptedEngine

TONE = Voice(name="tone", engine="tone")
WORD = RATE // 10


def segment(*readings: tuple[str, str]) -> Segment:
    made = tuple(Reading(written=written, spoken=spoken) for written, spoken in readings)
    return Segment(role="body", readings=made, pause_ms=0)


def plain(text: str) -> Segment:
    return segment((text, text))


def script(*segments: Segment) -> Script:
    return Script(article_id="a", segments=segments, marks=())


def heard(utterance: Utterance) -> tuple[bytes, tuple[Word, ...]]:
    return utterance.clip.pcm, utterance.words


def test_each_segment_is_spoken_to_the_frame_with_its_words() -> None:
    said = script(plain("Un deux trois."), segment(("14h30", "quatorze heures trente"), (" ici.", "ici.")))
    speech = speak(said, TONE, ToneEngine())
    assert speech.voice == TONE
    assert speech.fallback_from is None
    assert [utterance.segment for utterance in speech.utterances] == list(said.segments)
    assert [utterance.clip.frames for utterance in speech.utterances] == [3 * WORD, 4 * WORD]
    words = [[(word.written, word.start_ms, word.end_ms) for word in each.words] for each in speech.utterances]
    assert words[0] == [("Un", 0, 100), ("deux", 100, 200), ("trois.", 200, 300)]
    assert words[1] == [("14h30", 0, 300), ("ici.", 300, 400)]


def test_a_long_segment_is_cut_and_joined_with_a_breath() -> None:
    text = "Un deux trois quatre. Cinq six, sept huit neuf dix onze"
    engine = ScriptedEngine(longest=22)
    (utterance,) = speak(script(plain(text)), VOICE, engine).utterances
    assert engine.said == ["Un deux trois quatre.", "Cinq six,", "sept huit", "neuf dix onze"]
    breaths = round(0.25 * RATE) + round(0.12 * RATE)
    assert utterance.clip.frames == 11 * WORD + breaths
    assert [word.written for word in utterance.words] == text.split()
    assert [word.start_ms for word in utterance.words] == [0, 100, 200, 300, 650, 750, 970, 1070, 1170, 1270, 1370]
    assert utterance.words[-1].end_ms == 1470


def test_silence_at_the_ends_is_cut_off_and_word_times_follow() -> None:
    loud = np.full(RATE // 10, 8000, dtype="<i2").tobytes()
    quiet = clips.silence(RATE)
    words = (SpokenWord(position=0, start_ms=1000), SpokenWord(position=3, start_ms=1050))
    engine = ScriptedEngine(lambda _text: Recording(data=wav(quiet + loud + quiet, RATE), format="wav", words=words))
    (utterance,) = speak(script(plain("un deux")), VOICE, engine).utterances
    assert utterance.clip.frames == round((0.02 + 0.1 + 0.04) * RATE)
    assert [(word.start_ms, word.end_ms) for word in utterance.words] == [(20, 70), (70, 160)]


def test_sound_too_quiet_to_tell_is_left_alone() -> None:
    engine = ScriptedEngine(wav(clips.silence(500), RATE))
    assert speak(script(plain("un")), VOICE, engine).utterances[0].clip.frames == 500


def test_a_segment_that_says_nothing_has_no_sound() -> None:
    said = script(segment(("👏", "")), plain("…"), segment(), plain("un"))
    engine = ScriptedEngine()
    speech = speak(said, VOICE, engine)
    assert [(each.clip.frames, each.words, each.fresh) for each in speech.utterances[:3]] == [(0, (), False)] * 3
    assert engine.said == ["un"]


def test_pieces_of_another_rate_are_brought_to_the_first_one_s() -> None:
    rates = iter([24_000, 48_000])

    def sound(_text: str) -> Recording:
        rate = next(rates)
        return Recording(data=wav(np.full(rate // 10, 9000, dtype="<i2").tobytes(), rate), format="wav")

    (utterance,) = speak(script(plain("un deux")), VOICE, ScriptedEngine(sound, longest=4)).utterances
    assert (utterance.clip.rate, utterance.clip.frames) == (24_000, 4_800)


def test_an_engine_that_knows_no_times_leaves_none() -> None:
    (utterance,) = speak(script(plain("un deux")), VOICE, ScriptedEngine(timed=False)).utterances
    assert utterance.words == ()


def test_fresh_is_what_any_piece_is() -> None:
    recordings = iter([False, False, False, True])

    def sound(text: str) -> Recording:
        return Recording(data=ToneEngine().synthesise(text, TONE).data, format="wav", fresh=next(recordings))

    speech = speak(script(plain("un deux"), plain("six huit")), VOICE, ScriptedEngine(sound, longest=4))
    assert [utterance.fresh for utterance in speech.utterances] == [False, True]


def test_utterances_come_as_soon_as_they_are_there() -> None:
    engine = ScriptedEngine()
    coming = utterances(begin(script(plain("un"), plain("deux"), plain("trois")), VOICE, engine))
    next(coming)
    assert engine.said == ["un"]


def test_side_by_side_keeps_the_order_and_the_bytes() -> None:
    said = script(*(plain(" ".join(["mot"] * (1 + number % 7))) for number in range(40)))
    engine = ScriptedEngine(0.005)
    spread, alone = speak(said, VOICE, engine, at_once=side_by_side(8)), speak(said, VOICE, ScriptedEngine())
    assert [heard(each) for each in spread.utterances] == [heard(each) for each in alone.utterances]
    assert 1 < engine.most_at_once <= 8


def test_after_a_failure_nothing_more_is_begun() -> None:
    engine = ScriptedEngine(EngineFailedError("scripted", "no"), 0.05)
    said = script(*(plain(f"mot {number}") for number in range(100)))
    with pytest.raises(EngineFailedError):
        speak(said, VOICE, engine, at_once=side_by_side(4))
    assert len(engine.said) < 20
    began = len(engine.said)
    time.sleep(0.1)
    assert len(engine.said) == began
    assert not [thread for thread in threading.enumerate() if "ThreadPool" in thread.name]


def test_rubbish_is_an_error_about_the_engine_and_the_text() -> None:
    with pytest.raises(AudioError, match=r"^scripted, 'un deux': is not sound that can be read"):
        speak(script(plain("un deux")), VOICE, ScriptedEngine(b"rubbish"))

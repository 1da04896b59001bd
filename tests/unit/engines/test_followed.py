"""Whether what came is believed: another voice reads along."""

from functools import cache

import pytest

from audionews import clips
from audionews.domain import Clip, Recording, Voice
from audionews.engines.espeak import EspeakEngine
from audionews.engines.followed import Followed
from audionews.engines.wav import wav
from audionews.errors import EngineFailedError, EngineUnavailableError
from fakes import VOICE, ScriptedEngine

ESPEAK = EspeakEngine()
TEXT = "La commune voisine n’a pas encore répondu à la proposition."
TEXTS = tuple(
    f"Le {number} septembre, la mairie a repoussé le vote des élus." for number in ("trois", "sept", "dix", "onze")
)


@cache
def read(text: str) -> Recording:
    return ESPEAK.synthesise(text, Voice(name="espeak-fr", engine="espeak"))


@cache
def said(text: str) -> Clip:
    """Return what somebody slow says."""
    options: dict[str, str | int | float | bool] = {"variant": "klatt2", "words_a_minute": 120}
    return clips.decode(ESPEAK.synthesise(text, Voice(name="slow", engine="espeak", options=options)).data, text)


def recording(clip: Clip) -> Recording:
    return Recording(data=wav(clip.pcm, clip.rate), format="wav")


def speaking(text: str) -> Recording:
    return recording(said(text))


def without_its_end(text: str) -> Recording:
    return recording(said(text).part(0, int(said(text).frames * 0.62)))


def test_words_get_their_times() -> None:
    words = Followed(ScriptedEngine(speaking), read).synthesise(TEXT, VOICE).words
    assert [word.position for word in words or ()] == [word.position for word in read(TEXT).words or ()]


def test_times_that_an_engine_knows_itself_are_kept() -> None:
    engine = ScriptedEngine(lambda text: read(text))
    assert Followed(engine, read).synthesise(TEXT, VOICE) == read(TEXT)


def test_what_lacks_its_end_is_known_by_the_voice_s_usual_pace() -> None:
    """This voice is so slow that two thirds of a sentence take it as long as others take for the whole."""
    followed = Followed(ScriptedEngine(*[speaking] * 8, without_its_end, speaking), read)
    for text in TEXTS * 2:
        assert followed.synthesise(text, VOICE).words
    with pytest.raises(EngineFailedError, match=r"^scripted: only .* s came, .* s are usual: 'La commune"):
        followed.synthesise(TEXT, VOICE)
    assert followed.synthesise(TEXT, VOICE).words


def test_another_voice_has_a_pace_of_its_own() -> None:
    followed = Followed(ScriptedEngine(*[speaking] * 8, lambda text: read(text)), read)
    for text in TEXTS * 2:
        followed.synthesise(text, VOICE)
    quick = Voice(name="another", engine="scripted")
    assert followed.synthesise(TEXT, quick).data


@pytest.mark.parametrize("data", [b"", b"<html>", b"RIFF"])
def test_what_is_not_sound_is_a_failure(data: bytes) -> None:
    with pytest.raises(EngineFailedError, match="not sound"):
        Followed(ScriptedEngine(data), read).synthesise(TEXT, VOICE)


def test_where_nobody_can_read_along_syllables_are_counted() -> None:
    def mute(_text: str) -> Recording:
        raise EngineUnavailableError(ESPEAK.name, "its library is missing")

    followed = Followed(ScriptedEngine(speaking, lambda text: recording(said(text).part(0, 9_000))), mute)
    assert followed.synthesise(TEXT, VOICE) == speaking(TEXT)
    with pytest.raises(EngineFailedError, match="syllables"):
        followed.synthesise(TEXT, VOICE)


@pytest.mark.parametrize("text", ["Oui.", "Non !", "Paris", "Eh bien… voilà."])
def test_short_texts_are_believed(text: str) -> None:
    assert Followed(ScriptedEngine(speaking), read).synthesise(text, VOICE).words


@pytest.mark.parametrize("language", ["en", "it", "de"])
@pytest.mark.parametrize(
    "text",
    [
        "Mateusz Krzysztof Szczęsny joue à Wrocław contre Brno.",
        "La S N C F, la R A T P et l’O N U ont signé l’accord.",
    ],
)
def test_who_reads_names_and_letters_in_a_foreign_way_is_believed(language: str, text: str) -> None:
    def foreign(said: str) -> Recording:
        return ESPEAK.synthesise(said, Voice(name="v", engine="espeak", language=language, options={"variant": "f2"}))

    assert Followed(ScriptedEngine(foreign), read).synthesise(text, VOICE).data

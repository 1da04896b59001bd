"""Words respelled for one engine, and their times given back for the text that was asked."""

from audionews.domain import Recording, Voice
from audionews.engines.respelt import Respelt
from audionews.engines.tone import ToneEngine
from audionews.french.lexicon import Entry, Lexicon

VOICE = Voice(name="tone", engine="tone")


class Listening(ToneEngine):
    """Remembers what it was given to say."""

    heard: str = ""

    def synthesise(self, text: str, voice: Voice) -> Recording:
        self.heard = text
        return super().synthesise(text, voice)


def speak(text: str, *entries: tuple[str, str]) -> tuple[str, list[tuple[int, int]]]:
    """Return what the engine was given, and the words' positions and times."""
    engine = Listening()
    rule = Lexicon(tuple(Entry(written=written, spoken=spoken) for written, spoken in entries)).rule("tone")
    words = Respelt(engine, rule).synthesise(text, VOICE).words
    assert words is not None
    return engine.heard, [(word.position, word.start_ms) for word in words]


def test_a_text_without_such_words_is_said_as_it_is() -> None:
    assert speak("un deux trois", ("Musk", "Mosk")) == ("un deux trois", [(0, 0), (3, 100), (8, 200)])


def test_a_longer_respelling_moves_no_word() -> None:
    assert speak("un Musk trois", ("Musk", "Meusque")) == ("un Meusque trois", [(0, 0), (3, 100), (8, 200)])


def test_a_respelling_of_several_words_has_one_time() -> None:
    said, words = speak("a Altman b Altman c", ("Altman", "Alt mane"))
    assert said == "a Alt mane b Alt mane c"
    assert words == [(0, 0), (2, 100), (9, 300), (11, 400), (18, 600)]


def test_a_phrase_that_becomes_one_word_keeps_its_start() -> None:
    assert speak("a b c d", ("b c", "béssé")) == ("a béssé d", [(0, 0), (2, 100), (6, 200)])

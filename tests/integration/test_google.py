"""Google's voice over a real connection: the real gTTS, a tunnelling proxy, TLS, a service that behaves or does not."""

import gzip
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from audionews import clips
from audionews.domain import Reading, Script, Segment, Sound, Voice
from audionews.engines import Engine, load
from audionews.engines.around import equip
from audionews.engines.espeak import EspeakEngine
from audionews.engines.followed import Followed
from audionews.engines.google import GoogleEngine, wait_s
from audionews.engines.patient import Patient
from audionews.engines.timed import Timed
from audionews.errors import EngineError, EngineFailedError, EngineRejectedError, EngineUnavailableError, SettingsError
from audionews.settings import VoiceTable
from audionews.speech import speak
from audionews.takes import side_by_side
from loopback import (
    RATE,
    Answer,
    Service,
    after,
    cut_in_the_middle,
    drip,
    envelope,
    hung_up,
    mp3,
    mp3_of,
    sound,
    spoken_mp3,
    status,
    translate_service,
)

VOICE = Voice(name="google-fr", engine="google")
READER = EspeakEngine()
TEXT = "Le conseil municipal a voté hier soir le nouveau plan de circulation."
OTHER_TEXT = "Trois agriculteurs de la vallée attendent encore la pluie depuis le printemps."


def listened(engine: GoogleEngine) -> Engine:
    return Followed(engine, lambda text: READER.synthesise(text, Voice(name="espeak-fr", engine="espeak")))


@contextmanager
def service(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> Iterator[Service]:
    with translate_service(*answers) as running:
        monkeypatch.setenv("HTTPS_PROXY", running.proxy)
        yield running


def test_says_a_text_with_one_request_in_the_voice_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch) as running:
        recording = GoogleEngine().synthesise(TEXT, VOICE)
    clip = clips.decode(recording.data, "answer")
    assert (recording.format, recording.words, clip.rate) == ("mp3", None, RATE)
    assert clip.frames > 2 * RATE
    assert (running.texts, running.languages) == ([TEXT], ["fr"])


def test_leaves_a_prepared_text_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """gTTS by itself cuts at commas and points, and puts a space after every mark."""
    text = "Est-ce vrai ?Non : M. Dupont, 42 ans, l’a dit. Voilà…"
    with service(monkeypatch) as running:
        GoogleEngine().synthesise(text, VOICE)
    assert running.texts == [text]


def test_a_region_that_the_service_knows_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch) as running:
        GoogleEngine().synthesise(TEXT, Voice(name="v", engine="google", language="fr-CA"))
        GoogleEngine().synthesise(TEXT, Voice(name="v", engine="google", language="fr-BE"))
    assert running.languages == ["fr-CA", "fr"]


def silent_mp3(seconds: float) -> bytes:
    return mp3(np.zeros(int(RATE * seconds), np.float32))


def at_rate(text: str, speed: float) -> bytes:
    """Return a text whose sound is played at another rate than it was made for."""
    clip = clips.decode(spoken_mp3(text), text)
    return mp3(clips.floats(clips.resampled(clip, round(RATE / speed))))


def noise(text: str) -> bytes:
    return mp3(np.random.default_rng(7).normal(0, 0.1, int(RATE * len(text) / 16)).astype(np.float32))


BAD_DAYS = {
    "nothing": (hung_up, "connection"),
    "cut": (cut_in_the_middle, "cut off"),
    "error page": (status("200 OK", b"<html>Our systems have detected unusual traffic</html>"), "no sound"),
    "empty": (status("200 OK"), "no sound"),
    "no audio": (status("200 OK", envelope("null")), "no sound"),
    "not base64": (status("200 OK", envelope('["QUJD\u00e9"]')), "garbled"),
    "not text": (status("200 OK", b"\xff\xfe jQ1olc \xff"), "garbled"),
    "endless": (status("200 OK", bytes(5_000_000)), "goes on"),
    "packed": (status("200 OK", gzip.compress(bytes(20_000_000)), {"Content-Encoding": "gzip"}), "goes on"),
    "not http": (lambda _text, wire: wire(b"\x00\x01\x02 good day\r\n\r\n"), "no connection"),
    "rubbish": (sound(lambda _text: b"\x00\x42" * 4000), "is not sound that can be read"),
    "server error": (status("503 Service Unavailable"), "503"),
    "too many": (status("429 Too Many Requests"), "429"),
    "silence": (sound(lambda _text: silent_mp3(4.0)), "only silence"),
    "half": (sound(lambda text: spoken_mp3(text, 0.4)), "syllables"),
    "cut mp3": (sound(lambda text: spoken_mp3(text)[:2000]), "cut off"),
    "far too long": (sound(lambda text: spoken_mp3(text, 5)), "syllables"),
    "another's": (sound(lambda _text: spoken_mp3(OTHER_TEXT)), "other words"),
    "noise": (sound(noise), "other words"),
    "too quick": (sound(lambda text: at_rate(text, 2.0)), "came"),
    "too slow": (sound(lambda text: at_rate(text, 0.5)), "came"),
    "without its middle": (sound(lambda text: mp3_of(text, (0, 0.35), (0.6, 1))), "did not come"),
}


@pytest.mark.parametrize("day", sorted(BAD_DAYS))
def test_what_is_not_the_sound_of_the_text_is_a_failure_that_may_be_tried_again(
    day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, words = BAD_DAYS[day]
    with service(monkeypatch, answer) as running:
        with pytest.raises(EngineFailedError, match=words) as failed:
            listened(GoogleEngine(timeout_s=5)).synthesise(TEXT, VOICE)
        assert str(failed.value).startswith("google: ")
        again = listened(GoogleEngine()).synthesise(TEXT, VOICE)
    assert len(again.data) > 1000
    assert running.texts == [TEXT, TEXT]


def test_a_service_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch, after(3)), pytest.raises(EngineFailedError, match="no answer in time"):
        GoogleEngine(timeout_s=0.2).synthesise(TEXT, VOICE)


def test_a_service_that_drips_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, so that a socket's own time limit never strikes."""
    with service(monkeypatch, drip), pytest.raises(EngineFailedError, match=r"no answer within 0\.4 s"):
        Timed(GoogleEngine(timeout_s=0.3), 0.4).synthesise(TEXT, VOICE)


def test_slow_is_not_late(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch, after(0.3)):
        assert GoogleEngine(timeout_s=5).synthesise(TEXT, VOICE).data


@pytest.mark.parametrize(
    ("line", "kind"), [("400 Bad Request", EngineRejectedError), ("403 Forbidden", EngineUnavailableError)]
)
def test_a_refusal_is_not_tried_again(line: str, kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch, status(line)) as running:
        with pytest.raises(kind, match=line[:3]):
            Patient(GoogleEngine(), 3, sleep=lambda _s: None).synthesise(TEXT, VOICE)
        assert len(running.texts) == 1


def test_waits_as_long_as_the_service_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    refused = status("429 Too Many Requests", headers={"Retry-After": "7"})
    with service(monkeypatch, refused, status("500 Oops")) as running:
        Patient(GoogleEngine(), 4, sleep=slept.append).synthesise(TEXT, VOICE)
    assert len(running.texts) == 3
    assert slept[0] >= 7
    assert slept[1] < 7


def test_a_date_to_wait_for_is_read_by_the_service_s_clock() -> None:
    date = "Sat, 23 Aug 2025 10:00:00 GMT"
    assert wait_s({"Retry-After": "Sat, 23 Aug 2025 10:00:30 GMT", "Date": date}) == 30
    assert wait_s({"Retry-After": "Sat, 23 Aug 2025 09:00:00 GMT", "Date": date}) == 0
    assert wait_s({"Retry-After": "Sat, 23 Aug 9999 10:00:30 GMT", "Date": date}) == 86_400
    assert wait_s({"Retry-After": "soon", "Date": date}) is None
    assert wait_s({"Retry-After": "Sat, 23 Aug 2025 10:00:30 GMT"}) is None


def test_a_service_that_wants_to_be_left_alone_for_ever_is_given_up_after_one_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = equip(load("google"), VoiceTable(), tmp_path, fresh=False)
    with service(monkeypatch, status("429 Too Many Requests", headers={"Retry-After": "9" * 400})) as running:
        for text in (TEXT, OTHER_TEXT):
            with pytest.raises(EngineError, match="429"):
                engine.synthesise(text, VOICE)
    assert len(running.texts) == 1


def test_a_storm_of_refusals_is_sat_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All callers are refused at once, and told when to come back; until then nobody calls."""
    storm = [status("429 Too Many Requests", headers={"Retry-After": "1"})] * 3
    engine = equip(load("google"), VoiceTable(requests_at_once=3, requests_a_second=20.0), tmp_path, fresh=False)
    with service(monkeypatch, *storm) as running:
        spoken = list(side_by_side(3)(lambda text: engine.synthesise(text, VOICE), [TEXT, OTHER_TEXT, TEXT[:40]]))
    assert all(recording.words for recording in spoken)
    assert running.began_s[len(storm)] - running.began_s[0] > 0.9
    assert len(running.texts) == 6


def test_a_connection_that_is_reset_is_a_passing_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy lets us through, and then the line is torn."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def tear() -> None:
            connection, _ = server.accept()
            connection.recv(4000)
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            connection.recv(4000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

        thread = threading.Thread(target=tear, daemon=True)
        thread.start()
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(EngineFailedError, match="connection"):
            GoogleEngine(timeout_s=5).synthesise(TEXT, VOICE)
        thread.join(5)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with translate_service() as gone:
        address = gone.proxy
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(EngineUnavailableError, match=r"cannot be reached.*HTTPS_PROXY"):
        GoogleEngine().check(VOICE)
    with pytest.raises(EngineFailedError, match="proxy"):
        GoogleEngine().synthesise(TEXT, VOICE)


def test_the_check_makes_no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch) as running:
        began = time.monotonic()
        GoogleEngine().check(VOICE)
        assert time.monotonic() - began < 2
    assert running.texts == []


def test_the_check_asks_the_proxy_whether_it_lets_us_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with service(monkeypatch), pytest.raises(EngineUnavailableError, match="502"):
        GoogleEngine().check(Voice(name="v", engine="google", options={"tld": "ca"}))


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        (Voice(name="v", engine="google", rate=1.2), "rate: "),
        (Voice(name="v", engine="google", language="tlh"), "language: .*'tlh'"),
        (Voice(name="v", engine="google", options={"speed": 2}), "speed is not an option; there are tld, slow"),
        (
            Voice(name="v", engine="google", options={"slow": "no"}),
            r'\[options\] slow: must be true or false, is "no"$',
        ),
        (
            Voice(name="v", engine="google", options={"tld": "com/evil"}),
            r'\[options\] tld: .* like fr or co\.uk, is "com/evil"$',
        ),
    ],
)
def test_a_wrong_voice_file_is_named_before_anybody_is_asked(voice: Voice, words: str) -> None:
    with pytest.raises(SettingsError, match=f"^voices/v.toml: .*{words}"):
        GoogleEngine().check(voice)


@pytest.mark.parametrize("text", ["…", "x" * 101])
def test_a_text_that_would_make_no_request_or_two_is_refused(text: str) -> None:
    with pytest.raises(EngineRejectedError, match="1 to 100"):
        GoogleEngine().synthesise(text, VOICE)


def segment(text: str) -> Segment:
    return Segment(role="body", readings=(Reading(written=text, spoken=text),), pause_ms=0)


def test_an_article_is_spoken_in_pieces_at_the_pace_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = (
        "La commune voisine, qui n’a pas encore répondu, devra se prononcer avant la fin du mois, selon le maire. "
    )
    script = Script(article_id="a", segments=tuple(segment(sentence * 2) for _ in range(4)), marks=())
    table = VoiceTable(requests_at_once=3, requests_a_second=50.0)
    with service(monkeypatch, *[after(0.1)] * 8, status("429 Slow down")) as running:
        speech = speak(script, VOICE, equip(load("google"), table, None, fresh=False), at_once=side_by_side(8))
    assert all(len(text) <= 100 for text in running.texts)
    assert sorted(" ".join(running.texts).split()) == sorted((sentence * 8).split() + running.texts[8].split())
    assert running.most_at_once <= 3
    assert {utterance.clip.rate for utterance in speech.utterances} == {RATE}
    assert all(utterance.fresh for utterance in speech.utterances)
    # The service knows of no words: they are found in its sound.
    assert all([word.written for word in each.words] == (sentence * 2).split() for each in speech.utterances)
    assert all(8 < clips_seconds(utterance.clip) < 30 for utterance in speech.utterances)


def clips_seconds(clip: Sound) -> float:
    return clip.frames / clip.rate

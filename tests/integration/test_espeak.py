"""The embedded voice in its own processes: the same every time, whatever the texts, and gone with its parent."""

import gc
import hashlib
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from audionews import clips
from audionews.domain import Voice
from audionews.engines import Engine, load
from audionews.engines.espeak import EspeakEngine, speakable
from audionews.errors import EngineError, EngineFailedError, EngineRejectedError, EngineUnavailableError, SettingsError
from audionews.voices import load_voice, voice_folders

VOICE = load_voice("espeak-fr", voice_folders(None))
SENTENCES = [f"La phrase numéro {number}, que voici, sera dite en entier et toujours pareille." for number in range(30)]


def spoken(engine: Engine, sentences: list[str]) -> list[str]:
    """Return the hash of each sentence's recording."""
    return [hashlib.sha256(engine.synthesise(sentence, VOICE).data).hexdigest() for sentence in sentences]


def test_speaks_and_knows_when_each_word_begins() -> None:
    text = "Le conseil a dit « oui » à l’unanimité, ce matin."
    recording = EspeakEngine().synthesise(text, VOICE)
    clip = clips.decode(recording.data, "x")
    assert recording.words is not None
    begun = [text[word.position :].split()[0] for word in recording.words]
    assert begun == ["Le", "conseil", "a", "dit", "oui", "à", "l’unanimité,", "ce", "matin."]
    starts = [word.start_ms for word in recording.words]
    assert starts == sorted(starts)
    assert starts[-1] < clip.frames * 1000 / clip.rate < 6000


def test_the_same_sentences_are_the_same_bytes_in_any_order_and_any_process() -> None:
    engine = EspeakEngine()
    first = spoken(engine, SENTENCES)
    assert spoken(engine, SENTENCES[::-1])[::-1] == first
    assert spoken(EspeakEngine(forks=False), SENTENCES[:3]) == first[:3]
    with ThreadPoolExecutor(4) as pool:
        assert [found for (found,) in pool.map(lambda each: spoken(engine, [each]), SENTENCES)] == first


def test_each_voice_is_the_same_bytes_whoever_spoke_before() -> None:
    voices = [
        Voice(name="v", engine="espeak", options={"variant": variant}, rate=rate)
        for variant in ("", "f2", "klatt2", "whisper")
        for rate in (0.8, 1.2)
    ]

    def said(engine: Engine, voice: Voice) -> bytes:
        return engine.synthesise(SENTENCES[0], voice).data

    engine = EspeakEngine()
    first = [said(engine, voice) for voice in voices]
    assert [said(engine, voice) for voice in voices[::-1]][::-1] == first
    assert [said(EspeakEngine(forks=False), voice) for voice in voices] == first


def processes(engine: EspeakEngine) -> list[int]:
    return [server.pid for server in engine._idle]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # One that has ended and that nobody has buried yet.
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def ends(process: int, within_s: float = 2.0) -> bool:
    until = time.monotonic() + within_s
    while is_running(process) and time.monotonic() < until:
        time.sleep(0.01)
    return not is_running(process)


HOSTILE = [
    "A." * 250,
    "A.B." * 120,
    "é." * 200,
    "A-" * 200,
    "A'" * 200,
    "W " * 200,
    "x" * 500,
    "1" * 500,
    "(" * 400 + "a",
    "a\x00b\x1b[31mc\u202e\ufeff",
    "\ud800 seul",
    "e\u0301" * 200,
    "\u0301" * 300 + "a",
    "日本語 العربية עברית 😀",
    "</speak><break time='99999s'/> oui",
    '<voice name="en"><prosody rate="1">oui</prosody></voice>',
    "[[bonZu:]] oui",
    "&lt;&#0;&amp;",
    "%s %n %x",
    "a\n\n\n\nb",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_end_in_sound_or_one_error_and_the_next_text_is_spoken(text: str) -> None:
    engine = EspeakEngine()
    before = spoken(engine, SENTENCES[:1])
    with suppress(EngineRejectedError):
        assert clips.decode(engine.synthesise(text[:500], VOICE).data, "x").frames > 1000
    assert spoken(engine, SENTENCES[:1]) == before


@pytest.mark.parametrize("text", ["W W W W", "A " * 12, "b. b. b. b. b.", "W " * 100, "mots sans fin " * 35])
def test_what_the_library_would_drop_or_die_of_is_said_whole(text: str) -> None:
    words = EspeakEngine().synthesise(text, VOICE).words
    assert words is not None
    assert [word.position for word in words] == [found.start() for found in re.finditer(r"\w+", text)]


def test_tags_and_phonemes_are_data() -> None:
    """As commands they would be no word at all, and nine seconds of silence."""
    for text in ("<break time='9s'/>", "[[bonZu]]"):
        recording = EspeakEngine().synthesise(text, VOICE)
        assert recording.words
        assert len(recording.data) < 5 * 44_100


def test_a_crash_is_an_error_about_its_text_and_the_process_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audionews.engines.espeak.speakable", lambda text: text)
    engine = EspeakEngine()
    spoken(engine, SENTENCES[:1])
    before = processes(engine)
    with pytest.raises(EngineRejectedError, match=r"^espeak: espeak-ng crashed \(SIG[A-Z]+\) on 'A\.A\..*…'$"):
        engine.synthesise("A." * 250, VOICE)
    spoken(engine, SENTENCES[:1])
    assert processes(engine) == before


@pytest.mark.parametrize("text", ["", "…", "« »", "\x00", "?!"])
def test_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(EngineRejectedError, match=r"^espeak: nothing to say in "):
        EspeakEngine().synthesise(text, VOICE)


def test_what_survives_keeps_its_place() -> None:
    for text in HOSTILE:
        assert len(speakable(text)) == len(text)
        assert [each for each in speakable(text) if each.isalnum()] == [each for each in text if each.isalnum()]


def test_rate_variant_pitch_and_language_are_heard() -> None:
    engine = EspeakEngine()

    def said(voice: Voice) -> bytes:
        return engine.synthesise("Voici 90 bruits, n’est-ce pas ?", voice).data

    usual = said(VOICE)
    quick = said(Voice(name="v", engine="espeak", rate=1.5))
    assert len(quick) < 0.8 * len(usual)
    others = [
        Voice(name="v", engine="espeak", options={"variant": "f2"}),
        Voice(name="v", engine="espeak", options={"pitch": 80}),
        Voice(name="v", engine="espeak", options={"range": 0}),
        Voice(name="v", engine="espeak", language="fr-BE"),
    ]
    assert len({usual, quick, *map(said, others)}) == 6
    assert said(Voice(name="v", engine="espeak", language="fr-FR")) == usual
    slowest = said(Voice(name="v", engine="espeak", rate=0.5, options={"words_a_minute": 80}))
    assert slowest == said(Voice(name="v", engine="espeak", options={"words_a_minute": 80}))


@pytest.mark.parametrize(
    ("voice", "words"),
    [
        (Voice(name="v", engine="espeak", language="xx"), "language: eSpeak NG does not speak 'xx'"),
        (
            Voice(name="v", engine="espeak", options={"variant": "f99"}),
            r"\] variant: 'f99' is not one of .*f2",
        ),
        (
            Voice(name="v", engine="espeak", options={"variant": "../f2"}),
            r"\] variant: '\.\./f2' is not one of",
        ),
        (
            Voice(name="v", engine="espeak", options={"pitch": 200}),
            r"\[options\] pitch: must be a whole number from 0 to 99, is 200",
        ),
        (Voice(name="v", engine="espeak", options={"voice": "fr"}), "voice is not an option; there are variant"),
    ],
)
def test_a_voice_that_the_library_would_silently_replace_is_refused(voice: Voice, words: str) -> None:
    for ask in (EspeakEngine().check, lambda each: EspeakEngine().synthesise("oui", each)):
        with pytest.raises(SettingsError, match=rf"^voices/v\.toml: .*{words}"):
            ask(voice)


def test_the_check_starts_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    EspeakEngine(command=["/nowhere/python"]).check(VOICE)
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: str(tmp_path / "gone.so"))
    with pytest.raises(EngineUnavailableError, match="install espeakng-loader again"):
        EspeakEngine(command=["/nowhere/python"]).check(VOICE)


MISBEHAVING = {
    "hangs": ("time.sleep(60)", EngineRejectedError, "took longer than 1 s"),
    "is killed": ("sys.stdin.readline(); os.kill(os.getpid(), 9)", EngineFailedError, "process ended"),
    "ends at once": ("pass", EngineFailedError, "process ended"),
    "prints rubbish": ("print('Hello, world!', flush=True); time.sleep(60)", EngineFailedError, "process ended"),
    "says nonsense": ("print('ok\\tx\\ty\\tz', flush=True)", EngineFailedError, "process ended"),
    "sends half": ("print('ok\\t22050\\t1000\\t0:0', flush=True)", EngineFailedError, "process ended"),
    "has no voice": ("print('unavailable\\tno voice', flush=True)", EngineUnavailableError, "^espeak: no voice$"),
}


def server(program: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", f"import sys, os, time\n{program}"]


@pytest.mark.parametrize("how", sorted(MISBEHAVING))
def test_a_process_that_misbehaves_is_one_error_about_one_sentence(how: str) -> None:
    program, kind, words = MISBEHAVING[how]
    engine = EspeakEngine(limit_s=1, command=server(program), grace_s=0)
    with pytest.raises(EngineError, match=words) as caught:
        engine.synthesise("Une phrase.", VOICE)
    assert type(caught.value) is kind
    assert processes(engine) == []


def test_a_python_that_is_gone_is_named() -> None:
    with pytest.raises(EngineFailedError, match="cannot start /nowhere/python"):
        EspeakEngine(command=["/nowhere/python"]).synthesise("Une phrase.", VOICE)


def test_a_crash_where_nothing_can_fork_is_about_the_text() -> None:
    with pytest.raises(EngineRejectedError, match="espeak-ng crashed on 'Une phrase"):
        EspeakEngine(forks=False, command=server("os.kill(os.getpid(), 9)")).synthesise("Une phrase.", VOICE)


def test_a_long_text_is_named_by_its_beginning() -> None:
    with pytest.raises(EngineFailedError) as caught:
        EspeakEngine(command=server("pass")).synthesise("mot " * 100, VOICE)
    assert len(str(caught.value)) < 120


def test_a_server_that_was_killed_between_two_sentences_is_replaced() -> None:
    engine = EspeakEngine()
    before = spoken(engine, SENTENCES[:1])
    (process,) = processes(engine)
    os.kill(process, 9)
    with pytest.raises(EngineFailedError, match="process ended"):
        engine.synthesise(SENTENCES[0], VOICE)
    assert spoken(engine, SENTENCES[:1]) == before


def test_one_process_serves_all_sentences_and_ends_with_its_engine() -> None:
    engine = EspeakEngine()
    spoken(engine, SENTENCES[:5])
    (process,) = processes(engine)
    assert is_running(process)
    del engine
    gc.collect()
    assert ends(process)


def test_a_fork_of_this_process_starts_servers_of_its_own() -> None:
    program = (
        "import os, sys\n"
        "from audionews.domain import Voice\n"
        "from audionews.engines.espeak import EspeakEngine\n"
        "engine, voice = EspeakEngine(), Voice(name='v', engine='espeak')\n"
        "engine.synthesise('un', voice)\n"
        "child = os.fork()\n"
        "mine = engine.synthesise('deux', voice).data\n"
        "print(child == 0, len(mine), *[each.pid for each in engine._idle], flush=True)\n"
        "child and os.waitpid(child, 0)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    lines = sorted(found.stdout.splitlines())
    assert [line.split()[0] for line in lines] == ["False", "True"]
    assert lines[0].split()[1] == lines[1].split()[1]
    assert lines[0].split()[2] != lines[1].split()[2]
    assert found.stderr == ""


def test_processes_end_when_their_parent_is_killed() -> None:
    program = (
        "import time\n"
        "from audionews.domain import Voice\n"
        "from audionews.engines.espeak import EspeakEngine\n"
        "engine = EspeakEngine()\n"
        "engine.synthesise('un', Voice(name='v', engine='espeak'))\n"
        "print(engine._idle[0].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    assert ends(child)


def test_nothing_reaches_the_terminal() -> None:
    program = (
        "from audionews.domain import Voice\n"
        "from audionews.engines.espeak import EspeakEngine\n"
        "engine, voice = EspeakEngine(), Voice(name='v', engine='espeak')\n"
        "engine.synthesise('un', voice)\n"
        "engine.synthesise('<speak>日本語</speak>', voice)\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)
    assert (found.stdout, found.stderr) == (b"", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_its_process_sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_KEY", "hunter2")
    monkeypatch.setenv("ESPEAK_DATA_PATH", "/nonexistent")
    engine = EspeakEngine()
    engine.synthesise("un", VOICE)
    (server,) = engine._idle
    assert Path(f"/proc/{server.pid}/environ").read_bytes() == b""


def test_is_found_as_any_engine_is() -> None:
    engine = load("espeak")
    assert (engine.name, engine.remote) == ("espeak", False)
    assert engine.version[0].isdigit()

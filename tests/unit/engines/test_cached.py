"""What was spoken once is kept: by all that shapes its sound, whole, and no more than fits."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews.cache import Cache, forget_oldest
from audionews.domain import Recording, SpokenWord
from audionews.engines.cached import Cached, entry_name
from audionews.errors import EngineFailedError
from fakes import VOICE, ScriptedEngine

MUCH = 10**9


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_says_from_memory_what_was_said_before(tmp_path: Path) -> None:
    engine = ScriptedEngine()
    first = Cached(engine, Cache(tmp_path, MUCH)).synthesise("un deux", VOICE)
    again = Cached(engine, Cache(tmp_path, MUCH)).synthesise("un deux", VOICE)
    assert engine.said == ["un deux"]
    assert (first.fresh, again.fresh) == (True, False)
    assert replace(again, fresh=True) == first
    assert again.words == (SpokenWord(position=0, start_ms=0), SpokenWord(position=3, start_ms=100))


def test_a_recording_without_word_times_is_kept_as_such(tmp_path: Path) -> None:
    engine = ScriptedEngine(timed=False)
    cached = Cached(engine, Cache(tmp_path, MUCH))
    assert [cached.synthesise("un", VOICE).words for _ in "ab"] == [None, None]


def test_all_that_shapes_the_sound_is_in_the_name_and_the_voice_s_name_is_not() -> None:
    engine = ScriptedEngine()
    name = entry_name(engine, VOICE, "un")
    assert entry_name(engine, replace(VOICE, name="other", title="Other"), "un") == name
    others = {
        entry_name(ScriptedEngine(version="2"), VOICE, "un"),
        entry_name(engine, VOICE, "un "),
        entry_name(engine, VOICE, "\ud800"),
        entry_name(engine, replace(VOICE, rate=1.1), "un"),
        entry_name(engine, replace(VOICE, language="fr-BE"), "un"),
        entry_name(engine, replace(VOICE, options={"a": 1}), "un"),
        entry_name(engine, replace(VOICE, options={"a": True}), "un"),
        entry_name(engine, replace(VOICE, options={"a": "1"}), "un"),
    }
    assert len(others | {name}) == 9
    both = [replace(VOICE, options=options) for options in ({"a": 1, "b": 2}, {"b": 2, "a": 1})]
    assert len({entry_name(engine, voice, "un") for voice in both}) == 1


@pytest.mark.parametrize("wound", ["cut", "flipped", "empty", "old"])
def test_an_entry_that_is_not_what_it_was_is_made_again(wound: str, tmp_path: Path) -> None:
    engine = ScriptedEngine()
    whole = Cached(engine, Cache(tmp_path, MUCH)).synthesise("un", VOICE)
    (entry,) = entries(tmp_path)
    data = entry.read_bytes()
    import hashlib

    other_shape = b"\x92\x01\x02"
    entry.write_bytes(
        {
            "cut": data[:-10],
            "flipped": data[:100] + bytes([data[100] ^ 1]) + data[101:],
            "empty": b"",
            "old": hashlib.sha256(other_shape).digest() + other_shape,
        }[wound]
    )
    assert Cached(engine, Cache(tmp_path, MUCH)).synthesise("un", VOICE) == whole
    assert len(engine.said) == 2
    assert entry.read_bytes() == data


def test_fresh_speaks_again_and_keeps_the_new_sound(tmp_path: Path) -> None:
    old, new = (Recording(data=data, format="wav") for data in (b"old", b"new"))
    engine = ScriptedEngine(lambda _text: old, lambda _text: new)
    Cached(engine, Cache(tmp_path, MUCH)).synthesise("un", VOICE)
    assert Cached(engine, Cache(tmp_path, MUCH, fresh=True)).synthesise("un", VOICE) == new
    assert Cached(engine, Cache(tmp_path, MUCH)).synthesise("un", VOICE).data == b"new"


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    engine = ScriptedEngine(EngineFailedError("scripted", "no"), None)
    cached = Cached(engine, Cache(tmp_path, MUCH))
    with pytest.raises(EngineFailedError):
        cached.synthesise("un", VOICE)
    assert entries(tmp_path) == []
    assert cached.synthesise("un", VOICE).fresh


def test_what_cannot_be_kept_is_spoken_all_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with caplog.at_level(logging.WARNING):
        cached = Cached(ScriptedEngine(), Cache(in_the_way, MUCH))
        assert all(cached.synthesise(text, VOICE).data for text in ("un", "deux", "trois"))
    assert caplog.text.count("was not kept") == 1


def test_where_nothing_is_kept_each_time_is_the_first() -> None:
    engine = ScriptedEngine()
    cached = Cached(engine, Cache(None, MUCH))
    assert [cached.synthesise("un", VOICE).fresh for _ in "ab"] == [True, True]
    assert engine.said == ["un", "un"]


def test_no_part_of_a_file_is_left(tmp_path: Path) -> None:
    cached = Cached(ScriptedEngine(), Cache(tmp_path, MUCH))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: cached.synthesise(f"mot {number % 5}", VOICE), range(40)))
    assert len(entries(tmp_path)) == 5
    assert all(len(path.name) == 64 for path in entries(tmp_path))


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    engine = ScriptedEngine(lambda _text: Recording(data=bytes(10_000), format="wav"))
    cached = Cached(engine, Cache(tmp_path, 100_000))
    for number in range(30):
        cached.synthesise(f"mot {number}", VOICE)
        os.utime(tmp_path / entry_name(engine, VOICE, f"mot {number}"), (number, number))
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 110_000
    engine.said.clear()
    cached.synthesise("mot 29", VOICE)
    assert engine.said == []
    cached.synthesise("mot 0", VOICE)
    assert engine.said == ["mot 0"]


def test_what_is_used_stays_young(tmp_path: Path) -> None:
    engine = ScriptedEngine(lambda _text: Recording(data=bytes(10_000), format="wav"))
    cached = Cached(engine, Cache(tmp_path, MUCH))
    for number in range(10):
        cached.synthesise(f"mot {number}", VOICE)
    for age, path in enumerate(entries(tmp_path)):
        os.utime(path, (age, age))
    cached.synthesise("mot 3", VOICE)
    forget_oldest(tmp_path, 20_000)
    assert [path.name for path in entries(tmp_path)] == [entry_name(engine, VOICE, "mot 3")]

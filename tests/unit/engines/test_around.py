"""Engines around an engine: patient, paced, timed, spared — and all of them as a show's settings ask."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audionews import engines
from audionews.domain import Voice
from audionews.engines.around import equip
from audionews.engines.paced import Paced
from audionews.engines.patient import Patient
from audionews.engines.shared import Shared
from audionews.engines.spared import Fuse, Spared
from audionews.engines.timed import Timed, within
from audionews.errors import (
    EngineError,
    EngineFailedError,
    EngineRejectedError,
    EngineUnavailableError,
)
from audionews.logs import about
from audionews.settings import VoiceTable
from fakes import VOICE, Clock, ScriptedEngine

FAILED = EngineFailedError("scripted", "went away")
DOWN = EngineUnavailableError("scripted", "is down")


def test_is_in_all_else_the_engine_it_goes_around() -> None:
    inner = ScriptedEngine(DOWN, longest=7, version="3")
    around = equip(inner, VoiceTable(), Path("nowhere"), fresh=False)
    assert (around.name, around.version, around.longest, around.remote) == ("scripted", "3", 7, True)
    with pytest.raises(EngineUnavailableError, match="is down"):
        around.check(VOICE)


def test_does_as_the_engine_it_goes_around() -> None:
    assert engines.Around(ScriptedEngine()).synthesise("un", VOICE) == ScriptedEngine().synthesise("un", VOICE)


class TestPatient:
    def test_tries_again_after_waits_that_grow(self) -> None:
        clock, engine = Clock(), ScriptedEngine(FAILED, FAILED, FAILED, None)
        assert Patient(engine, 4, sleep=clock.sleep).synthesise("un", VOICE).data
        assert len(engine.said) == 4
        for slept_s, least_s in zip(clock.slept_s, (1, 2, 4), strict=True):
            assert least_s <= slept_s <= 1.25 * least_s

    def test_callers_spread(self) -> None:
        slept = []
        for seed in (1, 2):
            clock = Clock()
            Patient(ScriptedEngine(FAILED, None), 1, seed=seed, sleep=clock.sleep).synthesise("un", VOICE)
            slept += clock.slept_s
        assert slept[0] != slept[1]

    def test_says_how_often_it_tried(self) -> None:
        engine = ScriptedEngine(FAILED)
        with pytest.raises(EngineFailedError, match=r"^scripted: tried 3 times: went away$"):
            Patient(engine, 2, sleep=Clock().sleep).synthesise("un", VOICE)
        assert len(engine.said) == 3

    def test_each_new_try_is_told_with_what_was_worked_on(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "audionews")
        engine = Patient(ScriptedEngine(FAILED, FAILED, None), 4, sleep=Clock().sleep)
        with about(article="a.txt"), about(segment=0):
            engine.synthesise("un", VOICE)
        told = [record.__dict__["fields"] for record in caplog.records]
        assert [(each.pop("attempt"), 1000 <= each.pop("wait_ms") <= 2500) for each in told] == [(1, True), (2, True)]
        expected = {"event": "retry", "article": "a.txt", "segment": 0, "engine": "scripted", "reason": "went away"}
        assert told == [expected] * 2

    def test_without_retries_tries_once(self) -> None:
        engine = ScriptedEngine(FAILED)
        with pytest.raises(EngineFailedError, match=r"^scripted: went away$"):
            Patient(engine, 0, sleep=Clock().sleep).synthesise("un", VOICE)
        assert len(engine.said) == 1

    def test_waits_as_long_as_it_is_asked_to(self) -> None:
        clock = Clock()
        Patient(ScriptedEngine(EngineFailedError("s", "busy", 30.0), None), 1, sleep=clock.sleep).synthesise(
            "un", VOICE
        )
        assert clock.slept_s[0] >= 30

    def test_does_not_wait_for_an_hour(self) -> None:
        clock = Clock()
        with pytest.raises(EngineFailedError, match="busy"):
            Patient(ScriptedEngine(EngineFailedError("s", "busy", 3600.0)), 5, sleep=clock.sleep).synthesise(
                "un", VOICE
            )
        assert clock.slept_s == []

    @pytest.mark.parametrize("error", [EngineRejectedError("s", "never"), DOWN, ValueError("a bug")])
    def test_tries_nothing_else_again(self, error: Exception) -> None:
        engine = ScriptedEngine(error)
        with pytest.raises(type(error)):
            Patient(engine, 5, sleep=Clock().sleep).synthesise("un", VOICE)
        assert len(engine.said) == 1


class TestPaced:
    def test_begins_no_more_a_second_than_set(self) -> None:
        clock = Clock()
        paced = Paced(ScriptedEngine(), 4, 5.0, clock=clock, sleep=clock.sleep)
        began = []
        for _ in range(20):
            paced.synthesise("un", VOICE)
            began.append(clock.now_s)
        assert began[0] == 0
        assert all(later - earlier > 1 for earlier, later in zip(began, began[5:], strict=False))
        assert began[-1] < 19 / 5 * 1.25

    def test_who_comes_late_waits_for_nothing(self) -> None:
        clock = Clock()
        paced = Paced(ScriptedEngine(), 1, 1.0, clock=clock, sleep=clock.sleep)
        paced.synthesise("un", VOICE)
        clock.now_s = 100.0
        paced.synthesise("deux", VOICE)
        assert clock.slept_s == []

    def test_never_more_at_once_than_set_whoever_calls(self) -> None:
        engine = ScriptedEngine(0.01)
        paced = Paced(engine, 3, 1000.0)
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda _number: paced.synthesise("un", VOICE), range(24)))
        assert engine.most_at_once == 3

    def test_a_failure_gives_its_place_back(self) -> None:
        paced = Paced(ScriptedEngine(FAILED, FAILED, None), 1, 1000.0)
        for _ in range(2):
            with pytest.raises(EngineFailedError):
                paced.synthesise("un", VOICE)
        assert paced.synthesise("un", VOICE).data


class TestTimed:
    def test_gives_up_on_who_is_late(self) -> None:
        began = time.monotonic()
        with pytest.raises(EngineFailedError, match=r"^scripted: no answer within 0\.05 s$"):
            Timed(ScriptedEngine(2.0), 0.05).synthesise("un", VOICE)
        assert time.monotonic() - began < 1

    def test_passes_on_what_comes_in_time(self) -> None:
        assert Timed(ScriptedEngine(), 5).synthesise("un", VOICE).data
        with pytest.raises(EngineUnavailableError, match="is down"):
            Timed(ScriptedEngine(DOWN), 5).synthesise("un", VOICE)

    def test_a_bug_keeps_its_kind(self) -> None:
        with pytest.raises(ZeroDivisionError):
            within(5, lambda: 1 // 0)


class TestSpared:
    def test_asks_a_service_that_is_down_once_in_a_while(self) -> None:
        clock, engine = Clock(), ScriptedEngine(FAILED)
        spared = Spared(engine, fuse(3, clock))
        errors = [failure(spared) for _ in range(10)]
        assert [type(error) for error in errors] == [EngineFailedError] * 3 + [EngineUnavailableError] * 7
        assert str(errors[-1]) == "scripted: failed 3 times in a row: went away"
        clock.now_s = 31.0
        assert [type(failure(spared)) for _ in range(3)] == [EngineFailedError] + [EngineUnavailableError] * 2
        assert len(engine.said) == 4

    def test_one_success_and_all_is_forgotten(self) -> None:
        clock = Clock()
        spared = Spared(ScriptedEngine(FAILED, FAILED, None, FAILED, FAILED, None), fuse(2, clock))
        failure(spared)
        failure(spared)
        clock.now_s = 31.0
        assert spared.synthesise("un", VOICE).data
        assert isinstance(failure(spared), EngineFailedError)
        assert isinstance(failure(spared), EngineFailedError)

    def test_what_is_wrong_with_a_text_is_not_the_service_s_fault(self) -> None:
        spared = Spared(ScriptedEngine(EngineRejectedError("s", "never")), fuse(1, Clock()))
        assert [type(failure(spared)) for _ in range(3)] == [EngineRejectedError] * 3


def fuse(most: int, clock: Clock) -> Fuse:
    return Fuse("scripted", most, Shared(None, "scripted"), clock=clock)


def failure(engine: engines.Engine) -> EngineError:
    with pytest.raises(EngineError) as caught:
        engine.synthesise("un", VOICE)
    return caught.value


class TestEquip:
    def test_a_service_that_is_down_does_not_hold_up_a_batch(self) -> None:
        engine = ScriptedEngine(FAILED)
        table = VoiceTable(retries=0, requests_at_once=2, requests_a_second=1000.0)
        equipped = equip(engine, table, None, fresh=False)
        for _ in range(500):
            error = failure(equipped)
        assert len(engine.said) == 2
        assert str(error) == "scripted: failed 2 times in a row: went away"

    def test_who_is_slow_is_late(self) -> None:
        table = VoiceTable(retries=0, timeout_s=0.05)
        assert "no answer" in str(failure(equip(ScriptedEngine(1.0), table, None, fresh=False)))

    def test_a_local_engine_is_not_held_back(self) -> None:
        table = VoiceTable(requests_at_once=1, requests_a_second=0.1)
        equipped = equip(ScriptedEngine(remote=False), table, None, fresh=False)
        began = time.monotonic()
        for _ in range(20):
            equipped.synthesise("un", VOICE)
        assert time.monotonic() - began < 2

    def test_what_is_kept_needs_no_service(self, tmp_path: Path) -> None:
        table = VoiceTable(retries=0)
        equip(ScriptedEngine(), table, tmp_path, fresh=False).synthesise("un", VOICE)
        assert not equip(ScriptedEngine(DOWN), table, tmp_path, fresh=False).synthesise("un", VOICE).fresh
        assert isinstance(failure(equip(ScriptedEngine(DOWN), table, tmp_path, fresh=True)), EngineUnavailableError)


class TestLoad:
    def test_the_built_in_engines_are_found_as_any_other(self) -> None:
        assert set(engines.names()) >= {"espeak", "google", "tone"}
        assert engines.load("tone").name == "tone"

    def test_an_unknown_engine_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(EngineUnavailableError, match=r"^festival: not an engine; there are .*espeak, .*tone"):
            engines.load("festival")

    def test_an_engine_whose_library_is_missing_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import sys

        monkeypatch.setitem(sys.modules, "espeakng_loader", None)
        monkeypatch.delitem(sys.modules, "audionews.engines.espeak", raising=False)
        with pytest.raises(EngineUnavailableError, match=r"^espeak: not installed here: .*espeakng_loader"):
            engines.load("espeak")


def test_an_option_of_the_wrong_kind_names_file_and_key() -> None:
    with pytest.raises(Exception, match=r'word_ms: must be a whole number from 1 to 10000, is "1"$'):
        engines.load("tone").check(Voice(name="v", engine="tone", options={"word_ms": "1"}))

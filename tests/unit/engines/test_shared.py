"""What callers of one service know together; two of them on one folder stand for two processes."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec import Struct

from audionews.domain import Recording
from audionews.engines import Engine, paced, spared
from audionews.engines.around import equip
from audionews.engines.paced import Paced
from audionews.engines.shared import Shared
from audionews.engines.spared import Fuse, Spared
from audionews.errors import EngineError, EngineFailedError, EngineUnavailableError
from audionews.settings import VoiceTable
from fakes import VOICE, Clock, ScriptedEngine

FAILED = EngineFailedError("scripted", "went away")
NO = EngineUnavailableError("scripted", "says 403")


class Count(Struct, frozen=True):
    number: int = 0


def one_more(count: Count) -> Count:
    return Count(count.number + 1)


def slowly_failing(_text: str) -> Recording:
    time.sleep(0.1)
    raise FAILED


def failure(engine: Engine) -> EngineError:
    with pytest.raises(EngineError) as caught:
        engine.synthesise("un", VOICE)
    return caught.value


def spared_by(folder: Path | None, engine: ScriptedEngine, most: int, clock: Clock, run: str = "") -> Spared:
    return Spared(engine, Fuse("scripted", most, Shared(folder, "s"), run, clock=clock))


@pytest.mark.parametrize("together", [True, False])
def test_no_note_is_lost_whoever_writes(tmp_path: Path, *, together: bool) -> None:
    alone = Shared(None, "s")
    callers = [Shared(tmp_path / "calls", "s") if together else alone for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: callers[number % 4].note("n", Count(), one_more), range(80)))
    assert callers[0].noted("n", Count()) == Count(80)


def test_two_services_know_nothing_of_each_other(tmp_path: Path) -> None:
    Shared(tmp_path, "one/../other").note("n", Count(), one_more)
    assert Shared(tmp_path, "other").noted("n", Count()) == Count(0)
    assert [path.parent for path in tmp_path.rglob("*.n")] == [tmp_path] * 2


@pytest.mark.parametrize("rubbish", [b'{"number": 1}{"number"', b"\xff", b"[]", b'{"number": "x"}'])
def test_what_a_killed_writer_left_counts_as_nothing(rubbish: bytes, tmp_path: Path) -> None:
    (tmp_path / "s.n").write_bytes(rubbish)
    assert Shared(tmp_path, "s").note("n", Count(), one_more) == Count(1)
    assert Shared(tmp_path, "s").noted("n", Count()) == Count(1)


def test_a_place_is_waited_for_and_given_back(tmp_path: Path) -> None:
    one, other = Shared(tmp_path, "s"), Shared(tmp_path, "s")
    got = threading.Event()

    def wait() -> None:
        with other.place(2):
            got.set()

    with one.place(2):
        with one.place(2):
            thread = threading.Thread(target=wait)
            thread.start()
            assert not got.wait(0.1)
        assert got.wait(5)
    thread.join()


def test_who_has_no_folder_goes_on_alone_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    shared = Shared(tmp_path / "file", "s")
    with caplog.at_level(logging.WARNING), shared.alone("a"), shared.place(1):
        assert shared.note("n", Count(), one_more) == Count(1)
    assert shared.note("n", Count(), one_more) == Count(2)
    assert [record.getMessage() for record in caplog.records] == [
        f"{tmp_path / 'file'}: other processes' calls are not counted: File exists"
    ]


class TestPacedTogether:
    def test_all_of_them_begin_no_more_a_second_than_set(self, tmp_path: Path) -> None:
        clock, began = Clock(), []
        callers = [
            Paced(ScriptedEngine(), 4, 5.0, Shared(tmp_path, "s"), clock=clock, sleep=clock.sleep) for _ in range(3)
        ]
        for number in range(20):
            callers[number % 3].synthesise("un", VOICE)
            began.append(clock.now_s)
        assert all(later - earlier > 1 for earlier, later in zip(began, began[5:], strict=False))
        assert began[-1] < 19 / 5 * 1.25

    def test_all_of_them_have_no_more_under_way_than_set(self, tmp_path: Path) -> None:
        engine = ScriptedEngine(0.02)
        callers = [Paced(engine, 2, 1000.0, Shared(tmp_path, "s")) for _ in range(3)]
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda number: callers[number % 3].synthesise("un", VOICE), range(24)))
        assert engine.most_at_once == 2

    def test_when_one_is_asked_to_wait_all_do(self, tmp_path: Path) -> None:
        clock = Clock()
        busy = ScriptedEngine(EngineFailedError("scripted", "says 429", 7.0))
        failure(Paced(busy, 2, 1000.0, Shared(tmp_path, "s"), clock=clock, sleep=clock.sleep))
        Paced(ScriptedEngine(), 2, 1000.0, Shared(tmp_path, "s"), clock=clock, sleep=clock.sleep).synthesise(
            "un", VOICE
        )
        assert clock.now_s == pytest.approx(7)

    def test_what_was_noted_before_the_machine_was_started_again_counts_no_more(self, tmp_path: Path) -> None:
        before = Clock()
        before.now_s = 90_000.0
        Paced(ScriptedEngine(), 1, 0.1, Shared(tmp_path, "s"), clock=before, sleep=before.sleep).synthesise("un", VOICE)
        after = Clock()
        Paced(ScriptedEngine(), 1, 0.1, Shared(tmp_path, "s"), clock=after, sleep=after.sleep).synthesise("un", VOICE)
        assert after.slept_s == []


class TestSparedTogether:
    def test_what_one_finds_out_the_others_know(self, tmp_path: Path) -> None:
        clock, engine = Clock(), ScriptedEngine(FAILED)
        callers = [spared_by(tmp_path, engine, 4, clock, "run") for _ in range(3)]
        errors = [failure(callers[number % 3]) for number in range(500)]
        assert len(engine.said) == 4
        assert str(errors[-1]) == "scripted: failed 4 times in a row: went away"
        clock.now_s = 31.0
        assert type(failure(callers[1])) is EngineFailedError
        assert type(failure(callers[2])) is EngineUnavailableError

    def test_who_waited_for_a_turn_meanwhile_does_not_ask_any_more(self, tmp_path: Path) -> None:
        engine = ScriptedEngine(slowly_failing)
        table = VoiceTable(retries=0, requests_at_once=1, requests_a_second=1000.0)
        callers = [equip(engine, table, tmp_path, fresh=False) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            errors = list(pool.map(failure, callers))
        assert {str(error) for error in errors} == {"scripted: went away", "scripted: failed once: went away"}
        assert len(engine.said) == 1

    def test_another_run_finds_out_by_itself(self, tmp_path: Path) -> None:
        failure(spared_by(tmp_path, ScriptedEngine(FAILED), 1, Clock(), "yesterday"))
        assert spared_by(tmp_path, ScriptedEngine(), 1, Clock(), "today").synthesise("un", VOICE).data

    def test_who_comes_when_it_may_be_back_waits_for_what_the_first_one_hears(self, tmp_path: Path) -> None:
        clock = Clock()
        failure(spared_by(tmp_path, ScriptedEngine(FAILED), 1, clock))
        clock.now_s = 31.0
        engine = ScriptedEngine(0.1)
        callers = [spared_by(tmp_path, engine, 1, clock) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            assert all(each.data for each in pool.map(lambda caller: caller.synthesise("un", VOICE), callers))
        assert engine.began_s[1] - engine.began_s[0] >= 0.1

    def test_the_rests_grow(self) -> None:
        clock, engine = Clock(), ScriptedEngine(FAILED)
        caller = spared_by(None, engine, 1, clock)
        for _ in range(4000):
            failure(caller)
            clock.now_s += 1
        assert len(engine.said) == 11

    def test_a_plain_no_ends_it_at_once(self) -> None:
        for error in (NO, EngineFailedError("scripted", "says 429", 3600.0)):
            engine = ScriptedEngine(error)
            caller = spared_by(None, engine, 20, Clock())
            assert type(failure(caller)) is type(error)
            assert str(failure(caller)) == f"scripted: failed once: {error.message}"
            assert len(engine.said) == 1

    def test_runs_of_long_ago_are_forgotten(self, tmp_path: Path) -> None:
        clock = Clock()
        for run in range(50):
            failure(spared_by(tmp_path, ScriptedEngine(FAILED), 1, clock, str(run)))
            clock.now_s += 600
        assert (tmp_path / f"s.{spared._NOTE}").read_text().count("went away") < 10


def test_notes_have_names_of_their_own() -> None:
    assert paced._TURN != spared._NOTE

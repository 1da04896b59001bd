"""Several processes call one service over real connections: they keep its limits together, and give it up together."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from audionews.domain import Voice
from audionews.engines import Engine, load
from audionews.engines.around import equip
from audionews.errors import EngineError
from audionews.settings import VoiceTable
from audionews.takes import side_by_side
from loopback import Answer, Service, after, status, translate_service
from newsroom import ARTICLE, Newsroom

VOICE = Voice(name="google-fr", engine="google")
TEXTS = [f"Le conseil municipal a voté hier soir, selon le maire, le plan numéro {letter}." for letter in "abcdefgh"]
PROCESSES = 3


def engine(table: VoiceTable, cache: Path) -> Engine:
    """Return what each process of a run makes for itself; it speaks anew, whatever is kept."""
    return equip(load("google"), table, cache, fresh=True)


def say_all(table: VoiceTable, cache: Path) -> None:
    caller = engine(table, cache)

    def say(text: str) -> None:
        try:
            caller.synthesise(text, VOICE)
        except EngineError:
            return

    list(side_by_side(4)(say, TEXTS))


@contextmanager
def service(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> Iterator[Service]:
    with translate_service(*answers) as running:
        monkeypatch.setenv("HTTPS_PROXY", running.proxy)
        yield running


def started(work: Callable[[VoiceTable, Path], None], table: VoiceTable, cache: Path) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=work, args=(table, cache))
    process.start()
    return process


def ended(processes: Sequence[BaseProcess]) -> list[int | None]:
    for process in processes:
        process.join(60)
    return [process.exitcode for process in processes]


def test_processes_keep_the_limits_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = VoiceTable(requests_at_once=2, requests_a_second=12.0)
    with service(monkeypatch, *[after(0.15)] * 100) as running:
        assert ended([started(say_all, table, tmp_path) for _ in range(PROCESSES)]) == [0] * PROCESSES
    assert len(running.texts) >= len(TEXTS) * PROCESSES
    assert running.most_at_once == 2
    # The connection takes a moment that differs; three processes that did not know of each other would take 0.33 s.
    assert all(later - begun > 0.8 for begun, later in zip(running.began_s, running.began_s[12:], strict=False))


def test_processes_give_a_service_up_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = VoiceTable(requests_at_once=2, requests_a_second=100.0, retries=1)
    with service(monkeypatch, *[status("503 Service Unavailable")] * 100) as running:
        assert ended([started(say_all, table, tmp_path) for _ in range(PROCESSES)]) == [0] * PROCESSES
    # As many as two at once are allowed, and what was under way with the last of them.
    assert 4 <= len(running.texts) <= 5


def test_a_killed_process_holds_no_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = VoiceTable(requests_at_once=1, requests_a_second=100.0, timeout_s=60)
    with service(monkeypatch, after(20)) as running:
        process = started(say_all, table, tmp_path)
        while not running.texts:
            assert process.is_alive()
            time.sleep(0.02)
        process.kill()
        process.join()
        assert engine(table, tmp_path).synthesise(TEXTS[0], VOICE).data
        assert len(running.texts) == 2


@pytest.mark.slow
def test_a_batch_over_several_processes_asks_a_dead_service_as_often_as_one_article(tmp_path: Path) -> None:
    settings = (
        '[voice]\nname = "google-fr"\nfallback = "tone"\nretries = 1\nrequests_at_once = 2\nrequests_a_second = 100\n'
    )
    with translate_service(always=status("503 Service Unavailable")) as running:
        newsroom = Newsroom(tmp_path, settings, {"HTTPS_PROXY": running.proxy})
        for number in range(8):
            newsroom.article(f"articles/{number}.txt", ARTICLE.replace("rouvre", f"rouvre {number}"))
        done = newsroom.start("render", "--json", "--jobs", "3")
    assert done.code == 0, done.err
    assert [line["voice"] for line in done.lines] == ["tone"] * 8
    assert done.err.count("because google-fr could not be reached") == 8
    # Four failures, what was under way with the last, and one more for every rest that the batch outlasts.
    assert 4 <= len(running.texts) <= 8

"""Two at once in one output folder: runs, a run and a server with hungry readers, a run and a copy of the folder."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace

from audionews import pipeline, serve
from audionews.domain import Voice
from audionews.errors import PublishError
from audionews.job import Job
from audionews.settings import Settings, SoundTable
from audionews.verify import verify
from audionews.withdrawal import restore, withdraw
from newsroom import ARTICLE, Newsroom
from scenes import BRIDGE, HARBOUR, LIBRARY, NOW, files, leftovers, text

RENDERS = int(os.environ.get("RENDERS", "25"))
"""How many runs readers hammer; ``make faults`` takes 200."""
READERS = 3
ADDRESS = re.compile(r'(?:url|href)="(http://localhost:8000/[^"]*)"')
SOUND = re.compile(r'<enclosure url="http://localhost:8000(/[^"]*)" length="(\d+)"')


@pytest.fixture
def job(tmp_path: Path) -> Job:
    settings = Settings(sound=SoundTable(opening="", closing="", sting=""))
    voice = Voice(name="tone", engine="tone", options={"word_ms": 160})
    return Job(settings=settings, folder=None, output=tmp_path / "output", voice=voice, attic=tmp_path / "withdrawn")


def render(job: Job, number: int) -> None:
    """Change an article, and add another now and then."""
    articles = [text("pont.txt", BRIDGE.replace("lundi", "très " * (number % 9) + "tard")), text("port.txt", HARBOUR)]
    articles += [text(f"salle{n}.txt", LIBRARY.replace("La salle", f"La salle {n}")) for n in range(number // 10)]
    now = NOW + timedelta(minutes=number)
    assert [outcome.error for outcome in pipeline.render(articles, job, now=now) if outcome.error] == []


def render_all(job: Job) -> None:
    for number in range(1, RENDERS + 1):
        render(job, number)


@contextmanager
def working(work: Callable[[], object]) -> Iterator[Callable[[], bool]]:
    """Do work in another process; give what tells whether it is still at it. It must end well."""
    child = get_context("fork").Process(target=work)
    child.start()
    yield child.is_alive
    child.join()
    assert child.exitcode == 0


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    server = serve.server(folder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


class Reader(threading.Thread):
    """Reads the feed and all that it names, again and again, as an app does.

    Attributes:
        seen: Names of audio files that were heard.
        faults: What was not there, or not what the feed says.
    """

    def __init__(self, port: int, goes_on: threading.Event) -> None:
        super().__init__()
        self._wire = HTTPConnection("127.0.0.1", port, timeout=600)
        self._goes_on = goes_on
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def run(self) -> None:
        while not self._goes_on.is_set():
            try:
                self._read()
            except (OSError, HTTPException) as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                self._wire.close()
        self._wire.close()

    def _read(self) -> None:
        feed = self._body("/feed.xml").decode()
        sounds = dict(SOUND.findall(feed))
        if not sounds:
            self.faults.append(f"a feed without sound: {feed[:200]}")
        for path, length in sounds.items():
            data = self._body(path)
            if len(data) != int(length) or hashlib.sha256(data).hexdigest()[:10] not in path:
                self.faults.append(f"{path}: {len(data)} bytes, not {length}, or another sound")
            self.seen.add(path)
        for address in {found for found in ADDRESS.findall(feed) if urlsplit(found).path not in sounds}:
            self._body(urlsplit(address).path)

    def _body(self, path: str) -> bytes:
        self._wire.request("GET", path)
        answer = self._wire.getresponse()
        data = answer.read()
        if answer.status != 200:
            self.faults.append(f"{path}: {answer.status}")
        return data


@pytest.mark.slow
def test_readers_never_miss_what_a_feed_names_however_many_runs_change_it(job: Job) -> None:
    render(job, 0)
    done = threading.Event()
    with (
        working(lambda: render_all(job)) as is_at_it,
        serving(job.output) as port,
    ):
        readers = [Reader(port, done) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        while is_at_it():
            time.sleep(0.05)
        done.set()
        for reader in readers:
            reader.join()
    assert [fault for reader in readers for fault in reader.faults] == []
    assert len(set().union(*(reader.seen for reader in readers))) > RENDERS // 8
    assert [str(fault) for fault in verify(job.output)] == []


@pytest.mark.slow
def test_a_folder_that_is_copied_while_runs_change_it_disturbs_none_and_is_whole_in_the_end(
    job: Job, tmp_path: Path
) -> None:
    def changing() -> None:
        for number in range(1, 7):
            render(job, number)
            withdraw(job, "port.txt", now=NOW)
            restore(job, "port.txt", now=NOW)

    render(job, 0)
    copies = 0
    with working(changing) as is_at_it:
        while is_at_it():
            copied(job.output, tmp_path / "copy")
            copies += 1
    copied(job.output, tmp_path / "copy")
    assert copies > 2
    assert files(tmp_path / "copy") == files(job.output)
    assert [str(fault) for fault in verify(tmp_path / "copy")] == []
    assert leftovers(job.output) == []


def copied(folder: Path, copy: Path) -> None:
    """Make a copy like the original, as ``rsync -a --delete`` does: file by file, whatever comes and goes meanwhile."""
    for place, folders, names in os.walk(folder):
        there = copy / Path(place).relative_to(folder)
        there.mkdir(parents=True, exist_ok=True)
        for entry in there.iterdir():
            if entry.name not in {*folders, *names}:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        for name in names:
            try:
                shutil.copy2(Path(place, name), there / name)
            except FileNotFoundError:
                continue


@pytest.mark.slow
def test_of_two_runs_at_once_one_does_the_work_and_the_other_says_who_does(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, '[voice]\nname = "tone"\n')
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    told: list[str] = []
    for number in range(3):
        newsroom.article("articles/pont.txt", ARTICLE.replace("30 km/h", f"{number + 3} km/h"))
        runs = [
            subprocess.Popen(
                [sys.executable, "-m", "audionews", "render"],
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        endings = [(run.wait(), run.communicate()[1]) for run in runs]
        assert 0 in {code for code, _ in endings}, endings
        told += [line for code, line in endings if code]
        assert newsroom.run("verify").code == 0
    assert all(
        re.fullmatch(r"output: another run is writing here \(process \d+ on .*\); try .*\n", line) for line in told
    )
    assert [line["status"] for line in newsroom.run("render", "--json").lines] == ["unchanged"]


@pytest.mark.slow
def test_a_correction_and_a_withdrawal_at_once_are_both_done_in_the_end(job: Job) -> None:
    render(job, 0)
    before = files(job.output)
    undisturbed = replace(job, output=job.output.with_name("undisturbed"), attic=None)
    render(undisturbed, 0)
    assert files(undisturbed.output) == before

    def changing() -> None:
        until_done(lambda: render(job, 1))

    with working(changing):
        until_done(lambda: withdraw(job, "port.txt", now=NOW + timedelta(minutes=1)))
    withdraw(undisturbed, "port.txt", now=NOW + timedelta(minutes=1))
    render(undisturbed, 1)
    assert files(job.output) == files(undisturbed.output)
    assert [str(fault) for fault in verify(job.output)] == []


def until_done(work: Callable[[], object]) -> None:
    """Do work again until nobody else is at it."""
    while True:
        try:
            work()
        except PublishError as error:
            if "another run is writing here" not in str(error):
                raise
            time.sleep(0.01)
        else:
            return

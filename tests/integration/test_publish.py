"""``audionews publish``: a real hub on this machine is told of the feeds, once, and never of a folder that is wrong."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs

import pytest

from audionews.announce import STAMP
from newsroom import ARTICLE, Newsroom

FEEDS = ["http://localhost:8000/feed-region.xml", "http://localhost:8000/feed.xml"]


class Hub:
    """What a hub was asked, and how it answers: with the statuses given, then with 204."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, list[str]]] = []
        self.types: list[str | None] = []
        self.url = ""


@contextmanager
def hub(*answers: int) -> Iterator[Hub]:
    told = Hub(*answers)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append(parse_qs(body.decode()))
            told.types.append(self.headers["Content-Type"])
            status = told.answers.pop(0) if told.answers else 204
            if status == 0:  # hang up without a word
                self.close_connection = True
                return
            self.send_response(status)
            if status in (301, 308):
                self.send_header("Location", "https://hub.example/elsewhere")
            if status == 429:
                self.send_header("Retry-After", "7")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        told.url = f"http://127.0.0.1:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield told
        server.shutdown()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Return a newsroom with one episode; tests give it hubs."""
    newsroom = Newsroom(tmp_path_factory.mktemp("newsroom"))
    newsroom.article()
    assert newsroom.run("render", "pont.txt").code == 0
    return newsroom


@pytest.fixture
def newsroom(published: Newsroom) -> Newsroom:
    (published.output / STAMP).unlink(missing_ok=True)
    return published


@pytest.fixture
def waits() -> Iterator[list[float]]:
    waited: list[float] = []
    with mock.patch.object(time, "sleep", waited.append):
        yield waited


def with_hubs(newsroom: Newsroom, *urls: str) -> None:
    """Name the hubs in the settings, and let the feeds name them too."""
    hubs = ", ".join(f'"{url}"' for url in urls)
    (newsroom.folder / "audionews.toml").write_text(
        f'[voice]\nname = "tone"\n[feed]\nhubs = [{hubs}]\n', encoding="utf-8"
    )
    assert newsroom.run("feed").code == 0


def test_each_hub_is_told_of_each_feed_once(newsroom: Newsroom) -> None:
    with hub() as first, hub() as second:
        with_hubs(newsroom, first.url, second.url)
        done = newsroom.run("publish", "--json")
        assert done.code == 0, done.err
        assert [(line["hub"], line["feed"], line["status"]) for line in done.lines] == [
            (each.url, feed, "told") for each in (first, second) for feed in FEEDS
        ]
        for each in (first, second):
            assert each.asked == [{"hub.mode": ["publish"], "hub.url": [feed]} for feed in FEEDS]
            assert set(each.types) == {"application/x-www-form-urlencoded"}
        again = newsroom.run("publish", "--json")
        assert (again.code, {line["status"] for line in again.lines}) == (0, {"unchanged"})
        assert len(first.asked) == 2
        assert {line["status"] for line in newsroom.run("publish", "--json", "--force").lines} == {"told"}
        assert len(first.asked) == 4
    assert newsroom.run("verify").code == 0


def test_only_a_feed_that_has_changed_is_announced_again(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.article()
    newsroom.run("render", "pont.txt")
    with hub() as told:
        with_hubs(newsroom, told.url)
        newsroom.run("publish")
        newsroom.article("sport.txt", ARTICLE.replace("Région", "Sport").replace("Kerlouan", "Roscoff"))
        assert newsroom.run("render", "sport.txt").code == 0
        lines = newsroom.run("publish", "--json").lines
    assert {line["feed"].rpartition("/")[2]: line["status"] for line in lines} == {
        "feed-region.xml": "unchanged",
        "feed-sport.xml": "told",
        "feed.xml": "told",
    }


def whole(waits: list[float]) -> list[float]:
    """Return the waits for a hub: whole seconds; a process that ends beside the test sleeps for less."""
    return [wait for wait in waits if wait >= 1]


def test_a_hub_that_is_down_for_a_moment_is_asked_again(newsroom: Newsroom, waits: list[float]) -> None:
    with hub(503, 0, 429) as told:
        with_hubs(newsroom, told.url)
        done = newsroom.run("publish", "--json")
    assert done.code == 0, done.err
    assert [line["attempts"] for line in done.lines] == [4, 1]
    assert whole(waits) == [1, 3, 9]


def test_a_hub_may_say_how_long_to_wait(newsroom: Newsroom, waits: list[float]) -> None:
    with hub(429) as told:
        with_hubs(newsroom, told.url)
        assert newsroom.run("publish").code == 0
    assert waits == [7]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(400, "400 Bad Request"), (404, "404"), (308, "moved to https://hub.example/elsewhere"), (301, "moved to")],
)  # fmt: skip
def test_a_hub_that_refuses_is_named_and_the_others_are_told(newsroom: Newsroom, answer: int, reason: str) -> None:
    with hub(answer, answer) as refusing, hub() as told:
        with_hubs(newsroom, refusing.url, told.url)
        done = newsroom.run("publish", "--json")
        assert done.code == 1
        assert [line["status"] for line in done.lines] == ["refused", "refused", "told", "told"]
        assert f"{refusing.url}: refused {FEEDS[0]} after 1 attempts" in done.err
        assert reason in done.err
        assert len(refusing.asked) == 2
        assert newsroom.run("publish").code == 0
        assert (len(refusing.asked), len(told.asked)) == (4, 2)


def test_a_hub_that_is_not_there_is_one_line(newsroom: Newsroom, waits: list[float]) -> None:
    with hub() as gone:
        pass
    with_hubs(newsroom, gone.url)
    done = newsroom.run("publish")
    assert done.code == 1
    assert len(done.err.splitlines()) == 2
    assert "Connection refused" in done.err
    assert whole(waits) == [1, 3, 9] * 2


def test_nobody_is_told_before_everything_agrees(newsroom: Newsroom) -> None:
    with hub() as told:
        with_hubs(newsroom, told.url)
        page = newsroom.output / "index.html"
        data = page.read_bytes()
        page.unlink()
        done = newsroom.run("publish")
        assert (done.code, done.out, told.asked) == (1, "", [])
        assert "(page-missing)" in done.err
        page.write_bytes(data)
        lock = newsroom.output / ".audionews.lock"
        lock.touch()
        stopped = newsroom.run("publish")
        assert (stopped.code, told.asked) == (1, [])
        assert "was stopped" in stopped.err
        lock.unlink()
        (newsroom.output / STAMP).write_bytes(b"not json")
        assert newsroom.run("publish").code == 0


def test_without_hubs_there_is_nobody_to_tell(newsroom: Newsroom) -> None:
    with_hubs(newsroom)
    done = newsroom.run("publish")
    assert (done.code, done.out, done.err) == (0, "", "nobody to tell: [feed] hubs names no hub\n")

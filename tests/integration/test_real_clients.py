"""Debian's gPodder and podget subscribe to a published folder over HTTP, and get what was published, to the byte."""

import json
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audionews import serve
from browser.visiting import needed
from newsroom import ARTICLE, Newsroom

OLDER = """Culture

« Le cinéma de Plouvan rouvre »

22 août 2025

Auteur : Malo Kerdraon

Fermée depuis deux ans, la salle a rouvert vendredi.
"""
SETTINGS = """
[show]
url = "{url}"
title = "Le Courrier de l’estran"
[voice]
name = "tone"
[feed]
newest = 1
"""
"""The main document holds one episode: whoever gets both has paged back."""


@dataclass(frozen=True)
class Station:
    """A newsroom whose output folder is served."""

    newsroom: Newsroom
    url: str

    @property
    def feed(self) -> str:
        return f"{self.url}feed.xml"

    def manifests(self) -> list[dict[str, Any]]:
        """Return the episodes, newest first."""
        paths = sorted(self.newsroom.output.glob("episodes/*/episode.json"), reverse=True)
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def audio(self, manifest: dict[str, Any]) -> Path:
        return self.newsroom.output / "episodes" / str(manifest["slug"]) / str(manifest["files"]["audio"]["name"])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder as ``audionews serve`` does; yield its address."""
    folder.mkdir()
    server = serve.server(folder, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("station")
    with serving(folder / "output") as url:
        newsroom = Newsroom(folder, SETTINGS.format(url=url))
        newsroom.article()
        newsroom.article("cinema.txt", OLDER)
        rendered = newsroom.run("render", "pont.txt", "cinema.txt")
        assert rendered.code == 0, rendered.err
        yield Station(newsroom, url)


def listening(home: Path, program: str, *arguments: str | Path, **environment: str) -> str:
    """Run a client with a home of its own; return what it printed."""
    tool = needed(shutil.which(program), program)
    done = subprocess.run(
        [tool, *map(str, arguments)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home), **environment},
        cwd=home,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def gpo(home: Path, *arguments: str) -> str:
    return listening(home, "gpo", *arguments, GPODDER_HOME=str(home))


def known_to_g_podder(home: Path) -> list[dict[str, Any]]:
    """Return what gPodder keeps of each episode, newest first."""
    with closing(sqlite3.connect(home / "Database")) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM episode ORDER BY published DESC")]


@pytest.mark.slow
def test_g_podder_subscribes_pages_back_downloads_and_follows_a_correction(station: Station, tmp_path: Path) -> None:
    assert "Successfully added" in gpo(tmp_path, "subscribe", station.feed)
    assert "2 episodes downloaded" in gpo(tmp_path, "download")
    manifests, known = station.manifests(), known_to_g_podder(tmp_path)
    folder = tmp_path / "Downloads" / "Le Courrier de l’estran"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in map(station.audio, manifests)
    }
    for manifest, row in zip(manifests, known, strict=True):
        home = f"{station.url}episodes/{manifest['slug']}/"
        assert (row["guid"], row["title"]) == (manifest["guid"], manifest["title"])
        assert (row["link"], row["episode_art_url"]) == (home, f"{home}cover.jpg")
        assert row["total_time"] == round(manifest["duration_ms"] / 1000)
        assert row["file_size"] == manifest["files"]["audio"]["bytes"]
        assert [(chapter["start"], chapter["title"]) for chapter in json.loads(row["chapters"])] == [
            (chapter["start_ms"] // 1000, chapter["title"]) for chapter in manifest["chapters"]
        ]
    assert "<h2>Et maintenant ?</h2>" in known[0]["description_html"]

    station.newsroom.article(text=ARTICLE.replace("1,2 million", "1,4 million"))
    assert station.newsroom.run("render", "pont.txt").code == 0
    gpo(tmp_path, "update")
    corrected = known_to_g_podder(tmp_path)
    assert [row["guid"] for row in corrected] == [row["guid"] for row in known]
    assert "1,4 million" in corrected[0]["description_html"]
    assert corrected[0]["url"] != known[0]["url"]


@pytest.mark.slow
def test_podget_downloads_the_newest_to_the_byte(station: Station, tmp_path: Path) -> None:
    settings, library = tmp_path / "settings", tmp_path / "library"
    settings.mkdir()
    (settings / "serverlist").write_text(f"{station.feed} Presse Estran\n", encoding="utf-8")
    listening(tmp_path, "podget", "-d", settings, "-l", library, "--dir_session", tmp_path / "session")
    audio = station.audio(station.manifests()[0])
    assert (library / "Presse" / "Estran" / audio.name).read_bytes() == audio.read_bytes()

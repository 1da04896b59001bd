"""Who reads while others write never finds a feed that names what is not there."""

import hashlib
import os
import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews import store
from episodes import make_show
from outputs import publish_site, short_episode
from scenes import NOW

ROUNDS = 40


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[int]:
    """Publish an episode again and again in another process, each time with other sound; return its number."""
    _publish(tmp_path, 0)
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            for number in range(1, ROUNDS):
                _publish(tmp_path, number)
        finally:
            os._exit(0)
    yield child
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _publish(folder: Path, number: int) -> None:
    mp3 = f"sound {number}".encode() * 1_000
    episode = replace(short_episode(), updated=short_episode().updated + timedelta(minutes=number))
    audio = store.audio_name(episode.slug, mp3)
    texts = {purpose: (f"transcript.{purpose}", f"{number}".encode()) for purpose in ("vtt", "srt", "json", "html")}
    files = {"audio": (audio, mp3), "chapters": ("chapters.json", b"{}"), "cover": ("cover.jpg", b"x"), **texts}
    with store.locked(folder, NOW):
        store.publish_episode(folder, episode, files, {"index.html": audio.encode()})
        publish_site(folder)


@pytest.mark.slow
def test_a_feed_never_names_audio_that_is_not_there_or_not_what_it_says(tmp_path: Path, writer: int) -> None:
    seen = set()
    while os.waitid(os.P_PID, writer, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        feed = (tmp_path / "feed.xml").read_text(encoding="utf-8")
        found = re.search(r'<enclosure url="([^"]*)" length="(\d+)"', feed)
        assert found
        name = found[1].removeprefix(make_show().url)
        data = (tmp_path / name).read_bytes()
        assert len(data) == int(found[2])
        assert hashlib.sha256(data).hexdigest()[:10] in name
        seen.add(name)
        folder = (tmp_path / name).parent
        for each in ("transcript.vtt", "index.html"):  # by name: whoever lists a folder may be holding the one before
            assert (folder / each).read_bytes()
        store.read_manifest(folder / "episode.json")
    assert len(seen) > 1

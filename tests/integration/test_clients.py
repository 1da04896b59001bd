"""What goes in comes out: real podcast clients' parsers read what is published."""

import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import imageio_ffmpeg
import podcastparser
import pytest

from audionews.domain import Episode
from audionews.feed import feed_documents, write_feed
from audionews.settings import FeedTable
from audionews.tags import tagged
from audionews.transcript import web_vtt, web_vtt_words
from episodes import make_episode, make_show, silent_mp3
from gathering import gathered

SHOW = make_show()
EPISODE = make_episode()
AUDIO_URL = f"{SHOW.url}episodes/{EPISODE.slug}/{EPISODE.files['audio'].name}"
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
NODE_CLIENTS = Path(__file__).with_name("clients.cjs")
WITHOUT_NODE = "needs node and `make tools`"
NODE_MODULES = NODE_CLIENTS.parents[1] / "node_modules"


@pytest.fixture(scope="module")
def feed() -> bytes:
    settings = FeedTable(
        funding_url="https://courrier.example/don",
        license="cc-by-4.0",
        podroll=("https://ailleurs.example/feed.xml",),
        frequency="FREQ=DAILY",
    )
    main = next(
        document for document in feed_documents(SHOW, gathered([EPISODE]), settings) if document.name == "feed.xml"
    )
    out = io.BytesIO()
    write_feed(out, SHOW, main.episodes, page=main.page)
    return out.getvalue()


def read_in_node(client: str, data: bytes) -> Any:
    """Return what a JavaScript client found."""
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "podcast-partytime").is_dir():
        if os.environ.get("CI"):
            pytest.fail(WITHOUT_NODE)
        pytest.skip(WITHOUT_NODE)
    done = subprocess.run([node, str(NODE_CLIENTS), client], input=data, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_feedparser_finds_no_fault(feed: bytes) -> None:
    found = feedparser.parse(feed)
    (item,) = found.entries
    assert not found.bozo
    assert found.version == "rss20"
    assert (found.feed.title, found.feed.language) == (SHOW.title, "fr")
    assert item.id == EPISODE.guid
    assert not item.guidislink
    assert item.enclosures[0].href == AUDIO_URL
    assert item.enclosures[0].type == "audio/mpeg"
    assert item.published_parsed[:5] == EPISODE.published.utctimetuple()[:5]
    assert item.itunes_duration == "53"
    assert "<h2>Et après ?</h2>" in item.content[0].value


def test_podcastparser_reads_what_g_podder_shows(feed: bytes) -> None:
    found = podcastparser.parse(SHOW.url, io.BytesIO(feed))
    (item,) = found["episodes"]
    assert found["title"] == SHOW.title
    assert found["cover_url"] == f"{SHOW.url}cover.jpg"
    assert found["explicit"] is False
    assert found["itunes_owner"]["email"] == SHOW.owner_email
    assert item["guid"] == EPISODE.guid
    assert item["published"] == EPISODE.published.timestamp()
    assert item["total_time"] == 53
    assert [(chapter["start"], chapter["title"]) for chapter in item["chapters"]] == [
        (chapter.start_ms // 1_000, chapter.title) for chapter in EPISODE.chapters
    ]
    assert item["enclosures"] == [{"url": AUDIO_URL, "file_size": 1_000, "mime_type": "audio/mpeg"}]
    assert item["episode_art_url"].endswith("/cover.jpg")


def test_podcastparser_pages_back() -> None:
    both = gathered([EPISODE, make_episode(guid="b")])
    older, found = feed_documents(SHOW, both, FeedTable(newest=1, rubriques=False))
    out = io.BytesIO()
    write_feed(out, SHOW, found.episodes, page=found.page)
    parsed = podcastparser.parse(found.page.url, io.BytesIO(out.getvalue()))
    assert parsed["paged_feed_next"] == older.page.url


def test_partytime_reads_the_podcast_namespace(feed: bytes) -> None:
    found = read_in_node("feed", feed)
    (item,) = found["items"]
    assert found["guid"] == SHOW.guid
    assert found["locked"] is True
    assert found["medium"] == "podcast"
    assert found["explicit"] is False
    assert found["itunesCategory"] == ["News > Daily News", "Society & Culture"]
    assert found["podcastFunding"][0]["url"] == "https://courrier.example/don"
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert found["podroll"][0]["feedUrl"] == "https://ailleurs.example/feed.xml"
    assert item["enclosure"] == {"url": AUDIO_URL, "length": 1_000, "type": "audio/mpeg"}
    assert [each["type"] for each in item["podcastTranscripts"]][:2] == ["text/vtt", "application/srt"]
    assert item["podcastChapters"]["type"] == "application/json+chapters"
    assert {person["role"] for person in item["podcastPeople"]} == {"Author", "Narrator"}
    assert 15 <= item["podcastSoundbites"][0]["duration"] <= 60


@pytest.mark.parametrize("write", [web_vtt, web_vtt_words])
def test_the_caption_parser_finds_no_fault(write: Callable[[Episode, str], str]) -> None:
    found = read_in_node("captions", write(EPISODE, "Émile & <Cie>").encode())
    assert found["errors"] == []
    shown = " ".join(re.sub(r"<[^>]*>", "", cue["text"]).replace("\n", " ") for cue in found["cues"])
    assert shown == " ".join(cue.written for cue in EPISODE.cues)


def test_ffmpeg_reads_tags_and_chapters_in_the_order_of_time(tmp_path: Path) -> None:
    path = tmp_path / "episode.mp3"
    path.write_bytes(tagged(silent_mp3(EPISODE.duration_ms), EPISODE, SHOW, None))
    done = subprocess.run(
        [FFMPEG, "-v", "error", "-i", str(path), "-f", "ffmetadata", "-"], capture_output=True, check=True
    )
    said = done.stdout.decode()
    assert done.stderr == b""
    assert f"title={EPISODE.title}\n" in said
    assert "date=2025-08-23" in said
    assert "language=fra\n" in said
    starts = [int(start) for start in re.findall(r"^START=(\d+)$", said, re.MULTILINE)]
    ends = [int(end) for end in re.findall(r"^END=(\d+)$", said, re.MULTILINE)]
    assert list(zip(starts, ends, strict=True)) == [(each.start_ms, each.end_ms) for each in EPISODE.chapters]
    assert [each.title for each in EPISODE.chapters] == re.findall(r"^title=(.*)$", said, re.MULTILINE)[1:]

"""``[sound] second_format``: the same sound once more, smaller, listed, offered to apps, and proven."""

import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest

from audionews.ffmpeg import OPUS_KBPS, opus
from audionews.listening import listen
from audionews.tags import read_opus_tags
from integration.test_clients import read_in_node
from newsroom import Newsroom

SETTINGS = '[voice]\nname = "tone"\n[sound]\nsecond_format = "opus"\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("formats"), SETTINGS)
    newsroom.article()
    rendered = newsroom.run("render", "pont.txt")
    assert rendered.code == 0, rendered.err
    return newsroom


def opus_of(newsroom: Newsroom) -> Path:
    manifest = newsroom.manifest()
    return newsroom.output / "episodes" / str(manifest["slug"]) / str(manifest["files"]["audio-opus"]["name"])


def test_it_is_the_same_sound_at_half_the_size(published: Newsroom) -> None:
    manifest, path = published.manifest(), opus_of(published)
    heard = listen(path.read_bytes(), path.name)
    assert abs(heard.frames * 1_000 // heard.rate - manifest["duration_ms"]) <= 1
    assert heard.loudness.integrated_lufs == pytest.approx(manifest["loudness"]["integrated_lufs"], abs=0.1)
    assert heard.loudness.true_peak_dbtp < -1
    sound_bytes = path.stat().st_size - len(read_opus_tags(path.read_bytes(), 0).cover) * 4 // 3
    assert sound_bytes < manifest["files"]["audio"]["bytes"] * 0.7
    assert sound_bytes * 8 // manifest["duration_ms"] == pytest.approx(OPUS_KBPS, rel=0.4)
    assert path.name.endswith(f"-{hashlib.sha256(path.read_bytes()).hexdigest()[:10]}.opus")


def test_its_tags_say_what_those_of_the_mp3_say(published: Newsroom) -> None:
    manifest, path = published.manifest(), opus_of(published)
    done = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-map_metadata", "0:s:0", "-f", "ffmetadata", "-"],
        capture_output=True,
        check=True,
    )
    said = done.stdout.decode()
    assert re.search(r"(?i)^title=Le pont de Kerlouan rouvre$", said, re.MULTILINE)
    assert re.search(r"(?i)^digitalSourceType=.*algorithmicMedia$", said, re.MULTILINE)
    assert re.findall(r"\[CHAPTER\].*?START=(\d+).*?title=([^\n]*)", said, re.DOTALL) == [
        (str(chapter["start_ms"]), chapter["title"]) for chapter in manifest["chapters"]
    ]
    assert read_opus_tags(path.read_bytes(), 0).cover == path.with_name("cover.jpg").read_bytes()


def test_apps_are_offered_both_with_their_digests(published: Newsroom) -> None:
    (item,) = read_in_node("feed", (published.output / "feed.xml").read_bytes())["items"]
    mp3, other = item["alternativeEnclosures"]
    assert (mp3["type"], mp3["default"]) == ("audio/mpeg", True)
    assert mp3["source"][0]["uri"] == item["enclosure"]["url"]
    assert (other["type"], other["default"]) == ("audio/ogg", False)
    assert other["source"][0]["uri"].endswith(opus_of(published).name)
    assert other["length"] == opus_of(published).stat().st_size
    assert other["integrity"]["type"] == "sri"


def test_what_was_made_twice_is_the_same(published: Newsroom) -> None:
    before = opus_of(published).read_bytes()
    assert published.run("render", "--force", "pont.txt").code == 0
    assert opus_of(published).read_bytes() == before
    assert published.run("verify").code == 0


def test_it_goes_when_nobody_wants_it_any_more(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, SETTINGS)
    newsroom.article()
    assert newsroom.run("render", "pont.txt").code == 0
    path = opus_of(newsroom)
    assert path.name in (newsroom.output / "guids.jsonl").read_text()
    Newsroom(tmp_path)
    assert newsroom.run("render", "pont.txt").code == 0
    assert "audio-opus" not in newsroom.manifest()["files"]
    assert path.name not in (newsroom.output / "feed.xml").read_text()
    assert path.is_file()  # somebody may be listening
    assert newsroom.run("verify").code == 0
    assert str(path.name) in newsroom.run("feed", "--prune").out
    assert not path.exists()
    Newsroom(tmp_path, SETTINGS)
    assert newsroom.run("render", "pont.txt").code == 0
    assert opus_of(newsroom) == path
    assert path.name in (newsroom.output / "feed.xml").read_text()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def another(_: bytes) -> bytes:
    """Return an Opus file that is whole, and not of this episode."""
    return opus([bytes(2 * 44_100)], 44_100, 44_100)


OF_ANOTHER = {"audio-duration", "audio-loudness", "tags-text", "tags-cover", "tags-lyrics", "chapters-tags"}


@pytest.mark.parametrize(("damage", "checks"), [(cut, {"audio-whole", "file-size"}), (another, OF_ANOTHER)])
def test_verify_hears_what_is_wrong_with_it(
    published: Newsroom, damage: Callable[[bytes], bytes], checks: set[str]
) -> None:
    path = opus_of(published)
    data = path.read_bytes()
    path.write_bytes(damage(data))
    try:
        found = published.run("verify", "--json")
    finally:
        path.write_bytes(data)
    assert found.code == 1
    assert checks <= {line["check"] for line in found.lines if line["path"].endswith(path.name)}


@pytest.mark.parametrize("part", ["length", "value"])
def test_verify_reads_what_the_feed_says_of_it(published: Newsroom, part: str) -> None:
    feed = published.output / "feed.xml"
    data = feed.read_text()
    start = data.index('type="audio/ogg"')
    place = data.index(f'{part}="', start) + len(part) + 2
    feed.write_text(f"{data[:place]}{'2' if data[place] != '2' else '3'}{data[place + 1 :]}")
    try:
        found = published.run("verify", "--json")
    finally:
        feed.write_text(data)
    assert [(line["check"], json.dumps(line["path"]).count("feed.xml")) for line in found.lines] == [
        ("feed-formats", 1)
    ]


def test_a_wrong_format_is_refused(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, '[sound]\nsecond_format = "ogg"\n')
    newsroom.article()
    refused = newsroom.run("render", "pont.txt")
    assert (refused.code, "[sound] second_format" in refused.err) == (2, True)

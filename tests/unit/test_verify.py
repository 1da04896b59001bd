import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from msgspec.structs import replace
from mutagen import id3

from audionews import ledger, store
from audionews.domain import Chapter, Cue, Episode, Tombstone
from audionews.errors import PublishError
from audionews.listening import listen
from audionews.mastered import Master
from audionews.settings import FeedTable, SoundTable, show_guid
from audionews.timecode import clock, seconds
from audionews.tombstone import tombstone_bytes
from audionews.verify import CHECKS, content_faults, verify
from audionews.writers import LOCK_NAME
from episodes import make_show
from outputs import (
    MS_A_LETTER,
    RATE,
    Samples,
    files_of,
    mastered,
    older_episode,
    publish,
    publish_all,
    publish_site,
    short_episode,
    sound_of,
)

SLUG = short_episode().slug
OF_ADDRESS = show_guid(f"{make_show().url}feed.xml")
Break = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder in which everything agrees; copy it before you break it."""
    folder = tmp_path_factory.mktemp("sound") / "output"
    publish_all(folder, [short_episode()])
    return folder


@pytest.fixture
def folder(sound_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound_folder, tmp_path / "output"))


@pytest.fixture
def pair(folder: Path) -> Path:
    """Return a folder with another episode in it."""
    publish_all(folder, [older_episode()])
    return folder


def checks(folder: Path, **known: Any) -> set[str]:
    return {fault.check for fault in verify(folder, make_show(), **known)}


def place(folder: Path) -> Path:
    return store.episode_folder(folder, SLUG)


def manifest(folder: Path) -> Episode:
    return store.read_manifest(place(folder) / "episode.json")


def keep(folder: Path, **changes: Any) -> None:
    """Change an episode's manifest and nothing else."""
    episode = replace(manifest(folder), **changes)
    (place(folder) / "episode.json").write_bytes(store.manifest_bytes(episode))


def put(folder: Path, purpose: str, data: bytes) -> None:
    """Change a file of an episode, and tell everybody who knows its size, hash or name."""
    episode = manifest(folder)
    before = episode.files[purpose]
    name = store.audio_name(SLUG, data) if purpose == "audio" else before.name
    (place(folder) / before.name).unlink()
    (place(folder) / name).write_bytes(data)
    after = replace(before, name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    keep(folder, files={**episode.files, purpose: after})
    if purpose == "audio":
        ledger.enter(folder, ledger.entries_of(episode, [after]))
    for path in [*folder.glob("*.xml"), *folder.rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace(before.name, name)
        path.write_text(text.replace(f'length="{before.bytes}"', f'length="{len(data)}"'), encoding="utf-8")


def edit(purpose: str, old: str, new: str) -> Break:
    """Replace the first occurrence of a text in a file of the episode; everything else is told."""

    def change(folder: Path) -> None:
        text = (place(folder) / manifest(folder).files[purpose].name).read_text(encoding="utf-8")
        assert old in text
        put(folder, purpose, text.replace(old, new, 1).encode())

    return change


def swap(name: str, old: str, new: str, count: int = 1) -> Break:
    """Replace a text in a file by its path in the folder, and tell nobody."""

    def change(folder: Path) -> None:
        path = folder / name.format(SLUG)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def patterned(name: str, pattern: str, new: str) -> Break:
    """Replace what a pattern matches first in a file by its path in the folder."""

    def change(folder: Path) -> None:
        path = folder / name.format(SLUG)
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        assert count == 1
        path.write_text(text, encoding="utf-8")

    return change


def cue(number: int, **changes: Any) -> Break:
    """Change one cue of the manifest."""

    def change(folder: Path) -> None:
        cues = list(manifest(folder).cues)
        cues[number] = replace(cues[number], **changes)
        keep(folder, cues=tuple(cues))

    return change


def kept(make: Callable[[Episode], dict[str, Any]]) -> Break:
    return lambda folder: keep(folder, **make(manifest(folder)))


def remove(name: str) -> Break:
    return lambda folder: (folder / name.format(SLUG)).unlink()


def removed(pattern: str) -> Break:
    return lambda folder: next(folder.glob(pattern)).unlink()


def remove_file(purpose: str) -> Break:
    return lambda folder: (place(folder) / manifest(folder).files[purpose].name).unlink()


def retag(change: Callable[[id3.ID3], object], version: int = 3) -> Break:
    """Change the tags of the audio as another program might; everything else is told."""

    def tag(folder: Path) -> None:
        data = io.BytesIO((place(folder) / manifest(folder).files["audio"].name).read_bytes())
        tags = id3.ID3(data, translate=False)
        change(tags)
        tags.save(data, v2_version=version)
        put(folder, "audio", data.getvalue())

    return tag


def shift(tags: id3.ID3, late_ms: int) -> None:
    words = tags.getall("SYLT")[0].text
    words[:] = [(text, at_ms + late_ms) for text, at_ms in words]


def overwritten(pattern: str) -> Break:
    """Put other bytes into a file."""

    def change(folder: Path) -> None:
        (path,) = folder.glob(pattern)
        path.write_bytes(path.read_bytes() + b" ")

    return change


def set_chapter_start(tags: id3.ID3) -> None:
    tags.getall("CHAP")[1].start_time += 500


def test_a_sound_folder_has_no_faults(folder: Path) -> None:
    assert list(verify(folder)) == []
    assert list(verify(folder, make_show(), SoundTable())) == []


def test_more_chapters_than_tags_can_list_are_no_fault(tmp_path: Path) -> None:
    episode = short_episode()
    starts = [number * episode.duration_ms // 300 for number in range(301)]
    chapters = tuple(Chapter(start_ms=a, end_ms=b, title=f"À {a}") for a, b in pairwise(starts))
    publish_all(tmp_path, [replace(episode, chapters=chapters)])
    assert "chapters-tags" not in checks(tmp_path)


def test_nothing_is_changed_by_looking(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    list(verify(folder))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


LEAD_MS = short_episode().cues[2].start_ms
VTT_LEAD, SRT_LEAD, SRT_LATE = f"{clock(LEAD_MS)} -->", f"{clock(LEAD_MS, ',')} -->", f"{clock(LEAD_MS + 150, ',')} -->"
JSON_END = f'"endTime": {seconds(short_episode().cues[-1].end_ms)}'
CHAPTER_START = str(seconds(short_episode().chapters[1].start_ms))

BROKEN: dict[str, tuple[Break, set[str]]] = {
    # files
    "a manifest is cut": (
        lambda folder: (place(folder) / "episode.json").write_bytes(b'{"guid": "x"'),
        {"manifest"},
    ),
    "a manifest is missing": (remove("episodes/{}/episode.json"), {"stray-file", "feed-unknown", "search"}),
    "a caption file is missing": (remove("episodes/{}/transcript.srt"), {"file-missing", "feed-link", "page-link"}),
    "the audio is missing": (remove_file("audio"), {"file-missing", "feed-link", "page-link"}),
    "a manifest names no captions": (
        kept(lambda episode: {"files": {k: v for k, v in episode.files.items() if k != "vtt"}}),
        {"file-missing"},
    ),
    "a byte of a transcript changed": (swap("episodes/{}/transcript.html", "<main>", "<MAIN>"), {"file-hash"}),
    "a byte was added to a transcript": (
        swap("episodes/{}/transcript.html", "<main>", "<main >"),
        {"file-hash", "file-size"},
    ),
    "a file lies about": (
        lambda folder: (place(folder) / "notes.txt").write_text("x"),
        {"stray-file"},
    ),
    "a folder is no episode": (lambda folder: (folder / "episodes" / "old").mkdir(), {"stray-file"}),
    # the manifest's timeline
    "a cue is missing": (kept(lambda episode: {"cues": episode.cues[:-1]}), {"cue-text"}),
    "a cue says something else": (
        cue(3, written="La lumière porte loin.", words=()),
        {"cue-text"},
    ),
    "cues overlap": (cue(4, start_ms=5_000, words=()), {"cue-order", "caption-sync", "tags-lyrics"}),
    "a cue runs past the end": (cue(8, end_ms=short_episode().duration_ms + 10), {"cue-order"}),
    "a word is outside its cue": (
        kept(
            lambda episode: {
                "cues": (
                    replace(episode.cues[0], words=(replace(episode.cues[0].words[0], end_ms=1_300),)),
                    *episode.cues[1:],
                )
            }
        ),
        {"cue-words"},
    ),
    "a word is not in the text": (
        kept(
            lambda episode: {
                "cues": (
                    replace(episode.cues[0], words=(replace(episode.cues[0].words[0], written="Ville"),)),
                    *episode.cues[1:],
                )
            }
        ),
        {"cue-words"},
    ),
    "chapters leave a gap": (
        kept(
            lambda episode: {
                "chapters": (replace(episode.chapters[0], end_ms=2_000), *episode.chapters[1:]),
            }
        ),
        {"chapter-times", "chapters-file", "chapters-tags"},
    ),
    "there are no chapters": (
        kept(lambda _: {"chapters": ()}),
        {"chapter-times", "chapters-file", "chapters-tags", "chapters-feed"},
    ),
    # captions and transcripts
    "VTT: no header": (edit("vtt", "WEBVTT", "WEBVT"), {"caption-format"}),
    "VTT: a block without times": (edit("vtt", " --> ", " -> "), {"caption-format"}),
    "VTT: an empty caption": (edit("vtt", "Région", ""), {"caption-missing"}),
    "VTT: another word": (edit("vtt", "bénévoles", "volontaires"), {"caption-missing"}),
    "VTT: said twice": (edit("vtt", "Région", "Région Région"), {"caption-extra"}),
    "VTT: never said": (edit("vtt", "Région", "Région Bretagne"), {"caption-extra"}),
    "VTT of words: a word after its caption": (edit("vtt-words", "<00:00:0", "<00:59:0"), {"caption-format"}),
    "VTT of words: another word": (edit("vtt-words", "bénévoles", "volontaires"), {"caption-missing"}),
    "JSON of words: another word": (edit("json-words", "bénévoles", "volontaires"), {"caption-missing"}),
    "JSON of words: late": (edit("json-words", '"startTime": 1.0', '"startTime": 1.15'), {"caption-sync"}),
    "VTT: overlapping times": (edit("vtt", VTT_LEAD, "00:00:01.500 -->"), {"caption-times", "caption-sync"}),
    "SRT: wrong number": (edit("srt", "1\n", "2\n"), {"caption-format"}),
    "SRT: a sentence is missing": (edit("srt", "Et après ?", "…"), {"caption-missing"}),
    "SRT: late by 300 ms": (edit("srt", SRT_LEAD, SRT_LATE), {"caption-sync"}),
    "JSON: no JSON": (edit("json", "{", ""), {"caption-format"}),
    "JSON: no text": (edit("json", '"body"', '"boby"'), {"caption-format"}),
    "JSON: a time past the end": (edit("json", JSON_END, '"endTime": 99.9'), {"caption-times"}),
    "HTML: a sentence is missing": (edit("html", "Et après ?", ""), {"caption-missing"}),
    "HTML: a sentence twice": (edit("html", "Région", "Région Région"), {"caption-extra"}),
    "HTML: times go back": (edit("html", 'datetime="PT1S"', 'datetime="PT9S"'), {"caption-times"}),
    "chapters: other title": (edit("chapters", "Et après", "Et avant"), {"chapters-file"}),
    "chapters: other time": (edit("chapters", CHAPTER_START, "9.999"), {"chapters-file"}),
    "chapters: another version": (edit("chapters", '"1.2.0"', '"1.1.0"'), {"chapters-file"}),
    "chapters: one less": (
        lambda folder: put(
            folder,
            "chapters",
            json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Un"}]}).encode(),
        ),
        {"chapters-file"},
    ),
    # tags
    "tags: none": (
        lambda folder: put(folder, "audio", make_mp3(folder)),
        {"tags-readable"},
    ),
    "tags: version 2.4": (retag(lambda tags: tags.update_to_v24(), version=4), {"tags-readable", "tags-text"}),
    "tags: another title": (
        retag(lambda tags: tags.add(id3.TIT2(encoding=1, text=["Le feu"]))),
        {"tags-text"},
    ),
    "tags: no chapters": (retag(lambda tags: (tags.delall("CHAP"), tags.delall("CTOC"))), {"chapters-tags"}),
    "tags: a chapter later": (retag(set_chapter_start), {"chapters-tags"}),
    "tags: contents without chapters": (retag(lambda tags: tags.delall("CHAP")), {"tags-readable"}),
    "tags: another cover": (
        retag(lambda tags: tags.add(id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=b"other"))),
        {"tags-cover"},
    ),
    "tags: half of the text": (
        retag(lambda tags: tags.add(id3.USLT(encoding=1, lang="fra", desc="", text="Région"))),
        {"tags-lyrics"},
    ),
    "tags: words out of time": (
        retag(lambda tags: tags.getall("SYLT")[0].text.__setitem__(0, ("Région", 99_000))),
        {"tags-lyrics"},
    ),
    "tags: words late by three seconds": (retag(lambda tags: shift(tags, 3_000)), {"tags-lyrics"}),
    "tags: words late by a fifth of a second": (retag(lambda tags: shift(tags, 200)), {"tags-lyrics"}),
    **{
        f"tags: no {kind}": (retag(lambda tags, kind=kind: tags.delall(kind)), {"tags-text"})  # type: ignore[misc]
        for kind in ("TLAN", "COMM", "TALB", "TRCK", "WOAF", "WPUB", "WOAS", "WFED")
    },
    # feeds
    "feed: missing": (remove("feed.xml"), {"feed-missing", "page-link"}),
    "feed: cut": (lambda folder: cut(folder / "feed.xml"), {"feed-xml", "feed-missing"}),
    "feed: no channel": (
        lambda folder: (folder / "feed.xml").write_text("<rss/>"),
        {"feed-xml", "feed-missing"},
    ),
    "feed: no language": (patterned("feed.xml", "<language>.*?</language>", ""), {"feed-channel"}),
    "feed: explicit is no": (swap("feed.xml", "explicit>false<", "explicit>no<"), {"feed-channel"}),
    "feed: no address of its own": (swap("feed.xml", 'rel="self"', 'rel="via"'), {"feed-channel"}),
    "feed: another address": (
        patterned("feed.xml", r'(rel="self"[^>]*href|href)="[^"]*feed.xml"', r'\1="https://autre.example/feed.xml"'),
        {"feed-address"},
    ),
    "feed: too long a description": (
        swap("feed.xml", "</description>", "é" * 2_001 + "</description>"),
        {"feed-channel"},
    ),
    "feed: no guid": (patterned("feed.xml", "<guid[^>]*>[^<]*</guid>", ""), {"feed-item", "feed-episode"}),
    "feed: no enclosure": (patterned("feed.xml", "<enclosure[^>]*></enclosure>|<enclosure[^>]*/>", ""), {"feed-item"}),
    "feed: wrong length": (patterned("feed.xml", r'length="\d+"', 'length="1"'), {"feed-enclosure"}),
    "feed: a format that is not there": (
        swap("feed.xml", "<podcast:chapters", '<podcast:alternateEnclosure type="audio/ogg"/><podcast:chapters'),
        {"feed-formats"},
    ),
    "feed: wrong type": (patterned("feed.xml", 'type="audio/mpeg"', 'type="audio/mp3"'), {"feed-enclosure"}),
    "feed: audio elsewhere": (
        patterned("feed.xml", '<enclosure url="[^"]*"', '<enclosure url="https://autre.example/x.mp3"'),
        {"feed-enclosure"},
    ),
    "feed: another title": (
        patterned("feed.xml", "(<item>.*?<title>)[^<]*", r"\1Le feu"),
        {"feed-text"},
    ),
    "feed: another date": (
        patterned("feed.xml", "<pubDate>[^<]*", "<pubDate>Sun, 24 Aug 2025 18:30:00 +0200"),
        {"feed-text"},
    ),
    "feed: another duration": (patterned("feed.xml", r"(itunes:duration>)\d+", r"\g<1>7"), {"feed-text"}),
    "feed: another chapter": (patterned("feed.xml", '(psc:chapter start=")[^"]*', r"\g<1>00:00:01"), {"chapters-feed"}),
    "feed: a rubrique's is missing": (remove("feed-region.xml"), {"feed-missing"}),
    "feed: another podcast:guid": (patterned("feed.xml", "(<podcast:guid>)....", r"\g<1>0000"), {"feed-podcast-guid"}),
    "feed: another podcast:guid of a rubrique": (
        patterned("feed-region.xml", "<podcast:guid>[^<]*", f"<podcast:guid>{make_show().guid}"),
        {"feed-podcast-guid"},
    ),
    "feed: an image that is not there": (remove("cover.jpg"), {"feed-link"}),
    # pages
    "no index": (remove("index.html"), {"page-missing", "page-link"}),
    "an empty index": (lambda folder: (folder / "index.html").write_bytes(b""), {"page-text"}),
    "a cut index": (lambda folder: cut(folder / "index.html"), {"page-text"}),
    "an asset that is not what its name says": (overwritten("assets/page-*.css"), {"asset-name"}),
    "the script for other sites is not there": (remove("element.js"), {"script-whole"}),
    "the script for other sites is cut": (lambda folder: cut(folder / "element.js"), {"script-whole"}),
    "the script for other sites is another": (swap("element.js", "use strict", "use sloppy"), {"script-whole"}),
    "what a script loads is not there": (removed("assets/dialogs-*.js"), {"script-link"}),
    "the search is not there": (remove("search.json"), {"search"}),
    "the search is cut": (lambda folder: cut(folder / "search.json"), {"search"}),
    "the search has another title": (patterned("search.json", '("title":")[^"]*', r"\1Le feu"), {"search"}),
    "the search lacks an episode": (patterned("search.json", '("entries":).*', r"\1[]}"), {"search"}),
    "the search goes round": (swap("search.json", '"older":null', '"older":"search.json"'), {"search"}),
    "no embed": (remove("episodes/{}/embed.html"), {"page-missing"}),
    "a page lacks a sentence": (swap("episodes/{}/index.html", "convaincre", "persuader", -1), {"page-text"}),
    "a page leads nowhere": (
        swap("episodes/{}/index.html", "</main>", '<a href="../nulle-part/">x</a></main>'),
        {"page-link"},
    ),
    "a page leads to nothing on it": (
        swap("episodes/{}/index.html", "</main>", '<a href="#nulle-part">x</a></main>'),
        {"page-link"},
    ),
    "a page has an id twice": (
        swap("index.html", "</main>", '<i id="deux"></i><i id="deux"></i></main>'),
        {"page-id"},
    ),
    "a page is no text": (
        lambda folder: (place(folder) / "embed.html").write_bytes(b"\xff\xfe"),
        {"page-text"},
    ),
}


def make_mp3(folder: Path) -> bytes:
    """Return the sound of the episode without tags."""
    data = io.BytesIO((place(folder) / manifest(folder).files["audio"].name).read_bytes())
    id3.delete(data)
    return data.getvalue()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


BROKEN_OF_TWO: dict[str, tuple[Break, set[str]]] = {
    "two episodes share a guid": (
        kept(lambda _: {"guid": older_episode().guid}),
        {"guid-unique", "guid-ledger", "tags-text", "feed-text", "feed-enclosure", "feed-unknown"},
    ),
    "feed: an episode is not listed": (patterned("feed.xml", "<item>.*?</item>", ""), {"feed-episode"}),
    "feed: an item twice": (
        patterned("feed.xml", "(<item>.*?</item>)", r"\1\1"),
        {"feed-guid"},
    ),
    "feed: oldest first": (
        patterned("feed.xml", r"(<item>.*?</item>)\s*(<item>.*?</item>)", r"\2\1"),
        {"feed-order"},
    ),
    "feed: an item of nobody": (
        patterned("feed.xml", "(<guid[^>]*>)[^<]*", r"\g<1>nobody"),
        {"feed-unknown", "feed-episode"},
    ),
}


@pytest.mark.parametrize(("change", "expected"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named(folder: Path, change: Break, expected: set[str]) -> None:
    change(folder)
    assert checks(folder) == expected


@pytest.mark.parametrize(("change", "expected"), BROKEN_OF_TWO.values(), ids=BROKEN_OF_TWO)
def test_what_is_broken_between_episodes_is_named(pair: Path, change: Break, expected: set[str]) -> None:
    change(pair)
    assert checks(pair) == expected


@pytest.mark.parametrize("kind", ["TLAN", "COMM", "TALB", "TRCK", "WOAF", "WPUB", "WOAS", "WFED"])
def test_a_tag_that_is_missing_is_named_although_nobody_says_whose_show_it_is(folder: Path, kind: str) -> None:
    retag(lambda tags: tags.delall(kind))(folder)
    (found,) = verify(folder)
    assert found.check == "tags-text"
    assert found.message.startswith(f"{kind}, ")


@pytest.mark.parametrize(("guid", "right"), [(OF_ADDRESS, True), (make_show().guid, False), ("1234", False)])
def test_a_guid_that_is_not_the_one_of_the_episodes_is_named_although_nobody_says_whose_show_it_is(
    tmp_path: Path, guid: str, right: bool
) -> None:
    show, episode = make_show(guid=OF_ADDRESS), short_episode()
    publish(tmp_path, replace(episode, guid=store.episode_guid(OF_ADDRESS, episode.id)), show)
    publish_site(tmp_path, show)
    patterned("feed.xml", "<podcast:guid>[^<]*", f"<podcast:guid>{guid}")(tmp_path)
    assert {fault.check for fault in verify(tmp_path)} == (set() if right else {"feed-podcast-guid"})


def test_a_feed_of_authors_is_expected_where_there_are_some(tmp_path: Path) -> None:
    other = older_episode()
    publish_all(tmp_path, [short_episode(), replace(other, author="Luc Ménez, Ana Ruiz")], FeedTable(authors=True))
    assert checks(tmp_path) == set()
    (tmp_path / "feed-par-ana-ruiz.xml").unlink()
    assert [(Path(fault.path).name, fault.check) for fault in verify(tmp_path)] == [
        ("feed-par-ana-ruiz.xml", "feed-missing")
    ]


def test_a_show_without_feeds_of_rubriques_is_fine(tmp_path: Path) -> None:
    publish_all(tmp_path, [short_episode()], FeedTable(rubriques=False))
    assert checks(tmp_path) == set()


def test_texts_are_quoted_as_they_are_written(folder: Path) -> None:
    edit("vtt", "Région", "Région de Bretagne")(folder)
    (fault,) = verify(folder)
    assert fault.message == "is shown before sentence 2 and never said: “de Bretagne”"
    edit("vtt", "Région de Bretagne", "Région")(folder)
    edit("vtt", "bénévoles", "volontaires")(folder)
    (fault,) = verify(folder)
    assert "“Plus de trois cents bénévoles s’y sont relayés.”" in fault.message


def test_a_damaged_audio_file_is_not_said_to_be_cut(folder: Path) -> None:
    data = bytearray((place(folder) / manifest(folder).files["audio"].name).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2_000] = bytes(2_000)
    put(folder, "audio", bytes(data))
    found = [fault.message for fault in verify(folder) if fault.check == "audio-whole"]
    assert all("damaged or cut off" in message for message in found)
    assert found


def resound(folder: Path, samples: Samples, sound: SoundTable | None = None) -> Master:
    """Give an episode other sound, with tags; everything else is told."""
    made = mastered(samples, sound)
    put(folder, "audio", files_of(manifest(folder), make_show(), made.mp3)["audio"][1])
    return made


def silenced(start_ms: int, end_ms: int) -> Samples:
    """Return the sound of the episode with a silence in it."""
    samples = sound_of(short_episode())
    samples[start_ms * RATE // 1000 : end_ms * RATE // 1000] = 0
    return samples


def test_a_pause_that_nobody_asked_for_is_named(folder: Path) -> None:
    cues = short_episode().cues
    made = resound(folder, silenced(cues[5].start_ms + 300, cues[6].start_ms + 100))
    keep(folder, loudness=made.loudness)
    assert checks(folder) == {"audio-silence"}


def test_a_long_pause_that_was_asked_for_is_fine(folder: Path) -> None:
    cues, segments = short_episode().cues, short_episode().segments
    made = resound(folder, silenced(cues[5].start_ms, cues[6].start_ms))
    keep(folder, loudness=made.loudness)
    assert checks(folder) == {"audio-silence", "cue-silent"}
    asked = replace(segments[5], pause_ms=2_500)
    keep(folder, segments=(*segments[:5], asked, *segments[6:]))
    assert checks(folder) == {"cue-silent"}


def test_a_sentence_that_is_not_heard_is_named(folder: Path) -> None:
    silent = short_episode().cues[7]
    made = resound(folder, silenced(silent.start_ms, silent.end_ms))
    keep(folder, loudness=made.loudness)
    assert "cue-silent" in checks(folder)


def test_sound_that_is_too_quiet_is_named(folder: Path) -> None:
    resound(folder, sound_of(short_episode()), SoundTable(loudness_lufs=-20.0))
    assert checks(folder) == {"audio-loudness", "audio-peak"}


def test_sound_that_is_not_what_the_settings_want_is_named(folder: Path) -> None:
    assert checks(folder, sound=SoundTable(loudness_lufs=-19.0)) == {"audio-target"}
    samples = sound_of(short_episode())
    samples[RATE // 2 : RATE // 2 + 200] = 0.99 * np.sin(np.arange(200) / 9)
    keep(folder, loudness=resound(folder, samples).loudness)
    assert checks(folder, sound=SoundTable()) == set()
    assert checks(folder, sound=SoundTable(true_peak_dbtp=-3.0)) == {"audio-target"}


def test_sound_that_is_too_short_is_named(folder: Path) -> None:
    made = resound(folder, sound_of(short_episode())[: -RATE // 2])
    keep(folder, loudness=made.loudness)
    assert checks(folder) == {"audio-duration"}


def test_sound_that_is_cut_off_flat_is_named(folder: Path) -> None:
    out = io.BytesIO()
    soundfile.write(out, np.clip(sound_of(short_episode()) * 40, -1, 1), RATE, format="MP3")
    keep(folder, loudness=listen(out.getvalue(), "sound").loudness)
    put(folder, "audio", files_of(manifest(folder), make_show(), out.getvalue())["audio"][1])
    assert {"audio-clipping", "audio-peak"} <= checks(folder)


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_a_cut_audio_file_is_named_although_decoders_like_it(folder: Path, part: float) -> None:
    data = (place(folder) / manifest(folder).files["audio"].name).read_bytes()
    put(folder, "audio", data[: int(len(data) * part)])
    found = checks(folder)
    assert found & {"audio-whole", "audio-duration", "audio-header"}


def test_sound_that_is_no_sound_is_named(folder: Path) -> None:
    put(folder, "audio", b"no sound at all" * 100)
    assert {"audio-whole", "tags-readable"} <= checks(folder)


def test_the_hash_in_the_name_of_the_audio_is_that_of_its_bytes(folder: Path) -> None:
    audio = place(folder) / manifest(folder).files["audio"].name
    (place(folder) / f"{SLUG}-0123456789.mp3").write_bytes(audio.read_bytes())
    assert checks(folder) == {"audio-name"}


def test_old_audio_that_is_what_it_was_is_no_stray(folder: Path) -> None:
    (place(folder) / store.audio_name(SLUG, b"old")).write_bytes(b"old")
    assert checks(folder) == set()


@pytest.mark.parametrize(
    ("ms_a_letter", "possible"), [(5, False), (12, False), (30, True), (60, True), (200, True), (400, False)]
)
def test_what_no_voice_can_say_is_named(folder: Path, ms_a_letter: int, possible: bool) -> None:
    old = manifest(folder).cues[2]
    words = tuple(
        replace(
            word,
            start_ms=old.start_ms + (word.start_ms - old.start_ms) * ms_a_letter // MS_A_LETTER,
            end_ms=old.start_ms + (word.end_ms - old.start_ms) * ms_a_letter // MS_A_LETTER,
        )
        for word in old.words
    )
    cue(2, end_ms=old.start_ms + len(old.written) * ms_a_letter, words=words)(folder)
    assert ("speech-rate" in checks(folder)) is not possible


@pytest.mark.parametrize(
    ("written", "length_ms", "possible"),
    [
        ("1 789 456 €", 6_500, True),  # un million …
        ("97", 1_800, True),
        ("à", 1, True),
        ("CGT", 1_900, True),
        ("phare", 4, False),
        ("phare", 7_000, False),
    ],
)
def test_a_word_alone_is_judged_by_how_it_may_be_said(
    folder: Path, written: str, length_ms: int, possible: bool
) -> None:
    segments, cues = manifest(folder).segments, manifest(folder).cues
    start_ms = cues[-1].start_ms
    word = replace(cues[-1].words[0], start_ms=start_ms, end_ms=start_ms + length_ms, written=written)
    reading = replace(segments[-1].readings[0], written=written, spoken=written)
    last = Cue(start_ms=start_ms, end_ms=max(cues[-1].end_ms, start_ms + length_ms), written=written, words=(word,))
    keep(folder, segments=(*segments[:-1], replace(segments[-1], readings=(reading,))), cues=(*cues[:-1], last))
    assert ("speech-rate" in checks(folder)) is not possible


def test_sentences_in_another_order_are_named(folder: Path) -> None:
    path = place(folder) / "transcript.json"
    table = json.loads(path.read_text())
    entries = table["segments"]
    entries[5]["body"], entries[6]["body"] = entries[6]["body"], entries[5]["body"]
    put(folder, "json", json.dumps(table).encode())
    assert checks(folder) == {"caption-order"}


def test_a_feed_that_goes_on_in_archives_lists_everything(tmp_path: Path) -> None:
    publish_all(tmp_path, [short_episode(), older_episode(1), older_episode(2)], FeedTable(newest=1))
    assert (tmp_path / "feed.1.xml").exists()
    assert checks(tmp_path) == set()
    (tmp_path / "feed.2.xml").unlink()
    assert checks(tmp_path) == {"feed-link", "feed-episode"}


def test_while_a_run_is_going_on_the_feed_may_be_older_but_what_it_names_is_whole(folder: Path) -> None:
    (folder / LOCK_NAME).write_bytes(b"{}")
    data = (place(folder) / manifest(folder).files["audio"].name).read_bytes()
    audio = manifest(folder).files["audio"]
    changed = retag(lambda tags: tags.add(id3.TSSE(encoding=1, text=["another"])))
    feeds = {path: path.read_bytes() for path in folder.glob("*.xml")}
    changed(folder)
    (place(folder) / audio.name).write_bytes(data)
    for path, before in feeds.items():
        path.write_bytes(before)
    assert checks(folder) == set()
    (folder / LOCK_NAME).unlink()
    assert checks(folder) == {"feed-enclosure"}
    (folder / LOCK_NAME).write_bytes(b"{}")
    (place(folder) / audio.name).unlink()
    assert checks(folder) == {"feed-link"}


def test_an_episode_can_be_proven_before_it_is_published(tmp_path: Path) -> None:
    episode, show = short_episode(), make_show()
    made = mastered(sound_of(episode))
    files = files_of(replace(episode, loudness=made.loudness), show, made.mp3)
    episode = replace(episode, loudness=made.loudness, files=store.listed(files))
    contents = {purpose: data for purpose, (_, data) in files.items()}
    assert list(content_faults(tmp_path, episode, contents, show, SoundTable())) == []
    contents["vtt"] = contents["vtt"].replace("bénévoles".encode(), b"volontaires")
    assert [fault.check for fault in content_faults(tmp_path, episode, contents, show)] == ["caption-missing"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_episodes_is_fine(tmp_path: Path) -> None:
    assert list(verify(tmp_path)) == []
    publish_site(tmp_path)
    assert list(verify(tmp_path)) == []


def test_what_is_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="is not a folder"):
        verify(tmp_path / "missing")


def entered(**changes: Any) -> Break:
    """Add a line to the ledger: the episode's, with other values."""

    def change(folder: Path) -> None:
        (entry,) = store.read_ledger(folder)
        ledger.enter(folder, [replace(entry, **changes)])

    return change


def withdrawn_by_hand(folder: Path) -> None:
    """Mark an episode as withdrawn and leave all of it where it was."""
    episode = manifest(folder)
    tombstone = Tombstone(
        guid=episode.guid,
        id=episode.id,
        slug=SLUG,
        published=episode.published,
        withdrawn=episode.published,
        source=episode.source,
        audio=(episode.files["audio"],),
    )
    (place(folder) / "withdrawn.json").write_bytes(tombstone_bytes(tombstone))


LASTING = {
    "the ledger is gone": (remove("guids.jsonl"), {"guid-ledger"}),
    "the ledger is damaged": (swap("guids.jsonl", '"guid"', '"gid"'), {"guid-ledger"}),
    "the ledger forgot an episode": (lambda folder: (folder / "guids.jsonl").write_bytes(b""), {"guid-ledger"}),
    "a guid for two articles": (entered(id="another"), {"guid-ledger"}),
    "a folder for two guids": (entered(guid="another", audio="other.mp3"), {"guid-ledger"}),
    "a name for other bytes": (entered(sha256="0" * 64), {"audio-reused"}),
    "a file that is not what was published": (swap("guids.jsonl", '"sha256":"', '"sha256":"0'), {"audio-reused"}),
    "withdrawn, and still there": (withdrawn_by_hand, {"withdrawn", "feed-unknown", "search"}),
    "a mark that says nothing": (
        lambda folder: (place(folder) / "withdrawn.json").write_bytes(b"{}"),
        {"withdrawn", "feed-unknown", "stray-file", "search"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), LASTING.values(), ids=LASTING)
def test_what_does_not_last_is_named(folder: Path, change: Break, expected: set[str]) -> None:
    change(folder)
    assert checks(folder) == expected


def test_a_last_line_of_the_ledger_that_was_cut_is_none(folder: Path) -> None:
    with (folder / "guids.jsonl").open("ab") as file:
        file.write(b'{"guid":"5f4')
    assert checks(folder) == set()


def test_every_check_is_named_by_some_test_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    text += Path(__file__).with_name("test_verify_strict.py").read_text(encoding="utf-8")
    assert [name for name in CHECKS if f'"{name}"' not in text] == []


def test_faults_name_the_file_and_are_one_line(folder: Path) -> None:
    edit("vtt", "bénévoles", "volontaires")(folder)
    (fault,) = verify(folder)
    assert fault.path == str(place(folder) / "transcript.vtt")
    assert fault.message.startswith("sentence 3 is not shown, or not as it is written: “")
    assert "\n" not in fault.message

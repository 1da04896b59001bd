"""Readers of the published text formats, written apart from their writers: who copies a mistake cannot find it.

They take no more than the formats allow, and say where something is wrong by raising ``ValueError``.
"""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import TypeVar

import msgspec
from msgspec import Struct, field

_T = TypeVar("_T")

_VTT_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_SRT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d),(\d{3})"
_VTT_TIMING = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t].*)?")
_SRT_TIMING = re.compile(rf"{_SRT_TIME} --> {_SRT_TIME}")
_VTT_STAMP = re.compile(rf"<{_VTT_TIME}>")
_VTT_TAG = re.compile(r"<[^>]*>")
_VTT_NO_CUE = ("NOTE", "STYLE", "REGION")
_CHAPTERS_VERSION = "1.2.0"


class Shown(Struct, frozen=True):
    """A text and when it is on screen, in ms."""

    start_ms: int
    end_ms: int
    text: str


def read_vtt(text: str) -> list[Shown]:
    """Return the cues of a WebVTT file.

    Raises:
        ValueError: It is not one.
    """
    head, *blocks = re.split(r"\n{2,}", text.removeprefix("\ufeff").rstrip("\n"))
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?(?:\n.*)*", head):
        msg = "does not begin with WEBVTT"
        raise ValueError(msg)
    return [_vtt_cue(block) for block in blocks if not block.startswith(_VTT_NO_CUE)]


def _vtt_cue(block: str) -> Shown:
    lines = block.split("\n")
    if "-->" not in lines[0]:  # an identifier may come first
        lines = lines[1:]
    timing = _VTT_TIMING.fullmatch(lines[0]) if lines else None
    payload = "\n".join(lines[1:])
    if timing is None:
        msg = f"has a block without times: {block.split(chr(10))[0]!r}"
        raise ValueError(msg)
    if "-->" in payload or not payload.strip():
        msg = f"has a caption without text at {timing[0]}"
        raise ValueError(msg)
    parts = timing.groups()
    start_ms, end_ms = _ms(*parts[:4]), _ms(*parts[4:])
    stamps = [start_ms, *(_ms(*stamp.groups()) for stamp in _VTT_STAMP.finditer(payload)), end_ms]
    if any(before >= after for before, after in pairwise(stamps)):
        msg = f"has words whose times do not rise inside their caption at {timing[0]}"
        raise ValueError(msg)
    return Shown(start_ms, end_ms, unescape(_VTT_TAG.sub("", payload)))


def read_srt(text: str) -> list[Shown]:
    """Return the captions of a SubRip file.

    Raises:
        ValueError: It is not one, or its numbers do not count from 1.
    """
    found = []
    for number, block in enumerate(re.split(r"\n{2,}", text.removeprefix("\ufeff").strip("\n")), start=1):
        counted, _, rest = block.partition("\n")
        times, _, payload = rest.partition("\n")
        timing = _SRT_TIMING.fullmatch(times)
        if counted != str(number) or timing is None or not payload.strip():
            msg = f"has a block {number} that is not a number, times and text: {block[:40]!r}"
            raise ValueError(msg)
        parts = timing.groups()
        found.append(Shown(_ms(*parts[:4]), _ms(*parts[4:]), payload))
    return found


def _ms(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


class _Segment(msgspec.Struct):
    startTime: float  # noqa: N815 - as the format names it
    endTime: float  # noqa: N815
    body: str


class _Transcript(msgspec.Struct):
    version: str
    segments: list[_Segment]


def read_transcript_json(text: str) -> list[Shown]:
    """Return the segments of a transcript in the podcast namespace's JSON form.

    Raises:
        ValueError: It is not one.
    """
    table = _decoded(text, _Transcript)
    return [Shown(_in_ms(entry.startTime), _in_ms(entry.endTime), entry.body) for entry in table.segments]


class FileChapter(Struct, frozen=True):
    """A chapter as a file has it, in ms; ``end_ms`` is None where it is not said."""

    start_ms: int
    end_ms: int | None
    title: str


class _Chapter(msgspec.Struct):
    startTime: float  # noqa: N815 - as the format names it
    title: str
    endTime: float | None = None  # noqa: N815


class _Chapters(msgspec.Struct):
    version: str
    chapters: list[_Chapter]


def read_chapters_json(text: str) -> list[FileChapter]:
    """Return the chapters of a JSON chapter file.

    Raises:
        ValueError: It is not one.
    """
    found = _decoded(text, _Chapters)
    if found.version != _CHAPTERS_VERSION:
        msg = f"its version is {found.version!r}, not {_CHAPTERS_VERSION}"
        raise ValueError(msg)
    return [
        FileChapter(_in_ms(entry.startTime), None if entry.endTime is None else _in_ms(entry.endTime), entry.title)
        for entry in found.chapters
    ]


def _decoded(text: str, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error


def _in_ms(seconds: float) -> int:
    return round(seconds * 1000)


class Page(Struct):
    """What a page shows and leads to.

    Attributes:
        text: All that is visible in its body, but for what is not part of an article: times and speakers.
        links: Addresses of what it leads to or loads, as written.
        ids: Of its elements, in order.
        times: The ``datetime`` of each ``time`` element.
    """

    text: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


_HIDDEN = {"head", "script", "style", "template"}
_APART = {"time", "cite"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_ADDRESSES = ("href", "src", "poster", "data")


class _PageParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        given = {name: value or "" for name, value in attrs}
        self.page.links += [given[name] for name in _ADDRESSES if name in given]
        self.page.links += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        self.page.ids += [given["id"]] if "id" in given else []
        self.page.times += [given["datetime"]] if tag == "time" and "datetime" in given else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:  # whatever stands open inside it ends too, as in a browser
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not (_HIDDEN | _APART) & set(self.open):
            self.page.text.append(data)


def read_page(text: str) -> Page:
    """Return what an HTML page shows and leads to."""
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    return parser.page


def seconds_of(duration: str) -> float:
    """Return an ISO 8601 duration of hours, minutes and seconds in seconds.

    Raises:
        ValueError: It is not one.

    >>> seconds_of("PT1M2.5S")
    62.5
    """
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", duration)
    if found is None or not any(found.groups()):
        msg = f"is not a duration: {duration!r}"
        raise ValueError(msg)
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds

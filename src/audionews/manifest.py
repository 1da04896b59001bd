"""The manifest ``episode.json``: an episode as JSON, for programs to read and for people to compare.

One line a key, one line a cue, segment or chapter, so that a changed sentence shows as one changed line. Keys may be
added; those that are there stay. Unknown keys are passed over when reading: an older version reads a newer manifest.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct, field

from audionews.domain import Episode, PublishedFile, SourceNote, UsedVoice
from audionews.durable import telling
from audionews.errors import PublishError

EPISODES = "episodes"
MANIFEST_NAME = "episode.json"

_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_EPISODE = msgspec.json.Decoder(Episode)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What lists and later runs must know of an episode: reading only this of a manifest is quick.

    The fields are those of ``Episode``.
    """

    guid: str
    id: str
    slug: str
    title: str
    summary: str
    category: str | None = None
    author: str | None = None
    published: datetime
    updated: datetime
    language: str
    duration_ms: int
    voice: UsedVoice
    source: SourceNote
    files: dict[str, PublishedFile]
    recipe: str = ""
    pictures: dict[str, str] = {}


_LINE = msgspec.json.Decoder(Line)


class Known(Struct, frozen=True, kw_only=True):
    """What must be known of a published episode to tell whether it is still current.

    Attributes:
        id: The article's.
        slug: Name of its folder.
        recipe: As in ``Episode``; empty when a file of the episode is missing, so that it is made again.
        published: Aware.
        updated: Aware.
        duration_ms: Of its audio.
        voice: Name of the voice that spoke.
        fallback_from: Name of the voice that should have.
        pictures: As in ``Episode``.
    """

    guid: str
    id: str
    slug: str
    source_name: str
    source_sha256: str
    recipe: str
    published: datetime
    updated: datetime
    duration_ms: int
    voice: str
    fallback_from: str | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)


def manifest_bytes(episode: Episode) -> bytes:
    """Return an episode's manifest: UTF-8 JSON, equal for equal episodes."""
    tree = msgspec.to_builtins(episode, builtin_types=(datetime,), order="deterministic")
    lines = [b"%s: %s" % (msgspec.json.encode(key), _laid_out(value)) for key, value in tree.items()]
    return b"{\n  " + b",\n  ".join(lines) + b"\n}\n"


def _laid_out(value: object) -> bytes:
    """Return JSON with one line an entry of a list or of a mapping of mappings."""
    if isinstance(value, list | tuple) and value:
        return b"[\n    " + b",\n    ".join(map(msgspec.json.encode, value)) + b"\n  ]"
    if isinstance(value, dict) and value and all(isinstance(entry, dict) for entry in value.values()):
        entries = (b"%s: %s" % (msgspec.json.encode(key), msgspec.json.encode(entry)) for key, entry in value.items())
        return b"{\n    " + b",\n    ".join(entries) + b"\n  }"
    return msgspec.json.encode(value)


def read_manifest(path: Path) -> Episode:
    """Return the episode that a manifest describes.

    Raises:
        PublishError: The file cannot be read, or is not the manifest of the episode in whose folder it lies.
    """
    data = _read(path)
    try:
        episode = _EPISODE.decode(data)
    except _NO_JSON as error:
        raise PublishError(path, f"is not a manifest: {error}") from error
    for fault in _impossible(path, episode):
        raise PublishError(path, fault)
    return episode


def read_line(path: Path) -> Line:
    """Return what a manifest says for lists and later runs; much quicker than reading it all.

    Raises:
        PublishError: As ``read_manifest``.
    """
    data = _read(path)
    try:
        line = _LINE.decode(data)
    except _NO_JSON as error:
        raise PublishError(path, f"is not a manifest: {error}") from error
    for fault in _impossible(path, line):
        raise PublishError(path, fault)
    return line


def read_known(path: Path) -> Known:
    """Return what a manifest says of its episode's state.

    Raises:
        PublishError: As ``read_manifest``.
    """
    return known_of(path.parent, read_line(path))


def known_of(folder: Path, line: Line) -> Known:
    """Return the state of an episode that lies in a folder, as far as it is still whole."""
    return Known(
        guid=line.guid,
        id=line.id,
        slug=line.slug,
        source_name=line.source.name,
        source_sha256=line.source.sha256,
        recipe=line.recipe if _is_whole(folder, line.files) else "",
        published=line.published,
        updated=line.updated,
        duration_ms=line.duration_ms,
        voice=line.voice.name,
        fallback_from=line.voice.fallback_from,
        pictures=line.pictures,
    )


def folders(folder: Path) -> list[Path]:
    """Return the episodes' folders in an output folder, in the order of their names; hidden ones are none.

    Raises:
        PublishError: The folder cannot be read.
    """
    place = folder / EPISODES
    with telling(place, "cannot be read"):
        names = sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []
    return [place / name for name in names if not name.startswith(".")]


def _read(path: Path) -> bytes:
    with telling(path, "cannot be read"):
        return path.read_bytes()


def _is_whole(folder: Path, files: dict[str, PublishedFile]) -> bool:
    try:
        return all((folder / file.name).stat().st_size == file.bytes for file in files.values())
    except OSError:
        return False


def _impossible(path: Path, content: Episode | Line) -> Iterator[str]:
    """Yield what no manifest of ours says; file names are followed, so they must stay in the folder."""
    if content.slug != path.parent.name:
        yield f"belongs into a folder named {content.slug}"
    for file in content.files.values():
        if not is_plain_name(file.name):
            yield f"names a file that cannot be: {file.name!r}"
    if content.updated.tzinfo is None or content.published.tzinfo is None:
        yield "has a date without a time zone"


def is_plain_name(name: str) -> bool:
    """Tell whether a text can be the name of a published file: visible, and in no other folder."""
    return bool(name) and not name.startswith(".") and not set(name) & set("/\\\0\n:")

"""What is noted of an episode's folder: what it is, what lists and later runs must know of it, and where it is listed.

When and why a folder is looked at is for ``catalogue`` to say, and what follows from a change for ``series``.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG

import msgspec

from audionews.domain import PublishedFile, Tombstone
from audionews.errors import PublishError
from audionews.listing import address_part, memberships
from audionews.manifest import EPISODES, MANIFEST_NAME, Line, read_line
from audionews.tables import Tables
from audionews.tombstone import MARK, read_tombstone, tombstone_bytes

State = tuple[str, int, int]


class Listing(msgspec.Struct, frozen=True, array_like=True):
    """What lists must know of an episode, and no more: they have hundreds.

    The fields are those of ``Episode``; of its files there is only sound.
    """

    guid: str
    slug: str
    title: str
    summary: str
    category: str | None
    author: str | None
    published: datetime
    updated: datetime
    files: dict[str, PublishedFile]


LONGEST_SUMMARY = 300
"""Characters that are kept of a summary."""
VERSION = 6
"""Of the tables; a file of another one is not read."""
TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE folder (
    slug TEXT UNIQUE, kind TEXT, mtime_ns INTEGER, bytes INTEGER,
    guid TEXT, id TEXT, source_name TEXT, source_sha256 TEXT, settled INTEGER, listed BLOB, content BLOB
);
CREATE INDEX by_guid ON folder (guid);
CREATE INDEX by_id ON folder (id);
CREATE INDEX by_source ON folder (source_name, source_sha256);
CREATE INDEX no_episode ON folder (kind, slug) WHERE kind <> 'episode';
CREATE TABLE member (
    series TEXT, age INTEGER, guid TEXT, slug TEXT, name TEXT, state INTEGER, PRIMARY KEY (series, age, guid, slug)
) WITHOUT ROWID;
CREATE INDEX by_slug ON member (slug);
CREATE INDEX unsettled_member ON member (series, age, guid, slug) WHERE state <> 1;
CREATE TABLE departed (
    series TEXT, age INTEGER, guid TEXT, slug TEXT, PRIMARY KEY (series, age, guid, slug)
) WITHOUT ROWID;
CREATE TABLE series (series TEXT PRIMARY KEY, noted BLOB) WITHOUT ROWID;
CREATE TABLE piece (
    place INTEGER PRIMARY KEY, form TEXT, slug TEXT, shaped BLOB, mtime_ns INTEGER, bytes INTEGER, content BLOB,
    UNIQUE (slug, form)
);
CREATE TABLE entry (guid TEXT PRIMARY KEY, slug TEXT) WITHOUT ROWID;
CREATE INDEX entry_by_slug ON entry (slug);
CREATE TABLE picture (path BLOB PRIMARY KEY, mtime_ns INTEGER, bytes INTEGER, sha256 TEXT) WITHOUT ROWID;
CREATE TABLE entered (line BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_SAYING = (("withdrawn", MARK), ("episode", MANIFEST_NAME))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEW, _CHANGED = 0, 2
"""State of a member of a series: never listed, listed otherwise; 1 is listed as it is."""


def note(tables: Tables, output: Path, slug: str) -> None:
    """Read an episode's folder and note what it is now.

    Raises:
        PublishError: It cannot be read now, or its tombstone is broken: its guid would not be safe.
    """
    place = output / EPISODES / slug
    kind, mtime_ns, size = state_of(output, slug)
    found: Line | Tombstone | None = None
    content = listed = None
    if kind == "withdrawn":
        found = read_tombstone(place / MARK)
        content = tombstone_bytes(found)
    elif kind == "episode":
        try:
            found = read_line(place / MANIFEST_NAME)
            content, listed = msgspec.json.encode(found), msgspec.json.encode(_listing(found))
        except PublishError as error:
            if isinstance(error.__cause__, OSError):
                raise
            kind = "broken"
    if kind != "episode":
        tables.ask("DELETE FROM piece WHERE slug = ?", slug)
    _list_again(tables, slug, found if isinstance(found, Line) else None)
    if not kind and not place.exists():
        tables.ask("DELETE FROM folder WHERE slug = ?", slug)
        return
    told = (found.guid, found.id, found.source.name, found.source.sha256) if found else (None, None, None, None)
    row = (slug, kind, mtime_ns, size, *told, int(kind != "withdrawn"), listed, content)
    tables.ask("REPLACE INTO folder VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, seal(?10, ?1), seal(?11, ?1))", *row)


def _list_again(tables: Tables, slug: str, line: Line | None) -> None:
    """Note where an episode is listed now, and where it is no more."""
    old = {row[:3]: row[3] for row in tables.ask("SELECT series, age, guid, state FROM member WHERE slug = ?", slug)}
    new = places(line) if line else {}
    for key in old.keys() - new.keys():
        tables.ask("DELETE FROM member WHERE series = ? AND age = ? AND guid = ? AND slug = ?", *key, slug)
        if old[key] != _NEW:
            tables.ask("INSERT OR IGNORE INTO departed VALUES (?, ?, ?, ?)", *key, slug)
    for key, name in new.items():
        state = _CHANGED if old.get(key, _NEW) != _NEW else _NEW
        tables.ask("REPLACE INTO member VALUES (?, ?, ?, ?, ?, ?)", *key, slug, name, state)


def state_of(output: Path, slug: str) -> State:
    """Return what an episode's folder is, and the time in ns and the bytes of the file that says so.

    Raises:
        PublishError: Nobody can tell now.
    """
    for kind, name in _SAYING:
        path = f"{output}{os.sep}{EPISODES}{os.sep}{slug}{os.sep}{name}"
        try:
            found = os.stat(path)  # noqa: PTH116 - one for each episode: making paths takes longer than looking
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise PublishError(path, f"cannot be read: {error.strerror}") from error
        if S_ISREG(found.st_mode):
            return kind, found.st_mtime_ns, found.st_size
    return "", 0, 0


def _listing(line: Line) -> Listing:
    return Listing(
        guid=line.guid,
        slug=line.slug,
        title=line.title,
        summary=line.summary[:LONGEST_SUMMARY],
        category=line.category,
        author=line.author,
        published=line.published,
        updated=line.updated,
        files={purpose: file for purpose, file in line.files.items() if purpose.startswith("audio")},
    )


def places(line: Line | Listing) -> dict[tuple[str, int, str], str]:
    """Return the name of each series that an episode is in, by series, age and guid; newer ones have a smaller age."""
    age = _age(line)
    return {(series, age, line.guid): name for series, name in _series_of(line)}


def stands_there(line: Line | Listing, series: str, age: int, guid: str) -> bool:
    """Tell whether an episode is in a series, and where: as ``places``, for a thousand episodes in a few ms."""
    is_there = series == "all/" or any(series == key for key, _ in _series_of(line))
    return line.guid == guid and _age(line) == age and is_there


def _age(line: Line | Listing) -> int:
    return (_EPOCH - line.published) // timedelta(microseconds=1)


def _series_of(line: Line | Listing) -> Iterator[tuple[str, str]]:
    yield "all/", ""
    for kind, name in memberships(line):
        yield f"{kind}/{address_part(name)}", name

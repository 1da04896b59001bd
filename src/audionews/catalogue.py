"""What is known of an output folder, so that no run reads a hundred thousand manifests; owner of SQLite.

The catalogue is a cache: manifests are the truth, and it can be made again from them at any time. It lies in the user's
cache folder and not beside what it describes, because everything there is published, and because a copy of the output
folder on another machine must not bring beliefs along that do not hold there.

What it believes is checked in three ways. As long as the folder of all episodes is as the last run left it, none came
or went. Of an episode that a run looks up, the manifest's time and size are looked at first. And every run looks at
``SPOT_CHECK`` more in turn, which in most archives are all: so a manifest that was changed by hand is noticed.

It is written only under the lock of the output folder, and always after what it describes: whoever is stopped before
leaves a catalogue that knows less than there is. Whatever is wrong with its file, the run goes on without it.
Which documents follow from what it knows is in ``series``.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from audionews.domain import Tombstone
from audionews.durable import is_leftover, names_in, recover, telling
from audionews.errors import PublishError
from audionews.ledger import Entry, LedgerEnd, ledger_since, line_of
from audionews.manifest import EPISODES, MANIFEST_NAME, Known, Line, known_of, read_line
from audionews.noting import TABLES, VERSION, State, note, state_of
from audionews.pictures import digest_of_file
from audionews.series import Series, do_agree, names_changed, series_of, settle
from audionews.tables import Tables

SPOT_CHECK = 1_000
"""Folders that a run looks at although nothing says that they have changed: some 10 ms."""
MOST_PIECES = 20_000
"""Episodes that are kept as lists have them: those in documents that still grow, of some thirty feeds."""
Form = Literal["item", "entry"]
"""How lists have an episode: feeds as an item, pages of the index as an entry."""
_LINE = msgspec.json.Decoder(Line)
_TOMBSTONE = msgspec.json.Decoder(Tombstone)
_MEANT = "SELECT kind, unseal(content, slug) FROM folder WHERE"
_OTHER = "SELECT slug FROM folder WHERE kind <> 'episode' AND"  # so that the index of these few is taken
_PIECES = (
    "SELECT slug, piece.content FROM folder JOIN piece USING (slug, mtime_ns, bytes) "
    "WHERE form = ? AND shaped = ? AND slug IN"
)
_AT_ONCE = 500
"""Values in a question: below the least that any SQLite takes."""


class Catalogue:
    """Knows every episode of an output folder.

    Args:
        output: The folder.
        tables: Where it is noted.
    """

    def __init__(self, output: Path, tables: Tables) -> None:
        self._output, self._tables = output, tables
        self._ask = tables.ask
        self._stamp: bytes | None = None
        self.trusted = False
        """Whether the last run came to its end."""
        tables.refill = self._refill

    # What there is

    def check(self, *, trusting: bool) -> None:
        """Make the catalogue agree with the folder.

        Args:
            trusting: Look only at some when nothing says that anything has changed.

        Raises:
            PublishError: Something cannot be read now, or a tombstone is broken: its guid would not be safe.
        """
        stamp = self._stamp_now()
        self.trusted = trusting
        is_as_left = trusting and stamp and stamp == self._fact("stamp")
        if is_as_left:
            self._check_some()
        else:
            self._check_all()
        self._check_ledger()
        self._stamp = stamp
        if not is_as_left:
            self.keep()  # that took long; else there is little to lose, and what comes next is kept with it

    @contextmanager
    def changing(self, slug: str) -> Iterator[None]:
        """Note what becomes of an episode's folder inside the ``with``."""
        if self._fact("stamp"):
            self._put("stamp", b"")
            self._tables.keep()  # whoever is stopped from here on leaves nothing that the next run would trust
        if self._stamp_now() != self._stamp:
            self._stamp = b""  # somebody else was here: the next run looks at everything
        yield
        self._note(slug)
        self._check_ledger()
        self._stamp = self._stamp and self._stamp_now()

    def keep(self) -> None:
        """Put what is known on the disk, for the next run."""
        self._put("stamp", self._stamp or b"")
        self._tables.keep()

    def _stamp_now(self) -> bytes:
        """Return what changes when a folder comes, goes or is replaced among the episodes; empty when unknown."""
        try:
            found = (self._output / EPISODES).stat()
        except FileNotFoundError:
            return b"missing"
        except OSError:
            return b""
        return repr((found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_nlink, found.st_size)).encode()

    def _refill(self) -> None:
        self._check_all()
        self._check_ledger()

    def _check_all(self) -> None:
        names = self._names()
        known = self._ask("SELECT slug, kind, mtime_ns, bytes FROM folder")
        for slug, *state in known:
            if slug not in names or self._state(slug) != tuple(state):
                self._note(slug)
            names.discard(slug)
        for slug in sorted(names):
            self._note(slug)

    def _names(self) -> set[str]:
        """Return the names of the episodes' folders, after tidying up behind a run that was stopped."""
        place = self._output / EPISODES
        names = names_in(place)
        if not self._tables.read_only and any(map(is_leftover, names)):
            with telling(place):
                recover(place)
            names = names_in(place)
        return {name for name in names if not name.startswith(".") and name.isprintable()}

    def _check_some(self) -> None:
        """Look at the next few folders in turn, beginning again after the last.

        Where none came or went, each name is there once and in its place: else it is a spoilt one.
        """
        last = (self._fact("checked") or b"").decode()
        question = "SELECT slug, kind, mtime_ns, bytes FROM folder WHERE slug > ? ORDER BY slug LIMIT ?"
        found = self._ask(question, last, SPOT_CHECK)
        in_order = all(one[0] < other[0] for one, other in pairwise(found))
        if len(found) < SPOT_CHECK and last:
            found += self._ask(question, "", SPOT_CHECK - len(found))
        changed = [(slug, now) for slug, *state in found if (now := self._state(slug)) != tuple(state)]
        if not in_order or any(not kind for _, (kind, *_) in changed):
            self._tables.mistrust("it names a folder that is not there, or twice")
        for slug, _ in changed:
            self._note(slug)
        if len(found) == SPOT_CHECK:
            self._put("checked", found[-1][0].encode())

    def _check_ledger(self) -> None:
        tail = msgspec.json.decode(self._fact("ledger") or b"{}", type=LedgerEnd)
        for entries, now, is_anew in ledger_since(self._output, tail):
            if is_anew:
                self._ask("DELETE FROM entry")
                self._ask("DELETE FROM entered")
            for entry in entries:
                self._ask("REPLACE INTO entry VALUES (?, ?)", entry.guid, entry.slug)
                self._ask("REPLACE INTO entered VALUES (?)", _digest(entry))
            self._put("ledger", msgspec.json.encode(now))

    def _place(self, slug: str) -> Path:
        return self._output / EPISODES / slug

    def _fact(self, name: str) -> bytes | None:
        found = self._ask("SELECT unseal(value, name) FROM fact WHERE name = ?", name)
        return found[0][0] if found else None

    def _put(self, name: str, value: bytes) -> None:
        if self._fact(name) != value:
            self._ask("REPLACE INTO fact VALUES (?1, seal(?2, ?1))", name, value)

    def _note(self, slug: str) -> None:
        note(self._tables, self._output, slug)

    def _state(self, slug: str) -> State:
        return state_of(self._output, slug)

    # What a run asks

    def known_by_source(self, name: str, sha256: str) -> Known | None:
        """Return the episode that was made from the same bytes of the same name."""
        rows = self._ask(
            "SELECT slug FROM folder WHERE source_name = ? AND source_sha256 = ? AND kind = 'episode' "
            "ORDER BY slug DESC", name, sha256,
        )  # fmt: skip
        return self._known(rows)

    def known(self, guid: str) -> Known | None:
        """Return the episode of a guid."""
        return self._known(
            self._ask("SELECT slug FROM folder WHERE guid = ? AND kind = 'episode' ORDER BY slug DESC", guid)
        )

    def _known(self, rows: Iterable[tuple[str]]) -> Known | None:
        for (slug,) in rows:
            line = self.line(slug)
            if line is not None:
                return known_of(self._place(slug), line)
        return None

    def line(self, slug: str) -> Line | None:
        """Return an episode by its folder's name, as its manifest is now."""
        question = "SELECT kind, mtime_ns, bytes, unseal(content, slug) FROM folder WHERE slug = ?"
        rows = self._ask(question, slug)
        if rows and self._state(slug) != rows[0][:3]:
            self._note(slug)
            rows = self._ask(question, slug)
        return _LINE.decode(rows[0][3]) if rows and rows[0][0] == "episode" else None

    def tombstone(self, guid: str) -> Tombstone | None:
        """Return what is left of the withdrawn episode of a guid."""
        question = "SELECT unseal(content, slug) FROM folder WHERE guid = ? AND kind = 'withdrawn' ORDER BY slug DESC"
        rows = self._ask(question, guid)
        return _TOMBSTONE.decode(rows[0][0]) if rows else None

    def tombstones(self, *, unsettled: bool = False) -> Iterator[Tombstone]:
        """Yield what is left of all withdrawn episodes, or of those whose page may not be in place."""
        question = f"{_OTHER} kind = 'withdrawn' AND settled <= ? ORDER BY slug"
        for (slug,) in self._ask(question, 0 if unsettled else 1):
            for (content,) in self._ask("SELECT unseal(content, slug) FROM folder WHERE slug = ?", slug):
                yield _TOMBSTONE.decode(content)

    def slug_of(self, guid: str) -> str | None:
        """Return the name that a guid has, or ever had."""
        rows = self._ask(
            "SELECT slug FROM folder WHERE guid = ? AND kind IN ('episode', 'withdrawn') ORDER BY kind DESC, slug DESC",
            guid,
        ) or self._ask("SELECT slug FROM entry WHERE guid = ?", guid)  # fmt: skip
        return rows[0][0] if rows else None

    def guid_of(self, article_id: str, otherwise: str) -> str:
        """Return the guid under which an article is or was published; where it never was, ``otherwise``."""
        question = "SELECT guid FROM folder WHERE id = ? AND kind IN ('episode', 'withdrawn') ORDER BY guid <> ?, slug"
        rows = self._ask(question, article_id, otherwise)
        return rows[0][0] if rows else otherwise

    def is_taken(self, slug: str) -> bool:
        """Tell whether a name belongs to a guid."""
        return bool(
            self._ask("SELECT 1 FROM folder WHERE slug = ? AND guid IS NOT NULL", slug)
            or self._ask("SELECT 1 FROM entry WHERE slug = ?", slug)
        )

    def has_entered(self, entry: Entry) -> bool:
        """Tell whether the ledger has an entry."""
        return bool(self._ask("SELECT 1 FROM entered WHERE line = ?", _digest(entry)))

    def meant(self, name: str, kinds: Sequence[str] = ("episode", "withdrawn")) -> list[Line | Tombstone]:
        """Return the episodes that a person may mean; the first way of naming that finds any decides."""
        last = Path(name).name  # of a source's path, or of an episode's folder
        for question, values in (
            (f"{_MEANT} slug = ? OR guid = ? OR id = ?", (name, name, name)),
            (f"{_MEANT} source_name = ? OR source_name = ?", (name, last)),
            (f"{_MEANT} slug = ?", (last,)),
        ):
            rows = sorted(self._ask(question, *values))
            found = [(_LINE if kind == "episode" else _TOMBSTONE).decode(text) for kind, text in rows if kind in kinds]
            if found:
                return found
        return []

    def broken(self) -> PublishError | None:
        """Return what is wrong with the first manifest that cannot be read."""
        for (slug,) in self._ask(f"{_OTHER} kind = 'broken' ORDER BY slug"):
            try:
                read_line(self._place(slug) / MANIFEST_NAME)
            except PublishError as error:
                return error
            self._note(slug)
        return None

    def digest(self, picture: Path) -> str:
        """Return the SHA-256 of a file outside the folder, in hexadecimal; it is read when its time or size is new.

        Raises:
            PublishError: It cannot be read.
        """
        key = os.fsencode(picture)
        with telling(picture, "cannot be read"):
            found = picture.stat()
        state = (found.st_mtime_ns, found.st_size)
        rows = self._ask("SELECT sha256 FROM picture WHERE path = ? AND mtime_ns = ? AND bytes = ?", key, *state)
        sha256: str = rows[0][0] if rows else digest_of_file(picture)
        if not rows:
            self._ask("REPLACE INTO picture VALUES (?, ?, ?, ?)", key, *state, sha256)
        return sha256

    # What is listed of it

    def groups(self, site: bytes) -> list[Series]:
        """Return the groups that all episodes are listed in.

        Args:
            site: What the published lists look like from outside; when it is not what ``settle`` was given, somebody
                else has written them, and any of them may differ.
        """
        written = self._fact("site") == site
        found = series_of(self._tables, written=written)
        if do_agree(self._tables, found):
            return found
        self._tables.mistrust("not all members of a series are there")
        return series_of(self._tables, written=False)

    def has_new_names(self, groups: Sequence[Series]) -> bool:
        """Tell whether there are other rubriques than when lists were written last, or some are spelled otherwise."""
        return names_changed(self._tables, groups)

    def pieces(self, slugs: Sequence[str], form: Form, shaped: bytes) -> dict[str, bytes]:
        """Return episodes as lists of a form have them: those that were kept and still are what they were made of.

        Args:
            slugs: Of the episodes.
            form: Of the lists.
            shaped: A digest of all that shapes them beside their manifests.
        """
        found: dict[str, bytes] = {}
        for at in range(0, len(slugs), _AT_ONCE):
            some = slugs[at : at + _AT_ONCE]
            found.update(self._tables.ask_sealed(f"{_PIECES} ({','.join('?' * len(some))})", form, shaped, *some))
        return found

    def keep_piece(self, slug: str, form: Form, shaped: bytes, content: bytes) -> None:
        """Keep an episode as lists of a form have it; see ``pieces``."""
        self._ask(
            "REPLACE INTO piece (slug, form, shaped, mtime_ns, bytes, content) "
            "SELECT slug, ?, ?, mtime_ns, bytes, seal(?, slug) FROM folder WHERE slug = ?", form, shaped, content, slug,
        )  # fmt: skip

    def settle(self, site: bytes) -> None:
        """Note that all lists are written; ``site`` as for ``groups``."""
        settle(self._tables)
        self._ask("DELETE FROM piece WHERE place <= (SELECT MAX(place) FROM piece) - ?", MOST_PIECES)
        self._put("site", site)
        self.keep()


@contextmanager
def catalogued(
    output: Path, index: Path | None, *, trusting: bool = True, read_only: bool = False
) -> Iterator[Catalogue]:
    """Open the catalogue of an output folder; only under the folder's lock, unless it is to stay as it is.

    Args:
        output: The folder.
        index: Where the catalogues of all folders are; None keeps nothing.
        trusting: Whether the last run came to its end: else everything is looked at.
        read_only: Change nothing.

    Raises:
        PublishError: Something in the output folder cannot be read.
    """
    file = index / catalogue_name(output) if index else None
    with closing(Tables(file, TABLES, VERSION, read_only=read_only)) as tables:
        catalogue = Catalogue(output, tables)
        catalogue.check(trusting=trusting)
        yield catalogue
        catalogue.keep()


def _digest(entry: Entry) -> bytes:
    return hashlib.sha256(line_of(entry)).digest()[:16]


def catalogue_name(output: Path) -> str:
    """Return the file name of the catalogue of an output folder."""
    path = os.fsencode(output.absolute().resolve())
    return f"{hashlib.sha256(path).hexdigest()[:16]}.sqlite"

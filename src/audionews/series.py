"""Which documents of a show may differ from what is published, by what the catalogue knows; the rest is never touched.

The catalogue remembers how many episodes each series had when its documents were last written, and marks those that
came, went or changed since. So a run finds the few documents that they are in without looking at all the others.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import cast

import msgspec
from msgspec import Struct

from audionews.listing import Kind, Slot, archives
from audionews.noting import Listing, stands_there
from audionews.tables import Tables


class Noted(msgspec.Struct, frozen=True):
    """What is noted of a series when its documents are written.

    Attributes:
        total: How many episodes there are.
        name: As the newest of them spells it.
        mark: Age, guid and slug of the one that ``COUNTED`` are newer than; None where there are not as many.
    """

    total: int
    name: str
    mark: tuple[int, str, str] | None = None


_NOTED = msgspec.json.Decoder(Noted)
_LISTING = msgspec.json.Decoder(Listing)
_ORDER = {"all": 0, "rubrique": 1, "author": 2}
_CHANGED = 2
_ARRIVED = "SELECT series, SUM(state = 0) FROM member INDEXED BY unsettled_member WHERE state <> 1 GROUP BY series"
_FIRST = (-(1 << 63), "", "")
_OLDER = (
    "SELECT 1 FROM member INDEXED BY unsettled_member "
    "WHERE series = ? AND state <> 1 AND (age, guid, slug) >= (?, ?, ?) "
    "UNION ALL SELECT 1 FROM departed WHERE series = ? AND (age, guid, slug) >= (?, ?, ?) LIMIT 1"
)
_COUNT = "SELECT COUNT(*) FROM member WHERE series = ?"
COUNTED = 5_000
"""Newest members of a series that are counted, whatever becomes of them: more than documents that grow can hold."""
_BETWEEN = (
    "SELECT COUNT(*) FROM member WHERE series = ? AND (age, guid, slug) >= (?, ?, ?) AND (age, guid, slug) < (?, ?, ?)"
)


class Series(Struct, frozen=True, kw_only=True):
    """A group of the catalogue's episodes; see ``listing.Group``.

    Attributes:
        key: Kind and address.
        noted: How it was when its documents were written; None when nobody knows.
        written: Whether they still are what was written then.
    """

    tables: Tables
    key: str
    name: str
    total: int
    noted: Noted | None
    written: bool

    @property
    def kind(self) -> Kind:
        """What they have in common."""
        return cast("Kind", self.key.partition("/")[0])

    def lines(self, slot: Slot) -> Sequence[Listing]:
        """Return the episodes of a document, newest first."""
        found = self._lines(slot)
        if found is None:
            self.tables.mistrust(f"{self.key} does not agree with its episodes")
            found = self._lines(slot)
        return found or ()

    def _lines(self, slot: Slot) -> list[Listing] | None:
        """Return the episodes of a document, or None where a member of the series is not one of these."""
        rows = self.tables.ask_sealed(
            "SELECT place.age, place.guid, slug, listed FROM (SELECT age, guid, slug FROM member "
            "WHERE series = ? ORDER BY age, guid, slug LIMIT ? OFFSET ?) AS place LEFT JOIN folder USING (slug)",
            self.key, slot.stop - slot.start, slot.start,
        )  # fmt: skip
        rows.sort(key=itemgetter(0, 1, 2))
        found = [listed and _LISTING.decode(listed) for *_, listed in rows]
        agree = all(line and stands_there(line, self.key, *row[:2]) for row, line in zip(rows, found, strict=True))
        return found if agree else None

    def changed(self, size: int) -> AbstractSet[int]:
        """Return the numbers of the documents, of ``size`` episodes each, that may differ from what is published."""
        last = archives(self.total, size)
        if not self.written or self.noted is None or self.name != self.noted.name:
            return frozenset(range(last + 1))
        numbers, shifted = set(), last + 1
        for newer, is_in_place in self._unsettled():
            number = self._number(newer, size)
            if is_in_place:
                numbers.add(0 if newer < size else number)
            else:
                shifted = min(shifted, number)
                numbers.add(0)
        if self.total != self.noted.total:
            shifted = min(shifted, max(1, min(last, archives(self.noted.total, size))))
        return frozenset(numbers | set(range(shifted, last + 1)))

    def _number(self, newer: int, size: int) -> int:
        """Return the archive for the episode that so many are newer than."""
        return max(0, self.total - 1 - newer) // size + 1

    def _unsettled(self) -> Iterator[tuple[int, bool]]:
        """Yield, for each episode that came, went or changed, how many are newer, and whether it only changed."""
        newer, last = 0, _FIRST
        for *place, state in self.tables.ask(
            "SELECT age, guid, slug, state FROM member INDEXED BY unsettled_member WHERE series = ? AND state <> 1 "
            "UNION ALL SELECT age, guid, slug, 0 FROM departed WHERE series = ? ORDER BY 1, 2, 3",
            self.key, self.key,
        ):  # fmt: skip
            newer += self.tables.ask(_BETWEEN, self.key, *last, *place)[0][0]
            last = tuple(place)
            yield newer, state == _CHANGED


def series_of(tables: Tables, *, written: bool) -> list[Series]:
    """Return the groups of all episodes: all, each rubrique, each author; in the order of their addresses.

    Args:
        tables: Of the catalogue.
        written: Whether the documents are as this catalogue saw them last.
    """
    noted = _noted(tables)
    arrived: dict[str, int] = dict(tables.ask(_ARRIVED))
    departed: dict[str, int] = dict(tables.ask("SELECT series, COUNT(*) FROM departed GROUP BY series"))
    found = []
    for key in noted.keys() | arrived.keys() | departed.keys() | {"all/"}:
        before, is_as_before = noted.get(key), key not in arrived and key not in departed
        if before is None:  # nor is it known what came and went: some may have gone before the tables were made
            total = tables.ask(_COUNT, key)[0][0]
        else:
            total = before.total + arrived.get(key, 0) - departed.get(key, 0)
        name = before.name if before and is_as_before else _name(tables, key)
        found.append(Series(tables=tables, key=key, name=name, total=total, noted=before, written=written))
    there = [series for series in found if series.total or series.kind == "all"]
    return sorted(there, key=lambda series: (_ORDER.get(series.kind, len(_ORDER)), series.key))


def _noted(tables: Tables) -> dict[str, Noted]:
    """Return what is noted of each series, with one question for all: an archive has thousands."""
    return {key: _NOTED.decode(noted) for key, noted in tables.ask("SELECT series, unseal(noted, series) FROM series")}


def _name(tables: Tables, key: str) -> str:
    found = tables.ask("SELECT name FROM member WHERE series = ? ORDER BY age, guid, slug LIMIT 1", key)
    return found[0][0] if found else ""


def do_agree(tables: Tables, groups: Sequence[Series]) -> bool:
    """Tell whether all are series, and those that documents are to be written of as long as they are believed to be.

    The others are not counted: an archive has thousands of series.
    """
    changed = _unsettled_keys(tables)
    counted = all(_is_counted(each) for each in groups if each.key in changed)
    return counted and all(each.kind in _ORDER for each in groups)


def _is_counted(series: Series) -> bool:
    """Tell whether there are as many members as there should be: the newest alone, if nothing else came or went."""
    noted, ask = series.noted, series.tables.ask
    if noted is None or noted.mark is None or ask(_OLDER, series.key, *noted.mark, series.key, *noted.mark):
        return bool(ask(_COUNT, series.key)[0][0] == series.total)
    newer: int = ask(_BETWEEN, series.key, *_FIRST, *noted.mark)[0][0]
    return newer == COUNTED + series.total - noted.total


def names_changed(tables: Tables, groups: Sequence[Series]) -> bool:
    """Tell whether there are other rubriques than when the documents were written, or some are spelled otherwise."""
    before = {key: noted.name for key, noted in _noted(tables).items() if key.startswith("rubrique/")}
    return before != {series.key: series.name for series in groups if series.kind == "rubrique"}


def settle(tables: Tables) -> None:
    """Note that all documents are written as the catalogue has it."""
    there = series_of(tables, written=True)
    for key in _noted(tables).keys() - {series.key for series in there}:
        tables.ask("DELETE FROM series WHERE series = ?", key)
    changed = _unsettled_keys(tables)
    for series in there:
        if series.noted is None or series.key in changed:
            noted = Noted(series.total, series.name, _mark(series))
            tables.ask("REPLACE INTO series VALUES (?1, seal(?2, ?1))", series.key, msgspec.json.encode(noted))
    tables.ask("UPDATE member INDEXED BY unsettled_member SET state = 1 WHERE state <> 1")
    tables.ask("DELETE FROM departed")
    tables.ask("UPDATE folder SET settled = 1 WHERE kind <> 'episode' AND settled = 0")


def _mark(series: Series) -> tuple[int, str, str] | None:
    question = "SELECT age, guid, slug FROM member WHERE series = ? ORDER BY age, guid, slug LIMIT 1 OFFSET ?"
    found = series.tables.ask(question, series.key, COUNTED)
    return (*found[0],) if found else None


def _unsettled_keys(tables: Tables) -> set[str]:
    """Return the series in which an episode came, went or changed."""
    return {key for (key,) in tables.ask(
        "SELECT series FROM departed UNION SELECT series FROM member INDEXED BY unsettled_member WHERE state <> 1"
    )}  # fmt: skip

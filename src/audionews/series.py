"""Which documents of a show may differ from what is published, by what the catalogue knows; the rest is never touched.

The catalogue remembers how many episodes each series had when its documents were last written, and marks those that
came, went or changed since. So a run finds the few documents that they are in without looking at all the others.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple, cast

import msgspec

from audionews.listing import Kind, Slot, archives
from audionews.manifest import Line
from audionews.noting import stands_there
from audionews.tables import Tables

_LINE = msgspec.json.Decoder(Line)
_ORDER = {"all": 0, "rubrique": 1, "author": 2}
_CHANGED = 2
_ARRIVED = "SELECT series, SUM(state = 0) FROM member INDEXED BY unsettled_member WHERE state <> 1 GROUP BY series"
_NEWEST = (-(1 << 63), "", "")
_BETWEEN = (
    "SELECT COUNT(*) FROM member WHERE series = ? AND (age, guid, slug) >= (?, ?, ?) AND (age, guid, slug) < (?, ?, ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A group of the catalogue's episodes; see ``listing.Group``.

    Attributes:
        key: Kind and address.
        before: How many there were when the documents were written; None when nobody knows.
        name_before: As it was then.
    """

    tables: Tables
    key: str
    name: str
    total: int
    before: int | None = None
    name_before: str = ""

    @property
    def kind(self) -> Kind:
        """What they have in common."""
        return cast("Kind", self.key.partition("/")[0])

    def lines(self, slot: Slot) -> Sequence[Line]:
        """Return the episodes of a document, newest first."""
        found = self._lines(slot)
        if found is None:
            self.tables.mistrust(f"{self.key} does not agree with its episodes")
            found = self._lines(slot)
        return found or ()

    def _lines(self, slot: Slot) -> list[Line] | None:
        """Return the episodes of a document, or None where a member of the series is not one of these."""
        rows = self.tables.ask(
            "SELECT place.age, place.guid, unseal(content, slug) FROM (SELECT age, guid, slug FROM member "
            "WHERE series = ? ORDER BY age, guid, slug LIMIT ? OFFSET ?) AS place LEFT JOIN folder USING (slug) "
            "ORDER BY place.age, place.guid, place.slug",
            self.key, slot.stop - slot.start, slot.start,
        )  # fmt: skip
        found = [content and _LINE.decode(content) for *_, content in rows]
        agree = all(line and stands_there(line, self.key, *row[:2]) for row, line in zip(rows, found, strict=True))
        return found if agree else None

    def changed(self, size: int) -> AbstractSet[int]:
        """Return the numbers of the documents, of ``size`` episodes each, that may differ from what is published."""
        last = archives(self.total, size)
        if self.before is None or self.name != self.name_before:
            return frozenset(range(last + 1))
        numbers, shifted = set(), last + 1
        for newer, is_in_place in self._unsettled():
            number = self._number(newer, size)
            if is_in_place:
                numbers.add(0 if newer < size else number)
            else:
                shifted = min(shifted, number)
                numbers.add(0)
        if self.total != self.before:
            shifted = min(shifted, max(1, min(last, archives(self.before, size))))
        return frozenset(numbers | set(range(shifted, last + 1)))

    def _number(self, newer: int, size: int) -> int:
        """Return the archive for the episode that so many are newer than."""
        return max(0, self.total - 1 - newer) // size + 1

    def _unsettled(self) -> Iterator[tuple[int, bool]]:
        """Yield, for each episode that came, went or changed, how many are newer, and whether it only changed."""
        newer, last = 0, _NEWEST
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
    found = [_series(tables, each, written=written) for each in _noted(tables)]
    there = [series for series in found if series.total or series.kind == "all"]
    return sorted(there, key=lambda series: (_ORDER.get(series.kind, len(_ORDER)), series.key))


def do_agree(tables: Tables, groups: Sequence[Series]) -> bool:
    """Tell whether all are series, and those that documents are to be written of as long as they are believed to be.

    The others are not counted: an archive has thousands of series.
    """
    changed = {key for (key,) in tables.ask(
        "SELECT series FROM departed UNION SELECT series FROM member INDEXED BY unsettled_member WHERE state <> 1"
    )}  # fmt: skip
    count = "SELECT COUNT(*) FROM member WHERE series = ?"
    counted = all(tables.ask(count, each.key)[0][0] == each.total for each in groups if each.key in changed)
    return counted and all(each.kind in _ORDER for each in groups)


def names_changed(tables: Tables, groups: Sequence[Series]) -> bool:
    """Tell whether there are other rubriques than when the documents were written, or some are spelled otherwise."""
    before = tables.ask("SELECT series, name FROM series WHERE series LIKE 'rubrique/%' ORDER BY series")
    return before != [(series.key, series.name) for series in groups if series.kind == "rubrique"]


class _Noted(NamedTuple):
    """What is noted of a series: how many episodes when its documents were written, and how many came and went since.

    What came and went is None where nothing did.
    """

    key: str
    total: int | None
    name: str
    arrived: int | None
    departed: int | None


def _noted(tables: Tables) -> list[_Noted]:
    """Return what is noted of each series, with one question for all: an archive has thousands."""
    before = {key: rest for key, *rest in tables.ask("SELECT series, total, name FROM series")}
    arrived = dict(tables.ask(_ARRIVED))
    departed = dict(tables.ask("SELECT series, COUNT(*) FROM departed GROUP BY series"))
    keys = before.keys() | arrived.keys() | departed.keys() | {"all/"}
    return [_Noted(key, *before.get(key, (None, "")), arrived.get(key), departed.get(key)) for key in keys]


def _series(tables: Tables, noted: _Noted, *, written: bool) -> Series:
    total = noted.total
    if total is None:  # then what came and went is not known either: some may have gone before the tables were made
        total = tables.ask("SELECT COUNT(*) FROM member WHERE series = ?", noted.key)[0][0]
    else:
        total += (noted.arrived or 0) - (noted.departed or 0)
    return Series(
        tables=tables,
        key=noted.key,
        name=_name(tables, noted),
        total=total,
        before=noted.total if written else None,
        name_before=noted.name,
    )


def _name(tables: Tables, noted: _Noted) -> str:
    """Return how the newest episode spells it; authors are many, and are looked up only where an episode changed."""
    is_as_before = noted.total is not None and noted.arrived is None and noted.departed is None
    if is_as_before and noted.key.startswith("author/"):
        return noted.name
    found = tables.ask("SELECT name FROM member WHERE series = ? ORDER BY age, guid, slug LIMIT 1", noted.key)
    return found[0][0] if found else ""


def settle(tables: Tables) -> None:
    """Note that all documents are written as the catalogue has it."""
    there = series_of(tables, written=True)
    gone = {key for (key,) in tables.ask("SELECT series FROM series")} - {series.key for series in there}
    for key in gone:
        tables.ask("DELETE FROM series WHERE series = ?", key)
    for series in there:
        if (series.total, series.name) != (series.before, series.name_before):
            tables.ask("REPLACE INTO series VALUES (?, ?, ?)", series.key, series.total, series.name)
    tables.ask("UPDATE member INDEXED BY unsettled_member SET state = 1 WHERE state <> 1")
    tables.ask("DELETE FROM departed")
    tables.ask("UPDATE folder SET settled = 1 WHERE kind <> 'episode' AND settled = 0")

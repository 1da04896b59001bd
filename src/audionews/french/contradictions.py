"""What an editor should look at in a lexicon: lines that contradict or repeat each other, or that change nothing."""

from collections.abc import Iterator

from msgspec import Struct

from audionews.french.lexicon import Entry, Lexicon, comparable, same_rubrique


class Problem(Struct, frozen=True, kw_only=True):
    """What an editor should look at in a lexicon.

    Attributes:
        source: The file.
        line: Number of the line, from 1.
        message: What is wrong with it.
    """

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.source}: line {self.line}: {self.message}"


def problems(lexicon: Lexicon) -> tuple[Problem, ...]:
    """Return the lines that contradict or repeat an earlier one, that can never be reached, or that change nothing."""
    found: list[Problem] = []
    seen: dict[tuple[str, str, str], Entry] = {}
    for entry in lexicon.entries:
        message = _no_use(entry) or next(filter(None, (_beside(entry, seen.get(key)) for key in _keys(entry))), None)
        if message:
            found.append(Problem(source=entry.source, line=entry.line, message=message))
        own = comparable(entry.written).lower() if entry.case == "any" else comparable(entry.written)
        seen.setdefault((own, entry.engine, same_rubrique(entry.scope)), entry)
    return tuple(found)


def _keys(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield what an earlier line must have been filed under to come before this one."""
    for written in dict.fromkeys((comparable(entry.written), comparable(entry.written).lower())):
        for engine in dict.fromkeys((entry.engine, "")):
            for scope in dict.fromkeys((same_rubrique(entry.scope), "all")):
                yield written, engine, scope


def _no_use(entry: Entry) -> str | None:
    if entry.kind == "respell" and entry.said() == entry.written:
        return f"{entry.written!r} is said as it is written: kind 'word' says so, or the line can go"
    return None


def _beside(entry: Entry, earlier: Entry | None) -> str | None:
    if earlier is None or (earlier.case == "exact" and earlier.written != entry.written):
        return None
    where = f"line {earlier.line}" if earlier.source == entry.source else f"{earlier.source} line {earlier.line}"
    if earlier.said() == entry.said():
        return f"{entry.written!r} is already in {where}"
    if (earlier.engine, same_rubrique(earlier.scope)) == (
        entry.engine,
        same_rubrique(entry.scope),
    ) and earlier.source == entry.source:
        return f"{entry.written!r} contradicts {where}, which says {earlier.said()!r} and wins"
    return f"{entry.written!r} is never reached: {where} says {earlier.said()!r} before"

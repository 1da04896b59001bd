"""The lexicon: how a newsroom wants its names said, one line a name, in ``.tsv`` files.

Columns: written ⇥ spoken ⇥ kind ⇥ engine ⇥ scope ⇥ case; all but the first may be empty. The longest phrase wins, and
of equal ones the one of the earlier file. Files in the form of other products are in ``pls``.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from msgspec import Struct

from audionews.errors import SettingsError
from audionews.expressions import expression
from audionews.french.rules import Claim, Rule
from audionews.french.sigles import spaced

COLUMNS = ("written", "spoken", "kind", "engine", "scope", "case")
KINDS = ("respell", "spell", "word")
CASES = ("exact", "any")
_LANGUAGE = expression(r"lang:[a-z]{2,3}(-[A-Za-z0-9]+)*")
_WORD = expression(r"\w+")
_UNSPEAKABLE = expression(r"[^\w\s,;:.!?…'’-]|\d|_")
_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_NAME = "lexicon"


class Entry(NamedTuple):
    """One line of a lexicon.

    Attributes:
        written: The word or phrase, with at least one letter or digit.
        spoken: How it is said; ``spell`` and ``word`` need none.
        kind: ``respell``, ``spell`` (letter by letter), ``word`` (no sigle), or ``lang:en`` and the like: a word of
            another language; engines that know one language say ``spoken``.
        engine: The only engine that needs it; empty for all.
        scope: ``all``, or the rubriques it is for, commas between.
        case: ``exact``, or ``any`` for upper and lower case alike.
        source: The file it is from.
        line: Number of its line, from 1.
    """

    written: str
    spoken: str = ""
    kind: str = "respell"
    engine: str = ""
    scope: str = "all"
    case: str = "exact"
    source: str = ""
    line: int = 0

    def said(self) -> str:
        """Return what is said for it."""
        if self.spoken:
            return self.spoken
        return spaced(self.written) if self.kind == "spell" else self.written

    def serves(self, engine: str | None, rubrique: str | None) -> bool:
        """Tell whether it is for this engine and rubrique."""
        if self.engine and self.engine != engine:
            return False
        return self.scope == "all" or (
            rubrique is not None and same_rubrique(rubrique) in map(same_rubrique, self.scope.split(","))
        )

    def row(self) -> str:
        """Return its line as it stands in a file."""
        columns = [self.written, self.spoken, self.kind, self.engine, self.scope, self.case]
        defaults = ["", "", "respell", "", "all", "exact"]
        while len(columns) > 2 and columns[-1] == defaults[len(columns) - 1]:
            columns.pop()
        return "\t".join(columns)


def same_rubrique(rubrique: str) -> str:
    """Return a rubrique as it is compared: without regard to case, spaces around it and forms of accents."""
    return unicodedata.normalize("NFC", rubrique).strip().casefold()


def comparable(written: str) -> str:
    """Return a phrase with one form of apostrophe and space."""
    return written.translate(_ALIKE)


class Lexicon(Struct, frozen=True, dict=True):
    """The lines of all files that a show uses, the show's own first."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of everything that shapes speech."""
        return sha256("\n".join(entry.row() for entry in self.entries).encode()).hexdigest()

    @cached_property
    def _by_first_word(self) -> dict[str, list[Entry]]:
        """The entries by the first word of what is written: a text has few of them."""
        index: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if first := _WORD.search(comparable(entry.written)):
                index.setdefault(first.group().lower(), []).append(entry)
        return index

    @cached_property
    def respelling(self) -> "Lexicon":
        """The entries that only one engine needs."""
        return Lexicon(tuple(entry for entry in self.entries if entry.engine))

    def rule(self, engine: str | None = None, rubrique: str | None = None) -> Rule:
        """Return the rule that says the entries of an engine and a rubrique; one pass over the words of a text."""
        index = self._by_first_word

        @cache
        def candidates(word: str) -> tuple[_Candidate, ...]:
            return _candidates(entry for entry in index[word] if entry.serves(engine, rubrique))

        def lexicon(text: str) -> Iterator[Claim]:
            end = 0
            for token in _WORD.finditer(text):
                word = token.group().lower()
                if word not in index or token.start() < end:
                    continue
                for candidate in candidates(word):
                    start = token.start() - candidate.offset
                    if start >= end and candidate.stands(text, start):
                        end = start + len(candidate.written)
                        yield Claim(start, end, candidate.spoken, _NAME)
                        break

        return lexicon


class _Candidate(NamedTuple):
    """An entry ready to be compared.

    Attributes:
        written: With one form of apostrophe and space; in lower case when case does not count.
        offset: Where its first word begins.
        spoken: What is said.
        any_case: Whether upper and lower case are alike.
    """

    written: str
    offset: int
    spoken: str
    any_case: bool

    def stands(self, text: str, start: int) -> bool:
        """Tell whether it stands whole at ``start``, not inside a longer word."""
        end = start + len(self.written)
        if start < 0 or end > len(text):
            return False
        found = text[start:end].translate(_ALIKE)
        if (found.lower() if self.any_case else found) != self.written:
            return False
        first, last = self.written[0], self.written[-1]
        inside = (_is_word(first) and start > 0 and _is_word(text[start - 1])) or (
            _is_word(last) and end < len(text) and _is_word(text[end])
        )
        return not inside


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _candidates(entries: Iterable[Entry]) -> tuple[_Candidate, ...]:
    """Return the entries of one first word, the longest first, else in the order of the files."""
    found: list[_Candidate] = []
    for entry in entries:
        written = comparable(entry.written)
        if first := _WORD.search(written):
            any_case = entry.case == "any"
            found.append(_Candidate(written.lower() if any_case else written, first.start(), entry.said(), any_case))
    return tuple(sorted(found, key=lambda candidate: -len(candidate.written)))


def read_lexicon(paths: Sequence[Path]) -> Lexicon:
    """Return the lexicon in files, the earlier ones first.

    Raises:
        SettingsError: A file cannot be read, or a line is wrong; the message names the line.
    """
    return Lexicon(tuple(entry for path in paths for entry in _entries(path)))


def _entries(path: Path) -> Iterator[Entry]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(path, "is not UTF-8 text") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield parse_line(line, path, number)


def parse_line(line: str, source: object = "", number: int = 0) -> Entry:
    """Return the entry that a line describes.

    Raises:
        SettingsError: What is wrong with it, and what would be right.
    """
    columns = [column.strip() for column in unicodedata.normalize("NFC", line.rstrip("\r\n")).split("\t")]
    if len(columns) > len(COLUMNS):
        raise SettingsError(
            source, f"line {number}: {len(columns)} columns, at most {len(COLUMNS)}: {' ⇥ '.join(COLUMNS)}"
        )
    given = {name: column for name, column in zip(COLUMNS, columns, strict=False) if column}
    wrong = _wrong(given)
    if wrong:
        raise SettingsError(source, f"line {number}: {wrong}")
    return Entry(**given, source=str(source), line=number)


def _wrong(given: dict[str, str]) -> str | None:
    written, spoken = given.get("written", ""), given.get("spoken", "")
    kind, case = given.get("kind", "respell"), given.get("case", "exact")
    if not _WORD.search(written):
        return "the first column must be a word or a phrase"
    if kind not in KINDS and not _LANGUAGE.fullmatch(kind):
        return f"{kind!r} is no kind; there are {', '.join(KINDS)} and lang:en, lang:de …"
    if case not in CASES:
        return f"{case!r} is no case rule; there are {', '.join(CASES)}"
    if kind == "respell" and not spoken:
        return f"{written!r} has nothing in the second column: how is it said? (columns are divided by tabs)"
    if unspeakable := _UNSPEAKABLE.search(spoken):
        return f"{unspeakable.group()!r} in {spoken!r} cannot be said; write it in words"
    return None


def with_entry(text: str, entry: Entry) -> str:
    """Return the text of a lexicon file with an entry; a line with the same phrase, engine and scope gives way."""
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    kept = [line for line in lines if not _replaces(entry, line)]
    return "\n".join([*kept, entry.row()]) + "\n"


def _unwritable(entry: Entry) -> str | None:
    """Return why an entry cannot be a line of a file, in which tabs divide and ``#`` begins a comment; else None."""
    given = {"written": entry.written, "spoken": entry.spoken, "kind": entry.kind, "case": entry.case}
    columns = (*given.values(), entry.engine, entry.scope)
    if any(character in column for column in columns for character in "\t\r\n"):
        return f"{entry.written!r} cannot be written: a tab or a line end divides what belongs together"
    if entry.written.startswith("#"):
        return f"{entry.written!r} would be a comment: a line cannot begin with #"
    return _wrong({name: column for name, column in given.items() if column})


def _replaces(entry: Entry, line: str) -> bool:
    if not line.strip() or line.lstrip().startswith("#"):
        return False
    columns = [*(column.strip() for column in line.rstrip("\r").split("\t")), *[""] * len(COLUMNS)]
    return (comparable(columns[0]), columns[3], columns[4] or "all") == (
        comparable(entry.written),
        entry.engine,
        entry.scope,
    )


def add_entry(path: Path, entry: Entry) -> None:
    """Write an entry into a lexicon file, which is made when it is not there.

    Raises:
        SettingsError: The entry is wrong, or the file cannot be read or written.
    """
    if wrong := _unwritable(entry):
        raise SettingsError(path, wrong)
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(with_entry(text, entry), encoding="utf-8", newline="\n")
        part.replace(path)
    except UnicodeDecodeError as error:
        raise SettingsError(path, "is not UTF-8 text") from error
    except OSError as error:
        raise SettingsError(path, f"cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)

"""How times, dates and French spaces look on a page; the tables of words are in ``templates/labels.toml``."""

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from audionews.expressions import expression

Labels: TypeAlias = Mapping[str, str]

_NARROW, _WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_SPACES = (
    (expression(r" (?=[;!?%‰€])|(?<=\d) (?=\d{3}(?!\d))"), _NARROW),
    (expression(r"(?<=«) | (?=[»:])|(?<=\d) (?=(?:[cmk]?m|[km]?g|t|ha|h|min|s|k?W|M|Md)(?!\w))"), _WIDE),
    (expression(r"(?<=\bM\.|\bMe|\bDr|\bPr) (?=[A-ZÀ-Ý])|(?<=\bMM\.|\bMme) (?=[A-ZÀ-Ý])|(?<=\bn°) (?=\d)"), _WIDE),
)


def labels(language: str) -> Labels:
    """Return the words of a page in a language (BCP 47); French where there is no table for it."""
    return _in_language({name: table for name, (table, _) in _tables().items()}, language)


def player_words(language: str) -> Labels:
    """Return the words of the player on a page in a language; French where there is no table for it."""
    return _in_language(player_labels(), language)


def player_labels() -> dict[str, Labels]:
    """Return the words of the player in every language."""
    return {language: player for language, (_, player) in _tables().items()}


def _in_language(tables: Mapping[str, Labels], language: str) -> Labels:
    return tables.get(language.partition("-")[0].lower(), tables["fr"])


@cache
def _tables() -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return the words of pages and of the player by language."""
    text = (Path(__file__).with_name("templates") / "labels.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return {
        language: (
            {key: value for key, value in table.items() if isinstance(value, str)},
            {key: french_spaces(value) if language == "fr" else value for key, value in table["player"].items()},
        )
        for language, table in tables.items()
    }


def french_spaces(text: str) -> str:
    r"""Return a text whose spaces before high signs, inside guillemets and numbers do not break a line.

    One space becomes one space, so that places in the text stay where they are.
    Source: Lexique des règles typographiques en usage à l’Imprimerie nationale, « Ponctuation ».

    >>> french_spaces("Et après ?").encode("unicode_escape")
    b'Et apr\\xe8s\\u202f?'
    """
    for pattern, space in _SPACES:
        text = pattern.sub(space, text)
    return text


def duration_in_words(ms: int, words: Labels) -> str:
    """Return a length in words, to the second.

    >>> duration_in_words(83_000, labels("fr"))
    '1 minute 23 secondes'
    """
    total = (ms + 500) // 1000
    parts = zip((total // 3600, total // 60 % 60, total % 60), ("hour", "minute", "second"), strict=True)
    said = [f"{count} {words[unit if count < 2 else f'{unit}s']}" for count, unit in parts if count]
    return " ".join(said) or f"0 {words['second']}"


def short_time(ms: int) -> str:
    """Return a time as players show it.

    >>> short_time(83_999), short_time(3_723_000)
    ('1:23', '1:02:03')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def date_in_words(moment: datetime, words: Labels) -> str:
    """Return a day as it is printed: ``1er août 2025``."""
    day = words["first_day"] if moment.day == 1 else str(moment.day)
    return words["date"].format(day=day, month=words["months"].split()[moment.month - 1], year=moment.year)


def web_address(text: str | None) -> str:
    """Return an address that a page may link to, or nothing: only http and https are."""
    try:
        parts = urlsplit((text or "").strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme in {"http", "https"} and parts.netloc else ""


def compact_json(value: object) -> str:
    """Return JSON without white space, in UTF-8 rather than in escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

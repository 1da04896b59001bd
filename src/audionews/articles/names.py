"""What page builders call things: the class names, ids and roles of newsroom systems, sorted by what they mean.

A name is cut into its words (``article__sub-title`` → article, sub, title; ``lireAussi`` → lire, aussi). The table is
``names.tsv``.
"""

import re
from functools import lru_cache

from audionews.articles.dom import Node
from audionews.articles.tables import rows
from audionews.expressions import expression


def _read() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meaning, names in rows("names.tsv"):
        found.setdefault(meaning, []).extend(names.split())
    return found


_NAMES = _read()
NEVER_READ = frozenset(_NAMES.pop("never"))
"""Tags whose text is no text of the page's."""

ROLES = frozenset(_NAMES.pop("roles"))
"""ARIA roles of what stands around the story."""


def _row(words: str) -> tuple[str, ...]:
    return tuple(words.split("-"))


_ROWS = {meaning: frozenset(_row(name) for name in names) for meaning, names in _NAMES.items()}
_LONGEST_ROW = max(len(row) for rows in _ROWS.values() for row in rows)
_MODE = expression(r"(?:has|with|without|is|js|avec|sans)-", re.IGNORECASE)
_STATE = expression(
    r"(?:has|with|without|is|js|avec|sans|hide|show|wp-embed|tag|category|post|no(?!-print))-", re.IGNORECASE
)
"""Classes that tell a state of the whole page or name its subject: ``has-sidebar``, ``tag-poire``, ``post-2087``."""

_MOST_WORDS = 12
_LONGEST_ID = 4
_PROSE = frozenset({"le", "la", "les", "un", "une", "des", "du", "de", "et", "en", "au", "aux", "pour", "sur", "dans"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SYSTEM = frozenset({"hentry", "type-post", "single-post", "node--type-article"})


def named(node: Node, meaning: str) -> bool:
    """Tell whether an element's class, id or similar has this meaning."""
    if node.meanings is None:  # a page asks some thirty times of each element
        given = (*map(node.get, ("class", "data-component", "data-testid", "itemprop")), _structural_id(node))
        node.meanings = _all_meanings(given, is_page=node.tag in {"html", "body"})
    return meaning in node.meanings


def is_chapo(node: Node) -> bool:
    """Tell whether an element is named the lead."""
    return named(node, "chapo") or node.get("itemprop") == "description"


def _structural_id(node: Node) -> str:
    """Return an id that may name a part of a page; those of headings and long ones are made of its text."""
    found = node.get("id")
    words = _words(found)
    return "" if node.tag in _HEADINGS or len(words) > _LONGEST_ID or not _PROSE.isdisjoint(words) else found


@lru_cache(maxsize=4096)
def _all_meanings(given: tuple[str, ...], *, is_page: bool) -> frozenset[str]:
    names = [name for value in given for name in value.split()]
    state = _STATE if is_page or not _SYSTEM.isdisjoint(names) else _MODE
    return frozenset().union(*(_meanings(name) for name in names if not state.match(name)))


@lru_cache(maxsize=4096)
def _meanings(name: str) -> frozenset[str]:
    words = _words(name)[:_MOST_WORDS]
    spans = {
        tuple(words[start : start + length])
        for length in range(1, _LONGEST_ROW + 1)
        for start in range(len(words) - length + 1)
    }
    return frozenset(meaning for meaning, rows in _ROWS.items() if not rows.isdisjoint(spans))


def _words(name: str) -> list[str]:
    name = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", "-", name)
    return [word for word in re.split(r"[^0-9a-zà-ÿ]+", name.lower()) if word]

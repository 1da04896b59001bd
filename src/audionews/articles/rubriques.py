"""Rubriques: the names French newspapers give their pages, and what else looks like one above a title."""

import re

from audionews.articles.cleaning import fold
from audionews.articles.tables import rows
from audionews.expressions import expression

_KNOWN = frozenset(name for row in rows("rubriques.tsv") for name in row)
_LONGEST_TITLE = 130
_CAPITALS = expression(r"([A-ZÀ-Þ][A-ZÀ-Þ' -]{1,30}?)(?:\s?[.:|–—]|\s-)\s+(?=\S)")
_HOME = expression(r"(?:accueil|à la une)\s*[>›»/|]\s*", re.IGNORECASE)
_COLUMN = expression(r"(?:l[ae] )?(?:chronique|billet|mot) d(?:e |['’])(?-i:[A-ZÀ-Þ])[\w’' -]{2,40}", re.IGNORECASE)
_BETWEEN = expression(r"\s*(?:[/|>›»,&·•–—]|\bet\b|\s-\s)\s*")
_LABEL = expression(r"(?:rubriques?|catégories?|section|surtitre)\s*:?\s+", re.IGNORECASE)


def rubrique(line: str) -> str:
    """Return a rubrique as printed, without label, brackets or number sign."""
    return _LABEL.sub("", _HOME.sub("", fold(line)).strip("[]()#*_| ").rstrip(":.").rstrip(), count=1)


def labelled_rubrique(line: str) -> str | None:
    """Return the rubrique when a line says by a label that it is one (``Rubrique : Société``)."""
    label = re.match(r"(?:rubriques?|catégories?|section|surtitre)\s*:\s*(?=\S)", fold(line), re.IGNORECASE)
    return rubrique(fold(line)[label.end() :]) if label and len(line) <= 80 else None


def rubrique_before(title: str) -> str | None:
    """Return the rubrique in capitals that a title begins with, if it does.

    >>> rubrique_before("FAITS DIVERS. Un silo brûle"), rubrique_before("Rugby : Mauzac gagne")
    ('FAITS DIVERS', None)
    """
    found = _CAPITALS.match(title)
    return found[1] if found and is_known_rubrique(found[1]) else None


def is_known_rubrique(line: str) -> bool:
    """Tell whether newspapers call a page so; two of them may stand together (``Société / Éducation``).

    >>> is_known_rubrique("Société / Éducation"), is_known_rubrique("Port-Liorec")
    (True, False)
    """
    if _COLUMN.fullmatch(fold(line)):
        return True
    text = rubrique(line).casefold()
    parts = [part for part in _BETWEEN.split(text) if part]
    return 0 < len(parts) <= 4 and all(part in _KNOWN for part in parts)


def looks_like_rubrique(line: str, title: str) -> bool:
    """Tell whether a line above a title may be a rubrique, known or not: few words, no sentence, much shorter."""
    text = fold(line)
    if is_known_rubrique(text):
        return True
    short = len(text) <= 32 and len(text.split()) <= 4
    return (
        short
        and len(title) <= _LONGEST_TITLE
        and not re.search(r"[.!?…«»“”;,]|:$", text)
        and 4 * len(title) >= 5 * len(text)
    )

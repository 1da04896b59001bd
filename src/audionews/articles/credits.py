"""The lines under a title: date, author, rubrique, in any order and often several on one line."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import reduce
from itertools import takewhile
from operator import or_

from msgspec import Struct

from audionews.articles.bylines import abbreviates, byline, is_initials, signature
from audionews.articles.cleaning import fold
from audionews.articles.dates import date_line
from audionews.articles.forms import Form
from audionews.articles.furniture import is_furniture
from audionews.articles.rubriques import is_known_rubrique, labelled_rubrique, rubrique
from audionews.expressions import expression

_EMPTY_LABEL = expression(r"(?:auteure?s?|autrice|date|rubrique|catégorie|titre|par|publié le)\s?[:：]", re.IGNORECASE)
_CUTS = tuple(
    expression(cut, re.IGNORECASE)
    for cut in (
        r"\s*[|•·]\s*",
        r"\s+[–—/]\s+|(?<!\d)\s+-\s+|\s+-\s+(?!\d{1,2}\s?[:h])",
        r",?\s+(?=(?:et\s+)?(?:publiée?|mise?\s|modifiée?|actualisée?|posté|lecture|temps de lecture)\b)",
        r",?\s+(?=par\s+\S)",
        r",?\s+(?=dans\s+\S)",
        r",?\s+(?=le\s+(?:\w+\s+)?\d)",
        r",\s+(?=(?:\w+\s+)?\d{1,2}[\s/.-])",
        r"\s+\((?=.*\)$)",
        r",\s+",
        r",?\s+(?=à\s+\d{1,2}\s?[h:])",
    )
)
_LONGEST_NAME = 3
"""Words of a bare name that is taken for the author's; longer ones may be the newspaper's beside it."""

_FILED = expression(r"(?:classé )?dans\s+", re.IGNORECASE)
_LONGEST_RUBRIQUE = 40
_LAST = 3
_FIRST = 2
"""Paragraphs up to which a line may still be a credit of the whole article."""

_UNDATED = expression(
    r"(?:publiée?|mise?s? (?:à jour|en ligne)|modifiée?|actualisée?|postée?)\s"
    r"(?:(?:hier|avant-hier|aujourd['’]hui|ce (?:matin|midi|soir)|cet après-midi)"
    r"(?:,?\s(?:à\s)?\d{1,2}\s?[h:]\s?(?:\d{2})?)?"
    r"|(?:à\s)?\d{1,2}\s?[h:]\s?(?:\d{2})?|il y a\s.{1,20}|à l['’]instant)",
    re.IGNORECASE,
)
"""``Publié hier à 18h42``: counted from a day that the text does not name."""

_TIME_ONLY = expression(
    r"(?:(?:publiée?|mise? à jour|modifiée?|actualisée?)\s)?(?:hier\s|aujourd['’]hui\s)?"
    r"(?:à\s)?\d{1,2}\s?[h:]\s?(?:\d{2})?|\d{1,2}\s?min(?:utes?)?(?:\sread)?",
    re.IGNORECASE,
)
_COMMENTS = expression(r"\s*[,|·•–-]?\s+(?:\d+|aucun) commentaires?$", re.IGNORECASE)
_OF = expression(r"De (?=[A-ZÀ-Þ][\w’'-]+ [A-ZÀ-Þ])")


class Credits(Struct, frozen=True):
    """What such lines say."""

    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    category: str | None = None

    def __or__(self, later: "Credits") -> "Credits":
        """Return both; what was said first stays."""
        return Credits(
            self.authors or later.authors,
            self.published or later.published,
            self.updated or later.updated,
            self.category or later.category,
        )

    def __bool__(self) -> bool:
        return self != Credits()


def credit_line(line: str, zone: tzinfo, *, near: datetime) -> Credits | None:
    """Return what a line credits when it does nothing else, else None.

    Args:
        line: Like ``Par Jeanne Martin | Publié le 23 août 2025 à 14h30``.
        zone: Of times that do not say theirs.
        near: Chooses the year of a date without one.

    Raises:
        ImpossibleDateError: Its date cannot be.
    """
    line = _COMMENTS.sub("", fold(line))
    if len(line) > 200:
        return None
    if (date := date_line(line, zone, near=near)) is not None:
        return Credits(updated=date[0]) if date[1] else Credits(published=date[0])
    if _EMPTY_LABEL.fullmatch(line) or _UNDATED.fullmatch(line):
        return Credits()
    if (category := labelled_rubrique(line)) is not None:
        return Credits(category=category)
    if (authors := byline(line)) is not None:
        return Credits(authors=authors)
    return _in_pieces(line, zone, near)


def _in_pieces(line: str, zone: tzinfo, near: datetime) -> Credits | None:
    for cut in _CUTS:
        parts = cut.split(line)
        pieces = [_whole(part) for part in parts if part.strip("() ")] if len(parts) > 1 else []
        if len(pieces) < 2:
            continue
        found = list(takewhile(lambda each: each is not None, (_piece(piece, zone, near) for piece in pieces)))
        if len(found) < len(pieces) and _names_other_rubriques(found, pieces):
            found += [Credits()] * (len(pieces) - len(found))
        if len(found) == len(pieces) and any(credit_line(piece, zone, near=near) for piece in pieces):
            return reduce(or_, (each for each in found if each), Credits())
    return None


def _names_other_rubriques(found: Sequence[Credits | None], pieces: Sequence[str]) -> bool:
    """Tell whether short pieces behind a date and a rubrique are unknown ones: ``3 mai 2025 | Recherche | Lettres``."""
    told = reduce(or_, (each for each in found if each), Credits())
    short = all(len(piece) <= _LONGEST_RUBRIQUE for piece in pieces[len(found) :])
    return told.published is not None and told.category is not None and short


def _whole(piece: str) -> str:
    """Return a piece without a bracket that a cut left open or closed."""
    return piece.strip() if piece.count("(") == piece.count(")") else piece.strip("() ")


def _piece(piece: str, zone: tzinfo, near: datetime) -> Credits | None:
    """Return what a piece credits: beside a date even a bare name or a rubrique is a credit."""
    if (found := credit_line(piece, zone, near=near)) is not None:
        return found
    filed = _FILED.match(piece)
    where = piece[filed.end() :] if filed else piece
    if is_known_rubrique(where) or (filed and where[:1].isupper() and len(where) <= _LONGEST_RUBRIQUE):
        return Credits(category=rubrique(where))
    if _TIME_ONLY.fullmatch(piece) or is_furniture(piece):
        return Credits()
    names = signature(_OF.sub("", piece))
    return Credits(authors=names) if names else None


def without_credits(found: Sequence[Form], zone: tzinfo, near: datetime) -> tuple[list[Form], Credits]:
    """Take the date, the byline and the rubrique out that stand as lines of their own above a text or under its title.

    Raises:
        ImpossibleDateError: A date among them cannot be.
    """
    credit, kept, paragraphs = Credits(), list[Form](), 0
    bare: tuple[str, ...] = ()
    for form in found:
        text, plain = form.block.text, form.block.kind == "body"
        line = credit_line(text, zone, near=near) if plain and paragraphs < _FIRST else None
        if line is not None:
            credit |= line
        elif plain and paragraphs == 0 and not credit.category and is_known_rubrique(text):
            credit |= Credits(category=rubrique(text))
        elif plain and paragraphs == 0 and (names := signature(text)):
            bare = bare or (names if len(text.split()) <= _LONGEST_NAME else ())
        else:
            paragraphs += plain and not is_furniture(text)
            kept.append(form)
    credit |= Credits(authors=bare)
    kept, told = _without_closing_bylines(kept)
    credit |= told
    while kept and is_furniture(kept[-1].block.text):
        kept.pop()
    signed = closing_names([form.block.text for form in kept[-2:]], credit.authors)
    if signed and kept[-1].block.kind == "body":
        return kept[:-1], credit | Credits(authors=signed)
    return kept, credit


def _without_closing_bylines(found: Sequence[Form]) -> tuple[list[Form], Credits]:
    """Take bylines out that stand near the end (``Propos recueillis par …``), a note perhaps under them."""
    start = max(len(found) - _LAST, 1)
    names = {index: byline(form.block.text) for index, form in enumerate(found) if index >= start and not form.marked}
    kept = [form for index, form in enumerate(found) if not names.get(index)]
    return kept, Credits(authors=next(filter(None, names.values()), ()))


def closing_names(texts: Sequence[str], known: Sequence[str]) -> tuple[str, ...] | None:
    """Return whom an article's last line names when it is a signature, given its last two texts; else None.

    A bare name is one where it repeats the author's, or nobody is known and a sentence ends above it.
    """
    if len(texts) < 2:
        return None
    if short := tuple(name for name in known if abbreviates(texts[-1], name)):
        return short
    if not (found := signature(texts[-1])):
        return None
    ends = re.search(r"[.!?…»”\"]$", texts[-2]) is not None
    signed = byline(texts[-1]) or is_initials(texts[-1])
    return found if signed or set(found) <= set(known) or (not known and ends) else None

"""Plain text: rubrique, title, date and author in the first lines, then the lead, then headings with their paragraphs.

Nothing marks these parts but where they stand and how they look. Every part may be missing but the title and a
paragraph.
"""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import pairwise, takewhile, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from audionews.articles.agencies import begins_with_dateline, without_slugs
from audionews.articles.bylines import byline, is_place, is_role, signature
from audionews.articles.cleaning import clean, unquoted
from audionews.articles.credits import Credits, closing_names, credit_line
from audionews.articles.dates import ImpossibleDateError, impossible
from audionews.articles.draft import Block, Draft, Source
from audionews.articles.encoding import decode
from audionews.articles.furniture import is_furniture, opens_furniture, without_furniture, without_mentions
from audionews.articles.headings import body_blocks, is_interview
from audionews.articles.lines import Passage, passages
from audionews.articles.mails import without_mail
from audionews.articles.notes import without_notes
from audionews.articles.rubriques import is_known_rubrique, looks_like_rubrique, rubrique
from audionews.errors import ArticleError
from audionews.expressions import expression

_TITLE_LABEL = expression(r"(?:titre|title|objet|sujet)\s*:\s*(?=\S)|#\s+(?=\S)", re.IGNORECASE)
_LEAD_LABEL = expression(r"(?:chap[oô]|chapeau|lead|accroche|résumé|texte|corps)\s*:\s*(?=\S)", re.IGNORECASE)
_DAY = expression(
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s\d{1,2}(?:er)?\s[^\W\d_]{3,9}", re.IGNORECASE
)
_LEAST_DAYS = 2
_LONE_LABEL = expression(
    r"(titre|chap[oô]|chapeau|auteure?s?|autrice|date|rubrique|texte|corps|intertitre|signature)\s*:?", re.IGNORECASE
)
_BODY_LABEL = expression(r"(?:texte|corps(?: du texte)?|article)\s?:", re.IGNORECASE)
_LEAST_LABELS = 2
_MOST_HEAD_LINES = 4
_LONGEST_QUOTED = 600
"""Characters of a title in guillemets; beside another that may be the title, half as many."""

_RELEASES = frozenset({"communiqué", "communiqué de presse"})
"""Under the letterhead, above the title."""

_UPDATED = expression(r"publié|mis", re.IGNORECASE)
_LATE_CREDITS = 4
"""Passages after the first paragraph in which a date or a byline is still one: under the lead, above the body."""


class _Line(Struct, frozen=True):
    """A line of the head that is neither date nor byline: rubrique, title, subtitle or already a heading."""

    passage: Passage
    after_credits: bool


def read_text(source: Source, zone: tzinfo) -> Draft:
    """Return what a text file holds.

    Raises:
        ArticleError: It is no text, or the date it gives cannot be.
    """
    text = without_mail(clean(decode(source.name, source.data)))
    try:
        every = passages(text, lambda line: credit_line(line, zone, near=source.modified) is not None)
        told = _without_furniture(_labelled(without_slugs(every)))
        return _draft(_with_days(without_notes(told)), zone, source.modified)
    except ImpossibleDateError as error:
        raise ArticleError(source.name, impossible(error)) from error


def _draft(found: Sequence[Passage], zone: tzinfo, near: datetime) -> Draft:
    lines, credit, rest = _head(found, zone, near)
    title, category, others = _choose(lines, interview=is_interview(found))
    if not credit.authors:
        named = next((line for line in (others if credit else others[:1]) if signature(line.passage.text)), None)
        credit |= Credits(authors=(named and signature(named.passage.text)) or ())
        others = [line for line in others if line is not named]
    subtitles = [Block("body", line.passage.text) for line in others if credit and not line.after_credits]
    rest = [*(line.passage for line in others if not credit or line.after_credits), *rest]
    late, rest = _late_credits(rest, credit, zone, near)
    credit |= late
    signed, rest = _signature(rest, credit)
    credit |= signed
    rest = without_notes(rest)  # a signature may stand under them
    return Draft(
        title=title,
        category=credit.category or category,
        authors=credit.authors,
        published=credit.published or credit.updated,
        blocks=without_furniture([*subtitles, *body_blocks(rest)], title),
    )


def _without_furniture(found: Sequence[Passage]) -> list[Passage]:
    """Drop furniture, but not a first line: a title may begin ``Vidéo : …``; nor what opens a list of articles."""
    kept: list[Passage] = []
    for passage in found:
        may_be_title = all(is_known_rubrique(each.text) for each in kept) and any(map(str.isalnum, passage.text))
        told = may_be_title or opens_furniture(passage.text) or byline(passage.text)
        if told or not is_furniture(passage.text):
            kept.append(replace(passage, text=without_mentions(passage.text)))
    return kept


def _head(found: Sequence[Passage], zone: tzinfo, near: datetime) -> tuple[list[_Line], Credits, list[Passage]]:
    """Return the lines before the first paragraph, what they credit, and everything after."""
    lines: list[_Line] = []
    credit = Credits()
    for index, passage in enumerate(found):
        if _TITLE_LABEL.match(passage.text) and not any(_TITLE_LABEL.match(line.passage.text) for line in lines):
            lines.append(_Line(passage, bool(credit)))
        elif (more := _credits(passage, zone, near)) is not None:
            credit |= more
        elif index and is_role(passage.text) and _is_beside_name(found, index):
            continue
        elif _is_body(passage, lines) or _is_full(lines):
            return lines, credit, list(found[index:])
        else:
            lines.append(_Line(passage, bool(credit)))
    return lines, credit, []


def _is_beside_name(found: Sequence[Passage], index: int) -> bool:
    """Tell a role under a byline, or above a name and a day."""
    return bool(byline(found[index - 1].text) or (index + 1 < len(found) and signature(found[index + 1].text)))


def _labelled(found: Sequence[Passage]) -> list[Passage]:
    """Return the passages with the labels that stand on lines of their own in front of what they name.

    Where two of them follow each other, a form was left empty.
    """
    lone = [_LONE_LABEL.fullmatch(passage.text) for passage in found]
    if sum(map(bool, lone)) < _LEAST_LABELS or any(one and other for one, other in pairwise(lone)):
        return [passage for passage in found if not _BODY_LABEL.fullmatch(passage.text)]
    before = [None, *lone]
    return [
        replace(passage, text=f"{label[1]} : {passage.text}") if label else passage
        for passage, own, label in zip(found, lone, before, strict=False)
        if not own
    ]


def _credits(passage: Passage, zone: tzinfo, near: datetime) -> Credits | None:
    """Return what a passage credits; an entry of a list or a heading credits nothing."""
    return None if passage.bullet or passage.underlined else credit_line(passage.text, zone, near=near)


def _with_days(found: Sequence[Passage]) -> list[Passage]:
    """Return the passages with the days of an agenda (``Vendredi 5 décembre``) as headings, where there are several."""
    days = [_DAY.fullmatch(passage.text) is not None and not passage.bullet for passage in found]
    if sum(days) < _LEAST_DAYS:
        return list(found)
    return [replace(each, underlined=each.underlined or day) for each, day in zip(found, days, strict=True)]


def _is_full(lines: Sequence[_Line]) -> bool:
    return sum(not is_known_rubrique(line.passage.text) for line in lines) == _MOST_HEAD_LINES


def _is_body(passage: Passage, before: Sequence[_Line]) -> bool:
    """Tell a paragraph from a line of the head; the first line is the title as long as it can be one."""
    text = passage.text.strip("*_ ")
    if passage.bullet or _LEAD_LABEL.match(text) or begins_with_dateline(text):
        return True
    titleless = all(is_known_rubrique(line.passage.text) for line in before)
    if unquoted(text) != text and len(text) <= (_LONGEST_QUOTED if titleless else _LONGEST_QUOTED // 2):
        return False
    sentences = len(re.findall(r"[.!?…]\s+(?=[A-ZÀ-Þ«“])", text)) + 1
    if not before:
        return len(text) > 220 or (len(text) > 140 and text.endswith(".")) or (sentences > 2 and len(text) > 80)
    return (
        len(text) > 160 or text.endswith((".", ";", ",", "…", ".»", ". »", ":")) or (sentences > 1 and len(text) > 90)
    )


def _choose(lines: Sequence[_Line], *, interview: bool) -> tuple[str, str | None, list[_Line]]:
    """Return the title, the rubrique and the lines of the head that are neither; a letterhead is none of them."""
    head = (index for index, line in enumerate(lines[:-1]) if rubrique(line.passage.text).casefold() in _RELEASES)
    lines = lines[next(head, 0) :]
    index = _title_index(lines, interview=interview)
    if index is None:
        return "", None, []
    title = _TITLE_LABEL.sub("", lines[index].passage.text, count=1).strip("*_ ")
    before, after = list(lines[:index]), list(lines[index + 1 :])
    category = None
    if before:
        category = rubrique(before.pop(0).passage.text)
        before = [line for line in before if not is_known_rubrique(line.passage.text)]
    elif after and is_known_rubrique(after[0].passage.text) and not after[0].passage.underlined:
        category = rubrique(after.pop(0).passage.text)
    return title, category, [*before, *after]


def _title_index(lines: Sequence[_Line], *, interview: bool) -> int | None:
    """Return which line is the title: what is labelled or quoted as one, else the first that is not a rubrique."""
    texts = [line.passage.text for line in lines]
    for shows in (lambda text: _TITLE_LABEL.match(text), lambda text: unquoted(text) != text):
        for index, text in enumerate(texts[:3]):
            if shows(text):
                return index
    above = sum(1 for _ in takewhile(is_known_rubrique, texts))
    if above == len(texts) <= 1:
        return None
    if 1 < above < len(texts):
        return above
    if len(texts) == 1 or not looks_like_rubrique(texts[0], texts[1]):
        return 0
    if interview and texts[1].endswith("?") and not is_known_rubrique(texts[0]):
        return 0
    return 1 if is_known_rubrique(texts[0]) or not lines[1].after_credits or lines[0].after_credits else 0


def _late_credits(rest: list[Passage], known: Credits, zone: tzinfo, near: datetime) -> tuple[Credits, list[Passage]]:
    """Take the date and the byline that stand under the lead; a bare date further down may be a heading."""
    found, kept, below = Credits(), list[Passage](), False
    for passage, following in zip_longest(rest, rest[1:]):
        near_top = len(kept) < _LATE_CREDITS
        if near_top and following and is_role(passage.text) and signature(following.text):
            continue
        late = _credits(passage, zone, near) if near_top else None
        above = following is not None and len(kept) + 1 < _LATE_CREDITS and _credits(following, zone, near)
        if (below or above) and late is None and not (known | found).authors:
            late = Credits(authors=signature(passage.text) or ()) or None
        below = late is not None and (not late or _is_news(late, known, found) or bool(_UPDATED.match(passage.text)))
        if late is not None and below:
            found |= late
        else:
            kept.append(replace(passage, text=_LEAD_LABEL.sub("", passage.text, count=1)) if near_top else passage)
    return found, kept


def _is_news(late: Credits, known: Credits, found: Credits) -> bool:
    """Tell whether credits say nothing that was said before."""
    return (not (known | found).authors or not late.authors) and (not known.published or not late.published)


def _signature(rest: list[Passage], known: Credits) -> tuple[Credits, list[Passage]]:
    """Take the last line when it is a signature."""
    found = closing_names([passage.text for passage in rest[-2:]], known.authors)
    if found and not rest[-1].bullet:
        return Credits(authors=found), rest[:-1]
    if not known.authors and rest and is_place(rest[-1].text):  # under a reader's letter
        found = closing_names([passage.text for passage in rest[-3:-1]], known.authors)
        return (Credits(authors=found), rest[:-2]) if found else (Credits(), rest)
    return Credits(), rest

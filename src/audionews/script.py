"""Article → Script: what is said, in what order, in which role, and how long the silence after it is.

Nothing is spoken here and nothing is invented beyond two lines that settings can change: who wrote the article and
when, and the closing credit that says the voice is synthetic.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from audionews.domain import Article, ChapterMark, Paragraph, Reading, Role, Script, Section, Segment
from audionews.expressions import expression
from audionews.french.sentences import sentences
from audionews.settings import TextTable

LONGEST_CHAPTER_TITLE = 51
"""Characters; longer titles break the chapter list of Apple's app."""

_FIRST_CHAPTER = "Introduction"
_ERRATUM = "Erratum"
_AFTER_ERRATUM = "L’article"
_CORRECTION_LABEL = expression(
    r"\s*(?:erratum|errata|correctif|correction|rectificatif|rectification)\s*[:.–—-]\s*", re.IGNORECASE
)
_COMMON = expression(r"(?:La|Le|Les|Notre|Nos) [a-zà-ÿ]|L['’][a-zà-ÿ]")
"""How authors begin that are no names: ``La rédaction``."""

_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
_INTERVIEW_QUESTIONS = 3
_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”")

Reader = Callable[[str], tuple[Reading, ...]]
"""How a written text is read: ``french.read`` or one with a show's lexicon."""


class _Block(Struct, frozen=True):
    """A run of sentences in one role, whether a chapter begins with it, and the chapter's picture."""

    role: Role
    text: str
    chapter: str | None = None
    image: str | None = None


def write_script(article: Article, text: TextTable, read: Reader) -> Script:
    """Return what is said for an article: every sentence of it, once, in order."""
    segments: list[Segment] = []
    marks: list[ChapterMark] = []
    blocks = list(_blocks(article, text))
    for number, (block, following) in enumerate(zip(blocks, [*blocks[1:], None], strict=True)):
        if block.chapter is not None:
            marks.append(ChapterMark(title=chapter_title(block.chapter), segment=len(segments), image=block.image))
        segments += _segments(block, number, _pause_after(block.role, following, text), text, read)
    if len(marks) == 1:
        marks = [ChapterMark(title=chapter_title(article.title), segment=0)]
    return Script(article_id=article.id, segments=tuple(segments), marks=tuple(marks))


def _blocks(article: Article, text: TextTable) -> Iterator[_Block]:
    head = [_Block("rubrique", article.category)] if article.category else []
    head.append(_Block("title", article.title))
    if text.byline:
        head.append(_Block("byline", byline(article.author, article.published)))
    yield _Block(head[0].role, head[0].text, _FIRST_CHAPTER)
    yield from head[1:]
    erratum = _erratum(article.correction or "")
    yield from erratum
    for number, part in enumerate(article.lead):
        begins = bool(erratum) and number == 0
        yield _Block("lead" if part.kind == "body" else part.kind, part.text, _AFTER_ERRATUM if begins else None)
    heading_role: Role = "question" if is_interview(article.sections) else "heading"
    for section in article.sections:
        yield _Block(heading_role, section.heading, section.heading, section.image)
        yield from (_Block(part.kind, part.text) for part in section.paragraphs)
    if text.credit:
        yield _Block("credit", text.credit)


def _erratum(correction: str) -> list[_Block]:
    """Return the note on what was corrected; it is heard before the article, in a chapter of its own."""
    note = _CORRECTION_LABEL.sub("", correction, count=1).strip()
    end = "" if note.endswith(_SENTENCE_ENDS) else "."
    return [_Block("body", f"{_ERRATUM}. {note[0].upper()}{note[1:]}{end}", _ERRATUM)] if note else []


def _segments(block: _Block, number: int, pause_ms: int, text: TextTable, read: Reader) -> list[Segment]:
    """Return a segment for each sentence that says something; the last one has the block's pause."""
    parts = [readings for readings in map(read, _whole_sentences(block)) if _is_heard(readings)]
    pauses = [text.pause_sentence_ms] * (len(parts) - 1) + [pause_ms]
    return [
        Segment(role=block.role, readings=readings, pause_ms=pause, paragraph=number)
        for readings, pause in zip(parts, pauses if parts else [], strict=True)
    ]


def _whole_sentences(block: _Block) -> Sequence[str]:
    if block.role == "byline":  # ours, and one sentence whatever full stops a name has
        return [block.text]
    return [sentence.strip() for sentence in sentences(block.text)]


def _is_heard(readings: Sequence[Reading]) -> bool:
    return any(character.isalnum() for reading in readings for character in reading.spoken)


def _pause_after(role: Role, following: _Block | None, text: TextTable) -> int:
    if following is None:
        return 0
    if role == "item" and following.role == "item":
        return text.pause_item_ms
    after = {
        "rubrique": text.pause_rubrique_ms,
        "title": text.pause_title_ms,
        "byline": text.pause_byline_ms,
        "heading": text.pause_heading_ms,
        "question": text.pause_heading_ms,
    }
    if role in after:
        return after[role]
    return (
        text.pause_section_ms
        if following.chapter is not None or following.role == "credit"
        else text.pause_paragraph_ms
    )


def is_interview(sections: Sequence[Section]) -> bool:
    """Tell whether the headings are the questions of an interview: at least three, and nearly all of them questions."""
    asked = sum(section.heading.rstrip(' \u00a0\u202f»"”').endswith("?") for section in sections)
    return asked >= _INTERVIEW_QUESTIONS and asked * 4 >= len(sections) * 3


def byline(author: str | None, published: datetime) -> str:
    """Return the line that says when the article was published and who wrote it.

    >>> byline("Jeanne Martin", datetime(2025, 8, 1))
    'Publié le 1er août 2025, par Jeanne Martin.'
    >>> byline("La rédaction, AFP", datetime(2025, 8, 1))
    'Publié le 1er août 2025, par la rédaction et l’AFP.'
    """
    written = f"Publié le {french_date(published)}"
    if author:
        *others, last = map(_in_a_sentence, author.split(", "))
        written += f", par {', '.join(others)} et {last}" if others else f", par {last}"
    return f"{written}."


def _in_a_sentence(author: str) -> str:
    """Return an author as a sentence names one: ``l’AFP``, ``la rédaction``; names stay as they are."""
    if author == "AFP":
        return "l’AFP"
    return author[:1].lower() + author[1:] if _COMMON.match(author) else author


def french_date(day: datetime) -> str:
    """Return a date as French newspapers print it.

    >>> french_date(datetime(2025, 8, 23))
    '23 août 2025'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def chapter_title(heading: str) -> str:
    """Return a heading short enough for every app, cut at a word.

    >>> chapter_title("Ce que l’on sait de la panne :")
    'Ce que l’on sait de la panne'
    """
    title = " ".join(heading.split()).rstrip(" :\u00a0\u202f")
    if len(title) <= LONGEST_CHAPTER_TITLE:
        return title
    cut = title[:LONGEST_CHAPTER_TITLE]
    return f"{cut.rsplit(' ', 1)[0].rstrip(' ,;:–—«') if ' ' in cut else cut[:-1]}…"


def paragraphs_of(article: Article) -> tuple[Paragraph, ...]:
    """Return all paragraphs of an article, lead first."""
    return (*article.lead, *(part for section in article.sections for part in section.paragraphs))

"""The paragraphs of an episode as HTML elements, for whoever shows the article: the transcript and the feed's notes.

Elements, not strings: what the article says can never become markup. Whole pages for readers are in ``pages``.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from audionews.characters import folded
from audionews.domain import Cue, Episode, Role, Segment
from audionews.typography import short_time

HEADINGS: dict[Role, str] = {"title": "h1", "heading": "h2", "question": "h2"}


class SpokenParagraph(Struct, frozen=True):
    """The sentences of one paragraph.

    Attributes:
        role: What part of the article it is.
        start_ms: When it is heard.
        end_ms: When its last sentence ends.
        text: On one line.
    """

    role: Role
    start_ms: int
    end_ms: int
    text: str


def paragraphs(episode: Episode) -> tuple[SpokenParagraph, ...]:
    """Return the paragraphs of an episode in order; those without text are left out."""
    pairs = zip(episode.segments, episode.cues, strict=True)
    grouped = groupby(pairs, key=lambda pair: (pair[0].paragraph, pair[0].role))
    found = (_joined(role, list(group)) for (_, role), group in grouped)
    return tuple(paragraph for paragraph in found if paragraph.text)


def _joined(role: Role, pairs: list[tuple[Segment, Cue]]) -> SpokenParagraph:
    text = folded(" ".join(cue.written for _, cue in pairs))
    return SpokenParagraph(role, pairs[0][1].start_ms, pairs[-1][1].end_ms, text)


def elements(found: Collection[SpokenParagraph], *, timed: bool) -> Iterator[Element]:
    """Yield headings, paragraphs, quotations and lists.

    Args:
        found: In the order of the article.
        timed: Put a ``time`` element before each paragraph that is not a heading.
    """
    for role, group in groupby(found, key=lambda paragraph: paragraph.role):
        if role == "item":
            yield _list(group, timed=timed)
            continue
        for paragraph in group:
            if timed and role not in HEADINGS:
                yield _time(paragraph.start_ms)
            yield _block(paragraph)


def _list(items: Iterator[SpokenParagraph], *, timed: bool) -> Element:
    whole = Element("ul")
    for item in items:
        entry = SubElement(whole, "li")
        if timed:
            entry.append(_time(item.start_ms))
        SubElement(entry, "p").text = item.text
    return whole


def _block(paragraph: SpokenParagraph) -> Element:
    block = Element("blockquote" if paragraph.role == "quote" else HEADINGS.get(paragraph.role, "p"))
    text = SubElement(block, "p") if paragraph.role == "quote" else block
    text.text = paragraph.text
    return block


def _time(ms: int) -> Element:
    time = Element("time", datetime=f"PT{ms // 1000}S")
    time.text = short_time(ms)
    return time

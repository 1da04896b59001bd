"""Passages of plain text → blocks: which of them are headings, entries of a list, or paragraphs.

A heading is a short line that ends no sentence and has a paragraph under it. Interviews are the hard case: their
questions are headings and may be long, and an answer may be one short line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from audionews.articles.cleaning import fold
from audionews.articles.draft import Block
from audionews.articles.lines import Passage
from audionews.expressions import expression

_LONGEST_HEADING = 120
_LONGEST_QUESTION = 260
_LONGEST_RUN = 20
_LEAST_ASKED = 2
"""Questions that make an interview where they stand out by a dash."""

_MARKED = expression(
    r"#{1,6}\s+(?P<hashed>.+?)\s*#*|(?P<mark>\*\*|__)(?P<bold>[^*]+)(?P=mark)|(?:intertitre|inter)\s*:\s*(?P<label>.+)",
    re.IGNORECASE,
)
_STARS = expression(r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]+?)(?<=\S)\*{1,3}(?![\w*])")
_SENTENCE_END = expression(r"[.!?…]\s+(?=[A-ZÀ-Þ«“])")
_NOT_IN_HEADINGS = expression(r"https?://|www\.|\w@\w|(?:\d{2}[ .]){3,}\d{2}")
_NUMBER = expression(r"(?:[IVX]{1,5}|\d{1,2}|[A-HQ])\.\s")
_HEADING_NUMBER = expression(r"\d|\(?[a-z]\)")
_SAID = expression(r"[.!?…]\s?[»”\"]$")
_DASH = expression(r"[–—]\s*(?=\S)")
_BETWEEN_DASHES = expression(r"(\S[^.;]{1,100}\S) [-–—]")
"""What is left of an agency's ``- Une grève suivie -`` behind its bullet."""

_VALUE = expression(r"[^:.!?]{1,40}\s?:\s\S")
_SPEAKER = expression(r"([A-ZÀ-Þ][\w.’' -]{1,40}?)\s?:\s")
_CITED = expression(r"[«“\"].*[»”\"]")


def body_blocks(passages: Sequence[Passage]) -> list[Block]:
    """Return the blocks of an article's body, in order."""
    passages = _without_asking_dashes([_as_dialogue(_unmarked(passage)) for passage in passages])
    could_be = [_could_be(passages, index) for index in range(len(passages) - 1)]
    interview = is_interview(passages)
    blocks: list[Block] = []
    for index, passage in enumerate(passages):
        marked = _MARKED.fullmatch(passage.text)
        if marked and not passage.bullet:
            blocks.append(Block("heading", fold(marked["hashed"] or marked["bold"] or marked["label"])))
        elif passage.text.startswith("> "):
            blocks.append(Block("quote", passage.text[2:]))
        elif passage.bullet and (between := _BETWEEN_DASHES.fullmatch(passage.text)):
            blocks.append(Block("heading", between[1]))
        elif passage.bullet and _is_numbered_heading(passages, index):
            blocks.append(Block("heading", f"{passage.bullet} {passage.text}"))
        elif passage.bullet:
            blocks.append(Block("item", passage.text))
        elif passage.underlined or _is_heading(passages, could_be, index, blocks, interview=interview):
            blocks.append(Block("heading", passage.text))
        else:
            blocks.append(Block("body", passage.text))
    return blocks


def is_interview(passages: Sequence[Passage]) -> bool:
    """Tell by three questions, or by one speaker who asks at least twice (``LE COURRIER : Et alors ?``)."""
    asked = [passage.text for passage in passages if _is_question(passage.text, one_sentence=False)]
    speakers = Counter(found[1] for text in asked if (found := _SPEAKER.match(text)))
    return sum(_is_question(text, one_sentence=True) for text in asked) >= 3 or max(speakers.values(), default=0) >= 2


def _is_heading(
    passages: Sequence[Passage], could_be: Sequence[bool], index: int, before: Sequence[Block], *, interview: bool
) -> bool:
    if index + 1 == len(passages):
        return False
    passage, following = passages[index], passages[index + 1]
    last = before[-1] if before else None
    asked = last is not None and last.kind == "heading" and last.text.endswith("?")
    if passage.text.endswith("?"):
        is_answer = asked and following.text.endswith("?")
        return (
            not is_answer and not following.bullet and _is_question(passage.text, one_sentence=not interview or asked)
        )
    if asked or not could_be[index]:
        return False
    return _heads(passages, could_be, index)


def _could_be(passages: Sequence[Passage], index: int) -> bool:
    """Tell whether a line looks like a heading above what follows."""
    passage, following = passages[index], passages[index + 1]
    text = passage.text
    if passage.bullet or text.endswith("?") or _is_one_of_values(passages, index):
        return False
    if len(text) > _LONGEST_HEADING or (not text[0].isupper() and not text[0].isdigit() and text[0] not in '«“"'):
        return False
    if not _CITED.fullmatch(text) and _SAID.search(text):
        return False
    if _NOT_IN_HEADINGS.search(text) or text.endswith((".", ";", ",")) or _SENTENCE_END.search(_NUMBER.sub("", text)):
        return False
    if text.endswith((":", " :")):
        return (
            len(text) <= 90
            and not following.bullet
            and following.text[0] not in '«“"–—'
            and following.text[0].isupper()
        )
    if text.endswith(("!", "…")):
        return len(text) <= 70 and _is_paragraph(following) and text[0] not in '«“"'
    if _CITED.fullmatch(text):
        return (
            len(text) <= 80
            and text.rstrip('»”" \u00a0\u202f')[-1:] not in {".", "!", "?", "…"}
            and _is_paragraph(following)
        )
    return not (following.bullet[:1].isdigit() and _is_numbered_heading(passages, index + 1))


def _is_one_of_values(passages: Sequence[Passage], index: int) -> bool:
    """Tell ``Gros lot : 4512`` beside another such line from a heading that has a colon in it."""
    beside = (*passages[max(index - 1, 0) : index], *passages[index + 1 : index + 2])
    return _is_value(passages[index]) and any(map(_is_value, beside))


def _is_value(passage: Passage) -> bool:
    text = passage.text
    return not passage.bullet and len(text) <= _LONGEST_HEADING and text[-1] != "." and _VALUE.match(text) is not None


def _heads(passages: Sequence[Passage], could_be: Sequence[bool], index: int) -> bool:
    """Judge a short line by its neighbours: of several in a row only the first and the last can be headings.

    ``Le programme`` above ``Vendredi : bal`` and ``Samedi : concert`` is one; they are not.
    """
    first = last = index
    while first > 0 and could_be[first - 1] and index - first < _LONGEST_RUN:
        first -= 1
    while last + 2 < len(passages) and could_be[last + 1] and last - index < _LONGEST_RUN:
        last += 1
    has_paragraph = _is_paragraph(passages[last + 1]) or bool(passages[last + 1].bullet) or first == last
    if index == first:
        return has_paragraph or (last > first and not re.search(r": ?\S", passages[index].text))
    return index == last and has_paragraph and not (first + 1 == last and passages[first].text.endswith(":"))


def _is_paragraph(passage: Passage) -> bool:
    return len(passage.text) > _LONGEST_HEADING or passage.text.endswith((".", "!", "…", "»", "”", ":"))


def _is_question(text: str, *, one_sentence: bool) -> bool:
    """Tell whether a passage may be a question of an interview."""
    if not text.endswith("?") or len(text) > _LONGEST_QUESTION or text[0] in "–—«“":
        return False
    return not (one_sentence and _SENTENCE_END.search(_NUMBER.sub("", text, count=1)))


def _is_numbered_heading(passages: Sequence[Passage], index: int) -> bool:
    """Tell ``1. Une usine en crise`` above its paragraph from an entry of a list."""
    passage = passages[index]
    if not _HEADING_NUMBER.match(passage.bullet) or index + 1 == len(passages):
        return False
    if passage.text.endswith((".", ";", ",")) or (index and _HEADING_NUMBER.match(passages[index - 1].bullet)):
        return False
    following = passages[index + 1]
    return len(passage.text) <= _LONGEST_HEADING and not following.bullet and _is_paragraph(following)


def _unmarked(passage: Passage) -> Passage:
    """Take off the stars with which writers of mail make words bold, unless they make a heading."""
    marked = _MARKED.fullmatch(passage.text)
    if marked and (not marked["bold"] or (len(marked["bold"]) <= _LONGEST_HEADING and marked["bold"][-1] not in ".;,")):
        return passage
    return replace(passage, text=_STARS.sub(r"\1", passage.text)) if "*" in passage.text else passage


def _as_dialogue(passage: Passage) -> Passage:
    """Give a line of dialogue its dash back; a list's entries begin small or end in a semicolon."""
    if passage.bullet in {"–", "—"} and re.fullmatch(r"[^a-zà-ÿ].*[.!?…»]", passage.text):
        return replace(passage, text=f"{passage.bullet} {passage.text}", bullet="")
    return passage


def _without_asking_dashes(passages: Sequence[Passage]) -> list[Passage]:
    """Take the dash off an interview's questions, where each has an answer without one under it.

    In a report's dialogue both speakers have dashes, and a lone question is a voice of the story's.
    """
    dashed = [bool(_DASH.match(each.text)) or each.bullet in {"-", "–", "—"} for each in passages]
    asking = {
        index
        for index, (mine, answered) in enumerate(pairwise(dashed))
        if mine and not answered and _asks(passages[index]) and not passages[index + 1].text.endswith("?")
    }
    bare = sum(_is_question(passage.text, one_sentence=True) for passage in passages if not passage.bullet)
    if len(asking) + bare < _LEAST_ASKED or len(asking) <= 2 * (sum(dashed) - len(asking)):
        return list(passages)
    return [
        replace(each, text=_DASH.sub("", each.text, count=1), bullet="") if index in asking else each
        for index, each in enumerate(passages)
    ]


def _asks(passage: Passage) -> bool:
    return _is_question(_DASH.sub("", passage.text, count=1), one_sentence=True)

"""Texts compared as readers see them: how words are spaced and where lines break makes no difference."""

import re
from collections.abc import Iterator, Sequence

_UNSEEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]+")
_LONGEST_QUOTE = 60


def squeezed(text: str) -> str:
    """Return a text without spaces and whatever else nobody sees."""
    return _UNSEEN.sub("", text)


def quoted(text: str) -> str:
    """Return the beginning of a text, short enough for a message."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= _LONGEST_QUOTE else f"“{text[:_LONGEST_QUOTE]}…”"


def places(sentences: Sequence[str]) -> list[int]:
    """Return where each sentence begins in a squeezed text that is nothing but them."""
    starts, at = [], 0
    for sentence in sentences:
        starts.append(at)
        at += len(squeezed(sentence))
    return starts


def difference(shown: str, sentences: Sequence[str]) -> tuple[str, str] | None:
    """Return the first place where a text is not the sentences, each once and in order.

    Args:
        shown: As it is.
        sentences: As they are written, in the order of the script.

    Returns:
        The check that fails, and why.
    """
    seen, wanted, at = squeezed(shown), [squeezed(sentence) for sentence in sentences], 0
    for number, sentence in enumerate(wanted):
        if seen.startswith(sentence, at):
            at += len(sentence)
            continue
        place = seen.find(sentence, at)
        if place < 0:
            return _absent(number, sentences[number], is_before=sentence in seen[:at])
        return _added(_between(shown, at, place), wanted, number)
    return _added(_between(shown, at, len(seen)), wanted, len(wanted)) if len(seen) > at else None


def _between(text: str, start: int, end: int) -> str:
    """Return a part of a text as it is written; the places are those of the squeezed text."""
    places = [at for at, sign in enumerate(text) if not _UNSEEN.match(sign)]
    return text[places[start] : places[end - 1] + 1]


def _absent(number: int, sentence: str, *, is_before: bool) -> tuple[str, str]:
    if is_before:
        return "caption-order", f"sentence {number + 1} is not in its place: {quoted(sentence)}"
    return "caption-missing", f"sentence {number + 1} is not shown, or not as it is written: {quoted(sentence)}"


def _added(extra: str, wanted: Sequence[str], number: int) -> tuple[str, str]:
    """Return why a text should not stand before a sentence; ``wanted`` is squeezed."""
    if squeezed(extra) in "".join(wanted[number:]):
        return "caption-order", f"comes before sentence {number + 1} and should come after it: {quoted(extra)}"
    if squeezed(extra) in "".join(wanted[:number]):
        return "caption-extra", f"is shown twice: {quoted(extra)}"
    return "caption-extra", f"is shown before sentence {number + 1} and never said: {quoted(extra)}"


def absent_in_order(text: str, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the index of each sentence that does not follow the ones before it in a text that may say more."""
    text, at = squeezed(text), 0
    for index, sentence in enumerate(map(squeezed, sentences)):
        place = text.find(sentence, at)
        if place < 0:
            yield index
        else:
            at = place + len(sentence)

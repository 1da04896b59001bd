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
    """Return where each sentence begins in a text that is nothing but them; all are squeezed."""
    starts, at = [], 0
    for sentence in sentences:
        starts.append(at)
        at += len(sentence)
    return starts


def difference(shown: str, sentences: Sequence[str]) -> tuple[str, str] | None:
    """Return the first place where a text is not the sentences, each once and in order.

    Args:
        shown: Squeezed.
        sentences: Squeezed, in the order of the script.

    Returns:
        The check that fails, and why.
    """
    at = 0
    for number, sentence in enumerate(sentences):
        if shown.startswith(sentence, at):
            at += len(sentence)
            continue
        place = shown.find(sentence, at)
        if place < 0:
            return _absent(shown[:at], number, sentence)
        return _added(shown[at:place], sentences, number)
    return _added(shown[at:], sentences, len(sentences)) if len(shown) > at else None


def _absent(before: str, number: int, sentence: str) -> tuple[str, str]:
    if sentence in before:
        return "caption-order", f"sentence {number + 1} is not in its place: {quoted(sentence)}"
    return "caption-missing", f"sentence {number + 1} is not shown, or not as it is written: {quoted(sentence)}"


def _added(extra: str, sentences: Sequence[str], number: int) -> tuple[str, str]:
    if extra in "".join(sentences[number:]):
        return "caption-order", f"comes before sentence {number + 1} and should come after it: {quoted(extra)}"
    if extra in "".join(sentences[:number]):
        return "caption-extra", f"is shown twice: {quoted(extra)}"
    return "caption-extra", f"is shown before sentence {number + 1} and never said: {quoted(extra)}"


def absent_in_order(text: str, sentences: Sequence[str]) -> Iterator[int]:
    """Yield the index of each sentence that does not follow the ones before it in a text that may say more."""
    at = 0
    for index, sentence in enumerate(sentences):
        place = text.find(sentence, at)
        if place < 0:
            yield index
        else:
            at = place + len(sentence)

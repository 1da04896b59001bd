"""What a reader reports of a pronunciation: the JSON that a page sends or copies, or the mail that brings it."""

import json
from email import message_from_bytes, policy
from typing import Any

from msgspec import Struct

from audionews.timecode import clock

_WITHOUT_END = json.JSONDecoder(strict=False)


class Report(Struct, frozen=True, kw_only=True):
    """What a reader says of a word; all of it is a stranger's, and none of it can steer a terminal.

    Attributes:
        word: As it stands in the article; empty when the reader named none.
        suggestion: How it should be said; empty when the reader did not say.
        about: The episode, the moment and the sentence, for the editor.
    """

    word: str
    suggestion: str
    about: str


def read_report(data: bytes) -> Report:
    """Return the report in a file.

    Args:
        data: JSON, a text that JSON stands in — quoted or wrapped as mail programs do —, or a whole mail (``.eml``).

    Raises:
        ValueError: There is no report in it.
    """
    for text in (_body(data), data.decode("utf-8-sig", errors="replace")):
        found = _first_object(text)
        if found is not None:
            return Report(word=_line(found["word"]), suggestion=_line(found.get("suggestion")), about=_about(found))
    message = "no report in it: a report is JSON with a key word"
    raise ValueError(message)


def _body(data: bytes) -> str:
    """Return the text of a mail, decoded; empty when it is none."""
    mail = message_from_bytes(data, policy=policy.default)
    if "content-type" not in mail:
        return ""
    try:
        part = mail.get_body(("plain",))
        return str(part.get_content()) if part is not None else ""
    except LookupError:  # in letters that nobody knows
        return ""


def _first_object(text: str) -> dict[str, Any] | None:
    """Return the first JSON object with a ``word`` in a text, whatever stands around it."""
    text = " ".join(line.lstrip("> \t").rstrip() for line in text.splitlines())
    start = text.find("{")
    while start >= 0:
        try:
            found, _ = _WITHOUT_END.raw_decode(text, start)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and "word" in found:
            return found
        start = text.find("{", start + 1)
    return None


def _about(found: dict[str, Any]) -> str:
    time_ms = found.get("time_ms")
    moment = clock(time_ms) if isinstance(time_ms, int) and 0 <= time_ms < 10**9 else ""
    parts = (_line(found.get("slug")) or _line(found.get("title")), moment, _line(found.get("sentence")))
    return ", ".join(filter(None, parts))


def _line(value: object) -> str:
    """Return a value as one line without characters that steer a terminal or a table."""
    text = " ".join(str(value if value is not None else "").split())
    return "".join(letter for letter in text if letter.isprintable() or letter in "\u00a0\u202f")

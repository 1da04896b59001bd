"""Articles pasted out of a mail: its head, its greeting and its farewell are not the article.

What the head says becomes lines that are read like any others: subject, sender and day.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from audionews.expressions import expression

_LEAST_FIELDS = 2
_LAST = 12
"""Lines in which a mail says goodbye."""

_LONGEST_TITLE = 140

_FIELD = expression(
    r"(?:(?P<sender>de|from|expéditeur)|(?P<day>envoyé(?: le)?|sent|date)|(?P<subject>objet|subject|sujet)"
    r"|à|a|to|cci?|bcc|destinataires?|répondre à|reply-to|importance|pièces? jointes?)\s?:\s*(?P<value>.*)",
    re.IGNORECASE,
)
_GREETING = expression(r"(?:bonjour|bonsoir|salut|hello|coucou|chère?s?|madame|monsieur)\b.{0,60}[,.!]?", re.IGNORECASE)
_FAREWELL = expression(
    r"(?:(?:bien )?cordialement|bien à (?:vous|toi)|bonne (?:réception|journée|soirée|lecture|fin de)|amicalement"
    r"|amitiés|salutations|respectueusement|merci|à bientôt|à (?:votre|ta) disposition|bises?)\b.{0,60}|--",
    re.IGNORECASE,
)
_REPLIES = expression(r"^(?:(?:re|tr|fwd?|réf?)\s?:\s?)+", re.IGNORECASE)


def without_mail(text: str) -> str:
    """Return a text without what makes it a mail; one that is none stays as it is."""
    lines = text.strip().split("\n")
    head = [found for found in takewhile(bool, (_FIELD.fullmatch(line.strip()) for line in lines)) if found]
    if len(head) < _LEAST_FIELDS or not any(found["sender"] for found in head):
        return text
    body = _without_farewell(_without_greeting(lines[len(head) :]))
    return "\n".join([*_told(head, body), "", *body])


def _told(head: Sequence[re.Match[str]], body: Sequence[str]) -> Iterator[str]:
    if not _has_title(body):
        yield from (_subject(found["value"]) for found in head if found["subject"])
    yield from (f"Auteur : {_name(found['value'])}" for found in head if found["sender"] and _name(found["value"]))
    yield from (f"Publié le {found['value']}" for found in head if found["day"])


def _subject(text: str) -> str:
    return "Titre : " + _REPLIES.sub("", text)


def _name(text: str) -> str:
    return re.sub(r"<[^>]*>|\S+@\S+", "", text).strip("\"' ")


def _has_title(body: Sequence[str]) -> bool:
    first, *after = [*body, ""]
    return 0 < len(first) <= _LONGEST_TITLE and not first.endswith((".", ",", ":", ";")) and not after[0].strip()


def _without_greeting(lines: Sequence[str]) -> list[str]:
    """Return a mail's text without greeting and, above a title of its own, without the words to the desk."""
    kept = _stripped(lines)
    if kept and _GREETING.fullmatch(kept[0]):
        kept = _stripped(kept[1:])
        word = list(takewhile(bool, kept))
        below = _stripped(kept[len(word) :])
        if len(" ".join(word)) <= _LONGEST_TITLE and not _has_title(kept) and _has_title(below):
            return below
    return kept


def _without_farewell(lines: Sequence[str]) -> list[str]:
    last = max(len(lines) - _LAST, 1)
    place = next((at for at, line in enumerate(lines) if at >= last and _FAREWELL.fullmatch(line)), len(lines))
    return list(lines[:place])


def _stripped(lines: Sequence[str]) -> list[str]:
    return "\n".join(line.strip() for line in lines).strip("\n").split("\n")

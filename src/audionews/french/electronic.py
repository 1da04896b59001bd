"""Addresses: web pages, e-mail, accounts and hashtags.

A web address is said short, as on air: the site without ``https`` and ``www``, the page left out. Words stay words,
initials are spelled (``ina.fr`` is *ina point fr*, ``bfmtv.com`` *B F M T V point com*).

Source: RFC 3986 and RFC 5322 for the forms, as far as newspapers print them; Radio France's way of giving a site.
"""

import re
import unicodedata
from collections.abc import Iterator

from audionews.expressions import expression
from audionews.french.rules import Claim, Rule
from audionews.french.sigles import spelled_in_address
from audionews.french.spelling import group
from audionews.french.tables import words

_TRIGGER = expression(r"[@#]|\.[A-Za-z]{2,}|://")
_MAIL = expression(r"(?<![\w.+-])([A-Za-z0-9][\w.+-]{0,63})@((?:[A-Za-z0-9][\w-]{0,62}\.){1,6}[A-Za-z]{2,24})\b")
_URL = expression(
    r"(?<![\w@.-])(?:(?P<scheme>https?://|ftp://)|(?P<www>www\d?\.))?"
    r"(?P<host>(?:[^\W_][\w-]{0,62}\.){1,6}(?P<end>[A-Za-z]{2,24}))(?![\w@-])(?P<port>:\d{2,5})?(?P<page>[/?#][^\s<>«»\"”]{0,2000})?",
)
_FILE = expression(r"(?<![\w@./-])(?P<name>[^\W_][\w-]{0,80})\.(?P<end>[A-Za-z]{3,4}|mp[34])(?![\w@-]|\.\w)")
_BARE_END = expression(r"(?<![\w.])\.(?P<end>[a-z]{2,8})(?![\w@-]|\.\w)")
_HANDLE = expression(r"(?<![\w@./-])@(\w{1,50}(?:\.\w{2,})?)")
_HASHTAG = expression(r"(?<![\w#&/])#(\w*[^\W\d_]\w*)")
_NAMED_TAG = expression(r"\b(?:hashtags?|mots?-(?:dièses?|clés?))\s\Z", re.IGNORECASE)
_PIECE = expression(r"[A-ZÀ-Þ]{2,}(?![a-zà-ÿœ])|[A-ZÀ-ÞŒ]?[a-zà-ÿœæ]+|[A-ZÀ-Þ]|\d+|[^\W_]")
_MARKS = {".": " point ", "-": " tiret ", "_": " tiret bas ", "+": " plus "}
_NAME = "electronic"


def addresses(text: str) -> Iterator[Claim]:
    """Yield a claim for each address, e-mail, account and hashtag."""
    if not _TRIGGER.search(text):
        return
    found = [*_mails(text), *_sites(text), *_files(text), *_handles(text), *_hashtags(text)]
    end = 0
    for claim in sorted(found, key=lambda claim: (claim.start, -claim.end)):
        if claim.start >= end:
            end = claim.end
            yield claim


def _mails(text: str) -> Iterator[Claim]:
    if "@" in text:
        for mail in _MAIL.finditer(text):
            yield Claim(mail.start(), mail.end(), f"{_label(mail[1])} arobase {_host(mail[2])}", _NAME)


def _sites(text: str) -> Iterator[Claim]:
    if "." not in text:
        return
    for url in _URL.finditer(text):
        if not (url["scheme"] or url["www"] or url["end"].lower() in words("electronic")["end"]):
            continue
        if not (url["scheme"] or url["www"]) and not _looks_like_site(url, text):
            continue
        page = url["page"] or ""
        trimmed = len(page) - len(page.rstrip(".,;:!?…)]'’*"))
        yield Claim(url.start(), url.end() - trimmed, _host(_without_www(url)), _NAME)


def _files(text: str) -> Iterator[Claim]:
    """Yield claims for names of files and for endings that stand alone: *notes.pdf*, *un site en .fr*."""
    for file in _FILE.finditer(text):
        end = file["end"]
        if end.lower() in words("electronic")["file"] and not end.istitle():
            yield Claim(file.start(), file.end(), f"{_label(file['name'])} point {_end(end)}", _NAME)
    for lone in _BARE_END.finditer(text):
        kinds = words("electronic")
        if lone["end"] in kinds["end"] or lone["end"] in kinds["file"]:
            yield Claim(lone.start(), lone.end(), f"point {_end(lone['end'])}", _NAME)


def _without_www(url: re.Match[str]) -> str:
    """Return a host without the ``www.`` that a scheme makes needless, unless only one label would be left."""
    host = url["host"]
    bare = host.removeprefix("www.")
    return bare if url["scheme"] and "." in bare else host


def _looks_like_site(url: re.Match[str], text: str) -> bool:
    """Tell ``lemonde.fr`` from a full stop without a space behind it (*fini.Me voilà*)."""
    end = url["end"]
    return end.islower() or url["host"].isupper() or text[url.end() : url.end() + 1] == "/"


def _handles(text: str) -> Iterator[Claim]:
    for handle in _HANDLE.finditer(text):
        end = handle[1].rpartition(".")[2]
        said = _host(handle[1]) if end != handle[1] and end in words("electronic")["end"] else _cut(handle[1])
        yield Claim(handle.start(), handle.end(), f"arobase {said}", _NAME)


def _hashtags(text: str) -> Iterator[Claim]:
    for tag in _HASHTAG.finditer(text):
        named = _NAMED_TAG.search(text, max(0, tag.start() - 12), tag.start())
        yield Claim(tag.start(), tag.end(), _cut(tag[1]) if named else f"hashtag {_cut(tag[1])}", _NAME)


def _host(host: str) -> str:
    first, *middle, end = host.split(".")
    ends = words("electronic")["end"]
    return " point ".join(
        [_label(first), *(_end(label) if label in ends else _label(label) for label in middle), _end(end)]
    )


def _end(label: str) -> str:
    """Return a top-level domain as it is said: *fr*, *com*, *org*; *eu*, *uk* letter by letter."""
    if label.lower() in words("electronic")["word"]:
        return label.lower()
    return " ".join(group(letter) if letter.isdecimal() else letter for letter in label.upper())


def _label(label: str) -> str:
    if label.isdigit():
        return group(label)
    return _tidied("".join(_MARKS[part] if part in _MARKS else _cut(part) for part in re.split(r"([.+_-])", label)))


def _cut(name: str) -> str:
    """Return a name without spaces in words: cut at capitals, digits and underscores."""
    if name.islower() and name.isalpha():
        return spelled_in_address(name)
    return _tidied(" ".join(_piece(piece) for piece in _PIECE.findall(name)))


def _piece(piece: str) -> str:
    if piece.lower() in words("electronic")["word"]:
        return piece
    if piece.isdecimal():
        return group(piece) if len(piece) <= 6 else " ".join(group(digit) for digit in piece)
    if not piece.isalpha():
        number = unicodedata.numeric(piece, -1)  # superscripts and circled figures
        return group(str(int(number))) if number >= 0 else ""
    return spelled_in_address(piece) if len(piece) > 1 else piece


def _tidied(spoken: str) -> str:
    return " ".join(spoken.split())


RULES: tuple[Rule, ...] = (addresses,)

"""Sigles: said letter by letter (*S N C F*), as a word (*OTAN*), or both (*C PAM*); and words that only look like one.

The table knows several hundred. What it does not know is spelled when French syllables cannot carry it, and up to
three letters always: *les CFK*, but *l'OPALIM*. In a text in capitals (*LA FRANCE GAGNE*) and in a name in capitals
(*Jean DUPONT*) an unknown one is a word.

Source: Grevisse & Goosse, *Le bon usage*, § 192–193 (sigles, acronymes); usage of Radio France for single ones.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from audionews.expressions import expression
from audionews.french.rules import Claim, Rule
from audionews.french.syllables import has_vowel, sayable
from audionews.french.tables import rows, words

How = Literal["spell", "word", "as", "unknown"]

_CAPITAL = "A-ZÀ-ÖØ-ÞŒŸ"
_TRIGGER = expression(rf"[{_CAPITAL}][{_CAPITAL}.]|[{_CAPITAL}]\W?[a-z]?[{_CAPITAL}]")
_TOKEN = expression(
    rf"""(?<![\w@])(?:
        (?P<dotted>[{_CAPITAL}]\.(?:-?[{_CAPITAL}]\.){{1,40}}[{_CAPITAL}]?(?![^\W\d_]))
      | (?P<capitals>[{_CAPITAL}]{{2,60}})(?P<plural>s?)(?![\w])
      | (?P<mixed>(?=[^\W\d_]{{0,40}}[{_CAPITAL}]{{2}})[^\W\d_]{{3,40}}|[A-Z][a-z][A-Z](?!\w))
    )""",
    re.VERBOSE,
)
_COMPOUND = expression(r"\w{1,40}(?:[-·'’]\w{1,40}){1,3}")
_TAIL = expression(rf"(.*[a-zà-ÿ])([{_CAPITAL}]{{2,6}})(s?)")
_HEAD = expression(rf"([{_CAPITAL}]{{2,5}})([{_CAPITAL}][a-zà-ÿ]{{2,}}.*)")
_SIGLE_HEAD = expression(rf"([{_CAPITAL}]{{3,5}})([a-zà-ÿ]{{4,}})")
_ACCENT = expression("[À-ÖØ-Þ]")
_ROMAN = expression(r"[IVX]+")
_ARTICLE_BEFORE = expression(r"(?:\b(?:[Ll][ea]s?|[Dd](?:u|es)|[Aa]ux?|[Uu]ne?)[\s\u00a0]|\b[lLdD]['’])\Z")
_NAME_BEFORE = expression(rf"(?<![\w-])[{_CAPITAL}][^\W\d_]*-\Z")
_WORD_BEFORE = expression(r"([^\W\d_]+)\.?[\s\u00a0]+$")
_WORD_AFTER = expression(r"\s([^\W\d_]{2,40})")
_WORD_AROUND = expression(r"[^\W\d_]{2,}")
_NAME = "sigle"


def sigles(text: str) -> Iterator[Claim]:
    """Yield a claim for each sigle that is not said as it is written."""
    if not _TRIGGER.search(text):
        return
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() < end:
            continue
        claim = _compound(token, text) or _single(token, text, end)
        if claim:
            end = claim.end
            yield claim


def _compound(token: re.Match[str], text: str) -> Claim | None:
    """Look a name with a hyphen up as a whole: *CD-ROM*."""
    if text[token.end() : token.end() + 1] not in ("-", "·", "'", "’"):
        return None
    whole = _COMPOUND.match(text, token.start())
    kind, spoken = _table().get(whole.group().replace("’", "'"), ("unknown", "")) if whole else ("unknown", "")
    return Claim(whole.start(), whole.end(), spoken, _NAME) if whole and kind == "as" else None


def _single(token: re.Match[str], text: str, floor: int) -> Claim | None:
    spoken = _dotted(token, text) if token["dotted"] else _said(token, text)
    if spoken is None or spoken == token.group():
        return None
    # letters and a hyphen would be said as one name: C G T-F O, SNES-F S U
    start, end = token.span()
    before = start > floor and _NAME_BEFORE.search(text, max(0, start - 20), start) is not None
    after = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
    return Claim(start - before, end + after, " " * before + spoken + " " * after, _NAME)


def unknown(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield where sigles stand that the table does not know, and how each is spelled; None for one said as a word."""
    for token in _TOKEN.finditer(text):
        letters = token["capitals"]
        if not letters or how(letters) != "unknown" or not _is_common_place(letters, token, text):
            continue
        yield token.start(), token.end("capitals"), _said(token, text)


def _is_common_place(letters: str, token: re.Match[str], text: str) -> bool:
    """Tell a sigle from a word, a Roman numeral, or a name or title in capitals."""
    if (
        letters in _listed("letters")
        or _ROMAN.fullmatch(letters)
        or letters in _listed("known")
        or len(letters) > 6
        or _is_label(token, text)
        or text[token.end() : token.end() + 1] == "-"
    ):
        return False
    return not (
        _is_name(letters, token, text) or _in_capitals(token, text) or text[token.start() - 1 : token.start()] == "-"
    )


def _is_label(token: re.Match[str], text: str) -> bool:
    """Tell the word in capitals that begins a title or a dispatch: ``DIRECT.``, ``PARIS, 5 nov.``."""
    before = text[max(0, token.start() - 8) : token.start()]
    return (
        not any(map(str.isalnum, before))
        and text[token.end() : token.end() + 1] in tuple(".,:")
        and has_vowel(token[0])
    )


def how(sigle: str) -> How:
    """Return what the table says of a sigle without full stops and plural s."""
    return _table().get(sigle, ("unknown", ""))[0]


@cache
def _table() -> dict[str, tuple[How, str]]:
    table: dict[str, tuple[How, str]] = {}
    for row in rows("sigles"):
        if row[0] == "as":
            table[row[1]] = ("as", row[2])
        elif row[0] in ("spell", "word"):
            kind: How = "spell" if row[0] == "spell" else "word"
            table.update(dict.fromkeys(row[1].split(), (kind, "")))
    return table


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset(word for row in rows("sigles") if row[0] == kind for word in row[1].split())


def spaced(letters: str) -> str:
    """Return letters as they are spelled: capitals with a space between.

    >>> spaced("sncf")
    'S N C F'
    """
    return " ".join(letter for letter in letters.upper() if letter.isalnum())


def _dotted(token: re.Match[str], text: str) -> str:
    letters = token["dotted"].replace(".", "").replace("-", "")
    stop = "." if token.group().endswith(".") and not text[token.end() :].strip(" »”\"')\u00a0") else ""
    return (letters if how(letters) == "word" else spaced(letters)) + stop


def _said(token: re.Match[str], text: str) -> str | None:
    written = token.group()
    kind, spoken = _table().get(written, ("unknown", ""))
    if kind == "as":
        return spoken
    if token["mixed"]:
        return _mixed(written)
    letters = token["capitals"]
    kind, spoken = _table().get(letters, ("unknown", ""))
    if kind == "as":
        return spoken
    if letters in _listed("noun"):
        named = letters in _listed("brand") and _is_name(f"{letters}.", token, text)
        return spaced(letters) if named or _is_noun(token, text) else None
    if kind == "unknown":
        return None if _is_word(letters, token, text) else spaced(letters)
    if kind == "word" or (letters in _listed("also") and (_in_capitals(token, text) or _beside_capitals(token, text))):
        return None
    return spaced(letters)


def _mixed(written: str) -> str | None:
    """Spell the capitals that begin or end a name: *Chat G P T*, *x A I*, *J C Decaux*, *S T Microelectronics*."""
    head = _SIGLE_HEAD.fullmatch(written)
    if not head or how(head[1]) != "spell":
        head = _HEAD.fullmatch(written)
        head = head if head and (how(head[1]) == "spell" or not has_vowel(head[1])) else None
    if head:
        return f"{spaced(head[1])} {head[2]}"
    tail = _TAIL.fullmatch(written)
    if not tail or how(tail[2]) == "word" or (len(tail[2]) > 3 and sayable(tail[2])):
        return None
    return f"{tail[1]} {spaced(tail[2])}"


def _is_word(letters: str, token: re.Match[str], text: str) -> bool:
    """Tell whether unknown capitals are a word: by their sound, or because what is around them is in capitals too."""
    if letters in _listed("letters") or _ROMAN.fullmatch(letters):
        return True
    if not has_vowel(letters):
        return False
    if sayable(letters) or len(letters) > 6 or (len(letters) > 3 and _ACCENT.search(letters)):
        return True
    return _is_name(letters, token, text) or _in_capitals(token, text)


def _is_noun(token: re.Match[str], text: str) -> bool:
    """Tell ``le MES`` and ``(SE)`` from *mes* and *se* in capitals."""
    start, end = token.span()
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    if text[end : end + 1] == "-" or _in_capitals(token, text):
        return False
    return _ARTICLE_BEFORE.search(text, max(0, start - 4), start) is not None


def _is_name(letters: str, token: re.Match[str], text: str) -> bool:
    """Tell *Jean DUC* and *Marine LE PEN* from *le DUC*: a title, first name or particle stands before."""
    before = _WORD_BEFORE.search(text, max(0, token.start() - 30), token.start())
    if not before or len(letters) < 3:
        return False
    word: str = before[1]
    begins = words("sentences")
    return (
        len(word) > 2 and word.istitle() and word not in begins["starter"] and word not in begins["article"]
    ) or word in ("M", "LE", "LA", "DE", "DU", "VAN", "VON", "EL", "AL", "BEN")


def _in_capitals(token: re.Match[str], text: str) -> bool:
    """Tell whether two in three of the words around, sigles left out, are in capitals."""
    around = [
        *_WORD_AROUND.findall(text, max(0, token.start() - 80), token.start()),
        *_WORD_AROUND.findall(text, token.end(), token.end() + 80),
    ]
    capitals: int = sum(word.isupper() and _is_common(word) for word in around)
    small: int = sum(not word.isupper() for word in around)
    return capitals > 0 and capitals >= 2 * small


def _beside_capitals(token: re.Match[str], text: str) -> bool:
    """Tell ``EN TURQUIE`` in a title whose figures are in small letters."""
    following = _WORD_AFTER.match(text, token.end())
    if following is None or not following[1].isupper():
        return False
    return following[1] in _listed("letters") or (len(following[1]) > 3 and _is_common(following[1]))


def _is_common(capitals: str) -> bool:
    return capitals in _listed("letters") or (how(capitals) == "unknown" and sayable(capitals))


def spelled_in_address(word: str) -> str:
    """Return a piece of an address as it is said: a word, or spelled when the table or its sound says so.

    >>> spelled_in_address("sncf"), spelled_in_address("lemonde")
    ('S N C F', 'lemonde')
    """
    upper = word.upper()
    if how(upper) == "spell" and upper not in _listed("also"):
        return spaced(word)
    if word.isupper() and how(upper) == "unknown" and upper not in _listed("letters"):
        return word if sayable(word) else spaced(word)
    return word if has_vowel(word) or len(word) == 1 else spaced(word)


RULES: tuple[Rule, ...] = (sigles,)

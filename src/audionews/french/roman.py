"""Roman numerals, told from letters by what stands around them.

Centuries, arrondissements, Republics carry their ordinal ending (``XXIe``); rulers, wars, tomes and acts are known by
the word before. A lone ``X``, ``V`` or ``I`` after anything else stays a letter.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Chiffres romains »; Grevisse & Goosse,
*Le bon usage*, § 610 (*François premier*, *Louis quatorze*).
"""

import re
import unicodedata
from functools import cache

from audionews.expressions import expression
from audionews.french.numerals import DASH, GAP
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, ordinal
from audionews.french.tables import words

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_WELL_FORMED = expression("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LETTERS = "[IVXL]{1,9}"
_SUFFIX = "(?:n?de|ers?|[èe]res?|res?|[èeé]mes?|es?|è|ᵉʳ|ᵉ|ʳᵉ)"
_CENTURY = r"(?:[IVX]|[IVXL]L)(?:e|è|é|r|ᵉ|ʳ|nd|d)|L[ᵉʳ]"
"""A lone L with a small e is an article."""

_LINK = r"(?P<link>,\s|\set\s|\sà\s|\sou\s|[-\u2013])"
_NEXT = r"(?P<numeral>[IVX]{2,8}|[IVX](?!\.\s?\w))(?![^\W_])"
_MORE = expression(f"{_LINK}{_NEXT}")
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _MORE.pattern)
_NUMERAL = r"[\s-][IVXL]"


def value(written: str) -> int | None:
    """Return the number that a well-formed Roman numeral writes.

    >>> value("XIV"), value("IIX"), value("")
    (14, None, None)
    """
    if not written or not _WELL_FORMED.fullmatch(written):
        return None
    total = 0
    for letter, following in zip(written, f"{written[1:]}I", strict=True):
        worth = _VALUES[letter]
        total += -worth if worth < _VALUES[following] and following in written else worth
    return total


def _said(numeral: str, suffix: str) -> str | None:
    number = value(numeral)
    suffix = unicodedata.normalize("NFKC", suffix)
    if number is None or (suffix.startswith(("er", "r", "ère", "ere")) and number != 1):
        return None
    if numeral in {"L", "I"} and not suffix.startswith(("er", "r", "ère", "ere")):
        return None  # Le, Ie: words and initials
    if suffix.endswith("de"):
        return "seconde" if number == 2 else None
    plural = "s" if suffix.endswith("s") else ""
    return ordinal(number, feminine=number == 1 and not suffix.startswith("er")) + plural


def _ordinal(match: re.Match[str]) -> str | None:
    first = _said(match["numeral"], match["suffix"])
    if first is None:
        return None
    after = _century(match)
    if not match["numeral2"]:
        return first + after
    second = _said(match["numeral2"], match["suffix2"])
    low, high = value(match["numeral"]), value(match["numeral2"])
    if second is None or low is None or high is None:
        return None
    return f"{first} {'et' if high == low + 1 else 'au'} {second}{after}"


def _century(match: re.Match[str]) -> str:
    """Say the ``s.`` of ``XIXe s.``; its full stop may end the sentence as well."""
    if not match["century"]:
        return ""
    return " siècle" if match.string[match.end() :].strip() else " siècle."


def _named(match: re.Match[str]) -> str | None:
    """Say the numeral of a ruler, of a work or of an event: only the first is an ordinal."""
    number = value(match["numeral"])
    if number is None or not _is_numbered(match, match["before"], match["numeral"]):
        return None
    return cardinal(number) + _MORE.sub(_following, match["more"])


def _following(found: re.Match[str]) -> str:
    """Say one more numeral of a list: *Louis treize, quatorze et quinze*, *chapitres un à quatre*."""
    link = " à " if found["link"] in "-\u2013" else found["link"]
    number = value(found["numeral"])
    return f"{link}{cardinal(number) if number else found['numeral']}"


def _is_numbered(match: re.Match[str], before: str, numeral: str) -> bool:
    name = before.rsplit("'", 1)[-1].rsplit("’", 1)[-1]
    cue = name.lower().removesuffix("s")
    if cue in _cues():
        return numeral != "L" and (numeral != "X" or cue in words("reigns")["ten"])
    last = name.rsplit("-", 1)[-1]
    if name in words("reigns")["name"] or last in words("reigns")["name"]:
        return len(numeral) > 1 or (numeral in "VX" and not _is_initial(match) and before != "Malcolm")
    if match["hyphen"][0] == "-" and before in words("reigns")["university"]:
        return True
    known = name[0].isupper() and len(name) > (2 if name.isupper() else 1)
    return known and len(numeral) > 1 and numeral not in words("reigns")["never"] and "L" not in numeral


def _is_initial(match: re.Match[str]) -> bool:
    """Tell ``Nicolas V., 32 ans`` from ``Charles V.`` at the end of a sentence."""
    rest = match.string[match.end("numeral") : match.end("numeral") + 3]
    return rest.startswith(".") and rest != "." and not re.match(r"\.\s+[A-ZÀ-Ý«]|\.\s*$", rest)


@cache
def _cues() -> frozenset[str]:
    return words("reigns")["cue"]


def _fifteen(match: re.Match[str]) -> str:
    number = value(match["numeral"])
    return cardinal(number or 0)


RULES = (
    Pattern(
        "roman",
        rf"(?<![^\W_])(?<![\w.]-)(?P<numeral>{_LETTERS})(?P<suffix>{_SUFFIX})"
        rf"(?:{GAP}?{DASH}{GAP}?(?P<numeral2>{_LETTERS})(?P<suffix2>{_SUFFIX}))?(?![^\W_]|['’.-][^\W\d_])"
        rf"(?P<century>{GAP}s\.(?=[\s,;:)»]|$))?",
        _ordinal,
        _CENTURY,
    ),
    Pattern(
        "roman",
        rf"(?<![^\W_])(?P<numeral>[IVXL]{{2,9}}|[VX])(?P<suffix>(?=(?:{DASH}|{GAP}et{GAP}|{GAP}?-{GAP}?)[IVXL]{{1,9}}e{GAP}si[èe]cle))(?P<numeral2>(?!))?",
        lambda match: _said(match["numeral"], "e"),
        "si[èe]cle",
    ),
    Pattern(
        "roman",
        r"(?:(?<=\b[dDaA]u\s)|(?<=\b[lL]e\s))(?P<numeral>[IVX]{1,5})(?=\s(?:bis\s|ter\s)?(?:de\sl['’]article|du\smême\sarticle))",
        _fifteen,
        "article",
    ),
    Pattern(
        "roman",
        r"(?:(?<=\b[lLdD]e\s)|(?<=\b[dD]u\s)|(?<=\b[aA]u\s)|(?P<game>(?<=ugby\sà\s)|(?<=\bjeu\sà\s))|(?<=\bà\s))"
        r"(?P<numeral>XV|XIII|VII|X(?=\b)(?(game)|(?!)))(?(game)(?!\w)|(?=\s(?:de\sFrance|d['’]|tricolore|fédéral|du\s|des?\s)|[,.;)]|$))",
        _fifteen,
        "XV|XIII|VII",
    ),
    Pattern(
        "roman",
        rf"(?<![^\W_])(?P<before>(?:[^\W\d_]['’])?[^\W\d_]{{1,20}}(?:-[^\W\d_]{{1,20}}){{0,2}}\.?)(?:{GAP}(?=[IVXL])|(?=-[IVXL]))(?P<hyphen>-?(?P<numeral>{_LETTERS})(?P<more>(?:{_UNNAMED}){{0,5}}))(?![^\W_]|['’][^\W\d_]|-[^\W\d_])",
        _named,
        _NUMERAL,
        group="hyphen",
    ),
)

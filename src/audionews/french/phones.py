"""Telephone numbers: by pairs, as they are written, short ones too.

Source: Arcep, plan national de numérotation (décision n° 2018-0881), for the shapes; announcers, for the saying.
"""

import re

from audionews.expressions import expression
from audionews.french.numerals import START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, group
from audionews.french.tables import words

_ZERO = r"\b0\d|\+\d|\b0\s?8"
_SEPARATOR = r"[ .\u00a0-]"
_CALL = expression(r"(?i:appel|compos|numéro|joindre|contact|téléphon|tél\b|ligne|gratuit|urgence|plateforme|\bsms\b)")
_CALL_NEAR = 40


def _groups(written: str) -> str:
    return ", ".join(group(part) for part in re.findall(r"\d+", written))


def _pairs(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match["rest"])
    pairs = [digits[index : index + 2] for index in range(0, len(digits), 2)]
    return ", ".join(group(pair) for pair in pairs)


def _french_abroad(match: re.Match[str]) -> str:
    prefix = "plus" if match["prefix"][0] == "+" else "zéro zéro"
    zero = "zéro, " if match["zero"] else ""
    return f"{prefix} {cardinal(int(match['country']))}, {zero}{cardinal(int(match['first']))}, {_pairs(match)}"


def _abroad(match: re.Match[str]) -> str | None:
    return f"plus {_groups(match[0])}" if len(re.sub(r"\D", "", match[0])) >= 8 else None


def _special(match: re.Match[str]) -> str:
    head = f"zéro {cardinal(int(match['head']))}"
    return f"{head}, {_groups(match['rest'])}" if match["rest"] else head


def _short(match: re.Match[str]) -> str | None:
    number = match["number"]
    known = match["the"] is not None and number in words("phones")["short"]
    if not known and not _near_call(match):
        return None
    return f"{group(number[:2])} {group(number[2:])}"


def _six(match: re.Match[str]) -> str | None:
    if match["sure"] is None and not _near_call(match):
        return None
    digits = match["number"]
    return f"{cardinal(int(digits[:3]))} {group(digits[-3:])}"


def _near_call(match: re.Match[str]) -> bool:
    return bool(_CALL.search(match.string, max(0, match.start() - _CALL_NEAR), match.start()))


RULES = (
    Pattern(
        "phone",
        rf"{START}(?P<rest>0[1-9](?:(?P<sep>{_SEPARATOR}?)\d\d)(?:(?P=sep)\d\d){{3}})(?![^\W_]|[.-]\d)",
        _pairs,
        _ZERO,
        anchor=figures,
    ),
    Pattern(
        "phone",
        rf"(?<![\w+])(?P<prefix>\+[ \u00a0\u202f]?|00)(?P<country>33|590|594|596|262|687|689){_SEPARATOR}?"
        rf"(?P<zero>\(0\){_SEPARATOR}?)?(?P<first>[1-9])"
        rf"(?P<rest>(?:{_SEPARATOR}?\d\d){{4}})(?![^\W_])",
        _french_abroad,
        r"\+\s?\d|\b00\d",
    ),
    Pattern(
        "phone",
        rf"(?<![\w+])\+[1-9]\d{{0,2}}(?:{_SEPARATOR}\(?\d{{1,4}}\)?){{2,6}}(?![^\W_])",
        _abroad,
        r"\+\d",
    ),
    Pattern(
        "phone",
        rf"{START}0{_SEPARATOR}?(?P<head>8\d\d)(?P<rest>{_SEPARATOR}\d{{2,3}}(?:{_SEPARATOR}?\d{{2,3}}){{1,2}})?(?![^\W_]|[.,]\d)",
        _special,
        _ZERO,
        anchor=figures,
    ),
    Pattern(
        "phone",
        r"(?P<the>(?<=\b[lLdD][eu]\s)|(?<=\bau\s))?(?<=[a-zé:]\s)(?P<number>3\d{3})(?![^\W_]|[.,/-]\d|\s\d{3})",
        _short,
        r"\s3\d{3}\b",
        anchor=figures,
    ),
    Pattern(
        "phone",
        r"(?:(?P<sure>(?<=\b[la][eu]\s(?=118)))|(?<=\s))(?P<number>11[68]\s?\d{3})(?![^\W_]|\s?\d|\s[^\W\d_]{3,}s\b)",
        _six,
        r"\b11[68]\s?\d{3}",
        anchor=figures,
    ),
)

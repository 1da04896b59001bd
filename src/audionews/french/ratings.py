"""How agencies rate debts: *double A moins*, *triple B*, Moody's *double A trois*.

Groups of blood are written alike: *O moins*. Letters alone are a sigle (*les A A de Lyon*) unless the text speaks of
ratings or a sign stands behind them.

Source: usage of the economic desks of Radio France; the agencies' own scales.
"""

import re

from audionews.expressions import expression
from audionews.french.rules import Pattern, Rule
from audionews.french.spelling import cardinal

_NAME = "rating"
_CUE = expression(r"\b(?:notes?|notation|agences?|Fitch|Moody|dégrad\w+|triple|Scope)\b|S&P|\b[AB]{2,3}[+-](?!\w)")
_BLOOD = frozenset(("O", "AB"))
_TIMES = {1: "", 2: "double ", 3: "triple "}


def _rating(match: re.Match[str]) -> str | None:
    letters, sign = match["letters"], match["sign"]
    if letters in _BLOOD:
        return " ".join(letters) + (" plus" if sign == "+" else " moins") if sign else None
    if not sign and letters != "AAA" and not _CUE.search(match.string):
        return None
    return _TIMES[len(letters)] + letters[0] + {"": "", "+": " plus"}.get(sign, " moins")


def _moody(match: re.Match[str]) -> str:
    capital, times = match["capital"], len(match["small"])
    letters = _TIMES[times + 1] + "A" if capital == "A" else f"{capital} {_TIMES[times]}A"
    return letters + (f" {cardinal(int(match['number']))}" if match["number"] else "")


RULES: tuple[Rule, ...] = (
    Pattern(
        _NAME,
        r"(?<![\w.&+-])(?P<letters>AB|A{1,3}|B{1,3}|CC{1,2}|O)(?P<sign>[+\u2212\u2013-]?)(?![\w+/&'’-]|\.\w)",
        _rating,
        r"AA|BB|CC|[ABO][+\u2212-]",
    ),
    Pattern(
        _NAME,
        r"(?<![\w.-])(?P<capital>[ABC])(?P<small>aa?)(?P<number>[1-3]?)(?![\w-])",
        _moody,
        r"[ABC]aa?[1-3]|[ABC]aa\b",
    ),
)

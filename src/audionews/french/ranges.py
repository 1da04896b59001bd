"""Two numbers with a dash between them: from one to the other, or side by side.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Trait d'union »; newsreaders, for *les
dix-huit vingt-cinq ans*, *quatorze dix-huit*.
"""

import re

from audionews.expressions import expression
from audionews.french.gender import feminine_after
from audionews.french.numerals import DASH, NUMBER, START, figures, parse, say
from audionews.french.quantities import after_to
from audionews.french.rules import Pattern

_DEPARTMENTS = frozenset(("9", last) for last in "12345")
"""Said digit by digit where they are meant: *dans le neuf trois*."""
_WARS = frozenset({("14", "18"), ("39", "45"), ("40", "45"), ("39", "40")})
_IN_PLACE = expression(r"\b(?:[lL]e|[dD]u|[aA]u|[cC]e)\s$")
_PAIR = r"\d[-\u2012\u2013\u2212]\d"


def _range(match: re.Match[str]) -> str:
    one, other = parse(match["one"]), parse(match["other"])
    feminine = _agrees(match) if one.whole % 10 == 1 or other.whole % 10 == 1 else False
    low, high = say(one, feminine=feminine), say(other, feminine=feminine)
    if _side_by_side(match):
        return f"{low} {high}"
    return f"{low}, {high}" if after_to(match) else f"{low} à {high}"


def _agrees(match: re.Match[str]) -> bool:
    return feminine_after(match.string, match.start(), match.end(), several=True)


def _side_by_side(match: re.Match[str]) -> bool:
    """Tell names (*les 18-25 ans*, *14-18*, a Boeing *737-800*) and shares (*60-40*) from stretches."""
    if match["ages"] is not None and match["years"] is not None:
        return True
    pair = (match["one"], match["other"])
    if pair in _DEPARTMENTS:
        return bool(_IN_PLACE.search(match.string, max(0, match.start() - 4), match.start()))
    if match["maker"] is not None or (pair in _WARS and match["years"] is None):
        return True
    return all(part.isdecimal() for part in pair) and int(pair[0]) + int(pair[1]) == 100 and int(pair[0]) > 20


def _chain(match: re.Match[str]) -> str:
    return " ".join(say(parse(part)) for part in re.findall(r"\d{1,18}", match[0]))


RULES = (
    Pattern("range", rf"{START}\d{{1,9}}(?:{DASH}\d{{1,9}}){{2,8}}(?![^\W_])", _chain, _PAIR, anchor=figures),
    Pattern(
        "range",
        rf"(?:(?P<ages>(?<=\b[dlL]es\s)|(?<=\baux\s)|(?<=\bAux\s))|(?P<maker>(?<=Boeing\s)|(?<=Airbus\s)))?"
        rf"{START}(?P<one>{NUMBER}){DASH}(?P<other>{NUMBER})(?P<years>(?=\sans\b))?(?![^\W_])",
        _range,
        _PAIR,
        anchor=figures,
    ),
)

"""Fractions, ratings out of a total, powers.

Source: Grevisse & Goosse, *Le bon usage*, § 611 (*demi*, *tiers*, *quart*, then ordinals).
"""

import re

from audionews.expressions import expression
from audionews.french.gender import is_feminine
from audionews.french.numerals import GAP, START, figures, parse, say
from audionews.french.quantities import of, units
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, ordinal

_NAMES = {2: "demi", 3: "tiers", 4: "quart"}
_SIGNS = {
    "½": (1, 2),
    "⅓": (1, 3),
    "⅔": (2, 3),
    "¼": (1, 4),
    "¾": (3, 4),
    "⅕": (1, 5),
    "⅖": (2, 5),
    "⅗": (3, 5),
    "⅘": (4, 5),
    "⅙": (1, 6),
    "⅚": (5, 6),
    "⅛": (1, 8),
    "⅜": (3, 8),
    "⅝": (5, 8),
    "⅞": (7, 8),
    "⅐": (1, 7),
    "⅑": (1, 9),
    "⅒": (1, 10),
}
_IN_PLACE = expression(r"\b(?:[lL]es?|[dDaA]u)\s$")
_PRESSURE = expression(r"\b[tT]ension\b[^.;!?]{0,60}$")
_PHRASES = {(50, 50): "cinquante-cinquante", (24, 7): "vingt-quatre heures sur vingt-quatre, sept jours sur sept"}
_RATE = 100_000
"""How many inhabitants the cases of a disease are counted by."""
_PROGRAMMES = frozenset({(12, 13), (19, 20)})
_SLASH = r"\d\s?[/⁄]\s?\d"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SIGN = f"[{''.join(_SIGNS)}]"
_FINAL = r"(?P<final>\s(?:de\s)?(?=[fF]inales?\b))"


def fraction(top: int, bottom: int) -> str:
    """Return a fraction: *un demi*, *deux tiers*, *trois quarts*, *cinq huitièmes*."""
    name = _NAMES.get(bottom) or ordinal(bottom)
    plural = "s" if top > 1 and not name.endswith("s") else ""
    return f"{cardinal(top)} {name}{plural}"


def _final(match: re.Match[str]) -> str:
    """Say ``1/4 de finale`` and ``½ finale``: rounds of a cup, not portions."""
    sign = match["sign"]
    bottom = _SIGNS[sign][1] if sign else int(match["bottom"])
    if bottom == 2:
        return "demi-" + match["word"]
    plural = "s" if match["several"] is not None or match["plural"] else ""
    return f"{_NAMES.get(bottom) or ordinal(bottom)}{plural} de {match['word']}"


def _unit(match: re.Match[str]) -> str:
    """Say ``1/2 l`` and ``3/4 h``: *un demi-litre*, *trois quarts d’heure*."""
    top, bottom = _SIGNS[match["sign"]] if match["sign"] else (int(match["top"]), int(match["bottom"]))
    unit = units()[match["unit"]]
    if bottom == 2:
        return f"{cardinal(top, feminine=unit.feminine)} demi-{unit.one}"
    return f"{fraction(top, bottom)} {of(unit.one)}"


def _half(match: re.Match[str]) -> str:
    """Say ``1/2 heure`` and ``½ tarif``."""
    return f"{cardinal(1, feminine=is_feminine(match['noun']))} demi-{match['noun']}"


def _slash(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), parse(match["bottom"]).whole
    if _PRESSURE.search(match.string, max(0, match.start() - 80), match.start()):
        return f"{cardinal(top)} {'sur ' if top > 30 else ''}{cardinal(bottom)}"
    if match["years"] is not None and top < bottom:
        return f"{cardinal(top)} {cardinal(bottom)}"
    if top == bottom == 1 and _IN_PLACE.search(match.string, max(0, match.start() - 3), match.start()):
        return "premier janvier"
    if bottom == 1 or (bottom == _RATE and top > 1):
        return f"{cardinal(top)} {'contre' if bottom == 1 else 'pour'} {cardinal(bottom)}"
    if bottom == 0 or (len(match["top"]) > 1 and match["top"][0] == "0"):
        return f"{cardinal(top)} sur {cardinal(bottom)}"
    if (top, bottom) in _PHRASES:
        return _PHRASES[top, bottom]
    if (top, bottom) in _PROGRAMMES and _IN_PLACE.search(match.string, max(0, match.start() - 3), match.start()):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if match["rounds"] and top == 1:
        return f"{_NAMES.get(bottom) or ordinal(bottom)}s"
    if _is_fraction(match, top, bottom):
        return fraction(top, bottom)
    return f"{cardinal(top)} sur {cardinal(bottom)}"


def _is_fraction(match: re.Match[str], top: int, bottom: int) -> bool:
    if match["ordinal"] or (top, bottom) in {(16, 9), (4, 3)}:
        return True
    if top >= bottom:
        return False
    if bottom <= 4 or (top == 1 and bottom not in {10, 20, 5}):
        return True
    small = bottom <= 10 or not bottom % 100
    return small and (match["portion"] is not None or match["the"] is not None)


def _mixed(match: re.Match[str]) -> str:
    top, bottom = _SIGNS[match["sign"]]
    part = fraction(top, bottom) if (top, bottom) != (1, 2) else "demi"
    return f"{cardinal(int(match['whole']))} et {part}" if match["whole"] else fraction(top, bottom)


def _power(match: re.Match[str]) -> str:
    written = (match["caret"] or match["raised"]).translate(_SUPERSCRIPTS).replace("\u2212", "-").replace("+", "")
    exponent = int(written)
    base = cardinal(int(match["base"]))
    unit = units()[match["unit"]] if match["unit"] else None
    name = f" {unit.several if exponent > 0 else unit.one}" if unit else ""
    if exponent in {2, 3}:
        return f"{base} au {'carré' if exponent == 2 else 'cube'}{name}"
    return f"{base} puissance {cardinal(exponent)}{name}"


RULES = (
    Pattern(
        "fraction",
        r"(?:(?P<hours>(?<=heure\s)|(?<=heures\s))|(?<=\bans\s)|(?<=\ban\s)|(?<=mois\s)|(?<=jours\s))½",
        lambda match: "et demi" if match["hours"] is None else "et demie",
        "½",
    ),
    Pattern(
        "fraction",
        rf"(?:(?P<several>(?<=\b[dl]es\s)|(?<=\baux\s)|(?<=\bLes\s)))?(?:{START}1\s?[/⁄]\s?(?P<bottom>2|4|8|16|32|64)(?:e|è|ème|ᵉ)?(?P<plural>s)?"
        rf"|(?P<sign>[½¼⅛]))(?:\s|\s(?:de|d['’])\s?|-)(?P<word>[fF]inales?)\b",
        _final,
        r"[fF]inale",
    ),
    Pattern(
        "fraction",
        rf"(?:{START}(?P<top>[1-3])[/⁄](?P<bottom>[234])|(?P<sign>[½¼¾])){GAP}?(?P<unit>km|kg|h|l|L)(?![^\W_]|['’])",
        _unit,
        r"(?:[1-3][/⁄][234]|[½¼¾])\s?(?:k[mg]|[hlL])\b",
    ),
    Pattern(
        "fraction",
        rf"(?:{START}1[/⁄]2|(?<!\d)½){GAP}(?P<noun>heure|journée|litre|tour|point|siècle|tarif|place|bouteille|douzaine|page)\b",
        _half,
        r"1[/⁄]2\s|½",
    ),
    Pattern("fraction", rf"(?:{START}(?P<whole>\d{{1,6}}){GAP}?)?(?P<sign>{_SIGN})", _mixed, _SIGN),
    Pattern(
        "fraction",
        rf"(?P<the>(?<=\b[lLdD]es\s)|(?<=\baux\s)|(?<=\b[lL]e\s)|(?<=\b[dDaA]u\s)|(?<=\bet\s))?"
        rf"{START}(?P<top>\d{{1,4}}){GAP}?[/⁄]{GAP}?"
        rf"(?P<bottom>[1-9]\d{{0,2}}(?:(?:{GAP}|\.)\d{{3}}(?!\d)){{1,2}}|[1-9]\d{{0,6}})"
        rf"(?:(?P<ordinal>e|è|ème|ᵉ)(?P<rounds>s)?)?(?![^\W_]|[/.,]\d|{GAP}?°|{GAP}(?:[cmk]?m|km/h|mi?n|k?g|cl|pers)(?![^\W_]))"
        r"(?P<years>(?=\sans\b))?(?P<portion>(?=\s(?:de|du|des|d['’]|en\smoins|en\splus)))?",
        _slash,
        _SLASH,
        anchor=figures,
    ),
    Pattern(
        "rating",
        rf"{START}(?P<mark>\d{{1,3}}[.,]\d{{1,2}}){GAP}?/{GAP}?(?P<total>\d{{1,3}}(?:{GAP}\d{{3}})?)(?![^\W_]|[/.,]\d)",
        lambda match: f"{say(parse(match['mark']))} sur {say(parse(match['total']))}",
        r"[.,]\d\d?\s?/",
        anchor=figures,
    ),
    Pattern(
        "power",
        rf"{START}(?P<base>\d{{1,6}})(?:\^(?P<caret>[+\-\u2212]?\d{{1,3}})|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}))"
        rf"(?:{GAP}(?P<unit>k?m|[kmµn]?g|[stWJ])(?![^\W_]|['’.]))?",
        _power,
        r"\d[\^⁰¹²³⁴-⁹⁺⁻]",
        anchor=figures,
    ),
)

"""Numbers that no other class has claimed: cardinals, decimals, negatives, and whatever digits are left.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Nombres » (separators, decimal comma);
Grevisse & Goosse, *Le bon usage*, § 597 (*vingt et une femmes*), § 599 (*page quatre-vingt*).
"""

import re
import unicodedata

from audionews.expressions import expression
from audionews.french.gender import feminine_after, is_feminine
from audionews.french.numerals import GAP, NUMBER, SIGN, START, Numeral, amounts, figures, parse, say, say_sign
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, digits, group

DIGIT = r"\d"
_LARGE_NOUN = {
    "M": "million",
    "Mn": "million",
    "Md": "milliard",
    "Mds": "milliard",
    "Mrd": "milliard",
    "mds": "milliard",
}
_RANKED = expression(
    r"(?i:\b(?:vers|pages?|articles?|numéros?|chambre|route|ligne|chapitre|tome|an|année|en|depuis|avant|après|dès|fin|début|été"
    r"|hiver|automne|printemps|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre))\s$"
    r"|\b(?:[nN][°º]|p\.|art\.)\s?$"
)
_IN_TIME = expression(r"(?i:\b(?:vers|en|depuis|avant|après|dès))\s$")
_VOICES = expression(r"\svoix\s(?:contre|à)\s\Z")
_YEARS = expression(r"\b(?:ans?|mois)[^.;]{0,20}\bdont\s\Z")
_OF_ALL = expression(r"\d\s(?P<noun>[^\W\d_]{3,20})\ssur\s\Z")
"""What is counted before a total: *vingt et une régions sur vingt et une*."""
_VOTES = expression(r"\s(?:pour|contre)(?:[,;.)]|\set\s)")
_ERA = expression(r"\s(?:a[vp]|avant|après|apr)\.?\sJ")
_COUNTED = expression(r"\s(?:[^\W\d_]+[sx]|heure|minute|semaine|année)\b")


def _number(match: re.Match[str]) -> str:
    written = match["number"]
    sign = say_sign(match["sign"] or "")
    if len(written) > 1 and written[0] == "0" and written.isdecimal():
        return sign + group(written)
    number = parse(written)
    if not number.decimals:
        return sign + _whole(match, number)
    return sign + say(number)


def _whole(match: re.Match[str], number: Numeral) -> str:
    last = number.whole % 100
    if last % 10 == 1 and last not in {11, 71, 91}:
        return _agreeing(match, number)
    if number.whole and number.whole % 1_000_000 and last in {0, 80} and _is_rank(match):
        return cardinal(number.whole, ordinal_use=True)
    return cardinal(number.whole)


def _agreeing(match: re.Match[str], number: Numeral) -> str:
    if _is_rank(match) and not (
        number.whole == 1 and _IN_TIME.search(match.string, max(0, match.start() - 8), match.start())
    ):
        return cardinal(number.whole)
    if number.whole == 1001 and match.string[match.end() :].lstrip()[:5] == "nuits":
        return "mille et une"
    if _VOTES.match(match.string, match.end()) and "voix" in match.string:
        return cardinal(number.whole, feminine=True)
    if _VOICES.search(match.string, max(0, match.start() - 14), match.start()):
        return cardinal(number.whole, feminine=True)
    if match.string.startswith("ferme", match.end() + 1) and _YEARS.search(
        match.string, max(0, match.start() - 32), match.start()
    ):
        return cardinal(number.whole)  # trois ans, dont un ferme: a year, no farm
    several = number.whole > 1
    of_all = _OF_ALL.search(match.string, max(0, match.start() - 40), match.start())
    if of_all:
        return cardinal(number.whole, feminine=is_feminine(of_all["noun"]))
    return cardinal(number.whole, feminine=feminine_after(match.string, match.start(), match.end(), several=several))


def _is_rank(match: re.Match[str]) -> bool:
    """Tell *en 1980* and *page 80* from *en 80 jours* and *vers 21 heures*."""
    before = _RANKED.search(match.string, max(0, match.start() - 14), match.start())
    if before and re.fullmatch(r"1\d{3}|20\d\d", match["number"]):
        return True
    if _ERA.match(match.string, match.end()):
        return True
    return bool(before) and not _COUNTED.match(match.string, match.end())


def _scaled(match: re.Match[str]) -> str:
    """Say ``3 Md``, ``12 M d'habitants``."""
    number = parse(match["number"])
    noun = _LARGE_NOUN[match["scale"]]
    return f"{say_sign(match['sign'] or '')}{say(number)} {noun}{'s' if number.plural else ''}"


def _place(match: re.Match[str]) -> str:
    """Say ``1. Pogacar ; 2. Evenepoel``: a place in a list ends no sentence."""
    return f"{cardinal(int(match['place']))},"


def _any_digit(match: re.Match[str]) -> str:
    """Say what is glued to letters, too long, or written in other figures."""
    written = unicodedata.normalize("NFKC", match[0])
    if not written.isdecimal():
        return ""
    return group(written) if len(written) <= 15 else digits(written)


def _one_sign(match: re.Match[str]) -> str:
    value = unicodedata.numeric(match[0], -1)
    return cardinal(int(value)) if value >= 0 else unicodedata.normalize("NFKC", match[0])


RULES = (
    Pattern("list", r"(?<=[:;,]\s)(?P<place>[1-9]\d?)\.(?=\s[A-ZÀ-Ý])", _place, r"[:;,]\s\d\d?\.\s"),
    Pattern(
        "cardinal",
        r"(?:(?<=\b[lLdD]es\s)|(?<=\baux\s)|(?<=ratuit\s)|(?<=eunes\s)|(?<=nfants\s)|(?<=ours\s)|(?:(?<=\()|(?<=[;:]\s))(?=.\s?\d\d\s?an)"
        r"|(?<=,\s)(?=.\s?\d\d\s?ans(?:\s?:|\s(?:gratuit|et\s)|[),.;]|$))|(?<=\s)(?=.\d\d\s?an))"
        r"(?P<sign>[+\u2212\u2013-])\s?(?:de)?(?=\s?\d{1,3}\s?ans\b)",
        lambda match: "plus de" if match["sign"] == "+" else "moins de",
        r"[+\u2212\u2013-]\s?(?:\d\d?\s?ans|de\b)",
    ),
    Pattern(
        "cardinal",
        rf"(?P<sign>{SIGN})?{START}(?P<number>{NUMBER}){GAP}?(?P<scale>M(?=\sd|\s?[),;]|\.?$)|(?<=[.,]\d.)M|(?<=[.,]\d\d.)M|M[nd]s?|Mrds?|mds)(?![^\W_])",
        lambda match: _scaled(match) if match["scale"] in _LARGE_NOUN else None,
        r"\d\s?[Mm]",
        anchor=amounts,
    ),
    Pattern(
        "cardinal",
        rf"(?P<sign>{SIGN})?(?:(?<=[^\W\d_])-(?=\d))?{START}(?P<number>{NUMBER})",
        _number,
        DIGIT,
        anchor=amounts,
    ),
    Pattern("minus", r"(?<=\d\s)[\u2212\u2013-](?=\s\d[\d ,.]{0,12}=)", lambda _: "moins", "="),
    Pattern("digits", r"\d+", _any_digit, DIGIT, anchor=figures),
)
LONE = (Pattern("digits", "[²³¹⁰⁴-⁹₀-₉①-⓿❶-➓㉑-㊿]", _one_sign),)
"""What is a number and no figure: ①, ⁴."""

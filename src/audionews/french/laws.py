"""Numbers of laws, articles and decisions.

Source: Guide de légistique (Secrétariat général du Gouvernement, Conseil d'État), « Codification »: L. for a law,
R. and D. for decrees; lawyers say the hyphen, and the point of the Constitution's *quarante-neuf trois* is not said.
"""

import re

from audionews.french.numerals import START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, group, ordinal

_CODE = r"(?i:\b[LRDA][.* -]{0,3}\d|\bart)"
_HYPHEN = "[-\u2013]"
_HYPHENED = rf"\d{{1,4}}(?:{_HYPHEN}\d{{1,3}}){{1,3}}"
_NUMBERED = r"\d[-\u2013/.]\d"


def _parts(written: str) -> str:
    return " tiret ".join(
        " point ".join(group(part) for part in piece.split(".")) for piece in re.split(_HYPHEN, written)
    )


def _code(match: re.Match[str]) -> str:
    return f"{match['letter']} {_parts(match['number'])}"


def _article(match: re.Match[str]) -> str:
    """Say ``16-9 et 16-10`` after *articles*."""
    return re.sub(rf"\d+(?:{_HYPHEN}\d+)+", lambda found: _parts(found[0]), match["number"])


def _point(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['article']))} {cardinal(int(match['paragraph']))}"


def _text(match: re.Match[str]) -> str:
    between = "tiret" if match["between"] != "/" else "barre"
    return f"{cardinal(int(match['year']))} {between} {_parts(match['number'])}"


def _of_the_union(match: re.Match[str]) -> str:
    """Say ``2016/679`` and ``2004/38/CE``."""
    return _text(match) + (f" {' '.join(match['body'])}" if match["body"] else "")


def _listed(match: re.Match[str]) -> str:
    """Say ``au 2° de l'article``: *deuxièmement*."""
    return f"{ordinal(int(match['number']), feminine=True)}ment"


RULES = (
    Pattern(
        "law",
        rf"(?<![^\W_])(?<!\d[ ])(?P<letter>[LRDA])(?:\.[ \u00a0]?\*?[ ]?(?P<dotted>)|[ \u00a0*]?)"
        rf"(?P<number>\d{{1,4}}(?(dotted)(?:{_HYPHEN}\d{{1,3}}){{0,4}}|(?:{_HYPHEN}\d{{1,3}}){{1,4}}))(?![^\W_]|,\d)",
        _code,
        _CODE,
    ),
    Pattern(
        "law",
        rf"{START}(?P<article>49(?=.3)|(?:(?<=\b[lLdD][eu]\s)|(?<=\bau\s)|(?<=rticle\s)|(?<=\bart\.\s))(?:4[79](?=.1)|44(?=.[23])))[.-](?P<paragraph>[1-3])"
        r"(?![^\W_]|[.,-]\d|\s?[%€])",
        _point,
        _NUMBERED,
        anchor=figures,
    ),
    Pattern(
        "law",
        rf"(?:(?<=[aA]rt\.\s)|(?<=rticles\s)|(?<=rticle\s)){START}"
        rf"(?P<number>{_HYPHENED}(?:(?:,\s|\set\s|\sou\s|\sà\s){_HYPHENED}){{0,5}})(?![^\W_])",
        _article,
        _NUMBERED,
        anchor=figures,
    ),
    Pattern(
        "law",
        rf"(?:(?<=[aA]rticle\s)|(?<=[aA]rt\.\s)){START}(?P<article>\d{{1,4}})\.(?P<paragraph>\d{{1,2}})(?![^\W_]|[.,]\d)",
        _point,
        _CODE,
        anchor=figures,
    ),
    Pattern(
        "law",
        rf"(?:(?<=n°\s)|(?<=n°)|(?<=no\s)|(?<=n[oº]\s)|(?<=numéro\s)|(?<=\bloi\s)|(?<=écret\s)|(?<=nnance\s))"
        rf"{START}(?P<year>\d{{2,4}})(?P<between>{_HYPHEN}|/(?=\d{{3}}))(?P<number>\d{{1,6}}(?:\.\d{{2,3}})?)(?![^\W_]|[/,-]\d)",
        _text,
        _NUMBERED,
        anchor=figures,
    ),
    Pattern(
        "law",
        rf"(?:(?<=\((?:UE|CE)\)\s)|(?<=directive\s)|(?<=èglement\s)){START}(?P<year>\d{{2,4}})(?P<between>/)(?P<number>\d{{1,5}})(?:/(?P<body>CEE?|UE|JAI))?(?!\d)",
        _of_the_union,
        _NUMBERED,
        anchor=figures,
    ),
    Pattern(
        "law",
        r"(?:(?<=\b[adAD]u\s)|(?<=\ble\s)|(?<=\bLe\s))(?P<number>[1-9]\d?)°(?=\s(?:de\sl|du\s|et\s))",
        _listed,
        r"\d°\s(?:de\sl|du\s|et\s)",
        anchor=figures,
    ),
)

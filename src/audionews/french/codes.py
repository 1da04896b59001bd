"""Numbers that count nothing: versions, addresses on the network, postcodes, registers, series with leading zeros.

Source: the usage of announcers; La Poste, norme Afnor NF Z 10-011 (postcodes: a department and an office).
"""

import re

from audionews.expressions import expression
from audionews.french.numerals import GAP, START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, group

_DOTTED = r"\d\.\d"


def _dotted(match: re.Match[str]) -> str:
    return " point ".join(group(part) for part in match[0].split("."))


def _version(match: re.Match[str]) -> str | None:
    minor = match["minor"]
    return f"{cardinal(int(match['major']))} point {group(minor)}"


def _postcode(match: re.Match[str]) -> str:
    """Say ``75011``: *soixante-quinze zéro onze*; ``59000``: *cinquante-neuf mille*."""
    department, office = match["department"], match["office"]
    if office == "000":
        return f"{group(department)} mille"
    if _PEOPLE.match(match.string, match.end()):
        return cardinal(int(department + office))
    if office[0] == "0" or department[0] == "0":
        return f"{group(department)} {group(office)}"
    return cardinal(int(department + office))


def _register(match: re.Match[str]) -> str:
    return ", ".join(group(part) for part in re.findall(r"\d+", match["number"]))


def _number_sign(match: re.Match[str]) -> str:
    return f"numéro {cardinal(int(match['number']))}"


def _norm(match: re.Match[str]) -> str:
    """Say the number of ``NF C 15-100``, of ``EN 50131-1`` and of ``ISO 14001:2015``."""
    head, *rest = re.split(r"[-.:]", match["number"])
    return " ".join([cardinal(int(head)), *(cardinal(int(part), ordinal_use=True) for part in rest)])


def _work(match: re.Match[str]) -> str:
    """Say the stop of ``K. 550`` and ``op. 27``: the catalogues of composers."""
    return "K " if match["short"] == "K" else "opus "


RULES = (
    Pattern(
        "code",
        r"(?<!\w)(?:NF|EN|ISO|IEC|CEI|DTU|UTE|DIN|ASTM|[nN]orme)(?:[ \u00a0/-][A-Z]{1,4}){0,3}[ \u00a0]"
        r"(?P<number>\d{1,6}(?:[-.:]\d{1,4}){1,3})(?![^\W_]|[-.,:]\d)",
        _norm,
        r"NF|EN|ISO|IEC|CEI|DTU|UTE|DIN|ASTM|norme|Norme",
        group="number",
    ),
    Pattern("code", r"(?<![\w.])(?P<short>K|[oO]p)\.[ \u00a0]?(?=\d)", _work, r"(?:K|[oO]p)\.\s?\d"),
    Pattern(
        "version",
        rf"{START}\d{{1,5}}(?:\.\d{{1,5}}){{2,6}}(?![^\W_]|,\d)(?<!\.\d\d\d\.\d\d\d)",
        _dotted,
        r"\d\.\d{1,5}\.\d",
        anchor=figures,
    ),
    Pattern(
        "version",
        rf"(?:(?<=[a-zA-Z][a-zA-Z]{GAP})|(?<=[eéaiont]{GAP})){START}(?P<major>\d{{1,2}})\.(?P<minor>\d{{1,2}})"
        rf"(?![^\W_]|[.,]\d|{GAP}?(?:[%‰€$£°]|M[d€]|m[ild]|k[gmWo]|[a-zé]+s\b))",
        lambda match: _version(match) if _has_versions(match) else None,
        _DOTTED,
        anchor=figures,
    ),
    Pattern(
        "postcode",
        rf"{START}(?P<department>0[1-9]|[1-8]\d|9[0-8])(?P<office>\d{{3}})(?:(?={GAP}[A-ZÉÈÎ][\w'’])|(?<=postal{GAP}\d\d\d\d\d)|(?<=\(\d\d\d\d\d)(?=\)))",
        _postcode,
        r"\b\d{5}(?:\s[A-ZÉÈÎ]|\))|postal",
        anchor=figures,
    ),
    Pattern(
        "register",
        r"(?<![^\W_])(?:SIREN|Siren|SIRET|Siret|RCS|ISBN|ISSN|EAN|FINESS|Finess)\s?:?\s(?:[A-Z][a-z]{2,12}\s)?"
        r"(?P<number>\d{1,13}(?:[ \u00a0-]\d{1,9}){0,6})(?![^\W_])",
        _register,
        "S[Ii][Rr][Ee]|RCS|IS[BS]N|EAN|FINESS|Finess",
        group="number",
    ),
    Pattern(
        "version",
        rf"(?:(?<![^\W_])(?P<v>[vV]\.?{GAP}?)|{START})(?P<major>\d{{1,2}})\.(?P<minor>(?(v)\d{{1,2}}|0))(?![^\W_]|[.,]\d|{GAP}?(?:[%‰€$£°]|M[d€]|m[ild]|k[gmWo]|[a-zé]+s\b))",
        lambda match: f"{'version ' if match['v'] else ''}{_version(match)}",
        _DOTTED,
    ),
    Pattern("number", r"(?<![\w&#])#(?P<number>\d{1,6})(?![^\W_])", _number_sign, r"#\d"),
)

_PEOPLE = expression(
    r"\s(?!Calais|Beauvais|Blois|Amiens|Provins|Soissons)\w+(?:[ao]is|[iéa]ens|ains|ards|ins|ands|ons|Belges|Russes|Turcs)\b"
)
_NAMED = expression(
    r"(?:\b[vV]ersion|\b[vV]|\b[wW]eb|\b[sS]érie|\b[A-ZÉ][\w-]{0,20}|\bi(?:OS|PadOS)|\bmacOS)[ \u00a0]$"
)


def _has_versions(match: re.Match[str]) -> bool:
    """Tell ``Python 3.11`` from ``près de 3.5 millions``: what has versions is a name, or says so."""
    return bool(_NAMED.search(match.string, max(0, match.start() - 24), match.start()))

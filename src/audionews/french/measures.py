"""Measures: a number and the symbol of a unit, per another unit or not; heights in metres and centimetres; products.

Source: Bureau international des poids et mesures, *Le Système international d'unités*, 9th edition, § 5; Académie
française, *Dire, ne pas dire*, « kilomètre à l’heure »; weather bulletins and sport for degrees and heights.
"""

import re

from audionews.expressions import expression
from audionews.french.gender import feminine_after
from audionews.french.numerals import GAP, NUMBER, START, Numeral, amounts, figures, parse, say
from audionews.french.quantities import AMOUNT, PER, Unit, of, say_amount, say_per, units
from audionews.french.rules import Pattern

_MEASURE = rf"\d{GAP}?[°℃A-Za-zµμΩ]"
_UNIT = (
    r"(?P<unit>[KkM][mM]/[hH]|hab\.|pers\.|(?:j|min|mn|sec|pts?|km|kg|ha|tr|trim|sem|sél|inj)\.(?=[,;:)]|\s[a-zà-ÿ(])"
    r"|dB\(A\)|pl\.(?=[,;:)])|(?<=\s)(?:p|ex|vol)\.(?!\s?\d)|c\.[ \u00a0]?à(?:[ \u00a0]|\.)[sc]\.|cà[sc]"
    r"|[°℃][CF]?|[A-Za-zµμΩ]{1,5}[²³23]?)"
)
_LENGTHS = frozenset({"m", "cm", "mm", "dm"})


def _measure(match: re.Match[str]) -> str | None:
    unit = units().get(match["unit"].replace("\u00a0", " ")) or units().get(match["unit"].removesuffix("."))
    if unit is None:
        return None
    number = parse(match["number"])
    if match["link"] == "/" and parse(match["low"]).whole >= number.whole:
        return None
    link = "sur" if match["low"] and _is_size(match, number) else None
    if match["unit"] == "m" and match["per"] != "s" and _in_centimetres(match, number):
        return _height(number) + say_per(match)
    if match["unit"] in {"s", "sec"} and len(number.decimals) == 2 and not match["low"]:
        return f"{_whole(number, unit)} {say(parse(number.decimals.lstrip('0') or '0'))}"
    return f"{say_amount(match, feminine=unit.feminine, link=link)} {_name(number, unit)}{say_per(match)}{_stop(match)}"


def _stop(match: re.Match[str]) -> str:
    """Return the full stop of ``6 pers.`` where it ends the text as well."""
    ends = match["unit"].endswith(".") and not match["per"]
    return "." if ends and not match.string[match.end() : match.end() + 3].strip() else ""


def _category(match: re.Match[str]) -> str:
    """Say the class of a judoka, a boxer or a lorry: ``(– 57 kg)``, ``les + 3,5 t``."""
    number, unit = parse(match["number"]), units()[match["unit"]]
    return f"{'plus' if match['sign'] == '+' else 'moins'} de {say(number, feminine=unit.feminine)} {unit.name(number)}"


def _inches(match: re.Match[str]) -> str | None:
    """Say ``6,9"``, unless the mark closes a quotation."""
    number = parse(match["number"])
    quoted = match.string.count('"', 0, match.start()) % 2
    return None if quoted else f"{say(number)} pouce{'s' * number.plural}"


def _carbon(match: re.Match[str]) -> str:
    """Say ``148 g CO2/km``, ``15 MtCO₂e``: the gas belongs to the unit."""
    unit = units()[match["unit"]]
    number = parse(match["number"])
    equivalent = " équivalent" if match["equivalent"] else ""
    amount = say_amount(match, feminine=unit.feminine)
    return f"{amount} {_name(number, unit)} de C O deux{equivalent}{say_per(match)}"


def _name(number: Numeral, unit: Unit) -> str:
    """Return the unit after a number; a round million is a noun, and takes *de*."""
    name = unit.name(number)
    return of(name) if number.whole and not number.decimals and not number.whole % 1_000_000 else name


def _is_size(match: re.Match[str], number: Numeral) -> bool:
    """Tell ``20 x 30 cm`` from ``4 x 100 m``."""
    if match["link"] not in "x×" or match["unit"] not in _LENGTHS:
        return False
    return match["unit"] != "m" or number.whole < 100


def _in_centimetres(match: re.Match[str], number: Numeral) -> bool:
    return len(number.decimals) == 2 and number.decimals != "00" and 0 < number.whole < 100 and not match["low"]


def _height(number: Numeral) -> str:
    zero = "zéro " if number.decimals[0] == "0" else ""
    return (
        f"{say(Numeral(number.whole))} mètre{'s' if number.plural else ''} {zero}{say(Numeral(int(number.decimals)))}"
    )


def _whole(number: Numeral, unit: Unit) -> str:
    return f"{say(Numeral(number.whole), feminine=unit.feminine)} {unit.name(number)}"


def _attached_height(match: re.Match[str]) -> str:
    """Say ``1m80``."""
    return _height(Numeral(int(match["metres"]), match["centimetres"]))


def _compass(match: re.Match[str]) -> str | None:
    """Say the letter of ``12,5° S`` and ``60°58' O``."""
    degrees = _AT_DEGREES.search(match.string, max(0, match.start() - 16), match.start())
    return _COMPASS[match["point"]] if degrees else None


def _lone(match: re.Match[str]) -> str | None:
    unit = units().get(match["unit"])
    if unit is None:
        return None
    return (unit.one if match["several"] is None else unit.several) + say_per(match)


def _per(match: re.Match[str]) -> str:
    """Say ``euros/mois``."""
    return say_per(match).strip()


def _product(match: re.Match[str]) -> str:
    """Say ``4x100``; the car is a *quatre-quatre* (Dictionnaire de l'Académie française)."""
    if match[0] in {"4x4", "4×4", "4X4"}:
        return "quatre-quatre"
    unit = match["unit"] and units()[match["unit"]]
    by = " fois " if match["size"] is None and not unit else " sur "
    factors = [parse(factor) for factor in re.split(_TIMES, match["factors"])]
    *others, last = factors
    feminine = not unit and last.whole == 1 and feminine_after(match.string, match.start(), match.end(), several=False)
    return by.join([*map(say, others), say(last, feminine=feminine)]) + (f" {unit.name(last)}" if unit else "")


_BY = r"m\s?[x×]"
_ARC = r"(?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:['’′]{1,2}|[\"”″]))"
_AT_DEGREES = expression(rf"\d\s?°{_ARC}{{0,2}}$")
_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}
_TIMES = rf"{GAP}?[x×X*]{GAP}?"
_LONE_UNIT = r"(?:[Kk][mM]/[hH]|[kdcm]?m[²³23]|[kMGT]Wh?c?|[kcm]m|[kmµ]g|h[al]|hPa|mmHg|°C|[kKMGT]o|[MG]bits?)"
_CROSS = r"\d\s?[x×X*]|[x×X]\s?\d"

_ALONE = (
    r"(?<![^\W_])(?:(?P<several>(?<=\b[EeDd][ne]\s)|(?<=\b[dlDL]es\s)|(?<=\d\s))|(?<=\b[dlDL][ue]\s)|(?<=\bau\s)"
    r"|(?<=\b[uU]n\s)|(?<=\bpar\s)|(?<=/))"
)

CARBON = (
    Pattern(
        "measure",
        rf"{AMOUNT}{GAP}?(?P<unit>k?g|[kMG]?t){GAP}?(?:(?:de{GAP})?(?:[eé]q\.?{GAP}?)?CO[2₂²](?P<equivalent>eq?)?){PER}(?![^\W_])",
        _carbon,
        "CO[2₂²]",
        anchor=amounts,
    ),
)
"""Before the names: *CO2* alone is one."""
RULES = (
    Pattern(
        "measure",
        rf"{START}(?P<metres>\d{{1,2}}){GAP}?m{GAP}?(?P<centimetres>\d\d)(?![\d.,]*\d|[^\W_])",
        _attached_height,
        r"\dm\d|\d\sm\s\d",
        anchor=figures,
    ),
    Pattern(
        "measure",
        r"(?:(?<=\()|(?<=\b[eE]n\s)|(?P<those>(?<=\b[dl]es\s)|(?<=\baux\s))|(?<=égorie\s))(?P<sign>[+\u2212\u2013-])\s?(?:de\s)?"
        rf"(?P<number>(?(those){NUMBER}|(?:[4-9]\d|1\d\d)))\s?(?P<unit>kg|(?(those)(?:t|m)|(?!)))\b",
        _category,
        r"[+\u2212\u2013-]\s?(?:de\s)?\d[\d.,]{0,4}\s?(?:kg|t|m)\b",
    ),
    Pattern(
        "measure",
        rf"{START}(?P<number>\d{{1,2}}[.,]\d[1-9]|\d{{1,2}}[.,][1-9]0)(?={GAP}(?:à|et|ou){GAP}\d{{1,2}}[.,]\d\d{GAP}?m(?![^\W_]|['’]))",
        lambda match: _height(parse(match["number"])),
        r"[.,]\d\d\s(?:à|et|ou)\s\d",
        anchor=figures,
    ),
    Pattern(
        "times",
        rf"{START}(?P<factors>{NUMBER}(?:{_TIMES}{NUMBER}){{2,5}})(?:{GAP}?(?P<unit>[kcmd]?m))?(?![^\W_])(?P<size>(?!))?",
        _product,
        _CROSS,
        anchor=figures,
    ),
    Pattern("measure", rf"{AMOUNT}{GAP}?{_UNIT}{PER}(?![^\W_]|['’.][^\W\d_])", _measure, _MEASURE, anchor=amounts),
    Pattern(
        "times",
        rf"(?:(?<=\d{GAP}m)|(?<={GAP}[kcmd]m)|(?<=\dm)|(?<=\d[kcmd]m)){GAP}?(?P<by>[x×])(?={GAP}?\d)",
        lambda _: "sur",
        _BY,
        group="by",
    ),
    Pattern(
        "times",
        rf"{START}(?P<factors>{NUMBER}{_TIMES}{NUMBER})(?P<unit>(?!))?(?![^\W_])"
        rf"(?P<size>(?={GAP}(?:(?:centi|milli)?mètres|pixels|pouces)\b))?",
        _product,
        _CROSS,
        anchor=figures,
    ),
    Pattern(
        "times",
        rf"{START}(?P<first>{NUMBER}){GAP}?[x×]{PER}(?![^\W_])",
        lambda match: f"{say(parse(match['first']), feminine=True)} fois{say_per(match)}",
        _CROSS,
        anchor=figures,
    ),
    Pattern(
        "times",
        rf"(?<![^\W_])[x×]{GAP}?(?P<second>{NUMBER})(?![^\W_])",
        lambda match: f"fois {say(parse(match['second']))}",
        _CROSS,
    ),
    Pattern(
        "measure",
        rf"{START}(?P<number>\d{{1,2}}[.,]\d{{1,2}})[\"″](?![^\W_])",
        _inches,
        r"[.,]\d\d?[\"″]",
        anchor=figures,
    ),
    Pattern("per", rf"(?<=[^\W\d_])/(?=1(?:00|0{{0,2}}{GAP}?000)(?!\d))", lambda _: " pour ", r"/1[ \d]"),
    Pattern("measure", r"(?P<several>(?<=\d\s))(?P<unit>hab|k?g|m?l)(?P<per>(?!))?(?![^\W_]|['’.])", _lone, r"/1[ \d]"),
    Pattern("measure", r"(?<=m[²2]\s)hab\.?(?!\w)", lambda _: "habitables", r"m[²2]\shab"),
    Pattern("measure", rf"{_ALONE}(?P<unit>[kdch]?m[23]){PER}(?![^\W_])", _lone, r"m[23]\b"),
)
LONE = (
    Pattern(
        "coordinate",
        rf"(?<=[\d°'’′\"”″]){GAP}?(?P<point>[NSEOW])(?![\w'’-]|\.\s?\S)",
        _compass,
        r"[°'’′\"”″]\s?[NSEOW]\b",
        group="point",
    ),
    Pattern(
        "measure",
        rf"{_ALONE}(?P<unit>{_LONE_UNIT}){PER}(?![^\W_])",
        _lone,
        rf"[\s/]{_LONE_UNIT}(?![^\W_])",
    ),
    Pattern(
        "per",
        r"(?:(?<=s)/(?=s\b|min\b)|(?<=[^\W\d_])\s?/\s?(?!s\b|min\b)|(?<=\d)/(?=jour|semaine|mois\b|an\b|nuit))(?P<per>s|min|mois|an|jour|j|sem|semaine|heure|h|personne|habitant|hab|nuit|kg|litre|tonne|km|m[²2³3]|MWh|kWh)"
        r"(?![^\W_])",
        _per,
        "/",
    ),
)
"""What needs no number."""

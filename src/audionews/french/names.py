"""Names made of letters and digits: *GPT-5*, *A380*, *H1N1*, *5G*, *COVID-19*.

Letters are spelled (a part that is a word stays one: *Covid dix-neuf*), each run of digits is a number. Measures,
money, times and ordinals look alike (*5km*, *3M€*, *14h30*, *2e*): only what begins with a capital is a name, and a
few made of one digit and one capital. How names of other languages are said is in the lexicon.

Source: usage of Radio France; the digits as any cardinal.
"""

import re
from collections.abc import Iterator
from functools import cache

from audionews.expressions import expression
from audionews.french.rules import Claim, Pattern, Rule
from audionews.french.sigles import how, spaced
from audionews.french.spelling import cardinal, group
from audionews.french.syllables import sayable
from audionews.french.tables import rows

_SPECIAL_TRIGGER = expression(r"\d|[₀-₉²]|&")
_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_TRIGGER = rf"[{_CAPITAL}][a-zà-ÿ]{{0,14}}-?[\d₀-₉²]"
_BEFORE = r"(?<![\w.@#€$£/])(?<!\d-)"
_LETTERS = rf"(?:[{_CAPITAL}]{{1,6}}|[{_CAPITAL}][a-zà-ÿ]{{1,14}}|i[{_CAPITAL}][a-z]{{1,12}})"
_DIGITS = rf"-?(?:\d{{1,6}}|[₀-₉]{{1,3}}|²)(?:[.,]\d{{1,2}}(?!\d))?[{_CAPITAL}]{{0,4}}"
_PARTS = expression(rf"[₀-₉²]+|\d+|[{_CAPITAL}]+(?![a-zà-ÿ])|[^\W\d_₀-₉²]+|[.,]")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉²", "01234567892")
_NAME = "name"


def specials(text: str) -> Iterator[Claim]:
    """Yield a claim for each name of the table, whatever its case."""
    if not _SPECIAL_TRIGGER.search(text):
        return
    for found in _special_names().finditer(text):
        spoken = _specials()[found.group().lower().replace("’", "'")]
        yield Claim(found.start(), found.end(), spoken, _NAME)


@cache
def _specials() -> dict[str, str]:
    return {row[0].lower(): row[1] for row in rows("names")}


@cache
def _special_names() -> re.Pattern[str]:
    longest_first = sorted(_specials(), key=len, reverse=True)
    names = "|".join(re.escape(name).replace("'", "['’]") for name in longest_first)
    return expression(rf"(?<![\w.,/-])(?:{names})(?![\w€$£°]|[-.,/]\d)", re.IGNORECASE)


def _letters_and_digits(match: re.Match[str]) -> str | None:
    written = match["name"]
    parts = [_part(part) for part in _PARTS.findall(written)]
    return " ".join(parts)


def _part(part: str) -> str:
    if part in ".,":
        return "point" if part == "." else "virgule"
    digits = part.translate(_SUBSCRIPTS)
    if digits.isdecimal():
        return group(digits) if digits.startswith("0") else cardinal(int(digits))
    if not part.isupper() or how(part) == "word":
        return part
    return part if len(part) > 3 and how(part) == "unknown" and sayable(part) else spaced(part)


def _countdown(match: re.Match[str]) -> str:
    sign = "plus" if match["sign"] == "+" else "moins"
    return f"{match['letter']} {sign} {cardinal(int(match['number']))}"


def _digit_and_capital(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['number']))} {match['letter']}"


def _model(match: re.Match[str]) -> str:
    maker = match["maker"].strip()
    maker = spaced(maker) if maker.isupper() else maker
    version = f" {spaced(match['version'])}" if match["version"] else ""
    return f"{maker} {cardinal(int(match['type']))} {group(match['variant'])}{version}"


def _telephone(match: re.Match[str]) -> str:
    return f"{cardinal(int(match['number']))} {match['letter']}"


def _lineage(match: re.Match[str]) -> str:
    """Say the variant of a virus: *B A cinq*, *X B B un point cinq*."""
    letters, *numbers = match.group().split(".")
    return f"{spaced(letters)} {' point '.join(cardinal(int(number)) for number in numbers)}"


RULES: tuple[Rule, ...] = (
    specials,
    Pattern(
        _NAME,
        r"(?P<maker>\b(?:Boeing|Airbus|ATR|Embraer|Mirage)[ \u00a0])(?P<type>[1-9]\d{1,3})-(?P<variant>\d{1,4})"
        r"(?P<version>[A-Z]{0,3})(?!\w)",
        _model,
        r"\d-\d",
    ),
    Pattern(
        _NAME,
        r"(?<![\w$])[A-Za-z]{1,10}[$][A-Za-z]{1,10}(?!\w)",
        lambda match: match.group().replace("$", "S" if match.group().isupper() else "s"),
        r"[$][A-Za-z]",
    ),
    Pattern(
        _NAME,
        r"(?:(?<=\biPhone[ \u00a0])|(?<=\bPixel[ \u00a0]))(?P<number>\d{1,2})(?P<letter>[aces])(?!\w)",
        _telephone,
        r"iPhone|Pixel",
    ),
    Pattern(
        _NAME,
        r"(?:(?<=\b[LlSsMm]a )|(?<=\b[Uu]ne )|(?<=\b[Ee]n )|(?<=\bRenault ))4L(?!\w)|(?<!\w)4L(?= Trophy)",
        lambda _: "quatre L",
        "4L",
    ),
    Pattern(
        _NAME,
        r"(?<![\w.-])(?:B|BA|BQ|EG|JN|KP|LP|NB|XBB|XEC|XFG|BF)\.\d{1,3}(?:\.\d{1,4}){0,4}(?![\w,])",
        _lineage,
        r"[A-Z]\.\d",
    ),
    Pattern(
        _NAME,
        rf"{_BEFORE}(?P<letter>[JH])(?P<sign>[-–−+])(?P<number>\d{{1,3}})(?![\w])",
        _countdown,
        r"[JH][-–−+]\d",
    ),
    Pattern(
        _NAME,
        r"(?<![\w.,€$£-])(?:(?P<number>[2-6](?=G)|[2-4](?=D)|[248](?=K))(?P<letter>[GDK]))(?![\w€$£'’/])",
        _digit_and_capital,
        r"\d[GDK]",
    ),
    Pattern(
        _NAME,
        rf"{_BEFORE}(?![LRD]\d{{2,4}}-\d)(?P<name>{_LETTERS}(?:{_DIGITS}){{1,4}}(?:-{_LETTERS}\d{{1,4}})?(?:[a-rt-z](?!\w))?)s?(?![\w€$£%°]|[.,/]\d)",
        _letters_and_digits,
        _TRIGGER,
    ),
)
"""In order: the table, models of makers, countdowns, one digit and a capital, letters and digits."""
LATE = (
    Pattern(
        _NAME,
        rf"(?<![\w.,€$£-])(?P<number>\d{{1,3}})(?P<letters>[{_CAPITAL}]{{2,6}})(?![\w€$£/]|['’]\w)",
        lambda match: f"{cardinal(int(match['number']))} {_part(match['letters'])}",
        rf"\d[{_CAPITAL}]{{2}}",
    ),
)
"""After the measures: *3DS* is a name, *3MW* none."""

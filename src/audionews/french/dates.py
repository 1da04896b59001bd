"""Dates in figures and beside a month's name, years, seasons, periods and decades.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Dates »; Grevisse & Goosse, *Le bon
usage*, § 599 (*mille neuf cent quatre-vingt*, *les années quatre-vingt*: no s in a year), § 963 (*le premier*,
then cardinals).
"""

import re
from functools import cache

from audionews.french.numerals import DASH, GAP, START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, group
from audionews.french.tables import rows
from audionews.french.times import clock

_MONTHS = (
    "(?:[jJ]anvier|[fF][ée]vrier|[mM]ars|[aA]vril|[mM]ai|[jJ]uin|[jJ]uillet|[aA]o[ûu]t|[sS]eptembre|[oO]ctobre"
    "|[nN]ovembre|[dD][ée]cembre)"
)
_SHORT = r"(?:[jJ]anv|[fF][ée]vr?|[aA]vr|[jJ]uill?|[sS]ept|[oO]ct|[nN]ov|[dD][ée]c)"
_MONTH = rf"(?:{_MONTHS}\b|{_SHORT}(?:\.|(?={GAP}(?:1\d|20)\d\d)))"
"""A month's name in full or short; without its full stop only before a year."""
_WEEKDAYS = {
    "lun": "lundi",
    "mar": "mardi",
    "mer": "mercredi",
    "jeu": "jeudi",
    "ven": "vendredi",
    "sam": "samedi",
    "dim": "dimanche",
}
_WEEKDAY = "(?:[lL]un|[mM]ar|[mM]er|[jJ]eu|[vV]en|[sS]am|[dD]im)"
_YEAR = r"(?:1\d|20)\d\d"
_BEFORE_DAY = (
    r"(?:(?<=\b[lL]e\s)|(?<=\b[dD]u\s)|(?<=\b[aA]u\s)|(?<=\bjusqu.au\s)|(?<=undi\s)|(?<=ardi\s)|(?<=credi\s)|(?<=eudi\s)"
    r"|(?<=dredi\s)|(?<=amedi\s)|(?<=manche\s)|(?<=\bet\s)|(?<=\bou\s)|(?<=\bsoir\s)|(?<=\bLe\s))"
)

_AFTER_WEEKDAY = (
    r"(?:(?<=undi\s)|(?<=ardi\s)|(?<=credi\s)|(?<=eudi\s)|(?<=dredi\s)|(?<=amedi\s)|(?<=manche\s)"
    r"|(?<=\b[lLvVdD][aeiu][nm]\.\s)|(?<=\b[mM][ae]r\.\s)|(?<=\b[jJ]eu\.\s)|(?<=\b[sS]am\.\s))"
)


@cache
def _names() -> dict[int, str]:
    return {int(number): name for name, number in reversed(rows("months"))}


def year(number: int) -> str:
    """Return a year: 1980 is *mille neuf cent quatre-vingt*."""
    return cardinal(number, ordinal_use=True)


def day(number: int) -> str:
    """Return a day of the month: *premier*, then cardinals."""
    return "premier" if number == 1 else cardinal(number)


def _date(match: re.Match[str]) -> str | None:
    """Say ``23/08/2025``, ``23.08.25`` and ``2025-08-23T14:30``."""
    number, month = int(match["day"]), int(match["month"])
    if not (1 <= number <= 31 and 1 <= month <= 12):
        return None
    said = f"{day(number)} {_names()[month]}"
    written = match.groupdict()
    if written.get("year"):
        said = f"{said} {year(_full(written['year']))}"
    if written.get("hour"):
        said = f"{said} à {clock(int(written['hour']), int(written['minute']))}"
    return said


def _full(written: str) -> int:
    """Return the year that two figures stand for: up to 49 in this century, as newspapers use it."""
    number = int(written)
    if len(written) > 2:
        return number
    return number + (2000 if number < 50 else 1900)


def _month_and_year(match: re.Match[str]) -> str | None:
    month = int(match["month"])
    return f"{_names()[month]} {year(int(match['year']))}" if 1 <= month <= 12 else None


def _days(match: re.Match[str]) -> str | None:
    """Say ``4-5 juin`` and ``1 mai``; the month stays as it is written."""
    first, second = int(match["first"]), int(match["second"] or 0)
    if not (1 <= first <= 31 and second <= 31):
        return None
    if not match["second"]:
        return day(first)
    return f"{day(first)} {'et' if second == first + 1 else 'au'} {day(second)}"


def _named_day(match: re.Match[str]) -> str:
    """Say ``11-Septembre``: a day that has become a name loses its hyphen."""
    after = f" {year(int(match['year']))}" if match["year"] else ""
    return f"{day(int(match['day']))} {match['name']}{after}"


def _period(match: re.Match[str]) -> str | None:
    """Say ``2024-2025``: the years of a season follow each other, those of a longer period are joined by *à*."""
    first, second = int(match["first"]), match["second"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    if last <= first:
        return None
    said = year(last) if len(second) == 4 else group(second)
    return f"{year(first)} {said}" if last == first + 1 else f"{year(first)} à {said}"


def _decades(match: re.Match[str]) -> str:
    written = re.sub(rf"\s?(?:{DASH}|/)\s?", ", ", match["decades"])
    return re.sub(r"\d+", lambda found: cardinal(int(found[0]), ordinal_use=True), written)


def _weekday(match: re.Match[str]) -> str:
    """Say ``dim. 7 juillet`` and ``du mar. au sam.``."""
    short = match["weekday"]
    said = _WEEKDAYS[short.lower()]
    ends = match[0].endswith(".") and not match.string[match.end() : match.end() + 3].strip(" »”)\u00a0")
    return (said.capitalize() if short[0].isupper() else said) + "." * ends


def _short_month(match: re.Match[str]) -> str:
    """Say ``12 janv 2024`` and ``3 sept.``."""
    short = match["short"].lower()
    said = next(name for name in _names().values() if name.startswith(short) or short == "fev" == name[:3])
    ends = match[0].endswith(".") and not match.string[match.end() : match.end() + 3].strip(" »”)\u00a0")
    return said + "." * ends


def _short_year(match: re.Match[str]) -> str:
    return group(match["year"])


_TWO_DAYS = rf"{START}(?P<first>\d{{1,2}})(?:er)?(?:{GAP}?(?:{DASH}|/){GAP}?(?P<second>\d{{1,2}}))"
RULES = (
    Pattern(
        "date",
        rf"{START}(?P<year>(?:1\d|2\d)\d\d)(?P<sep>[-/.])(?P<month>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)"
        r"(?:[T\s](?P<hour>[0-2]\d):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![^\W_]|[/.-]\d)",
        _date,
        r"\d[-/.]\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"{START}(?P<day>[0-3]?\d)(?:(?<=1)er)?(?P<sep>[/.-])(?P<month>[01]?\d)(?P=sep)(?P<year>(?:1\d|20)\d\d|\d\d)(?![^\W_]|[/.-]\d)",
        _date,
        r"\d[-/.]\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"(?:{_BEFORE_DAY}|(?<=\()(?=1[3-9]|[23])){START}(?P<day>[0-3]?\d)(?:(?<=1)er)?/(?P<month>0\d|1[0-2])"
        r"(?![^\W_]|[/.,-]\d|\s?%|\s(?:du|des|de\sl[ae]?)\b|\sd['’])",
        _date,
        r"[\dr]/\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"{_AFTER_WEEKDAY}{START}(?P<day>[0-3]?\d)[/.](?P<month>[1-9]|0[1-9]|1[0-2])(?![^\W_]|[/.,-]\d|\s?%)",
        _date,
        r"\d[/.]\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        # le 5/7 and le 1er/4, never les 2/3: a fraction with several parts has a plural before it
        rf"(?:(?<=\b[lL]e\s)|(?<=\b[dDaA]u\s)){START}(?P<day>0?[2-9]|[12]\d|3[01]|1(?=er))(?:er)?/(?P<month>[1-9])(?<!3/4)(?<!4/4)"
        r"(?![^\W_]|[/.,-]\d|\s?%|\s(?:d[eu]|des|centre|aile)\s|\sd['’])",
        _date,
        r"[\dr]/\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"(?<![\w.])(?P<weekday>{_WEEKDAY})(?:\.(?={GAP}(?:[12]?\d|3[01])(?:[,;:)]|{GAP}(?:à|de|au|et|dès|matin|soir)\b|$))"
        rf"|\.(?=(?:,|{GAP}(?:et|ou|au|à)){GAP}{_WEEKDAY}\.)"
        rf"|\.?(?=,?{GAP}(?:\d{{1,2}}(?:er)?(?:[/.]\d|{GAP}?[hH]\b|{GAP}{_MONTH}))))",
        _weekday,
        _WEEKDAY,
    ),
    Pattern(
        "date",
        rf"(?<!\w)(?P<weekday>{_WEEKDAY})\.?-(?={_WEEKDAY}\.)",
        lambda match: f"{_weekday(match)} à ",
        rf"{_WEEKDAY}\.?-",
    ),
    Pattern(
        "date",
        rf"(?:(?<=\b[dD]u\s)|(?<=\b[aA]u\s)|(?<=\b[lL]e\s)|(?<=\bet\s)|(?<=\bsauf\s)|(?<=\d\sh\s)|(?<=\dh\s)|(?<=,\s)|(?<=\()|(?<=\.-))(?P<weekday>{_WEEKDAY})\."
        rf"(?={GAP}(?:au|et|ou|de|à|matin|midi|soir|\d)\b|,|\)|$)",
        _weekday,
        _WEEKDAY,
    ),
    Pattern(
        "date",
        rf"(?:(?<=\d\s)|(?<=1er\s))(?P<short>{_SHORT})(?:\.|(?={GAP}(?:1\d|20)\d\d\b))(?!\w)",
        _short_month,
        r"(?:\d|1er)\s[jJfFaAsSoOnNdD][a-zé]{2,4}(?:\.|\s\d)",
    ),
    Pattern(
        "date",
        rf"(?:{_MONTHS}|{_SHORT}\.?)(?:{GAP}{_YEAR})?(?P<dash>{GAP}?{DASH}{GAP}?)(?=\d{{1,2}}(?:er)?{GAP}{_MONTH})",
        lambda _: " au ",
        rf"[a-zû.\d]\s?{DASH}\s?\d{{1,2}}(?:er)?\s[a-zA-Z]",
        group="dash",
    ),
    Pattern(
        "date",
        rf"{START}(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![^\W_]|[/.,-]\d)",
        _month_and_year,
        r"\d/\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"{START}(?P<day>\d{{1,2}})(?:er)?-(?P<name>{_MONTHS})(?:-(?P<year>{_YEAR}))?(?![^\W_])",
        _named_day,
        r"\d(?:er)?-[A-Za-z]",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"{_TWO_DAYS}(?={GAP}{_MONTH})",
        _days,
        r"\d(?:er)?\s?[-\u2013/]\s?\d",
        anchor=figures,
    ),
    Pattern(
        "date",
        rf"{START}(?P<first>0?1|0\d)(?P<second>(?!))?(?={GAP}{_MONTH})",
        _days,
        r"\b\d\d?\s",
        anchor=figures,
    ),
    Pattern(
        "decade",
        rf"(?<=nnées{GAP})(?P<decades>(?:\d{{4}}|\d{{2}})(?:(?:{GAP}?(?:{DASH}|/){GAP}?|,{GAP}|{GAP}et{GAP})(?:\d{{4}}|\d{{2}})(?!\d)){{0,4}})"
        r"(?![^\W_]|[.,/-]\d)",
        _decades,
        "nnées",
        anchor=figures,
    ),
    Pattern(
        "years",
        rf"{START}(?P<first>{_YEAR})(?:{DASH}|/)(?P<second>{_YEAR}|\d\d)(?![^\W_]|[/.,-]\d|{GAP}?[%€$])",
        _period,
        r"\d{4}[-\u2013\u2212/]\d",
        anchor=figures,
    ),
    Pattern("years", r"(?<![^\W_])(?<!['’])['’](?P<year>\d\d)(?!['’\d]|[^\W_])", _short_year, r"['’]\d\d"),
)

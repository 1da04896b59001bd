"""Times of day, durations and stopwatch times.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Heures »; Grevisse & Goosse, *Le bon
usage*, § 597: minutes after an hour agree with *minute* (*quatorze heures vingt et une*).
"""

import re

from audionews.french.numerals import DASH, GAP, START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal, group, ordinal

_H = rf"{GAP}?[hH]"
_MIN = rf"{GAP}?(?:minutes?|min|mn|['’′](?!['’′]))"
_SEC = rf"{GAP}?(?:secondes?|sec|s|''|’’|′′|[\"”″])"
_END = r"(?![^\W_]|['’][^\W\d_])"
_HOURS = rf"(?P<hour>\d{{1,2}}(?!\d)|(?<!\d{GAP})\d{{3}})"
"""Three figures after a space are a part of thousands: ``1 200 h``."""
_HOUR = rf"\d{GAP}?[hH]"
_MARK = rf"\d{GAP}?(?:min|mn|m\b|s\b|sec|['’′\"”″])"
_CLOCK = r"\d:\d"


def counted(number: int, unit: str) -> str:
    """Return hours, minutes or seconds with their unit: *une heure*, *vingt et une secondes*, *zéro heure*."""
    return f"{cardinal(number, feminine=True)} {unit}{'s' if number > 1 else ''}"


def clock(hour: int, minute: int = 0) -> str:
    """Return a time of day.

    >>> clock(14, 30), clock(0, 15), clock(21, 1)
    ('quatorze heures trente', 'zéro heure quinze', 'vingt et une heures une')
    """
    minutes = f" {cardinal(minute, feminine=True)}" if minute else ""
    return f"{counted(hour, 'heure')}{minutes}"


def _time(match: re.Match[str]) -> str:
    said = clock(int(match["hour"]), int(match["minute"] or 0))
    if match["hour2"]:
        return f"{said} à {clock(int(match['hour2']), int(match['minute2'] or 0))}"
    return said


def _colon(match: re.Match[str]) -> str | None:
    """Say ``14:30``, ``2:05:12`` and, past the hours of a day, minutes and seconds: ``58:32``."""
    if match["hundredth"] and not match["second"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["second"]:
        return _duration(match)
    return clock(hour, minute) if hour < 25 else f"{counted(hour, 'minute')} {cardinal(minute)}"


def _duration(match: re.Match[str]) -> str:
    """Say hours, minutes and seconds with their units, and hundredths without."""
    found = match.groupdict()
    said = [
        counted(int(found[name]), unit)
        for name, unit in (("hour", "heure"), ("minute", "minute"), ("second", "seconde"))
        if found.get(name)
    ]
    if found.get("hundredth"):
        said.append(group(found["hundredth"]))
    return " ".join(said)


def _minutes(match: re.Match[str]) -> str:
    """Say ``1 min 30``, ``1'43''52`` and ``3'30``: the last number needs no unit when none is written."""
    said = counted(int(match["minute"]), "minute")
    if match["unit"]:
        said = f"{said} {counted(int(match['second']), 'seconde')}"
        return f"{said} {group(match['hundredth'])}" if match["hundredth"] else said
    return f"{said} {cardinal(int(match['second']))}"


def _seconds(match: re.Match[str]) -> str:
    return f"{counted(int(match['second']), 'seconde')} {group(match['hundredth'])}"


def _lead(match: re.Match[str]) -> str:
    """Say ``12''``, by how much a rider is behind."""
    return counted(int(match["second"]), "seconde")


def _match_minute(match: re.Match[str]) -> str:
    """Say when a goal was scored: ``(89')``, ``(90'+3)``."""
    more = f" plus {cardinal(int(match['more']))}" if match["more"] else ""
    return f"{ordinal(int(match['minute']), feminine=True)} minute{more}"


def _around(match: re.Match[str]) -> str:
    """Say ``24h/24`` and ``7j/7``."""
    unit = {"h": "heure", "j": "jour"}[match["unit"][0].lower()]
    count = int(match["count"])
    said = cardinal(count, feminine=unit == "heure")
    return f"{said} {unit}{'s' if count > 1 else ''} sur {cardinal(int(match['all']))}"


def _countdown(match: re.Match[str]) -> str:
    sign = "plus" if match["sign"] == "+" else "moins"
    return f"{match['mark']} {sign} {cardinal(int(match['number']))}"


_TWO = r"(?P<minute>[0-5]\d)(?!\d)"
RULES = (
    Pattern(
        "time",
        rf"{START}(?P<count>\d{{1,2}}){GAP}?(?P<unit>h(?:eures?)?|H|j(?:ours?)?){GAP}?(?:/|sur){GAP}?(?P<all>\d{{1,3}})(?![^\W_])",
        _around,
        r"[hHjs]\s?(?:/|sur)\s?\d",
        anchor=figures,
    ),
    Pattern(
        "time",
        rf"{START}{_HOURS}{_H}{GAP}?(?P<minute>\d{{1,2}})(?:{_MIN}|{GAP}?m)(?:{GAP}?(?P<second>\d{{1,2}})(?:{_SEC}|(?<=['’′]\d\d))"
        rf"(?:{GAP}?(?P<hundredth>\d{{1,3}}))?)?{_END}",
        _duration,
        _HOUR,
        anchor=figures,
    ),
    Pattern(
        "time",
        rf"{START}(?:(?<!\d/)|(?<=[hH]\d\d/)){_HOURS}{_H}(?:{GAP}?{_TWO})?"
        rf"(?:(?:{GAP}?{DASH}{GAP}?|/)(?P<hour2>\d{{1,2}}){_H}(?:{GAP}?(?P<minute2>[0-5]\d)(?!\d))?)?{_END}(?!{GAP}?/(?!{GAP}?\d{{1,2}}{_H}))",
        _time,
        _HOUR,
        anchor=figures,
    ),
    Pattern("time", r"(?<=[\dhH])-(?=(?:minuit|midi)\b)", lambda _: " à ", r"[\dhH]-mi"),
    Pattern(
        "time",
        rf"(?<=[\dhH])/(?=\d{{1,2}}{_H}(?:\d\d|-))",
        lambda _: ", ",
        r"[\dhH]/\d\d?\s?[hH]",
    ),
    Pattern(
        "time",
        r"(?<![\d:.,])(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:[.,](?P<hundredth>\d{1,3})(?!\d))?(?![\d:])",
        _colon,
        _CLOCK,
        anchor=figures,
    ),
    Pattern(
        "time",
        r"(?<![\d:.,])(?P<minute>\d{1,2}):(?P<second>[0-5]\d)[.,](?P<hundredth>\d{1,3})(?![\d:])",
        _duration,
        _CLOCK,
        anchor=figures,
    ),
    Pattern(
        "time",
        rf"{START}(?P<minute>\d{{1,3}}){_MIN}{GAP}?(?P<second>\d{{1,2}})(?:(?P<unit>{_SEC})(?:{GAP}?(?P<hundredth>\d{{1,3}}))?)?{_END}(?![.,]?\d)",
        _minutes,
        _MARK,
        anchor=figures,
    ),
    Pattern(
        "time",
        rf"{START}(?P<second>\d{{1,2}}){_SEC}{GAP}?(?P<hundredth>\d{{1,3}}){_END}(?![.,]?\d)",
        _seconds,
        _MARK,
        anchor=figures,
    ),
    Pattern("time", rf"{START}(?P<second>\d{{1,2}}){GAP}?(?:''|’’|′′|″)(?![^\W_])", _lead, _MARK, anchor=figures),
    Pattern(
        "time",
        r"(?P<la>(?<=\b[lL]a\s))?(?:(?<=\()|(?<=\b[lL]a\s)|(?<=,\s)|(?<=\(\w\s))(?P<minute>\d{1,3})['’′]"
        r"(?:\s?\+\s?(?P<more>\d{1,2}))?(?(la)(?![\w'’′])|(?=\s?[,;)(]|\s?(?:s\.?p|c\.?s\.?c)\b|\.?$))",
        _match_minute,
        r"\d['’′]",
        anchor=figures,
    ),
    Pattern(
        "time",
        rf"{START}(?P<minute>\d{{1,3}})['’′](?!\w)",
        lambda m: counted(int(m["minute"]), "minute"),
        _MARK,
        anchor=figures,
    ),
    Pattern(
        "countdown",
        r"(?<![^\W_])(?P<mark>[JHNn]|[Bb]ac)\s?(?P<sign>[+\-\u2013\u2212])\s?(?P<number>\d{1,3})(?![^\W_])",
        _countdown,
        r"(?:\b[JHNn]|ac)\s?[+\-\u2013\u2212]",
    ),
)

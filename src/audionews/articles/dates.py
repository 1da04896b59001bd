"""Written dates → moments: the forms French newsrooms, their programs and feeds use.

A date that cannot be (``31/02/2025``) is an error, not a missing date: silence would publish the article on the
wrong day.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from audionews.articles.cleaning import fold
from audionews.expressions import expression

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "février fevrier févr fevr fév fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "août aout aoû aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "décembre decembre déc dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b\.?,?\s*)"
)
_YEAR_FIRST = expression(r"(?<!\d)(?P<year>\d{4})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?!\d)")
_DAY_FIRST = expression(r"(?<!\d)(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4}|\d{2})(?!\d)")
_DAY_NAMED = expression(
    rf"(?P<day>\d{{1,2}})\s?(?:er|ᵉʳ|st|nd|rd|th)?[\s.-]+(?P<month>{_MONTH})\b\.?[\s,.-]*(?P<year>\d{{4}})?(?!\d)",
    re.IGNORECASE,
)
_MONTH_NAMED = expression(
    rf"(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", re.IGNORECASE
)
_MONTH_ONLY = expression(rf"(?P<month>{_MONTH})\s+(?P<year>\d{{4}})", re.IGNORECASE)
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _DAY_NAMED, _MONTH_NAMED)
_TIME = expression(
    r"(?:\s*T|[\s,·•|–-]*(?:à|a|at|vers)?[\s,·•|–-]*)(?P<hour>\d{1,2})\s?(?::|h|heures?)\s?(?P<minute>\d{2})?"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s?min)?\s?(?P<zone>Z\b|UTC|GMT|CEST|CET|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_BEFORE = expression(
    rf"""(?:
        (?P<updated>(?:dernière\s+)?(?:mise?s?\s+à\s+jour|modifiée?|actualisée?|updated)) |
        (?:(?:article\s+)?(?:publiée?|paru)|mise?\s+en\s+ligne|parue?|postée?|écrite?|rédigée?|posted|published|date(?:\s+de\s+(?:publication|parution))?|édition|créée?)
        (?:\s+(?:dans\s+l['’]édition))?
        )?
        (?:\s+(?:on|du)\b|\s+le\s*(?=[:：]))?\s*[:：]?\s*(?:à\s+\d\d?\s?[h:]\s?(?:\d\d)?,?\s+)?
        (?:(?-i:(?!Par\b|De\b|Le\b)[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*),\s*(?=le\b)|à\s(?-i:[A-ZÀ-Þ])[\w’'-]+,\s*)?
        (?:\b(?:le|ce|du|en|on)\s+)?{_WEEKDAY}?(?:le\s+)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SECONDS = expression(r"[1-3]\d{9}")
"""Since 1970, as databases have it: 2001 to 2096."""

_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 60, "CEST": 120}


class ImpossibleDateError(ValueError):
    """Text that is written as a date but is none; its only argument is that text."""


def impossible(error: ImpossibleDateError) -> str:
    """Return the message about a date that cannot be."""
    return f"the date “{error.args[0]}” does not exist; right would be 2025-08-23 or 23 août 2025"


def date_line(line: str, zone: tzinfo, *, near: datetime) -> tuple[datetime, bool] | None:
    """Return the moment when a line is a date and nothing else, and whether it is one of an update.

    Args:
        line: Like ``Publié le samedi 23 août 2025 à 14h30``.
        zone: Of a time that does not say its own.
        near: Chooses the year of ``23 août``: the latest that is at most a month after.

    Raises:
        ImpossibleDateError: It is a date that cannot be.
    """
    line = fold(line).strip("()[]*_ ").rstrip(" .,;|–-")
    before = _BEFORE.match(line)
    if before is None or len(line) > 120:
        return None
    for form in (*_FORMS, _MONTH_ONLY):
        date = form.match(line, before.end())
        moment = date and _moment(line, date, zone, near, whole=True)
        if moment:
            return moment, before["updated"] is not None
    return None


def date_within(text: str, zone: tzinfo, *, near: datetime) -> datetime | None:
    """Return the first possible date with a year in a text that may hold more, such as a byline's; else None."""
    text = fold(text)
    found = [match for form in _FORMS for match in form.finditer(text) if match["year"]]
    for match in sorted(found, key=lambda match: match.start()):
        try:
            return _moment(text, match, zone, near, whole=False)
        except ImpossibleDateError:
            continue
    return None


def machine_date(text: str | None, zone: tzinfo) -> datetime | None:
    """Return the moment in what a program wrote: ISO 8601, RFC 822, or nearly one of them; None when it is none.

    >>> machine_date("Tue, 14 Oct 2025 05:45:00 GMT", timezone.utc).isoformat()
    '2025-10-14T05:45:00+00:00'
    """
    text = fold(text or "")
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    for read in (_iso, _rfc822):
        if (moment := read(text)) is not None:
            return _aware(moment, zone)
    return date_within(text, zone, near=datetime(2000, 1, 1, tzinfo=UTC))


def _iso(text: str) -> datetime | None:
    return _parsed(datetime.fromisoformat, text)


def _rfc822(text: str) -> datetime | None:
    if not re.search(r"[A-Za-z]{3} \d{2,4}\b", text):
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and only feeds and mails write dates so

    return _parsed(parsedate_to_datetime, text)


def _parsed(read: Callable[[str], datetime], text: str) -> datetime | None:
    try:
        moment = read(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if 1900 < moment.year < 2200 else None


def _moment(text: str, date: re.Match[str], zone: tzinfo, near: datetime, *, whole: bool) -> datetime | None:
    """Return the moment; None when ``whole`` and more than a date and a time stand there."""
    time = _TIME.match(text, date.end())
    end = time.end() if time else date.end()
    if whole and text[end:].strip(" .,"):
        return None
    month = date["month"].lower()
    day = int(date.groupdict().get("day") or 1)
    try:
        moment = _in_year(date["year"], int(_MONTHS.get(month, 0) or month), day, near)
        return _at(moment, time, zone) if time else moment.replace(tzinfo=zone)
    except ValueError as error:
        raise ImpossibleDateError(text[date.start() : end]) from error


def _in_year(year: str | None, month: int, day: int, near: datetime) -> datetime:
    if year:
        number = int(year) if len(year) == 4 else 2000 + int(year) - 100 * (int(year) > 68)
        if not 1600 <= number <= 2400:
            raise ValueError(year)
        return datetime(number, month, day)  # noqa: DTZ001 - the zone comes with the time
    latest = near.replace(tzinfo=None) + timedelta(days=31)
    this = datetime(latest.year, month, day)  # noqa: DTZ001
    return this if this <= latest else this.replace(year=latest.year - 1)


def _at(day: datetime, time: re.Match[str], zone: tzinfo) -> datetime:
    moment = day.replace(hour=int(time["hour"]), minute=int(time["minute"] or 0), second=int(time["second"] or 0))
    return moment.replace(tzinfo=_offset(time["zone"]) if time["zone"] else zone)


def _offset(name: str) -> timezone:
    if name.upper() in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name.upper()]))
    digits = name[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))


def _aware(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)

"""An amount and its unit, as money, percentages and measures share them."""

import re
from functools import cache
from typing import NamedTuple

from audionews.french.numerals import DASH, GAP, NUMBER, SIGN, START, Numeral, parse, say, say_sign
from audionews.french.sigles import how, spaced
from audionews.french.spelling import cardinal
from audionews.french.tables import rows, words

AMOUNT = rf"(?P<sign>{SIGN})?{START}(?:(?P<low>{NUMBER}){GAP}?(?P<link>{DASH}|[x×/]){GAP}?(?=\d))?(?P<number>{NUMBER})"
"""A number with its sign, or two of them with a dash or a × between."""
_ROUND = rf"1(?:00|0{{0,2}}{GAP[:-1]}.]?000)(?!{GAP}?\d)(?:{GAP}?(?:km|k?g|m?[lL]|hab))?"
_SHORT = rf"(?:sem|pers|hab|inj)\.(?={GAP}?[a-zà-ÿ,;:)])"
PER = rf"(?:{GAP}?/{GAP}?(?P<per>(?:{_ROUND}|{_SHORT}|[^\W\d_]{{1,15}}[²³23]?)(?![^\W_])))?"
"""What it is counted by: ``/mois``, ``/m²``."""

_POWERS = {"²": " au carré", "2": " au carré", "³": " au cube", "3": " au cube"}


class Unit(NamedTuple):
    """How a unit is said after one and after several."""

    one: str
    several: str
    feminine: bool = False

    def name(self, number: Numeral) -> str:
        """Return the name that agrees with a number."""
        return self.several if number.plural else self.one


@cache
def units() -> dict[str, Unit]:
    """Return the units of measurement by symbol; the metre and its parts have squares and cubes."""
    found = {symbol: Unit(one, several, gender == "f") for symbol, one, several, gender in rows("units")}
    metres = [(symbol, unit) for symbol, unit in found.items() if unit.one.endswith("mètre")]
    raised = [
        (symbol + power, Unit(f"{unit.one} {name}", f"{unit.several} {name}s"))
        for symbol, unit in metres
        for power, name in (("²", "carré"), ("2", "carré"), ("³", "cube"), ("3", "cube"))
    ]
    return found | dict(raised)


def say_amount(match: re.Match[str], *, feminine: bool = False, link: str | None = None) -> str:
    """Return the sign and the numbers of a match of ``AMOUNT`` in words.

    Args:
        match: Has the groups of ``AMOUNT``.
        feminine: The gender of the unit.
        link: What stands between two numbers, else it follows from what is written: *à* or *fois*.
    """
    number = say(parse(match["number"]), feminine=feminine)
    if match["low"]:
        between = f" {link or ('fois' if match['link'] in 'x×' else 'à')} "
        if link is None and after_to(match):
            between = ", "
        number = f"{say(parse(match['low']), feminine=feminine)}{between}{number}"
    return say_sign(match["sign"] or "") + number


def after_to(match: re.Match[str]) -> bool:
    """Tell whether *à* stands before a match: *à soixante, quatre-vingts kilomètres* has one *à*, not two."""
    return match.string[max(0, match.start() - 2) : match.start()] in {"à ", "à\u00a0"}


def say_per(match: re.Match[str]) -> str:
    """Return *par mois* for what ``PER`` has matched, or nothing.

    Source: Académie française, *Dire, ne pas dire*, « kilomètre à l’heure ».
    """
    written = match["per"]
    if not written:
        return ""
    if written[0] == "1":
        return _per_many(written)
    name, power = (written, "") if written in units() else (written.rstrip("²³23"), _POWERS.get(written[-1], ""))
    unit = units().get(name)
    said = unit.one if unit else spaced(name) if how(name) == "spell" else name
    return f" par {said}{power}"


def _per_many(written: str) -> str:
    """Say ``/100 km``, ``/100 g`` and ``/1 000 l``."""
    unit = re.sub(r"[\d\W]", "", written)
    count = cardinal(int(re.sub(r"\D", "", written)))
    if unit in {"", "km"}:
        return f" aux {count}" + (" kilomètres" if unit else "")
    return f" pour {count} {units()[unit].several}"


def of(name: str) -> str:
    """Return a name with *de* before it: *d’euros*, *de dollars*.

    >>> of("euros"), of("yens"), of("hryvnias")
    ('d’euros', 'de yens', 'de hryvnias')
    """
    return f"d’{name}" if name[0] in "aàâeéèêiîoôuh" and name not in words("scales")["aspirated"] else f"de {name}"

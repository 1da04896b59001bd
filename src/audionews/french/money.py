"""Sums of money: before or after the sign, in thousands, millions and milliards, with or without hundredths.

Source: Code de rédaction interinstitutionnel de l'Union européenne, 7.3; Grevisse & Goosse, *Le bon usage*, § 599
(*million* is a noun and takes *de*).
"""

import re
from functools import cache
from typing import NamedTuple

from audionews.french.numerals import GAP, NUMBER, START, Numeral, amounts, figures, parse, say, say_sign
from audionews.french.quantities import AMOUNT, PER, of, say_amount, say_per
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal
from audionews.french.tables import rows, words


class Currency(NamedTuple):
    """How a currency is said after one and after several, and what its hundredths are called."""

    one: str
    several: str
    feminine: bool
    hundredths: str


@cache
def _currencies() -> dict[str, Currency]:
    return {
        sign: Currency(one, several, gender == "f", cents) for sign, one, several, gender, cents in rows("currencies")
    }


_SIGNS = (
    r"(?:US\$|CA\$|HK\$|[ACR]\$|\$[ \u00a0]?(?:US|CA)\b|[€$£¥₽₹₺₿₴₩₪¢]"
    r"|(?:c€|cts?|zł|F[ \u00a0]?CF[AP]|FCFA|FF?|EUR|USD|CAD|AUD|GBP|JPY|CNY|RMB|CHF|XOF|RUB|INR|BTC|UAH|PLN|SEK"
    r"|NOK|DKK|CZK|HUF|MAD|AED|TND|DZD|BRL)(?![^\W_]|['’]))"
)
_SCALE = (
    rf"(?:{GAP}?(?P<scale>millions?|milliards?|billions?|M(?:ds?|DS?|rds?|ns?)?|mds?|[kK]|bn)"
    rf"(?:{GAP}(?:de{GAP}|d['’]{GAP}?))?)?"
)
_TRIGGER = (
    r"[€$£¥₽₹₺₿₴₩₪¢]|zł|\b(?:cts?|k?F|FF|F\sCF[AP]|FCFA|EUR|USD|CAD|AUD|GBP|JPY|CNY|RMB|CHF|XOF|RUB|INR|BTC|UAH|PLN|SEK|NOK"
    r"|DKK|CZK|HUF|MAD|AED|TND|DZD|BRL)\b"
)


def _currency(written: str) -> Currency:
    sign = re.sub(r"\s", " ", written)
    return _currencies().get(sign) or _currencies()[sign.replace(" ", "")]


def _scale(written: str | None) -> str:
    return next((name for name, forms in words("scales").items() if written in forms), "")


def _sum(match: re.Match[str]) -> str:
    currency, number = _currency(match["unit"]), parse(match["number"])
    scale = _scale(match.groupdict().get("scale"))
    if scale == "mille":
        return _thousands(match, currency, number) + say_per(match)
    if scale:
        count = f"{say_amount(match)} {scale}{'s' if number.plural else ''}"
        return f"{count} {of(currency.several)}{say_per(match)}"
    by_length = match["per"] == "ml"
    return _plain_sum(match, currency, number) + (" par mètre linéaire" if by_length else say_per(match))


def _in_hundredths(match: re.Match[str]) -> bool:
    return 0 < len(parse(match["number"]).decimals) < 3 and not match["low"]


def _thousands(match: re.Match[str], currency: Currency, number: Numeral) -> str:
    if len(number.decimals) > 3:
        return f"{say_amount(match)} millier {of(currency.several)}"
    whole = Numeral(int(f"{number.whole}{number.decimals:0<3}"))
    low = f"{say(parse(match['low']))} à " if match["low"] else ""
    return f"{say_sign(match['sign'] or '')}{low}{say(whole, feminine=currency.feminine)} {currency.several}"


def _plain_sum(match: re.Match[str], currency: Currency, number: Numeral) -> str:
    if not number.decimals or len(number.decimals) > 2 or match["low"] or currency.hundredths == "-":
        name = currency.several if number.plural else currency.one
        if not number.decimals and number.whole and not number.whole % 1_000_000:
            name = of(name)
        return f"{say_amount(match, feminine=currency.feminine)} {name}"
    sign = say_sign(match["sign"] or "")
    hundredths = int(f"{number.decimals:0<2}")
    if not number.whole and hundredths:
        name = currency.hundredths if hundredths > 1 else currency.hundredths.removesuffix("s")
        return f"{sign}{say(Numeral(hundredths))} {name}"
    name = currency.several if number.plural else currency.one
    cents = f" {say(Numeral(hundredths))}" if hundredths else ""
    return f"{sign}{say(Numeral(number.whole), feminine=currency.feminine)} {name}{cents}"


def _first_of_two(match: re.Match[str]) -> str | None:
    """Say the first of two prices; *de quinze à vingt centimes* has one unit."""
    if not _in_twos(match):
        return None
    number, other = parse(match["number"]), parse(match["other"])
    if not number.whole and not other.whole and other.decimals:
        return cardinal(int(f"{number.decimals:0<2}"))
    return _plain_sum(match, _currency(match["unit"]), number)


def _in_twos(match: re.Match[str]) -> bool:
    """Tell whether *de 1,29 à 1,39 euro* and *de 1,90 à 2 euros* are two prices, each with its euros and cents."""
    other = len(parse(match["other"]).decimals)
    return _in_hundredths(match) and (0 < other < 3 or (not other and len(parse(match["number"]).decimals) == 2))


def _prices(match: re.Match[str]) -> str:
    """Say ``12/8 €``, the full price and the reduced one; only with hundredths has each its unit."""
    currency = _currency(match["unit"])
    prices = [parse(price) for price in match["prices"].split("/")]
    each = any(price.decimals for price in prices)
    said = [_price(price, currency, unit=each or price is prices[-1]) for price in prices]
    return f"{', '.join(said[:-1])} et {said[-1]}"


def _price(number: Numeral, currency: Currency, *, unit: bool) -> str:
    name = f" {currency.several if number.plural else currency.one}" if unit else ""
    cents = f" {say(Numeral(int(f'{number.decimals:0<2}')))}" if number.decimals.strip("0") else ""
    return f"{say(Numeral(number.whole), feminine=currency.feminine)}{name}{cents}"


def _split_by_sign(match: re.Match[str]) -> str:
    """Say ``12€50``."""
    currency = _currency(match["unit"])
    number = Numeral(int(match["whole"]))
    name = currency.several if number.plural else currency.one
    return f"{say(number, feminine=currency.feminine)} {name} {say(Numeral(int(match['cents'])))}"


def _lone(match: re.Match[str]) -> str:
    currency, scale = _currency(match["unit"]), _scale(match["scale"])
    if scale:
        return f"{'millier' if scale == 'mille' else scale}s {of(currency.several)}"
    return currency.several if match["several"] is not None else currency.one


RULES = (
    Pattern(
        "money",
        rf"{START}(?P<whole>\d{{1,6}})(?P<unit>[€$£])(?P<cents>\d\d)(?!\d)",
        _split_by_sign,
        _TRIGGER,
        anchor=figures,
    ),
    Pattern(
        "money",
        rf"{START}(?P<sign>(?!))?(?P<low>(?!))?(?P<number>{NUMBER})(?={GAP}(?:à|et|ou|contre|puis){GAP}(?P<other>{NUMBER}){GAP}?(?P<unit>{_SIGNS}|euros?|dollars?)(?![^\W_]))",
        _first_of_two,
        r"[.,]\d\d?\s(?:à|et|ou|contre|puis)\s\d",
        anchor=figures,
    ),
    Pattern(
        "money",
        rf"{START}(?P<prices>{NUMBER}(?:/{NUMBER}){{1,3}}){GAP}?(?P<unit>[€$£])",
        _prices,
        r"\d/\d.{0,12}[€$£]",
        anchor=figures,
    ),
    Pattern("money", rf"{AMOUNT}{_SCALE}{GAP}?(?P<unit>{_SIGNS}){PER}", _sum, _TRIGGER, anchor=amounts),
    Pattern(
        "money",
        rf"{AMOUNT}{GAP}(?P<unit>euros?|dollars?)(?![^\W_]){PER}",
        lambda match: _sum(match) if _in_hundredths(match) else None,
        r"\d[.,]\d\d?\s(?:euro|dollar)",
        anchor=amounts,
    ),
    Pattern(
        "money",
        rf"(?<![\w])(?P<sign>[+\u2212-])?(?P<unit>US\$|[ACR]\$|[€$£¥]){GAP}?(?P<low>(?!))?(?P<number>{NUMBER}){_SCALE}(?P<per>(?!))?(?![^\W_])",
        _sum,
        _TRIGGER,
    ),
)
LONE = (
    Pattern(
        "money",
        r"(?<![^\W_])(?:(?P<several>(?<=\b[eE]n\s)|(?<=\b[dl]es\s)|(?<=\bd['’])|(?<=ions\s)|(?<=iards\s)))?"
        r"(?P<scale>M|k|Mds?)?(?P<unit>[€$£¥₽₹₺₿₴₩₪](?:[ \u00a0]?US\b)?)(?![^\W_])",
        _lone,
        "[€$£¥₽₹₺₿₴₩₪]",
    ),
)
"""What needs no number."""

"""Whole numbers in French words: cardinals, ordinals, and series of digits; no text is looked at here.

Hyphens join what is below one hundred and is not joined by *et*: the traditional spelling, as the Académie française's
dictionary (9th edition, *nombre*) and newsreaders' scripts have it. CLDR's rules, and so ICU and unicode-rbnf, drop
the s of *quatre-vingts millions* and write *quatre-vingt-et-unième*, and one number costs unicode-rbnf 130 µs: for
these reasons the spelling is our own; the tests compare it with unicode-rbnf and text2num.
"""

from functools import lru_cache

LARGEST = 10**18 - 1
_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_SCALES = ((10**15, "billiard"), (10**12, "billion"), (10**9, "milliard"), (10**6, "million"))


def cardinal(number: int, *, feminine: bool = False, ordinal_use: bool = False) -> str:
    """Return a number in words, at most ``LARGEST`` from zero; larger ones digit by digit.

    Args:
        number: Any whole number.
        feminine: *vingt et une*, when it ends in *un*.
        ordinal_use: *page quatre-vingt*, *l'an mille neuf cent*: *vingt* and *cent* take no s after a noun.

    Source: Grevisse & Goosse, *Le bon usage*, § 599 (vingt, cent), § 597 (un, une).

    >>> cardinal(280), cardinal(21, feminine=True), cardinal(1980, ordinal_use=True)
    ('deux cent quatre-vingts', 'vingt et une', 'mille neuf cent quatre-vingt')
    """
    if number < 0:
        return f"moins {cardinal(-number, feminine=feminine, ordinal_use=ordinal_use)}"
    if number > LARGEST:
        return digits(str(number))
    words = _cardinal(number)
    if feminine and (words == "un" or words.endswith((" un", "-un"))):
        return f"{words}e"
    if ordinal_use and words.endswith(("quatre-vingts", " cents")):
        return words[:-1]
    return words


@lru_cache(maxsize=4096)
def _cardinal(number: int) -> str:
    parts = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count)} {name}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        # mille is a numeral, million a noun: only before the noun do vingt and cent keep their s
        parts.append("mille" if thousands == 1 else f"{_below_thousand(thousands, final=False)} mille")
    if rest or not parts:
        parts.append(_below_thousand(rest))
    return " ".join(parts)


def _below_thousand(number: int, *, final: bool = True) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, final=final)
    hundred = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if rest:
        return f"{hundred} {_below_hundred(rest, final=final)}"
    return f"{hundred}s" if hundreds > 1 and final else hundred


def _below_hundred(number: int, *, final: bool) -> str:
    if number < 20:
        return _UNITS[number]
    if number == 80:
        return "quatre-vingts" if final else "quatre-vingt"
    tens = _TENS[number // 10]
    unit = number % 20 if number >= 60 else number % 10
    if not unit:
        return tens
    if unit in {1, 11} and number < 80:
        return f"{tens} et {_UNITS[unit]}"
    return f"{tens}-{_UNITS[unit]}"


@lru_cache(maxsize=1024)
def ordinal(number: int, *, feminine: bool = False) -> str:
    """Return the ordinal of a whole number: *premier*, *première*, *vingt et unième*, *quatre-vingtième*.

    Source: Grevisse & Goosse, *Le bon usage*, § 610: *-ième* on the last element of the cardinal.

    >>> ordinal(80), ordinal(1, feminine=True), ordinal(1000)
    ('quatre-vingtième', 'première', 'millième')
    """
    if number == 1:
        return "première" if feminine else "premier"
    words = cardinal(number)
    for size, name in _SCALES:
        if number == size:
            return f"{name}ième"
    words = words.removesuffix("s") if words.endswith(("vingts", "cents", "ions", "iards")) else words
    if words.endswith("cinq"):
        return f"{words}uième"
    if words.endswith("neuf"):
        return f"{words[:-1]}vième"
    return f"{words.removesuffix('e')}ième"


def digits(written: str) -> str:
    """Return each digit by its name: *zéro zéro sept*."""
    return " ".join(_UNITS[int(digit)] for digit in written)


def group(written: str) -> str:
    """Return a group of digits as a number with its leading zeros said: *zéro six*, *zéro zéro sept*, *quarante*.

    >>> group("06"), group("007"), group("00"), group("842")
    ('zéro six', 'zéro zéro sept', 'zéro zéro', 'huit cent quarante-deux')
    """
    rest = written.lstrip("0")
    zeros = ["zéro"] * (len(written) - len(rest))
    return " ".join([*zeros, cardinal(int(rest))] if rest else zeros)

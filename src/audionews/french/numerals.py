"""How a number is written in French news, and how it is said: separators, decimals, signs.

The fragments of regular expressions in here are what all classes of numbers are built from; which texts they are
looked for in is the business of those classes.
"""

from functools import lru_cache
from typing import NamedTuple

from audionews.expressions import expression
from audionews.french.spelling import cardinal, digits, group

SPACES = " \u00a0"
"""What may stand between groups of digits, and between a number and its unit."""
GAP = f"[{SPACES}]"
DASH = "[-\u2012\u2013\u2212]"
APOSTROPHE = "['’]"

# Atomic and bounded: a number is taken whole or not at all, and no text makes the search start over.
_GROUPED = (
    rf"[1-9]\d{{0,2}}(?:(?:{GAP}\d{{3}}(?!\d)){{1,5}}|(?:\.\d{{3}}(?!\d)){{1,5}}"
    rf"|(?:{APOSTROPHE}\d{{3}}(?!\d)){{1,5}}|(?:,\d{{3}}(?!\d)){{2,5}})"
)
NUMBER = rf"(?>(?:{_GROUPED}|\d{{1,18}}(?!\d))(?:[.,]\d{{1,12}}(?!\d))?)"
START = r"(?<![\d])(?<!\d[.,])"
"""What must not stand before a number: more of it."""

SIGNS = {
    "+": "plus",
    "-": "moins",
    "\u2212": "moins",
    "\u2013": "moins",
    "±": "plus ou moins",
    "≈": "environ",
    "~": "environ",
    "<": "moins de",
    ">": "plus de",
    "≤": "au plus",
    "≥": "au moins",
}
_MORE_OR_LESS = rf"\+{GAP}?(?:/|ou){GAP}?[-\u2013\u2212]{GAP}?"
_DEGREES = (
    rf"(?<!\d{GAP})(?<!°{GAP})(?<!°C{GAP})"
    rf"(?=..\d{{1,3}}(?:[.,]\d)?(?:/\d{{1,2}}|{GAP}à{GAP}[-\u2013]?{GAP}?\d{{1,3}})?{GAP}?°)"
)
_VERB = "|".join(
    rf"(?<={end}{GAP})"
    for end in ("ffiche", "offre", "istre", "nonce", "vise", "teint", r"\bfait", r"\bfont", r"\bsoit", r"\bavec")
)
"""Words that need an object or a complement: no aside comes before it."""
_MINUS = (
    rf"(?:(?<=\()|(?:(?<=[:,]{GAP})|{_VERB})(?=..\d[\d.,]{{0,8}}{GAP}?(?:[%€)]|p(?:oin)?ts?\b))"
    rf"|(?<=\bsur{GAP})|(?<=\bpar{GAP})|(?<=\bet{GAP})|(?<=\bà{GAP})|(?<=\bde{GAP})|(?<=\bou{GAP})|(?<=ntre{GAP})|{_DEGREES})"
)
"""Where a dash with a space behind it is a minus: nobody begins an aside there."""
_WRITTEN_SIGN = expression(
    r"(?<![\w.,;:)\]»%°€$*/-])"
    rf"(?:{_MORE_OR_LESS}|(?:[+\u2212±≈~]|(?<!\b[b-zB-Z]\s)(?<!\b[A-Z]{{3}}\s)[<>≤≥]){GAP}?|[-\u2013]"
    rf"|(?=[-\u2013]{GAP}){_MINUS}..)(?=\d)"
)
"""A sign, where it cannot be a hyphen, a bullet or the dash of a dialogue."""

SIGN = r"(?<!\w)\D{1,7}"
"""The same where a rule looks at the places that ``amounts`` tells, and nowhere else: all before the figure."""

_FIGURES = expression(r"(?<!\d)\d")
_LONG_SIGN = expression(rf"{_MORE_OR_LESS}(?=\d)")


@lru_cache(maxsize=2)
def figures(text: str) -> tuple[int, ...]:
    """Return where runs of digits begin; the rules for one text follow each other, so the last texts are kept."""
    return tuple(found.start() for found in _FIGURES.finditer(text))


@lru_cache(maxsize=2)
def amounts(text: str) -> tuple[int, ...]:
    """Return where runs of digits begin, and the signs or a word's hyphen before them."""
    places = [found.start() for found in _LONG_SIGN.finditer(text)] if "+" in text else []
    for place in figures(text):
        if place > 1 and text[place - 1] in SPACES and text[place - 2] in SIGNS:
            places.append(place - 2)
        elif place and text[place - 1] in SIGNS:
            places.append(place - 1)
    signs = {place for place in places if text[place - 1 : place].isalnum() or _WRITTEN_SIGN.match(text, place)}
    return tuple(sorted(signs.union(figures(text))))


class Numeral(NamedTuple):
    """A written number.

    Attributes:
        whole: Its whole part.
        decimals: The digits after the comma; empty without one.
        grouped: Whether thousands were set apart: such a number is never a year.
    """

    whole: int
    decimals: str = ""
    grouped: bool = False

    @property
    def plural(self) -> bool:
        """Whether what is counted takes the plural: from two on.

        Source: Grevisse & Goosse, *Le bon usage*, § 509; Académie française, *Dire, ne pas dire* (1,5 million).
        """
        return self.whole >= 2


def parse(written: str) -> Numeral:
    """Return the number that a match of ``NUMBER`` writes.

    >>> parse("1 234 567,89")
    Numeral(whole=1234567, decimals='89', grouped=True)
    >>> parse("1.234"), parse("0.125")
    (Numeral(whole=1234, decimals='', grouped=True), Numeral(whole=0, decimals='125', grouped=False))
    """
    closed = written
    for separator in f"{SPACES}'’":
        closed = closed.replace(separator, "")
    whole, decimals = _split(closed)
    plain = whole.replace(".", "").replace(",", "")
    return Numeral(int(plain), decimals, grouped=closed != written or plain != whole)


def _split(closed: str) -> tuple[str, str]:
    """Divide at the decimal sign: a comma, or a point that does not set thousands apart."""
    head, comma, tail = closed.rpartition(",")
    if comma:
        # 10,000 is English; a French decimal does not end in three zeros
        thousands = "," in head or (tail == "000" and head != "0")
        return (closed, "") if thousands else (head, tail)
    head, point, tail = closed.rpartition(".")
    if not point or (len(tail) == 3 and not head.startswith("0")):
        return closed, ""
    return head, tail


def say(number: Numeral, *, feminine: bool = False, comma: str = "virgule") -> str:
    """Return a number in words; the gender shows in whole numbers only.

    Decimals are said as a number after their leading zeros; five or more one by one, as nobody keeps them together.

    >>> say(parse("97,4")), say(parse("0,05")), say(parse("21"), feminine=True)
    ('quatre-vingt-dix-sept virgule quatre', 'zéro virgule zéro cinq', 'vingt et une')
    """
    if not number.decimals or (len(number.decimals) > 1 and not number.decimals.strip("0")):
        return cardinal(number.whole, feminine=feminine)
    decimals = group(number.decimals) if len(number.decimals) < 5 else digits(number.decimals)
    # before a decimal, quatre-vingts and cents keep their s: quatre-vingts virgule cinq
    return f"{cardinal(number.whole)} {comma} {decimals}"


def say_sign(written: str) -> str:
    """Return what is said for a match of ``SIGN`` and the space to what follows; nothing for nothing."""
    sign = written.strip(SPACES)
    if len(sign) > 1:
        return "plus ou moins "
    return f"{SIGNS[sign]} " if sign else ""

"""Numbers that no other class has claimed: cardinals, decimals, negatives, and whatever digits are left.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Nombres » (separators, decimal comma).
"""

import re
import unicodedata

from audionews.french.numerals import NUMBER, SIGN, START, parse, say, say_sign
from audionews.french.rules import Pattern
from audionews.french.spelling import digits

DIGIT = re.compile(r"\d")


def _number(match: re.Match[str]) -> str:
    return say_sign(match["sign"] or "") + say(parse(match["number"]))


def _any_digit(match: re.Match[str]) -> str:
    written = unicodedata.normalize("NFKC", match[0])
    return digits(written) if written.isdecimal() else ""


RULES = (
    Pattern("cardinal", rf"(?P<sign>{SIGN})?{START}(?P<number>{NUMBER})", _number, DIGIT),
    Pattern("digits", r"\d+", _any_digit, DIGIT),
)

"""Percentages, per mille, and lone signs of them.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Pourcentage »; Dictionnaire de l'Académie
française, *pourcentage*: the sign after a number is said *pour cent*, alone it is *pourcentage*.
"""

import re

from audionews.french.numerals import GAP, amounts
from audionews.french.quantities import AMOUNT, PER, say_amount, say_per
from audionews.french.rules import Pattern

_SIGN = "[%‰]"


def _percent(match: re.Match[str]) -> str:
    unit = "pour mille" if match["unit"] == "‰" else "pour cent"
    return f"{say_amount(match)} {unit}{say_per(match)}"


def _lone(match: re.Match[str]) -> str:
    if match[0] == "‰":
        return "pour mille"
    return "pourcentage" if match["noun"] is not None else "pour cent"


RULES = (
    Pattern("percent", rf"{AMOUNT}{GAP}?(?P<unit>[%‰]){PER}", _percent, _SIGN, anchor=amounts),
    Pattern("percent", r"(?<=%)-(?=\d)", lambda _: ", ", "%-"),
)
LONE = (
    Pattern("percent", r"[%‰](?P<noun>(?<=\b[eE]n\s.)|(?<=\b[lcdL]e\s.)|(?<=\b[dD]u\s.)|(?<=\bun\s.))?", _lone, _SIGN),
)
"""What needs no number."""

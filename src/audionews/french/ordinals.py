"""Ordinals in figures: ``1er``, ``2nde``, ``21e``, ``8es``.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Abréviations » (1er, 1re, 2e);
Académie française, *Dire, ne pas dire*, « Abréviations des adjectifs numéraux » (the faulty ``2ème`` is read alike).
"""

import re
import unicodedata

from audionews.french.gender import feminine_after
from audionews.french.numerals import GAP, START, figures, parse
from audionews.french.rules import Pattern
from audionews.french.spelling import ordinal

_WHOLE = rf"(?:[1-9]\d{{0,2}}(?:(?:{GAP}|\.)\d{{3}}){{1,4}}|\d{{1,12}})"
_SUFFIX = (
    r"(?P<suffix>(?:er|ère|ere|re|e|è|é|ème|eme|ème|éme|ième|ieme|ᵉʳ|ʳᵉ|ᵉ|ᵉᵐᵉ|nd|nde|de|d|ⁿᵈ|ⁿᵈᵉ|ᵈ|ᵈᵉ)(?P<plural>s|ˢ)?)"
)
_FEMININE = frozenset({"re", "ère", "ere"})
_SECOND = {"nd": "second", "d": "second", "nde": "seconde", "de": "seconde"}


def _ordinal(match: re.Match[str]) -> str | None:
    suffix = unicodedata.normalize("NFKC", match["suffix"]).removesuffix("s")
    plural = "s" if match["plural"] else ""
    number = parse(match["number"]).whole
    if suffix in _SECOND:
        flat = suffix == "d" and match.string.endswith("en ", 0, match.start())  # un film en 2d
        return f"{_SECOND[suffix]}{plural}" if number == 2 and not flat else None
    if suffix in _FEMININE or suffix == "er":
        if number != 1:
            return None
        return f"{ordinal(1, feminine=suffix != 'er')}{plural}"
    # 1e and 1ème are faulty, and say nothing of the gender
    feminine = number == 1 and feminine_after(match.string, match.start(), match.end(), several=False)
    return f"{ordinal(number, feminine=feminine)}{plural}"


_FIGURE = r"\d\s?[a-zèéᵉʳᵈⁿ]"
RULES = (
    Pattern("ordinal", rf"{START}(?P<number>{_WHOLE}){_SUFFIX}(?![^\W_])", _ordinal, _FIGURE, anchor=figures),
    Pattern(
        "ordinal",
        rf"{START}(?P<number>\d{{1,3}}){GAP}(?P<suffix>(?:er|ère|[èeé]me|ième|nde?)(?P<plural>s)?)(?![^\W_]|['’])",
        _ordinal,
        _FIGURE,
        anchor=figures,
    ),
)

"""Inclusive writing: *étudiant·e·s*, *candidat(e)s*, *agriculteur·rices*, *lecteur/lectrice*, *tou·te·s*, *un·e élu·e*.

By default both forms are said (*étudiants et étudiantes*; of one person *étudiant ou étudiante*); a show may ask for
the masculine alone. A participle after its auxiliary whose two forms sound alike is said once (*ils sont invités*).
*iel* and *celleux* are words and stay, but for the pairs that everybody says: *celles et ceux*.

Source: Haut Conseil à l'égalité, *Guide pour une communication publique sans stéréotype de sexe* (2022); Grevisse &
Goosse, *Le bon usage*, § 499–505 (feminine of nouns and adjectives).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from audionews.expressions import expression
from audionews.french.rules import Claim, Rule
from audionews.french.tables import rows

InclusiveChoice = Literal["paired", "masculine"]

_DOTS = "·•‧∙⋅・ꞏ"
_SMALL = "a-zà-öø-ÿœæ"
_LETTER = r"[^\W\d_]"
_ENDINGS = (
    "trice|rice|ice|euse|ienne|enne|onne|ière|ère|esse|sse|elle|ale|ive|que|che|ve|ne|le|te|se|re|e|"
    "TRICE|RICE|EUSE|IENNE|ENNE|ONNE|IÈRE|ÈRE|SSE|ELLE|ALE|IVE|VE|NE|LE|TE|SE|E"
)
_TRIGGER = expression(
    rf"[{_DOTS}/(.E-](?:(?<={_LETTER}[{_DOTS}/]){_LETTER}|(?<={_LETTER}\()[A-Za-zèé]{{1,6}}\)|(?<={_LETTER}\.)[a-zè]"
    rf"|(?<={_LETTER}-)(?:e\b|\w{{2,5}}-s\b)|(?<=s-)[a-zèé]{{3,6}}s\b|(?<=[{_SMALL}]E)s?\b)"
)
_SHORT = expression(
    rf"""(?<![\w@/.-])(?![\w'’-]*\d)(?P<base>{_LETTER}[\w'’-]{{0,39}}?{_LETTER}|[ÀA-Za-z]{{2}})(?:
        [{_DOTS}](?P<dot>{_ENDINGS})(?P<dots>[{_DOTS}]?[sS])?
      | \((?P<paren>{_ENDINGS})(?P<parens>s?\)s?)
      | \.(?P<low>{_ENDINGS})(?P<lows>\.?s)?
      | /(?P<slash>{_ENDINGS})(?P<slashs>/?s)?
      | -(?P<hyphen>e)(?P<hyphens>-?s)? | -(?P<long>{_ENDINGS})(?P<longs>-s)
      | (?<=[{_SMALL}])(?P<capital>E)(?P<capitals>[sS]?)
    )(?![\w·@/(-]|\.\w)""",
    re.VERBOSE,
)
_FULL = expression(rf"(?<![\w@/.-])({_LETTER}{{2,30}})[{_DOTS}/]({_LETTER}{{2,30}})(?![\w/{_DOTS}-])")
_JOINED = expression(
    rf"(?<![\w@/.-])({_LETTER}{{2,30}}s)-(trices|rices|euses|ères|ières|ennes|onnes|elles|ives|ales)(?![\w/{_DOTS}-])"
)
_PLURAL = expression(rf"(?<![\w@/.-])({_LETTER}{{2,40}})\(([sx])\)(?!\w)")
_DETERMINER = expression(
    rf"(?<![\w@/.-])(?P<one>[A-Za-zàÀ]{{2,6}})[{_DOTS}/.(-](?P<two>(?:de |à )?(?:{_LETTER}){{1,6}})\)?"
    rf"(?:[{_DOTS}.]?(?P<s>s))?(?![\w/{_DOTS}-])"
)
_AUXILIARY = expression(
    r"(?:\b(?:est|sont|suis|es|sommes|êtes|était|étaient|été|être|sera|seront|serait|seraient|soit|soient|fut|furent|étant|a|ont)"
    r"(?:\s(?:pas|plus|très|trop|bien|mal|tous|toutes|déjà|toujours|encore|ainsi|aussi))?)\s+\Z"
)
_BEGINS = expression(r"(?:\A|[.!?…:«“\"(–—•-]\s?)\Z")
_NAME = "inclusive"


def rule(choice: InclusiveChoice = "paired") -> Rule:
    """Return the rule for forms of both genders.

    Args:
        choice: Whether both forms are said or the masculine alone.
    """

    def inclusive(text: str) -> Iterator[Claim]:
        if not _TRIGGER.search(text):
            return
        found = [*_determiners(text, choice), *_short_forms(text, choice), *_full_forms(text, choice), *_plurals(text)]
        end = 0
        for claim in sorted(found, key=lambda claim: (claim.start, -claim.end)):
            if claim.start >= end:
                end = claim.end
                yield claim

    return inclusive


@cache
def _table(kind: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((row[1], row[2], row[3]) for row in rows("inclusive") if row[0] == kind)


def _determiners(text: str, choice: InclusiveChoice) -> Iterator[Claim]:
    """Yield claims for determiners, together with the noun of both genders behind them."""
    for found in _DETERMINER.finditer(text):
        pair = _determiner(found["one"].lower(), found["two"].lower() + (found["s"] or ""))
        if pair is None:
            continue
        masculine, feminine, paired = pair
        end = found.end()
        noun = _SHORT.match(text, end + 1) if text[end : end + 1].isspace() else None
        if noun and not _several(noun):
            one, other = _forms(noun)
            paired, masculine, end = f"{masculine} {one} ou {feminine} {other}", f"{masculine} {one}", noun.end()
        spoken = paired if choice == "paired" else masculine
        yield Claim(found.start(), end, _as_capital(spoken, found["one"]), _NAME)


def _determiner(one: str, two: str) -> tuple[str, str, str] | None:
    for masculine, feminine, paired in _table("determiner"):
        if (one, two) in ((masculine, feminine), (feminine, masculine)) or (
            one == masculine and feminine.startswith(masculine) and feminine == one + two
        ):
            return masculine, feminine, paired
        if (
            one == masculine
            and feminine.endswith(two)
            and (one, two) in (("ce", "tte"), ("cet", "te"), ("quel", "le"), ("nul", "le"))
        ):
            return masculine, feminine, paired
    return None


def _short_forms(text: str, choice: InclusiveChoice) -> Iterator[Claim]:
    for found in _SHORT.finditer(text):
        if not _is_written_so(found):
            continue
        yield Claim(found.start(), found.end(), _short(found, text, choice), _NAME)


def _short(found: re.Match[str], text: str, choice: InclusiveChoice) -> str:
    word = _word(found)
    if word:
        masculine, _, paired = word
        return _as_capital(paired if choice == "paired" else masculine, found["base"])
    masculine, feminine = _forms(found)
    if choice == "masculine" or (
        _sound_alike(masculine, feminine) and _AUXILIARY.search(text, max(0, found.start() - 40), found.start())
    ):
        return masculine
    link = "et" if _several(found) else "ou"
    capital = masculine.isupper() or not _BEGINS.search(text, max(0, found.start() - 4), found.start())
    return f"{masculine} {link} {feminine if capital else feminine[0].lower() + feminine[1:]}"


def _word(found: re.Match[str]) -> tuple[str, str, str] | None:
    """Return the row of a pronoun written short: *tou·te·s*, *chacun·e*, *certain·e·s*."""
    base, ending, several = found["base"].lower(), _ending(found).lower(), _several(found)
    whole = f"{base}{ending}{'s' if several else ''}"
    for masculine, feminine, paired in _table("word"):
        if whole in (feminine, f"{masculine}{ending}{'s' if several else ''}") and base[:2] == masculine[:2]:
            return masculine, feminine, paired
    return None


def _is_written_so(found: re.Match[str]) -> bool:
    """Tell *étudiant.e.s* from *fini.Le* and *citoyen-ne-s* from *prends-le*: the ending must fit its word."""
    base, ending = found["base"].lower(), _ending(found).lower()
    if found["dot"] or _word(found):
        return True
    if found["low"] or found["long"] or found["slash"] or found["paren"]:
        return ending == "e" or _fits(base, ending)
    return len(base) > 3


def _fits(base: str, ending: str) -> bool:
    return any(row[0] == "fits" and base.endswith(row[1]) and ending in row[2].split() for row in rows("inclusive"))


def _full_forms(text: str, choice: InclusiveChoice) -> Iterator[Claim]:
    for found in (*_FULL.finditer(text), *_JOINED.finditer(text)):
        pair = _full(found[1], found[2])
        if pair:
            masculine, paired = pair
            yield Claim(
                found.start(), found.end(), _as_capital(paired if choice == "paired" else masculine, found[1]), _NAME
            )


def _full(one: str, two: str) -> tuple[str, str] | None:
    """Return the masculine and the pair of two whole words, or of a word and a long ending (*agriculteurs·rices*)."""
    low_one, low_two = one.lower(), two.lower()
    for masculine, feminine, paired in _table("word"):
        if {low_one, low_two} == {masculine.lower(), feminine.lower()}:
            return masculine, paired
    several = low_two.endswith(("s", "x"))
    link = "et" if several else "ou"
    if low_one[:3] == low_two[:3] and _is_feminine(low_one, low_two):
        return one, f"{one} {link} {two}"
    if low_one[:3] == low_two[:3] and _is_feminine(low_two, low_one):
        return two, f"{one} {link} {two}"
    stem, ending = low_one.rstrip("s") if low_one.endswith("s") else low_one, low_two.rstrip("s")
    if several and (_fits(stem, ending) or (stem.endswith("aux") and ending == "ale")):
        feminine = f"{one[: len(one) - 3]}ales" if ending == "ale" else f"{_feminine(one[: len(stem)], ending)}s"
        masculine = _plural(one[: len(stem)])
        return masculine, f"{masculine} et {feminine[0].lower()}{feminine[1:]}"
    return None


def _is_feminine(masculine: str, feminine: str) -> bool:
    singular, other = masculine.rstrip("s"), feminine.rstrip("s")
    if not other.endswith("e") or len(other) < len(singular) - 1 or masculine == feminine:
        return False
    swaps = (
        ("teur", "trice"),
        ("eur", "euse"),
        ("eux", "euse"),
        ("f", "ve"),
        ("er", "ère"),
        ("", "e"),
        ("n", "nne"),
        ("l", "lle"),
        ("c", "que"),
        ("eau", "elle"),
    )
    return any(singular.endswith(end) and singular[: len(singular) - len(end)] + swap == other for end, swap in swaps)


def _plurals(text: str) -> Iterator[Claim]:
    """Yield claims for *le(s) maire(s)*: the plural, and both forms of a determiner."""
    for found in _PLURAL.finditer(text):
        word = found[1] + found[2]
        determiner = found[1].lower() in ("le", "la", "un", "une", "ce", "cette", "du", "au", "de", "leur", "son", "sa")
        yield Claim(found.start(), found.end(), f"{found[1]} ou {word.lower()}" if determiner else word, _NAME)


def _ending(found: re.Match[str]) -> str:
    return next(found[name] for name in ("dot", "paren", "low", "slash", "hyphen", "long", "capital") if found[name])


def _several(found: re.Match[str]) -> bool:
    marks = ("dots", "parens", "lows", "slashs", "hyphens", "longs", "capitals")
    return any("s" in (found[name] or "").lower() for name in marks)


def _forms(found: re.Match[str]) -> tuple[str, str]:
    base, ending = found["base"], _ending(found)
    if _several(found) and ending.lower() != "e" and base.endswith("s"):
        base = base[:-1]
    feminine = _feminine(base, ending.upper() if base.isupper() else ending.lower())
    if not _several(found):
        return base, feminine
    return _plural(base), f"{feminine}{'S' if base.isupper() else 's'}"


def _feminine(base: str, ending: str) -> str:
    """Return the feminine of a masculine word with the ending that the writer gave.

    >>> _feminine("agriculteur", "rice"), _feminine("citoyen", "ne"), _feminine("premier", "e")
    ('agricultrice', 'citoyenne', 'première')
    """
    low, end = base.lower(), ending.lower()
    for row in rows("inclusive"):
        if row[0] == "feminine" and low.endswith(row[1]) and end == row[2]:
            return base[: len(base) - len(row[1])] + (row[3].upper() if base.isupper() else row[3])
    return base + ending


def _plural(base: str) -> str:
    low = base.lower()
    if low.endswith(("s", "x", "z")):
        return base
    if low.endswith("al") and low not in ("final", "natal", "naval", "fatal"):
        return f"{base[:-1]}ux"
    return f"{base}{'x' if low.endswith('eau') else 's'}"


def _sound_alike(masculine: str, feminine: str) -> bool:
    """Tell whether both forms of a participle or adjective sound alike: *élu, élue*."""
    return feminine.rstrip("s") == f"{masculine.rstrip('s')}e" and masculine.rstrip("s")[-1:] in "éiulr"


def _as_capital(spoken: str, written: str) -> str:
    return spoken[0].upper() + spoken[1:] if written[0].isupper() else spoken

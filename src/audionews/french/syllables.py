"""Whether French syllables can carry a run of letters that no table knows: then it is said as a word."""

import re
from functools import cache

from audionews.french.tables import words

_SHORTEST, _LONGEST = 4, 40
_ACCENTS = str.maketrans("àâäåáãçéèêëíîïìñóôöòõøúùûüýÿœæ", "aaaaaaceeeeiiiinoooooouuuuyyoa")


def sayable(letters: str) -> bool:
    """Tell whether French syllables can carry an unknown sigle; up to three letters are always spelled.

    >>> sayable("OPALIM"), sayable("FGTB"), sayable("CPSN")
    (True, False, False)
    """
    return _SHORTEST <= len(letters) <= _LONGEST and _syllables().fullmatch(_plain(letters)) is not None


def has_vowel(letters: str) -> bool:
    """Tell whether there is anything that a voice could sing."""
    return any(letter in "aeiouy" for letter in _plain(letters))


@cache
def _syllables() -> re.Pattern[str]:
    onset, vowel, coda = (_any_of(kind) for kind in ("onset", "vowel", "coda"))
    return re.compile(rf"{onset}?{vowel}(?:[bcdfghjklmnpqrstvwxz]{{1,3}}{vowel}){{0,20}}{coda}?")


def _any_of(kind: str) -> str:
    return f"(?:{'|'.join(sorted(words('syllables')[kind], key=lambda part: (-len(part), part)))})"


def _plain(letters: str) -> str:
    return letters.lower().translate(_ACCENTS)

"""The gender of the noun after a number: *vingt et une femmes*, *vingt et un hommes*.

It matters only to numbers that end in *un*. A table holds what endings get wrong.

Source: Grevisse & Goosse, *Le bon usage*, § 597 (agreement of *un*), § 475–487 (gender and endings).
"""

from functools import cache

from audionews.expressions import expression
from audionews.french.tables import words

_NEXT = expression(
    r"(?:\s?(?:à|ou|et|-|–)\s?\d[\d\s.,]{0,15}?(?![\d.,]))?[\s]{1,2}(?!\d)(?P<noun>[^\W\d_]+(?:-[^\W\d_]+){0,3})"
)
_WORD = expression(r"\s([^\W\d_]+(?:-[^\W\d_]+){0,3})")
_FEMININE_ENDING = expression(
    "(?:tion|sion|xion|gion|nion|aison|té|ée|ie|ance|ence|ude|ure|tte|lle|sse|nne|euse|trice|ade|ise|aine|ière|erie"
    "|ine|ette|ouse|ase|ose|ive|che|gne|ale|ule|ole|[ae]nte|ande|erse|ourse|ppe|erve|rte|dite|[^gq]ue)$"
)
_MASCULINE_ENDING = expression("(?:age|isme|iste|phone|scope|gramme|logue|mètre|aire|thème|stème)$")
_ADDRESS = expression(r"(?:\bau|^|[,(])\s?$")


def feminine_after(text: str, start: int, end: int, *, several: bool) -> bool:
    """Return whether the number at ``text[start:end]`` counts something feminine.

    Args:
        text: The source.
        start: Where the number begins; an address (``au 1 place de la Mairie``) counts nothing.
        end: Where it ends.
        several: Whether the noun must be in the plural, as after 21; *21 rue de Rome* counts no streets.
    """
    found = _NEXT.match(text, end)
    for _ in range(3):
        if not found:
            return False
        noun = found.group(found.lastindex or 0)
        if not _is_adjective(noun):
            return _counts(noun, several=several) and not _is_address(text, start, noun)
        if singular(noun).endswith("e") and not _epicene(noun):
            return True
        found = _WORD.match(text, found.end())
    return False


def _counts(noun: str, *, several: bool) -> bool:
    if several and noun[-1] not in "sx" and not noun.isupper():
        return False
    return is_feminine(noun)


def _is_address(text: str, start: int, noun: str) -> bool:
    return noun in words("genders")["street"] and bool(_ADDRESS.search(text, max(0, start - 4), start))


def _is_adjective(word: str) -> bool:
    return singular(word).lower() in words("genders")["adjective"]


def _epicene(word: str) -> bool:
    return singular(word) in {
        *("jeune", "autre", "même", "riche", "pauvre", "brave", "double", "triple", "simple", "énorme", "immense"),
        *("célèbre", "grave", "magnifique", "superbe", "rare"),
    }


def singular(noun: str) -> str:
    """Return a noun without the mark of the plural, roughly: enough to find it in a table."""
    if noun.endswith(("s", "x")) and not noun.endswith(("oix", "ois", "as", "eux")):
        return noun[:-1]
    return noun


@cache
def _table() -> dict[str, bool]:
    lists = words("genders")
    return dict.fromkeys(lists["masculine"], False) | dict.fromkeys(lists["feminine"], True)


def is_feminine(noun: str) -> bool:
    """Return whether a noun, in the singular or the plural, is feminine; unknown ones are not.

    >>> is_feminine("voix"), is_feminine("personnes"), is_feminine("musées"), is_feminine("universités")
    (True, True, False, True)
    """
    table = _table()
    for form in (noun, noun.lower(), singular(noun).lower(), noun.lower()[:-1]):
        if form in table:
            return table[form]
    form = singular(noun).lower()
    if _MASCULINE_ENDING.search(form):
        return False
    return bool(_FEMININE_ENDING.search(form))

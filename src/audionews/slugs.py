"""Names for addresses: what a reader sees in a link, made from a title."""

import re
import unicodedata
from collections.abc import Container
from datetime import date

LONGEST = 60
"""Most characters that a title gives to a slug."""

_NO_DECOMPOSITION = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " et "}
)
_HEADLINE_COLON = re.compile(r"\s*:\s+")
_WORDS_OF_A_HEADLINE = 3
_SHORTEST_SUFFIX = 4


def slug(title: str, day: date, guid: str, taken: Container[str] = ()) -> str:
    """Return the name of an episode's folder: its day and the gist of its title, in lower-case ASCII.

    Args:
        title: What comes before a colon suffices when it has three words.
        day: When the article was published.
        guid: Of the episode; tells apart what else would have the same name.
        taken: Slugs that other episodes have.

    >>> slug("Musk joue ses cartes : un rapprochement", date(2025, 8, 23), "5f4d")
    '2025-08-23-musk-joue-ses-cartes'
    """
    name = f"{day.isoformat()}-{_gist(title) or plain(guid)[:8]}"
    if name not in taken:
        return name
    letters = guid.replace("-", "")
    suffixed = (f"{name}-{letters[:length]}" for length in range(_SHORTEST_SUFFIX, len(letters) + 1))
    return next((candidate for candidate in suffixed if candidate not in taken), f"{name}-{letters}")


def plain(text: str) -> str:
    """Return the letters and digits of a text in lower-case ASCII, joined by hyphens; empty when it has none.

    >>> plain("L’Œuvre d’été, n° 5 !")
    'l-oeuvre-d-ete-n-5'
    """
    folded = unicodedata.normalize("NFKD", text.lower().translate(_NO_DECOMPOSITION)).replace("°", "")
    folded = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", folded))


def _gist(title: str) -> str:
    headline = _HEADLINE_COLON.split(title.strip(), maxsplit=1)[0]
    long_enough = plain(headline).count("-") + 1 >= _WORDS_OF_A_HEADLINE
    return _shortened(plain(headline if long_enough else title))


def _shortened(words: str) -> str:
    """Cut at the last word that fits; a single endless word is cut anywhere."""
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1].rpartition("-")[0]
    return cut or words[:LONGEST]

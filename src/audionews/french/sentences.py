"""Cut a paragraph into sentences; nothing is lost: the sentences join to the paragraph exactly.

Every run of ``. ! ? …`` with white space behind it might end a sentence. What stands before it (an abbreviation, an
initial, a list number) and behind it (a small letter, a comma, a closing guillemet) decides. Where both readings are
possible the text stays whole: a missed cut still has its full stop, a wrong one breaks the melody of the sentence.
How sentences are cut to an engine's length is not here.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale,
« Abréviations », « Guillemets », « Points ».
"""

import re
from itertools import pairwise

from audionews.expressions import expression
from audionews.french.tables import words

_WINDOW = 400
"""How far back, in characters, an open guillemet or dash is looked for: keeps hostile text linear."""

_CANDIDATE = expression(
    r"""(?P<mark>[.!?…‼⁇⁈⁉]+)
        (?P<close>(?:[ \u00a0\u202f\u2009]{0,2}[»›”]|[)\]}"'’*]|\[\d{1,3}\]|[⁰¹²³⁴-⁹])*)
        (?P<space>\s+)""",
    re.VERBOSE,
)
_BLANK_LINE = expression(r"\n[^\S\n]*\n\s*")
_GLUED = expression(r"(?<=[a-zà-ÿœ]{3})[.!?…]+(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿœ’']*[\s’'])")
_BEFORE = expression(r"[^\W_](?:[^\W_]|[.’'-])*$")
_WORD = expression(r"[^\W\d_]+['’]?")
_OPENING = expression(r"[\s«“„‹\"'‘’(\[{*#_–—−•·▪►→¡¿-]+")
_ROMAN = expression(r"[IVXLC]+\b(?!['’])|[A-Z]\.")
_LIST_MARK = expression(r"[\s«“\"(*–—-]*(?:\d{1,3}|[IVX]{1,5}|[A-Za-z])")
_INNER_LIST_MARK = expression(r"(?::\s*(?:1|I|[Aa])|;\s*(?:\d{1,2}|[IVX]{1,4}|[A-Za-z]))$")
_SMALL_BEGINNING = expression(r"[a-z]{1,3}[A-Z]|[a-z][.)]\s+[A-ZÀ-Þ]|[@#]\w|https?://|www\.")
_DOTTED = expression(r"(?:[^\W\d_]\.-?)+[^\W\d_]$")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph, each with the white space behind it; they join to ``text`` exactly.

    >>> sentences("M. Dupont est venu. « Pourquoi ? » a dit Mme Roy.")
    ('M. Dupont est venu. ', '« Pourquoi ? » a dit Mme Roy.')
    """
    cuts = sorted(_cuts(text))
    edges = [0, *cuts, len(text)]
    return tuple(text[start:end] for start, end in pairwise(edges) if end > start)


def _cuts(text: str) -> set[int]:
    """Return where sentences begin, the first one left out."""
    cuts = {blank.end() for blank in _BLANK_LINE.finditer(text)}
    cuts |= {glued.end() for glued in _GLUED.finditer(text) if _is_starter(text, glued.end())}
    hard = sorted(cuts)
    start = position = 0
    for candidate in _CANDIDATE.finditer(text):
        while position < len(hard) and hard[position] <= candidate.start():
            start = max(start, hard[position])
            position += 1
        if candidate.end() < len(text) and _ends(text, start, candidate):
            start = candidate.end()
            cuts.add(start)
    cuts.discard(len(text))
    return cuts


def _ends(text: str, start: int, candidate: re.Match[str]) -> bool:
    """Tell whether a sentence that began at ``start`` ends with this mark."""
    after = _next_word(text, candidate.end())
    if after is None:
        return False
    mark, close = candidate["mark"], candidate["close"]
    full_stop = mark == "."
    if not _may_begin(text, candidate.end(), after, full_stop=full_stop):
        return False
    if close and not full_stop and _is_embedded(text, start, candidate, after):
        return False
    if not full_stop:
        return _has_words(text, start, candidate.start()) and not _is_brand_or_aside(text, start, candidate, after)
    return bool(close) or _full_stop_ends(text, start, candidate.start(), after)


def _next_word(text: str, position: int) -> int | None:
    """Return where the next letter or digit is, behind quotes, dashes and symbols; None when there is none."""
    opening = _OPENING.match(text, position)
    begin = opening.end() if opening else position
    for index in range(begin, min(begin + 12, len(text))):
        if text[index].isalnum():
            return index
        if text[index] in ",;:.!?…»)”":
            return None
    return None


def _may_begin(text: str, position: int, after: int, *, full_stop: bool) -> bool:
    first = text[after]
    if not first.islower():
        return True
    if _SMALL_BEGINNING.match(text, max(position, after - (text[after - 1] in "@#"))):
        return True
    return full_stop and text[position] in "«“„"


def _is_starter(text: str, position: int) -> bool:
    """Tell whether the word there has a capital only because it begins a sentence."""
    found = _WORD.match(text, position)
    if not found:
        return False
    word = found.group().replace("’", "'")
    if word in words("sentences")["starter"]:
        return True
    if word not in words("sentences")["article"]:
        return False
    behind = found.end() + (word[-1] != "'")
    return behind < len(text) and not text[behind].isupper()


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[max(start, end - _WINDOW) : end])


def _is_embedded(text: str, start: int, candidate: re.Match[str], after: int) -> bool:
    """Tell whether a quotation or parenthesis with its own ``!`` or ``?`` stands inside a longer sentence."""
    low = max(start, candidate.start() - _WINDOW)
    close = candidate["close"].strip()
    opened = text.rfind("(" if ")" in close else "[" if "]" in close else "«", low, candidate.start())
    if opened < 0 or not (before := text[low:opened].rstrip()):
        return False
    if ")" in close or "]" in close:
        return True
    title = text[opened + 1 : candidate.start()].lstrip()
    return (
        before[-1] not in ":.!?…" and title[:1].isupper() and len(title.split()) <= 7 and not _is_starter(text, after)
    )


def _is_brand_or_aside(text: str, start: int, candidate: re.Match[str], after: int) -> bool:
    """Tell *Yahoo! Finance* and *– quelle joie ! – Paul aussi* from the end of a sentence."""
    low = max(start, candidate.start() - _WINDOW)
    before = text[low : candidate.start()]
    if before.endswith(("Yahoo", "Jeopardy")) and not _is_starter(text, after):
        return True
    if text[candidate.end()] in "–—":
        return sum(before.count(dash) for dash in (" – ", " — ", "\u00a0– ", "\u00a0— ")) % 2 == 1
    return False


def _full_stop_ends(text: str, start: int, position: int, after: int) -> bool:
    """Tell whether the full stop at ``position`` is more than the end of an abbreviation, initial or list number."""
    low = max(start, position - 30)
    found = _BEFORE.search(text, low, position)
    if not found:
        return True
    passage = text[low:position]
    if (low == start and _LIST_MARK.fullmatch(passage)) or _INNER_LIST_MARK.search(passage):
        return False
    if text[found.start() - 1 : found.start()] == "°":
        return True  # 12 °C. is no initial
    word = found.group()
    tail = word.rpartition("-")[2] if "-" in word and not _DOTTED.search(word) else re.split(r"['’]", word)[-1]
    return _abbreviation_ends(text, text[low : found.start()].split(), tail, after)


def _abbreviation_ends(text: str, before: list[str], word: str, after: int) -> bool:
    starter = _is_starter(text, after)
    if word in words("sentences")["title"]:
        return (
            word == "M"
            and starter
            and bool(before)
            and before[-1][0].isupper()
            and before[-1] not in words("sentences")["starter"]
        )
    if word in words("sentences")["number"]:
        return not (text[after].isdigit() or _ROMAN.match(text, after))
    if word.replace("’", "'") in ("J.-C", "JC", "J-C"):
        return starter or (bool(before) and before[-1].lower().rstrip(".") in ("av", "apr", "avant", "après"))
    if word in words("sentences")["soft"] or _DOTTED.search(word):
        return starter
    if len(word) == 1 and word.isalpha():
        return starter or (
            bool(before) and before[-1].lower() in words("sentences")["lettered"] and not text[after].isdigit()
        )
    return True

"""Very long texts: cut where no rule looks across, each piece read once, and none dearer than it is worth.

An article comes sentence by sentence and is never cut. What is cut is a file of megabytes: it is read in time that
grows with its length, whatever it holds. A piece that is hardly prose (tables of figures, noise) is read with care as
long as there is not much of it; beyond that its figures are still said, but nothing is looked at twice.
"""

from collections.abc import Callable, Iterator, Sequence

from audionews.expressions import expression
from audionews.french.spelling import digits, group
from audionews.readings import Reading

LONGEST = 4_000
"""Characters that are read as one text; the longest paragraphs of newspapers have half as many."""
_CARE = 12
"""How many different pieces without prose are read with all rules."""
_NAME = "digits"
_PARAGRAPH = expression(r"\n\s*")
_SENTENCE = expression(r"(?<=[^\W\d_]{3}[.!?…])\s+(?=[A-ZÀ-Þ«])")
_WORDS = expression(r"(?<=[a-zà-ÿ]{2})[,;:]?\s+(?=[a-zà-ÿ]{2})")
_SPACE = expression(r"\s+")
_DENSE = expression(r"[^\Wa-zà-ÿ]|[^\w\s]")
_TOKEN = expression(r"\d+|[^\W\d_]+|[,;:.!?…]")
_SAID_MARKS = ",;:.!?…"


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of at most ``LONGEST`` characters; they join to it exactly.

    They end with a paragraph, else with a sentence, else with a word; a longer word is cut.
    """
    start = 0
    while len(text) - start > LONGEST:
        end = _end(text, start)
        yield text[start:end]
        start = end
    yield text[start:]


def _end(text: str, start: int) -> int:
    stop = start + LONGEST
    for edge in (_PARAGRAPH, _SENTENCE, _WORDS, _SPACE):
        found = edge.search(text, start + LONGEST // 2, stop)
        if found and found.end() > start:
            return found.end()
    return stop


def read_long(text: str, read: Callable[[str], Sequence[Reading]]) -> tuple[Reading, ...]:
    """Return the readings of a long text; ``read`` reads a piece."""
    known: dict[str, Sequence[Reading]] = {}
    found: list[Reading] = []
    cut: list[Reading] = []
    careful = _CARE
    for piece in pieces(text):
        if piece not in known:
            dense = not _is_prose(piece)
            careful -= dense
            known[piece] = (_plainly(piece),) if dense and careful < 0 else read(piece)
        *whole, last = known[piece]
        if cut and whole:
            found.append(_one([*cut, whole.pop(0)]))
            cut = []
        found += whole
        cut.append(last)
        if last.written[-1].isspace():
            found.append(_one(cut))
            cut = []
    return (*found, _one(cut)) if cut else tuple(found)


def _is_prose(piece: str) -> bool:
    """Tell prose from noise: at most one character in five is a figure, a sign or a capital."""
    return 5 * len(_DENSE.findall(piece)) <= len(piece)


def _plainly(piece: str) -> Reading:
    """Return one reading for a whole piece: its words, its figures as numbers, its pauses."""
    said: list[str] = []
    for found in _TOKEN.findall(piece):
        token: str = found
        if token in _SAID_MARKS:
            if said and said[-1][-1] not in _SAID_MARKS:
                said[-1] += token
        elif token.isdecimal():
            said.append(group(token) if len(token) <= 15 else digits(token))
        elif token := "".join(letter for letter in token if letter.isalpha()):
            said.append(token)
    return Reading(written=piece, spoken=" ".join(said), rule=_NAME)


def _one(cut: Sequence[Reading]) -> Reading:
    """Return one reading for a word that was cut."""
    if len(cut) == 1:
        return cut[0]
    written = "".join(reading.written for reading in cut)
    return Reading(
        written=written, spoken=" ".join(reading.spoken for reading in cut if reading.spoken), rule=cut[0].rule
    )

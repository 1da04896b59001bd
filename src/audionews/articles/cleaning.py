"""Characters: what is invisible goes, white space is folded, outer guillemets come off; no word is touched."""

import re
import unicodedata

from audionews.expressions import expression

_LINE_ENDS = expression("\r\n|[\r\v\f\u2028\u2029]")
_UNSEEN = expression(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # joins, directions
    "\ud800-\udfff\ue000-\uf8ff\ufff9-\ufffd\ufffe\uffff"  # surrogates, icon fonts, replacement characters
    "]"
)
_LATE_CONTROLS = {
    code: character for code in range(0x80, 0xA0) if (character := bytes([code]).decode("cp1252", "ignore"))
}
"""What those codes mean in the text of programs that took Windows-1252 for Latin-1: ``’ “ ” – … €``."""

_LONE_JOINER = expression("(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_SPACES = expression("\\s{2,}|[^\\S \u00a0\u202f]")
_NARROW = "\u202f\u2006\u2007\u2008\u2009"
_GUILLEMETS = {"«": "»", "“": "”", '"': '"', "„": "“", "‹": "›", "‘": "’", "'": "'"}


def clean(text: str) -> str:
    r"""Return a text with line feeds only, composed accents and nothing that cannot be seen.

    >>> clean("Zone\u200b\r\ninvisible")
    'Zone\ninvisible'
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _UNSEEN.sub("", text.translate(_LATE_CONTROLS))
    return unicodedata.normalize("NFC", _LONE_JOINER.sub("", text))


def fold(text: str) -> str:
    r"""Return one line: each run of white space is one space, a no-break one when the run holds one.

    >>> fold("  14  h\n30 ")
    '14 h 30'
    """
    return _SPACES.sub(_one_space, text).strip()


def _one_space(run: re.Match[str]) -> str:
    found = run.group()
    if any(space in found for space in _NARROW):
        return "\u202f"
    return "\u00a0" if "\u00a0" in found else " "


def unquoted(title: str) -> str:
    """Return a title without the guillemets around all of it.

    >>> unquoted("« Un « mot » de trop »")
    'Un « mot » de trop'
    >>> unquoted("« Oui » et « non »")
    '« Oui » et « non »'
    """
    title = fold(title)
    closing = _GUILLEMETS.get(title[:1])
    if closing is None or len(title) < 3 or title[-1] != closing or not _is_one_quotation(title, closing):
        return title
    return unquoted(title[1:-1])


def _is_one_quotation(title: str, closing: str) -> bool:
    """Tell whether the first mark is closed by the last, not before."""
    opening, inner = title[0], title[1:-1]
    if closing in "'’":  # also apostrophes: only a mark with a space beside it could close
        return not re.search(r"['’](?=[\s,;:.!?]|$)", inner)
    if opening == closing:
        return opening not in inner
    depth = 0
    for character in inner:
        depth += (character == opening) - (character == closing)
        if depth < 0:
            return False
    return depth == 0

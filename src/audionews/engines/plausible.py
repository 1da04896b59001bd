"""Whether a recording can be the sound of a text: services send silence, or half of it, and call it success."""

import re

from audionews import clips
from audionews.domain import Clip

_FASTEST = 8.0
_SLOWEST = 2.2
"""Syllables a second. Careful news has 4 to 7; eSpeak NG at 175 words a minute has 5.3 in the median, 6.8 at most."""
_SLACK_SYLLABLES = 2
"""What ``syllables`` may be wrong by in a short text."""
_SLACK_S = 1.5
_PAUSE_S = 0.6
"""The longest that a voice rests at a mark."""
_HUSH = 100
"""Of 32 767: the noise of an encoder is below, a whisper is above."""

_WORD = re.compile(r"[^\W\d_]+")
_NUCLEUS = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+", re.IGNORECASE)
_MUTE = re.compile(r"(?<![aeiouyàâäéèêëîïôöùûüÿœæ])(?:e|es|ent)$")
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[.,;:!?…]")


def doubt(text: str, clip: Clip) -> str | None:
    """Return why a clip cannot be a text read aloud, or None when it can.

    Args:
        text: In French spelling.
        clip: What came for it.
    """
    start, end = clips.sounding(clip, _HUSH)
    if end == 0:
        return "only silence came"
    heard_s = (end - start) / clip.rate
    count = syllables(text)
    if heard_s < (count - _SLACK_SYLLABLES) / _FASTEST:
        return f"only {heard_s:.1f} s came for {count} syllables"
    if heard_s > count / _SLOWEST + _PAUSE_S * len(_MARK.findall(text)) + _SLACK_S:
        return f"{heard_s:.1f} s came for {count} syllables"
    return None


def syllables(text: str) -> int:
    """Return about how many syllables a French text has: its vowel groups without mute endings, its lone consonants.

    >>> syllables("La ville attend")
    4
    >>> syllables("S N C F")
    4
    """
    words = sum(_syllables_of(found[0]) for found in _WORD.finditer(text))
    # A digit is one to three syllables; after normalisation there is none.
    return words + 2 * len(_DIGIT.findall(text))


def _syllables_of(word: str) -> int:
    if len(word) == 1:
        return int(word.isupper() or bool(_NUCLEUS.match(word)))
    return max(len(_NUCLEUS.findall(_MUTE.sub("", word))), int(bool(_NUCLEUS.search(word))))

"""How audionews says that a voice is synthetic: the words, and the terms that machines read.

The sentence that is heard at the end of an episode is the setting ``[text] credit``; everything here is written: in
tags, in the feed, on pages. ``[feed] disclosure`` turns all of it off at once.

Sources: Regulation (EU) 2024/1689 (AI Act), article 50, paragraphs 2 and 5 (marked in a machine-readable form, and said
clearly at the latest at the first contact); Apple Podcasts, “Content guidelines” (artificial voices are disclosed in
the audio and in the metadata of each episode); IPTC NewsCodes, “Digital Source Type”.
"""

from audionews.characters import folded
from audionews.domain import UsedVoice

SENTENCE = "Cet enregistrement a été produit par une voix de synthèse."
SYNTHETIC = "Voix de synthèse"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_WITHOUT_TRAINING = frozenset({"espeak", "tone"})
"""Engines that compute sound from rules; all others have learnt from recordings."""


def narrator(voice: UsedVoice, *, disclosed: bool = True) -> str:
    """Return how a synthetic voice is named as a speaker; what it is stands in the name.

    >>> narrator(UsedVoice(name="espeak-fr", engine="espeak", title="Émile"))
    'Émile (voix de synthèse)'
    """
    name = folded(voice.title)
    if not disclosed or "synth" in name.lower():
        return name or voice.name
    return f"{name} ({SYNTHETIC.lower()})" if name else SYNTHETIC


def digital_source_type(engine: str) -> str:
    """Return how the sound of an engine came to be, as a term of IPTC's vocabulary.

    >>> digital_source_type("google").rpartition("/")[2]
    'trainedAlgorithmicMedia'
    """
    return _SOURCE_TYPES + ("algorithmicMedia" if engine in _WITHOUT_TRAINING else "trainedAlgorithmicMedia")

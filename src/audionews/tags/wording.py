"""What tags say in whatever format: comment, copyright, language, where the sound comes from."""

import re

from audionews.characters import legal
from audionews.disclosure import SENTENCE, digital_source_type
from audionews.domain import Episode

_LANGUAGES = {
    "fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "br": "bre", "ca": "cat",
    "eu": "eus", "oc": "oci", "co": "cos", "ar": "ara",
}  # fmt: skip
"""BCP 47 to ISO 639-2/T, for the languages of newspapers that are read in France."""


def language_code(tag: str) -> str:
    """Return the ISO 639-2 code of a language, ``und`` for one that is not in the table."""
    return _LANGUAGES.get(tag.partition("-")[0].lower(), "und")


def copyright_line(line: str, year: int) -> str:
    """Return the line as tags have it: a year and a space come first; players add the sign."""
    line = re.sub(r"^\s*(?:©|\([cC]\)|[Cc]opyright)\s*", "", line)
    return line if re.match(r"\d{4} ", line) else f"{year} {line}"


def comment(episode: Episode, *, disclosure: bool) -> str:
    """Return summary, correction and disclosure."""
    parts = [legal(episode.summary), legal(episode.correction or ""), SENTENCE if disclosure else ""]
    return "\n\n".join(filter(None, parts))


def provenance(episode: Episode, *, disclosure: bool) -> dict[str, str]:
    """Return where the sound comes from, as free texts by name."""
    found = {
        "engine": episode.voice.engine,
        "voice": episode.voice.name,
        "source": episode.source.name,
        "source_sha256": episode.source.sha256,
    }
    if episode.voice.fallback_from:
        found["fallback_from"] = episode.voice.fallback_from
    if episode.correction:
        found["correction"] = episode.correction
    if disclosure:
        found["digitalSourceType"] = digital_source_type(episode.voice.engine)
        found["AI_DISCLOSURE"] = SENTENCE
    return found

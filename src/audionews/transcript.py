"""What was said, in the forms that apps and readers take: WebVTT, SubRip, JSON and HTML.

All of them show the written text and take their times from the episode's cues; ``captions`` cuts the captions.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, tostring

from audionews.captions import Caption, captions
from audionews.characters import folded
from audionews.domain import Cue, Episode
from audionews.outline import elements, paragraphs
from audionews.timecode import clock, seconds
from audionews.tokens import Token, tokens

VTT_LINE = 42
SRT_LINE = 32
JSON_VERSION = "1.0.0"


def web_vtt(episode: Episode, speaker: str) -> str:
    """Return captions as WebVTT.

    Args:
        episode: Whose cues are shown.
        speaker: Who is heard; empty leaves the name out.

    Source: https://www.w3.org/TR/webvtt1/.
    """
    return _vtt(episode, speaker, _plain)


def web_vtt_words(episode: Episode, speaker: str) -> str:
    """Return captions as WebVTT with the time of each word, for a player that highlights."""
    return _vtt(episode, speaker, _timed)


def _vtt(episode: Episode, speaker: str, shown: Callable[[Caption], str]) -> str:
    voice = f"<v {_annotation(speaker)}>" if folded(speaker) else ""
    blocks = (
        f"{clock(caption.start_ms)} --> {clock(caption.end_ms)}\n{voice}{shown(caption)}\n"
        for caption in _vtt_captions(episode.cues, episode.duration_ms)
    )
    return "\n".join(("WEBVTT\n", *blocks))


@lru_cache(maxsize=1)
def _vtt_captions(cues: tuple[Cue, ...], duration_ms: int) -> tuple[Caption, ...]:
    """Return what both kinds of WebVTT show: to cut it takes longer than all else here."""
    return captions(cues, VTT_LINE, duration_ms)


def _annotation(name: str) -> str:
    return folded(name).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(caption: Caption) -> str:
    return "\n".join(" ".join(_escaped(token) for token in line) for line in caption.lines)


def _timed(caption: Caption) -> str:
    """Write each token after its time; only rising times inside the caption are allowed."""
    shown_ms = caption.start_ms
    lines = []
    for line in caption.lines:
        words = []
        for token in line:
            rises = shown_ms < token.start_ms < caption.end_ms
            shown_ms = token.start_ms if rises else shown_ms
            words.append(f"<{clock(token.start_ms)}>{_escaped(token)}" if rises else _escaped(token))
        lines.append(" ".join(words))
    return "\n".join(lines)


def _escaped(token: Token) -> str:
    return token.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sub_rip(episode: Episode) -> str:
    """Return captions as SubRip, in lines of at most 32 characters.

    SubRip has no escapes: an arrow that would end a caption's text is written as the sign for it.
    """
    blocks = (
        f"{number}\n{clock(caption.start_ms, ',')} --> {clock(caption.end_ms, ',')}\n{_bare(caption)}\n"
        for number, caption in enumerate(captions(episode.cues, SRT_LINE, episode.duration_ms), start=1)
    )
    return "\n".join(blocks)


def _bare(caption: Caption) -> str:
    lines = (" ".join(token.text for token in line) for line in caption.lines)
    return "\n".join(lines).replace("-->", "→")


def transcript_json(episode: Episode, speaker: str) -> str:
    """Return the transcript in the podcast namespace's JSON form, a segment a sentence.

    Source: https://github.com/Podcastindex-org/podcast-namespace, ``docs/examples/transcripts/transcripts.md``.
    """
    return _json(((cue.start_ms, cue.end_ms, folded(cue.written)) for cue in episode.cues), speaker)


def transcript_words_json(episode: Episode, speaker: str) -> str:
    """Return the transcript in the podcast namespace's JSON form, a segment a written word with its signs."""
    return _json(chain.from_iterable(map(_words, episode.cues)), speaker)


def _words(cue: Cue) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of each word; what takes no time, as a sign does, stands with the word before it."""
    start_ms, end_ms, text = cue.start_ms, cue.start_ms, ""
    for token in tokens(cue):
        if end_ms > start_ms and token.end_ms > token.start_ms:
            yield start_ms, end_ms, text
            text = ""
        start_ms = start_ms if text else token.start_ms
        end_ms, text = token.end_ms, f"{text} {token.text}".lstrip()
    if text:
        yield start_ms, max(end_ms, start_ms + 1), text


def _json(spoken: Iterable[tuple[int, int, str]], speaker: str) -> str:
    name = {"speaker": folded(speaker)} if folded(speaker) else {}
    segments = [
        name | {"startTime": seconds(start_ms), "endTime": seconds(end_ms), "body": body}
        for start_ms, end_ms, body in spoken
    ]
    table = {"version": JSON_VERSION, "segments": segments}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def transcript_html(episode: Episode, speaker: str) -> str:
    """Return the article as it was read: a page of its own with headings, and each paragraph's time and speaker.

    Source: the same page of the podcast namespace: ``cite``, ``time`` and ``p``.
    """
    page = Element("html", lang=episode.language)
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "title").text = f"{folded(episode.title)} – transcription"
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    main = SubElement(SubElement(page, "body"), "main")
    for block in elements(paragraphs(episode), timed=True):
        if block.tag == "time" and main.find("cite") is None and folded(speaker):
            SubElement(main, "cite").text = f"{folded(speaker)} :"
        main.append(block)
    for block in main:
        block.tail = "\n"
    return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n"

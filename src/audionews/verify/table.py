"""What is proven of a published folder: each check by its name, with what it proves and where the rule comes from."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct


class Fault(Struct, frozen=True):
    """Something that does not agree.

    Attributes:
        path: The file or folder.
        check: A key of ``CHECKS``; it never changes its meaning.
        message: One line for a person: what is wrong, with both values where two differ.
    """

    path: str
    check: str
    message: str


class Check(Struct, frozen=True):
    """A rule.

    Attributes:
        proves: What holds when it finds nothing.
        source: Who says that it must.
        strict: Recommended, not required: looked at with ``--strict`` alone.
    """

    proves: str
    source: str
    strict: bool = False


_OURS = "the promises of this project"
_PSP = "Podcast Standards Project, PSP-1 (github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification)"
_NAMESPACE = "Podcast namespace (github.com/Podcastindex-org/podcast-namespace)"
_APPLE = "Apple, “Podcast RSS feed requirements”"
_ID3 = "id3.org, “ID3v2.3.0” and “ID3v2 Chapter Frame Addendum”"

CHECKS: Mapping[str, Check] = {
    "manifest": Check("every episode's folder has a manifest that can be read", _OURS),
    "guid-unique": Check("no two episodes share a guid", "RSS 2.0, guid: “uniquely identifies the item”"),
    "guid-ledger": Check(
        "the ledger knows every guid, folder and audio file that was ever published, each for one thing alone",
        "RSS 2.0, guid; Apple, “GUIDs must be unique and never change”",
    ),
    "audio-reused": Check("no audio file's name was ever used for other bytes", f"{_APPLE}: new bytes, new URL"),
    "withdrawn": Check(
        "nothing but a page that says so is left of a withdrawn episode", "RFC 9110, 15.5.11 (410 Gone)"
    ),
    "file-missing": Check("every file that a manifest names is there", _OURS),
    "file-size": Check("every file has the size that its manifest gives", _OURS),
    "file-hash": Check("every file has the SHA-256 that its manifest gives", _OURS),
    "stray-file": Check("nothing lies among the episodes that nothing leads to", _OURS),
    "audio-name": Check("the hash in an audio file's name is that of its bytes", f"{_APPLE}: new bytes, new URL"),
    "audio-whole": Check("the audio can be decoded from its first frame to its last", _OURS),
    "audio-header": Check("the audio's header promises the length that it has", "LAME Info tag; players seek by it"),
    "audio-duration": Check("the audio is as long as its manifest says, within 50 ms", _OURS),
    "audio-loudness": Check("the audio is as loud as its manifest says, within 0.5 LU", "EBU R 128; ITU-R BS.1770-4"),
    "audio-peak": Check("its true peak is what its manifest says, within 0.5 dB, and below full scale", "EBU R 128"),
    "audio-target": Check("it is as loud as the settings want, and its peaks no higher", "EBU R 128; AES TD1008"),
    "audio-clipping": Check("no wave is cut off flat at full scale", _OURS),
    "audio-silence": Check("no silence is longer than two seconds unless somebody asked for it", _OURS),
    "cue-silent": Check("where a sentence should be heard, something is heard", _OURS),
    "cue-text": Check("there is one cue for each segment of the script, with its words, in order", _OURS),
    "cue-order": Check("cues follow each other without overlap, and end before the sound does", _OURS),
    "cue-words": Check("a cue's words are those of its text, in order, inside its time", _OURS),
    "speech-rate": Check("no sentence or word is said faster or slower than a voice can", _OURS),
    "caption-format": Check(
        "captions and transcripts are well formed", f"WebVTT (W3C); SubRip; {_NAMESPACE}, transcripts"
    ),
    "caption-missing": Check("captions and transcripts show every sentence of the script", "EN 301 549, 7.1.1"),
    "caption-order": Check("they show the sentences in the order in which they are heard", "EN 301 549, 7.1.1"),
    "caption-extra": Check("they show no sentence twice, and nothing that is not said", "EN 301 549, 7.1.1"),
    "caption-times": Check("captions last, do not overlap, and end before the sound does", "WebVTT (W3C), 4.1"),
    "caption-sync": Check("each sentence is shown within 100 ms of its sound", "EN 301 549, 7.1.2"),
    "chapter-times": Check("chapters follow each other without a gap from 0 to the end", _OURS),
    "chapters-file": Check("the chapter file has the manifest's chapters", f"{_NAMESPACE}, jsonChapters 1.2.0"),
    "chapters-tags": Check("the audio's tags have the manifest's chapters", _ID3),
    "chapters-feed": Check("the feed's inline chapters are the manifest's", "podlove.org/simple-chapters"),
    "tags-readable": Check("the audio's tags can be read, in the version that all apps know", _ID3),
    "tags-text": Check("the tags name the episode as its manifest does", _ID3),
    "tags-lyrics": Check("the tags hold the whole text, and each word with its time", _ID3),
    "tags-cover": Check("the picture in the tags is the episode's cover", _ID3),
    "feed-missing": Check(
        "there is a feed as soon as there is an episode, and one for each rubrique with a page", _OURS
    ),
    "feed-xml": Check("every feed is well-formed RSS", "RSS 2.0; XML 1.0"),
    "feed-channel": Check("every feed has all that is required of a channel", _PSP),
    "feed-item": Check("every item has all that is required of it", _PSP),
    "feed-guid": Check("no two items of a feed share a guid or an audio file", f"{_PSP}; {_APPLE}"),
    "feed-order": Check("items stand newest first", _OURS),
    "feed-episode": Check("every published episode is in the feed or in one of its archives", "RFC 5005"),
    "feed-unknown": Check("every item of a feed is a published episode", _OURS),
    "feed-enclosure": Check("an item's audio is the episode's: address, length and type", f"RSS 2.0; {_APPLE}"),
    "feed-formats": Check(
        "the formats that an item offers are the episode's, with their digests", f"{_NAMESPACE}, alternateEnclosure"
    ),
    "feed-text": Check("an item's title, date and duration are the episode's", _OURS),
    "feed-link": Check("nothing that a feed names in this folder is missing", _OURS),
    "feed-podcast-guid": Check(
        "a feed's podcast:guid is the show's, that of a rubrique follows from its address", f"{_NAMESPACE}, guid"
    ),
    "feed-address": Check("a feed says that it lies where the settings publish it", f"{_PSP}, atom:link"),
    "page-missing": Check("there is an index, and a page and an embed for every episode", _OURS),
    "page-link": Check("whatever a page leads to in this folder is there", "HTML (WHATWG), 4.6"),
    "page-text": Check("every page is whole, an episode's shows every sentence, in order", "WCAG 2.2, 1.2.1"),
    "page-id": Check("no two elements of a page share an id", "HTML (WHATWG), 3.2.6; WCAG 2.2, 1.3.1"),
    "asset-name": Check("the hash in the name of an asset or cover is that of its bytes", "RFC 8246 (immutable)"),
    "script-whole": Check("the script for other sites, whose name stays, is what the digest at its end says", _OURS),
    "script-link": Check("whatever a script loads from this folder is there", _OURS),
    "search": Check("the search on the index has every published episode under its title, and no other", _OURS),
    "psp-channel": Check("a feed has all that is recommended of a channel", f"{_PSP}, recommended", strict=True),
    "psp-item": Check("every item has all that is recommended of it", f"{_PSP}, recommended", strict=True),
    "rss-date": Check("every date is written as mail writes it", "RSS 2.0; RFC 2822, 3.3", strict=True),
    "rss-guid": Check("a guid that is no address says so", "RSS 2.0, guid: isPermaLink", strict=True),
    "apple-artwork": Check(
        "covers are square, 1 400 to 3 000 px, RGB, JPEG or PNG", "Apple, “Artwork requirements”", strict=True
    ),
    "apple-category": Check("categories are Apple's", "Apple, “Podcasts categories”", strict=True),
    "apple-description": Check("an item's description is at most 4 000 bytes", _APPLE, strict=True),
    "apple-disclosure": Check(
        "the feed says that the voice is synthetic",
        "Apple, “Content guidelines”; Regulation (EU) 2024/1689, 50",
        strict=True,
    ),
    "apple-enclosure": Check("an audio file's address ends as its type asks", _APPLE, strict=True),
    "apple-https": Check("all addresses are https", f"{_APPLE}: “use HTTPS”", strict=True),
    "apple-language": Check("the language is a tag of ISO 639", _APPLE, strict=True),
    "apple-owner": Check(
        "somebody answers for the feed", f"{_APPLE}; Spotify, “Podcast delivery specification”", strict=True
    ),
    "apple-title": Check(
        "titles are short, plain, and do not repeat the show's", "Apple, “Metadata best practices”", strict=True
    ),
}


def fault(path: Path, check: str, message: str) -> Fault:
    """Return a fault of a check that is in the table."""
    if check not in CHECKS:
        raise KeyError(check)
    return Fault(str(path), check, message)

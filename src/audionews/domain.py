"""The values that cross from one stage to the next: frozen, without behaviour beyond what follows from their fields.

They are structs of msgspec, not dataclasses: eighty of those would take a tenth of a second to make in every run.

Units stand in the names: ``_ms`` whole milliseconds, ``frames`` frame counts, ``_lufs`` LUFS, ``_dbtp`` dBTP.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct, field

from audionews.readings import Reading as Reading

ParagraphKind = Literal["body", "quote", "item"]
Role = Literal["rubrique", "title", "byline", "lead", "heading", "question", "body", "quote", "item", "credit"]


class Paragraph(Struct, frozen=True, kw_only=True):
    """A stretch of running text, without line breaks or markup.

    Attributes:
        text: What is written, with white space folded; never empty.
        kind: ``quote`` for a block quotation, ``item`` for one entry of a list, else ``body``.
    """

    text: str
    kind: ParagraphKind = "body"


class Section(Struct, frozen=True, kw_only=True):
    """A heading and the paragraphs under it.

    Attributes:
        image: URL or path of its first picture.
    """

    heading: str
    paragraphs: tuple[Paragraph, ...]
    image: str | None = None


class Article(Struct, frozen=True, kw_only=True):
    """An article as written, whatever the format it came in.

    Attributes:
        id: What the source says (``id:``, canonical URL, feed guid), else its file name; the guid hangs on it.
        title: Without outer guillemets.
        category: The rubrique, as printed.
        author: As printed; several authors are joined by ``, ``.
        published: Aware; midnight of the show's time zone when only a day is known.
        lead: The paragraphs before the first heading.
        sections: Each heading with its paragraphs.
        url: Where the article can be read.
        image: URL or path of its picture.
        language: BCP 47.
        correction: A note on what was corrected, when the source carries one.
    """

    id: str
    title: str
    category: str | None = None
    author: str | None = None
    published: datetime
    lead: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = ()
    url: str | None = None
    image: str | None = None
    language: str = "fr"
    correction: str | None = None


class Segment(Struct, frozen=True, kw_only=True):
    """At most one sentence: the unit of cache, of cue and of failure.

    Attributes:
        role: What part of the article it is.
        readings: How each stretch of it is said.
        pause_ms: Silence after it, in ms.
        paragraph: Number of the paragraph it belongs to, counted over the whole script; sentences of one share it.
    """

    role: Role
    readings: tuple[Reading, ...]
    pause_ms: int
    paragraph: int = 0

    @property
    def written(self) -> str:
        """The text as a reader sees it."""
        return "".join(reading.written for reading in self.readings)

    @property
    def spoken(self) -> str:
        """The text as a listener hears it."""
        return " ".join(reading.spoken for reading in self.readings if reading.spoken)


class ChapterMark(Struct, frozen=True, kw_only=True):
    """Where a chapter begins, before there are times.

    Attributes:
        title: At most 51 characters are safe in every app.
        segment: Index of its first segment in the script.
        image: URL or path of its picture, as the article has it.
    """

    title: str
    segment: int
    image: str | None = None


class Script(Struct, frozen=True, kw_only=True):
    """What is said, in order."""

    article_id: str
    segments: tuple[Segment, ...]
    marks: tuple[ChapterMark, ...]


class Voice(Struct, frozen=True, kw_only=True):
    """Who speaks: an engine and what it needs to know.

    Attributes:
        name: The stem of the file in ``voices/``.
        engine: Name in the entry point group ``audionews.engines``.
        options: The engine's own options, as the voice's file gives them.
        rate: Speed, 1.0 is the engine's usual one; 0.5–2.0.
        language: BCP 47.
        title: How the voice is named to a person.
    """

    name: str
    engine: str
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    rate: float = 1.0
    language: str = "fr"
    title: str = ""


class SpokenWord(Struct, frozen=True, kw_only=True):
    """When an engine begins a word of the text it was given.

    Attributes:
        position: 0-based index of the word's first code point in the spoken text.
        start_ms: From the start of the recording.
    """

    position: int
    start_ms: int


class Recording(Struct, frozen=True, kw_only=True):
    """What an engine gave back.

    Attributes:
        data: A whole sound file.
        format: What it is: ``wav`` or ``mp3``.
        words: Starts of words in time order, when the engine knows them.
        fresh: False when it came from the cache.
    """

    data: bytes
    format: str
    words: tuple[SpokenWord, ...] | None = None
    fresh: bool = True


class Sound(Protocol):
    """Decoded mono sound, in memory or not: a ``Clip``, or what gives one's samples when they are asked for."""

    @property
    def rate(self) -> int:
        """Frames a second, in hertz."""
        ...

    @property
    def frames(self) -> int:
        """How many frames there are."""
        ...

    @property
    def pcm(self) -> bytes:
        """Signed 16-bit little-endian samples, 2 bytes a frame."""
        ...

    @property
    def digest(self) -> str:
        """In hexadecimal; sounds of equal digests have equal samples, and the samples need not be there for it."""
        ...

    def part(self, start: int, end: int) -> "Sound":
        """Return the frames from ``start`` up to ``end``."""
        ...


class Clip(Struct, frozen=True, kw_only=True):
    """Decoded mono sound.

    Attributes:
        pcm: Signed 16-bit little-endian samples, 2 bytes a frame.
        rate: Frames a second, in hertz.
    """

    pcm: bytes
    rate: int

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return len(self.pcm) // 2

    @property
    def digest(self) -> str:
        """See ``Sound``."""
        from hashlib import sha256  # loads OpenSSL, which most commands never need

        return sha256(b"%d %b" % (self.rate, self.pcm)).hexdigest()

    def part(self, start: int, end: int) -> "Clip":
        """Return the frames from ``start`` up to ``end``."""
        return Clip(pcm=self.pcm[start * 2 : end * 2], rate=self.rate)


class Word(Struct, frozen=True, kw_only=True):
    """A written word and when it is heard.

    Attributes:
        start_ms: From the start of the clip or the programme it belongs to.
        end_ms: Not before ``start_ms``.
        written: As printed, without white space around it; several words when said as one (``97,4 milliards``).
    """

    start_ms: int
    end_ms: int
    written: str


class Utterance(Struct, frozen=True, kw_only=True):
    """A segment, spoken; word times count from the start of its clip."""

    segment: Segment
    clip: Sound
    words: tuple[Word, ...]
    fresh: bool = True


class Speech(Struct, frozen=True, kw_only=True):
    """A whole script, spoken by one voice.

    Attributes:
        utterances: One a segment of the script, in order.
        voice: Who spoke.
        fallback_from: Name of the voice that was wanted, when another had to speak.
    """

    utterances: tuple[Utterance, ...]
    voice: Voice
    fallback_from: str | None = None


class Cue(Struct, frozen=True, kw_only=True):
    """A segment on the programme's timeline.

    Attributes:
        start_ms: When its sound begins.
        end_ms: When its sound ends, the pause after it not included.
        written: The segment's written text, white space folded.
        words: In time order, inside the cue; none where nothing is known.
    """

    start_ms: int
    end_ms: int
    written: str
    words: tuple[Word, ...] = ()


class Chapter(Struct, frozen=True, kw_only=True):
    """A stretch of the programme with a title; chapters follow each other without a gap.

    Attributes:
        url: Where it can be heard on the episode's page.
        image: Address of its picture; before publication as the article has it.
    """

    start_ms: int
    end_ms: int
    title: str
    url: str | None = None
    image: str | None = None


class Programme(Struct, frozen=True, kw_only=True):
    """The joined sound and its one timeline: a cue for each segment of the script, in order.

    Attributes:
        gaps: Start and end of each silence between the clips that were joined, in frames; in order.
    """

    clip: Sound
    gaps: tuple[tuple[int, int], ...]
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]


class Loudness(Struct, frozen=True, kw_only=True):
    """What a meter says of a finished file (EBU R 128, ITU-R BS.1770-4)."""

    integrated_lufs: float
    true_peak_dbtp: float


class UsedVoice(Struct, frozen=True, kw_only=True):
    """Who spoke an episode, and for whom."""

    name: str
    engine: str
    fallback_from: str | None = None
    title: str = ""


class SourceNote(Struct, frozen=True, kw_only=True):
    """What an episode was made from.

    Attributes:
        name: The file's name or the address.
        sha256: Of the source's bytes, in hexadecimal.
    """

    name: str
    sha256: str


class PublishedFile(Struct, frozen=True, kw_only=True):
    """A file of an episode, by its name in the episode's folder.

    Attributes:
        name: File name, no folder.
        bytes: Size.
        sha256: In hexadecimal.
    """

    name: str
    bytes: int
    sha256: str


class Episode(Struct, frozen=True, kw_only=True):
    """What is published; its JSON form is the manifest ``episode.json``.

    Attributes:
        guid: UUIDv5 of the show's guid and the article's id; never changes.
        id: The article's id.
        slug: Name of its folder in ``episodes/``.
        summary: Plain text, the lead.
        published: Aware.
        updated: Aware; when the words last changed.
        duration_ms: Of the audio file, jingles included.
        files: By purpose: ``audio vtt srt json html chapters cover``, where asked for ``audio-opus``,
            ``picture-1`` and ``thumb-1`` …
        cues: One a segment, in the same order.
        segments: As they were spoken.
        recipe: SHA-256 of all settings, voices and lexicons that shape the episode; with ``source`` it tells what is
            unchanged.
        made_by: Name and version of the program.
        waveform: How loud the sound is along its length, about 200 peaks of 0–100; none when nobody measured.
        pictures: SHA-256 of each picture beside the article, as it was found, by the name that the article gives it;
            empty for one that could not be read.
    """

    guid: str
    id: str
    slug: str
    title: str
    summary: str
    category: str | None = None
    author: str | None = None
    published: datetime
    updated: datetime
    language: str
    duration_ms: int
    loudness: Loudness
    voice: UsedVoice
    source: SourceNote
    files: Mapping[str, PublishedFile]
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    segments: tuple[Segment, ...]
    url: str | None = None
    image: str | None = None
    correction: str | None = None
    recipe: str = ""
    made_by: str = ""
    waveform: tuple[int, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


class Tombstone(Struct, frozen=True, kw_only=True):
    """What is left of an episode that was withdrawn; its JSON form is ``withdrawn.json``.

    Nothing that the article said: whoever withdraws one may have to.

    Attributes:
        guid: As the episode's; no other article ever gets it.
        id: The article's id.
        slug: Name of its folder in ``episodes/``.
        published: Aware.
        withdrawn: Aware.
        language: BCP 47.
        reason: For readers; empty when nobody gave one.
        audio: Every audio file that ever lay there; none of their names is used for other bytes.
        restored: The article may be published again: the next run that is given it does so.
    """

    guid: str
    id: str
    slug: str
    published: datetime
    withdrawn: datetime
    source: SourceNote
    language: str = "fr"
    reason: str = ""
    audio: tuple[PublishedFile, ...] = ()
    restored: bool = False


class Show(Struct, frozen=True, kw_only=True):
    """The podcast as a whole.

    Attributes:
        title: Its name.
        description: Plain text, at most 4 000 bytes.
        link: The website that it belongs to.
        url: Where the output folder is published, with a trailing slash.
        guid: UUIDv5 of the feed's URL in the podcast namespace, or what the settings say; never changes.
        language: BCP 47.
        author: Name of the newspaper.
        owner_name: Who answers for the feed.
        owner_email: How they are reached; empty leaves the owner out.
        categories: Apple's names, a sub-category after ``" > "``.
        explicit: Whether the show is.
        image: Path or URL of its cover, else one is drawn.
        copyright: Line of text.
    """

    title: str
    description: str
    link: str
    url: str
    guid: str
    language: str = "fr"
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    categories: tuple[str, ...] = ("News",)
    explicit: bool = False
    image: str | None = None
    copyright: str = ""

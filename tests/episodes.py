"""Shows and episodes for tests: invented, whole, and with a timeline that holds together."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from audionews.domain import (
    Chapter,
    Cue,
    Episode,
    Loudness,
    PublishedFile,
    Reading,
    Role,
    Segment,
    Show,
    SourceNote,
    UsedVoice,
    Word,
)

SHOW_GUID = "5f4d6a1e-3c1b-5d0a-9a55-0c8a3e0f7b11"
PARIS_SUMMER = timezone(timedelta(hours=2))
OPENING_MS = 3_000
CLOSING_MS = 2_000
MS_A_LETTER = 60

LINES: tuple[tuple[Role, str, int, int], ...] = (
    ("rubrique", "Région", 400, 0),
    ("title", "Le phare de Kerlouan se rallume", 700, 1),
    ("byline", "Publié le 23 août 2025, par Jeanne Le Goff", 700, 2),
    ("lead", "Éteint depuis neuf ans, le phare de Kerlouan a retrouvé sa lumière samedi soir.", 250, 3),
    ("lead", "La commune a réuni 1,2 million d’euros, et plus de trois cents bénévoles s’y sont relayés.", 900, 3),
    ("heading", "Un chantier de longue haleine", 600, 4),
    ("body", "« On nous prenait pour des fous », sourit Anne-Marie Le Bras, la gardienne du lieu.", 250, 5),
    ("body", "Il a fallu remplacer la lentille, refaire 14 km de câbles et convaincre l’État, "
             "propriétaire des murs, de céder le bail pour un euro symbolique.", 600, 5),
    ("item", "La visite est libre de 9h30 à 18h.", 900, 6),
    ("question", "Et après ?", 600, 7),
    ("body", "Le maire promet une exposition, un gîte et, s’il reste des forces, une corne de brume.", 900, 8),
    ("credit", "Cet article a été lu par une voix de synthèse.", 0, 9),
)  # fmt: skip
CHAPTERS: tuple[tuple[str, int], ...] = (
    ("Le phare de Kerlouan se rallume", 0),
    ("Un chantier de longue haleine", 5),
    ("Et après ?", 9),
)


def make_show(**changes: Any) -> Show:
    """Return a show that is complete; keywords replace its fields."""
    show = Show(
        title="Le Courrier de l’estran",
        description="Les articles de la rédaction, lus à voix haute.",
        link="https://courrier.example/",
        url="https://audio.courrier.example/",
        guid=SHOW_GUID,
        author="Le Courrier de l’estran",
        owner_name="Rédaction",
        owner_email="podcast@courrier.example",
        categories=("News > Daily News", "Society & Culture"),
        copyright="© 2025 Le Courrier de l’estran",
    )
    return replace(show, **changes)


def make_segments(lines: Sequence[tuple[Role, str, int, int]] = LINES) -> tuple[Segment, ...]:
    """Return segments from (role, written, pause after in ms, paragraph)."""
    return tuple(
        Segment(role=role, readings=(Reading(written=text, spoken=text),), pause_ms=pause_ms, paragraph=paragraph)
        for role, text, pause_ms, paragraph in lines
    )


def make_cues(segments: Sequence[Segment], start_ms: int = OPENING_MS) -> tuple[Cue, ...]:
    """Return a cue for each segment, as if each letter took the same time."""
    cues = []
    for segment in segments:
        cue = make_cue(segment.written, start_ms)
        cues.append(cue)
        start_ms = cue.end_ms + segment.pause_ms
    return tuple(cues)


def make_cue(written: str, start_ms: int = 0, ms_a_letter: int = MS_A_LETTER) -> Cue:
    """Return a cue whose words last as long as they have letters; signs alone are not words."""
    words, at, now = [], 0, start_ms
    for token in written.split():
        now = start_ms + written.index(token, at) * ms_a_letter
        at = written.index(token, at) + len(token)
        if any(letter.isalnum() for letter in token):
            words.append(Word(start_ms=now, end_ms=now + len(token) * ms_a_letter, written=token))
    end_ms = start_ms + max(len(written), 1) * ms_a_letter
    return Cue(start_ms=start_ms, end_ms=end_ms, written=written, words=tuple(words))


def make_chapters(cues: Sequence[Cue], duration_ms: int) -> tuple[Chapter, ...]:
    """Return chapters without a gap from 0 to the end; the first takes in the opening jingle."""
    starts = [0 if first == 0 else cues[first].start_ms for _, first in CHAPTERS]
    ends = [*starts[1:], duration_ms]
    return tuple(
        Chapter(start_ms=start, end_ms=end, title=title)
        for (title, _), start, end in zip(CHAPTERS, starts, ends, strict=True)
    )


def make_episode(**changes: Any) -> Episode:
    """Return an episode that is complete; keywords replace its fields."""
    segments = make_segments()
    cues = make_cues(segments)
    duration_ms = cues[-1].end_ms + CLOSING_MS
    slug = changes.get("slug", "2025-08-23-le-phare-de-kerlouan-se-rallume")
    episode = Episode(
        guid=str(uuid5(UUID(SHOW_GUID), slug)),
        id=f"https://courrier.example/articles/{slug}",
        slug=slug,
        title="Le phare de Kerlouan se rallume",
        summary=f"{segments[3].written} {segments[4].written}",
        category="Région",
        author="Jeanne Le Goff",
        published=datetime(2025, 8, 23, 18, 30, tzinfo=PARIS_SUMMER),
        updated=datetime(2025, 8, 23, 18, 30, tzinfo=PARIS_SUMMER),
        language="fr",
        duration_ms=duration_ms,
        loudness=Loudness(integrated_lufs=-16.0, true_peak_dbtp=-1.4),
        voice=UsedVoice(name="espeak-fr", engine="espeak", title="la voix embarquée"),
        source=SourceNote(name=f"{slug}.txt", sha256="a5" * 32),
        files=make_files(slug),
        chapters=make_chapters(cues, duration_ms),
        cues=cues,
        segments=segments,
        url=f"https://courrier.example/articles/{slug}",
        recipe="5a" * 32,
        made_by="audionews 0.1.0",
    )
    return replace(episode, **changes)


def make_files(slug: str) -> dict[str, PublishedFile]:
    """Return what an episode's folder holds."""
    names = {
        "audio": f"{slug}-0123456789.mp3",
        "vtt": "transcript.vtt",
        "srt": "transcript.srt",
        "json": "transcript.json",
        "html": "transcript.html",
        "chapters": "chapters.json",
        "cover": "cover.jpg",
    }
    return {
        purpose: PublishedFile(name=name, bytes=1_000 + number, sha256=f"{number:064x}")
        for number, (purpose, name) in enumerate(names.items())
    }


def make_episodes(count: int, **changes: Any) -> tuple[Episode, ...]:
    """Return episodes a day apart, newest first."""
    first = datetime(2025, 1, 1, 6, 0, tzinfo=UTC)
    return tuple(
        make_episode(
            slug=f"{first + timedelta(days=day):%Y-%m-%d}-numero-{day + 1}",
            title=f"Numéro {day + 1}",
            published=first + timedelta(days=day),
            updated=first + timedelta(days=day),
            **changes,
        )
        for day in reversed(range(count))
    )


def silent_mp3(duration_ms: int) -> bytes:
    """Return a real MP3 of silence: 96 kb/s, 44.1 kHz, mono, as many whole frames as fit."""
    frame = bytes.fromhex("fffb70c0").ljust(313, b"\0")
    return frame * (duration_ms * 44_100 // (1_152 * 1_000))

"""Whole output folders for tests: real sound, tags, feeds and pages; every sentence is a tone, to the millisecond."""

import io
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from audionews import feed, loudness, pages, store, transcript
from audionews.chapters import chapters_json
from audionews.domain import Chapter, Clip, Episode, Role, Show
from audionews.mastered import Master
from audionews.settings import FeedTable, SoundTable
from audionews.tags import tagged
from episodes import make_cue, make_episode, make_segments, make_show
from gathering import gathered, index_of

RATE = 44_100
COVER = b"\xff\xd8\xff\xe0 a picture, as far as anybody looks"
Samples = NDArray[np.float64]


LINES: tuple[tuple[Role, str, int, int], ...] = (
    ("rubrique", "Région", 400, 0),
    ("title", "Le phare de Kerlouan se rallume", 700, 1),
    ("lead", "Plus de trois cents bénévoles s’y sont relayés.", 250, 2),
    ("lead", "La lumière porte à 30 km.", 900, 2),
    ("heading", "Un long chantier", 600, 3),
    ("body", "Il a fallu convaincre l’État de céder le bail.", 900, 4),
    ("question", "Et après ?", 600, 5),
    ("body", "Le maire promet une exposition.", 900, 6),
    ("credit", "Cet article a été lu par une voix de synthèse.", 0, 7),
)
CHAPTERS = (("Le phare de Kerlouan se rallume", 0), ("Un long chantier", 4), ("Et après ?", 6))
JINGLE_MS = 1_000
MS_A_LETTER = 30


def short_episode(**changes: Any) -> Episode:
    """Return an episode of a quarter of a minute; keywords replace its fields."""
    segments = make_segments(LINES)
    cues, start_ms = [], JINGLE_MS
    for segment in segments:
        cues.append(make_cue(segment.written, start_ms, MS_A_LETTER))
        start_ms = cues[-1].end_ms + segment.pause_ms
    duration_ms = start_ms + JINGLE_MS
    starts = [0 if first == 0 else cues[first].start_ms for _, first in CHAPTERS]
    ends = [*starts[1:], duration_ms]
    chapters = tuple(
        Chapter(start_ms=start, end_ms=end, title=title)
        for (title, _), start, end in zip(CHAPTERS, starts, ends, strict=True)
    )
    summary = f"{segments[2].written} {segments[3].written}"
    fields = {"segments": segments, "cues": tuple(cues), "chapters": chapters, "duration_ms": duration_ms}
    return make_episode(**{"summary": summary, **fields, **changes})


def older_episode(days: int = 1) -> Episode:
    """Return another episode, of some days before."""
    episode = short_episode()
    before = episode.published - timedelta(days=days)
    return short_episode(slug=f"{before:%Y-%m-%d}-la-veille", title="La veille", published=before, updated=before)


def sound_of(episode: Episode) -> Samples:
    """Return what is heard: a tone for each cue, another before and after, ±1.0, shape ``(frames,)``."""
    samples = np.zeros(episode.duration_ms * RATE // 1000)
    jingles = [(0, episode.cues[0].start_ms), (episode.cues[-1].end_ms, episode.duration_ms)]
    for hertz, stretches in ((330, jingles), (440, [(cue.start_ms, cue.end_ms) for cue in episode.cues])):
        for start_ms, end_ms in stretches:
            part = slice(start_ms * RATE // 1000, end_ms * RATE // 1000)
            samples[part] = 0.1 * np.sin(2 * np.pi * hertz / RATE * np.arange(part.start, part.stop))
    return samples


def mastered(samples: Samples, sound: SoundTable | None = None) -> Master:
    """Return sound as an MP3."""
    return loudness.master(Clip(pcm=(samples * 32_767).astype("<i2").tobytes(), rate=RATE), sound or SoundTable())


@lru_cache(maxsize=4)
def _mastered(samples: bytes) -> Master:
    """Encode only once what sounds the same."""
    return mastered(np.frombuffer(samples))


def files_of(episode: Episode, show: Show, mp3: bytes) -> dict[str, tuple[str, bytes]]:
    """Return the files of an episode by purpose: name and bytes."""
    speaker = episode.voice.title
    audio = tagged(mp3, episode, show, COVER)
    texts = {
        "vtt": ("transcript.vtt", transcript.web_vtt(episode, speaker)),
        "srt": ("transcript.srt", transcript.sub_rip(episode)),
        "json": ("transcript.json", transcript.transcript_json(episode, speaker)),
        "vtt-words": ("words.vtt", transcript.web_vtt_words(episode, speaker)),
        "json-words": ("words.json", transcript.transcript_words_json(episode, speaker)),
        "html": ("transcript.html", transcript.transcript_html(episode, speaker)),
        "chapters": ("chapters.json", chapters_json(episode.chapters)),
    }
    files = {purpose: (name, text.encode()) for purpose, (name, text) in texts.items()}
    return {"audio": (store.audio_name(episode.slug, audio), audio), "cover": ("cover.jpg", COVER), **files}


def publish(folder: Path, episode: Episode, show: Show | None = None, settings: FeedTable | None = None) -> Episode:
    """Put an episode with everything that belongs to it into an output folder."""
    show = show or make_show()
    made = _mastered(sound_of(episode).tobytes())
    episode = replace(episode, loudness=made.loudness)
    files = files_of(episode, show, made.mp3)
    derived = pages.episode_files(show, replace(episode, files=store.listed(files)), settings)
    return store.publish_episode(folder, episode, files, {name: text.encode() for name, text in derived.items()})


def publish_site(folder: Path, show: Show | None = None, settings: FeedTable | None = None) -> None:
    """Write what follows from the episodes of an output folder."""
    show, settings = show or make_show(), settings or FeedTable()
    groups = gathered(store.episodes(folder))
    for name, data in pages.assets().items():
        store.write_whole(folder / name, data)
    store.write_whole(folder / "cover.jpg", COVER)
    for name, text in index_of(show, store.episodes(folder), settings).items():
        store.write_whole(folder / name, text.encode())
    for document in feed.feed_documents(show, groups, settings):
        out = io.BytesIO()
        feed.write_feed(out, show, document.episodes, page=document.page)
        store.write_whole(folder / document.name, out.getvalue())


def publish_all(folder: Path, episodes: Sequence[Episode], settings: FeedTable | None = None) -> None:
    """Make an output folder."""
    for episode in episodes:
        publish(folder, episode, settings=settings)
    publish_site(folder, settings=settings)

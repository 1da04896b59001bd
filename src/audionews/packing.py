"""Everything about an episode but its sound: tags, captions, cover, pages — and the proof that all of it agrees."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from audionews import __version__, store, transcript
from audionews.addresses import page_url
from audionews.cache import name_of
from audionews.chapters import chapters_json
from audionews.disclosure import narrator
from audionews.domain import Episode, Show
from audionews.errors import PublishError
from audionews.job import Job, cache_of
from audionews.mastered import Master
from audionews.pages.rendering import compile_templates
from audionews.pictures import illustrated, picture_folders
from audionews.publication import pages_of
from audionews.script import french_date
from audionews.tags import opus_tagged, tag
from audionews.verify import Fault, heard_faults, told_faults

__all__ = ["Pack", "Wrapping", "compile_templates", "linked", "packed", "wrap"]


class Pack(Struct, frozen=True, kw_only=True):
    """An episode, ready to be published.

    Attributes:
        episode: With its list of files.
        files: By purpose: name and bytes.
        pages: By name.
    """

    episode: Episode
    files: Mapping[str, tuple[str, bytes]]
    pages: Mapping[str, bytes]


class Wrapping(Struct, frozen=True, kw_only=True):
    """All of an episode but its sound.

    Attributes:
        episode: With these files; its chapters name the pictures that are published, and where each can be heard.
        files: By purpose: name and bytes; none of them says how loud the sound is.
        tag: What stands before the sound of the MP3.
        notes: What an editor should know of the pictures.
    """

    episode: Episode
    files: Mapping[str, tuple[str, bytes]]
    tag: bytes
    notes: tuple[str, ...] = ()


def wrap(job: Job, name: str, episode: Episode) -> Wrapping:
    """Return all of an episode but its sound, proven as far as that can be without it.

    Args:
        job: Whose show it is.
        name: The source as the user named it.
        episode: Without its files; its pictures are named as the article does.

    Raises:
        PublishError: It would not pass ``verify``.
    """
    disclosure = job.settings.feed.disclosure
    art = illustrated(linked(episode, job.show), job.show, picture_folders(name, job.folder))
    episode = art.episode
    speaker = narrator(episode.voice, disclosed=disclosure)
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
    cover = art.cover or _drawn(job, episode)
    files = {"cover": ("cover.jpg", cover), **files, **art.files}
    episode = replace(episode, files=store.listed(files))
    before = tag(episode, job.show, cover, disclosure=disclosure, pictures=art.of_chapters)
    _refuse(name, told_faults(Path(), episode, _contents(files), job.show, before))
    return Wrapping(episode=episode, files=files, tag=before, notes=art.notes)


def _drawn(job: Job, episode: Episode) -> bytes:
    """Return the cover of an episode without a picture; what it says seldom changes, and pillow takes long to load."""
    says = (episode.title, episode.category, french_date(episode.published), job.show.title)

    def draw() -> bytes:
        from audionews.cover import episode_cover

        return episode_cover(*says)

    return cache_of(job).made(name_of("cover", __version__, says), draw)


def linked(episode: Episode, show: Show) -> Episode:
    """Return an episode whose chapters lead to where they can be heard on its page."""
    home = page_url(show, episode)
    chapters = (replace(chapter, url=f"{home}#t={chapter.start_ms / 1000:g}") for chapter in episode.chapters)
    return replace(episode, chapters=tuple(chapters))


def packed(job: Job, name: str, wrapping: Wrapping, mastered: Master) -> Pack:
    """Return all that is published of an episode.

    Args:
        job: Whose show it is.
        name: The source as the user named it.
        wrapping: What ``wrap`` gave for it.
        mastered: Its sound, without tags.

    Raises:
        PublishError: It would not pass ``verify``.
    """
    sounds = _sounds(job, wrapping, mastered)
    listed = {**wrapping.episode.files, **store.listed(sounds)}
    episode = replace(wrapping.episode, loudness=mastered.loudness, files=dict(sorted(listed.items())))
    files = {**sounds, **wrapping.files}
    # Tags stand before the sound and change none of it: what was heard without them is what is heard.
    _refuse(name, heard_faults(Path(), episode, _contents(files), None, mastered.heard))
    return Pack(episode=episode, files=files, pages=pages_of(job.show, episode, job.settings.feed))


def _refuse(name: str, faults: Iterable[Fault]) -> None:
    """Let nothing out that ``verify`` would find fault with; what was published before stays."""
    for fault in faults:
        raise PublishError(name, f"not published, because it would not pass verify: {fault.message} ({fault.check})")


def _contents(files: Mapping[str, tuple[str, bytes]]) -> Mapping[str, bytes]:
    return {purpose: data for purpose, (_, data) in files.items()}


def _sounds(job: Job, wrapping: Wrapping, mastered: Master) -> Mapping[str, tuple[str, bytes]]:
    """Return the sound in each of its formats, with its tags."""
    episode, mp3 = wrapping.episode, wrapping.tag + mastered.mp3
    sounds = {"audio": (store.audio_name(episode.slug, mp3), mp3)}
    if mastered.opus:
        _, cover = wrapping.files["cover"]
        opus = opus_tagged(mastered.opus, episode, job.show, cover, disclosure=job.settings.feed.disclosure)
        sounds["audio-opus"] = (store.audio_name(episode.slug, opus, ".opus"), opus)
    return sounds

"""A whole published folder to look at: a real MP3, pages, index, assets."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from audionews import pages
from audionews.domain import Episode, PublishedFile, Show
from audionews.manifest import manifest_bytes
from audionews.transcript import web_vtt
from episodes import make_episode, make_episodes, make_show
from gathering import index_of

PEAKS = tuple(abs((n * 37) % 83 - 20) + (n * 11) % 17 for n in range(200))


def tone(seconds: float) -> bytes:
    """Return an MP3 of a quiet tone."""
    sound = ["-f", "lavfi", "-i", f"sine=frequency=220:duration={seconds}", "-filter:a", "volume=0.1"]
    coding = ["-ac", "1", "-ar", "44100", "-b:a", "64k", "-f", "mp3", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *sound, *coding]
    return subprocess.run(command, check=True, capture_output=True).stdout


def cover() -> bytes:
    """Return a small JPEG."""
    jpeg = BytesIO()
    Image.new("RGB", (64, 64), "#16324a").save(jpeg, "JPEG")
    return jpeg.getvalue()


def sounding(episode: Episode, mp3: bytes) -> Episode:
    """Return an episode whose audio file is this one."""
    audio = PublishedFile(name=f"{episode.slug}-0123456789.mp3", bytes=len(mp3), sha256="0" * 64)
    return replace(episode, files={**episode.files, "audio": audio}, waveform=PEAKS)


def publish(folder: Path, show: Show, episodes: tuple[Episode, ...], mp3: bytes, *, index: bool = True) -> None:
    """Write a folder as a run would."""
    texts: dict[str, str] = {}
    if index:
        texts = index_of(show, episodes)
    for episode in episodes:
        home = f"episodes/{episode.slug}"
        for name, text in pages.episode_files(show, episode).items():
            texts[f"{home}/{name}"] = text
        _write(folder / home / episode.files["audio"].name, mp3)
        _write(folder / home / episode.files["cover"].name, cover())
        _write(folder / home / episode.files["vtt"].name, web_vtt(episode, "Une voix").encode())
        _write(folder / home / "episode.json", manifest_bytes(episode))
    for name, text in texts.items():
        _write(folder / name, text.encode())
    for name, data in pages.assets().items():
        _write(folder / name, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def sample(folder: Path, show: Show | None = None, **changes: object) -> tuple[Episode, ...]:
    """Publish the sample episode and enough others for three pages of index."""
    mp3 = tone(make_episode().duration_ms / 1000)
    others = tuple(sounding(episode, mp3) for episode in make_episodes(43))
    episodes = (sounding(make_episode(**changes), mp3), *others)
    publish(folder, show or make_show(), episodes, mp3)
    return episodes

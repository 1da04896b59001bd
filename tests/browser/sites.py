"""A whole published folder to look at: a real MP3, pages, index, assets."""

import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import imageio_ffmpeg
from msgspec.structs import replace
from PIL import Image

from audionews import pages
from audionews.domain import Episode, PublishedFile, Show, SourceNote, Tombstone
from audionews.manifest import manifest_bytes
from audionews.transcript import transcript_html, web_vtt
from browser.ranges import StaticHost
from episodes import make_episode, make_episodes, make_show
from gathering import index_of

ARTICLE = """<!doctype html><html lang="fr"><title>Article</title>
<link rel="icon" href="data:,"><main><nav>Région, en bref</nav><article id="article">
<h1>Le phare de Kerlouan <em>se rallume</em></h1>
<p>Éteint depuis <a href="/neuf">neuf&nbsp;ans</a>, le phare de <b>Ker</b>louan<sup><a href="/1">1</a></sup> a
retrouvé sa lumière samedi soir. La commune a réuni 1,2&nbsp;million d'euros, et plus de trois cents bénévoles s'y
sont relayés.</p>
<div>Publicité</div><h2>Un chantier de longue haleine</h2>
<p>"On nous prenait pour des fous", sourit Anne‑Marie Le Bras, la gardienne du lieu. Il a fallu remplacer la lentille,
refaire 14 km de câbles et convaincre l'État, propriétaire des murs, de céder le bail pour un euro symbolique.</p>
</article>{player}</main></html>"""
"""A page of a newspaper; `{player}` is what it has of ours."""
PEAKS = tuple(abs((n * 37) % 83 - 20) + (n * 11) % 17 for n in range(200))

WITHDRAWN = Tombstone(
    guid="0", id="retrait", slug="2025-08-24-retire", published=datetime(2025, 8, 24, tzinfo=UTC),
    withdrawn=datetime(2025, 9, 1, tzinfo=UTC), source=SourceNote(name="retire.txt", sha256="0" * 64), language="fr",
    reason="une erreur sur la personne : « l’élu » n’était pas là",
)  # fmt: skip


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
        _write(folder / home / episode.files["html"].name, transcript_html(episode, "Une voix").encode())
        _write(folder / home / "episode.json", manifest_bytes(episode))
    for name, text in texts.items():
        _write(folder / name, text.encode())
    for name, data in pages.assets().items():
        _write(folder / name, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def sample(folder: Path, show: Show | None = None, **changes: object) -> tuple[Episode, ...]:
    """Publish the sample episode, enough others for three pages of index, and one that was withdrawn."""
    mp3 = tone(make_episode().duration_ms / 1000)
    others = tuple(sounding(episode, mp3) for episode in make_episodes(43))
    episodes = (sounding(make_episode(**changes), mp3), *others)
    show = show or make_show()
    publish(folder, show, episodes, mp3)
    for name, text in pages.tombstone_files(show, WITHDRAWN).items():
        _write(folder / "episodes" / WITHDRAWN.slug / name, text.encode())
    return episodes


def written(host: StaticHost, body: str) -> str:
    """Return the address of a page of a newspaper."""
    _write(host.folder / "article.html", body.encode())
    return f"{host.url}article.html"

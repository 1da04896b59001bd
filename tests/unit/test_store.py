import errno
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews import store
from audionews.domain import Episode
from audionews.errors import PublishError
from episodes import make_episode, make_episodes
from interruptions import Ending, Stop, run

NOW = datetime(2025, 8, 23, 10, 0, tzinfo=UTC)
MP3 = b"mp3 " * 50


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def publish(folder: Path, episode: Episode, mp3: bytes = MP3, **more: bytes) -> Episode:
    """Publish an episode with its audio and captions; keywords are more files, named by their purpose."""
    files = {"audio": (store.audio_name(episode.slug, mp3), mp3), "vtt": ("transcript.vtt", b"WEBVTT\n")}
    return store.publish_episode(folder, episode, files | {name: (f"{name}.bin", data) for name, data in more.items()})


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and time of every file."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_published_episode_is_found_as_it_was_given(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    audio = episode.files["audio"]
    assert audio.name == f"{episode.slug}-{audio.sha256[:10]}.mp3"
    assert audio.bytes == len(MP3)
    assert store.episodes(tmp_path) == (episode,)
    assert store.find_episode(tmp_path, episode.guid) == episode
    assert store.find_episode(tmp_path, "another") is None
    assert store.index(tmp_path)[episode.guid].recipe == episode.recipe


def test_publishing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    publish(tmp_path, make_episode())
    before = state(tmp_path)
    publish(tmp_path, make_episode())
    assert state(tmp_path) == before


def test_a_changed_episode_keeps_its_pages_and_old_audio_until_pruned(tmp_path: Path) -> None:
    old = publish(tmp_path, make_episode(), cover=b"old cover", chapters=b"{}")
    folder = store.episode_folder(tmp_path, old.slug)
    store.write_whole(folder / "index.html", b"<!doctype html>")
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("kept")
    new = publish(tmp_path, replace(old, title="Corrigé"), MP3 + b"more", cover=b"new cover")
    assert names(folder) == sorted(
        ["cover.bin", "episode.json", "index.html", "notes", "transcript.vtt"]
        + [episode.files["audio"].name for episode in (old, new)]
    )
    assert (folder / "cover.bin").read_bytes() == b"new cover"
    assert (folder / "notes" / "mine.txt").read_text() == "kept"
    assert store.prune(tmp_path) == (folder / old.files["audio"].name,)
    assert store.prune(tmp_path) == ()
    assert (folder / new.files["audio"].name).exists()


def test_a_file_that_did_not_change_is_the_same_file_afterwards(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    audio = store.episode_folder(tmp_path, episode.slug) / episode.files["audio"].name
    before = audio.stat()
    publish(tmp_path, replace(episode, title="Corrigé"))
    assert (audio.stat().st_ino, audio.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_pages_come_with_the_episode_in_the_same_step(tmp_path: Path) -> None:
    files = {"audio": ("le-phare.mp3", MP3)}
    episode = store.publish_episode(tmp_path, make_episode(), files, {"index.html": b"old"})
    folder = store.episode_folder(tmp_path, episode.slug)
    assert names(folder) == ["episode.json", "index.html", "le-phare.mp3"]
    assert set(episode.files) == {"audio"}
    before = state(tmp_path)
    store.publish_episode(tmp_path, make_episode(), files, {"index.html": b"old"})
    assert state(tmp_path) == before
    store.publish_episode(tmp_path, make_episode(), files, {"index.html": b"new"})
    assert (folder / "index.html").read_bytes() == b"new"


def test_a_damaged_file_is_mended_by_publishing_again(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    folder = store.episode_folder(tmp_path, episode.slug)
    (folder / "transcript.vtt").write_bytes(b"WEBVTX\n")
    publish(tmp_path, make_episode())
    assert (folder / "transcript.vtt").read_bytes() == b"WEBVTT\n"


def test_a_broken_manifest_is_mended_by_publishing_again(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    manifest = store.episode_folder(tmp_path, episode.slug) / "episode.json"
    manifest.write_bytes(b"{")
    assert store.index(tmp_path) == {}
    assert publish(tmp_path, make_episode()) == episode
    assert store.episodes(tmp_path) == (episode,)


def test_a_manifest_that_cannot_be_read_now_is_not_taken_for_a_broken_one(tmp_path: Path) -> None:
    publish(tmp_path, make_episode())
    assert run(lambda: store.index(tmp_path), tmp_path, Stop(1, errno.EMFILE)) is Ending.REFUSED
    assert run(lambda: store.index(tmp_path), tmp_path, Stop(0)) is Ending.DONE


def test_one_broken_manifest_hides_none_of_the_others(tmp_path: Path) -> None:
    first, second = (publish(tmp_path, episode) for episode in make_episodes(2))
    broken = publish(tmp_path, make_episode())
    path = store.episode_folder(tmp_path, broken.slug) / "episode.json"
    path.write_bytes(b"{}")
    shelf = store.shelf(tmp_path)
    assert shelf.episodes == (first, second)
    assert [error.path for error in shelf.broken] == [str(path)]


def test_episodes_come_newest_first_and_ties_in_the_order_of_their_guids(tmp_path: Path) -> None:
    same = [
        publish(tmp_path, make_episode(slug=f"2025-08-23-{n}", guid=guid)) for n, guid in enumerate(["c", "a", "b"])
    ]
    later = publish(tmp_path, make_episode(slug="2025-08-24-x", published=same[0].published + timedelta(hours=1)))
    assert [episode.guid for episode in store.episodes(tmp_path)] == [later.guid, "a", "b", "c"]


def test_an_empty_or_missing_folder_has_no_episodes(tmp_path: Path) -> None:
    assert store.episodes(tmp_path) == ()
    assert store.index(tmp_path / "missing") == {}
    (tmp_path / "episodes" / "not-an-episode").mkdir(parents=True)
    assert store.shelf(tmp_path) == store.Shelf(episodes=())


@pytest.mark.parametrize("slug", ["", "..", "a/b", "A", "a--b", ".hidden"])
def test_a_slug_that_is_no_slug_is_refused(tmp_path: Path, slug: str) -> None:
    with pytest.raises(PublishError, match="is not a slug"):
        publish(tmp_path, make_episode(slug=slug))
    assert state(tmp_path) == {}


@pytest.mark.parametrize("name", ["", "../x.mp3", ".x", "episode.json", "transcript.vtt", "a\nb"])
def test_a_file_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    files = {"audio": (name, MP3), "vtt": ("transcript.vtt", b"")}
    with pytest.raises(PublishError, match="cannot be the name of a file"):
        store.publish_episode(tmp_path, make_episode(), files)
    with pytest.raises(PublishError, match="cannot be the name of a file"):
        store.publish_episode(tmp_path, make_episode(), {"vtt": files["vtt"]}, {name: b""})


def test_what_the_file_system_refuses_is_one_line_and_the_old_episode_stays(tmp_path: Path) -> None:
    old = publish(tmp_path, make_episode())
    before = state(tmp_path)
    with pytest.raises(PublishError, match="cannot be written: File name too long"):
        store.publish_episode(tmp_path, replace(old, title="Corrigé"), {"audio": ("x" * 300, MP3)})
    assert state(tmp_path) == before


def test_who_comes_after_a_killed_run_tidies_up(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    place = tmp_path / "episodes"
    with suppress(RuntimeError), store.locked(tmp_path, NOW):
        raise RuntimeError
    (place / ".2025-08-23-x.0123.part").mkdir()
    (tmp_path / ".4567.part").write_bytes(b"half a feed")
    (place / episode.slug).rename(place / f".{episode.slug}.aside")
    with store.locked(tmp_path, NOW):
        assert names(place) == [episode.slug]
        assert not (tmp_path / ".4567.part").exists()
    assert store.episodes(tmp_path) == (episode,)


def test_prune_removes_what_interrupted_writes_left_and_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    episode = publish(tmp_path, make_episode())
    folder = store.episode_folder(tmp_path, episode.slug)
    broken = publish(tmp_path, make_episode(slug="2025-08-24-x"))
    (store.episode_folder(tmp_path, broken.slug) / "episode.json").write_bytes(b"{")
    left = [tmp_path / "assets" / ".0123.part", folder / ".4567.part"]
    (tmp_path / "assets").mkdir()
    for path in [*left, folder / "other.mp3", tmp_path / ".htaccess"]:
        path.write_bytes(b"x")
    assert store.prune(tmp_path) == tuple(left)
    assert (folder / "other.mp3").exists()
    assert (tmp_path / ".htaccess").exists()
    assert (store.episode_folder(tmp_path, broken.slug) / broken.files["audio"].name).exists()


def test_guids_hang_on_the_show_and_the_article_alone() -> None:
    show = "5f4d6a1e-3c1b-5d0a-9a55-0c8a3e0f7b11"
    assert store.episode_guid(show, "a") == store.episode_guid(show, "a") != store.episode_guid(show, "b")

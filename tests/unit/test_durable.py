import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from audionews import durable
from audionews.durable import link_or_copy, put_back, swap_in, write_whole
from audionews.errors import PublishError

NOBODY = 65_534


def names(folder: Path) -> list[str]:
    """Return what lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files under a folder by their path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "assets" / "new" / "player.css"
    assert write_whole(path, b"a{}")
    os.utime(path, ns=(1, 1))
    assert not write_whole(path, b"a{}")
    assert path.stat().st_mtime_ns == 1
    assert write_whole(path, b"b{}")
    assert tree(tmp_path) == {"assets/new/player.css": b"b{}"}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_the_mode_is_what_the_umask_asks_for(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "feed.xml", b"<rss/>")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "feed.xml").stat().st_mode) == mode


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"same")
    (tmp_path / "feed.xml").symlink_to(other)
    assert write_whole(tmp_path / "feed.xml", b"same")
    assert not (tmp_path / "feed.xml").is_symlink()
    assert other.read_bytes() == b"same"


def test_what_is_refused_is_one_line_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").mkdir()
    (tmp_path / "assets").write_bytes(b"a file")
    with pytest.raises(PublishError, match=r"feed\.xml: cannot be written: Is a directory"):
        write_whole(tmp_path / "feed.xml", b"<rss/>")
    with pytest.raises(PublishError, match=r"assets.*: cannot be written: "):
        write_whole(tmp_path / "assets" / "player.css", b"a{}")
    assert tree(tmp_path) == {"assets": b"a file"}


def staged_and_old(tmp_path: Path) -> tuple[Path, Path]:
    """Return a staged folder and the published one that it shall replace."""
    staged, folder = tmp_path / ".slug.part", tmp_path / "slug"
    for place, data in ((staged, b"new"), (folder, b"old")):
        place.mkdir()
        (place / "episode.json").write_bytes(data)
    return staged, folder


@pytest.mark.parametrize("can_swap", [True, False])
def test_a_folder_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_swap: bool) -> None:
    if not can_swap:
        monkeypatch.setattr(durable, "_exchange", lambda one, other: False)
    staged, folder = staged_and_old(tmp_path)
    swap_in(staged, folder)
    assert tree(tmp_path) == {"slug/episode.json": b"new"}
    staged.mkdir()
    swap_in(staged, tmp_path / "fresh")
    assert names(tmp_path) == ["fresh", "slug"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has renameat2")
def test_a_swap_that_fails_says_so_and_changes_nothing(tmp_path: Path) -> None:
    _, folder = staged_and_old(tmp_path)
    with pytest.raises(FileNotFoundError):
        swap_in(tmp_path / "missing", folder)
    assert (folder / "episode.json").read_bytes() == b"old"


def test_a_swap_cut_between_its_renames_is_undone(tmp_path: Path) -> None:
    _, folder = staged_and_old(tmp_path)
    aside = tmp_path / ".slug.aside"
    folder.rename(aside)
    put_back(aside)
    assert (folder / "episode.json").read_bytes() == b"old"


def test_a_swap_cut_before_its_last_removal_is_finished(tmp_path: Path) -> None:
    staged, folder = staged_and_old(tmp_path)
    aside = tmp_path / ".slug.aside"
    folder.rename(aside)
    staged.rename(folder)
    put_back(aside)
    assert tree(tmp_path) == {"slug/episode.json": b"new"}


def test_a_file_system_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"sound")
    os.utime(source, ns=(10**9, 10**9))
    link_or_copy(source, tmp_path / "linked")
    assert (tmp_path / "linked").samefile(source)
    monkeypatch.setattr(os, "link", refuse)
    link_or_copy(source, target)
    assert target.read_bytes() == b"sound"
    assert not target.samefile(source)
    assert target.stat().st_mtime == 1


def test_a_link_that_fails_for_another_reason_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        link_or_copy(tmp_path / "missing", tmp_path / "b")


def test_removing_takes_files_folders_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    for name in ("folder", "link", "missing"):
        durable.remove(tmp_path / name)
    assert names(tmp_path) == ["kept"]
    shutil.rmtree(tmp_path / "kept")

"""What took time to make is made once, whoever asks; the engine's own memory is tested with the engines."""

from pathlib import Path

import pytest

from audionews.cache import Cache, forget_oldest, name_of

MUCH = 10**9


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_kept_is_not_made_again(tmp_path: Path) -> None:
    name = name_of("cover", "Un titre")
    assert Cache(tmp_path, MUCH).made(name, lambda: b"first") == b"first"
    assert Cache(tmp_path, MUCH).made(name, lambda: b"second") == b"first"
    assert Cache(tmp_path, MUCH).made(name_of("cover", "Un autre"), lambda: b"other") == b"other"


def test_a_fresh_cache_makes_everything_and_keeps_it(tmp_path: Path) -> None:
    name = name_of("cover", "Un titre")
    Cache(tmp_path, MUCH).keep(name, b"old")
    assert Cache(tmp_path, MUCH, fresh=True).made(name, lambda: b"new") == b"new"
    assert Cache(tmp_path, MUCH).kept(name) == b"new"


def test_without_a_folder_nothing_is_kept() -> None:
    cache = Cache(None, MUCH)
    cache.keep(name_of("cover"), b"data")
    assert cache.kept(name_of("cover")) is None


@pytest.mark.parametrize("wound", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_is_as_good_as_none(wound: bytes, tmp_path: Path) -> None:
    cache, name = Cache(tmp_path, MUCH), name_of("cover")
    cache.keep(name, b"data")
    (entry,) = entries(tmp_path)
    entry.write_bytes(wound)
    assert cache.kept(name) is None
    assert cache.made(name, lambda: b"again") == b"again"
    assert cache.kept(name) == b"again"


def test_what_is_not_an_entry_is_left_alone(tmp_path: Path) -> None:
    """A show may name any folder as its cache."""
    article = tmp_path / "ab" / "article.txt"
    article.parent.mkdir()
    article.write_bytes(bytes(1000))
    (tmp_path / "readme.txt").write_bytes(bytes(1000))
    for folder in (tmp_path, tmp_path / "ab"):
        (folder / f".{'0' * 32}.part").write_bytes(bytes(1000))
    forget_oldest(tmp_path, 10)
    assert entries(tmp_path) == [article, tmp_path / "readme.txt"]

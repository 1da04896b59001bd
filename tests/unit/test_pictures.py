"""Pictures of articles: what is read, what is only named, and what is never published."""

import io
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from audionews.cover import SMALL_SIDE, THUMBNAIL
from audionews.domain import Episode
from audionews.pictures import MOST, Illustrated, illustrated
from episodes import make_episode, make_show

SHOW = make_show()
ON_THE_WEB = "https://courrier.example/vue.jpg"


def picture(path: Path, size: tuple[int, int] = (1200, 800), mode: str = "RGB") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, 90).save(path)
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return the folder of an article, beside which lies what nobody may publish."""
    picture(tmp_path / "secret.png")
    picture(tmp_path / "desk" / "img" / "pêche à pied.jpg")
    return tmp_path / "desk"


def with_images(*images: str | None, own: str | None = None) -> Episode:
    episode = make_episode(image=own)
    chapters = zip(episode.chapters, [*images, None, None, None], strict=False)
    return replace(episode, chapters=tuple(replace(chapter, image=image) for chapter, image in chapters))


def made(desk: Path, *images: str | None, own: str | None = None) -> Illustrated:
    return illustrated(with_images(*images, own=own), SHOW, [desk])


def images_of(found: Illustrated) -> list[str | None]:
    return [chapter.image for chapter in found.episode.chapters]


@pytest.mark.parametrize(
    "name", ["img/pêche à pied.jpg", "img/p%C3%AAche%20%C3%A0%20pied.jpg", "./img/pêche à pied.jpg"]
)
def test_a_picture_beside_the_article_is_published_under_a_name_of_its_bytes(desk: Path, name: str) -> None:
    found = made(desk, None, name)
    (published, data), (_, thumb) = found.files.values()
    home = f"{SHOW.url}episodes/{found.episode.slug}/"
    assert images_of(found) == [None, f"{home}{published}", None]
    assert found.of_chapters == {f"{home}{published}": data}
    with Image.open(io.BytesIO(data)) as opened:
        assert (opened.format, opened.mode, max(opened.size)) == ("JPEG", "RGB", SMALL_SIDE)
    with Image.open(io.BytesIO(thumb)) as opened:
        assert (opened.format, opened.size) == ("JPEG", THUMBNAIL)
    assert len(thumb) < 10_000
    assert found == made(desk, None, name)


def test_a_picture_on_the_web_is_named_where_it_is(desk: Path) -> None:
    found = made(desk, None, "https://courrier.example/été.jpg")
    assert images_of(found) == [None, "https://courrier.example/%C3%A9t%C3%A9.jpg", None]
    assert (found.files, found.of_chapters, found.notes) == ({}, {}, ())


def test_the_articles_own_picture_on_the_web_stands_for_the_first_chapter(desk: Path) -> None:
    found = made(desk, own=ON_THE_WEB)
    assert (images_of(found)[0], found.cover) == (ON_THE_WEB, None)
    assert images_of(made(desk, "https://courrier.example/first.jpg", own=ON_THE_WEB))[0] != ON_THE_WEB


def test_the_articles_own_picture_beside_it_is_the_cover(desk: Path) -> None:
    found = made(desk, own="img/pêche à pied.jpg")
    assert found.cover is not None
    with Image.open(io.BytesIO(found.cover)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1400, 1400))
    assert any("cropped from 1200 × 800 px" in note for note in found.notes)
    assert images_of(found) == [None, None, None]


def test_a_picture_that_is_named_twice_is_published_once(desk: Path) -> None:
    found = made(desk, "img/pêche à pied.jpg", "img/pêche à pied.jpg")
    first, second, _ = images_of(found)
    assert first == second
    assert list(found.files) == ["picture-1", "thumb-1"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../secret.png", "lies neither in the article's folder"),
        ("img/../../secret.png", "lies neither"),
        ("%2e%2e/secret.png", "lies neither"),
        ("/etc/hostname", "lies neither"),
        ("link.png", "lies neither"),
        ("img/gone.png", "is not there"),
        ("img", "is not there"),
        ("nul\0.png", "cannot be read"),
        ("file:///etc/passwd", "not a picture that can be used"),
        ("data:image/png;base64,AAAA", "not a picture that can be used"),
        ("notes.png", "not a picture that can be read"),
        ("figure.eps", "not a picture that can be read"),
        ("heavy.png", "at most 50 MB"),
    ],
)
def test_what_may_not_be_published_is_said_and_left_out(desk: Path, name: str, reason: str) -> None:
    (desk / "link.png").symlink_to(desk.parent / "secret.png")
    (desk / "notes.png").write_text("not a picture")
    (desk / "figure.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")
    with (desk / "heavy.png").open("wb") as heavy:
        heavy.truncate(60_000_000)
    for found in (made(desk, None, name), made(desk, own=name)):
        assert (images_of(found), found.files, found.cover) == ([None, None, None], {}, None)
        (note,) = found.notes
        assert reason in note


def test_the_shows_folder_may_hold_pictures_too(desk: Path) -> None:
    found = illustrated(with_images(None, "../secret.png"), SHOW, [desk, desk.parent])
    assert (list(found.files), found.notes) == (["picture-1", "thumb-1"], ())


def test_an_article_that_is_no_file_has_nothing_beside_it() -> None:
    found = illustrated(with_images(None, "img/vue.jpg"), SHOW, [])
    assert images_of(found) == [None, None, None]
    assert "beside an article that is a file" in found.notes[0]


def test_there_is_an_end_to_pictures(desk: Path) -> None:
    names = [picture(desk / f"{number}.png", (8, number + 8)).name for number in range(MOST + 2)]
    (chapter, *_) = make_episode().chapters
    episode = replace(make_episode(), chapters=tuple(replace(chapter, image=name) for name in names))
    found = illustrated(episode, SHOW, [desk])
    assert len(found.files) == 2 * MOST
    assert [note.partition(":")[0] for note in found.notes] == names[MOST:]

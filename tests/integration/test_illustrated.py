"""An article with pictures: its cover, its chapters' pictures in file, feed and tags, and the proof that they agree."""

import json
import shutil
from pathlib import Path

import podcastparser
import pytest
from PIL import Image

from audionews.tags import read_tags
from newsroom import Newsroom

ARTICLE = """---
title: Le pont de Kerlouan rouvre
date: 2025-08-23
image: photos/une.png
---
Fermé depuis deux ans, le pont a rouvert samedi.

## Des travaux

![Le pont](photos/pont.png)
*Le pont samedi.*

Deux arches sur trois étaient fissurées.

## Et maintenant ?

La circulation est limitée. ![](https://courrier.example/carte.png)

## La suite

Rien ne presse.
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("pictures"))
    (newsroom.folder / "photos").mkdir()
    Image.new("RGB", (1600, 900), "#7a4422").save(newsroom.folder / "photos" / "pont.png")
    Image.new("RGB", (1500, 1500), "#22447a").save(newsroom.folder / "photos" / "une.png")
    newsroom.article("pont.md", ARTICLE)
    rendered = newsroom.run("render", "pont.md")
    assert rendered.code == 0, rendered.err
    assert "photos/une.png: reduced from 1500 to 1400 px" in rendered.err
    return newsroom


def episode(newsroom: Newsroom) -> Path:
    return newsroom.output / "episodes" / str(newsroom.manifest()["slug"])


def test_the_pictures_are_in_the_chapter_file_the_feed_and_the_tags(published: Newsroom) -> None:
    folder, manifest = episode(published), published.manifest()
    name = manifest["files"]["picture-1"]["name"]
    home = f"http://localhost:8000/episodes/{folder.name}/"
    pictures = [None, f"{home}{name}", "https://courrier.example/carte.png", None]
    chapters = json.loads((folder / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert [chapter.get("img") for chapter in chapters] == pictures
    assert [chapter["url"] for chapter in chapters] == [
        f"{home}#t={chapter['start_ms'] / 1000:g}" for chapter in manifest["chapters"]
    ]
    with (published.output / "feed.xml").open("rb") as feed:
        (item,) = podcastparser.parse("http://localhost:8000/feed.xml", feed)["episodes"]
    assert [chapter.get("image") for chapter in item["chapters"]] == pictures
    assert [chapter.get("href") for chapter in item["chapters"]] == [chapter["url"] for chapter in chapters]
    tags = read_tags((folder / manifest["files"]["audio"]["name"]).read_bytes())
    assert tags.pictures == (b"", (folder / name).read_bytes(), b"", b"")
    assert tags.cover == (folder / "cover.jpg").read_bytes()
    with Image.open(folder / "cover.jpg") as cover:
        red, green, blue = cover.convert("RGB").getpixel((700, 700))  # type: ignore[misc]
        assert blue > green > red
    assert published.run("verify").code == 0


def test_the_caption_of_a_picture_is_not_read_out(published: Newsroom) -> None:
    assert "samedi" not in (episode(published) / "transcript.srt").read_text(encoding="utf-8").partition("arches")[2]
    assert "Le pont samedi" not in (episode(published) / "transcript.srt").read_text(encoding="utf-8")


def test_verify_misses_a_picture(published: Newsroom, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(published.output, tmp_path / "output"))
    (picture,) = folder.glob("episodes/*/picture-*.jpg")
    cover = next(folder.glob("episodes/*/cover.jpg")).read_bytes()
    picture.write_bytes(cover)
    assert {"file-hash", "tags-cover"} <= {line["check"] for line in published.run("verify", folder, "--json").lines}
    picture.unlink()
    assert {"file-missing", "feed-link"} <= {line["check"] for line in published.run("verify", folder, "--json").lines}


def render(newsroom: Newsroom) -> str:
    (line,) = newsroom.run("render", "pont.md", "--json").lines
    return str(line["status"])


def test_a_picture_that_is_replaced_is_noticed_and_one_that_is_not_costs_nothing(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    photos = newsroom.folder / "photos"
    photos.mkdir()
    Image.new("RGB", (1600, 900), "#7a4422").save(photos / "pont.png")
    newsroom.article("pont.md", ARTICLE)
    assert "photos/une.png: a picture that is not there" in newsroom.run("render", "pont.md").err
    assert render(newsroom) == "unchanged"
    first = newsroom.manifest()
    Image.new("RGB", (1600, 900), "#22447a").save(photos / "pont.png")
    assert render(newsroom) == "rendered"
    second = newsroom.manifest()
    assert second["files"]["picture-1"]["name"] != first["files"]["picture-1"]["name"]
    assert second["files"]["audio"]["name"] != first["files"]["audio"]["name"]
    assert (second["guid"], second["updated"]) == (first["guid"], first["updated"])
    (photos / "pont.png").touch()
    assert render(newsroom) == "unchanged"
    Image.new("RGB", (1400, 1400), "#22447a").save(photos / "une.png")
    assert render(newsroom) == "rendered"
    assert newsroom.manifest()["files"]["cover"] != second["files"]["cover"]
    assert newsroom.run("verify").code == 0

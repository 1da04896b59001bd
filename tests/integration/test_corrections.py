"""An article after it was published: corrected, dated, withdrawn, restored — as listeners and editors meet it."""

import html
import json
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from starlette.testclient import TestClient

from audionews.serve import application
from newsroom import ARTICLE, Newsroom

SLUG = "2025-08-23-le-pont-de-kerlouan-rouvre"
MARKDOWN = """---
title: Le pont de Kerlouan rouvre
date: 2025-08-23
rubrique: Région
{more}---
Le pont a rouvert samedi.

## Des travaux longs

Deux arches étaient fissurées.
"""
NOTE = "Correction : le coût est de 1,2 million d’euros, et non de 12 millions"
SAID = "Le coût est de 1,2 million d’euros, et non de 12 millions."
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
PSC = "{http://podlove.org/simple-chapters}chapter"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Return a newsroom with two episodes, each alone in its rubrique; copy it before you change it."""
    newsroom = Newsroom(tmp_path_factory.mktemp("rendered") / "newsroom")
    newsroom.article()
    newsroom.article("sport.txt", ARTICLE.replace("Région", "Sport").replace("Kerlouan", "Roscoff"))
    assert newsroom.run("render", "pont.txt", "sport.txt").code == 0
    return newsroom


@pytest.fixture
def newsroom(rendered: Newsroom, tmp_path: Path) -> Newsroom:
    shutil.copytree(rendered.folder, tmp_path / "newsroom")
    return Newsroom(tmp_path / "newsroom")


def items(newsroom: Newsroom, name: str = "feed.xml") -> list[ET.Element]:
    return ET.fromstring((newsroom.output / name).read_bytes()).findall("channel/item")  # noqa: S314 - our own feed


def published(newsroom: Newsroom) -> str:
    """Return all that is published but audio, pictures and the mark, as one text."""
    texts = [path for path in newsroom.output.rglob("*") if path.suffix in (".xml", ".html", ".json", ".vtt", ".srt")]
    texts = [path for path in texts if path.name != "withdrawn.json"]
    return "\n".join(path.read_text(encoding="utf-8") for path in texts)


def test_a_correction_is_heard_and_read_wherever_the_article_is(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    newsroom.article("pont.md", MARKDOWN.format(more=""))
    assert newsroom.run("render", "pont.md").code == 0
    old = newsroom.manifest()
    newsroom.article("pont.md", MARKDOWN.format(more=f"correction: '{NOTE}'\n"))
    (line,) = newsroom.run("render", "pont.md", "--json").lines
    assert (line["status"], line["spoken"]) == ("rendered", 2)
    new = newsroom.manifest()
    assert (new["guid"], new["slug"], new["published"]) == (old["guid"], old["slug"], old["published"])
    assert new["files"]["audio"]["name"] != old["files"]["audio"]["name"]
    assert new["updated"] > old["updated"]
    (item,) = items(newsroom)
    assert item.findtext(f"{ATOM}updated")
    titles = ["Introduction", "Erratum", "L’article", "Des travaux longs"]
    assert [chapter["title"] for chapter in new["chapters"]] == titles
    assert [chapter.get("title") for chapter in item.iter(PSC)] == titles
    chapters = json.loads((newsroom.output / "episodes" / new["slug"] / "chapters.json").read_text(encoding="utf-8"))
    assert [chapter["title"] for chapter in chapters["chapters"]] == titles
    said = [cue["written"] for cue in new["cues"]]
    assert said[said.index("Erratum.") + 1] == SAID
    page = (newsroom.output / "episodes" / new["slug"] / "index.html").read_text(encoding="utf-8")
    shown = " ".join(html.unescape(re.sub("<[^>]+>", "", page)).split())
    assert SAID in shown
    assert SAID in str(item.findtext(CONTENT))
    assert "Erratum : " in str(item.findtext("description"))
    assert newsroom.run("verify").code == 0


def test_an_article_without_a_date_keeps_the_day_when_it_was_first_seen(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    undated = ARTICLE.replace("23 août 2025\n\n", "")
    for text, seconds in ((undated, 1_700_000_000), (undated.replace("Deux", "Quatre"), 1_800_000_000)):
        path = newsroom.article(text=text)
        os.utime(path, (seconds, seconds))
        assert newsroom.run("render", "pont.txt").code == 0
    manifest = newsroom.manifest()
    assert manifest["published"].startswith("2023-11-14")
    assert manifest["slug"].startswith("2023-11-14")
    path = newsroom.article(text=ARTICLE)
    assert newsroom.run("render", "pont.txt").code == 0
    assert newsroom.manifest()["published"].startswith("2025-08-2")


def test_a_new_rubrique_takes_its_feed_and_pages_and_the_old_ones_go(newsroom: Newsroom) -> None:
    newsroom.article(text=ARTICLE.replace("Région", "Économie"))
    (newsroom.output / "feed-mine.xml").write_text("<rss><channel/></rss>", encoding="utf-8")
    assert newsroom.run("render", "pont.txt").code == 0
    names = {path.name for path in newsroom.output.iterdir()}
    assert {"feed-economie.xml", "rubrique-economie.html", "feed-sport.xml", "feed-mine.xml"} <= names
    assert not {"feed-region.xml", "rubrique-region.html"} & names


@pytest.mark.parametrize("way", ["slug", "folder", "guid", "id", "source"])
def test_a_withdrawn_episode_leaves_a_page_that_says_so_and_nothing_else(newsroom: Newsroom, way: str) -> None:
    manifest = newsroom.manifest(SLUG)
    names = {
        "slug": SLUG,
        "folder": f"output/episodes/{SLUG}",
        "guid": manifest["guid"],
        "id": manifest["id"],
        "source": str(newsroom.folder / "pont.txt"),
    }
    done = newsroom.run("withdraw", names[way], "--reason", "Erreur  sur\nla personne <Dupont>")
    assert (done.code, done.out) == (0, f"withdrawn  output/episodes/{SLUG}\n")
    folder = newsroom.output / "episodes" / SLUG
    assert {path.name for path in folder.iterdir()} == {"withdrawn.json", "index.html", "embed.html"}
    for name in ("index.html", "embed.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in page
        assert "<h1>Cet épisode a été retiré</h1>" in page
        assert "Motif : Erreur sur la personne &lt;Dupont&gt;" in page.replace("\u00a0", " ")
        assert "<audio" not in page
    assert len(items(newsroom)) == 1
    assert not (newsroom.output / "feed-region.xml").exists()
    everywhere = published(newsroom)
    assert manifest["files"]["audio"]["name"] not in everywhere
    assert manifest["title"] not in everywhere
    assert manifest["guid"] in (newsroom.output / "guids.jsonl").read_text(encoding="utf-8")
    assert newsroom.run("verify").code == 0


def test_no_run_publishes_a_withdrawn_article_until_it_is_restored(newsroom: Newsroom) -> None:
    before = newsroom.contents()
    assert newsroom.run("withdraw", SLUG).code == 0
    withdrawn = newsroom.state()
    for arguments in (
        ["render", "pont.txt"],
        ["render", "pont.txt", "--force"],
        ["feed", "--prune"],
        ["withdraw", SLUG],
    ):
        done = newsroom.run(*arguments)
        assert done.code == 0, done.err
        assert newsroom.contents() == {name: data for name, (_, data) in withdrawn.items()}
    done = newsroom.run("render", "pont.txt", "--json")
    assert (done.lines[0]["status"], done.lines[0]["spoken"]) == ("unchanged", 0)
    assert f"pont.txt: {SLUG} was withdrawn on " in done.err
    assert newsroom.run("restore", "pont.txt").out == f"restored  output/episodes/{SLUG}\n"
    assert newsroom.contents() == before
    assert not (newsroom.folder / "withdrawn" / SLUG).exists()
    assert newsroom.run("render", "pont.txt", "--json").lines[0]["status"] == "unchanged"
    assert newsroom.run("verify").code == 0


def test_another_article_never_gets_the_guid_of_a_withdrawn_one(newsroom: Newsroom) -> None:
    newsroom.run("withdraw", SLUG)
    newsroom.article(text=ARTICLE.replace("Kerlouan", "Morlaix"))
    done = newsroom.run("render", "pont.txt")
    assert done.code == 1
    assert f"pont.txt: {SLUG} was withdrawn on" in done.err
    assert "give another article an id of its own" in done.err
    newsroom.article("autre.txt")
    (line,) = newsroom.run("render", "autre.txt", "--json").lines
    assert line["status"] == "rendered"
    assert line["episode"].startswith(f"{SLUG}-")
    assert newsroom.run("verify").code == 0


def test_what_was_not_kept_is_made_again_from_its_article_with_its_old_guid(newsroom: Newsroom) -> None:
    guid = newsroom.manifest(SLUG)["guid"]
    newsroom.run("withdraw", SLUG)
    shutil.rmtree(newsroom.folder / "withdrawn")
    done = newsroom.run("restore", SLUG)
    assert done.code == 0
    assert "`audionews render` its article" in done.err
    assert newsroom.run("verify").code == 0
    (line,) = newsroom.run("render", "pont.txt", "--json").lines
    assert (line["status"], line["spoken"], line["episode"]) == ("rendered", 0, SLUG)
    assert newsroom.manifest(SLUG)["guid"] == guid
    assert newsroom.run("verify").code == 0


def test_damaged_files_are_not_restored(newsroom: Newsroom) -> None:
    newsroom.run("withdraw", SLUG)
    (newsroom.folder / "withdrawn" / SLUG / "transcript.vtt").write_text("WEBVTT\n", encoding="utf-8")
    done = newsroom.run("restore", SLUG)
    assert done.code == 1
    assert "transcript.vtt: is not what was withdrawn" in done.err
    assert not (newsroom.output / "episodes" / SLUG / "episode.json").exists()


@pytest.mark.parametrize("command", ["withdraw", "restore"])
def test_an_unknown_name_is_one_line(newsroom: Newsroom, command: str) -> None:
    before = newsroom.state()
    done = newsroom.run(command, "nobody")
    assert done.code == 1
    assert done.err.startswith("nobody: is not ")
    assert len(done.err.splitlines()) == 1
    assert {name: state for name, state in newsroom.state().items() if name[0] != "."} == {
        name: state for name, state in before.items() if name[0] != "."
    }


def test_a_name_that_could_be_two_is_asked_about(newsroom: Newsroom) -> None:
    newsroom.article("a/deux.md", MARKDOWN.format(more="id: a\n"))
    newsroom.article("b/deux.md", MARKDOWN.format(more="id: b\n").replace("Kerlouan", "Brest"))
    assert newsroom.run("render", "a", "b").code == 0
    done = newsroom.run("withdraw", "deux.md")
    assert done.code == 1
    assert "deux.md: could be " in done.err


def test_a_ledger_that_was_lost_is_made_again_and_said(newsroom: Newsroom) -> None:
    newsroom.run("withdraw", SLUG)
    ledger = newsroom.output / "guids.jsonl"
    entries = sorted(ledger.read_text(encoding="utf-8").splitlines())
    ledger.unlink()
    assert newsroom.run("verify").code == 1
    done = newsroom.start("feed")
    assert done.code == 0
    assert "guids.jsonl: was not there; made again from 2 audio files" in done.err
    assert sorted(ledger.read_text(encoding="utf-8").splitlines()) == entries
    assert newsroom.run("verify").code == 0


def test_the_ledger_remembers_what_was_deleted_by_hand(newsroom: Newsroom) -> None:
    shutil.rmtree(newsroom.output / "episodes" / SLUG)
    assert newsroom.run("feed").code == 0
    newsroom.article("autre.txt")
    assert newsroom.run("render", "autre.txt", "--json").lines[0]["episode"].startswith(f"{SLUG}-")
    assert newsroom.run("render", "pont.txt", "--json").lines[0]["episode"] == SLUG
    assert newsroom.run("verify").code == 0


def test_a_changed_cover_has_a_new_address(newsroom: Newsroom) -> None:
    cover = re.compile(r'<itunes:image href="([^"]*/cover-[0-9a-f]{10}\.jpg)"')
    (old,) = cover.findall((newsroom.output / "feed.xml").read_text(encoding="utf-8"))
    (newsroom.folder / "audionews.toml").write_text(
        '[voice]\nname = "tone"\n[show]\ntitle = "Le Matin"\n', encoding="utf-8"
    )
    assert newsroom.run("render", ".").err == "2 rendered, 0 unchanged, 0 failed\n"
    (new,) = cover.findall((newsroom.output / "feed.xml").read_text(encoding="utf-8"))
    assert new != old
    assert (newsroom.output / new.rpartition("/")[2]).is_file()
    assert (newsroom.output / old.rpartition("/")[2]).is_file()
    assert newsroom.run("feed", "--prune").code == 0
    assert not (newsroom.output / old.rpartition("/")[2]).exists()
    assert newsroom.run("verify").code == 0


def test_an_image_that_is_not_fit_is_mended_and_said_once(newsroom: Newsroom) -> None:
    Image.new("RGB", (1_600, 1_500), "navy").save(newsroom.folder / "photo.png")
    (newsroom.folder / "audionews.toml").write_text(
        '[voice]\nname = "tone"\n[show]\nimage = "photo.png"\n', encoding="utf-8"
    )
    done = newsroom.start("feed")
    assert done.code == 0
    assert "photo.png: cropped from 1600 × 1500 px" in done.err
    assert newsroom.start("feed").err == ""


def test_the_page_of_a_withdrawn_episode_is_gone_over_http(newsroom: Newsroom) -> None:
    newsroom.run("withdraw", SLUG)
    with TestClient(application(newsroom.output)) as client:
        assert client.get(f"/episodes/{SLUG}/").status_code == 410
        assert client.get(f"/episodes/{SLUG}/embed.html").status_code == 410
        assert "Cet épisode a été retiré" in client.get(f"/episodes/{SLUG}/index.html").text
        assert client.get("/").status_code == 200


HUSH = """
from audionews.domain import Recording
from audionews.engines.tone import ToneEngine, RATE
from audionews.engines.wav import wav


class HushEngine(ToneEngine):
    name = "hush"

    def synthesise(self, text, voice):
        said = super().synthesise(text, voice)
        if "morte" not in text:
            return said
        pcm = said.data[44:]
        half = len(pcm) // 4 * 2
        return Recording(data=wav(pcm[:half] + bytes(2 * RATE * 4) + pcm[half:], RATE), format="wav", words=said.words)
"""


def test_what_verify_would_find_fault_with_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that falls silent in the middle of a sentence, installed as any other package is."""
    package = tmp_path / "package"
    (package / "hush-1.dist-info").mkdir(parents=True)
    (package / "hush-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: hush\nVersion: 1\n")
    (package / "hush-1.dist-info" / "entry_points.txt").write_text(
        "[audionews.engines]\nhush = hush_engine:HushEngine\n"
    )
    (package / "hush_engine.py").write_text(HUSH)
    monkeypatch.syspath_prepend(str(package))
    newsroom = Newsroom(tmp_path / "newsroom", '[voice]\nname = "hush"\n')
    newsroom.article("voices/hush.toml", 'engine = "hush"\nlanguage = "fr"\n[options]\nword_ms = 250\n')
    newsroom.article()
    assert newsroom.run("render", "pont.txt").code == 0
    before = newsroom.contents()
    newsroom.article(text=ARTICLE.replace("La circulation reste", "La saison est morte et la circulation reste"))
    done = newsroom.run("render", "pont.txt", "--json")
    assert done.code == 1
    assert done.lines[0]["status"] == "failed"
    assert done.err.startswith("pont.txt: not published, because it would not pass verify: ")
    assert "(audio-silence)" in done.err
    assert newsroom.contents() == before
    assert newsroom.run("verify").code == 0


def test_a_show_that_moves_keeps_its_episodes_and_learns_how_to_keep_its_own_guid(newsroom: Newsroom) -> None:
    def move(show: str) -> None:
        (newsroom.folder / "audionews.toml").write_text(f'[voice]\nname = "tone"\n[show]\n{show}\n', encoding="utf-8")

    newsroom.run("withdraw", SLUG)
    sport = newsroom.manifest("*roscoff*")["guid"]
    move('url = "https://audio.example/"')
    done = newsroom.run("render", "pont.txt", "sport.txt", "--json")
    assert [line["status"] for line in done.lines] == ["unchanged", "rendered"]
    assert newsroom.manifest("*roscoff*")["guid"] == sport
    assert [item.findtext("guid") for item in items(newsroom)] == [sport]
    assert "guid" not in done.err
    feed = (newsroom.output / "feed.xml").read_text(encoding="utf-8")
    (guid,) = re.findall("<podcast:guid>(.*)</podcast:guid>", feed)
    move('url = "https://ailleurs.example/"')
    assert f'apps take it for another podcast, unless guid = "{guid}"' in newsroom.run("feed").err
    move(f'url = "https://audio.example/"\nguid = "{guid}"')
    assert newsroom.run("feed").code == 0
    move(f'url = "https://ailleurs.example/"\nguid = "{guid}"')
    assert "guid" not in newsroom.run("feed").err
    assert guid in (newsroom.output / "feed.xml").read_text(encoding="utf-8")

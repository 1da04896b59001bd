"""``audionews render`` as an editor uses it: from articles to a published folder, and back again."""

import json
from pathlib import Path

import pytest

from newsroom import ARTICLE, Newsroom, Run

SLUG = "2025-08-23-le-pont-de-kerlouan-rouvre"
FILES = {
    "episode.json", "chapters.json", "transcript.vtt", "transcript.srt", "transcript.json", "transcript.html",
    "cover.jpg", "index.html", "embed.html",
}  # fmt: skip
HEAVY = {"PIL", "gtts", "jinja2", "lameenc", "lxml", "mutagen", "numpy", "pydub", "soundfile", "trafilatura"}
KEYS = {"source", "status", "episode", "error", "voice", "duration_ms", "spoken", "cached"}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "newsroom")


def test_an_article_becomes_an_episode_with_all_its_files(newsroom: Newsroom) -> None:
    newsroom.article()
    done = newsroom.start("render", "pont.txt")
    assert (done.code, done.err) == (0, "1 rendered, 0 unchanged, 0 failed\n")
    assert SLUG in done.out
    folder = newsroom.output / "episodes" / SLUG
    names = {path.name for path in folder.iterdir()}
    assert names >= FILES
    manifest = newsroom.manifest()
    audio = manifest["files"]["audio"]
    assert audio["name"] in names
    assert audio["bytes"] == (folder / audio["name"]).stat().st_size
    assert (newsroom.output / "feed.xml").exists()
    assert (newsroom.output / "index.html").exists()
    assert newsroom.run("verify").code == 0


def test_everything_written_is_in_the_captions_once_and_in_order(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    manifest = newsroom.manifest()
    written = " ".join(cue["written"] for cue in manifest["cues"])
    position = 0
    for line in filter(None, ARTICLE.splitlines()[12:]):
        assert written.count(line) == 1
        assert written.index(line) > position
        position = written.index(line)
    assert [segment["role"] for segment in manifest["segments"]][:4] == ["rubrique", "title", "byline", "lead"]


def test_json_is_one_object_an_article(newsroom: Newsroom) -> None:
    newsroom.article()
    first, second = newsroom.run("render", "pont.txt", "--json"), newsroom.run("render", "pont.txt", "--json")
    (rendered,), (unchanged,) = first.lines, second.lines
    assert set(rendered) >= KEYS
    assert rendered["status"] == "rendered"
    assert rendered["spoken"] == 11
    assert (unchanged["status"], unchanged["spoken"], unchanged["cached"]) == ("unchanged", 0, 0)
    assert unchanged["episode"] == rendered["episode"] == SLUG
    assert unchanged["duration_ms"] == rendered["duration_ms"] == newsroom.manifest()["duration_ms"]


def test_a_second_run_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    before = newsroom.state()
    done = newsroom.run("render", "pont.txt")
    assert done.err == "0 rendered, 1 unchanged, 0 failed\n"
    assert newsroom.state() == before


def test_what_is_as_it_was_loads_nothing_for_sound_pages_or_feeds(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "newsroom", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    newsroom.article()
    first, second = (loaded(newsroom.start("render", "pont.txt")) for _ in range(2))
    assert first >= HEAVY - {"gtts", "trafilatura"}
    assert second & HEAVY == set()
    assert loaded(newsroom.start("--help")) & {*HEAVY, "msgspec", "platformdirs"} == set()  # coverage needs sqlite3


def loaded(run: Run) -> set[str]:
    """Return the names of the libraries that a process with ``PYTHONPROFILEIMPORTTIME`` has imported."""
    assert run.code == 0
    lines = (line for line in run.err.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_equal_input_gives_equal_bytes_whatever_the_number_of_jobs(tmp_path: Path) -> None:
    rooms = [Newsroom(tmp_path / name) for name in ("one", "two")]
    for number, room in enumerate(rooms, 1):
        for name in "abc":
            room.article(f"articles/{name}.txt", ARTICLE.replace("Kerlouan", f"Kerlouan-{name}"))
        assert room.run("render", "--jobs", str(number)).code == 0
    assert rooms[0].contents() == rooms[1].contents()


def test_a_changed_word_speaks_one_sentence_and_keeps_the_guid(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    old = newsroom.manifest()
    newsroom.article(text=ARTICLE.replace("Deux arches", "Quatre arches"))
    (line,) = newsroom.run("render", "pont.txt", "--json").lines
    new = newsroom.manifest()
    assert (line["status"], line["spoken"], line["cached"]) == ("rendered", 1, 10)
    assert (new["guid"], new["slug"]) == (old["guid"], old["slug"])
    assert new["files"]["audio"]["name"] != old["files"]["audio"]["name"]
    assert new["updated"] > old["updated"] == old["published"]
    newsroom.run("render", "pont.txt", "--force")
    assert newsroom.manifest() == new  # what is kept makes no other bytes


def test_old_audio_stays_until_it_is_pruned(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    old = newsroom.manifest()["files"]["audio"]["name"]
    newsroom.article(text=ARTICLE.replace("Deux", "Quatre"))
    newsroom.run("render", "pont.txt")
    folder = newsroom.output / "episodes" / SLUG
    assert (folder / old).exists()
    assert newsroom.run("verify").code == 0
    assert newsroom.run("feed", "--prune").code == 0
    assert not (folder / old).exists()
    assert newsroom.run("verify").code == 0


def test_a_new_setting_makes_the_episode_again_without_calling_it_updated(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    old = newsroom.manifest()
    (newsroom.folder / "audionews.toml").write_text(
        '[voice]\nname = "tone"\n[text]\ncredit = "Fin."\n', encoding="utf-8"
    )
    (line,) = newsroom.run("render", "pont.txt", "--json").lines
    assert (line["status"], line["spoken"]) == ("rendered", 1)
    assert newsroom.manifest()["updated"] == old["updated"]


def test_force_speaks_everything_again(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    (line,) = newsroom.run("render", "pont.txt", "--json", "--force").lines
    assert (line["status"], line["cached"]) == ("rendered", 0)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(newsroom: Newsroom) -> None:
    newsroom.article()
    done = newsroom.run("render", "pont.txt", "--dry-run")
    assert done.code == 0
    assert f"would render  output/episodes/{SLUG}" in done.out
    assert not newsroom.output.exists()


def test_an_article_comes_from_standard_input(newsroom: Newsroom) -> None:
    (line,) = newsroom.run("render", "-", "--json", data=ARTICLE.encode("cp1252")).lines
    assert (line["source"], line["status"]) == ("-", "rendered")
    assert newsroom.manifest()["author"] == "Jeanne Le Goff"


def test_the_shows_own_articles_are_taken_when_none_are_named(newsroom: Newsroom) -> None:
    newsroom.article("articles/pont.txt")
    assert newsroom.run("render").err == "1 rendered, 0 unchanged, 0 failed\n"


def test_without_settings_a_demonstration_show_is_published(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    (tmp_path / "audionews.toml").unlink()
    newsroom.article()
    assert newsroom.run("render", "pont.txt", "--voice", "tone").code == 0
    assert newsroom.manifest()["voice"]["name"] == "tone"


BAD = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "untitled.txt": b"\n\n\n",
    "wrong-date.txt": ARTICLE.replace("23 août 2025", "2025-02-30").encode(),
    "folder-without-articles": None,
    "not-there.txt": None,
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_article_is_one_line_and_the_others_are_published(newsroom: Newsroom, name: str) -> None:
    data = BAD[name]
    if data is not None:
        (newsroom.folder / name).write_bytes(data)
    elif name.startswith("folder"):
        (newsroom.folder / name).mkdir()
    newsroom.article()
    done = newsroom.run("render", name, "pont.txt", "--json")
    assert done.code == 1
    failed, rendered = done.lines
    assert (failed["status"], failed["episode"]) == ("failed", None)
    assert failed["error"].startswith(f"{name}: ")
    assert done.err.splitlines() == [failed["error"], "1 rendered, 0 unchanged, 1 failed"]
    assert rendered["status"] == "rendered"
    assert newsroom.run("verify").code == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('[voice]\nname = "nobody"\n', 'audionews.toml: [voice] name: "nobody" is not a voice; there are '),
        ('[show]\ntitel = "x"\n', "audionews.toml: [show] titel is not a setting; did you mean title?"),
        ('[voice]\nname = "tone"\n[sound]\nopening = "gone.flac"\n', "gone.flac"),
    ],
)
def test_wrong_settings_end_the_run_before_anything_is_written(tmp_path: Path, settings: str, message: str) -> None:
    newsroom = Newsroom(tmp_path, settings)
    newsroom.article()
    done = newsroom.run("render", "pont.txt")
    assert done.code == 2
    assert message in done.err
    assert len(done.err.splitlines()) == 1
    assert not list(newsroom.output.glob("episodes/*"))


def test_a_broken_jingle_is_said_before_any_speech(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, '[voice]\nname = "tone"\n[sound]\nopening = "broken.wav"\n')
    jingle = newsroom.article("voices/jingles/broken.wav", "this is no sound")
    newsroom.article()
    done = newsroom.run("render", "pont.txt")
    assert done.code != 0
    assert str(jingle.name) in done.err
    assert "Traceback" not in done.err
    assert not list(newsroom.output.glob("episodes/*"))


def test_an_output_folder_that_cannot_be_written_is_one_line(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.article("occupied", "a file where the folder should be")
    done = newsroom.run("render", "pont.txt", "--output", "occupied")
    assert (done.code, done.err) == (1, "occupied: is a file; --output names the folder to publish\n")


def test_two_articles_of_the_same_id_do_not_replace_each_other(newsroom: Newsroom) -> None:
    newsroom.article("a/pont.txt")
    newsroom.article("b/pont.txt", ARTICLE.replace("rouvre", "ferme"))
    done = newsroom.run("render", "a", "b", "--json")
    assert done.code == 1
    assert [line["status"] for line in done.lines] == ["rendered", "failed"]
    assert "has the same id as a/pont.txt" in done.lines[1]["error"]


def test_two_articles_of_the_same_title_and_day_have_their_own_folders(newsroom: Newsroom) -> None:
    newsroom.article("un.txt")
    newsroom.article("deux.txt")
    done = newsroom.run("render", "un.txt", "deux.txt", "--json")
    slugs = [line["episode"] for line in done.lines]
    assert slugs[0] == SLUG
    assert slugs[1].startswith(f"{SLUG}-")
    assert newsroom.run("verify").code == 0


def test_a_voice_that_cannot_be_reached_is_replaced_for_the_whole_episode(tmp_path: Path) -> None:
    settings = '[voice]\nname = "google-fr"\nfallback = "tone"\nretries = 0\ntimeout_s = 2\n'
    newsroom = Newsroom(tmp_path, settings, {"HTTPS_PROXY": "http://127.0.0.1:9"})
    newsroom.article()
    done = newsroom.run("render", "pont.txt", "--json")
    assert done.code == 0, done.err
    (line,) = done.lines
    assert line["voice"] == "tone"
    assert "pont.txt: spoken by tone, because google-fr could not be reached" in done.err
    voice = newsroom.manifest()["voice"]
    assert (voice["name"], voice["fallback_from"]) == ("tone", "google-fr")
    assert newsroom.run("render", "pont.txt", "--json").lines[0]["status"] == "unchanged"
    assert newsroom.run("render", "pont.txt", "--json", "--retry-fallback").lines[0]["status"] == "rendered"


def test_without_a_fallback_the_article_fails_and_says_why(tmp_path: Path) -> None:
    settings = '[voice]\nname = "google-fr"\nretries = 0\ntimeout_s = 2\n'
    newsroom = Newsroom(tmp_path, settings, {"HTTPS_PROXY": "http://127.0.0.1:9"})
    newsroom.article()
    done = newsroom.run("render", "pont.txt")
    assert done.code == 1
    assert done.err.startswith("pont.txt: google: ")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "xml"])
def test_every_kind_of_article_is_rendered(newsroom: Newsroom, shared_articles: Path, suffix: str) -> None:
    paths = sorted(path for path in shared_articles.glob(f"*.{suffix}"))
    done = newsroom.run("render", *paths, "--json")
    assert done.code == 0, done.err
    assert {line["status"] for line in done.lines} == {"rendered"}
    assert newsroom.run("verify").code == 0


def test_the_real_article_becomes_an_episode_of_the_embedded_voice(tmp_path: Path, shared_articles: Path) -> None:
    newsroom = Newsroom(tmp_path, "")
    (line,) = newsroom.run("render", shared_articles / "000_312f9fe2681901bc.txt", "--json").lines
    assert line["status"] == "rendered"
    assert line["episode"] == "2025-08-23-musk-joue-ses-dernieres-cartes"
    assert line["voice"] == "espeak-fr"
    assert 100_000 < line["duration_ms"] < 240_000
    loudness = newsroom.manifest()["loudness"]
    assert loudness["integrated_lufs"] == pytest.approx(-16, abs=0.5)
    assert loudness["true_peak_dbtp"] <= -1
    faults = newsroom.run("verify", "--json")
    assert (faults.code, faults.lines) == (0, [])


def test_a_script_is_shown_and_printed_as_json(newsroom: Newsroom) -> None:
    newsroom.article()
    shown = newsroom.run("script", "pont.txt")
    assert shown.code == 0
    assert "14h30" in shown.out
    (line,) = newsroom.run("script", "pont.txt", "--json").lines
    assert {"id", "title", "category", "author", "published", "language", "segments"} <= set(line)
    for segment in line["segments"]:
        assert set(segment) == {"role", "written", "spoken", "pause_ms", "readings"}
        assert "".join(reading["written"] for reading in segment["readings"]) == segment["written"]
        assert " ".join(reading["spoken"] for reading in segment["readings"] if reading["spoken"]) == segment["spoken"]
        assert not any(character.isdigit() for character in segment["spoken"])


def test_a_sentence_is_heard(newsroom: Newsroom) -> None:
    for name in ("phrase.mp3", "phrase.wav"):
        done = newsroom.run("say", "M. Dupont a 42 ans.", "-o", name, "--voice", "espeak-fr")
        assert done.code == 0, done.err
        assert "Monsieur Dupont a quarante-deux ans." in done.err
        assert (newsroom.folder / name).stat().st_size > 5_000


def test_the_voices_say_who_can_speak_here(newsroom: Newsroom) -> None:
    done = newsroom.run("voices", "--json")
    ready = {line["name"]: line["ready"] for line in done.lines}
    assert ready["espeak-fr"] is True
    assert ready["tone"] is True
    assert "google-fr" in ready


def test_a_new_show_is_ready_to_render(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    assert newsroom.run("init", "mon-podcast").code == 0
    room = tmp_path / "mon-podcast"
    text = (room / "audionews.toml").read_text(encoding="utf-8")
    assert 'name = "google-fr"' in text
    assert 'fallback = "espeak-fr"' in text
    done = newsroom.run("render", "--show", room, "--voice", "tone", "--json")
    assert done.code == 0, done.err
    assert (room / "output" / "feed.xml").exists()
    assert newsroom.run("init", "mon-podcast").code == 1


def test_the_feed_is_made_again_from_what_is_there(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    before = newsroom.contents()
    for name in ("feed.xml", "index.html", f"episodes/{SLUG}/index.html"):
        (newsroom.output / name).unlink()
    assert newsroom.run("feed").code == 0
    assert newsroom.contents() == before


def test_new_feed_settings_are_published_without_speaking(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    (newsroom.folder / "audionews.toml").write_text(
        '[voice]\nname = "tone"\n[feed]\nrubriques = false\n', encoding="utf-8"
    )
    (line,) = newsroom.run("render", "pont.txt", "--json").lines
    assert line["status"] == "unchanged"
    assert newsroom.run("verify").code == 0


def test_a_manifest_is_json_with_the_promised_keys(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    manifest = newsroom.manifest()
    promised = (
        "guid id slug title summary category author published updated language duration_ms loudness voice source files"
    )
    assert set(manifest) >= {*promised.split(), "chapters", "cues", "segments"}
    assert json.dumps(manifest["loudness"]).count("null") == 0
    assert manifest["chapters"][0]["start_ms"] == 0
    assert manifest["chapters"][-1]["end_ms"] == manifest["duration_ms"]


def test_a_feed_that_was_deleted_comes_back(newsroom: Newsroom) -> None:
    newsroom.article()
    newsroom.run("render", "pont.txt")
    before = newsroom.contents()
    for name in ("feed.xml", "feed-region.xml", "index.html"):
        (newsroom.output / name).unlink()
        assert newsroom.run("render", "pont.txt").err == "0 rendered, 1 unchanged, 0 failed\n"
        assert newsroom.contents() == before


def test_an_image_of_the_show_that_is_missing_is_said_before_anything_is_made(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, '[voice]\nname = "tone"\n[show]\nimage = "absent.jpg"\n')
    newsroom.article()
    for arguments in (["render", "pont.txt"], ["render", "pont.txt", "--dry-run"]):
        done = newsroom.run(*arguments)
        assert done.code == 2
        assert done.err.endswith("absent.jpg cannot be read: No such file or directory\n")
        assert not list(newsroom.output.glob("episodes/*"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["say", ""], 1, "nothing to say"),
        (["say", "Un mot.", "-o", "nowhere/un.mp3"], 1, "nowhere/un.mp3: cannot be written: No such file or directory"),
        (["say", "Un mot.", "-o", "un.doc"], 1, "un.doc: .doc is no sound that can be written; end the name in .mp3"),
    ],
)
def test_what_cannot_be_said_is_one_line(newsroom: Newsroom, arguments: list[str], code: int, message: str) -> None:
    done = newsroom.run(*arguments)
    assert (done.code, len(done.err.splitlines())) == (code, 1)
    assert message in done.err


def test_an_image_of_the_show_that_is_none_is_said_before_anything_is_made(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path, '[voice]\nname = "tone"\n[show]\nimage = "cover.jpg"\n')
    newsroom.article()
    (newsroom.folder / "cover.jpg").write_text("none")
    done = newsroom.run("render", "pont.txt")
    message = "audionews.toml: [show] image: cover.jpg: not a picture that can be read; take JPEG, PNG, WEBP or TIFF\n"
    assert (done.code, done.err) == (2, message)
    assert not list(newsroom.output.glob("episodes/*"))


def test_a_place_without_a_name(newsroom: Newsroom) -> None:
    newsroom.article()
    done = newsroom.run("render", "")
    assert (done.code, done.err.splitlines()[0].split(";")[0]) == (1, '"": names nothing')


def test_say_tells_who_had_to_speak_instead(tmp_path: Path) -> None:
    settings = '[voice]\nname = "google-fr"\nfallback = "tone"\nretries = 0\ntimeout_s = 2\n'
    newsroom = Newsroom(tmp_path, settings, {"HTTPS_PROXY": "http://127.0.0.1:9"})
    done = newsroom.run("say", "Un mot.")
    assert done.code == 0
    assert "spoken by tone, because google-fr could not be reached" in done.err

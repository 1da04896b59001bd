"""What a newsroom sees when its settings name what is not there or cannot be: one line, the key in it, and exit 2."""

import os
from pathlib import Path

import pytest

from audionews import loudness
from newsroom import Newsroom

TONE = '[voice]\nname = "tone"\n'
SOUND = f"{TONE}[sound]\n"


def refused(room: Newsroom, *options: str) -> str:
    """Return the one line that a run of two articles says before it ends, having written nothing."""
    room.article("articles/a.txt")
    room.article("articles/b.txt")
    done = room.run("render", *options)
    assert done.code == 2
    assert not list(room.output.glob("episodes/*"))
    (line,) = done.err.splitlines()
    return line


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (f'{SOUND}opening = "absent.flac"', "[sound] opening: absent.flac: no such file in "),
        (f'{SOUND}rubriques = {{ Sport = "absent.flac" }}', "[sound] rubriques.Sport: absent.flac: no such file in "),
        (f'{TONE}[text]\nlexicon = ["absent.tsv"]', "[text] lexicon: absent.tsv: no such file in "),
        ('[voice]\nname = "nope"', '[voice] name: "nope" is not a voice; there are '),
        (f'{TONE}fallback = "nope"', '[voice] fallback: "nope" is not a voice; there are '),
    ],
)
def test_what_is_named_and_not_there_is_said_with_its_key(
    tmp_path: Path, settings: str, words: str, dry: tuple[str, ...]
) -> None:
    assert refused(Newsroom(tmp_path, settings), *dry).startswith(f"audionews.toml: {words}")


def test_another_settings_file_is_the_one_that_is_named(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.article("other.toml", f'{SOUND}sting = "absent.flac"')
    assert refused(room, "--show", "other.toml").startswith("other.toml: [sound] sting: absent.flac: ")


def test_a_voice_of_the_command_line_is_not_blamed_on_the_settings(tmp_path: Path) -> None:
    assert refused(Newsroom(tmp_path), "--voice", "nope").startswith('--voice: "nope" is not a voice; there are ')


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--jobs", "2")])
@pytest.mark.parametrize("key", ["closing", "rubriques.Nowhere"])
def test_a_broken_jingle_is_found_once_before_any_article(tmp_path: Path, key: str, options: tuple[str, ...]) -> None:
    room = Newsroom(tmp_path, f'{SOUND}{key} = "broken.flac"')
    room.article("voices/jingles/broken.flac", "this is no sound\n")
    line = refused(room, *options)
    assert line.startswith(f"audionews.toml: [sound] {key}: ")
    assert "broken.flac: is not sound that can be read; take a whole WAV, FLAC, MP3, Ogg" in line


def test_a_jingle_may_lie_beside_the_settings(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f'{SOUND}closing = "music/broken.flac"')
    room.article("music/broken.flac", "this is no sound\n")
    assert "is not sound that can be read" in refused(room)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
@pytest.mark.parametrize("settings", ['[voice]\nname = "mine"', f'{TONE}fallback = "mine"'])
def test_a_voice_of_an_engine_that_is_not_there_is_refused(tmp_path: Path, settings: str, dry: tuple[str, ...]) -> None:
    room = Newsroom(tmp_path, settings)
    room.article("voices/mine.toml", 'engine = "nope"')
    line = refused(room, *dry)
    assert 'voices/mine.toml: engine: "nope" is not an engine; there are espeak, google, tone' in line


def test_a_voice_with_an_option_that_its_engine_has_not_ends_the_run_once(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, '[voice]\nname = "mine"')
    room.article("voices/mine.toml", 'engine = "espeak"\n[options]\npich = 3')
    assert refused(room).startswith("voices/mine.toml: [options] pich is not an option; there are ")


def test_a_voice_whose_file_is_wrong_does_not_hide_the_others(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.article("voices/mine.toml", "engine = 3")
    done = room.run("voices", "--json")
    voices = {line["name"]: line for line in done.lines}
    assert done.code == 0
    assert voices["tone"]["ready"]
    assert "mine.toml: engine: must be a text in quotes" in voices["mine"]["why_not"]


def test_a_cache_that_cannot_be_made_is_said_with_its_key(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f'{TONE}cache = "occupied/cache"')
    room.article("occupied", "a file where a folder should be")
    line = refused(room)
    assert line.startswith("audionews.toml: [voice] cache: ")
    assert f"{Path('occupied', 'cache')} cannot be made: " in line


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="only a user can be refused a file")
def test_a_jingle_that_may_not_be_read_is_said_with_its_key(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f'{SOUND}sting = "private.flac"')
    room.article("voices/jingles/private.flac").chmod(0)
    assert refused(room).startswith("audionews.toml: [sound] sting: ")


def test_a_loudness_that_is_not_reached_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loudness, "_MOST_GAIN_DB", -10.0)
    room = Newsroom(tmp_path)
    room.article("a.txt")
    done = room.run("render", "a.txt", "--json")
    reached = f"{room.manifest()['loudness']['integrated_lufs']:.1f}".replace("-", "−")
    (line,) = done.lines
    assert done.code == 0
    assert line["warning"].startswith(f"a.txt: is at {reached} LUFS, not the −16 that [sound] loudness_lufs asks for: ")
    assert line["warning"] in done.err

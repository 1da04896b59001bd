"""Voices are files: found, the show's own first, and refused with the key that is wrong."""

from pathlib import Path

import pytest

from audionews import engines
from audionews.errors import SettingsError, VoiceError
from audionews.voices import find_file, load_voice, voice_folders, voice_names

SHIPPED = voice_folders(None)


def voice_file(folder: Path, name: str, text: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_shipped_voices_are_there_and_their_engines_take_their_options() -> None:
    voices = {name: load_voice(name, SHIPPED) for name in voice_names(SHIPPED)}
    assert set(voices) >= {"espeak-fr", "google-fr", "tone"}
    assert all(voice.title and voice.language == "fr" for voice in voices.values())
    for name in ("espeak-fr", "tone"):
        engines.load(voices[name].engine).check(voices[name])


def test_a_show_s_own_voice_comes_first(tmp_path: Path) -> None:
    voice_file(tmp_path / "voices", "tone", 'engine = "tone"\nrate = 2\n')
    folders = voice_folders(tmp_path)
    assert folders == (tmp_path / "voices", *SHIPPED)
    assert load_voice("tone", folders).rate == 2.0
    assert voice_names(folders) == voice_names(SHIPPED)


def test_a_show_without_voices_has_the_shipped_ones(tmp_path: Path) -> None:
    assert voice_names(voice_folders(tmp_path)) == voice_names(SHIPPED)


def test_all_that_a_file_says_reaches_the_voice(tmp_path: Path) -> None:
    text = 'engine = "x"\ntitle = "Zoé"\nlanguage = "fr-BE"\nrate = 1.5\n[options]\na = 1\nb = "c"\nd = true\ne = 0.5\n'
    voice_file(tmp_path, "zoe", "\ufeff" + text)
    voice = load_voice("zoe", (tmp_path,))
    assert (voice.name, voice.engine, voice.title, voice.language, voice.rate) == ("zoe", "x", "Zoé", "fr-BE", 1.5)
    assert voice.options == {"a": 1, "b": "c", "d": True, "e": 0.5}


def test_a_voice_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    voice_file(tmp_path, "zoe", 'engine = "x"')
    assert load_voice("zoe", (tmp_path,)).title == "zoe"


@pytest.mark.parametrize("name", ["zoe", "../voices/tone", "/etc/passwd", "", "tone.toml"])
def test_an_unknown_voice_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(VoiceError, match=r"not a voice; there are .*espeak-fr, .*google-fr, .*tone"):
        load_voice(name, SHIPPED)


def test_no_voices_at_all(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"^zoe: not a voice; there are none$"):
        load_voice("zoe", (tmp_path,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "engine"),
        ("engine = 3", r"engine: must be a text in quotes that is not empty, is 3"),
        ('engine = ""', r"engine: "),
        ('engine = "x"\nrate = 3', r"rate: must be a number from 0\.5 to 2, is 3"),
        ('engine = "x"\nrate = "quick"', r"rate: must be a number from 0\.5 to 2, is \"quick\""),
        ('engine = "x"\nlanguage = "français"', r"language: must be a language like fr or fr-CA, is \"français\""),
        ('engine = "x"\nspeed = 2', r"unknown field speed; there are engine, title, language, rate, \[options\]"),
        ('engine = "x"\n[options]\na = [1]', r"\[options\] a: must be .*, is a list"),
        ('engine = "x"\noptions = 3', r"toml: \[options\] must be a table, is 3"),
        ("engine = x", r"is not TOML: .*line 1"),
        (b'engine = "\xe9"', r"line 1: is not UTF-8; save"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_key(text: str | bytes, words: str, tmp_path: Path) -> None:
    path = voice_file(tmp_path, "zoe", text)
    with pytest.raises(SettingsError, match=words) as refused:
        load_voice("zoe", (tmp_path,))
    assert refused.value.path == str(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "zoe.toml").mkdir()
    with pytest.raises(SettingsError, match=r"zoe\.toml: cannot be read: Is a directory"):
        load_voice("zoe", (tmp_path,))


def test_a_file_is_found_in_the_first_folder_that_has_it(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for path in (own / "jingles" / "a.flac", shipped / "jingles" / "a.flac", shipped / "jingles" / "b.flac"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert find_file((own, shipped), "jingles", "a.flac") == own / "jingles" / "a.flac"
    assert find_file((own, shipped), "jingles", "b.flac") == shipped / "jingles" / "b.flac"
    with pytest.raises(SettingsError, match=r"^c\.flac: no such file in .*own/jingles or .*shipped/jingles"):
        find_file((own, shipped), "jingles", "c.flac")
    with pytest.raises(SettingsError, match=r"; did you mean b\.flac\?$"):
        find_file((own, shipped), "jingles", "bb.flac")
    with pytest.raises(SettingsError, match=r"shipped/jingles$"):  # a suffix alone is no likeness
        find_file((own, shipped), "jingles", "générique.flac")

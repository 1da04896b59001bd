"""Settings: defaults that work, and refusals that say what would be right."""

from pathlib import Path

import pytest

from audionews.errors import SettingsError
from audionews.settings import Settings, ShowTable, read_settings, show_guid, show_of


def write(folder: Path, text: str) -> Path:
    path = folder / "audionews.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_a_show(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, "")) == Settings()


def test_what_is_said_is_taken(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, '[show]\ntitle = "Été"\n[sound]\nloudness_lufs = -14\n'))
    assert (settings.show.title, settings.sound.loudness_lufs) == ("Été", -14.0)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path, '\ufeff[show]\ntitle = "x"\n')).show.title == "x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[show]\ntitel = "x"', "[show] titel is not a setting; did you mean title?"),
        ("[sond]", "[sond] is not a table of settings; did you mean sound?"),
        ("x = 1", "[x] is not a table of settings; there are show, voice, sound, text, feed"),
        ('[sound]\nfade_ms = "a"', "[sound] fade_ms: expected int, got str"),
        ("[sound]\nloudness_lufs = 3", "[sound] loudness_lufs: expected float <= -9.0"),
        ("[sound]\nbitrate_kbps = 97", "[sound] bitrate_kbps: invalid enum value 97"),
        ('[show]\ntimezone = "Paris"', "[show] timezone: 'Paris' is not like 'Europe/Paris'"),
        ('[show]\nguid = "x"', "[show] guid: 'x' is not a UUID"),
        ('[show]\nlink = "example.org"', "[show] link: "),
        ("show = 1", "[show]"),
        ("[show", "is not TOML: "),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_the_key_and_what_would_be_right(
    tmp_path: Path, text: str, message: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as refused:
        read_settings(path)
    assert str(refused.value).startswith(f"{path}: {message}")
    assert refused.value.path == str(path)


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        read_settings(tmp_path / "audionews.toml")
    (tmp_path / "audionews.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        read_settings(tmp_path / "audionews.toml")


def test_a_show_has_an_address_with_a_slash_and_a_guid_that_follows_from_it() -> None:
    show = show_of(ShowTable(url="https://example.org/podcast"))
    assert show.url == "https://example.org/podcast/"
    assert (
        show.guid
        == show_guid("https://example.org/podcast/feed.xml")
        == show_guid("http://example.org/podcast/feed.xml/")
    )


def test_a_guid_that_is_given_is_kept() -> None:
    assert (
        show_of(ShowTable(guid="9b024349-ccf0-5f69-a609-6b82873eab3c")).guid == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    )

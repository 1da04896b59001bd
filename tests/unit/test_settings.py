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
        ("x = 1", "x stands outside a table; there are [show], [articles], [voice], [sound], [text], [feed]"),
        ('title = "x"', "title stands outside a table; did you mean [show] title?"),
        ("rubriques = true", "rubriques stands outside a table; did you mean [sound] rubriques or [feed] rubriques?"),
        ('[sound]\nfade_ms = "a"', '[sound] fade_ms: must be a whole number from 0 to 60000, is "a"'),
        ("[sound]\nloudness_lufs = 3", "[sound] loudness_lufs: must be a number from -31 to -12.5, is 3"),
        ("[sound]\nloudness_lufs = nan", "[sound] loudness_lufs: must be a number from -31 to -12.5, is nan"),
        ("[voice]\ntimeout_s = 0", "[voice] timeout_s: must be a number above 0 and up to 600, is 0"),
        ("[voice]\ncache_mb = 0", "[voice] cache_mb: must be a whole number of at least 1, is 0"),
        ("[sound]\nbitrate_kbps = 100", "[sound] bitrate_kbps: must be one of 64, 80, 96, 112, 128, 160, 192, is 100"),
        ('[text]\ninclusive = "x"', '[text] inclusive: must be one of "masculine", "paired", is "x"'),
        ("[sound.rubriques]\nSport = 3", "[sound] rubriques.Sport: must be a text in quotes, is 3"),
        ("[sound]\nrubriques = 3", '[sound] rubriques: must be a table like { key = "…" }, is 3'),
        ("[show]\nexplicit = 1", "[show] explicit: must be true or false, is 1"),
        ('[show]\ntitle = ""', '[show] title: must be a text in quotes that is not empty, is ""'),
        ("[show]\ncategories = []", '[show] categories: must be a list like ["…"] that is not empty, is an empty list'),
        ('[show]\ncategories = "News"', '[show] categories: must be a list like ["…"] that is not empty, is "News"'),
        ('[show]\ncategories = ["News", 3]', "[show] categories, entry 2: must be a text in quotes, is 3"),
        ('[show]\ncategories = ["Newz"]', '[show] categories: "Newz" is not one of Apple\'s; did you mean News?'),
        (
            '[show]\ncategories = ["politics"]',
            '[show] categories: "politics" is not one of Apple\'s; did you mean News > Politics?',
        ),
        (
            '[show]\ncategories = ["Nawak"]',
            '[show] categories: "Nawak" is not one of Apple\'s; there are Arts, Business, ',
        ),
        ('[feed]\nlicense = "' + 200 * "x" + '"', "[feed] license: must be a text in quotes of at most 128 characters"),
        ('[show]\ntimezone = "Paris"', '[show] timezone: must be a time zone like Europe/Paris, is "Paris"'),
        ('[show]\ntimezone = "Europe"', '[show] timezone: must be a time zone like Europe/Paris, is "Europe"'),
        ('[show]\nguid = "x"', '[show] guid: must be a UUID, or empty, is "x"'),
        (
            '[show]\nlink = "example.org"',
            '[show] link: must be a web address like https://example.org/, is "example.org"',
        ),
        ("show = 1", "[show] must be a table, is 1"),
        (
            "[sound]\nloudness_lufs = -16\ntrue_peak_dbtp = -9",
            "[sound] loudness_lufs: -16 cannot be reached with peaks of at most -9 (true_peak_dbtp); "
            "speech needs 12 dB between them: take -21 or less",
        ),
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
    (tmp_path / "audionews.toml").write_bytes('[show]\ntitle = "Été"\n'.encode("cp1252"))
    with pytest.raises(SettingsError, match=r"audionews\.toml: line 2: is not UTF-8; save the file in that encoding$"):
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

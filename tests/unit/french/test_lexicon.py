from pathlib import Path

import pytest

from audionews import french
from audionews.errors import SettingsError
from audionews.french.contradictions import problems
from audionews.french.lexicon import Entry, Lexicon, add_entry, parse_line, read_lexicon, with_entry
from audionews.french.pls import pls, read_pls

SHIPPED = Path(__file__).parents[3] / "voices" / "lexicon"


def lexicon(tmp_path: Path, *lines: str, name: str = "noms.tsv") -> Lexicon:
    path = tmp_path / name
    path.write_text("# noms\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_lexicon([path])


def said(text: str, words: Lexicon, engine: str | None = None, rubrique: str | None = None) -> str:
    read = french.normaliser(first=(words.rule(engine, rubrique),)).read
    return " ".join(reading.spoken for reading in read(text) if reading.spoken)


@pytest.mark.parametrize(
    ("line", "written", "spoken"),
    [
        ("Musk\tMeusk", "Elon Musk rit.", "Elon Meusk rit."),
        ("Musk\tMeusk", "d’Elon Musk-mania Musks", "d’Elon Meusk-mania Musks"),
        ("Musk\tMeusk", "MUSK et musk", "MUSK et musk"),
        ("musk\tmeusk\trespell\t\t\tany", "MUSK et Musk", "meusk et meusk"),
        ("CAF\t\tspell", "la CAF", "la C A F"),
        ("SNCF\t\tword", "la SNCF", "la SNCF"),
        ("Wall Street\tOuol Strite\tlang:en", "à Wall Street", "à Ouol Strite"),
        ("New York\t\tlang:en", "à New York", "à New York"),
        ("L'Équipe\tL’Équipe mag", "dans L’Équipe", "dans L’Équipe mag"),
        ("3-2\ttrois à deux", "un 3-2 net", "un trois à deux net"),
        ("M6\témme six", "sur M6.", "sur émme six."),
        ("@le_x\tle ixe", "selon @le_x", "selon le ixe"),
        ("Saint Louis\tSaint Louisse", "à Saint\u00a0Louis", "à Saint Louisse"),
    ],
)
def test_a_name_is_said_as_the_newsroom_wants(tmp_path: Path, line: str, written: str, spoken: str) -> None:
    assert said(written, lexicon(tmp_path, line)) == spoken


def test_the_longest_phrase_wins_wherever_it_stands(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "New\tNiou", "New York Times\tNiou York Taïms", "New York\tNiou York")
    assert said("New York Times, New York, New Delhi", words) == "Niou York Taïms, Niou York, Niou Delhi"


def test_the_shows_own_file_wins_over_the_shipped_one(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "Musk\tun", name="own.tsv")
    shipped = lexicon(tmp_path, "Musk\tdeux", name="shipped.tsv")
    assert said("Musk", Lexicon(own.entries + shipped.entries)) == "un"


def test_engine_and_rubrique_limit_a_line(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "Elon\tÉlonne\t\tespeak", "PS\tP S cinq\t\t\tJeux vidéo,Tech", "PS\tParti socialiste")
    assert said("Elon", words) == said("Elon", words, "google") == "Elon"
    assert said("Elon", words, "espeak") == "Élonne"
    assert said("le PS", words, rubrique="jeux vidéo") == "le P S cinq"
    assert said("le PS", words, rubrique="Politique") == "le Parti socialiste"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Musk", "nothing in the second column"),
        ("Musk Meusk", "divided by tabs"),
        ("…\ttrois points", "a word or a phrase"),
        ("\tMeusk", "a word or a phrase"),
        ("Musk\tMeusk\tshout", "'shout' is no kind"),
        ("Musk\tMeusk\trespell\t\tall\tupper", "'upper' is no case rule"),
        ("Musk\tM3usk", "'3' in 'M3usk' cannot be said"),
        ("a\tb\trespell\t\tall\texact\tmore", "7 columns"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(SettingsError, match=rf"noms\.tsv: line 3: .*{message}"):
        lexicon(tmp_path, line)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_lexicon([tmp_path / "none.tsv"])
    (tmp_path / "latin.tsv").write_bytes(b"\xe9t\xe9\tx")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_lexicon([tmp_path / "latin.tsv"])
    with pytest.raises(SettingsError, match="not UTF-8"):
        add_entry(tmp_path / "latin.tsv", Entry(written="a", spoken="b"))


def test_windows_lines_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "w.tsv").write_bytes("\ufeffMusk\tMeusk\r\n\r\n".encode())
    assert said("Musk", read_lexicon([tmp_path / "w.tsv"])) == "Meusk"


def test_check_names_what_contradicts_repeats_or_is_never_reached(tmp_path: Path) -> None:
    words = lexicon(
        tmp_path,
        "Musk\tMeusk",
        "Musk\tMosk",
        "Biden\tBaïdène",
        "Biden\tBaïdène\t\t\tMonde",
        "trump\tTreumpe\t\t\t\tany",
        "Trump\tTramp",
        "Rome\tRome",
        "Elon\tÉlonne\t\tespeak",
    )
    assert [(problem.line, problem.message.split(" ", 1)[1]) for problem in problems(words)] == [
        (4, "contradicts line 3, which says 'Meusk' and wins"),
        (6, "is already in line 5"),
        (8, "contradicts line 7, which says 'Treumpe' and wins"),
        (9, "is said as it is written: kind 'word' says so, or the line can go"),
    ]
    assert str(problems(words)[0]).endswith("noms.tsv: line 4: 'Musk' contradicts line 3, which says 'Meusk' and wins")


def test_a_line_of_a_later_file_may_be_hidden(tmp_path: Path) -> None:
    own = lexicon(tmp_path, "Musk\tun", name="own.tsv")
    later = lexicon(tmp_path, "Musk\tdeux\t\tespeak", name="later.tsv")
    assert "never reached" in problems(Lexicon(own.entries + later.entries))[0].message


def test_adding_a_line_replaces_the_old_one_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "voices" / "lexicon" / "noms.tsv"
    path.parent.mkdir(parents=True)
    path.write_text("# noms\nMusk\tMosk\nRome\tRomme", encoding="utf-8")
    add_entry(path, Entry(written="Musk", spoken="Meusk"))
    add_entry(path, Entry(written="CAF", kind="spell", case="any"))
    assert path.read_text(encoding="utf-8") == "# noms\nRome\tRomme\nMusk\tMeusk\nCAF\t\tspell\t\tall\tany\n"
    assert with_entry("", Entry(written="a", spoken="b")) == "a\tb\n"


def test_adding_makes_the_file_and_refuses_what_cannot_be_read_again(tmp_path: Path) -> None:
    add_entry(tmp_path / "new" / "noms.tsv", Entry(written="a", spoken="b"))
    assert [entry.written for entry in read_lexicon([tmp_path / "new" / "noms.tsv"]).entries] == ["a"]
    with pytest.raises(SettingsError, match="nothing in the second column"):
        add_entry(tmp_path / "noms.tsv", Entry(written="a"))
    with pytest.raises(SettingsError, match="cannot be written"):
        add_entry(tmp_path / "new" / "noms.tsv" / "x.tsv", Entry(written="a", spoken="b"))


def test_the_digest_tells_what_changes_speech(tmp_path: Path) -> None:
    one, same = lexicon(tmp_path, "a\tb"), lexicon(tmp_path, "# other", "a\tb", name="other.tsv")
    assert one.digest == same.digest != lexicon(tmp_path, "a\tc").digest
    assert hash(one) is not None


def test_pls_out_and_in(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "Musk\tMeusk", "CAF\t\tspell", "R&D\tR et D")
    data = pls(words.entries)
    assert b'xml:lang="fr"' in data
    entries, left_out = read_pls(data, "x.pls")
    assert [(entry.written, entry.said()) for entry in entries] == [
        ("Musk", "Meusk"),
        ("CAF", "C A F"),
        ("R&D", "R et D"),
    ]
    assert left_out == ()


def test_pls_of_another_product() -> None:
    data = b"""<?xml version="1.0"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="fr">
      <!-- two spellings -->
      <lexeme><grapheme>Elon</grapheme><grapheme>ELON</grapheme><alias> \xc3\x89lonne </alias></lexeme>
      <lexeme><grapheme>Musk</grapheme><phoneme>m\xc5\x93sk</phoneme></lexeme>
    </lexicon>"""
    entries, left_out = read_pls(data, "x.pls")
    assert [(entry.written, entry.spoken) for entry in entries] == [("Elon", "Élonne"), ("ELON", "Élonne")]
    assert left_out == ("Musk",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Musk", "is not XML"),
        (b"<lexicon/>", "not a W3C pronunciation lexicon"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "document type"),
    ],
)
def test_pls_that_is_none(data: bytes, message: str) -> None:
    with pytest.raises(SettingsError, match=rf"x\.pls: .*{message}"):
        read_pls(data, "x.pls")


def test_what_ships_is_in_order() -> None:
    words = read_lexicon(sorted(SHIPPED.glob("*.tsv")))
    assert len(words.entries) > 80
    assert problems(words) == ()


def test_a_line_is_written_as_it_is_read() -> None:
    for line in ("a\tb", "a\t\tspell", "a\tb\trespell\tespeak", "a\tb\tlang:en\tespeak\tSport\tany"):
        assert parse_line(line).row() == line


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (Entry(written="a\tb", spoken="c"), r"lexique.tsv: 'a\\tb' cannot be written: a tab or a line end"),
        (Entry(written="OTAN", spoken="o\ntan"), "lexique.tsv: 'OTAN' cannot be written: a tab or a line end"),
        (Entry(written="#x", spoken="dièse"), "lexique.tsv: '#x' would be a comment"),
        (Entry(written="OTAN"), "lexique.tsv: 'OTAN' has nothing in the second column"),
    ],
)
def test_what_cannot_be_a_line_is_refused_and_nothing_is_written(tmp_path: Path, entry: Entry, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        add_entry(tmp_path / "lexique.tsv", entry)
    assert not list(tmp_path.iterdir())

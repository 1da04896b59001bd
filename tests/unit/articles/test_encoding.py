import codecs

import pytest

from audionews.articles.encoding import decode
from audionews.errors import ArticleError

FRENCH = "« L’œuvre » de Noël coûte 12 € à Évry… déjà, naïf ! C’était l’été où Zoé fêta ses 20 ans – Ça, dit-elle."
PLAIN = "L'été, Zoé fêta déjà Noël à Évry : naïf, où ça ? Çà et là, l'hôtel brûle. « Oui. »"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"]
)
def test_french_of_every_program(encoding: str) -> None:
    assert decode("x", FRENCH.encode(encoding)) == FRENCH


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859-15", "cp850"])
def test_french_of_older_programs(encoding: str) -> None:
    assert decode("x", PLAIN.encode(encoding)) == PLAIN
    assert decode("x", "Prix : 3 €, cœur".encode("iso8859-15")) == "Prix : 3 €, cœur"


@pytest.mark.parametrize(
    "label",
    [
        "windows-1250",
        "windows-1251",
        "iso-8859-2",
        "koi8-r",
        "cp500",
        "shift_jis",
        "utf-8",
        "ascii",
        "windows-1252",
        "iso-8859-1",
        "no-such",
        "",
        "zlib",
        "utf-16",
        None,
    ],
)
def test_a_wrong_label_garbles_nothing(label: str | None) -> None:
    assert decode("x", FRENCH.encode("cp1252"), label) == FRENCH
    assert decode("x", FRENCH.encode(), label) == FRENCH
    assert decode("x", "L'été, Zoé fêta déjà".encode("cp1252"), label) == "L'été, Zoé fêta déjà"


def test_utf8_with_a_few_older_bytes_in_it() -> None:
    assert decode("x", FRENCH.encode() + "l’été".encode("cp1252") + FRENCH.encode()) == f"{FRENCH}l’été{FRENCH}"


def test_utf8_that_was_encoded_twice() -> None:
    assert decode("x", FRENCH.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d").encode()) == FRENCH
    assert decode("x", "L'Ãge et Â: rien à mender".encode()) == "L'Ãge et Â: rien à mender"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b"\n\x00"])
def test_empty(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^x: is empty"):
        decode("x", data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"{\\rtf1 Bonjour}", "RTF"),
        (bytes(range(1, 256)) * 4 + b"\x00\x01", "is not text"),
        (b"\x01\x02\x03\x04" * 50, "is not text"),
    ],
)
def test_binary(data: bytes, what: str) -> None:
    with pytest.raises(ArticleError, match=f"^x: .*{what}.*save the article as"):
        decode("x", data)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Wałęsa, Dvořák, Kunčice et Győr répondent : « Çô »", "windows-1250"),
        ("« Dům u řeky », « Kůň », « Stůl » : trois romans", "windows-1250"),
        ("Česká Třebová et Łódź fêtées", "iso-8859-2"),
        ("Le mot « москва »", "windows-1251"),
        ("Αθήνα, la ville", "iso-8859-7"),
        ("İstanbul, Eskişehir, Muğla et Iğdır, à l’été", "windows-1254"),
    ],
)
def test_a_foreign_label_is_believed_where_it_can_be_true(text: str, label: str) -> None:
    assert decode("x", text.encode(label, "replace"), label) == text.encode(label, "replace").decode(label)


def test_utf8_cut_within_its_last_letter() -> None:
    assert decode("x", "L’été passe à Évry, où il resté".encode()[:-1]) == "L’été passe à Évry, où il rest"
    assert decode("x", "Un beau bac et un beau café".encode("cp1252")) == "Un beau bac et un beau café"

"""Where articles are found, and how what cannot be read is reported."""

import io
import os
from pathlib import Path

import pytest

from audionews.articles import Terms, find_sources, read_article
from audionews.articles.draft import Source
from audionews.errors import ArticleError
from unit.articles.samples import NOW, PARIS, articles_at, found_at, read

TEXT = "Le bac\n\nIl passe l’eau en quatre minutes, et il la repasse."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.md").write_text("# Le pont\n\nIl attend.")
    (tmp_path / "C").mkdir()
    (tmp_path / "C" / "c.HTML").write_text("<h1>Le gué</h1><p>Il mouille.</p>")
    for name in (".hidden.txt", "README.md", "photo.jpg", "notes.docx"):
        (tmp_path / name).write_text("no article")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "d.txt").write_text(TEXT)
    return tmp_path


def only(*places: str | Path, stdin: bytes = b"") -> Source | ArticleError:
    (found,) = found_at(*places, stdin=stdin)
    return found


def refused(*places: str | Path, stdin: bytes = b"") -> str:
    found = only(*places, stdin=stdin)
    assert isinstance(found, ArticleError)
    return str(found)


def test_a_folder_is_searched_to_the_bottom_in_order(folder: Path) -> None:
    assert [article.title for article in articles_at(folder)] == ["Le gué", "Le pont", "Le bac"]


def test_a_file_named_twice_is_one_article(folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder / "b.txt")
    assert [article.title for article in articles_at(folder / "b.txt", folder, folder / "b.txt")] == [
        "Le bac",
        "Le gué",
        "Le pont",
    ]


def test_a_bad_place_does_not_stop_the_others(folder: Path) -> None:
    first, second, third = found_at(folder / "none.txt", folder / "b.txt", "ftp://x.example/a")
    assert str(first) == f"{folder / 'none.txt'}: there is no such file"
    assert isinstance(second, Source)
    assert "only http and https addresses can be read" in str(third)


def test_bad_files_of_a_folder_do_not_stop_the_files_after_them(tmp_path: Path) -> None:
    (tmp_path / "28.rss").write_text("<rss><channel></channel></rss>")
    (tmp_path / "29.xml").write_text("<?xml version='1.0'?><urlset/>")
    (tmp_path / "30.html").write_text("")
    (tmp_path / "31.rss").write_bytes(b"%PDF-1.7")
    (tmp_path / "32.txt").write_text(TEXT)
    *bad, good = found_at(tmp_path)
    assert isinstance(good, Source)
    assert [Path(str(each).split(":")[0]).name for each in bad] == ["28.rss", "29.xml", "30.html", "31.rss"]


def test_a_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").touch()
    assert refused(tmp_path).startswith(f"{tmp_path}: no articles in it; there should be files ending in .txt")


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "again").symlink_to(tmp_path)
    (tmp_path / "in" / "c.txt").write_text(TEXT)
    assert str(tmp_path / "a.txt") in refused(tmp_path / "a.txt")
    assert sum(isinstance(each, Source) for each in found_at(tmp_path)) == 1


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    path = tmp_path / "pipe.txt"
    assert refused(path) == f"{path}: is not a file that can be read; an article is a regular file"
    assert refused("a\x00b").startswith("a\\x00b: cannot be ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    assert refused(folder / "b.txt").endswith("cannot be read: Permission denied")


def test_a_folder_that_cannot_be_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(_: Path, onerror: object) -> list[object]:
        assert callable(onerror)
        onerror(PermissionError(13, "Permission denied", str(tmp_path)))
        return []

    monkeypatch.setattr(os, "walk", walk)
    assert refused(tmp_path) == f"{tmp_path}: cannot be searched: Permission denied"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for place in (str(tmp_path / "a.txt"), "-"):
        (error,) = find_sources([place], now=NOW, stdin=io.BytesIO(TEXT.encode()), terms=Terms(bytes=50))
        assert "is larger than" in str(error)


def test_the_time_of_the_file_is_the_date_of_last_resort(folder: Path) -> None:
    os.utime(folder / "b.txt", (1_700_000_000, 1_700_000_000))
    assert articles_at(folder / "b.txt")[0].published.isoformat() == "2023-11-14T23:13:20+01:00"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TEXT, "text"),
        ("---\ntitle: Le bac\n---\nIl passe.", "markdown"),
        ("# Le bac\n\nIl passe.", "markdown"),
        ("+++\ntitle = 'Le bac'\n+++\nIl passe.", "markdown"),
        ("<!DOCTYPE html><html><h1>Le bac</h1><p>Il passe.</p></html>", "html"),
        ("<h1>Le bac</h1><p>Il passe.</p>", "html"),
        ("<!-- x --><article><h1>Le bac</h1>Il passe.</article>", "html"),
        (
            "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Le bac</h1><p>Il "
            "passe.</p></body></html>",
            "html",
        ),
        (
            f"<rss><channel><item><title>Le bac</title><description>{'Il passe. ' * 40}</description></item>"
            f"</channel></rss>",
            "entry",
        ),
    ],
)
def test_standard_input_is_known_by_its_looks(text: str, kind: str) -> None:
    found = only("-", stdin=text.encode())
    assert isinstance(found, Source)
    assert found.kind == kind
    article = read_article(found, PARIS)
    assert (article.title, article.published) == ("Le bac", NOW)


def test_what_comes_through_standard_input_goes_by_its_title() -> None:
    assert articles_at("-", stdin=TEXT.encode())[0].id == "Le bac"
    assert refused("-", stdin=b"") == "-: is empty; an article has a title and paragraphs"
    assert "is XML but neither RSS nor Atom" in refused("-", stdin=b"<?xml version='1.0'?><urlset/>")


def test_suffixes_and_looks_that_disagree(tmp_path: Path) -> None:
    (tmp_path / "page.xml").write_text("<html><h1>Le bac</h1><p>Il passe.</p></html>")
    (tmp_path / "feed.html").write_text(
        f"<rss><channel><item><title>Le bac</title><description>{'Il va. ' * 60}</description></item></channel></rss>"
    )
    (tmp_path / "article").write_text(TEXT)
    (tmp_path / "page.html").write_bytes(b"\xff\xfe" + "<h1>L’été</h1><p>Il passe.</p>".encode("utf-16-le"))
    titles = [articles_at(tmp_path / name)[0].title for name in ("page.xml", "feed.html", "article", "page.html")]
    assert titles == ["Le bac", "Le bac", "Le bac", "L’été"]


def test_a_kind_nobody_reads() -> None:
    with pytest.raises(ArticleError, match=r"article\.txt: is opera, which is not one of text, markdown, html, entry"):
        read("la", "opera")


@pytest.mark.parametrize("name", ["données/été.txt", "-rf.txt", "a'b\"c.txt"])
def test_names_of_all_kinds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT)
    assert articles_at(path)[0].id == path.stem


def test_a_name_that_cannot_be_printed_is_shown_so_that_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "a\nb.txt").write_text(TEXT)
    assert articles_at(tmp_path)[0].id == "a\\nb"


def test_notes_about_a_folder_are_no_articles(tmp_path: Path) -> None:
    for name in ("LISEZ-MOI.txt", "Readme.md", "LICENCE.txt", "pont.txt"):
        (tmp_path / name).write_text(TEXT)
    assert [source.name for source in found_at(tmp_path) if isinstance(source, Source)] == [str(tmp_path / "pont.txt")]

"""Articles, titles and file names that somebody made to do harm: each ends in an episode or in one line, and soon."""

import gzip
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from audionews.articles import Source, find_sources, read_article
from audionews.domain import Article, Script
from audionews.errors import ArticleError
from audionews.french import read
from audionews.script import paragraphs_of, write_script
from audionews.settings import TextTable
from newsroom import Newsroom

NOW = datetime(2025, 8, 23, 12, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
SOON_S = 20.0
"""Many times what the slowest of them takes on a machine that does nothing else."""
BODY = "Le pont a rouvert samedi matin. Les voitures y passent de nouveau."
ITEM = (
    "<rss><channel><item><title>{}</title>"
    "<description>&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;{}&lt;/p&gt;</description></item></channel></rss>"
)
ZIPPED = BytesIO()
with zipfile.ZipFile(ZIPPED, "w", zipfile.ZIP_DEFLATED) as _packed:
    _packed.writestr("feed.xml", ITEM.format("T", "0" * 5_000_000))
STORY = f"<h1>Le pont</h1><p>{BODY}</p>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file, and what must not come of it.

    Attributes:
        fine: Whether an article comes of it; else it is refused. None leaves both.
        said: Something that is in the article all the same.
        never: Something that must be in neither article nor error.
    """

    name: str
    data: str | bytes
    fine: bool | None = True
    said: str = ""
    never: str = "root:"

    @property
    def bytes(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else self.data.encode("utf-8", "surrogatepass")


def text(body: str, title: str = "Le pont rouvre") -> str:
    return f"{title}\n\n23 août 2025\n\n{body}\n"


CASES = {
    "billion laughs in XML": Hostile(
        name="a.xml",
        data=f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>' + ITEM.format("T", "&l9;"),
        fine=None,
        never="haha",
    ),
    "quadratic blow-up": Hostile(
        name="a.xml",
        data=f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>' + ITEM.format("T", "&a;" * 20_000),
        fine=None,
        never="a" * 60_000,
    ),
    "a file through an entity": Hostile(
        name="a.rss",
        data='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + ITEM.format("T &x;", "&x; puis la suite."),
        fine=None,
    ),
    "a file through a parameter entity": Hostile(
        name="a.rss",
        data='<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>' + ITEM.format("T", "La suite."),
        fine=None,
    ),
    "a file through XInclude": Hostile(
        name="a.rss",
        data=ITEM.format(
            'T<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="file:///etc/passwd"/>', BODY
        ),
        fine=None,
    ),
    "an entity in a page": Hostile(
        name="a.html",
        data=f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><h1>Le pont &x;</h1><p>{BODY} &x;</p>',
        said="Le pont a rouvert",
    ),
    "billion laughs in YAML": Hostile(
        name="a.md",
        data="---\n"
        + "a0: &a0 [ha]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
        + f"title: *a11\n---\n\n{BODY}\n",
        fine=None,
    ),
    "an object in YAML": Hostile(
        name="a.md",
        data=f'---\ntitle: !!python/object/apply:os.system ["id"]\n---\n\n{BODY}\n',
        fine=None,
        never="uid=",
    ),
    "a document from elsewhere": Hostile(
        name="a.rss",
        data='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">' + ITEM.format("T", "La suite vient."),
        fine=None,
    ),
    "a ZIP file that says it is a feed": Hostile(name="a.rss", data=ZIPPED.getvalue(), fine=False),
    "a packed feed": Hostile(name="a.xml", data=gzip.compress(ITEM.format("T", "0" * 5_000_000).encode()), fine=False),
    "20 000 nested tables of TOML": Hostile(
        name="a.md", data=f"+++\ntitle = 'T'\nx = {'[' * 20_000}{']' * 20_000}\n+++\n\n{BODY}", fine=False
    ),
    "20 000 nested lists of YAML": Hostile(
        name="a.md", data=f"---\ntitle: T\nx: {'[' * 20_000}{']' * 20_000}\n---\n\n{BODY}", fine=False
    ),
    "20 000 nested lists of JSON": Hostile(
        name="a.html", data=f"<script type='application/ld+json'>{'[' * 20_000}</script>{STORY}", said=BODY
    ),
    "a number of 100 000 digits": Hostile(
        name="a.html",
        data=f"<script type='application/ld+json'>{{\"datePublished\": {'9' * 100_000}}}</script>{STORY}",
        said=BODY,
    ),
    "20 000 open sections of text": Hostile(name="a.rss", data=ITEM.format("T", "<![CDATA[" * 20_000), fine=False),
    "20 000 open comments": Hostile(name="a.html", data=STORY + "<!--" * 20_000, said=BODY),
    "20 000 open scripts": Hostile(name="a.html", data=STORY + "<script>" * 20_000, said=BODY),
    "20 000 open tags": Hostile(name="a.html", data=STORY + "<p " * 20_000, said=BODY),
    "20 000 attributes": Hostile(
        name="a.html", data=f"<p {' '.join(f'a{n}=x' for n in range(20_000))}>…</p>{STORY}", said=BODY
    ),
    "references to no characters": Hostile(
        name="a.html", data=STORY.replace("matin", "matin &#0;&#xD800;&#x110000;&#99999999999999;&rien;"), never="\x00"
    ),
    "a picture of 5 MB in the page": Hostile(
        name="a.html", data=f"<img src='data:image/png;base64,{'A' * 5_000_000}'>{STORY}", said=BODY
    ),
    "UTF-7": Hostile(name="a.html", data=f"<meta charset=utf-7>{STORY}+ADw-script+AD4-", never="<script>"),
    "overlong UTF-8": Hostile(name="a.txt", data=b"Le pont\n\n\xc0\xaf\xe0\x80\xaf " + BODY.encode(), never="/ "),
    "100 000 accents on a letter": Hostile(name="a.txt", data=text("e" + "\u0301" * 100_000), fine=None),
    "5 000 families": Hostile(name="a.txt", data=text("\U0001f468\u200d\U0001f469 " * 5_000 + BODY)),
    "20 000 nested tags": Hostile(
        name="a.html", data="<h1>Le pont</h1>" + "<div>" * 20_000 + f"<p>{BODY}</p>", fine=None
    ),
    "20 000 nested elements": Hostile(name="a.rss", data="<rss>" + "<a>" * 20_000 + "</a>" * 20_000, fine=False),
    "20 000 nested quotations": Hostile(name="a.md", data="# Le pont\n\n" + ">" * 20_000 + BODY, fine=None),
    "20 000 nested lists": Hostile(name="a.md", data="# Le pont\n\n" + "- " * 20_000 + BODY, fine=None),
    "20 000 open brackets": Hostile(name="a.md", data="# Le pont\n\n" + "[[" * 20_000 + BODY),
    "20 000 short codes": Hostile(name="a.md", data="# Le pont\n\n" + "{% {{< {: " * 7_000 + "\n\n" + BODY),
    "60 000 open names of headings": Hostile(name="a.md", data="# Le pont\n\n" + "{#a" * 60_000 + "\n\n" + BODY),
    "55 000 open short codes": Hostile(name="a.md", data="# Le pont\n\n" + "[toc " * 55_000 + "\n\n" + BODY),
    "20 000 stars": Hostile(name="a.md", data="# Le pont\n\n" + "*a_" * 10_000 + BODY),
    "controls": Hostile(
        name="a.txt", data=text("Le\x00 pont\x07 a\x1b[31m rouvert\x08 samedi."), fine=None, never="\x1b"
    ),
    "directions": Hostile(name="a.txt", data=text("Le pont \u202ea rouvert\u202c \u2066samedi\u2069."), never="\u202e"),
    "lone surrogates": Hostile(name="a.txt", data=text("Le pont \ud800 a rouvert \udfff samedi."), never="\ud800"),
    "decomposed accents": Hostile(name="a.txt", data=text("L’e\u0301te\u0301 a commence\u0301."), said="été"),
    "no characters": Hostile(
        name="a.txt", data=text("Le pont \ufffe a \uffff rouvert \U0010ffff samedi."), said="rouvert"
    ),
    "5 MB in one line": Hostile(name="a.txt", data=text("Le pont a rouvert samedi. " * 200_000), fine=False),
    "5 MB without a space": Hostile(name="a.txt", data=text("a" * 5_000_000), fine=False),
    "100 000 capitals": Hostile(name="a.txt", data="É" * 100_000 + "\n\n" + BODY, fine=None),
    "A. × 100 000": Hostile(name="a.txt", data=text("A." * 100_000), fine=None),
    "figures × 100 000": Hostile(name="a.txt", data=text("1 " * 100_000), fine=None),
    "a million line ends": Hostile(name="a.txt", data=text("\n" * 1_000_000 + BODY), fine=None),
    "an empty file": Hostile(name="a.txt", data="", fine=False),
    "only a mark": Hostile(name="a.txt", data=b"\xef\xbb\xbf", fine=False),
    "a picture": Hostile(name="a.txt", data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, fine=False),
    "SSML": Hostile(name="a.txt", data=text('Il dit <break time="9999s"/> et <speak>parle</speak>.'), said="<speak>"),
    "phonemes": Hostile(name="a.txt", data=text("Il écrit [[h@'loU]] et repart."), said="[[h@'loU]]"),
    "a title that is a path": Hostile(name="a.txt", data=text(BODY, "../../../etc/passwd"), said="../../../etc/passwd"),
    "a title that is a script": Hostile(name="a.txt", data=text(BODY, "<script>alert(1)</script>"), said="rouvert"),
    "a title without letters": Hostile(name="a.txt", data=text(BODY, "??? !!!"), fine=None),
    "a title in another script": Hostile(name="a.txt", data=text(BODY, "Мост открыт"), said="Мост"),
    "a title of 3 000 characters": Hostile(
        name="a.html", data=f"<h1>{'Le pont ' * 375}</h1><p>{BODY}</p>", said="rouvert"
    ),
    "a template": Hostile(name="a.txt", data=text("Il vaut {{ 7+7 }} ou ${7-7} ou %(a)s."), said="{{ 7+7 }}"),
}


def articles(place: Path) -> Iterator[tuple[Article, Script] | ArticleError]:
    """Yield what becomes of a place: articles with their scripts, and errors."""
    for source in find_sources([str(place)], now=NOW, stdin=BytesIO()):
        try:
            if not isinstance(source, Source):
                raise source
            article = read_article(source, PARIS)
            yield article, write_script(article, TextTable(), read)
        except ArticleError as error:
            yield error


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_hostile_article_is_read_or_refused_in_one_line_and_soon(case: Hostile, tmp_path: Path) -> None:
    (tmp_path / case.name).write_bytes(case.bytes)
    began = time.process_time()
    found = list(articles(tmp_path / case.name))
    assert time.process_time() - began < SOON_S
    read_ = [item for item in found if not isinstance(item, ArticleError)]
    refused = [str(item) for item in found if isinstance(item, ArticleError)]
    assert case.fine is None or bool(read_) is case.fine, refused
    assert all(line.startswith(str(tmp_path)) and "\n" not in line and len(line) < 1_000 for line in refused), refused
    for article, script in read_:
        whole = " ".join((article.title, *(part.text for part in paragraphs_of(article))))
        assert case.never not in whole
        assert case.said in whole
        assert script.segments
        whole.encode()


RENDERED = (
    "controls", "directions", "lone surrogates", "decomposed accents", "no characters", "SSML", "phonemes",
    "a title that is a path", "a title that is a script", "a title without letters", "a title in another script",
    "a title of 3 000 characters", "a template", "an entity in a page", "references to no characters",
    "a picture of 5 MB in the page", "overlong UTF-8",
)  # fmt: skip


@pytest.mark.slow
def test_all_that_can_be_read_is_published_whole_and_nothing_leaves_the_folder(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "newsroom")
    for number, name in enumerate(RENDERED):
        case = CASES[name]
        path = newsroom.folder / "articles" / f"{number}{Path(case.name).suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(case.bytes)
    done = newsroom.run("render", "--json")
    failed = [line["error"] for line in done.lines if line["status"] == "failed"]
    assert len(done.lines) == len(RENDERED)
    assert len(failed) <= 1, failed
    assert "Traceback" not in done.err
    checked = newsroom.run("verify")
    assert checked.code == 0, checked.out
    assert {path.name for path in tmp_path.iterdir()} == {"newsroom"}
    pages = [path.read_text(encoding="utf-8") for path in newsroom.output.rglob("*.html")]
    assert not any("<script>alert" in page for page in pages)


@pytest.mark.slow
def test_equal_titles_become_two_episodes(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    for name in ("un", "deux"):
        newsroom.article(f"articles/{name}.txt", text(BODY))
    done = newsroom.run("render", "--json")
    assert [line["status"] for line in done.lines] == ["rendered", "rendered"], done.err
    assert len({line["episode"] for line in done.lines}) == 2


NAMES = (
    b"a\nb.txt", b"a'b\".txt", b"-rf.txt", b"--output.txt", b"caf\xe9.txt", b"$(id).txt", b"%2e%2e.txt",
    b"a;b&c.txt", b"\xe2\x80\xaegnp.txt", b" .txt", b"a" * 200 + b".txt",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_any_name_that_a_file_can_have_is_the_name_of_an_article(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "newsroom")
    folder = newsroom.folder / "articles"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))).write_text(text(BODY, f"Pont {number}"))  # noqa: PTH118
    done = newsroom.run("render", "--json")
    assert [line["error"] for line in done.lines if line["status"] == "failed"] == []
    assert len(done.lines) == len(NAMES)
    assert newsroom.run("verify").code == 0
    assert all(line["status"] == "unchanged" for line in newsroom.run("render", "--json").lines)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(BODY))
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = list(articles(tmp_path))
    assert len([item for item in found if not isinstance(item, ArticleError)]) == 1
    assert [str(item) for item in found if isinstance(item, ArticleError)] == [
        f"{tmp_path / 'self.txt'}: cannot be found: a link that leads to itself"
    ]
    assert isinstance(next(articles(tmp_path / "self.txt")), ArticleError)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(next(articles(tmp_path / "pipe.txt")), ArticleError)
    assert isinstance(next(articles(Path("/dev/zero"))), ArticleError)

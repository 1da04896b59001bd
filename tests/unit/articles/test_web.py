"""Pages over HTTP, from a server on this machine."""

import gzip
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from msgspec.structs import replace

from audionews import __version__
from audionews.articles import Source, Terms, read_article
from audionews.articles.urls import allowed, without_password
from audionews.articles.web import Page, Visitor
from audionews.errors import ArticleError
from unit.articles.samples import LOCAL, NOW, PARIS, articles_at, found_at

HTML = "<html><h1>L’été du bac</h1><p>Il passe l’eau en quatre minutes, et il la repasse aussitôt.</p></html>"
LIMITS = replace(LOCAL, bytes=20_000, redirects=3)
HASTE = replace(LIMITS, timeout_s=0.3, whole_s=0.8)
"""For servers that dawdle."""


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[dict[str, str]]] = []
    robots_asked: ClassVar[list[str]] = []
    robots: ClassVar[tuple[bytes, str, int]] = (b"", "text/plain", 404)

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.robots_asked.append(self.path)
            self.answer(*self.robots)
            return
        self.asked.append({"path": self.path, **dict(self.headers)})
        getattr(self, "get_" + self.path.strip("/").split("/")[0].split("?")[0].split(".")[0], self.get_none)()

    def answer(self, data: bytes, type_: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": type_, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def get_none(self) -> None:
        self.answer(b"no", status=404)

    def get_page(self) -> None:
        self.answer(HTML.encode(), Last_Modified="Tue, 14 Oct 2025 05:45:00 GMT")

    def get_windows(self) -> None:
        self.answer(HTML.encode("cp1252"), "text/html; charset=iso-8859-1", Last_Modified="hier")

    def get_packed(self) -> None:
        self.answer(gzip.compress(HTML.encode()), Content_Encoding="gzip")

    def get_bomb(self) -> None:
        self.answer(gzip.compress(b"0" * 3_000_000), Content_Encoding="gzip")

    def get_twice(self) -> None:
        half = len(HTML) // 2
        packed = gzip.compress(HTML[:half].encode()) + gzip.compress(HTML[half:].encode()) + b"\0\0"
        self.answer(packed, Content_Encoding="gzip")

    def get_bombs(self) -> None:
        self.answer(gzip.compress(b"0" * 15_000) * 3, Content_Encoding="gzip")

    def get_deflated(self) -> None:
        self.answer(zlib.compress(b"0" * 3_000_000), Content_Encoding="deflate")

    def get_nested(self) -> None:
        self.answer(gzip.compress(gzip.compress(b"0" * 3_000_000)), Content_Encoding="gzip, gzip")

    def get_unpacked(self) -> None:
        self.answer(HTML.encode(), Content_Encoding="gzip")

    def get_brotli(self) -> None:
        self.answer(b"\x8b\x03\x80", Content_Encoding="br")

    def get_plainly(self) -> None:
        self.answer(HTML.encode(), Content_Encoding="identity")

    def get_cutpacked(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(gzip.compress(HTML.encode())[:-20])

    def get_data(self) -> None:
        self.answer(b'{"title": "Le bac"}', "application/json")

    def get_moved(self) -> None:
        self.answer(b"", status=302, Location="/page?from=moved")

    def get_round(self) -> None:
        self.answer(b"", status=301, Location="/round")

    def get_away(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def get_closed(self) -> None:
        self.answer(b"", status=403)

    def get_broken(self) -> None:
        self.answer(b"", status=503)

    def get_large(self) -> None:
        self.answer(b"0" * 50_000)

    def get_slow(self) -> None:
        self.server.stop.wait(1)  # type: ignore[attr-defined]

    def get_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.stop.wait(0.1):  # type: ignore[attr-defined]
            try:
                self.wfile.write(b"x" * 70_000 if "much" in self.path else b"x")
            except OSError:
                return

    def get_headdrip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        number = 0
        while not self.server.stop.wait(0.1):  # type: ignore[attr-defined]
            try:
                self.wfile.write(b"X-%d: x\r\n" % (number := number + 1))
            except OSError:
                return

    def get_endless(self) -> None:
        while not self.server.stop.wait(0):  # type: ignore[attr-defined]
            try:
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            except OSError:
                return

    def get_heads(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n")

    def get_chunks(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n")

    def get_utf8(self) -> None:
        self.answer(b"", status=302, Location="/page/\u00e9t\u00e9".encode().decode("latin-1"))

    def get_nowhere(self) -> None:
        self.answer(b"", status=302, Location="http://anne:secret@[x/")

    def get_home(self) -> None:
        self.answer(b"", status=302, Location=f"http://localhost:{self.server.server_port}/page")  # type: ignore[attr-defined]

    def get_login(self) -> None:
        self.answer(b"", status=302, Location=f"http://anne:secret@{self.headers['Host']}/page")

    def get_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")

    def get_rubbish(self) -> None:
        self.wfile.write(b"no HTTP at all\r\n\r\n")

    def get_picture(self) -> None:
        self.answer(b"GIF89a", "image/gif")

    def get_text(self) -> None:
        self.answer("Le bac\n\nIl passe, puis il repasse l’eau.".encode(), "text/plain")

    def get_raw(self) -> None:
        self.answer(b"---\ntitle: Le bac\n---\nIl passe.", "text/plain")

    def get_feed(self) -> None:
        body = (
            f"<rss><channel><item><title>Le bac</title><description>{'Il va. ' * 60}</description></item>"
            f"</channel></rss>"
        )
        self.answer(body.encode(), "text/html")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    server.daemon_threads = True
    Handler.asked.clear()
    Handler.robots_asked.clear()
    Handler.robots = (b"", "text/plain", 404)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(address: str, terms: Terms = LOCAL) -> Page:
    return Visitor(terms).fetch(address)


def test_a_page_becomes_an_article(site: str) -> None:
    (article,) = articles_at(f"{site}/page")
    assert article.title == "L’été du bac"
    assert article.id == article.url == f"{site}/page"
    assert article.published.isoformat() == "2025-10-14T07:45:00+02:00"
    assert Handler.asked[0]["User-Agent"] == f"audionews/{__version__}"
    assert not {"Cookie", "Authorization", "Referer"} & set(Handler.asked[0])


def test_a_site_learns_for_which_show_we_read(site: str) -> None:
    fetch(f"{site}/page", replace(LOCAL, contact="https://journal.example/podcast/"))
    assert Handler.asked[0]["User-Agent"] == f"audionews/{__version__} (+https://journal.example/podcast/)"


@pytest.mark.parametrize("path", ["windows", "packed", "twice", "plainly", "moved", "utf8"])
def test_encodings_packings_and_redirects(site: str, path: str) -> None:
    assert articles_at(f"{site}/{path}")[0].title == "L’été du bac"


def test_the_address_is_where_it_came_from_in_the_end(site: str) -> None:
    (source,) = found_at(f"{site}/moved")
    assert isinstance(source, Source)
    assert (source.name, source.address) == (f"{site}/moved", f"{site}/page?from=moved")


def test_text_markdown_and_feeds(site: str) -> None:
    assert [articles_at(f"{site}/{path}")[0].title for path in ("text", "raw.md", "raw", "feed")] == ["Le bac"] * 4
    (source,) = found_at(f"{site}/windows")
    assert isinstance(source, Source)
    assert read_article(source, PARIS).published == NOW


def test_accents_in_an_address(site: str) -> None:
    fetch(f"{site}/page/été d’hiver?où=là#fin")
    assert Handler.asked[0]["path"] == "/page/%C3%A9t%C3%A9%20d%E2%80%99hiver?o%C3%B9=l%C3%A0"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone", "the server answers 404: it is not there; check the address"),
        ("closed", "the server answers 403: it refuses to give it"),
        ("broken", "the server answers 503: it cannot give it now"),
        ("round", "sends us on more than 3 times"),
        ("away", "only http and https addresses can be read, not file:///etc/passwd"),
        ("nowhere", "sends us on to what is not an address: http://…@[x/"),
        ("login", "an address with a user name or password in it is not opened"),
        ("home", "localhost leads to "),
        ("large", "is larger than"),
        ("bomb", "is larger than"),
        ("bombs", "is larger than"),
        ("deflated", "is compressed as deflate, which nobody asked for; only gzip can be read"),
        ("nested", "is compressed as gzip, gzip, which nobody asked for; only gzip can be read"),
        ("unpacked", "is not compressed as the server says"),
        ("drip/much", "is larger than"),
        ("heads", "the connection broke: got more than 65536 bytes"),
        ("chunks", "the connection broke: "),
        ("cut", "the connection broke: 4 of 1000 bytes"),
        ("cutpacked", "the connection broke: "),
        ("brotli", "is compressed as br, which nobody asked for; only gzip can be read"),
        ("rubbish", "the connection broke: "),
    ],
)
def test_what_cannot_be_had(site: str, path: str, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        fetch(f"{site}/{path}", LIMITS)
    assert str(caught.value).startswith(f"{site}/{path}: {message}")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("slow", "no answer within 0.3 s"),
        ("drip", "was not there whole within 0.8 s"),
        ("headdrip", "was not there whole within 0.8 s"),
        ("endless", "was not there whole within 0.8 s"),
    ],
)
def test_who_dawdles_is_not_waited_for(site: str, path: str, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        fetch(f"{site}/{path}", HASTE)
    assert str(caught.value) == f"{site}/{path}: {message}"


def test_nobody_there() -> None:
    with pytest.raises(ArticleError, match=r"http://127\.0\.0\.1:9/x: cannot be reached: Connection refused"):
        fetch("http://127.0.0.1:9/x", LIMITS)


def test_a_password_is_shown_to_nobody(site: str) -> None:
    (error,) = found_at(site.replace("://", "://anne:secret@") + "/page")
    assert "secret" not in str(error)
    assert str(error).endswith("an address with a user name or password in it is not opened")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://anne:p%40ss@example.org/@anne", "https://…@example.org/@anne"),
        ("https://example.org/@anne", "https://example.org/@anne"),
        ("https://anne:sec/ret@example.org/", "https://…@example.org/"),
        ("ftp://anne@x", "ftp://…@x"),
    ],
)
def test_addresses_as_they_are_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown


RULES = b"""User-agent: *
Disallow: /

User-agent: Audionews/2
Disallow: /page?
Disallow: /moved
"""


def test_a_site_is_read_as_it_asks_programs_to(site: str) -> None:
    Handler.robots = (RULES, "text/plain", 200)
    visitor = Visitor(replace(LOCAL, robots=True))
    assert visitor.fetch(f"{site}/page").type == "text/html"
    for path in ("page?x=1", "moved"):
        with pytest.raises(
            ArticleError, match=r"its site asks programs not to read it \(robots\.txt\); if it is yours"
        ):
            visitor.fetch(f"{site}/{path}")
    assert Handler.robots_asked == ["/robots.txt"]  # once for the site
    assert [asked["path"] for asked in Handler.asked] == ["/page"]


def test_a_page_that_may_not_be_read_is_not_read_by_a_detour(site: str) -> None:
    Handler.robots = (b"User-agent: *\nDisallow: /page", "text/plain", 200)
    with pytest.raises(ArticleError, match="asks programs not to read it"):
        fetch(f"{site}/moved", replace(LOCAL, robots=True))
    assert [asked["path"] for asked in Handler.asked] == ["/moved"]


def test_a_site_that_cannot_say_now_is_asked_later(site: str) -> None:
    Handler.robots = (b"", "text/plain", 503)
    with pytest.raises(ArticleError, match=r"answers 503 when asked for its robots\.txt; try later"):
        fetch(f"{site}/page", replace(LOCAL, robots=True))
    assert Handler.asked == []


@pytest.mark.parametrize(("path", "type_"), [("picture", "image/gif"), ("data", "application/json")])
def test_what_is_no_article(site: str, path: str, type_: str) -> None:
    (error,) = found_at(f"{site}/{path}")
    what = f"{site}/{path}: is {type_}, not an article; an address should give a page, a feed or a text"
    assert str(error) == what


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("http:///x", "only http and https"),
        ("http://a:b@x.example/", "user name or password"),
        ("http://[x/", "is not an address"),
        ("http://x.example:port/", "is not an address"),
        (f"http://{'é' * 90}.example/", "is not an address"),
    ],
)
def test_addresses_that_are_not_opened(address: str, message: str) -> None:
    with pytest.raises(ArticleError, match=message):
        allowed("x", address)


def test_addresses_as_they_are_asked_for() -> None:
    assert allowed("x", "https://Été.example:8443/à?b=ç%20d#e") == "https://xn--t-9fab.example:8443/%C3%A0?b=%C3%A7%20d"
    assert allowed("x", "http://[::1]/") == "http://[::1]/"

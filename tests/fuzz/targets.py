"""What is fuzzed: for each border where outside bytes come in, a function that raises only when there is a bug.

Bad input ends in one of our own errors; good input ends in values that keep their promises. `drive.py` has atheris look
for inputs that break one, `test_corpus.py` runs those that are kept.
"""

import asyncio
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from audionews.articles import Source, find_sources, read_article
from audionews.articles.robots import allows, rules_for
from audionews.articles.urls import allowed, without_password
from audionews.domain import Article
from audionews.errors import ArticleError, SettingsError
from audionews.french import lint, read
from audionews.french.contradictions import problems
from audionews.french.lexicon import Lexicon, parse_line, read_lexicon
from audionews.french.pls import read_pls
from audionews.french.sentences import sentences
from audionews.script import paragraphs_of, write_script
from audionews.serve import application
from audionews.settings import TextTable, read_settings, show_of
from audionews.voices import load_voice
from loops import run

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2025, 8, 23, 12, tzinfo=UTC)
_UNFOLDED = re.compile(r"\A\s|\s\Z|\s\s|[^\S \u00a0\u202f]")
BODY = bytes(range(256)) * 4


def _article(kind: str) -> Callable[[bytes], None]:
    """Return the target that reads bytes as one kind of article."""

    def target(data: bytes) -> None:
        with suppress(ArticleError):
            _is_sound(read_article(Source(name=f"a.{kind}", data=data, kind=kind, modified=NOW), PARIS))

    return target


def _is_sound(article: Article) -> None:
    """Hold an article to what `Article` and `Script` promise."""
    paragraphs = [part.text for part in paragraphs_of(article)]
    assert article.id
    assert article.title.strip()
    assert article.published.tzinfo is not None
    assert not [text for text in paragraphs if not text.strip() or _UNFOLDED.search(text)]
    "".join((article.title, article.category or "", article.author or "", *paragraphs)).encode()
    script = write_script(article, TextTable(), read)
    assert script.segments
    assert all(mark.segment < len(script.segments) for mark in script.marks)


def _anything(data: bytes) -> None:
    """Read bytes as standard input brings them: text, Markdown, a page, or a feed with its entries."""
    for source in find_sources(["-"], now=NOW, stdin=BytesIO(data)):
        if isinstance(source, Source):
            with suppress(ArticleError):
                _is_sound(read_article(source, PARIS))


def _feed(data: bytes) -> None:
    if b"<rss" not in data and b"<feed" not in data and b"RDF" not in data:
        data = b"<rss><channel><item><title>T</title><description>" + data + b"</description></item></channel></rss>"
    _anything(data)


def _normaliser(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")
    readings = read(text)
    assert "".join(reading.written for reading in readings) == text
    if "@" not in text:  # a handle is said as it is written
        spoken = "".join(reading.spoken for reading in readings)
        assert not any(character.isascii() and character.isdigit() for character in spoken), spoken
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    lint.findings_in(text, read)


def _lexicon(data: bytes) -> None:
    with _file("words.tsv", data) as path, suppress(SettingsError):
        lexicon = read_lexicon([path])
        problems(lexicon)
        assert [parse_line(entry.row()).row() for entry in lexicon.entries] == [
            entry.row() for entry in lexicon.entries
        ]
        _says(lexicon)


def _pls(data: bytes) -> None:
    with suppress(SettingsError):
        entries, _ = read_pls(data, "words.pls")
        _says(Lexicon(entries))


def _says(lexicon: Lexicon) -> None:
    """Let the words of a lexicon be found in a text that is made of them."""
    text = " ; ".join(entry.written for entry in lexicon.entries[:20])
    for claim in lexicon.rule()(text):
        assert 0 <= claim.start < claim.end <= len(text)


def _settings(data: bytes) -> None:
    with _file("audionews.toml", data) as path, suppress(SettingsError):
        show = show_of(read_settings(path).show)
        assert show.url.endswith("/")


def _voice(data: bytes) -> None:
    with _file("own.toml", data) as path, suppress(SettingsError):
        assert 0.5 <= load_voice("own", (path.parent,)).rate <= 2.0


class _file:  # noqa: N801 - used as a function
    """A file that holds the bytes, always the same one: making a folder each time would take most of the time."""

    def __init__(self, name: str, data: bytes) -> None:
        self._path = _folder() / name
        self._path.write_bytes(data)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._path.unlink()


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _range(data: bytes) -> None:
    """Ask for a file with any Range header: the answer is the file, a part of it that was asked for, or a refusal."""
    with _file("sound.mp3", BODY):
        status, headers, body = run(_get(data.replace(b"\n", b"").replace(b"\r", b"")))
    assert status in {200, 206, 400, 416}, status
    if status == 200:
        assert body == BODY
    if status == 206 and b"content-range" in headers:
        start, _, end = headers[b"content-range"].removeprefix(b"bytes ").partition(b"/")[0].partition(b"-")
        assert body == BODY[int(start) : int(end) + 1]
    if status == 206:
        assert int(headers[b"content-length"]) == len(body)


async def _get(header: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/sound.mp3",
        "raw_path": b"/sound.mp3",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"range", header)],
    }
    await application(_folder())(scope, receive, send)
    parts = [part for message in sent[1:] if isinstance(part := message.get("body", b""), bytes)]
    status, headers = sent[0]["status"], sent[0]["headers"]
    assert isinstance(status, int)
    assert isinstance(headers, list)
    return status, dict(headers), b"".join(parts)


def _robots(data: bytes) -> None:
    """Read a robots.txt; the rules say yes or no to any address, whatever stands in them."""
    text, _, path = data.decode("utf-8", "replace").rpartition("\n")
    rules = rules_for("audionews", text)
    assert allows(rules, f"/{path}") in {True, False}
    assert not allows(rules_for("audionews", "User-agent: audionews\nDisallow: /"), f"/{path}")


def _address(data: bytes) -> None:
    """Take anything for an address: it is refused, or asked for in ASCII and without anybody's password."""
    place = data.decode("utf-8", "replace")
    shown = without_password(place)
    with suppress(ArticleError):
        address = allowed(shown, place)
        assert address.isascii()
        assert address.isprintable()
        assert " " not in address
        assert "@" not in urlsplit(address).netloc


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": _article("text"),
    "markdown": _article("markdown"),
    "html": _article("html"),
    "feed": _feed,
    "stdin": _anything,
    "normaliser": _normaliser,
    "lexicon": _lexicon,
    "pls": _pls,
    "settings": _settings,
    "voices": _voice,
    "range": _range,
    "robots": _robots,
    "address": _address,
}


def kept(name: str) -> Iterator[Path]:
    """Yield the files of a target's corpus."""
    yield from sorted((Path(__file__).parent / "corpus" / name).iterdir())

"""How a file that says what a good reader finds in an article is compared with what was found."""

import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from audionews.articles import Source, Terms, find_sources, read_article
from audionews.domain import Article, Paragraph
from audionews.errors import ArticleError

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
LOCAL = Terms(hosts=frozenset({"127.0.0.1"}), robots=False)
"""On which servers of the tests are asked."""


def read(data: str | bytes, kind: str = "text", *, name: str = "article.txt", address: str | None = None) -> Article:
    """Read one article out of its text."""
    raw = data.encode() if isinstance(data, str) else data
    return read_article(Source(name=name, data=raw, kind=kind, modified=NOW, address=address), PARIS)


def found_at(*places: str | Path, stdin: bytes = b"") -> list[Source | ArticleError]:
    """Find the sources at some places."""
    return list(find_sources([str(place) for place in places], now=NOW, stdin=io.BytesIO(stdin), terms=LOCAL))


def articles_at(*places: str | Path, stdin: bytes = b"") -> list[Article]:
    """Read all articles at some places, none of which may be an error."""
    return [read_article(_sound(source), PARIS) for source in found_at(*places, stdin=stdin)]


def _sound(source: Source | ArticleError) -> Source:
    if isinstance(source, ArticleError):
        raise source
    return source


def paragraphs(article: Article) -> list[Paragraph]:
    """All paragraphs in order."""
    return [*article.lead, *(paragraph for section in article.sections for paragraph in section.paragraphs)]


def headings(article: Article) -> list[str]:
    """All headings in order."""
    return [section.heading for section in article.sections]


def shape(article: Article) -> list[str]:
    """The body as lines: ``# heading``, ``- entry``, ``> quotation`` or text."""
    marks = {"body": "", "item": "- ", "quote": "> "}
    lines = [marks[paragraph.kind] + paragraph.text for paragraph in article.lead]
    for section in article.sections:
        lines.append(f"# {section.heading}")
        lines += [marks[paragraph.kind] + paragraph.text for paragraph in section.paragraphs]
    return lines


def differences(path: Path) -> list[str]:
    """Return what is not as the file beside a sample says."""
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found, wanted = articles_at(path), expected.get("items") or [expected]
    if len(found) != len(wanted):
        return [f"{len(found)} articles, not {len(wanted)}"]
    everywhere = expected.get("must_not_contain", []) if "items" in expected else []
    return [fault for article, each in zip(found, wanted, strict=True) for fault in _faults(article, each, everywhere)]


def _faults(article: Article, wanted: Mapping[str, Any], unheard: list[str]) -> Iterator[str]:
    said = _folded(" ".join(line.removeprefix("# ") for line in shape(article)))
    facts = {
        "title": article.title,
        "category": article.category,
        "author": article.author,
        "published": article.published.date().isoformat(),
        "language": article.language,
        "headings": headings(article),
        "paragraphs": len(paragraphs(article)),
    }
    also = wanted.get("accept", {})
    for key, fact in facts.items():
        good = [_folded(each) for each in (wanted.get(key, fact), *also.get(key, []))]
        in_one = _folded(_blocks(article)) if key == "paragraphs" else None
        if _folded(fact) not in good and (in_one is None or in_one not in good):
            yield f"{key} is {fact!r}, not {wanted[key]!r}"
    if not _folded(paragraphs(article)[0].text).startswith(_folded(wanted.get("lead", ""))):
        yield f"the lead is {paragraphs(article)[0].text!r}"
    yield from (f"lost: {text}" for text in wanted.get("must_contain", []) if _folded(text) not in said)
    for text in (*wanted.get("must_not_contain", []), *unheard):
        if _folded(text) and _folded(text) in said:
            yield f"heard: {text}"
    for text in wanted.get("must_appear_once", []):
        if said.count(_folded(text)) != 1:
            yield f"heard {said.count(_folded(text))} times: {text}"


def _blocks(article: Article) -> int:
    """Count paragraphs with each list as one."""
    count = 0
    for part in (article.lead, *(section.paragraphs for section in article.sections)):
        for index, paragraph in enumerate(part):
            count += not (paragraph.kind == "item" and index and part[index - 1].kind == "item")
    return count


def _folded(value: Any) -> Any:
    if isinstance(value, list):
        return [_folded(each) for each in value]
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFKC", value).replace("’", "'").split())
    return value

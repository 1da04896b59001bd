"""Articles: found at the places a user names and read from the formats newsrooms send, one format a file.

``find_sources`` finds bytes, ``read_article`` makes an `Article` of them. Nothing here knows what becomes of an
article.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from audionews.articles.agencies import without_dateline
from audionews.articles.bounds import bounded
from audionews.articles.corrections import corrected
from audionews.articles.draft import Draft, Source, compose
from audionews.articles.sources import find_sources
from audionews.articles.terms import Terms, terms_of
from audionews.domain import Article, Paragraph
from audionews.errors import ArticleError

__all__ = ["Source", "Terms", "find_sources", "read_article", "terms_of"]

_READERS = {"text": "read_text", "markdown": "read_markdown", "html": "read_html", "entry": "read_entry"}
LONGEST_CHARACTERS = 300_000
"""Five hours of speech: whatever is longer is a file that went wrong."""
LONGEST_S = 30.0
_MODULES = {"html": "page", "entry": "feed"}


def read_article(
    source: Source, timezone: ZoneInfo, longest: int = LONGEST_CHARACTERS, *, within_s: float = LONGEST_S
) -> Article:
    """Return the article in a source.

    Args:
        source: From `find_sources`.
        timezone: The show's; of dates that do not say theirs.
        longest: Most characters that are read aloud.
        within_s: Most seconds that it may take to find them.

    Raises:
        ArticleError: What is wrong with it, and what would be right.
    """
    reader = _reader(source)
    article = bounded(source.name, within_s, lambda: compose(_drafted(reader, source, timezone), source))
    characters = sum(len(part.text) for part in _paragraphs(article))
    if characters > longest:
        raise ArticleError(
            source.name, f"has {characters} characters to read, at most {longest}: [text] longest_characters"
        )
    return replace(article, published=article.published.astimezone(timezone))


def _drafted(reader: Callable[[Source, ZoneInfo], Draft], source: Source, timezone: ZoneInfo) -> Draft:
    return corrected(without_dateline(reader(source, timezone), timezone, source.modified))


def _paragraphs(article: Article) -> Iterator[Paragraph]:
    yield from article.lead
    for section in article.sections:
        yield from section.paragraphs


def _reader(source: Source) -> Callable[[Source, ZoneInfo], Draft]:
    """Load the reader of one kind; each brings its library, and most runs need one."""
    if source.kind not in _READERS:
        raise ArticleError(source.name, f"is {source.kind}, which is not one of {', '.join(_READERS)}")
    module = import_module(f"audionews.articles.{_MODULES.get(source.kind, source.kind)}")
    reader: Callable[[Source, ZoneInfo], Draft] = getattr(module, _READERS[source.kind])
    return reader

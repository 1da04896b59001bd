"""Any text at all, in any format: an article or one clear error, never a crash, and nothing lost or invented."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audionews.articles import Source, read_article
from audionews.articles.cleaning import clean, fold, unquoted
from audionews.articles.encoding import decode
from audionews.articles.furniture import LONGEST, is_furniture, table
from audionews.domain import Article
from audionews.errors import ArticleError

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2025, 9, 1, tzinfo=UTC)
WORDS = st.text(alphabet="abcéè’- .?!:«»0123456789\u00a0\u202f\n\r\t#*-–—_[]()<>&;/\"'\\{}|=+@,", max_size=400)
PIECES = (
    *("<p>", "</p>", "<div class='newsletter'>", "</div>", "<h1>Titre</h1>", "<h2>", "</h2>", "<br>", "<b>", "</b>"),
    *(
        "<a href='#'>",
        "</a>",
        "<ul><li>",
        "</ul>",
        "<blockquote>",
        "<table><tr><td>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<q>",
    ),
    *(
        "&eacute;",
        "&#146;",
        "<script>",
        "mot ",
        "Une phrase entière. ",
        "Et une question ? ",
        "<article>",
        "<sup>2</sup>",
    ),
    "<time datetime='2025-02-30'>",
)
MARKUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def attempt(data: bytes, kind: str) -> Article | None:
    try:
        return read_article(Source(name="x", data=data, kind=kind, modified=NOW), PARIS)
    except ArticleError as found:
        error = str(found)
    assert error.startswith("x: ")
    assert "\n" not in error
    return None


def check(article: Article | None) -> None:
    if article is None:
        return
    texts = [article.title, *(paragraph.text for paragraph in article.lead)]
    for section in article.sections:
        texts += [section.heading, *(paragraph.text for paragraph in section.paragraphs)]
    assert all(text == fold(clean(text)) and text for text in texts)
    assert article.published.tzinfo is not None
    assert article.id


@settings(deadline=None)
@given(WORDS)
def test_any_text_is_an_article_or_an_error(text: str) -> None:
    check(attempt(text.encode(), "text"))


@settings(deadline=None)
@given(WORDS)
def test_any_markdown_is_an_article_or_an_error(text: str) -> None:
    check(attempt(f"# Titre\n\n{text}".encode(), "markdown"))
    check(attempt(f"---\n{text}\n---\nTexte.".encode(), "markdown"))


@settings(deadline=None, max_examples=50)
@given(MARKUP)
def test_any_markup_is_an_article_or_an_error(text: str) -> None:
    check(attempt(f"<h1>Titre</h1>{text}".encode(), "html"))


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["text", "markdown", "html"]))
def test_any_bytes_are_an_article_or_an_error(data: bytes, kind: str) -> None:
    check(attempt(data, kind))


SENTENCE = st.from_regex(r"[A-Z][a-zéèà]{2,8}( [a-zéèà]{2,9}){8,20}\.", fullmatch=True)


@settings(deadline=None, max_examples=50)
@given(st.lists(SENTENCE, min_size=1, max_size=6, unique=True))
def test_no_sentence_is_lost_or_changes_place(sentences: list[str]) -> None:
    wanted = sentences
    for kind, data in (
        ("text", "Le titre\n\n" + "\n\n".join(sentences)),
        ("text", "Le titre\n" + "\n".join(sentences)),
        ("markdown", "# Le titre\n\n" + "\n\n".join(sentences)),
        ("html", "<h1>Le titre</h1>" + "".join(f"<p>{sentence}</p>" for sentence in sentences)),
    ):
        article = attempt(data.encode(), kind)
        assert article is not None
        assert [paragraph.text for paragraph in article.lead] == wanted


@given(st.text(alphabet="abcdeéèàçœ’« »–…€ABÉÀ.,!", min_size=30), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_unicode_encodes_comes_back(text: str, encoding: str) -> None:
    if text.strip():
        assert decode("x", text.encode(encoding)) == text


@given(st.text())
def test_cleaning_is_done_in_one_go(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(clean(text))) == fold(clean(text))
    assert not re.search(r"[\x00-\x08\u200b\ufeff]", clean(text))


@given(st.text(alphabet="ab «»“”\"' ", max_size=12))
def test_guillemets_come_off_in_one_go(title: str) -> None:
    assert unquoted(unquoted(title)) == unquoted(title)


@pytest.mark.parametrize("pattern", [pattern for _, _, pattern in table()])
@settings(suppress_health_check=list(HealthCheck), max_examples=10)
@given(data=st.data())
def test_what_fits_a_row_of_the_furniture_begins_as_the_table_says(pattern: str, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(re.compile(pattern, re.ASCII | re.DOTALL), fullmatch=True))
    seen = fold(line).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ").strip("*_ ")
    if len(seen) <= LONGEST and re.fullmatch(pattern, seen, re.DOTALL):
        assert is_furniture(line)

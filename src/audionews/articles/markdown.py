"""Markdown with front matter; the owner of markdown-it.

Markup is not read aloud: emphasis, links and code keep their words; pictures, notes, comments and short codes go.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from audionews.articles.bylines import byline, names
from audionews.articles.cleaning import clean, fold
from audionews.articles.credits import without_credits
from audionews.articles.dates import ImpossibleDateError, date_line, impossible, machine_date
from audionews.articles.draft import Block, BlockKind, Draft, Source
from audionews.articles.encoding import decode
from audionews.articles.forms import Form, raised, row_text, settled
from audionews.articles.front_matter import FrontMatter, split_front_matter
from audionews.articles.furniture import comparable, without_furniture
from audionews.articles.rubriques import looks_like_rubrique, rubrique
from audionews.errors import ArticleError
from audionews.expressions import expression

_SHORT_CODES = expression(
    r"\{\{[<%].{0,500}?[%>]\}\}|\{%.{0,500}?%\}|\{:[^{}\n]{0,500}\}"
    r"|\[/?(?:caption|gallery|embed|video|audio|toc)\b[^\[\]]*\]|!\[\[[^\[\]]*\]\]|^\[\[?_?toc_?\]?\]$"
    r"|^:::[^\n]*$|^\*\[[^\]\n]+\]:[^\n]*$|^(?:> ?)+\[!\w+\][+-]?"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_WIKI_LINK = expression(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\]")
_RAISED = expression(r"<sup>([^<>]{1,40})</sup>", re.IGNORECASE)
_HEADING_ID = expression(r"(?<![ \t])[ \t]*\{#[\w-][^{}\n]*\}[ \t]*$", re.MULTILINE)
_LABELLED = expression(
    r"(?:auteure?s?|autrice|par|date|publiée?(?: le)?|mise? à jour|rubriques?|catégories?|section)\s?:", re.IGNORECASE
)
_SKIPPED = {"footnote_block_open": "footnote_block_close", "s_open": "s_close"}


def read_markdown(source: Source, zone: tzinfo) -> Draft:
    """Return what a Markdown file holds.

    Raises:
        ArticleError: It is no text, its front matter is broken, or its date cannot be.
    """
    parts = split_front_matter(source.name, clean(decode(source.name, source.data)))
    try:
        published = _date(parts, zone, source.modified)
        forms, picture = _forms(parts.body)
        found, credit = without_credits(forms, zone, source.modified)
    except ImpossibleDateError as error:
        raise ArticleError(source.name, impossible(error)) from error
    above, found = _rubrique_above(found)
    title, found = _titled(found, fold(parts.text("title", "titre")))
    url = parts.text("url", "canonical", "canonical_url", "canonicalurl", "link", "permalink")
    return Draft(
        title=title,
        category=rubrique(
            parts.text(
                "category", "categories", "catégorie", "catégories", "categorie", "rubrique", "rubriques", "section"
            )
        )
        or credit.category
        or above,
        authors=_authors(parts) or credit.authors,
        published=published or credit.published or credit.updated,
        blocks=without_furniture([*_lead(parts, found), *settled(found)], title),
        id=parts.text("id", "guid") or None,
        url=url if re.match("https?://", url) else None,
        image=parts.text("image", "cover", "featured_image", "thumbnail", "img") or picture,
        language=parts.text("lang", "language", "langue", "locale") or None,
        correction=parts.text("correction", "erratum", "rectificatif") or None,
    )


def _lead(parts: FrontMatter, found: Sequence[Form]) -> list[Block]:
    """Return the lead that stands in the front matter, unless the text has it too; a summary is not for listeners."""
    lead = fold(parts.text("chapo", "chapô", "chapeau", "lead", "standfirst"))
    again = any(comparable(lead) in comparable(form.block.text) for form in found)
    return [Block("body", lead)] if lead and not again else []


def _rubrique_above(found: list[Form]) -> tuple[str | None, list[Form]]:
    """Return the rubrique that stands above the title, and what is left."""
    first, second = [*found, *[None] * 2][:2]
    above = first and second and second.level == 1 != first.level and _is_rubrique(first, second)
    return (rubrique(first.block.text), found[1:]) if first and above else (None, found)


def _is_rubrique(form: Form, title: Form) -> bool:
    return form.block.kind in {"body", "heading"} and looks_like_rubrique(form.block.text, title.block.text)


def _authors(parts: FrontMatter) -> tuple[str, ...]:
    given = parts.texts("author", "authors", "auteur", "auteurs", "auteure", "autrice", "byline")
    return tuple(dict.fromkeys(name for text in given for name in byline(text) or names(text)))


def _date(parts: FrontMatter, zone: tzinfo, near: datetime) -> datetime | None:
    """Return the moment in the front matter.

    Raises:
        ImpossibleDateError: What stands there is no date.
    """
    for key in (
        "date",
        "published",
        "publié",
        "publication",
        "publié_le",
        "parution",
        "date_parution",
        "published_at",
        "publishdate",
        "pubdate",
        "date_publication",
        "datepublished",
    ):
        for text in parts.texts(key):
            line = date_line(text, zone, near=near)
            moment = line[0] if line else machine_date(text, zone)
            if moment is None:
                raise ImpossibleDateError(text)
            return moment
    return None


def _titled(found: list[Form], given: str) -> tuple[str, list[Form]]:
    """Return the title and what is left below it: the first ``#`` at the top, else the front matter's."""
    tops = [index for index, form in enumerate(found) if form.level == 1]
    same = next((index for index in tops if comparable(found[index].block.text) == comparable(given)), None)
    if same is not None:
        return given, [*found[:same], *found[same + 1 :]]
    alone = len(tops) == 1 and not any(form.block.kind == "body" for form in found[: tops[0]])
    if tops and (alone or not given):
        return found[tops[0]].block.text, [*found[: tops[0]], *found[tops[0] + 1 :]]
    if not given and found and found[0].marked:
        return found[0].block.text, found[1:]
    return given, found


def _forms(text: str) -> tuple[list[Form], str | None]:
    """Return what is written, and the first picture above the sections."""
    text = _HEADING_ID.sub("", _WIKI_LINK.sub(r"\1", _SHORT_CODES.sub("", text)))
    text = _RAISED.sub(lambda found: raised(found[1], found.string[max(0, found.start() - 8) : found.start()]), text)
    text = re.sub(r"==(?=\S)([^=\n]+)==", r"\1", text)
    tokens = _reader().parse(text)
    picture = _illustrate(tokens)
    return list(_read(tokens)), picture


@cache
def _reader() -> MarkdownIt:
    """Return what reads Markdown; it is made once: made for each article, a thousand of them would lie around."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return reader.disable("code")  # an indented paragraph is a paragraph in French typography


def _illustrate(tokens: Sequence[Token]) -> str | None:
    """Give each heading the first picture under it; return the first one that stands above, or under the title."""
    above: str | None = None
    headings: list[Token] = []
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            is_title = before.tag == "h1" and not headings
            headings.append(before if is_title else token)
        elif token.type == "inline" and (picture := _picture(token)):
            if not headings or headings[-1].type == "heading_open":
                above = above or picture
            else:
                headings[-1].meta.setdefault("image", picture)
    return above


def _picture(token: Token) -> str | None:
    found = (str(child.attrs.get("src", "")) for child in token.children or [] if child.type == "image")
    return next((source for source in found if source and not source.startswith("data:")), None)


def _read(tokens: Sequence[Token]) -> Iterator[Form]:
    kinds: list[BlockKind] = []
    index, level = 0, 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "footnote_block_open":
            index = _after(tokens, index, "footnote_block_close")
            continue
        if token.type == "table_open":
            end = _after(tokens, index, "table_close")
            yield from _table(tokens[index:end])
            index = end
            continue
        if token.type in {"blockquote_open", "list_item_open"}:
            kinds.append("quote" if token.type == "blockquote_open" else "item")
        elif token.type in {"blockquote_close", "list_item_close"}:
            kinds.pop()
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            yield from _inline(token, kinds[-1] if kinds else "body", level)
        elif token.type == "html_block":
            yield from _markup(token.content)
        index += 1


def _after(tokens: Sequence[Token], index: int, close: str) -> int:
    return next((place + 1 for place in range(index, len(tokens)) if tokens[place].type == close), len(tokens))


def _table(tokens: Sequence[Token]) -> Iterator[Form]:
    row: list[str] = []
    for token in tokens:
        if token.type == "inline":
            row.append(_words(token.children or [])[0])
        elif token.type == "tr_close":
            if any(row):
                yield Form(Block("item", row_text(row)), bold=False, linked=0.0)
            row = []


def _markup(text: str) -> Iterator[Form]:
    from audionews.articles.page import fragment_forms

    if re.fullmatch(r"\s*(?:<!--.*?-->\s*)*|\s*</?\w[^>]*>\s*", text, re.DOTALL):
        return
    yield from fragment_forms(text)


def _inline(token: Token, kind: BlockKind, level: int) -> Iterator[Form]:
    children = token.children or []
    if kind == "body" and not level and (question := _leading_question(children)):
        yield Form(Block(kind, question[0]), bold=True, linked=0.0)
        children = children[question[1] :]
    if kind == "body" and not level and (lines := _labelled_lines(children)):
        yield from (Form(Block(kind, line), bold=False, linked=0.0) for line in lines)
        return
    text, bold, linked = _words(children)
    if not text or _is_caption(children):
        return
    text = re.sub(r"^\[[ xX]\]\s+", "", text) if kind == "item" else text
    block = Block("heading" if level else kind, text, token.meta.get("image"))
    yield Form(block, bold=bold, linked=linked, marked=bool(level), level=level)


def _labelled_lines(children: Sequence[Token]) -> list[str]:
    """Return the lines of a paragraph whose every line is a label with what it names, as ``Auteur : Jeanne Martin``."""
    breaks = [index for index, child in enumerate(children) if child.type in {"softbreak", "hardbreak"}]
    ends = [-1, *breaks, len(children)]
    lines = [_words(children[start + 1 : end])[0] for start, end in pairwise(ends)] if breaks else []
    return lines if all(map(_LABELLED.match, lines)) else []


def _leading_question(children: Sequence[Token]) -> tuple[str, int] | None:
    """Return the bold question that a paragraph begins with, and the place of the answer behind it."""
    marks = [index for index, child in enumerate(children) if child.type in {"strong_open", "strong_close"}]
    if len(marks) < 2 or _words(children[: marks[0]])[0]:
        return None
    asked, answer = _words(children[: marks[1]])[0], _words(children[marks[1] + 1 :])[0]
    return (asked, marks[1] + 1) if asked.endswith("?") and re.match(r"\W*[A-ZÀ-Þ0-9]", answer) else None


def _words(children: Sequence[Token]) -> tuple[str, bool, float]:
    """Return an inline token's words, whether all are bold, and the share of letters in links."""
    parts: list[str] = []
    depth = {"strong": 0, "link": 0, "s": 0}
    letters = {"all": 0, "strong": 0, "link": 0}
    for child in children:
        base = child.type.removesuffix("_open").removesuffix("_close")
        if base in depth:
            depth[base] += child.nesting
        words = _said(child)
        if not words or depth["s"]:
            continue
        parts.append(words)
        count = sum(map(str.isalnum, words))
        letters["all"] += count
        for each in ("strong", "link"):
            letters[each] += count if depth[each] else 0
    whole = max(letters["all"], 1)
    return fold("".join(parts)), letters["strong"] == letters["all"] > 0, letters["link"] / whole


def _said(child: Token) -> str:
    if child.type in {"text", "code_inline"}:
        return child.content
    if child.type in {"softbreak", "hardbreak"} or (
        child.type == "html_inline" and child.content.lower().startswith("<br")
    ):
        return " "
    return ""


def _is_caption(children: Sequence[Token]) -> bool:
    """Tell a picture with its caption under it from a paragraph that has a picture in it."""
    seen = [
        child
        for child in children
        if child.type not in {"softbreak", "hardbreak"} and (child.type != "text" or child.content.strip())
    ]
    return (
        bool(seen)
        and seen[0].type == "image"
        and len(seen) > 1
        and seen[1].type == "em_open"
        and seen[-1].type == "em_close"
    )

"""What a page says about its article: JSON-LD, Open Graph and other meta tags, links, and what is printed around the title.

Programs' answers come before printed ones for dates, pages, pictures; for names they agree or the person wins over the company.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone, tzinfo
from urllib.parse import urljoin, urlsplit

from audionews.articles.bylines import names as names_in
from audionews.articles.cleaning import clean, fold
from audionews.articles.credits import credit_line
from audionews.articles.dates import ImpossibleDateError, date_within, machine_date
from audionews.articles.dom import Node
from audionews.articles.furniture import comparable
from audionews.articles.names import named
from audionews.articles.rubriques import is_known_rubrique, rubrique

_ARTICLE_TYPES = re.compile(r"(?:.*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting)$")
_SITE_BEHIND = re.compile(r"\s+[|–—•·»:-]\s+[^|–—•·»:-]{2,50}$|\s*\|\s*[^|]{2,50}$")
_UTC = timezone.utc
_EPOCH = datetime(2000, 1, 1, tzinfo=_UTC)
_HOME = frozenset(
    {"accueil", "home", "lejournal", "alaune", "actualités", "actualites", "une", "vousêtesici", "vousetesici"}
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own words about its article; what it does not say is empty."""

    titles: tuple[str, ...]
    authors: tuple[str, ...]
    category: str | None
    published: datetime | None
    url: str | None
    image: str | None
    language: str | None
    body: str


def metadata(root: Node, title: Node | None, zone: tzinfo, *, address: str | None, near: datetime) -> Metadata:
    """Return what a page says about its article.

    Args:
        root: The whole page, not pruned.
        title: The heading that is the title.
        zone: Of times that do not say theirs.
        address: Where the page came from; relative links start there.
        near: Chooses the year of dates without one.
    """
    meta = _metas(root)
    data = _article_data(root)
    url = _url(root, meta, data, address)
    image = meta.get("og:image") or meta.get("twitter:image") or _first_text(data.get("image"), "url", "contentUrl")
    return Metadata(
        titles=_titles(root, meta, data),
        authors=_authors(root, meta, data, title),
        category=_category(root, meta, data, title),
        published=_published(root, meta, data, zone, near, title),
        url=url,
        image=urljoin(address or url or "", image) if image else None,
        language=_language(root, meta, data),
        body=clean(_first_text(data.get("articleBody"))),
    )


def _metas(root: Node) -> dict[str, str]:
    """Return the first content of each meta name; several values of one name are joined where names are."""
    found: dict[str, str] = {}
    for node in root.all("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop")).strip().lower()
        content = fold(clean(node.get("content")))
        if name and content:
            together = name in {"author", "article:author", "dc.creator", "citation_author"} and name in found
            found[name] = f"{found[name]}, {content}" if together else found.get(name, content)
    return found


def _article_data(root: Node) -> Mapping[str, object]:
    """Return the page's JSON-LD about its article, with the trail of pages above it as ``@trail``."""
    things = [thing for node in root.all("script") if "ld+json" in node.get("type") for thing in _things(node.text())]
    articles = [thing for thing in things if any(map(_ARTICLE_TYPES.match, _types(thing)))]
    article = dict(max(articles, key=len)) if articles else {}
    trails = [thing for thing in things if "BreadcrumbList" in _types(thing)]
    if trails:
        article["@trail"] = trails[0].get("itemListElement")
    ids = {str(thing["@id"]): thing for thing in things if "@id" in thing and "name" in thing}
    article["author"] = [
        ids.get(str(each.get("@id")), each) if isinstance(each, dict) else each for each in _list(article.get("author"))
    ]
    return article


def _things(text: str) -> Iterator[dict[str, object]]:
    text = re.sub(
        r"^\s*(?:/\*.*?\*/|//\s*)?\s*(?:<!\[CDATA\[|<!--)?|(?://)?\s*(?:\]\]>|-->)\s*$",
        "",
        text.strip(),
        flags=re.DOTALL,
    )
    try:
        data = json.loads(re.sub(r",(?=\s*[}\]])", "", text), strict=False)
    except (ValueError, RecursionError):
        return
    stack = [data]
    while stack:
        thing = stack.pop(0)
        if isinstance(thing, list):
            stack[:0] = thing
        elif isinstance(thing, dict):
            yield thing
            stack[:0] = [
                thing[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(thing.get(key), list | dict)
            ]


def _types(thing: Mapping[str, object]) -> list[str]:
    return [str(each) for each in _list(thing.get("@type"))]


def _list(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _texts(value: object, *keys: str) -> Iterator[str]:
    for each in _list(value):
        if isinstance(each, dict):
            yield from next(filter(None, ([*_texts(each.get(key))] for key in keys)), [])
        elif isinstance(each, str) and each.strip():
            yield each.strip()


def _first_text(value: object, *keys: str) -> str:
    return next(_texts(value, *keys), "")


def _titles(root: Node, meta: Mapping[str, str], data: Mapping[str, object]) -> tuple[str, ...]:
    """Return the titles given outside the text, the best first, without the site's name behind them."""
    printed = next((fold(clean(node.text())) for node in root.all("title")), "")
    site = comparable(meta.get("og:site_name", ""))
    given = (_first_text(data.get("headline")), meta.get("og:title", ""), meta.get("twitter:title", ""), printed)
    return tuple(_without_site(fold(clean(text)), site, certain=index == 3) for index, text in enumerate(given) if text)


def _without_site(text: str, site: str, *, certain: bool) -> str:
    """Take the site's name from the end; without knowing it, only from <title>, where it nearly always stands."""
    while found := _SITE_BEHIND.search(text):
        tail = comparable(found.group())
        if not (certain or (site and (tail in site or site in tail))) or len(text[: found.start()]) < 10:
            break
        text, certain = text[: found.start()], False
    return text


def _authors(root: Node, meta: Mapping[str, str], data: Mapping[str, object], title: Node | None) -> tuple[str, ...]:
    people = [
        each for each in _list(data.get("author")) if not (isinstance(each, dict) and "Organization" in _types(each))
    ]
    told = [
        *_texts(people, "name"),
        *(t for t in (meta.get("author"), meta.get("article:author"), meta.get("dc.creator")) if t),
    ]
    site = comparable(meta.get("og:site_name", ""))
    for given in (
        told[: len([*_texts(people, "name")])],
        told,
        list(_printed_names(root, title)),
        [*_texts(data.get("author"), "name")],
    ):
        found = tuple(dict.fromkeys(name for text in given for name in _named_people(text) if comparable(name) != site))
        if found:
            return found
    return ()


def _named_people(text: str) -> tuple[str, ...]:
    text = fold(clean(text))
    if re.match(r"https?://|@", text) or re.fullmatch(
        r"admin\w*|editor|wordpress|webmaster|user\d*", text, re.IGNORECASE
    ):
        return ()
    line = credit_line(text, _UTC, near=_EPOCH) if len(text) < 200 else None
    return line.authors if line and line.authors else names_in(text)


def _printed_names(root: Node, title: Node | None) -> Iterator[str]:
    """Yield the texts printed as the author's, those marked by a machine-readable word first."""
    boxes = [node for node in root.all() if _is_around_story(node)]
    for node in boxes:
        if node.get("rel") == "author" or "author" in node.get("itemprop").split():
            named_in = next((each for each in node.all() if "name" in each.get("itemprop").split()), node)
            yield named_in.get("content") or named_in.text()
            return
    for node in boxes:
        text = fold(clean(node.text()))
        if (
            named(node, "byline")
            and 2 < len(text) < 120
            and not any(named(child, "byline") and fold(child.text()) for child in node.elements)
        ):
            yield text
            return
    for node in boxes:
        if node.tag in {"p", "span", "div", "address", "em", "i"} and len(text := fold(clean(node.text()))) < 160:
            try:
                credit = credit_line(text, _UTC, near=_EPOCH)
            except ImpossibleDateError:
                continue
            if credit and credit.authors:
                yield ", ".join(credit.authors)
                return


def _is_around_story(node: Node) -> bool:
    """Tell whether an element may speak of the article: not of a comment, a neighbour or a writer's other work."""
    return not any(
        named(each, "comments")
        or each.tag in {"nav", "aside"}
        or (each.tag == "footer" and each.parent and each.parent.tag == "body")
        for each in (node, *node.above())
    )


def _category(root: Node, meta: Mapping[str, str], data: Mapping[str, object], title: Node | None) -> str | None:
    for given in (meta.get("article:section"), _first_text(data.get("articleSection")), *_printed_rubriques(root)):
        text = fold(clean(given or ""))
        if text and len(text) <= 60:
            return rubrique(text.split(",")[0] if given == meta.get("article:section") else text)
    trail = [*_trail(data), *_printed_trail(root)]
    titles = {comparable(title.text())} if title else set[str]()
    steps = [step for step in trail if comparable(step) not in _HOME and comparable(step) not in titles]
    steps = [step for step in steps if len(step) <= 40]
    return steps[-1] if steps else None


def _printed_rubriques(root: Node) -> Iterator[str]:
    for node in root.all("a"):
        rel = node.get("rel").split()
        if ("category" in rel or "articleSection" in node.get("itemprop")) and _is_around_story(node):
            yield node.text()
    for node in root.all():
        text = fold(clean(node.text())) if named(node, "rubrique") else ""
        if 1 < len(text) <= 40 and _is_around_story(node) and (is_known_rubrique(text) or not named(node, "hard")):
            links = [fold(link.text()) for link in node.all("a")]
            yield re.sub(
                r"^(?:dans|publié dans|classé dans)\s*:?\s+", "", links[0] if links else text, flags=re.IGNORECASE
            )


def _trail(data: Mapping[str, object]) -> Iterator[str]:
    for step in _list(data.get("@trail")):
        if isinstance(step, dict):
            yield fold(clean(_first_text(step.get("name")) or _first_text(step.get("item"), "name")))


def _printed_trail(root: Node) -> list[str]:
    for node in root.all():
        if named(node, "crumbs") or re.search("ariane|breadcrumb", node.get("aria-label"), re.IGNORECASE):
            links = [fold(clean(link.text())) for link in node.all("a") if fold(link.text())]
            if links:
                return links
    return []


def _published(
    root: Node, meta: Mapping[str, str], data: Mapping[str, object], zone: tzinfo, near: datetime, title: Node | None
) -> datetime | None:
    told = (
        meta.get("article:published_time"),
        _first_text(data.get("datePublished")),
        *(
            node.get("content") or node.get("datetime") or node.text()
            for node in root.all()
            if "datePublished" in node.get("itemprop").split()
        ),
        *(meta.get(name) for name in _DATE_NAMES),
        *_times(root),
        _first_text(data.get("dateCreated")),
    )
    for given in told:
        if given and (moment := machine_date(given, zone)):
            return moment
    return _printed_date(root, zone, near) or machine_date(_first_text(data.get("dateModified")), zone)


_DATE_NAMES = (
    "og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created", "parsely-pub-date",
    "sailthru.date", "publish-date", "publication_date", "article:published", "pubdate", "citation_publication_date", "cxenseparse:recs:publishtime",
)  # fmt: skip


def _times(root: Node) -> Iterator[str]:
    """Yield the dates of <time> elements, those of a publication first, never those of updates or comments."""
    times = [node for node in root.all("time") if _is_around_story(node) and not _is_update(node)]
    for node in sorted(times, key=lambda node: not ("pubdate" in node.attributes or named(node, "date"))):
        yield node.get("datetime") or node.text()


def _is_update(node: Node) -> bool:
    words = f"{node.get('class')} {node.get('itemprop')} {node.parent.get('class') if node.parent else ''}".lower()
    if re.search(r"updated|modified|maj\b|mise-a-jour", words) and "published" not in node.get("class").lower():
        return True
    before = node.parent.children[: node.parent.children.index(node)] if node.parent else []
    said = " ".join(each if isinstance(each, str) else each.text() for each in before[-2:])
    return re.search(r"(?:mis|modifié|actualisé)[^.]*$", said, re.IGNORECASE) is not None


def _printed_date(root: Node, zone: tzinfo, near: datetime) -> datetime | None:
    for node in root.all("p", "span", "div", "li", "small", "em", "i", "address"):
        text = fold(clean(node.text()))
        if not 6 <= len(text) <= 160 or not _is_around_story(node):
            continue
        try:
            credit = credit_line(text, zone, near=near)
        except ImpossibleDateError:
            continue
        if credit and credit.published:
            return credit.published
        if named(node, "date") and (moment := date_within(text, zone, near=near)):
            return moment
    return None


def _url(root: Node, meta: Mapping[str, str], data: Mapping[str, object], address: str | None) -> str | None:
    """Return the page's own address; one that is the front page's is a mistake of the site's."""
    links = [node.get("href") for node in root.all("link") if "canonical" in node.get("rel").lower().split()]
    for given in (
        *links,
        meta.get("og:url", ""),
        _first_text(data.get("mainEntityOfPage"), "@id", "url"),
        _first_text(data.get("url")),
    ):
        url = urljoin(address or "", clean(given).strip())
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc and (parts.path.strip("/") or parts.query):
            return url
    return None


def _language(root: Node, meta: Mapping[str, str], data: Mapping[str, object]) -> str | None:
    html = next(iter(root.all("html")), None)
    told = (html.get("lang") or html.get("xml:lang")) if html else ""
    return told or meta.get("og:locale") or _first_text(data.get("inLanguage")) or None

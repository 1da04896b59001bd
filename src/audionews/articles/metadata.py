"""What a page says about its article: to programs first (JSON-LD, meta tags, links), then to readers.

Programs' answers are exact where they are there. For the author a person comes before a company, whoever says it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from itertools import chain
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from audionews.articles import linked_data
from audionews.articles.bylines import names
from audionews.articles.cleaning import clean, fold
from audionews.articles.credits import credit_line
from audionews.articles.dates import ImpossibleDateError, machine_date
from audionews.articles.dom import Node
from audionews.articles.furniture import comparable
from audionews.articles.linked_data import Thing, first_text, texts, types
from audionews.articles.printed import printed_authors, printed_date, printed_rubriques, printed_times, printed_trail
from audionews.articles.rubriques import rubrique
from audionews.expressions import expression

_SITE_BEHIND = expression(r"\s+[|–—•·»:-]\s+[^|–—•·»:-]{2,50}$|\s*\|\s*[^|]{2,50}$")
_HOME = frozenset({"accueil", "home", "lejournal", "alaune", "actualités", "actualites", "une", "vousêtesici"})
_ACCOUNT = expression(r"[a-z0-9._-]+")
"""What a newsroom's program calls somebody who writes; the name that is printed is better."""

_LONGEST_NAME = 5
"""Words of a name that may hold a digit; beyond, a date stands in it."""

_WRITTEN = expression("(?:écrit|rédigé) par|written by|auteur", re.IGNORECASE)
_NOBODY = expression(r"admin\w*|editor|wordpress|webmaster|user\d*|(?:par|by|de|auteure?s?)\s?:?", re.IGNORECASE)
_SEVERAL = frozenset({"author", "article:author", "dc.creator", "citation_author"})
_DATES = (
    *("og:published_time", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created"),
    *("parsely-pub-date", "sailthru.date", "publish-date", "publication_date", "article:published", "pubdate"),
    *("citation_publication_date", "cxenseparse:recs:publishtime", "dcterms.issued"),
)


class Metadata(Struct, frozen=True):
    """A page's own words about its article; what it does not say is empty.

    Attributes:
        titles: Given outside the text, the best first, without the site's name.
        body: The whole text, where JSON-LD holds it.
    """

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
    meta, thing = _metas(root), linked_data.article_thing(root)
    url = _url(root, meta, thing, address)
    image = meta.get("og:image") or meta.get("twitter:image") or first_text(thing.get("image"), "url", "contentUrl")
    html = next(iter(root.all("html")), Node("html"))
    return Metadata(
        titles=tuple(_titles(root, meta, thing)),
        authors=_authors(root, meta, thing),
        category=_category(root, meta, thing, title),
        published=_published(root, meta, thing, zone) or printed_date(root, zone, near),
        url=url,
        image=urljoin(address or url or "", image) if image else None,
        language=html.get("lang")
        or html.get("xml:lang")
        or meta.get("og:locale")
        or first_text(thing.get("inLanguage")),
        body=clean(first_text(thing.get("articleBody"))),
    )


def _metas(root: Node) -> dict[str, str]:
    """Return the first content of each meta name; of names of authors all, joined."""
    found: dict[str, str] = {}
    for node in root.all("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop")).strip().lower()
        content = fold(node.get("content"))
        if content and name in _SEVERAL and name in found:
            found[name] += f", {content}"
        elif name and content:
            found.setdefault(name, content)
    return found


def _titles(root: Node, meta: Mapping[str, str], thing: Thing) -> Iterator[str]:
    site = comparable(meta.get("og:site_name", ""))
    for given in (first_text(thing.get("headline")), meta.get("og:title", ""), meta.get("twitter:title", "")):
        if given:
            yield _without_site(fold(clean(given)), site, certain=False)
    for node in root.all("title"):
        yield _without_site(fold(node.text()), site, certain=True)


def _without_site(text: str, site: str, *, certain: bool) -> str:
    """Take the site's name from the end; without knowing it, only from <title>, where it nearly always stands."""
    while found := _SITE_BEHIND.search(text):
        tail = comparable(found.group())
        known = bool(site) and (tail in site or site in tail)
        if not (certain or known) or found.start() < 10:
            break
        text, certain = text[: found.start()], False
    return text


def _authors(root: Node, meta: Mapping[str, str], thing: Thing) -> tuple[str, ...]:
    given = linked_data.authors(root, thing)
    people = [text for each in given if "Organization" not in types(each) for text in texts(each, "name")]
    metas = [meta[name] for name in ("author", "article:author", "dc.creator") if name in meta]
    metas += [meta[f"twitter:data{n}"] for n in "12" if _WRITTEN.match(meta.get(f"twitter:label{n}", ""))]
    companies = [text for each in given for text in texts(each, "name")]
    site = comparable(meta.get("og:site_name", ""))
    accounts: tuple[str, ...] = ()
    for told in chain((people, metas), ([text] for text in printed_authors(root)), (companies,)):
        found = tuple(dict.fromkeys(name for text in told for name in _people(text) if comparable(name) != site))
        if found and not all(map(_ACCOUNT.fullmatch, found)):
            return found
        accounts = accounts or found
    return accounts


def _people(text: str) -> tuple[str, ...]:
    """Return the names in what is given as an author; addresses and accounts of programs are none."""
    text = fold(clean(text))
    if re.match(r"https?://|@", text) or _NOBODY.fullmatch(text):
        return ()
    try:
        line = credit_line(text, UTC, near=datetime(2000, 1, 1, tzinfo=UTC))
    except ImpossibleDateError:
        line = None
    if line:
        return line.authors
    return () if len(text.split()) > _LONGEST_NAME and re.search(r"\d", text) else names(text)


def _category(root: Node, meta: Mapping[str, str], thing: Thing, title: Node | None) -> str | None:
    """Return the rubrique: told to programs, printed above the title, else the last step down to the page."""
    said = [node.get("content") or node.text(80) for node in root.all() if node.get("itemprop") == "articleSection"]
    told = (meta.get("article:section", "").split(",")[0], first_text(thing.get("articleSection")), *said)
    for text in chain(told, printed_rubriques(root)):
        if 0 < len(name := rubrique(clean(text))) <= 60:
            return name
    own = comparable(title.text()) if title else ""
    steps = [fold(clean(step)) for step in (linked_data.trail(root) or printed_trail(root))]
    steps = [step for step in steps if comparable(step) not in {*_HOME, own} and 0 < len(step) <= 40]
    return steps[-1] if steps else None


def _published(root: Node, meta: Mapping[str, str], thing: Thing, zone: tzinfo) -> datetime | None:
    marked = [node for node in root.all() if "datePublished" in node.get("itemprop").split()]
    told = (
        meta.get("article:published_time", ""),
        first_text(thing.get("datePublished")),
        *(node.get("content") or node.get("datetime") or node.text(100) for node in marked),
        *(meta.get(name, "") for name in _DATES),
        *printed_times(root),
        first_text(thing.get("dateCreated")),
    )
    return next((moment for text in told if text and (moment := machine_date(text, zone))), None)


def _url(root: Node, meta: Mapping[str, str], thing: Thing, address: str | None) -> str | None:
    """Return the page's own address; one that is the front page's is a mistake of the site's."""
    links = [node.get("href") for node in root.all("link") if "canonical" in node.get("rel").lower().split()]
    page = first_text(thing.get("mainEntityOfPage"), "@id", "url")
    for given in (*links, meta.get("og:url", ""), page, first_text(thing.get("url"))):
        try:
            url = urljoin(address or "", given.strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc and (parts.path.strip("/") or parts.query):
            return url
    return None

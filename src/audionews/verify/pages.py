"""The pages: that they are there, say everything, and lead nowhere that is not there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from audionews.domain import Episode
from audionews.manifest import folders
from audionews.tombstone import MARK
from audionews.verify.formats import Page, read_page
from audionews.verify.place import Site
from audionews.verify.table import Fault, fault
from audionews.verify.texts import sentences_of
from audionews.verify.wording import absent_in_order, quoted

_OF_AN_EPISODE = ("index.html", "embed.html")
_END = "</html>"
_ABOVE = {"rubrique", "title", "byline"}
"""Roles that stand at the head of a page, in whatever order it likes."""


def page_faults(site: Site, episodes: Sequence[Episode], *, unfinished: bool) -> Iterator[Fault]:
    """Yield what is wrong with the pages; afterwards ``site.named`` knows all that they lead to."""
    if episodes and not unfinished and not (site.folder / "index.html").is_file():
        yield fault(site.folder / "index.html", "page-missing", "is not there")
    for path in sorted(site.folder.glob("*.html")):
        yield from _faults_of(site, path)
    for place in folders(site.folder):
        for path in sorted(place.glob("*.html")) if (place / MARK).is_file() else ():
            yield from _faults_of(site, path)
    for episode in episodes:
        folder = site.folder / "episodes" / episode.slug
        for name in _OF_AN_EPISODE:
            if not (folder / name).is_file():
                yield fault(folder / name, "page-missing", "is not there")
        for path in sorted(folder.glob("*.html")):
            yield from _faults_of(site, path, episode if path.name == "index.html" else None)


def _faults_of(site: Site, path: Path, episode: Episode | None = None) -> Iterator[Fault]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        yield fault(path, "page-text", f"cannot be read: {error}")
        return
    if not text.rstrip().endswith(_END):
        yield fault(path, "page-text", f"is cut off: it does not end with {_END}" if text.strip() else "is empty")
        return
    page = read_page(text)
    for link in dict.fromkeys(page.links):
        message = _dead(site, path, page, link)
        if message:
            yield fault(path, "page-link", message)
    for twice in sorted(name for name, count in Counter(page.ids).items() if count > 1):
        yield fault(path, "page-id", f"two elements have the id {twice!r}")
    if episode:
        yield from _unsaid(path, page, episode)


def _dead(site: Site, path: Path, page: Page, link: str) -> str | None:
    """Return why a link leads nowhere; None when it does not, or leaves the folder."""
    address, _, fragment = link.strip().partition("#")
    if not address:
        is_id = fragment and "=" not in fragment  # #t=12 is a time
        return f"leads to {link}, which no element is called" if is_id and unquote(fragment) not in page.ids else None
    file = site.target(link, path)
    return f"leads to {link}, which is not there" if file and not file.is_file() else None


def _unsaid(path: Path, page: Page, episode: Episode) -> Iterator[Fault]:
    sentences = sentences_of(episode)
    body = [
        sentence for sentence, segment in zip(sentences, episode.segments, strict=True) if segment.role not in _ABOVE
    ]
    for index in absent_in_order("".join(page.text), body):
        yield fault(path, "page-text", f"does not show, or not in its place: {quoted(body[index])}")
        return

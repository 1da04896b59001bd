"""The feeds as a whole: which there should be beside the main one, and that each says whose it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid5

from audionews.domain import Episode, Show
from audionews.settings import show_guid
from audionews.slugs import plain
from audionews.verify.feeds import FEED, Document
from audionews.verify.place import Site
from audionews.verify.table import Fault, fault
from audionews.verify.wording import quoted

_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_ARCHIVE = re.compile(r"\.\d+(?=\.xml$)")
_OF_AUTHORS = "feed-par-"


def series_faults(
    site: Site, documents: Sequence[Document], episodes: Sequence[Episode], show: Show | None, *, unfinished: bool
) -> Iterator[Fault]:
    """Yield the feeds that are not there, and those that belong to another show.

    Args:
        site: The output folder.
        documents: Its feeds.
        episodes: What is published.
        show: Whose folder it is, if that is known.
        unfinished: A run was stopped half-way, or is going on: it may not have come to the feeds.
    """
    for name, reason in {} if unfinished else _expected(site, episodes).items():
        if not (site.folder / name).is_file():
            yield fault(site.folder / name, "feed-missing", f"is not there, but {reason}")
    addresses = {doc.path.name: doc.address for doc in documents}
    for doc in documents:
        message = _guid_fault(doc, addresses, episodes, show)
        if message:
            yield fault(doc.path, "feed-podcast-guid", message)


def _expected(site: Site, episodes: Sequence[Episode]) -> Mapping[str, str]:
    """Return the feeds of rubriques and authors that there should be, with the reason: settings are not asked."""
    found: dict[str, str] = {}
    has_authors = any(site.folder.glob(f"{_OF_AUTHORS}*.xml"))
    for episode in episodes:
        rubrique = plain(episode.category or "")
        if rubrique and (site.folder / f"rubrique-{rubrique}.html").is_file():
            found[f"feed-{rubrique}.xml"] = f"the rubrique {episode.category} has a page"
        for author in (episode.author or "").split(", ") if has_authors else ():
            if plain(author):
                found[f"{_OF_AUTHORS}{plain(author)}.xml"] = "other authors have a feed"
    return found


def _guid_fault(
    doc: Document, addresses: Mapping[str, str], episodes: Sequence[Episode], show: Show | None
) -> str | None:
    """Return why a feed's guid cannot be its own; one that has none is not judged here."""
    found = (doc.channel.findtext(f"{_PODCAST}guid") or "").strip()
    if not found:
        return None
    try:
        given = UUID(found)
    except ValueError:
        return f"its podcast:guid is {quoted(found)}, which is no UUID"
    feed = _ARCHIVE.sub("", doc.path.name)
    of_address = show_guid(addresses.get(feed) or doc.address)
    wanted = show.guid if show and feed == FEED else of_address
    if given == UUID(wanted) or (not show and feed == FEED and _may_be(given, UUID(of_address), episodes)):
        return None
    return f"its podcast:guid is {found}, not {wanted}"


def _may_be(given: UUID, of_address: UUID, episodes: Sequence[Episode]) -> bool:
    """Tell whether a show may have been given this guid: the guids of its episodes do not follow from another."""
    followed = {one for one in (given, of_address) for episode in episodes if episode.guid == _follows(one, episode)}
    return given in followed or not followed


def _follows(guid: UUID, episode: Episode) -> str:
    return str(uuid5(guid, episode.id))

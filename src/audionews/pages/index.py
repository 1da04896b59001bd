"""Show and episodes → the index: every episode, those of each rubrique, and the page for what is not there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote, urlsplit

from audionews.domain import Episode, Show
from audionews.listing import Documents, Group, Item, Slot, address_part
from audionews.pages.policy import content_security_policy
from audionews.pages.rendering import render
from audionews.settings import FeedTable
from audionews.slugs import plain
from audionews.typography import labels

PAGE_SIZE = 20
"""Episodes on a page of the index."""
NOT_FOUND = "404.html"


def index_files(groups: Sequence[Group[Item]], feed: FeedTable) -> Iterator[tuple[Group[Item], Documents]]:
    """Yield the groups that have pages of the index, that of all episodes first, each with its files."""
    for group in groups:
        if group.kind == "all" or (group.kind == "rubrique" and plain(group.name) and feed.rubriques):
            yield group, _files(group)


def index_pages(
    show: Show,
    groups: Sequence[Group[Item]],
    feed: FeedTable | None = None,
    *,
    entries: Callable[[Iterable[Item], bool], Iterable[str]],
    whole: bool = True,
    menu_changed: bool = False,
) -> Iterator[tuple[str, str]]:
    """Yield file name and text of the index: all episodes, those of each rubrique, and the page for what is not there.

    Args:
        show: Whose index.
        groups: That of all episodes first.
        feed: The show's ``[feed]`` table; the defaults when not given.
        entries: Returns the ``index_entry`` of each of some episodes, and hears whether the next episode may change
            the page that they are on.
        whole: Whether to yield every page; else those that may have changed.
        menu_changed: Whether there are other rubriques, or some are called otherwise.
    """
    feed = feed or FeedTable()
    lists = list(index_files(groups, feed))
    rubriques = [group for group, _ in lists if group.kind == "rubrique"]
    for group, files in lists:
        counts = {0} if group.kind == "all" else set()
        for slot in files.slots(None if whole or menu_changed else group.changed(PAGE_SIZE) | counts):
            listed = entries(group.lines(slot), slot.number in (0, files.last))
            yield files.name(slot.number), _page(show, feed, group, slot, listed, rubriques)
    root = urlsplit(show.url).path or "/"
    text = labels(show.language)
    yield NOT_FOUND, render(
        "message.html", show, show.language, root,
        heading=text["not_found"], lines=[text["not_found_text"]], framed=False,
        policy=lambda: content_security_policy(show, feed),
    )  # fmt: skip


def index_entry(show: Show, episode: Episode) -> str:
    """Return an episode as it stands on every page that lists it."""
    return render("entry.html", show, show.language, "", episode=episode)


def index_name(rubrique: str | None) -> str:
    """Return the file name of the first page of a rubrique."""
    return f"rubrique-{address_part(rubrique)}.html" if rubrique else "index.html"


def _files(group: Group[Item]) -> Documents:
    newest = index_name(group.name)
    numbered = newest.replace(".html", "-page-{}.html") if group.name else "page-{}.html"
    return Documents(newest, numbered, group.total, PAGE_SIZE)


def _page(
    show: Show,
    feed: FeedTable,
    group: Group[Item],
    slot: Slot,
    listed: Iterable[str],
    rubriques: Sequence[Group[Item]],
) -> str:
    """Return a page; only the first of all counts episodes, so that the others can stay as they are."""
    files, name = _files(group), _files(group).name(slot.number)
    older = slot.number - 1 if slot.number else files.last
    counted = group.kind == "all" and not slot.number
    return render(
        "index.html", show, show.language, "",
        feed=feed,
        entries=listed,
        rubriques=[(each.name, index_name(each.name), each.total if counted else None) for each in rubriques],
        rubrique=group.name, page=slot.number, page_url=show.url + ("" if name == "index.html" else name),
        newer=files.name(slot.number + 1 if slot.number < files.last else 0) if slot.number else "",
        older=files.name(older) if older else "",
        subscribe=_subscribe_links(show, feed),
        policy=lambda *blocks: content_security_policy(show, feed, blocks=blocks),
    )  # fmt: skip


def _subscribe_links(show: Show, feed: FeedTable) -> list[tuple[str, str]]:
    """Return label key and address of each way to subscribe; Spotify's only where the settings know it."""
    address = f"{show.url}feed.xml"
    links = {
        "subscribe_feed": "feed.xml",
        "subscribe_apple": feed.apple_url or f"podcast://{address.partition('://')[2]}",
        "subscribe_spotify": feed.spotify_url,
        "subscribe_antennapod": f"https://antennapod.org/deeplink/subscribe?url={quote(address, safe='')}",
    }
    return [(label, link) for label, link in links.items() if link]

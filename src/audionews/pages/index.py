"""Show and episodes → the index: every episode, those of each rubrique, and the page for what is not there."""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, urlsplit

from audionews.domain import Episode, Show
from audionews.listing import Group, Item, Slot, address_part, archives, slots
from audionews.pages.policy import content_security_policy
from audionews.pages.rendering import render
from audionews.settings import FeedTable
from audionews.slugs import plain
from audionews.typography import labels

PAGE_SIZE = 20
"""Episodes on a page of the index."""


def index_pages(
    show: Show,
    groups: Sequence[Group[Item]],
    feed: FeedTable | None = None,
    *,
    read: Callable[[Item], Episode],
    whole: bool = True,
    menu_changed: bool = False,
) -> Iterator[tuple[str, str | None]]:
    """Yield file name and text of the index: all episodes, those of each rubrique, and the page for what is not there.

    Args:
        show: Whose index.
        groups: That of all episodes first.
        feed: The show's ``[feed]`` table; the defaults when not given.
        read: Returns the episode that a group lists.
        whole: Whether to yield the text of every page; else of those that may have changed, and None for the others.
        menu_changed: Whether there are other rubriques, or some are called otherwise.
    """
    feed = feed or FeedTable()
    rubriques = [group for group in groups if group.kind == "rubrique" and plain(group.name) and feed.rubriques]
    for group in (groups[0], *rubriques):
        changed = None if whole else group.changed(PAGE_SIZE)
        for slot in slots(group.total, PAGE_SIZE):
            has_menu = not slot.number and (group.kind == "all" or menu_changed)
            is_changed = changed is None or has_menu or slot.number in changed
            name = index_name(group.name, slot.number)
            yield name, _page(show, feed, group, slot, rubriques, read) if is_changed else None
    root = urlsplit(show.url).path or "/"
    text = labels(show.language)
    yield "404.html", render(
        "message.html", show, show.language, root,
        heading=text["not_found"], lines=[text["not_found_text"]], framed=False,
        policy=lambda: content_security_policy(show, feed),
    )  # fmt: skip


def index_name(rubrique: str | None, number: int = 0) -> str:
    """Return the file name of a page of the index, of all episodes or of one rubrique; 0 is that of the newest."""
    stem = f"rubrique-{address_part(rubrique)}" if rubrique else ""
    page = f"page-{number}" if number else ""
    return f"{'-'.join(filter(None, (stem, page))) or 'index'}.html"


def _page(
    show: Show,
    feed: FeedTable,
    group: Group[Item],
    slot: Slot,
    rubriques: Sequence[Group[Item]],
    read: Callable[[Item], Episode],
) -> str:
    """Return a page; one with a number holds nothing that changes with every episode, so that it can stay as it is."""
    last, name = archives(group.total, PAGE_SIZE), index_name(group.name, slot.number)
    older = slot.number - 1 if slot.number else last
    counted = group.kind == "all"
    return render(
        "index.html", show, show.language, "",
        feed=feed,
        episodes=[read(line) for line in group.lines(slot)],
        rubriques=[
            (each.name, index_name(each.name), each.total if counted else None) for each in rubriques if not slot.number
        ],
        rubrique=group.name, page=slot.number, page_url=show.url + ("" if name == "index.html" else name),
        newer=index_name(group.name, slot.number + 1 if slot.number < last else 0) if slot.number else "",
        older=index_name(group.name, older) if older else "",
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

"""Show and episodes → the index: every episode, those of each rubrique, and the page for what is not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from urllib.parse import quote, urlsplit

from audionews.domain import Episode, Show
from audionews.pages.policy import content_security_policy
from audionews.pages.rendering import render
from audionews.settings import FeedTable
from audionews.slugs import plain
from audionews.typography import labels

PAGE_SIZE = 20
"""Episodes on a page of the index."""


def index_pages(show: Show, episodes: Sequence[Episode], feed: FeedTable | None = None) -> Iterator[tuple[str, str]]:
    """Yield file name and text of the index: all episodes, those of each rubrique, and the page for what is not there.

    Args:
        show: Whose index.
        episodes: Newest first.
        feed: The show's ``[feed]`` table; the defaults when not given.
    """
    feed = feed or FeedTable()
    rubriques = _rubriques(episodes) if feed.rubriques else {}
    yield from _paged(show, feed, episodes, rubriques, None)
    for rubrique, chosen in rubriques.items():
        yield from _paged(show, feed, chosen, rubriques, rubrique)
    root = urlsplit(show.url).path or "/"
    text = labels(show.language)
    yield "404.html", render(
        "message.html", show, show.language, root,
        heading=text["not_found"], lines=[text["not_found_text"]], framed=False,
        policy=lambda: content_security_policy(show, feed),
    )  # fmt: skip


def index_name(rubrique: str | None, page: int) -> str:
    """Return the file name of a page of the index, of all episodes or of one rubrique; pages count from 1."""
    stem = f"rubrique-{plain(rubrique)}" if rubrique else ""
    number = f"page-{page}" if page > 1 else ""
    return f"{'-'.join(filter(None, (stem, number))) or 'index'}.html"


def _rubriques(episodes: Iterable[Episode]) -> dict[str, list[Episode]]:
    """Return the episodes of each rubrique in alphabetical order; capitals and accents make no difference."""
    found: dict[str, list[Episode]] = {}
    spelling: dict[str, str] = {}
    for episode in episodes:
        name = episode.category or ""
        if plain(name):
            found.setdefault(spelling.setdefault(plain(name), name), []).append(episode)
    return dict(sorted(found.items(), key=lambda item: plain(item[0])))


def _paged(
    show: Show,
    feed: FeedTable,
    episodes: Sequence[Episode],
    rubriques: Mapping[str, Sequence[Episode]],
    rubrique: str | None,
) -> Iterator[tuple[str, str]]:
    count = max(1, ceil(len(episodes) / PAGE_SIZE))
    for page in range(1, count + 1):
        name = index_name(rubrique, page)
        yield name, render(
            "index.html", show, show.language, "",
            feed=feed,
            episodes=episodes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            rubriques=[(label, index_name(label, 1), len(chosen)) for label, chosen in rubriques.items()],
            rubrique=rubrique, page=page, pages=count, page_url=show.url + ("" if name == "index.html" else name),
            newer=index_name(rubrique, page - 1) if page > 1 else "",
            older=index_name(rubrique, page + 1) if page < count else "",
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

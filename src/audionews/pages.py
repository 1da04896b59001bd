"""Show and episodes → pages, embeds and index; owner of Jinja.

The words of an article are data: templates escape all of them, addresses are checked by their scheme, and no page needs
inline script or style, so a strict content security policy holds everywhere. How a page looks and behaves is in
``templates`` and ``static``; what machines read of it in ``structured_data``.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import groupby
from math import ceil
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from audionews import assets as asset_files
from audionews import structured_data as data
from audionews.domain import Episode, Role, Show, Tombstone
from audionews.settings import FeedTable
from audionews.slugs import plain
from audionews.typography import (
    compact_json,
    date_in_words,
    duration_in_words,
    french_spaces,
    labels,
    player_words,
    short_time,
    web_address,
)

PAGE_SIZE = 20
"""Episodes on a page of the index."""
_HEADINGS: frozenset[Role] = frozenset({"heading", "question"})
_HEAD: frozenset[Role] = frozenset({"rubrique", "title", "byline"})
_DOWNLOADS = (
    ("audio", "MP3"), ("vtt", "WebVTT"), ("srt", "SubRip"), ("html", "HTML"), ("json", "JSON"), ("chapters", "JSON"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the transcript.

    Attributes:
        tag: HTML element: ``h2 p blockquote li``.
        sentences: Number of its cue and text, in order.
    """

    tag: str
    role: Role
    sentences: tuple[tuple[int, str], ...]


def assets() -> Mapping[str, bytes]:
    """Return the files that all pages load, by their path in the output folder; names carry a hash of the bytes."""
    return asset_files.published()


def episode_page(show: Show, episode: Episode, feed: FeedTable | None = None) -> str:
    """Return ``episodes/<slug>/index.html``."""
    return _episode_template("episode.html", show, episode, feed or FeedTable())


def embed_page(show: Show, episode: Episode, feed: FeedTable | None = None) -> str:
    """Return ``episodes/<slug>/embed.html``, for an iframe on any site, sandboxed or not."""
    return _episode_template("embed.html", show, episode, feed or FeedTable())


def oembed(show: Show, episode: Episode) -> str:
    """Return ``episodes/<slug>/oembed.json``."""
    return compact_json(data.oembed_answer(show, episode, embed_code(show, episode)))


def embed_code(show: Show, episode: Episode) -> str:
    """Return the ``<iframe>`` that shows the embed on another site."""
    return _environment().get_template("iframe.html").render(
        src=data.address(show, episode, "embed.html"), title=f"{labels(episode.language)['listen']} : {episode.title}",
        width=data.EMBED_WIDTH, height=data.EMBED_HEIGHT,
    ).strip()  # fmt: skip


def chapter_track(episode: Episode) -> str:
    """Return ``episodes/<slug>/chapters.vtt``, which the page's ``<track kind="chapters">`` names."""
    return data.chapter_captions(episode.chapters)


def search_index(episodes: Iterable[Episode]) -> str:
    """Return ``search.json``."""
    return compact_json(data.search_entries(episodes))


def episode_files(show: Show, episode: Episode, feed: FeedTable | None = None) -> dict[str, str]:
    """Return every file of an episode's folder that this module makes, by name."""
    return {
        "index.html": episode_page(show, episode, feed),
        "embed.html": embed_page(show, episode, feed),
        "oembed.json": oembed(show, episode),
        "chapters.vtt": chapter_track(episode),
    }


def tombstone_files(show: Show, tombstone: Tombstone, feed: FeedTable | None = None) -> dict[str, str]:
    """Return what stands in the place of a withdrawn episode, by file name: a page and an embed that say so."""
    feed = feed or FeedTable()
    templates = {"index.html": "tombstone.html", "embed.html": "tombstone-embed.html"}
    return {
        name: _render(
            template, show, tombstone.language, "../../", tombstone=tombstone,
            policy=lambda framed=name == "embed.html": content_security_policy(show, feed, framed=framed),
        )
        for name, template in templates.items()
    }  # fmt: skip


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
    yield "404.html", _render("404.html", show, show.language, root, policy=lambda: content_security_policy(show, feed))


def content_security_policy(show: Show, feed: FeedTable, *, framed: bool = False, blocks: Iterable[str] = ()) -> str:
    """Return the policy that a page states in a ``<meta>``; a server should send it with ``frame_ancestors`` too.

    Browsers run no data block (JSON in a ``<script>``), so none needs to be allowed; checkers want its hash.
    The show's own origin stands beside ``'self'``, which matches nothing in a sandboxed frame in some browsers.
    """
    here = f"'self' {_origin(show.url)}" if framed else "'self'"
    report = _origin(web_address(feed.report_url))
    scripts = " ".join((here, *map(_hash, blocks)))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {here}; img-src {here}; media-src {here}; "
        f"connect-src {' '.join(filter(None, (here, report)))}; base-uri 'none'; form-action 'none'"
    )


def frame_ancestors(feed: FeedTable) -> str:
    """Return the directive that says where an embed may be framed; only a header can carry it, a ``<meta>`` cannot."""
    return f"frame-ancestors {' '.join(feed.frame_ancestors)}"


def _hash(block: str) -> str:
    return f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"


def _data_block(value: object) -> str:
    """Return JSON that may stand in a ``<script>``: nothing in it ends the element or begins another."""
    return htmlsafe_json_dumps(value, compact_json)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _episode_template(name: str, show: Show, episode: Episode, feed: FeedTable) -> str:
    blocks = transcript_blocks(episode)
    return _render(
        name, show, episode.language, "../../",
        episode=episode,
        feed=feed,
        head={role: [block for block in blocks if block.role == role] for role in sorted(_HEAD)},
        body=[block for block in blocks if block.role not in _HEAD],
        downloads=[(purpose, kind, episode.files[purpose]) for purpose, kind in _DOWNLOADS if purpose in episode.files],
        timings=_data_block(data.timings(episode) | _around(show, episode, feed)),
        news_article=_data_block(data.news_article(show, episode)),
        embed_code=embed_code(show, episode),
        policy=lambda *blocks: content_security_policy(show, feed, framed=name == "embed.html", blocks=blocks),
        page_url=data.address(show, episode),
        rubrique_page=_index_name(episode.category, 1) if feed.rubriques and plain(episode.category or "") else "",
    )  # fmt: skip


def _around(show: Show, episode: Episode, feed: FeedTable) -> dict[str, str]:
    """Return what the player says and shares of an episode beside its timings."""
    mail = f"mailto:{show.owner_email}" if show.owner_email else ""
    return {
        "show": show.title,
        "url": data.address(show, episode),
        "cover": episode.files["cover"].name if "cover" in episode.files else "",
        "embed": embed_code(show, episode),
        "report": feed.report_url or mail,
    }


def transcript_blocks(episode: Episode) -> list[Block]:
    """Return the paragraphs of an episode in order, each with its sentences and the numbers of their cues."""
    numbered = enumerate(zip(episode.segments, episode.cues, strict=True))
    parts = groupby(numbered, key=lambda part: (part[1][0].paragraph, part[1][0].role))
    return [
        Block(tag=_tag(role), role=role, sentences=tuple((number, cue.written) for number, (_, cue) in sentences))
        for (_, role), sentences in parts
    ]


def _tag(role: Role) -> str:
    if role in _HEADINGS:
        return "h2"
    return {"item": "li", "quote": "blockquote"}.get(role, "p")


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
        name = _index_name(rubrique, page)
        yield name, _render(
            "index.html", show, show.language, "",
            feed=feed,
            episodes=episodes[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            rubriques=[(label, _index_name(label, 1), len(chosen)) for label, chosen in rubriques.items()],
            rubrique=rubrique, page=page, pages=count, page_url=show.url + ("" if name == "index.html" else name),
            newer=_index_name(rubrique, page - 1) if page > 1 else "",
            older=_index_name(rubrique, page + 1) if page < count else "",
            subscribe=_subscribe_links(show, feed),
            policy=lambda *blocks: content_security_policy(show, feed, blocks=blocks),
        )  # fmt: skip


def _index_name(rubrique: str | None, page: int) -> str:
    stem = f"rubrique-{plain(rubrique)}" if rubrique else ""
    number = f"page-{page}" if page > 1 else ""
    return f"{'-'.join(filter(None, (stem, number))) or 'index'}.html"


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


def _render(template: str, show: Show, language: str, root: str, **values: Any) -> str:
    words = labels(language)
    spaced = french_spaces if language.startswith("fr") else str
    return _environment().get_template(template).render(
        show=show, language=language, root=root, text=words,
        asset=asset_files.names(),
        words=_data_block(player_words(language)),
        spaced=spaced,
        duration=lambda ms: duration_in_words(ms, words),
        day=lambda moment: date_in_words(moment, words),
        **values,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audionews"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=short_time, web=web_address, megabytes=_megabytes)
    environment.globals.update(
        bars=_bars, address=data.address, embed_width=data.EMBED_WIDTH, embed_height=data.EMBED_HEIGHT
    )
    return environment


def _megabytes(size: int) -> str:
    """Return a size as French readers know it: ``1,2 Mo``, ``13 Ko``."""
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",") if size >= 100_000 else f"{ceil(size / 1000)} Ko"


def _bars(peaks: Sequence[int]) -> str:
    """Return a waveform as an SVG path, 3 units a bar wide and 100 high; a level line when nothing was measured."""
    return "".join(
        f"M{3 * place + 1} {50 - half}V{50 + half}"
        for place, half in enumerate(max(2, peak // 2) for peak in peaks or [0] * 200)
    )

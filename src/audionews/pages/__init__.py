"""Show and episodes → pages, embeds and index.

The words of an article are data: templates escape all of them, addresses are checked by their scheme, and no page needs
inline script or style, so a strict content security policy holds everywhere. How a page looks and behaves is in
``templates`` and ``static``; what machines read of it in ``structured_data``.
"""

from collections.abc import Mapping
from itertools import groupby

from msgspec import Struct

from audionews import assets as asset_files
from audionews import structured_data as data
from audionews.addresses import file_url
from audionews.domain import Episode, Role, Show, Tombstone
from audionews.pages.index import NOT_FOUND, PAGE_SIZE, index_entry, index_files, index_name, index_pages
from audionews.pages.policy import content_security_policy, frame_ancestors, header_policies
from audionews.pages.rendering import data_block, fragment, render
from audionews.pages.search import SEARCH_SIZE, search_files, search_index
from audionews.settings import FeedTable
from audionews.slugs import plain
from audionews.typography import compact_json, date_in_words, labels

__all__ = (
    "NOT_FOUND", "PAGE_SIZE", "SEARCH_SIZE", "Block", "assets", "chapter_track", "content_security_policy",
    "embed_code", "embed_page", "episode_files", "episode_page", "frame_ancestors", "header_policies", "index_entry",
    "index_files", "index_pages", "oembed", "search_files", "search_index", "tombstone_files", "transcript_blocks",
)  # fmt: skip
_ROOT = "../../"
_HEADINGS: frozenset[Role] = frozenset({"heading", "question"})
_HEAD: frozenset[Role] = frozenset({"rubrique", "title", "byline"})
_DOWNLOADS = (
    ("audio", "MP3"), ("audio-opus", "Opus"), ("vtt", "WebVTT"), ("srt", "SubRip"), ("html", "HTML"), ("json", "JSON"),
    ("chapters", "JSON"), ("vtt-words", "WebVTT"), ("json-words", "JSON"),
)  # fmt: skip


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph of the transcript.

    Attributes:
        tag: HTML element: ``h2 p blockquote li``.
        sentences: Number of its cue and text, in order.
    """

    tag: str
    role: Role
    sentences: tuple[tuple[int, str], ...]


def assets() -> Mapping[str, bytes]:
    """Return the files that pages load, ours and other sites', by their path in the output folder."""
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
    title = f"{labels(episode.language)['listen']} : {episode.title}"
    return fragment("iframe.html", src=data.address(show, episode, "embed.html"), title=title)


def chapter_track(episode: Episode) -> str:
    """Return ``episodes/<slug>/chapters.vtt``, which the page's ``<track kind="chapters">`` names."""
    return data.chapter_captions(episode.chapters)


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
    text = labels(tombstone.language)
    lines = [text["withdrawn_text"].format(date=date_in_words(tombstone.withdrawn, text))]
    if tombstone.reason:
        lines.append(text["withdrawn_reason"].format(reason=tombstone.reason))
    return {
        name: render(
            "message.html", show, tombstone.language, _ROOT, heading=text["withdrawn"], lines=lines, framed=framed,
            policy=lambda framed=framed: content_security_policy(show, feed, framed=framed),
        )
        for name, framed in (("index.html", False), ("embed.html", True))
    }  # fmt: skip


def _episode_template(name: str, show: Show, episode: Episode, feed: FeedTable) -> str:
    blocks = transcript_blocks(episode)
    return render(
        name, show, episode.language, _ROOT,
        episode=episode,
        feed=feed,
        head={role: [block for block in blocks if block.role == role] for role in sorted(_HEAD)},
        body=[block for block in blocks if block.role not in _HEAD],
        downloads=[(purpose, kind, episode.files[purpose]) for purpose, kind in _DOWNLOADS if purpose in episode.files],
        pictures=_pictures(show, episode),
        timings=data_block(data.timings(episode) | _around(show, episode, feed)),
        news_article=data_block(data.news_article(show, episode)),
                policy=lambda *blocks: content_security_policy(show, feed, framed=name == "embed.html", blocks=blocks),
        page_url=data.address(show, episode),
        rubrique_page=index_name(episode.category) if feed.rubriques and plain(episode.category or "") else "",
    )  # fmt: skip


def _pictures(show: Show, episode: Episode) -> dict[str, str]:
    """Return the small form of the pictures that lie beside the page, by the address that a chapter names."""
    numbers = (purpose.removeprefix("thumb-") for purpose in episode.files if purpose.startswith("thumb-"))
    return {file_url(show, episode, f"picture-{each}"): episode.files[f"thumb-{each}"].name for each in numbers}


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

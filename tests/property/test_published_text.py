"""Whatever an article says, what is published about it can be read again, and says the same."""

import io

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from audionews.characters import folded, legal
from audionews.feed import feed_documents, write_feed
from audionews.settings import FeedTable
from audionews.tags import read_tags, tagged
from episodes import make_cues, make_episode, make_segments, make_show, silent_mp3
from gathering import gathered

TEXT = st.text(max_size=60)
MP3 = silent_mp3(1_000)


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_text_gives_a_feed_that_parses(title: str, summary: str, name: str, body: str) -> None:
    segments = make_segments((("lead", body, 0, 0),))
    episode = replace(
        make_episode(segments=segments, cues=make_cues(segments)),
        title=title,
        summary=summary,
        author=name,
        category=name,
        url=f"https://courrier.example/{name}",
    )
    for document in feed_documents(make_show(title=title), gathered([episode]), FeedTable(authors=True)):
        out = io.BytesIO()
        write_feed(out, make_show(title=title), document.episodes, page=document.page)
        item = etree.fromstring(out.getvalue()).find("channel/item")
        assert (item.findtext("title") or "") == folded(title)
        assert item.findtext("description").startswith((legal(summary).strip() or folded(title)).split("\r")[0])


@given(TEXT, TEXT)
def test_any_text_survives_in_tags(title: str, body: str) -> None:
    segments = make_segments((("title", title, 100, 0), ("body", body, 0, 1)))
    cues = make_cues(segments, 0)
    episode = make_episode(title=title, segments=segments, cues=cues, duration_ms=cues[-1].end_ms, chapters=())
    tags = read_tags(tagged(MP3, episode, make_show(), None))
    assert tags.title == folded(title)
    assert "".join(text for text, _ in tags.synchronised).split() == f"{legal(title)} {legal(body)}".split()

"""Feeds: complete, valid, stable, and short however many episodes there are."""

import io
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.sax.saxutils import escape

import pytest
from lxml import etree
from msgspec.structs import replace

from audionews.domain import Chapter, Episode, PublishedFile, Role, Show
from audionews.feed import FeedDocument, FeedPage, feed_documents, is_current, write_feed
from audionews.feed_item import shortened, soundbite
from audionews.feed_xml import NAMESPACES
from audionews.outline import paragraphs
from audionews.settings import FeedTable
from episodes import PARIS_SUMMER, make_cues, make_episode, make_episodes, make_files, make_segments, make_show
from gathering import gathered, newest_first

SHOW = make_show()
EPISODE = make_episode()
ALL = FeedTable(
    hubs=("https://hub.example/",),
    license="cc-by-4.0",
    license_url="https://creativecommons.org/licenses/by/4.0/",
    funding_url="https://courrier.example/don",
    funding_text="Soutenir le Courrier",
    frequency="FREQ=DAILY",
    frequency_text="Tous les jours",
    podroll=("https://ailleurs.example/feed.xml", "https://b.example/ 917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    publisher="https://groupe.example/feed.xml",
    verify="abc",
    apple_verify="05124",
    authors=True,
)


def written(document: FeedDocument[Episode], show: Show = SHOW) -> bytes:
    out = io.BytesIO()
    write_feed(out, show, document.episodes, page=document.page)
    return out.getvalue()


def documents(
    episodes: Sequence[Episode], settings: FeedTable | None = None, show: Show = SHOW
) -> dict[str, FeedDocument[Episode]]:
    return {document.name: document for document in feed_documents(show, gathered(episodes), settings)}


def main_feed(episodes: Sequence[Episode] = (EPISODE,), settings: FeedTable | None = None, show: Show = SHOW) -> bytes:
    return written(documents(episodes, settings, show)["feed.xml"], show)


def unstamped(data: bytes) -> bytes:
    """Return a feed without the digest that every version of the program changes."""
    return re.sub(rb"<!--audionews [0-9a-f]{64}-->", b"<!---->", data)


def find(data: bytes, path: str) -> list[str]:
    """Return texts or attributes that an XPath finds in a feed."""
    found = etree.fromstring(data).xpath(path, namespaces=NAMESPACES)
    return [str(node if isinstance(node, str) else node.text or "") for node in found]


def long_episode(paragraphs_: int) -> Episode:
    """Return an episode whose article has so many paragraphs of 300 letters, a heading before each fifth."""
    lines: list[tuple[Role, str, int, int]] = [("title", "Le phare", 700, 0), ("lead", "Il se rallume.", 600, 1)]
    for number in range(paragraphs_):
        lines += [("heading", f"Partie {number}", 600, 2 * number + 2)] if number % 5 == 0 else []
        lines.append(("body", f"{number} : {'la lumière porte loin & bas ' * 10}".strip(), 600, 2 * number + 3))
    segments = make_segments(lines)
    cues = make_cues(segments)
    chapters = [
        Chapter(start_ms=cue.start_ms, end_ms=cue.end_ms, title=cue.written, url=f"{SHOW.url}episodes/un/#t=12.345")
        for cue, segment in zip(cues, segments, strict=True)
        if segment.role in {"title", "heading"}
    ]
    duration_ms = cues[-1].end_ms
    return make_episode(segments=segments, cues=cues, chapters=tuple(chapters), duration_ms=duration_ms)


@pytest.mark.parametrize("count", [30, 90])
def test_a_document_of_long_articles_stays_below_what_validators_read(count: int) -> None:
    episode = long_episode(count)
    settings = FeedTable(rubriques=False)
    page = FeedPage(url=f"{SHOW.url}feed.xml", title=SHOW.title, guid=SHOW.guid, settings=settings)
    empty, one = io.BytesIO(), io.BytesIO()
    write_feed(empty, SHOW, [], page=page)
    write_feed(one, SHOW, [episode], page=page)
    assert len(empty.getvalue()) + (len(one.getvalue()) - len(empty.getvalue())) * settings.newest < 5_000_000
    (item,) = etree.fromstring(one.getvalue()).findall("channel/item")
    notes = item.findtext(f"{{{NAMESPACES['content']}}}encoded")
    told = [paragraph.text for paragraph in paragraphs(episode)[1:]]
    shown = [text for text in told if f">{escape(text)}<" in notes]
    assert shown == told[: len(shown)]
    assert sum(map(len, shown)) > 5_000
    assert (len(shown) < len(told)) is ("La suite est sur la page de l’épisode" in notes)
    assert notes.index(shown[-1].partition(" &")[0]) < notes.index("produit par une voix de synthèse")


def test_an_article_of_usual_length_is_in_the_feed_to_its_end() -> None:
    notes = find(main_feed([long_episode(25)], FeedTable(newest=50)), "//content:encoded/text()")[0]
    assert "24 : la lumière" in notes
    assert "La suite" not in notes


def test_the_feed_is_what_it_always_was(golden: Callable[[str, bytes], None]) -> None:
    golden("feed.xml", unstamped(main_feed()))


def test_a_feed_with_everything_is_what_it_always_was(golden: Callable[[str, bytes], None]) -> None:
    corrected = replace(EPISODE, updated=EPISODE.updated + timedelta(days=2))
    golden("feed-everything.xml", unstamped(main_feed([corrected], ALL)))


def test_an_archive_is_what_it_always_was(golden: Callable[[str, bytes], None]) -> None:
    golden("feed.2.xml", unstamped(written(documents(make_episodes(3), FeedTable(newest=1))["feed.2.xml"])))


@pytest.mark.parametrize(
    "path",
    [
        "atom:link[@rel='self']/@href",
        "title",
        "description",
        "link",
        "language",
        "itunes:category/@text",
        "itunes:explicit",
        "itunes:image/@href",
        "podcast:guid",
        "podcast:locked",
        "itunes:author",
        "item/title",
        "item/enclosure/@url",
        "item/enclosure/@length",
        "item/enclosure/@type",
        "item/guid",
        "item/pubDate",
        "item/description",
        "item/itunes:duration",
        "item/link",
        "item/itunes:image/@href",
        "item/itunes:explicit",
        "item/podcast:transcript/@url",
    ],
)
def test_psp_1_is_complete(path: str) -> None:
    found = find(main_feed(), f"/rss/channel/{path}")
    assert found
    assert all(found)


def test_values_have_the_forms_that_apps_take() -> None:
    data = main_feed()
    assert find(data, "//itunes:explicit") == ["false", "false"]
    assert find(main_feed(show=make_show(explicit=True)), "//itunes:explicit") == ["true", "true"]
    assert find(data, "//itunes:duration") == ["53"]
    assert [parsedate_to_datetime(date) for date in find(data, "//pubDate")] == [EPISODE.published]
    assert find(data, "//guid/@isPermaLink") == ["false"]
    assert find(data, "//enclosure/@length") == [str(EPISODE.files["audio"].bytes)]
    assert find(data, "/rss/channel/itunes:category/@text") == ["News", "Society & Culture"]
    assert find(data, "/rss/channel/itunes:category/itunes:category/@text") == ["Daily News"]


def test_transcripts_of_all_forms_are_linked_with_their_types() -> None:
    data = main_feed()
    assert find(data, "//podcast:transcript/@type") == [
        "text/vtt",
        "application/x-subrip",
        "application/json",
        "text/html",
    ]
    assert find(data, "//podcast:transcript/@rel") == ["captions"] * 3
    assert set(find(data, "//podcast:transcript/@language")) == {"fr"}


def test_chapters_are_linked_inline_and_in_the_notes() -> None:
    data = main_feed()
    assert find(data, "//podcast:chapters/@type") == ["application/json+chapters"]
    assert find(data, "//psc:chapter/@start") == ["00:00:00.000", "00:00:20.830", "00:00:40.580"]
    assert find(data, "//content:encoded")[0].startswith("<p>00:00:00 Le phare de Kerlouan se rallume<br>00:00:20 Un")


def test_notes_hold_the_article_and_can_be_left_out() -> None:
    notes = find(main_feed(), "//content:encoded")[0]
    for segment in EPISODE.segments[3:]:
        assert segment.written in notes
    assert f'href="{EPISODE.url}"' in notes
    assert find(main_feed(settings=FeedTable(full_text=False)), "//content:encoded") == []


def test_the_synthetic_voice_is_disclosed_everywhere_and_one_setting_ends_it() -> None:
    data = main_feed()
    assert find(data, "//podcast:txt[@purpose='ai-content']") == ["true", "true"]
    assert "voix de synthèse" in find(data, "//item/description")[0]
    assert find(data, "//podcast:person[@role='narrator']") == ["la voix embarquée (voix de synthèse)"]
    silent = main_feed([replace(EPISODE, segments=EPISODE.segments[:-1], cues=EPISODE.cues[:-1])])
    assert "produit par une voix de synthèse" in find(silent, "//content:encoded")[0]
    undisclosed = main_feed(settings=FeedTable(disclosure=False))
    assert find(undisclosed, "//podcast:txt") == []
    assert find(undisclosed, "//item/description") == [EPISODE.summary]


def test_each_author_is_a_person() -> None:
    data = main_feed([replace(EPISODE, author="Jeanne Le Goff, Yann Kerbrat")])
    assert find(data, "//podcast:person[@role='author']") == ["Jeanne Le Goff", "Yann Kerbrat"]


def test_long_descriptions_are_cut_at_a_word_below_the_limit() -> None:
    data = main_feed([replace(EPISODE, summary="été " * 2_000)], show=make_show(description="mer " * 2_000))
    for text in find(data, "//description"):
        assert 3_900 < len(text.encode()) <= 4_000
    assert find(data, "//item/description")[0].endswith("voix de synthèse.")
    assert shortened("x" * 30, 10) == "x" * 7 + "…"


@pytest.mark.parametrize("stray", ["\0", "\x08", "\ud800", "\ufffe", "]]>", "<script>", "&amp;", '"'])
def test_no_text_breaks_the_feed(stray: str) -> None:
    segments = make_segments((("body", f"Un {stray} mot.", 0, 0),))
    episode = replace(
        EPISODE,
        title=f"a{stray}b",
        summary=f"c{stray}",
        author=f"d{stray}",
        category=f"e{stray}",
        url=f"https://a.example/{stray}",
        segments=segments,
        cues=make_cues(segments),
        slug=f"f{stray}",
        files=make_files(f"g{stray}"),
    )
    show = make_show(title=f"h{stray}", description=f"i{stray}", copyright=stray)
    for document in documents([episode], ALL, show).values():
        (title,) = find(written(document, show), "//item/title")
        assert title == f"a{stray}b" if stray.isprintable() else "ab"


def test_addresses_are_encoded() -> None:
    data = main_feed([make_episode(slug="été", files=make_files("été 1"))])
    assert find(data, "//enclosure/@url") == [
        "https://audio.courrier.example/episodes/%C3%A9t%C3%A9/%C3%A9t%C3%A9%201-0123456789.mp3"
    ]


def test_a_corrected_episode_says_when_and_moves_the_build_date() -> None:
    assert find(main_feed(), "//atom:updated") == []
    corrected = replace(EPISODE, updated=EPISODE.updated + timedelta(days=400))
    data = main_feed([corrected])
    assert find(data, "//atom:updated") == ["2026-09-27T18:30:00+02:00"]
    assert find(data, "//lastBuildDate") == ["Sun, 27 Sep 2026 18:30:00 +0200"]
    assert find(data, "//guid") == [EPISODE.guid]


def test_the_same_episodes_in_any_order_give_the_same_bytes() -> None:
    twins = [replace(EPISODE, guid=f"{number}", slug=f"{number}") for number in range(5)]
    assert main_feed(twins) == main_feed(twins[::-1])
    assert [episode.guid for episode in newest_first(twins)] == ["0", "1", "2", "3", "4"]


def test_the_newest_comes_first_whatever_the_time_zone() -> None:
    earlier = replace(EPISODE, guid="a", published=EPISODE.published.astimezone(PARIS_SUMMER) - timedelta(hours=1))
    assert [episode.guid for episode in newest_first([earlier, EPISODE])] == [EPISODE.guid, "a"]


def test_a_show_without_episodes_is_a_feed() -> None:
    data = main_feed([])
    assert find(data, "//item") == []
    assert find(data, "//lastBuildDate") == []


def test_little_is_needed() -> None:
    bare = make_show(author="", owner_email="", copyright="", categories=("News",))
    plain = replace(
        EPISODE, author=None, category=None, url=None, summary="", chapters=(), files={"audio": EPISODE.files["audio"]}
    )
    data = main_feed([plain], show=bare)
    assert find(data, "//itunes:owner") == []
    assert find(data, "//itunes:author") == [SHOW.title, SHOW.title]
    assert find(data, "//item/description")[0].startswith(EPISODE.title)
    assert find(data, "//podcast:transcript") == find(data, "//psc:chapters") == []


def test_every_rubrique_and_author_has_a_feed_of_its_own() -> None:
    culture = replace(EPISODE, guid="c", category="Idées & culture", author="Yann Kerbrat")
    found = documents([EPISODE, culture], ALL)
    assert set(found) == {
        "feed.xml",
        "feed-region.xml",
        "feed-idees-et-culture.xml",
        "feed-par-jeanne-le-goff.xml",
        "feed-par-yann-kerbrat.xml",
    }
    data = written(found["feed-idees-et-culture.xml"])
    assert find(data, "/rss/channel/title") == ["Le Courrier de l’estran – Idées & culture"]
    assert find(data, "//guid") == ["c"]
    guids = {find(written(document), "//podcast:guid")[0] for document in found.values()}
    assert len(guids) == len(found)
    assert find(main_feed(), "//podcast:guid") == [SHOW.guid]
    assert set(documents([EPISODE], FeedTable(rubriques=False))) == {"feed.xml"}


def test_rubriques_that_are_written_in_two_ways_are_one() -> None:
    other = replace(EPISODE, guid="x", category="REGION", published=EPISODE.published - timedelta(days=1))
    found = documents([EPISODE, other])
    assert set(found) == {"feed.xml", "feed-region.xml"}
    assert found["feed-region.xml"].page.title.endswith("Région")


def test_a_rubrique_without_latin_letters_has_an_address() -> None:
    assert any(re.fullmatch(r"feed-[0-9a-f]{8}\.xml", name) for name in documents([replace(EPISODE, category="文化")]))


def test_old_episodes_move_to_archives_and_every_episode_is_in_one_document() -> None:
    episodes = make_episodes(25)
    found = documents(episodes, FeedTable(newest=10, rubriques=False))
    assert {name: len(document.episodes) for name, document in found.items()} == {
        "feed.1.xml": 10,
        "feed.2.xml": 5,
        "feed.xml": 10,
    }
    listed = [episode for name in ("feed.xml", "feed.2.xml", "feed.1.xml") for episode in found[name].episodes]
    assert listed == list(episodes)


def test_readers_can_page_back_through_archives() -> None:
    found = documents(make_episodes(25), FeedTable(newest=10, rubriques=False))
    name, walked = "feed.xml", []
    while name:
        walked.append(name)
        links = find(written(found[name]), "//atom:link[@rel='prev-archive']/@href")
        assert links == find(written(found[name]), "//atom:link[@rel='next']/@href")
        name = links[0].rpartition("/")[2] if links else ""
    assert walked == ["feed.xml", "feed.2.xml", "feed.1.xml"]
    assert find(written(found["feed.1.xml"]), "//atom:link[@rel='current']/@href") == [f"{SHOW.url}feed.xml"]
    assert find(written(found["feed.1.xml"]), "//fh:archive") == [""]
    assert find(written(found["feed.xml"]), "//fh:archive") == []


def test_a_full_archive_never_changes_when_episodes_come() -> None:
    settings = FeedTable(newest=10, rubriques=False)
    before, after = documents(make_episodes(40), settings), documents(make_episodes(53), settings)
    for name in ("feed.1.xml", "feed.2.xml", "feed.3.xml"):
        assert written(before[name]) == written(after[name])
        assert is_current(after[name].page, written(before[name])[:1_000])


def test_a_new_episode_changes_two_documents() -> None:
    settings = FeedTable(newest=10, rubriques=False)
    before, after = documents(make_episodes(45), settings), documents(make_episodes(46), settings)
    changed = {name for name, document in after.items() if not is_current(document.page, written(before[name])[:1_000])}
    assert changed == {"feed.xml", "feed.4.xml"}


def test_a_corrected_archive_is_noticed() -> None:
    settings = FeedTable(newest=10, rubriques=False)
    episodes = make_episodes(25)
    corrected = [*episodes[:-1], replace(episodes[-1], updated=EPISODE.updated)]
    before, after = documents(episodes, settings), documents(corrected, settings)
    assert not is_current(after["feed.1.xml"].page, written(before["feed.1.xml"]))
    assert is_current(after["feed.2.xml"].page, written(before["feed.2.xml"]))


def test_hubs_are_told_by_the_main_documents_alone() -> None:
    found = documents(make_episodes(3), replace_settings(newest=1))
    assert find(written(found["feed.xml"]), "//atom:link[@rel='hub']/@href") == ["https://hub.example/"]
    assert find(written(found["feed.1.xml"]), "//atom:link[@rel='hub']/@href") == []


def replace_settings(newest: int) -> FeedTable:
    return FeedTable(newest=newest, hubs=ALL.hubs)


def test_other_formats_of_the_sound_are_alternatives_with_digests() -> None:
    opus = PublishedFile(name="a.opus", bytes=5, sha256="00" * 32)
    data = main_feed([replace(EPISODE, files={**EPISODE.files, "audio-opus": opus})])
    assert find(data, "//podcast:alternateEnclosure/@type") == ["audio/mpeg", "audio/ogg"]
    assert find(data, "//podcast:alternateEnclosure/@default") == ["true"]
    assert find(data, "//podcast:integrity/@value")[1] == "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert find(main_feed(), "//podcast:alternateEnclosure") == []


def soundbite_of(episode: Episode) -> tuple[int, int] | None:
    return soundbite(
        episode, [told for told in paragraphs(episode) if told.role not in {"title", "rubrique", "byline"}]
    )


def test_the_soundbite_is_the_lead_up_to_a_sentence() -> None:
    found = soundbite_of(EPISODE)
    assert found is not None
    start_ms, length_ms = found
    assert start_ms == EPISODE.cues[3].start_ms
    assert start_ms + length_ms in {cue.end_ms for cue in EPISODE.cues}
    assert 15_000 <= length_ms <= 60_000


def test_a_long_lead_is_cut_at_a_sentence_and_a_short_episode_has_no_soundbite() -> None:
    segments = make_segments([("lead", "Une phrase qui dure un peu plus de cinq secondes, oui.", 250, 0)] * 30)
    found = soundbite_of(make_episode(segments=segments, cues=make_cues(segments)))
    assert found is not None
    assert 50_000 < found[1] <= 60_000
    short = segments[:2]
    assert soundbite_of(make_episode(segments=short, cues=make_cues(short))) is None
    assert soundbite_of(make_episode(segments=(), cues=())) is None

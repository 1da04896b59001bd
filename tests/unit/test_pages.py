"""Pages as texts: what they say, what they never say, and what they load."""

import gzip
import json
import re
from datetime import timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews import pages
from audionews.addresses import file_url
from audionews.cover import contrast
from audionews.domain import Article, Chapter, Cue, Paragraph, PublishedFile, Reading, Role, UsedVoice, Word
from audionews.script import write_script
from audionews.settings import FeedTable, TextTable
from audionews.typography import (
    date_in_words,
    duration_in_words,
    french_spaces,
    labels,
    player_labels,
    player_words,
    web_address,
)
from episodes import make_cues, make_episode, make_episodes, make_segments, make_show
from gathering import index_of

STATIC = files("audionews").joinpath("static")
SHEETS = ("player/player.css", "page.css")
Colour = tuple[int, int, int]


def sources() -> str:
    folders = (STATIC.joinpath("player"), STATIC)
    return "\n".join(
        found.read_text("utf-8") for folder in folders for found in folder.iterdir() if found.name.endswith(".js")
    )


def data_of(page: str) -> dict[str, object]:
    """Return the timings that a page carries."""
    block = re.search(r'<script type="application/json">(.*?)</script>', page)
    assert block
    return dict(json.loads(block[1]))


def test_the_page_has_the_article_in_its_own_structure() -> None:
    page = pages.episode_page(make_show(), make_episode())
    assert '<h1><span id="phrase-1">Le phare de Kerlouan se rallume</span></h1>' in page
    assert '<h2><span id="phrase-5">Un chantier de longue haleine</span></h2>' in page
    assert '<ul>\n<li><span id="phrase-8">La visite est libre de 9h30 à 18h.</span></li>\n</ul>' in page
    assert page.count('<p class="lead">') == 1
    assert "Publié le 23 août 2025, par Jeanne Le Goff" in page


def test_lists_and_quotations_are_what_they_are() -> None:
    lines: list[tuple[Role, str, int, int]] = [
        ("item", "Un.", 0, 1), ("item", "Deux.", 0, 2), ("quote", "Trois.", 0, 3), ("item", "Quatre.", 0, 4),
    ]  # fmt: skip
    segments = make_segments(lines)
    page = pages.episode_page(make_show(), make_episode(segments=segments, cues=make_cues(segments)))
    text = page[page.index('<div class="text"') : page.index("<footer>")]
    assert re.findall(r"</?(?:ul|li|blockquote)", text) == [
        "<ul", "<li", "</li", "<li", "</li", "</ul", "<blockquote", "</blockquote", "<ul", "<li", "</li", "</ul",
    ]  # fmt: skip


def test_a_page_without_spoken_head_shows_what_is_known() -> None:
    segments = make_segments([("body", "Un seul mot.", 0, 0)])
    episode = make_episode(segments=segments, cues=make_cues(segments), author=None, chapters=(), correction=None)
    page = pages.episode_page(make_show(), episode)
    assert "<h1>Le phare de Kerlouan se rallume</h1>" in page
    assert "Publié le 23 août 2025</p>" in page
    assert '<h2 id="chapters">' not in page


@pytest.mark.parametrize("page", [pages.episode_page, pages.embed_page])
def test_everything_that_is_loaded_has_a_relative_address(page: object) -> None:
    assert callable(page)
    text = str(page(make_show(), make_episode()))
    loaded = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)"|audio|track|img)[^>]*(?:src|href)="([^"]+)"', text)
    assert len(loaded) >= 5
    assert not [address for address in loaded if ":" in address or address.startswith("/")]
    assert set(re.findall(r"assets/[\w.-]+", text)) <= set(pages.assets())


def test_what_machines_read_is_absolute() -> None:
    page = pages.episode_page(make_show(), make_episode())
    home = "https://audio.courrier.example/episodes/2025-08-23-le-phare-de-kerlouan-se-rallume/"
    assert f'<link rel="canonical" href="{home}">' in page
    assert f'<link rel="alternate" hreflang="fr" href="{home}">' in page
    assert f'<meta name="twitter:player" content="{home}embed.html">' in page
    assert f'type="application/json+oembed" href="{home}oembed.json"' in page
    article = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert article["@type"] == "NewsArticle"
    assert article["isAccessibleForFree"] is True
    assert article["audio"]["contentUrl"].startswith(home)
    assert article["audio"]["digitalSourceType"].endswith("/algorithmicMedia")
    assert "Éteint depuis neuf ans" in article["audio"]["transcript"]


def test_oembed_is_a_framed_embed() -> None:
    answer = json.loads(pages.oembed(make_show(), make_episode(title='Un "titre" & <lui>')))
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert answer["html"].startswith('<iframe src="https://audio.courrier.example/episodes/')
    assert "&#34;titre&#34; &amp; &lt;lui&gt;" in answer["html"]


def test_hostile_words_stay_words() -> None:
    evil = "</script><script>alert(1)</script><!--\u2028"
    segments = make_segments([("body", evil, 0, 0)])
    episode = make_episode(
        title=evil, summary=evil, segments=segments, cues=make_cues(segments), url="javascript:alert(1)"
    )
    show = make_show(title=evil, link="data:text/html,x")
    made = pages.episode_files(show, episode) | index_of(show, [episode])
    for text in [text for name, text in made.items() if name.endswith(".html")]:
        assert "<script>alert" not in text
        assert "javascript:" not in text
    assert data_of(pages.episode_page(show, episode))["title"] == evil


def test_the_policy_allows_nothing_inline() -> None:
    feed = FeedTable(report_url="https://rapports.example/recevoir")
    policy = pages.content_security_policy(make_show(), feed, framed=True)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src 'self' https://audio.courrier.example;" in policy
    assert "connect-src 'self' https://audio.courrier.example https://rapports.example;" in policy
    assert (
        pages.frame_ancestors(FeedTable(frame_ancestors=("https://a.example",))) == "frame-ancestors https://a.example"
    )
    made = pages.episode_files(make_show(), make_episode()) | index_of(make_show(), make_episodes(2))
    texts = [text for name, text in made.items() if name.endswith(".html")]
    assert not [
        text for text in texts if re.search(r"<[^>]+ (?:style|on\w+)=|<style|<script(?! src| type=\"application)", text)
    ]


def test_timings_lead_from_each_word_to_its_place_in_the_text() -> None:
    words = (Word(start_ms=100, end_ms=200, written="Un"), Word(start_ms=200, end_ms=400, written="mot"))
    cue = Cue(
        start_ms=100,
        end_ms=500,
        written="Un 🎈 mot, un mot.",
        words=(*words, Word(start_ms=450, end_ms=460, written="absent")),
    )
    segments = make_segments([("body", cue.written, 0, 0)])
    data = data_of(pages.episode_page(make_show(), make_episode(segments=segments, cues=(cue,))))
    assert data["cues"] == [[100, 500, [0, 2, 0, 100, 6, 3, 100, 300]]]


def test_reports_go_where_the_settings_say_else_to_the_owner() -> None:
    episode = make_episode()
    feed = FeedTable(report_url="https://rapports.example/")
    assert data_of(pages.episode_page(make_show(), episode, feed))["report"] == "https://rapports.example/"
    assert data_of(pages.episode_page(make_show(), episode))["report"] == "mailto:podcast@courrier.example"
    assert data_of(pages.episode_page(make_show(owner_email=""), episode))["report"] == ""


def test_the_index_is_paged_and_sorted_into_rubriques() -> None:
    region, culture = make_episodes(25), make_episodes(1, category="culture")
    found = index_of(make_show(), [*region, *culture, make_episode(category="Culture"), make_episode(category="…")])
    assert [name for name in found if name.endswith(".html")] == [
        "page-1.html",
        "index.html",
        "rubrique-culture.html",
        "rubrique-region-page-1.html",
        "rubrique-region.html",
        "404.html",
    ]
    assert found["index.html"].count("<article ") == pages.PAGE_SIZE
    assert '<link rel="next" href="page-1.html">' in found["index.html"]
    assert '<link rel="prev" href="index.html">' in found["page-1.html"]
    assert found["rubrique-culture.html"].count("<article ") == 2
    assert "Région <span" in found["index.html"]
    for name in ("page-1.html", "rubrique-region-page-1.html"):
        assert '<a href="rubrique-culture.html">Culture</a>' in found[name]


def test_a_full_page_of_the_index_and_of_its_search_stays_as_it_is() -> None:
    before, after = (index_of(make_show(), make_episodes(count)) for count in (1_030, 1_031))
    changed = [name for name, text in after.items() if text != before.get(name)]
    assert changed == [
        "page-51.html", "index.html", "rubrique-region-page-51.html", "rubrique-region.html",
        "search-2.json", "search.json",
    ]  # fmt: skip
    assert '<link rel="prev" href="page-51.html">\n<link rel="next" href="page-49.html">' in after["page-50.html"]
    assert 'rel="next"' not in after["page-1.html"]


def test_a_show_without_episodes_or_rubriques_has_an_index() -> None:
    found = index_of(make_show(), [], FeedTable(rubriques=False))
    assert list(found) == ["index.html", "404.html", "search.json"]
    assert "Il n’y a pas encore d’épisode." in found["index.html"]


def test_the_missing_page_finds_its_style_from_any_depth() -> None:
    found = index_of(make_show(url="https://a.example/sons/"), [])
    assert 'href="/sons/assets/page-' in found["404.html"]


def test_ways_to_subscribe() -> None:
    page = index_of(make_show(), [], FeedTable(spotify_url="https://open.spotify.com/show/x"))["index.html"]
    assert 'href="podcast://audio.courrier.example/feed.xml"' in page
    assert (
        'href="https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Faudio.courrier.example%2Ffeed.xml"' in page
    )
    assert 'href="https://open.spotify.com/show/x"' in page


def test_the_search_is_in_short_files_that_name_each_other_and_hold_everything() -> None:
    found = {
        name: json.loads(text) for name, text in index_of(make_show(), make_episodes(1_203)).items() if "json" in name
    }
    name, titles = "search.json", []
    while name:
        assert len(found[name]["entries"]) <= pages.SEARCH_SIZE
        titles += [entry["title"] for entry in found[name]["entries"]]
        name = found[name]["older"]
    assert titles == [f"Numéro {number}" for number in range(1_203, 0, -1)]


def test_chapters_are_captions_too() -> None:
    episode = make_episode(chapters=(Chapter(start_ms=0, end_ms=1500, title="A & B --> <c>"),))
    assert pages.chapter_track(episode) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nA &amp; B --&gt; &lt;c&gt;\n"


def test_an_english_episode_has_an_english_page() -> None:
    page = pages.episode_page(make_show(language="en"), make_episode(language="en"))
    assert '<html lang="en">' in page
    assert '<h2 id="chapters">Chapters</h2>' in page
    assert '"play":"Listen"' in page
    assert "Écouter" not in page
    index = index_of(make_show(), [make_episode(language="en")])["index.html"]
    assert '<article lang="en">' in index


def test_an_update_is_told() -> None:
    episode = make_episode()
    later = make_episode(updated=episode.published + timedelta(days=2))
    assert "mis à jour le 25 août 2025" in pages.episode_page(make_show(), later)
    assert "mis à jour" not in pages.episode_page(make_show(), episode)


def test_a_correction_is_shown_once_where_it_is_read_and_told_to_machines() -> None:
    article = Article(
        id="bail", title="Le bail", language="fr", published=make_episode().published,
        lead=(Paragraph(text="Le phare est loué."),), correction="le bail coûte un euro.",
    )  # fmt: skip
    segments = write_script(article, TextTable(), lambda text: (Reading(written=text, spoken=text),)).segments
    episode = make_episode(segments=segments, cues=make_cues(segments), correction=article.correction)
    page = pages.episode_page(make_show(), episode)
    assert page[page.index("<body") :].count("e bail coûte un euro.") == 1
    assert '"correction":"le bail coûte un euro."' in page


def test_the_disclosure_can_be_left_out() -> None:
    assert "Lu par une voix de synthèse" not in pages.episode_page(
        make_show(), make_episode(), FeedTable(disclosure=False)
    )


def test_a_voice_that_is_named_synthetic_is_not_called_so_twice() -> None:
    named = make_episode(voice=UsedVoice(name="x", engine="espeak", title="Voix de synthèse embarquée"))
    assert "Lu par une voix de synthèse</p>" in pages.episode_page(make_show(), named)


def test_equal_input_gives_equal_bytes() -> None:
    assert pages.episode_files(make_show(), make_episode()) == pages.episode_files(make_show(), make_episode())
    assert pages.assets() == pages.assets()


def weight(*contents: bytes) -> int:
    """Return how many bytes travel, compressed."""
    return len(gzip.compress(b"".join(contents), 9))


def test_the_scripts_and_styles_are_light() -> None:
    by_name = {name.rpartition("/")[2].partition("-")[0]: content for name, content in pages.assets().items()}
    styles = set(re.findall(rb"`((?::host|::highlight).*?)`", b"".join(by_name.values()), re.DOTALL))
    assert len(styles) == 2
    assert weight(*styles, by_name["page"]) <= 4_000
    scripts = {
        name: content for name, content in by_name.items() if name in {"player", "element.js", "dialogs", "search"}
    }
    for style in styles:
        scripts = {name: content.replace(style, b"") for name, content in scripts.items()}
    assert {name: weight(content) for name, content in scripts.items() if weight(content) > 10_000} == {}
    assert len(scripts) == 4


def named_colours(sheet: str) -> dict[str, tuple[Colour, Colour]]:
    """Return the colours that a style sheet names: by day, and by night."""
    text = STATIC.joinpath(sheet).read_text("utf-8")
    named = re.findall(r"--(\w+): (?:var\(--audionews-\w+, )?light-dark\((#\w+), (#\w+)\)", text)
    return {name: (colour(day), colour(night)) for name, day, night in named}


def colour(digits: str) -> Colour:
    red, green, blue = bytes.fromhex(digits[1:] if len(digits) == 7 else "".join(sign * 2 for sign in digits[1:]))
    return red, green, blue


@pytest.mark.parametrize("night", [False, True])
def test_texts_icons_and_borders_stand_out_from_their_ground(night: bool) -> None:
    player, page = ({name: two[night] for name, two in named_colours(sheet).items()} for sheet in SHEETS)
    assert {contrast(page[name], page["paper"]) >= 7 for name in ("ink", "soft", "link")} == {True}
    for ground in ("paper", "wash"):
        assert {contrast(player[name], player[ground]) >= 7 for name in ("ink", "soft")} == {True}
        assert {contrast(player[name], player[ground]) >= 3 for name in ("line", "accent")} == {True}


def test_what_is_marked_in_the_text_can_be_read() -> None:
    text = STATIC.joinpath("player/read-along.css").read_text("utf-8")
    marks = re.findall(
        r"\((audionews-\w+)\) \{ background-color: ([^;]+); color: ([^;]+);", text.partition("@media")[0]
    )
    assert len(marks) == 4
    for name, *two in marks:
        grounds, letters = (re.findall(r"#\w+", each) for each in two)
        for ground, letter in zip(grounds, letters * (2 // len(letters)), strict=True):
            assert contrast(colour(ground), colour(letter)) >= 7, name


def test_what_other_sites_load_keeps_its_name_and_names_files_that_are_published() -> None:
    published = pages.assets()
    named = set(re.findall(r"assets/[\w.-]+", published["element.js"].decode()))
    assert len(named) == 3
    assert named <= published.keys()
    assert not [name for name in published if not re.search(r"-[0-9a-f]{10}\.\w+$", name) and name != "element.js"]


def test_no_two_modules_of_a_script_share_a_name() -> None:
    names = re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", sources(), re.MULTILINE)
    assert sorted(names) == sorted(set(names))


def test_every_language_has_every_label_and_no_label_is_idle() -> None:
    french, english = player_labels()["fr"], player_labels()["en"]
    assert french.keys() == english.keys()
    assert labels("fr").keys() == labels("en").keys()
    assert labels("nl") == labels("fr")
    assert player_words("en-GB")["play"] == "Listen"
    used = set(re.findall(r"(?<![./\w])words\.(\w+)", sources())) | {
        "hour",
        "hours",
        "minute",
        "minutes",
        "second",
        "seconds",
    }
    used |= {"unavailable"} | {f"{way}{what}" for way in ("previous", "next") for what in ("Sentence", "Chapter")}
    assert used - french.keys() == set()
    assert french.keys() - used == set()
    root = files("audionews")
    sources_of_pages = [*root.joinpath("templates").iterdir(), *root.iterdir(), *root.joinpath("pages").iterdir()]
    texts = "".join(found.read_text("utf-8") for found in sources_of_pages if found.name.endswith((".html", ".py")))
    named = set(re.findall(r"(?:text\.|[\"'])(\w+)", texts)) | {"hours", "minutes"}
    named |= {f"download_{purpose}" for purpose in (*make_episode().files, "audio-opus", "vtt-words", "json-words")}
    assert labels("fr").keys() - named == set()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Et après ?", "Et après\u202f?"),
        (
            "« Oui » : non ; 12 % de 1 234 567 €",
            "«\u00a0Oui\u00a0»\u00a0: non\u202f; 12\u202f% de 1\u202f234\u202f567\u202f€",
        ),
        ("de 9h30 à 18h, sur 14 km", "de 9h30 à 18h, sur 14\u00a0km"),
        ("M. Dupont et Mme Le Bras, n° 9", "M.\u00a0Dupont et Mme\u00a0Le Bras, n°\u00a09"),
        ("le film. Dupont", "le film. Dupont"),
        ("Rien à changer.", "Rien à changer."),
    ],
)
def test_french_spaces_do_not_break(text: str, shown: str) -> None:
    assert french_spaces(text) == shown
    assert len(french_spaces(text)) == len(text)


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (0, "0 seconde"),
        (999, "1 seconde"),
        (60_000, "1 minute"),
        (83_000, "1 minute 23 secondes"),
        (7_200_000, "2 heures"),
    ],
)
def test_lengths_are_said_in_words(ms: int, said: str) -> None:
    assert duration_in_words(ms, labels("fr")) == said


def test_the_first_of_a_month_is_an_ordinal() -> None:
    first = make_episode().published.replace(day=1)
    assert date_in_words(first, labels("fr")) == "1er août 2025"
    assert date_in_words(first, labels("en")) == "1 August 2025"


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "//a.example", "http:///x", "http://[", "", None]
)
def test_only_addresses_of_the_web_are_linked(text: str | None) -> None:
    assert web_address(text) == ""


def test_a_waveform_is_drawn_once_a_peak() -> None:
    page = pages.episode_page(make_show(), make_episode(waveform=(0, 50, 100)))
    assert 'viewBox="0 0 9 100"' in page
    assert "M1 48V52M4 25V75M7 0V100" in page


def test_chapter_links_go_up_and_name_the_sound() -> None:
    page = pages.episode_page(make_show(), make_episode())
    starts = [float(start) for start in re.findall(r'\.mp3#t=([\d.]+)"', page)]
    assert len(starts) == 3
    assert all(first < second for first, second in pairwise(starts))


def test_the_accessibility_report_names_tests_that_exist() -> None:
    here = Path(__file__).parents[1]
    report = (here.parent / "docs" / "accessibility.md").read_text("utf-8")
    tests = "".join(path.read_text("utf-8") for path in (*here.glob("browser/test_*.py"), Path(__file__)))
    named = set(re.findall(r"`(test_\w+)`", report))
    assert len(named) > 25
    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_every_published_form_can_be_downloaded() -> None:
    episode = make_episode()
    more = {
        purpose: PublishedFile(name=name, bytes=1_000, sha256="0" * 64)
        for purpose, name in (("audio-opus", "s.opus"), ("vtt-words", "words.vtt"), ("json-words", "words.json"))
    }
    page = pages.episode_page(make_show(), replace(episode, files={**episode.files, **more}))
    downloads = page.partition('<ul class="downloads">')[2]
    assert re.findall(r'href="([^"]*)" download>([^<]*)', downloads)[1] == ("s.opus", "Le son, plus léger ")
    assert all(f'href="{file.name}" download' in downloads for file in more.values())
    assert "s.opus" not in pages.episode_page(make_show(), episode)


def test_a_chapter_shows_its_picture_when_it_lies_beside_the_page() -> None:
    picture, thumb = (
        PublishedFile(name=f"{kind}-0123456789.jpg", bytes=1_000, sha256="0" * 64) for kind in ("picture", "thumb")
    )
    show, episode = make_show(url="https://été.example/"), make_episode()
    episode = replace(episode, files={**episode.files, "picture-1": picture, "thumb-1": thumb})
    images = (file_url(show, episode, "picture-1"), "https://ailleurs.example/p.jpg", None)
    chapters = tuple(replace(chapter, image=image) for chapter, image in zip(episode.chapters, images, strict=True))
    page = pages.episode_page(show, replace(episode, chapters=chapters))
    listed = page.partition('<ol class="chapters">')[2].partition("</ol>")[0]
    assert re.findall("<img[^>]*>", listed) == [
        '<img src="thumb-0123456789.jpg" alt="" width="64" height="40" loading="lazy">'
    ]

"""What a reader notices of the pages: they load little, from one host, do not jump, fit, and work without script."""

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from browser.ranges import StaticHost
from browser.sites import WITHDRAWN, publish, sounding, tone
from browser.visiting import FRAMES, NODE_MODULES, SHIFTS, Site, Visitor, needed, taken_over, until
from episodes import make_cues, make_episode, make_segments, make_show


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_moves_when_the_player_comes(visitor: Visitor, site: Site, width: int) -> None:
    page = visitor.blank(width)
    page.add_init_script(SHIFTS)
    for url in (site.host.url, site.page, site.embed):
        page.goto(url)
        assert taken_over(page) == [], url
        page.evaluate("document.querySelector('audionews-player').seek(23000)")
    page.reload()
    page.get_by_role("button", name="Reprendre du début").wait_for()
    assert taken_over(page) == []


def test_nothing_moves_on_a_slow_machine_whose_script_comes_late(visitor: Visitor, site: Site) -> None:
    page = visitor.blank(768)
    page.add_init_script(SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    held: list[Any] = []
    page.route("**/assets/player-*.js", lambda route: held.append(route))
    for url in (site.host.url, site.page, site.embed):
        page.goto(url, wait_until="commit")
        until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
        page.wait_for_timeout(400)
        held.pop().continue_()
        assert taken_over(page) == [], url


def test_the_browsers_own_player_comes_where_the_script_does_not(visitor: Visitor, site: Site) -> None:
    page = visitor.blank()
    page.add_init_script(SHIFTS)
    page.route("**/assets/player-*.js", lambda route: route.abort())
    page.goto(site.page)
    until(page, "document.querySelector('audio[controls]').checkVisibility({ visibilityProperty: true })")
    page.evaluate(FRAMES)
    assert page.evaluate("shifted") == []
    visitor.complaints[:] = [line for line in visitor.complaints if "ERR_FAILED" not in line]


def test_the_player_takes_no_more_room_than_was_kept_for_it(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page)
    page.evaluate("document.querySelector('audionews-player').seek(23000)")
    for url in (site.page, site.embed):
        page.goto(url)
        page.get_by_role("button", name="Reprendre du début").wait_for()
        for width in (290, 320, 359, 360, 480, 575, 576, 639, 640, 800, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            taken, kept = page.evaluate("""() => {
                const player = document.querySelector("audionews-player");
                return [player.offsetHeight, Math.round(parseFloat(getComputedStyle(player).minHeight))];
            }""")
            assert taken == kept, (url, width)


def test_little_is_loaded_before_play_and_all_from_one_host(visitor: Visitor, site: Site) -> None:
    before = len(site.host.log)
    page = visitor.open(site.page, service_workers="block")  # a profile of its own: nothing comes from a cache
    page.get_by_role("button", name="Écouter", exact=True).wait_for()
    loaded = site.host.log[before:]
    bodies = [(site.folder / path.lstrip("/")).read_bytes() for _, path, _, _ in loaded]
    assert sum(len(gzip.compress(body)) for body in bodies) <= 60_000
    page.get_by_role("button", name="Écouter", exact=True).click()
    until(page, "document.querySelector('audio').currentTime > 0.3")
    page.evaluate("document.querySelector('audionews-player').seek(40000)")
    until(page, "document.querySelector('audio').currentTime > 40.3")
    assert all(url.startswith(site.host.url) for url in visitor.requests)
    assert any(status == 206 for _, path, status, _ in site.host.log[before:] if path.endswith(".mp3"))
    assert not any(path.endswith(".mp3") for _, path, _, _ in loaded)
    assert page.context.cookies() == []


def test_nothing_scrolls_sideways_at_400_per_cent(visitor: Visitor, site: Site) -> None:
    width = 1280 // 4
    page = visitor.blank(width, 256)
    for url in (site.page, site.embed, site.host.url, f"{site.host.url}404.html"):
        page.goto(url)
        if "episodes" in url:
            page.get_by_role("button", name="Chapitres", exact=True).click()
            page.get_by_role("button", name="Plus", exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_small_player_of_three_hours_fits_a_narrow_page(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page, width=320, height=500)
    page.evaluate("""() => {
        const player = document.querySelector("audionews-player");
        player.episode.duration = 10_805_000;
        player.seek(3_723_000);
        scrollTo(0, document.body.scrollHeight);
    }""")
    bar = page.get_by_role("region", name="Lecteur réduit")
    bar.wait_for()
    assert "1:02:03 / 3:00:05" in bar.inner_text()
    page.evaluate("""() => {
        const { along } = document.querySelector("audionews-player");
        along.asleep = true;
        along.onchange();
    }""")
    bar.get_by_role("button", name="Revenir au passage lu").wait_for()
    edges = bar.evaluate("(bar) => [...bar.querySelectorAll('button')].map((one) => one.getBoundingClientRect().right)")
    assert max(edges) <= 320


def test_text_can_be_spaced_out_without_being_cut(page: Any) -> None:
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }");
        document.adoptedStyleSheets.push(sheet);
        document.querySelector("audionews-player").shadowRoot.adoptedStyleSheets.push(sheet);
    }""")
    cut = page.evaluate("""() => [...document.querySelector("audionews-player").shadowRoot.querySelectorAll("button")]
        .filter((button) => button.checkVisibility() && button.scrollWidth > button.clientWidth + 1).map(String)""")
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_is_there_without_script(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page, java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text() == site.episode.title
    assert page.locator("audio[controls][preload=none]").is_visible()
    assert page.locator("audio > track[kind=captions][srclang=fr]").count() == 1
    assert page.locator("p.disclosure").is_visible()
    chapters = page.get_by_role("navigation", name="Chapitres").get_by_role("link")
    assert [link.get_attribute("href").partition("#")[2] for link in chapters.all()] == ["t=0.0", "t=20.83", "t=40.58"]
    assert page.get_by_role("heading", level=2, name="Un chantier de longue haleine").is_visible()
    assert page.get_by_role("link", name="Le son (MP3").is_visible()
    page.goto(site.host.url)
    assert page.locator("audio[controls]").count() == 20
    assert not page.locator("search").is_visible()
    page.get_by_role("link", name=site.episode.title, exact=True).click()
    page.get_by_role("navigation", name="Chapitres").get_by_role("link", name="Et après").click()
    assert page.url.endswith(".mp3#t=40.58")


def test_pages_work_from_a_disk(visitor: Visitor, site: Site) -> None:
    page = visitor.open((site.folder / "episodes" / site.episode.slug / "index.html").as_uri())
    page.get_by_role("button", name="Écouter", exact=True).click()
    until(page, "document.querySelector('audio').currentTime > 0.1")


def test_one_player_of_the_index_at_a_time(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.host.url)
    page.get_by_role("button", name="Écouter – Numéro 43").click()
    page.get_by_role("button", name="Écouter – Numéro 42").click()
    until(page, "[...document.querySelectorAll('audio')].filter((audio) => !audio.paused).length === 1")
    assert page.get_by_role("button", name="Pause – Numéro 42").is_visible()


def test_the_index_is_searched_without_a_server(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.host.url)
    page.get_by_role("searchbox", name="Chercher un épisode").fill("KERLOUAN rallumé")
    results = page.get_by_role("list", name="Résultats").get_by_role("link")
    results.first.wait_for()
    assert results.first.inner_text() == "Le phare de Kerlouan se rallume"
    assert page.get_by_text("Région, 23 août 2025").is_visible()
    page.get_by_role("searchbox").fill("xyzzy")
    page.get_by_text("Aucun épisode ne correspond.").wait_for()
    page.get_by_role("searchbox").fill("Numéro 37")
    results.first.click()
    page.wait_for_url("**/episodes/2025-02-06-numero-37/index.html")


def test_the_index_is_paged_and_each_rubrique_has_its_own(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.host.url)
    page.get_by_role("link", name="Épisodes plus anciens").click()
    assert page.get_by_role("heading", level=2, name="Épisodes, page 2").is_visible()
    page.get_by_role("link", name="Épisodes plus anciens").click()
    assert page.get_by_role("link", name="Numéro 1", exact=True).is_visible()
    page.get_by_role("link", name="Le Courrier de l’estran").click()
    page.get_by_role("link", name="Région").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Région"


def test_the_words_of_an_article_are_never_markup(visitor: Visitor, tmp_path_factory: pytest.TempPathFactory) -> None:
    evil = '</script><script>document.title="pwned"</script><img src=x onerror=alert(1)>"\'&{{7*7}}\u2028'
    segments = make_segments([("title", evil, 100, 0), ("body", f"{evil} fin.", 100, 1)])
    cues = make_cues(segments)
    host = StaticHost(tmp_path_factory.mktemp("evil"))
    show = make_show(url=host.url, title=evil, description=evil, link="javascript:alert(1)")
    episode = make_episode(
        title=evil, summary=evil, category=evil, author=evil, correction=evil, url="javascript:alert(1)",
        segments=segments, cues=cues, duration_ms=cues[-1].end_ms + 500,
    )  # fmt: skip
    mp3 = tone(1)
    publish(host.folder, show, (sounding(episode, mp3),), mp3)
    page = visitor.blank()
    for name in ("", "404.html", f"episodes/{episode.slug}/", f"episodes/{episode.slug}/embed.html"):
        page.goto(host.url + name)
        assert page.title() != "pwned"
        assert page.locator("img, script:not([src]):not([type])").count() == 0
        assert page.locator("[href^=javascript]").count() == 0
    page.evaluate(f"document.querySelector('audionews-player').seek({cues[1].start_ms + 10})")
    assert str(page.locator("#phrase-1").text_content()).startswith("</script><script>")
    host.close()


PLACES: dict[str, Callable[[Site], str]] = {
    "episode": lambda site: site.page,
    "embed": lambda site: site.embed,
    "index": lambda site: f"{site.host.url}rubrique-region.html",
    "missing": lambda site: f"{site.host.url}404.html",
    "withdrawn": lambda site: f"{site.host.url}episodes/{WITHDRAWN.slug}/index.html",
    "withdrawn-embed": lambda site: f"{site.host.url}episodes/{WITHDRAWN.slug}/embed.html",
    "transcript": lambda site: f"{site.host.url}episodes/{site.episode.slug}/transcript.html",
}


@pytest.mark.parametrize("name", PLACES)
def test_the_accessibility_tree_is_as_agreed(
    visitor: Visitor, site: Site, golden: Callable[[str, str], None], name: str
) -> None:
    page = visitor.open(PLACES[name](site))
    page.get_by_role("main").wait_for()
    if name == "embed":
        page.get_by_text("Texte de l’article").click()
    page.evaluate("document.querySelectorAll('.episodes > article ~ article').forEach((more) => more.remove())")
    here, there = urlsplit(site.host.url).netloc, "audio.courrier.example"
    tree = page.locator("body").aria_snapshot().replace(here, there).replace(quote(here), there)
    golden(f"pages/{name}.yaml", f"{tree}\n")
    visitor.complaints[:] = [line for line in visitor.complaints if "404" not in line]  # a transcript brings no icon


def test_the_nu_checker_finds_no_fault(site: Site) -> None:
    java = needed(shutil.which("java"), "java")
    jar = needed(NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar", "vnu-jar (npm ci in tests/)")
    urls = [
        *(f"{site.host.url}{name}" for name in ("index.html", "page-1.html")),
        *(place(site) for place in PLACES.values()),
    ]
    options = ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Xss8m", "-XX:TieredStopAtLevel=1"]
    command = [java, *options, "-jar", jar, "--format", "json", "--exit-zero-always", *urls]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    assert [message["message"] for message in json.loads(answer.stderr)["messages"]] == []


def test_the_scripts_agree_with_their_types() -> None:
    compiler = needed(NODE_MODULES / "typescript" / "bin" / "tsc", "typescript (npm ci in tests/)")
    command = [needed(shutil.which("node"), "node"), compiler, "-p", str(NODE_MODULES.parent / "tsconfig.json")]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    assert answer.stdout == ""

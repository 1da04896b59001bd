"""The right word at the right time, in the text as it is written."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from audionews.domain import Cue, Episode
from browser.sites import publish, sounding, tone
from browser.visiting import Site, Visitor, heard, until
from episodes import make_cues, make_episode, make_segments

MARKED = "[...(CSS.highlights.get('audionews-word') ?? [])].map(String).join('|')"
NEAREST_MS = 60
RECORD = """() => {
    window.lags = [];
    const starts = window.starts;
    const set = CSS.highlights.set.bind(CSS.highlights);
    CSS.highlights.set = (name, highlight) => {
        const now = document.querySelector("audio").currentTime * 1000;
        if (name === "audionews-word") lags.push(now - Math.max(...starts.filter((start) => start <= now + 2)));
        return set(name, highlight);
    };
}"""


def near(episode: Episode, ms: float) -> set[str]:
    return {plain(heard(episode, ms - late)) for late in (0, NEAREST_MS / 2, NEAREST_MS, -3)}


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_place_is_marked_as_soon_as_it_is_sought(page: Any, site: Site) -> None:
    for second in range(2, 52, 2):
        page.evaluate(f"document.querySelector('audionews-player').seek({second * 1000 + 137})")
        assert plain(page.evaluate(MARKED)) == plain(heard(site.episode, second * 1000 + 138))


def test_the_word_that_is_heard_is_marked_at_twenty_instants(page: Any, site: Site) -> None:
    page.evaluate("document.querySelector('audionews-player').seek(9500)")
    page.get_by_role("button", name="Écouter", exact=True).click()
    until(page, "document.querySelector('audio').currentTime > 9.7")
    page.evaluate(f"window.starts = {json.dumps([word.start_ms for cue in site.episode.cues for word in cue.words])}")
    page.evaluate(RECORD)
    wrong = []
    for _ in range(20):
        page.wait_for_timeout(137)
        ms, word = page.evaluate(f"[document.querySelector('audio').currentTime * 1000, {MARKED}]")
        if plain(word) not in near(site.episode, ms):
            wrong.append((ms, word))
    assert wrong == []
    lags = sorted(page.evaluate("lags"))
    assert len(lags) >= 8
    assert lags[len(lags) // 2] <= 20, f"median {lags[len(lags) // 2]:.0f} ms late, longest {lags[-1]:.0f} ms"


def test_the_sentence_stays_marked_between_its_words_and_is_current_for_everybody(page: Any, site: Site) -> None:
    page.evaluate("document.querySelector('audionews-player').seek(10000)")
    assert page.locator("[aria-current=true][id^=phrase]").get_attribute("id") == "phrase-3"
    marked = page.evaluate("[...CSS.highlights.get('audionews-sentence')].map(String).join('')")
    assert plain(marked) == plain(site.episode.cues[3].written)


def test_the_word_is_seen_within_its_sentence(page: Any) -> None:
    page.set_viewport_size({"width": 1000, "height": 1600})
    page.evaluate("document.querySelector('audionews-player').seek(10000)")
    box = page.evaluate("""() => {
        const { x, y, width, height } = [...CSS.highlights.get("audionews-word")][0].getBoundingClientRect();
        return { x, y, width, height };
    }""")
    seen = Image.open(BytesIO(page.screenshot(clip=box))).convert("RGB").getcolors(100_000)
    assert seen
    assert max(seen)[1] == (240, 193, 55)


def test_a_click_on_a_sentence_plays_from_there(page: Any, site: Site) -> None:
    page.locator("#phrase-7").click()
    until(page, "!document.querySelector('audio').paused")
    assert page.evaluate("document.querySelector('audio').currentTime * 1000") >= site.episode.cues[7].start_ms


def test_text_can_be_selected_without_playing(page: Any) -> None:
    box = page.locator("#phrase-7").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 8, steps=4)
    page.mouse.up()
    assert len(page.evaluate("getSelection().toString()")) > 5
    assert page.evaluate("document.querySelector('audio').paused")


def turn_wheel(page: Any, by: int) -> None:
    """Scroll, and wait until the page rests: it moves on after the turning, which is the reader's doing too."""
    was = page.evaluate("scrollY")
    page.mouse.wheel(0, by)
    until(page, f"scrollY !== {was}")
    page.evaluate("window.rest = [NaN, 0]")
    until(
        page,
        """(() => {
        if (rest[0] !== scrollY) window.rest = [scrollY, performance.now()];
        return performance.now() > rest[1] + 300;
    })()""",
    )


def test_following_sleeps_when_the_reader_looks_elsewhere(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page, height=500)
    page.evaluate("document.querySelector('audionews-player').listenFrom(5)")
    until(page, "scrollY > 100")
    page.evaluate("""() => {
        const { along } = document.querySelector("audionews-player");
        const now = performance.now.bind(performance);
        let later = 0;
        performance.now = () => now() + later;
        for (; later < 3000; later += 100) dispatchEvent(new Event("scroll"));
        window.slept = [along.asleep];
        later += 1000;
        dispatchEvent(new Event("scroll"));
        slept.push(along.asleep);
        along.wake();
    }""")
    assert page.evaluate("slept") == [False, True]
    page.mouse.move(300, 200)
    turn_wheel(page, -5000)
    page.get_by_role("button", name="Suivre", pressed=False).wait_for()
    turn_wheel(page, 900)
    back = page.get_by_role("button", name="Revenir au passage lu")
    back.click()
    back.wait_for(state="hidden")
    page.mouse.wheel(0, 20)


@pytest.mark.parametrize(("motion", "behaviour"), [("no-preference", "smooth"), ("reduce", "instant")])
def test_the_text_follows_as_softly_as_the_reader_likes_and_not_where_it_is_told_not_to(
    visitor: Visitor, site: Site, motion: Any, behaviour: str
) -> None:
    page = visitor.blank(height=500)
    page.emulate_media(reduced_motion=motion)
    page.goto(site.page)
    page.evaluate("""() => {
        window.scrolled = [];
        window.scrollBy = ({ behavior }) => scrolled.push(behavior);
        document.querySelector("audionews-player").seek(15000);
    }""")
    assert page.evaluate("scrolled") == [behaviour]
    page.get_by_role("button", name="Suivre", pressed=True).click()
    page.get_by_role("button", name="Suivre", pressed=False).wait_for()
    page.evaluate("document.querySelector('audionews-player').seek(30000)")
    assert page.evaluate("scrolled") == [behaviour]


def test_searching_the_text_finds_it_without_accents_and_plays_it(page: Any, site: Site) -> None:
    page.get_by_role("button", name="Plus", exact=True).click()
    page.get_by_role("searchbox", name="Chercher dans le texte").fill("EXPOSITIÔN")
    expect(page.locator(".search [role=status]")).to_have_text("1 sur 1")
    page.get_by_role("button", name="Écouter ce passage").click()
    until(page, "document.querySelector('audio').currentTime > 41")
    page.get_by_role("searchbox").fill("zzz")
    expect(page.locator(".search [role=status]")).to_have_text("Aucun résultat.")


def test_the_place_speed_and_choices_are_kept_on_this_device(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page)
    page.get_by_label("Vitesse").select_option("1.5")
    page.evaluate("document.querySelector('audionews-player').seek(23000)")
    page.reload()
    expect(page.locator(".note [role=status]")).to_contain_text("Reprise à 0:23.")
    expect(page.get_by_label("Vitesse")).to_have_value("1.5")
    page.get_by_role("button", name="Reprendre du début").click()
    assert page.evaluate("document.querySelector('audio').currentTime") == 0
    page.goto(f"{site.page}#t=31")
    until(page, "document.querySelector('audio').currentTime === 31")
    page.reload()
    assert page.evaluate("document.querySelector('audio').currentTime") == 31
    page.get_by_role("button", name="Partager").click()
    assert page.get_by_label("Lien", exact=True).input_value().endswith("/#t=31")
    page.get_by_label("À partir de 0:31").uncheck()
    assert page.get_by_label("Lien", exact=True).input_value().endswith("/")


def test_the_lock_screen_knows_what_plays(page: Any, site: Site) -> None:
    page.get_by_role("button", name="Écouter", exact=True).click()
    until(page, "navigator.mediaSession.metadata !== null")
    told = page.evaluate(
        "(({ title, artist, artwork }) => [title, artist, artwork[0].src])(navigator.mediaSession.metadata)"
    )
    assert told == [site.episode.title, site.show.title, site.page.replace("index.html", "cover.jpg")]


def test_in_an_article_of_five_thousand_words_each_is_marked_and_only_sentences_are_touched(
    visitor: Visitor, site: Site
) -> None:
    lines = [("body", " ".join(f"mot{n}-{word}" for word in range(20)) + ".", 200, n) for n in range(250)]
    segments = make_segments(lines)  # type: ignore[arg-type]
    cues: tuple[Cue, ...] = make_cues(segments)
    long = make_episode(slug="2025-01-01-long", segments=segments, cues=cues, duration_ms=cues[-1].end_ms + 1000)
    publish(site.folder, site.show, (sounding(long, tone(1)),), tone(1), index=False)
    page = visitor.open(f"{site.host.url}episodes/2025-01-01-long/index.html")
    page.get_by_role("button", name="Écouter", exact=True).wait_for()
    marked, touched = page.evaluate("""() => {
        const player = document.querySelector("audionews-player");
        const heard = player.episode.cues.flatMap((cue) => cue.words);
        const seen = new MutationObserver(() => {});
        seen.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true });
        player.along.audio = { currentTime: 0, paused: true, ended: false, playbackRate: 1 };
        const marked = heard.map(({ start }) => {
            player.along.audio.currentTime = start / 1000;
            player.along.tick();
            return [...CSS.highlights.get("audionews-word")].map(String).join("|");
        });
        return [marked, seen.takeRecords().map(({ type, attributeName }) => attributeName ?? type)];
    }""")
    assert marked == [word.written for cue in long.cues for word in cue.words]
    assert set(touched) == {"aria-current"}
    assert len(touched) < 2 * len(long.cues)

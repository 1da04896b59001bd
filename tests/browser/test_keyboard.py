"""The whole player without a mouse, and nothing taken from the reader's own keys."""

import re
from typing import Any

from playwright.sync_api import expect

from browser.visiting import Site, Visitor, until

FOCUS = """() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent.trim() ?? "";
}"""
TIME = "document.querySelector('audio').currentTime"
FROM_THE_TOP = [
    "Aller au texte de l’article",
    "Le Courrier de l’estran",
    "Région",
    "Écouter",
    "Position",
    "Chapitre précédent",
    "Phrase précédente",
    "Reculer de 10 secondes",
    "Avancer de 10 secondes",
    "Phrase suivante",
    "Chapitre suivant",
    "Chapitres",
    "Vitesse",
    "Suivre",
    "Partager",
    "Plus",
    "0:00 Le phare de Kerlouan se rallume",
    "0:20 Un chantier de longue haleine",
    "0:40 Et après ?",
    "Éteint depuis neuf ans, le phare de Kerlouan a retrouvé sa lumière samedi soir.",
    "Lire l’article sur le site",
]


def tab_to(page: Any, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == name:
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_the_tab_key_goes_through_the_page_in_the_order_that_is_seen(page: Any) -> None:
    heard = []
    for _ in FROM_THE_TOP:
        page.keyboard.press("Tab")
        heard.append(" ".join(page.evaluate(FOCUS).split()))
    assert heard == FROM_THE_TOP


def test_what_has_the_focus_is_ringed_with_enough_contrast(page: Any) -> None:
    for _ in range(len(FROM_THE_TOP)):
        page.keyboard.press("Tab")
        style, width = page.evaluate("""() => {
            let element = document.activeElement;
            while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            return [outlineStyle, outlineWidth];
        }""")
        assert (style, width) == ("solid", "3px"), page.evaluate(FOCUS)


def test_an_article_is_heard_by_keyboard_alone(page: Any, site: Site) -> None:
    tab_to(page, "Écouter")
    page.keyboard.press("Enter")
    until(page, f"{TIME} > 0.1")
    assert page.evaluate(FOCUS) == "Pause"
    page.keyboard.press("Space")
    until(page, "document.querySelector('audio').paused")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageUp")
    slider = page.get_by_role("slider", name="Position")
    assert slider.get_attribute("aria-valuetext") == "10 secondes sur 53 secondes"
    page.keyboard.press("n")
    assert page.evaluate(f"Math.round({TIME} * 1000)") == site.episode.cues[4].start_ms
    page.keyboard.press("Shift+N")
    assert page.evaluate(f"Math.round({TIME} * 1000)") == site.episode.chapters[1].start_ms
    page.keyboard.press("j")
    assert page.evaluate(f"Math.round({TIME} * 1000)") == site.episode.chapters[1].start_ms - 10_000
    page.keyboard.press(">")
    expect(page.get_by_label("Vitesse")).to_have_value("1.1")  # told by the audio's own event, a moment later
    expect(page.locator(".note [role=status]")).to_have_text("Vitesse\u00a0: 1,1")
    page.keyboard.press("m")
    assert page.evaluate("document.querySelector('audio').muted")


def test_every_control_does_what_it_says(page: Any, site: Site) -> None:
    player = page.get_by_role("group", name="Lecteur audio")

    def press(name: str) -> None:
        player.get_by_role("button", name=name, exact=True).click()

    now = f"Math.round({TIME} * 1000)"
    for name, ms in [
        ("Avancer de 10 secondes", 10_000),
        ("Phrase suivante", site.episode.cues[4].start_ms),
        ("Phrase précédente", site.episode.cues[3].start_ms),
        ("Chapitre suivant", site.episode.chapters[1].start_ms),
        ("Chapitre précédent", 0),
        ("Reculer de 10 secondes", 0),
    ]:
        press(name)
        assert page.evaluate(now) == ms, name
    press("Chapitres")
    page.get_by_role("button", name="0:40 Et après").click()
    until(page, "!document.querySelector('audio').paused")
    assert page.evaluate(now) >= site.episode.chapters[2].start_ms
    press("Pause")
    until(page, "document.querySelector('audio').paused")
    seconds = int(page.evaluate(TIME))
    times = re.compile(rf"Écoulé\s:\s*0:{seconds}\s*Restant\s:\s*−0:{53 - seconds:02}")
    expect(page.locator("audionews-player .times")).to_have_text(times)
    for speed in ("0.5", "3"):
        page.get_by_label("Vitesse").select_option(speed)
        kept = page.evaluate("(({ playbackRate, preservesPitch }) => [playbackRate, preservesPitch])"
                             "(document.querySelector('audio'))")  # fmt: skip
        assert kept == [float(speed), True]
    press("Plus")
    page.get_by_role("slider", name="Volume").fill("40")
    assert page.evaluate("document.querySelector('audio').volume") == 0.4
    press("Couper le son")
    assert page.evaluate("document.querySelector('audio').muted")
    press("Rétablir le son")
    download = page.get_by_role("link", name="Télécharger le son")
    assert download.get_attribute("download") == site.episode.files["audio"].name
    assert download.get_attribute("href").endswith(site.episode.files["audio"].name)


def test_a_dialog_takes_the_focus_and_gives_it_back(page: Any) -> None:
    tab_to(page, "Partager")
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Partager cet épisode").wait_for()
    assert page.evaluate(FOCUS) == "Partager cet épisode"
    page.keyboard.press("k")
    assert page.evaluate("document.querySelector('audio').paused")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == "Partager"
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Raccourcis clavier").wait_for()
    page.keyboard.press("Escape")


def test_a_dialog_that_does_not_come_is_told_and_can_be_asked_for_again(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page)
    page.route("**/dialogs-*.js", lambda route: route.abort())
    page.get_by_role("button", name="Partager").click()
    page.get_by_text("Cela n’a pas pu être chargé\u00a0: vérifiez la connexion.").wait_for()
    page.unroute("**/dialogs-*.js")
    page.get_by_role("button", name="Partager").click()
    page.get_by_role("dialog", name="Partager cet épisode").wait_for()
    visitor.complaints[:] = [line for line in visitor.complaints if "ERR_FAILED" not in line]


def test_a_panel_closes_by_escape_and_gives_the_focus_back(page: Any) -> None:
    tab_to(page, "Chapitres")
    page.keyboard.press("Enter")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "0:00Le phare de Kerlouan se rallume"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == "Chapitres"
    assert page.get_by_role("button", name="Chapitres", expanded=False).is_visible()


def test_the_text_is_one_stop_and_arrows_go_from_sentence_to_sentence(page: Any, site: Site) -> None:
    tab_to(page, site.episode.cues[3].written)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS) == site.episode.cues[5].written
    assert page.locator("#text [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('audio').paused")
    assert page.evaluate(f"{TIME} * 1000") >= site.episode.cues[5].start_ms
    page.keyboard.press("k")
    until(page, "document.querySelector('audio').paused")


def test_keys_are_left_alone_outside_the_player_and_in_fields(page: Any) -> None:
    page.get_by_role("link", name="Lire l’article sur le site").focus()
    page.keyboard.press("k")
    page.get_by_role("button", name="Plus", exact=True).click()
    page.get_by_role("searchbox").click()
    page.keyboard.type("kmlj")
    page.get_by_role("button", name="Partager").focus()
    page.keyboard.press("Control+k")
    assert page.get_by_role("searchbox").input_value() == "kmlj"
    assert page.evaluate("[document.querySelector('audio').paused, document.querySelector('audio').muted]") == [
        True,
        False,
    ]


def test_no_target_is_smaller_than_44_pixels(visitor: Visitor, site: Site) -> None:
    page = visitor.open(site.page, width=320)
    page.get_by_role("button", name="Chapitres", exact=True).click()
    page.get_by_role("button", name="Plus", exact=True).click()
    small = page.evaluate("""() => [...document.querySelector("audionews-player").shadowRoot
        .querySelectorAll("button, a, input, select")].filter((element) => element.checkVisibility())
        .map((element) => [element.getAttribute("aria-label") ?? element.textContent, element.getBoundingClientRect()])
        .filter(([, { width, height }]) => Math.round(width) < 44 || Math.round(height) < 44).map(([name]) => name)""")
    assert small == []


def test_a_screen_reader_is_not_flooded(page: Any) -> None:
    page.get_by_role("button", name="Écouter", exact=True).click()
    until(page, f"{TIME} > 0.3 && document.querySelector('audio').readyState === 4")
    page.get_by_role("slider", name="Position").focus()
    page.evaluate("""() => {
        window.said = [];
        window.stalls = 0;  // a sound that stalls is told, and when it goes on
        document.querySelector("audio").addEventListener("waiting", () => (stalls += 2));
        const root = document.querySelector("audionews-player").shadowRoot;
        const watch = (node) => new MutationObserver((list) => said.push(...list.map(({ target }) => target.nodeName)))
            .observe(node, { attributes: true, childList: true, characterData: true, subtree: true });
        root.querySelectorAll("[role=status]").forEach(watch);
        watch(root.querySelector("input[type=range]"));
    }""")
    until(page, f"{TIME} > 4")
    assert page.evaluate("said.slice(stalls)") == []
    assert page.locator("[aria-live]").count() == 0

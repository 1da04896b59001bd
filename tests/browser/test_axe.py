"""axe-core with every rule it has, experimental and AAA ones included, in every state a reader can bring a page to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.sites import WITHDRAWN
from browser.visiting import NODE_MODULES, Site, Visitor, needed, until

RUN = """async () => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    const { violations, passes } = await axe.run(document, { rules, resultTypes: ["violations"] });
    if (!passes.some(({ id }) => id === "color-contrast-enhanced")) return ["contrast was not looked at"];
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
LOOKS = {
    "light": (LIGHT, 1000),
    "dark": ({"color_scheme": "dark", "forced_colors": "none"}, 1000),
    "forced": ({"color_scheme": "light", "forced_colors": "active"}, 1000),
    "narrow": (LIGHT, 320),
}
"""What the browser is told, and the width in CSS pixels; the page is not loaded again."""
SHORTEN = "document.querySelectorAll('.episodes > article:nth-of-type(n+4)').forEach((more) => more.remove())"
"""Twenty episodes are as three: all are made by the same template."""


@pytest.fixture(scope="session")
def axe() -> str:
    return Path(needed(NODE_MODULES / "axe-core" / "axe.min.js", "axe-core (npm ci in tests/)")).read_text("utf-8")


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def play(page: Any) -> None:
    press(page, "Écouter")
    page.evaluate("document.querySelector('audionews-player').seek(10200)")
    until(page, "CSS.highlights.get('audionews-word')?.size > 0")


def dialogs(page: Any) -> Iterator[str]:
    """Open each dialog and close it again; expects the other options to be shown."""
    for name in ("Partager", "Signaler une prononciation", "Raccourcis clavier"):
        press(page, name)
        page.get_by_role("dialog").wait_for()
        yield f"dialog: {name}"
        page.keyboard.press("Escape")


def whole_player(page: Any) -> Iterator[str]:
    """Bring a page through what its reader can do with the player."""
    yield "idle"
    play(page)
    yield "playing"
    press(page, "Chapitres")
    yield "chapters"
    press(page, "Plus")
    page.get_by_role("searchbox", name="Chercher dans le texte").fill("phare")
    page.get_by_text("1 sur ").wait_for()
    yield "searching"
    yield from dialogs(page)


def episode(page: Any) -> Iterator[str]:
    yield from whole_player(page)
    page.locator("#phrase-4").focus()
    yield "on a sentence"
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("region", name="Lecteur réduit").wait_for()
    yield "read on"
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("document.querySelector('audio').src = 'nothing.mp3'")
    press(page, "Écouter")
    page.get_by_role("button", name="Réessayer").wait_for()
    assert page.locator(".note [role=status]").inner_text() == "Le son n’a pas pu être chargé."
    yield "no sound"


def embed(page: Any) -> Iterator[str]:
    page.get_by_text("Texte de l’article").click()
    yield from whole_player(page)


def resumed(page: Any) -> Iterator[str]:
    page.evaluate("document.querySelector('audionews-player').seek(23000)")
    page.reload()
    page.get_by_role("button", name="Reprendre du début").wait_for()
    yield "resumed"


def index(page: Any) -> Iterator[str]:
    page.evaluate(SHORTEN)
    yield "idle"
    page.get_by_role("searchbox").fill("kerlouan")
    page.get_by_role("list", name="Résultats").get_by_role("link").first.wait_for()
    yield "found"
    page.get_by_role("button", name="Écouter – Numéro 43").click()
    until(page, "[...document.querySelectorAll('audio')].some((audio) => audio.currentTime > 0)")
    yield "playing"


def still(page: Any) -> Iterator[str]:
    page.evaluate(SHORTEN)
    yield "idle"


PAGES: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "episode": ("episodes/{sample}/", episode),
    "resumed": ("episodes/{sample}/", resumed),
    "embed": ("episodes/{sample}/embed.html", embed),
    "index": ("", index),
    "rubrique": ("rubrique-region-page-1.html", still),
    "missing": ("404.html", still),
    "withdrawn": (f"episodes/{WITHDRAWN.slug}/", still),
    "withdrawn embed": (f"episodes/{WITHDRAWN.slug}/embed.html", still),
    "transcript": ("episodes/{sample}/transcript.html", still),
}


def violations(page: Any, axe: str) -> dict[str, list[str]]:
    """Return what axe finds in each look of a page as it is now; nothing where it finds nothing."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    found = {}
    for look, (media, width) in LOOKS.items():
        page.emulate_media(**media)
        page.set_viewport_size({"width": width, "height": 800})
        found[look] = page.evaluate(RUN)
    page.set_viewport_size({"width": 1000, "height": 800})
    return {look: faults for look, faults in found.items() if faults}


def found_in(page: Any, axe: str, states: Callable[[Any], Iterator[str]]) -> dict[str, dict[str, list[str]]]:
    """Return what axe finds in each state that a page is brought to; nothing where it finds nothing."""
    found = {state: violations(page, axe) for state in states(page)}
    assert found
    return {state: faults for state, faults in found.items() if faults}


@pytest.mark.parametrize("name", PAGES)
def test_no_state_of_a_page_has_a_violation_in_any_look(visitor: Visitor, site: Site, axe: str, name: str) -> None:
    path, states = PAGES[name]
    page = visitor.open(site.host.url + path.format(sample=site.episode.slug))
    assert found_in(page, axe, states) == {}
    visitor.complaints[:] = [line for line in visitor.complaints if "404" not in line]


def test_reading_along_in_a_sites_own_article_has_no_violation(
    visitor: Visitor, attached: Callable[[str], str], axe: str
) -> None:
    assert found_in(visitor.open(attached("module")), axe, whole_player) == {}


def test_without_script_there_is_no_violation(visitor: Visitor, site: Site, axe: str) -> None:
    page = visitor.blank()
    page.add_init_script("customElements.define = () => {}")
    page.goto(site.page)
    page.locator("audio[controls]").wait_for()
    assert violations(page, axe) == {}

"""axe-core with every rule it has, experimental and AAA ones included, in every state a reader can bring a page to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.visiting import NODE_MODULES, Site, Visitor, needed, until

RUN = """async () => {
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    const { violations, passes } = await axe.run(document, { rules, resultTypes: ["violations"] });
    if (!passes.some(({ id }) => id === "color-contrast-enhanced")) return ["contrast was not looked at"];
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    return Path(needed(NODE_MODULES / "axe-core" / "axe.min.js", "axe-core (npm ci in tests/)")).read_text("utf-8")


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found: list[str] = page.evaluate(RUN)
    return found


def press(name: str) -> Callable[[Any], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def play(page: Any) -> None:
    press("Écouter")(page)
    page.evaluate("document.querySelector('audio').currentTime = 10.2")
    until(page, "CSS.highlights.has('audionews-word')")


def read_on(page: Any) -> None:
    play(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("region", name="Lecteur réduit").wait_for()


def in_more(name: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        press("Plus")(page)
        press(name)(page)

    return act


def look_for(page: Any) -> None:
    press("Plus")(page)
    page.get_by_role("searchbox").fill("phare")


def on_a_sentence(page: Any) -> None:
    page.locator("#phrase-4").focus()


STATES: dict[str, Callable[[Any], None]] = {
    "idle": lambda page: None,
    "playing": play,
    "reading on": read_on,
    "chapters open": press("Chapitres"),
    "more open": press("Plus"),
    "searching": look_for,
    "sharing": press("Partager"),
    "reporting": in_more("Signaler une prononciation"),
    "shortcuts": in_more("Raccourcis clavier"),
}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "narrow": {"width": 320},
}


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_page_has_a_violation(visitor: Visitor, site: Site, axe: str, state: str) -> None:
    page = visitor.open(site.page)
    STATES[state](page)
    assert violations(page, axe) == []


@pytest.mark.parametrize("look", ["dark", "forced", "narrow"])
def test_no_look_has_a_violation_while_playing(visitor: Visitor, site: Site, axe: str, look: str) -> None:
    page = visitor.open(site.page, **LOOKS[look])
    play(page)
    press("Chapitres")(page)
    press("Plus")(page)
    assert violations(page, axe) == []


@pytest.mark.parametrize(("name", "look"), [("page-2.html", "dark"), ("page-3.html", "narrow"), ("404.html", "light")])
def test_no_other_page_has_a_violation(visitor: Visitor, site: Site, axe: str, name: str, look: str) -> None:
    page = visitor.open(f"{site.host.url}{name}", **LOOKS[look])
    assert violations(page, axe) == []


@pytest.mark.parametrize("look", ["dark", "narrow"])
def test_the_embed_has_no_violation(visitor: Visitor, site: Site, axe: str, look: str) -> None:
    page = visitor.open(site.embed, **LOOKS[look])
    page.get_by_text("Texte de l’article").click()
    play(page)
    assert violations(page, axe) == []


def test_without_script_there_is_no_violation(visitor: Visitor, site: Site, axe: str) -> None:
    page = visitor.open(site.page, before="customElements.define = () => {}")
    assert page.locator("audio[controls]").is_visible()
    assert violations(page, axe) == []


def test_a_sound_that_cannot_be_loaded_is_told(visitor: Visitor, site: Site, axe: str) -> None:
    page = visitor.open(site.page)
    page.evaluate("document.querySelector('audio').src = 'nothing.mp3'")
    press("Écouter")(page)
    page.get_by_role("button", name="Réessayer").wait_for()
    assert page.locator(".note [role=status]").inner_text() == "Le son n’a pas pu être chargé."
    assert violations(page, axe) == []
    assert all("404" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()

"""The player on other sites: framed, sandboxed, as an element, and reading along in a site's own article."""

from collections.abc import Callable

import pytest

from browser.ranges import StaticHost
from browser.sites import ARTICLE, written
from browser.visiting import SHIFTS, Site, Visitor, heard, taken_over, until

MARKED = "[...(CSS.highlights.get('audionews-word') ?? [])].map(String).join('|')"


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def test_a_sandboxed_frame_reads_along_by_keyboard_and_keeps_nothing(
    visitor: Visitor, site: Site, newspaper: StaticHost
) -> None:
    frame = f'<iframe src="{site.embed}" sandbox="allow-scripts" title="Écouter" width="640" height="440"></iframe>'
    page = visitor.open(written(newspaper, ARTICLE.format(player=frame)))
    inside = page.frame_locator("iframe")
    inside.get_by_text("Texte de l’article").click()
    inside.get_by_role("button", name="Écouter", exact=True).focus()
    page.keyboard.press("Enter")
    embed = page.frames[1]
    until(embed, "document.querySelector('audio').currentTime > 0.2")
    page.keyboard.press("n")
    embed.evaluate("document.querySelector('audionews-player').seek(10000)")
    assert embed.evaluate(MARKED) == "depuis"
    inside.locator("#phrase-6").click()
    until(embed, "document.querySelector('audio').currentTime > 23")
    inside.get_by_role("button", name="Partager").click()
    assert (
        inside.get_by_role("dialog")
        .get_by_label("Lien", exact=True)
        .input_value()
        .startswith(site.page.removesuffix("index.html"))
    )
    assert embed.evaluate("(() => { try { return localStorage.length } catch { return 'refused' } })()") == "refused"


def test_a_page_gives_its_embeds_the_height_they_ask_for(visitor: Visitor, site: Site, newspaper: StaticHost) -> None:
    frame = f'<iframe src="{site.embed}" title="Écouter" height="200"></iframe>'
    page = visitor.open(
        written(newspaper, ARTICLE.format(player=f'{frame}<script src="{site.host.url}element.js"></script>'))
    )
    until(page, "document.querySelector('iframe').offsetHeight > 300")
    height = page.evaluate("document.querySelector('iframe').clientHeight")
    assert height == pytest.approx(page.frames[1].evaluate("document.documentElement.scrollHeight"), abs=1)
    page.frame_locator("iframe").get_by_text("Texte de l’article").click()
    until(page, f"document.querySelector('iframe').offsetHeight > {height + 100}")


@pytest.mark.parametrize("kind", ["module", "text/javascript"])
def test_the_element_reads_along_in_a_sites_own_article(
    visitor: Visitor, site: Site, attached: Callable[[str], str], kind: str
) -> None:
    page = visitor.open(attached(kind))
    page.get_by_role("button", name="Écouter", exact=True).wait_for()
    for ms in range(9_600, 37_000, 870):
        page.evaluate(f"document.querySelector('audionews-player').seek({ms})")
        assert letters(page.evaluate(MARKED)) == letters(heard(site.episode, ms)), ms
    assert page.locator("#article").evaluate("(article) => article.querySelectorAll('*').length") == 10


def test_a_site_that_keeps_room_for_the_player_does_not_move(
    visitor: Visitor, newspaper: StaticHost, attached: Callable[[str], str]
) -> None:
    address = attached("module")
    body = (newspaper.folder / "article.html").read_text("utf-8")
    style = "<style>audionews-player { display: block; min-height: 17rem }</style>"
    written(newspaper, body.replace("</title>", f"</title>{style}").replace("</main>", "<p>Et ensuite</p></main>"))
    page = visitor.blank(768)
    page.add_init_script(SHIFTS)
    page.goto(address)
    assert taken_over(page) == []


def test_an_element_whose_manifest_is_not_there_says_so(visitor: Visitor, site: Site, newspaper: StaticHost) -> None:
    player = (
        f'<audionews-player src="nothing.json"></audionews-player><script src="{site.host.url}element.js"></script>'
    )
    page = visitor.open(written(newspaper, ARTICLE.format(player=player)))
    assert page.get_by_role("alert").inner_text() == "Cet épisode n’a pas pu être chargé."
    assert any("404" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()

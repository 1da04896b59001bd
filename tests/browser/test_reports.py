"""From a reader who hears a name read wrong to the next reader who does not: page, report, lexicon, page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.ranges import StaticHost
from browser.visiting import Visitor
from newsroom import Newsroom

SLUG = "2025-08-23-le-pont-de-kerlouan-rouvre"


def opened(visitor: Visitor, host: StaticHost, choose: str) -> Any:
    """Return a page whose reader has selected a word by a double click and asks to report it."""
    page = visitor.open(f"{host.url}episodes/{SLUG}/")
    page.get_by_role("button", name="Plus", exact=True).wait_for()
    box = page.evaluate(
        """(word) => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(word);
                if (at < 0) continue;
                const range = new Range();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + word.length);
                const { x, y, width, height } = range.getBoundingClientRect();
                return [x + width / 2, y + height / 2];
            }
        }""",
        choose,
    )
    page.mouse.dblclick(*box)
    page.get_by_role("button", name="Plus", exact=True).click()
    page.get_by_role("button", name="Signaler une prononciation").click()
    return page


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[tuple[Newsroom, StaticHost]]:
    (tmp_path / "newsroom" / "output").mkdir(parents=True)
    host = StaticHost(tmp_path / "newsroom" / "output")
    settings = f'[show]\nurl = "{host.url}"\n[feed]\nreport_url = "{host.url}rapport"\n[voice]\nname = "tone"\n'
    newsroom = Newsroom(tmp_path / "newsroom", settings)
    newsroom.article()
    assert newsroom.run("render", "pont.txt").code == 0
    yield newsroom, host
    host.close()


def test_a_report_becomes_a_lexicon_line_that_the_next_render_says(
    visitor: Visitor, newsroom: tuple[Newsroom, StaticHost]
) -> None:
    editors, host = newsroom
    page = opened(visitor, host, "Dupont")
    word = page.get_by_label("Mot mal lu (obligatoire)")
    assert word.input_value() == "Dupont"
    word.fill("")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    assert word.evaluate("(word) => word.matches(':focus')")
    word.fill("Dupont")
    page.get_by_label("Comment faudrait-il le dire").fill("du ponte")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("Merci, le signalement est envoyé.").wait_for()
    (report,) = host.posts
    (editors.folder / "rapport.json").write_bytes(report)
    added = editors.run("lexicon", "add", "--from", "rapport.json")
    assert (added.code, added.out) == (0, f"{SLUG}\n")
    assert "sourit M. Dupont." in added.err
    assert (editors.folder / "voices/lexicon/redaction.tsv").read_text("utf-8") == "Dupont\tdu ponte\n"
    assert editors.run("render", "pont.txt", "--json").lines[0]["status"] == "rendered"
    said = [reading["spoken"] for part in editors.manifest(SLUG)["segments"] for reading in part["readings"]]
    assert any("du ponte" in spoken for spoken in said)

    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('audionews-player').episode.report = 'mailto:podcast@courrier.example'")
    page.get_by_role("button", name="Signaler une prononciation").click()
    page.get_by_label("Mot mal lu").fill("Dupont")
    link = page.get_by_role("link", name="Envoyer par courriel")
    link.click()
    address = urlsplit(link.get_attribute("href"))
    assert (address.scheme, address.path) == ("mailto", "podcast@courrier.example")
    answer = "\n".join(f"> {line}" for line in parse_qs(address.query)["body"][0].splitlines())
    (editors.folder / "courriel.txt").write_text(f"Bonjour,\n\n{answer}\n", encoding="utf-8")
    silent = editors.run("lexicon", "add", "--from", "courriel.txt")
    assert silent.code == 2
    assert "how is it said?" in silent.err
    assert editors.run("lexicon", "add", "--from", "courriel.txt", "du pont").out == f"{SLUG}\n"

"""Who visits the published folder: pages whose consoles are listened to, in profiles that know nothing."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from audionews.domain import Episode, Show
from browser.ranges import StaticHost

NODE_MODULES = Path(__file__).parents[1] / "node_modules"
SHIFTS = """window.shifted = []; new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) shifted.push([value, ...sources.map(({ node }) => `${node}`)]);
}).observe({ type: "layout-shift", buffered: true });"""
FRAMES = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen, 50))))"


def needed(tool: str | Path | None, name: str) -> str:
    """Return a tool's path; without it the test is skipped, and fails where CI is set."""
    if tool and Path(tool).exists():
        return str(tool)
    if os.environ.get("CI"):
        pytest.fail(f"{name} is missing")
    pytest.skip(f"{name} is not installed here")


@dataclass(frozen=True)
class Site:
    """A published folder on a host: the newest episode is the sample."""

    host: StaticHost
    folder: Path
    show: Show
    episodes: tuple[Episode, ...]

    @property
    def episode(self) -> Episode:
        return self.episodes[0]

    @property
    def page(self) -> str:
        return f"{self.host.url}episodes/{self.episode.slug}/index.html"

    @property
    def embed(self) -> str:
        return f"{self.host.url}episodes/{self.episode.slug}/embed.html"


class Profile:
    """A browser's profile that many tests visit with, one after the other; nothing is left in it between two.

    A page of the site stays open in it: its process serves the next pages too, and starting one costs more than a page.
    """

    def __init__(self, browser: Any, url: str) -> None:
        self.browser = browser
        self.context = browser.new_context(locale="fr-FR")
        self.anchor = self.context.new_page()
        self.anchor.goto(url)
        self.devtools = self.context.new_cdp_session(self.anchor)

    def forget(self) -> None:
        """Close what is open and forget what pages have kept."""
        for page in self.context.pages:
            if page is not self.anchor:
                page.close()
        self.devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})


class Visitor:
    """Opens pages; what a page's console complains of is kept, and fails the test unless it is taken."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.contexts: list[Any] = []
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(self, url: str, *, width: int = 1000, height: int = 800, **options: Any) -> Any:
        """Return a new page that shows an address; whoever has options has a profile of their own."""
        page = self.blank(width, height, **options)
        page.goto(url)
        return page

    def blank(self, width: int = 1000, height: int = 800, **options: Any) -> Any:
        """Return a new page that shows nothing yet."""
        context = self.profile.context
        if options:
            context = self.profile.browser.new_context(locale="fr-FR", **options)
            self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8_000)
        page.set_viewport_size({"width": width, "height": height})
        page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        return page

    def leave(self) -> None:
        """Close every page and forget what they have kept."""
        self.profile.forget()
        for context in self.contexts:
            context.close()


def until(page: Any, expression: str, seconds: float = 8) -> None:
    """Wait until an expression is true; Playwright's own way evaluates strings, which the page's policy forbids."""
    for _ in range(int(seconds * 40)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never true: {expression}")


def heard(episode: Episode, ms: float) -> str:
    """Return the word that is heard at a time: the last that has begun in the sentence that is heard."""
    cue = next((cue for cue in episode.cues if cue.start_ms <= ms < cue.end_ms), None)
    begun = [word.written for word in cue.words if word.start_ms <= ms] if cue else []
    return begun[-1] if begun else ""


def taken_over(page: Any) -> list[Any]:
    """Return what has moved since the page began, once the player is there."""
    page.locator("audionews-player").first.get_by_role("slider", name="Position").wait_for()
    page.evaluate(FRAMES)
    moved: list[Any] = page.evaluate("shifted")
    return moved

"""One Chromium and one published folder for all browser tests; a page that complains fails its test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.ranges import StaticHost
from browser.sites import ARTICLE, sample, written
from browser.visiting import Profile, Site, Visitor, needed
from episodes import make_show

sync_api = pytest.importorskip("playwright.sync_api")

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--mute-audio",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    host = StaticHost(folder)
    show = make_show(url=host.url)
    yield Site(host, folder, show, sample(folder, show))
    host.close()


@pytest.fixture
def newspaper(tmp_path: Path) -> Iterator[StaticHost]:
    """Another site."""
    host = StaticHost(tmp_path)
    yield host
    host.close()


@pytest.fixture
def attached(site: Site, newspaper: StaticHost) -> Iterator[Callable[[str], str]]:
    """Give the address of a newspaper's article that the sample episode reads along; for a type of script."""
    site.host.cors = True
    manifest = f"{site.host.url}episodes/{site.episode.slug}/episode.json"
    element = f'<audionews-player src="{manifest}" attach="#article"></audionews-player>'
    script = f'<script type="{{}}" src="{site.host.url}element.js"></script>'
    yield lambda kind: written(newspaper, ARTICLE.format(player=element + script.format(kind)))
    site.host.cors = False


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    program = needed(shutil.which("chromium"), "chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def profile(chromium: Any, site: Site) -> Profile:
    return Profile(chromium, f"{site.host.url}404.html")


@pytest.fixture
def visitor(profile: Profile) -> Iterator[Visitor]:
    visitor = Visitor(profile)
    yield visitor
    visitor.leave()
    assert visitor.complaints == []


@pytest.fixture
def page(visitor: Visitor, site: Site) -> Any:
    """The page of the sample episode."""
    return visitor.open(site.page)

"""Addresses that any client can fetch."""

import pytest

from audionews.addresses import cover_url, encoded, file_url, page_url, published
from episodes import make_episode, make_files, make_show

SHOW = make_show(url="https://audio.courrier.example/à l’écoute/")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://courrier.example/a?b=c&d=%20#e", "https://courrier.example/a?b=c&d=%20#e"),
        (" https://courrier.example/été ", "https://courrier.example/%C3%A9t%C3%A9"),
        ("https://éléphant.example:8443/", "https://xn--lphant-9uab.example:8443/"),
        ("https://[::1", "https://[::1"),
        ("https://courrier.example/\ud800", "https://courrier.example/"),
        (f"https://{'é' * 80}.example/", f"https://{'%C3%A9' * 80}.example/"),
    ],
)
def test_addresses_are_ascii(written: str, found: str) -> None:
    assert encoded(written) == found


def test_what_is_published_stands_below_the_show() -> None:
    episode = make_episode(slug="un-jour", files=make_files("un jour"))
    below = "https://audio.courrier.example/%C3%A0%20l%E2%80%99%C3%A9coute/"
    assert published(SHOW, "feed.xml") == f"{below}feed.xml"
    assert page_url(SHOW, episode) == f"{below}episodes/un-jour/"
    assert file_url(SHOW, episode, "audio") == f"{below}episodes/un-jour/un%20jour-0123456789.mp3"


def test_the_cover_is_the_editors_address_or_the_published_file() -> None:
    assert cover_url(make_show(image="https://courrier.example/couverture.jpg")).endswith("/couverture.jpg")
    assert cover_url(make_show(image="dessin.png")) == "https://audio.courrier.example/cover.jpg"

"""What ``--strict`` names beyond the rest: each rule broken alone, on a feed that keeps all of them."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from audionews.verify import CHECKS, verify
from audionews.verify.feeds import base_of, read_feeds
from audionews.verify.pictures import Picture, read_picture
from audionews.verify.place import Site
from audionews.verify.recommended import recommended_faults
from episodes import make_show
from outputs import publish_all, short_episode

Break = Callable[[Path], object]
LONG = "é" * 2_001


def picture(side: int = 1_400, kind: str = "JPEG", mode: str = "RGB", height: int | None = None) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, height or side)).save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strict") / "output"
    publish_all(folder, [short_episode()])
    for path in folder.rglob("cover.jpg"):
        path.write_bytes(picture())
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "output"))


def checks(folder: Path) -> set[str]:
    documents, _ = read_feeds(folder)
    return {fault.check for fault in recommended_faults(Site(folder, base_of(documents, make_show())), documents)}


def feed(pattern: str, new: str) -> Break:
    def change(folder: Path) -> None:
        path = folder / "feed.xml"
        text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
        assert count == 1
        path.write_text(text, encoding="utf-8")

    return change


def cover(data: bytes) -> Break:
    return lambda folder: (folder / "cover.jpg").write_bytes(data)


BROKEN = {
    "no podcast:guid": (feed("<podcast:guid>.*?</podcast:guid>", ""), "psp-channel"),
    "a podcast:guid that is none": (feed("<podcast:guid>[^<]*", "<podcast:guid>1234"), "psp-channel"),
    "another itunes:type": (feed("episodic", "daily"), "psp-channel"),
    "no item image": (feed("(<item>.*?)<itunes:image[^>]*></itunes:image>", r"\1"), "psp-item"),
    "an empty description": (feed("(<item>.*?<description>)[^<]*", r"\1"), "psp-item"),
    "no transcript": (feed("(<podcast:transcript[^>]*></podcast:transcript>\\s*)+", ""), "psp-item"),
    "a language in words": (feed("<language>fr", "<language>français"), "apple-language"),
    "no owner": (feed("<itunes:owner>.*?</itunes:owner>", ""), "apple-owner"),
    "not a word of synthesis": (feed('<podcast:txt purpose="ai-content">true', "<podcast:txt>"), "apple-disclosure"),
    "an unknown category": (feed('text="News"', 'text="Actualités"'), "apple-category"),
    "an unknown sub-category": (feed("Daily News", "Weekly News"), "apple-category"),
    "an address without a lock": (feed("<link>https://courrier", "<link>http://courrier"), "apple-https"),
    "a long description": (feed("(<item>.*?<description>)", rf"\1{LONG}"), "apple-description"),
    "a date without a zone": (feed("<pubDate>[^<]*", "<pubDate>2025-08-23"), "rss-date"),
    "a date that cannot be": (feed("<pubDate>[^<]*", "<pubDate>Sat, 32 Aug 2025 06:00:00 +0200"), "rss-date"),
    "a date on another day of the week": (feed("<pubDate>Sat", "<pubDate>Fri"), "rss-date"),
    "a feed built on no day": (feed("<lastBuildDate>[^<]*", "<lastBuildDate>yesterday"), "rss-date"),
    "a lock that is neither shut nor open": (feed("(<podcast:locked[^>]*>)yes", r"\1true"), "psp-channel"),
    "a guid that may be an address": (feed('isPermaLink="false"', 'isPermaLink="no"'), "rss-guid"),
    "a guid that looks like an address": (feed(' isPermaLink="false"', ""), "rss-guid"),
    "an enclosure of another kind": (feed('type="audio/mpeg"', 'type="audio/ogg"'), "apple-enclosure"),
    "markup in a title": (feed("(<item>\\s*<title>)", r"\1&lt;b&gt;"), "apple-title"),
    "a title that repeats the show's": (feed("(<item>\\s*<title>)", r"\1Le Courrier de l’estran : "), "apple-title"),
    "an endless title": (feed("(<item>\\s*<title>)", rf"\1{LONG}"), "apple-title"),
    "a small cover": (cover(picture(1_399)), "apple-artwork"),
    "a huge cover": (cover(picture(3_001)), "apple-artwork"),
    "a wide cover": (cover(picture(1_400, height=1_500)), "apple-artwork"),
    "a grey cover": (cover(picture(mode="L")), "apple-artwork"),
    "a cover for print": (cover(picture(mode="CMYK")), "apple-artwork"),
    "a PNG that says it is a JPEG": (cover(picture(kind="PNG")), "apple-artwork"),
    "a cover that is no picture": (cover(b"GIF89a"), "apple-artwork"),
    "a cover that ends at once": (cover(b"\xff\xd8\xff\xe0\x00"), "apple-artwork"),
}  # fmt: skip


def test_a_feed_that_keeps_every_rule_has_no_faults(folder: Path) -> None:
    assert checks(folder) == set()


@pytest.mark.parametrize(("change", "expected"), BROKEN.values(), ids=BROKEN)
def test_each_rule_is_named_when_it_alone_is_broken(folder: Path, change: Break, expected: str) -> None:
    change(folder)
    assert checks(folder) == {expected}
    assert CHECKS[expected].strict
    assert CHECKS[expected].source


def test_only_strict_looks_at_what_is_recommended(folder: Path) -> None:
    feed("<itunes:owner>.*?</itunes:owner>", "")(folder)
    assert "apple-owner" not in {fault.check for fault in verify(folder, make_show())}
    assert "apple-owner" in {fault.check for fault in verify(folder, make_show(), strict=True)}


def test_what_lies_elsewhere_is_not_looked_at(folder: Path) -> None:
    for path in folder.glob("feed-*.xml"):
        path.unlink()
    cover(b"never read")(folder)
    assert checks(folder) == {"apple-artwork"}
    feed('<itunes:image href="[^"]*/cover.jpg"', '<itunes:image href="https://elsewhere.example/cover.jpg"')(folder)
    assert checks(folder) == set()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (picture(20, "JPEG"), Picture("JPEG", 20, 20, 3)),
        (picture(20, "PNG", height=30), Picture("PNG", 20, 30, 3)),
        (picture(20, "PNG", "RGBA"), Picture("PNG", 20, 20, 4)),
        (picture(20, "PNG", "L"), Picture("PNG", 20, 20, 1)),
        (b"\xff\xd8\xff" + picture(20)[2:], Picture("JPEG", 20, 20, 3)),
    ],
)
def test_a_picture_tells_its_kind_and_size(data: bytes, expected: Picture) -> None:
    assert read_picture(data) == expected

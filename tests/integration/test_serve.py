"""The output folder over HTTP: ranges, conditions, types, and nothing that is not published."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from audionews.pages import oembed
from audionews.serve import _events, application
from audionews.settings import FeedTable, Settings
from episodes import make_episode, make_show
from loops import run

AUDIO = bytes(range(256)) * 40
URL = "/episodes/un/un-0123456789.mp3"


def build(folder: Path) -> Path:
    episode = folder / "episodes" / "un"
    episode.mkdir(parents=True)
    (folder / ".secret").write_text("no")
    (folder / "404.html").write_text("<body>perdu</body>")
    (folder / "index.html").write_text("<body>accueil</body>")
    (folder / "feed.xml").write_text("<rss/>")
    (episode / "un-0123456789.mp3").write_bytes(AUDIO)
    (episode / "oembed.json").write_text(oembed(make_show(), make_episode()), encoding="utf-8")
    for name in ("transcript.vtt", "transcript.srt", "chapters.json", "index.html", "cover.jpg"):
        (episode / name).write_text(f"<body>{name}</body>")
    (folder.parent / "outside.txt").write_text("outside")
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    return folder


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(application(build(tmp_path_factory.mktemp("http") / "output"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, len(AUDIO)),
        ("bytes=-50", 206, len(AUDIO) - 50, len(AUDIO)),
        ("bytes=0-999999", 206, 0, len(AUDIO)),
        ("bytes=5-5", 206, 5, 6),
        ("bytes=abc", 200, 0, len(AUDIO)),
        ("lines=0-9", 200, 0, len(AUDIO)),
        ("bytes=0-9,x", 200, 0, len(AUDIO)),
    ],
)
def test_ranges(client: TestClient, asked: str, status: int, start: int, end: int) -> None:
    answer = client.get(URL, headers={"Range": asked})
    assert answer.status_code == status
    assert answer.content == AUDIO[start:end]
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(AUDIO)}"


def test_a_range_past_the_end_says_how_long_the_file_is(client: TestClient) -> None:
    answer = client.get(URL, headers={"Range": f"bytes={len(AUDIO)}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(AUDIO)}"


def test_several_ranges_come_as_parts(client: TestClient) -> None:
    answer = client.get(URL, headers={"Range": "bytes=0-1,100-101"})
    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    assert f"Content-Range: bytes 100-101/{len(AUDIO)}".encode() in answer.content


@settings(deadline=None, max_examples=40)  # a busy machine is no fault
@given(cuts=st.lists(st.integers(0, len(AUDIO) - 1), unique=True, max_size=6))
def test_any_ranges_put_the_file_together_again(client: TestClient, cuts: list[int]) -> None:
    edges = sorted({0, *cuts, len(AUDIO)})
    parts = [client.get(URL, headers={"Range": f"bytes={start}-{end - 1}"}).content for start, end in pairwise(edges)]
    assert b"".join(parts) == AUDIO


def test_a_file_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    tag = client.head(URL).headers["etag"]
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(URL, headers={"Range": "bytes=0-1", "If-Range": tag}).status_code == 206
    assert client.get(URL, headers={"Range": "bytes=0-1", "If-Range": '"other"'}).status_code == 200


def test_head_says_what_get_would(client: TestClient) -> None:
    answer = client.head(URL)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(AUDIO))
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (URL, "audio/mpeg"),
        ("/episodes/un/transcript.vtt", "text/vtt; charset=utf-8"),
        ("/episodes/un/transcript.srt", "application/x-subrip; charset=utf-8"),
        ("/episodes/un/chapters.json", "application/json+chapters"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/episodes/un/", "text/html; charset=utf-8"),
        ("/episodes/un/cover.jpg", "image/jpeg"),
    ],
)
def test_each_file_has_its_type_and_may_be_read_from_any_site(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == kind
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_embed_may_be_framed_where_the_settings_say_and_nothing_else_anywhere(tmp_path: Path) -> None:
    folder = build(tmp_path / "output")
    (folder / "episodes" / "un" / "embed.html").write_text("<body>lecteur</body>")
    feed = FeedTable(frame_ancestors=("https://journal.example", "'self'"))
    with TestClient(application(folder, Settings(feed=feed))) as client:
        framed = client.get("/episodes/un/embed.html").headers["content-security-policy"]
        others = [client.get(path).headers["content-security-policy"] for path in ("/", "/episodes/un/", "/rien", URL)]
    assert framed.endswith("; frame-ancestors https://journal.example 'self'")
    assert "script-src 'self'" in framed
    assert len(set(others)) == 1
    assert others[0].startswith("default-src 'none'; script-src 'self';")
    assert others[0].endswith("; frame-ancestors 'none'")
    assert "unsafe" not in framed + others[0]


def test_only_a_name_with_a_hash_is_kept_for_ever(client: TestClient) -> None:
    assert "immutable" in client.get(URL).headers["cache-control"]
    assert client.get("/feed.xml").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/.secret", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/episodes/..%2f..%2foutside.txt", "/link.txt", "/%00",
     "/" + "a" * 5000, "/episodes/un/.un.part"],
)  # fmt: skip
def test_what_is_not_published_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "outside" not in answer.text


def test_what_is_not_there_gets_the_french_page(client: TestClient) -> None:
    answer = client.get("/rien")
    assert (answer.status_code, answer.text) == (404, "<body>perdu</body>")


@pytest.mark.parametrize("path", ["/episodes/un", "/episodes/un?a=b", "/episodes//un", "/%65pisodes/un"])
def test_a_folder_without_its_slash_leads_to_itself_whatever_the_host_is_said_to_be(
    client: TestClient, path: str
) -> None:
    answer = client.get(
        path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}, follow_redirects=False
    )
    assert answer.status_code == 307
    assert answer.headers["location"] == "./un/" + path.partition("un")[2]


def test_a_file_that_is_written_again_is_sent_whole_and_has_a_tag_of_its_bytes(client: TestClient) -> None:
    page = client.get("/feed.xml")
    assert client.get("/feed.xml", headers={"If-None-Match": page.headers["etag"]}).status_code == 304
    head = client.head("/feed.xml")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(page.content)))


def test_links_in_a_circle_and_closed_folders_are_not_found(client: TestClient) -> None:
    assert client.get("/circle/a").status_code == 404
    assert client.get("/-/changes", params={"page": "/a\0b"}).status_code == 404
    assert client.get("/-/changes", params={"page": "x" * 5000}).status_code == 404
    assert client.get("/oembed", params={"url": "https://a.example/episodes/" + "x" * 5000 + "/"}).status_code == 404


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post(URL).status_code == 405
    assert client.delete(URL).status_code == 405


def test_oembed_finds_an_episode_by_the_address_of_its_page(client: TestClient) -> None:
    answer = client.get("/oembed", params={"url": "https://example.org/podcast/episodes/un/"})
    assert (answer.status_code, answer.json()) == (200, json.loads(oembed(make_show(), make_episode())))
    assert client.get("/oembed", params={"url": "https://example.org/episodes/deux/"}).status_code == 404
    assert client.get("/oembed", params={"url": "https://example.org/episodes/../.."}).status_code == 404
    assert client.get("/oembed").status_code == 404
    assert client.get("/oembed", params={"format": "xml"}).status_code == 501


def test_oembed_keeps_within_the_room_there_is(client: TestClient) -> None:
    page = {"url": "https://example.org/episodes/un/"}
    narrow = client.get("/oembed", params={**page, "maxwidth": "300", "maxheight": "9000"}).json()
    whole = client.get("/oembed", params={**page, "maxwidth": "wide", "maxheight": "-1"}).json()
    assert (narrow["width"], narrow["height"]) == (300, whole["height"])
    assert ' width="300" ' in narrow["html"]
    assert whole == json.loads(oembed(make_show(), make_episode()))


def test_a_browser_gets_a_page_that_reloads_itself_and_a_program_the_bytes(client: TestClient) -> None:
    page = client.get("/", headers={"Sec-Fetch-Dest": "document"}).text
    assert '<script type="module" src="/-/reload.js"></script></body>' in page
    assert client.get("/").text == "<body>accueil</body>"
    assert "EventSource" in client.get("/-/reload.js").text
    assert client.get("/-/changes", params={"page": "/rien"}).status_code == 404


def test_a_page_that_is_rendered_again_is_reloaded(tmp_path: Path) -> None:
    folder = build(tmp_path / "output")
    page = folder / "episodes" / "un" / "index.html"

    class Waiting:
        """Write the page anew once the server has begun to watch it."""

        asked = 0

        async def __call__(self) -> bool:
            self.asked += 1
            if self.asked == 2:
                page.with_name(".new").write_text("new")
                page.with_name(".new").replace(page)
            return self.asked > 20

    async def first() -> list[bytes]:
        return [event async for event in _events(page, Waiting())]

    assert run(first()) == [b"data: changed\n\n"]

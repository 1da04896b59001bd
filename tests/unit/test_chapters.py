"""Chapters as apps read them."""

import json
from collections.abc import Callable

from audionews.chapters import chapters_json, time_stamps
from audionews.domain import Chapter
from episodes import make_episode

EPISODE = make_episode()


def test_the_file_is_what_it_always_was(golden: Callable[[str, str], None]) -> None:
    golden("chapters.json", chapters_json(EPISODE.chapters))


def test_times_are_seconds_and_links_are_there_only_when_known() -> None:
    linked = Chapter(
        start_ms=1_500, end_ms=2_250, title="Un\nphare", url="https://a.example/", image="https://b.example/c.jpg"
    )
    table = json.loads(chapters_json((Chapter(start_ms=0, end_ms=1_500, title="Début"), linked)))
    assert table["version"] == "1.2.0"
    assert table["chapters"] == [
        {"startTime": 0.0, "endTime": 1.5, "title": "Début"},
        {
            "startTime": 1.5,
            "endTime": 2.25,
            "title": "Un phare",
            "url": "https://a.example/",
            "img": "https://b.example/c.jpg",
        },
    ]


def test_three_chapters_or_more_give_time_stamps_from_zero_on() -> None:
    assert time_stamps(EPISODE.chapters) == (
        "00:00:00 Le phare de Kerlouan se rallume",
        "00:00:20 Un chantier de longue haleine",
        "00:00:40 Et après ?",
    )


def test_fewer_chapters_give_none() -> None:
    assert time_stamps(EPISODE.chapters[:2]) == ()


def test_hours_are_counted() -> None:
    late = tuple(Chapter(start_ms=start, end_ms=start + 1, title="x") for start in (5, 3_599_999, 3_661_000))
    assert [stamp[:8] for stamp in time_stamps(late)] == ["00:00:00", "00:59:59", "01:01:01"]

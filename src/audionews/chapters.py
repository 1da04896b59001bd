"""Chapters in the forms that apps read: a JSON file, and time stamps in a description.

Those inside the MP3 are in ``tags``, those inline in the feed (``psc:chapters``) in ``feed``.
"""

import json
from collections.abc import Sequence

from audionews.characters import folded
from audionews.domain import Chapter
from audionews.timecode import seconds

VERSION = "1.2.0"
FEWEST = 3
"""Fewer time stamps than this in a description are not taken for chapters.

Source: Apple, “Using chapters on Apple Podcasts”.
"""


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """Return the chapters as a ``application/json+chapters`` file, times in seconds.

    Source: https://github.com/Podcastindex-org/podcast-namespace, ``docs/examples/chapters/jsonChapters.md``.
    """
    table = {"version": VERSION, "chapters": [_entry(chapter) for chapter in chapters]}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _entry(chapter: Chapter) -> dict[str, str | float]:
    entry: dict[str, str | float] = {
        "startTime": seconds(chapter.start_ms),
        "endTime": seconds(chapter.end_ms),
        "title": folded(chapter.title),
    }
    links = {"url": chapter.url, "img": chapter.image}
    return entry | {key: link for key, link in links.items() if link}


def time_stamps(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """Return a line a chapter, ``00:01:23 Title``, or none when there are too few to count as chapters.

    The first one says 00:00:00 in any case, because apps take nothing else for a list of chapters.
    """
    if len(chapters) < FEWEST:
        return ()
    starts = [0, *(chapter.start_ms for chapter in chapters[1:])]
    return tuple(f"{_stamp(start)} {folded(chapter.title)}" for start, chapter in zip(starts, chapters, strict=True))


def _stamp(ms: int) -> str:
    minutes, rest = divmod(ms // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"

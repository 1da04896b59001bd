"""What a run costs in an archive that is twenty-five times as long: one episode more, and a thousand unchanged ones.

Everything is done for real but for the sound: manifests on the disk, their catalogue, feeds, index and search. Each
figure is that of a process of its own; time is the processor's, because the disk's is not ours.

To make the archives takes a minute in memory (``TMPDIR=/dev/shm``, 1 GB), and some minutes on a disk, where the clock
tells what waiting for it costs.
"""

import gc
import hashlib
import json
import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from audionews import pages, store
from audionews.addresses import SHOW_COVER
from audionews.articles import Source
from audionews.catalogue import Catalogue, catalogued
from audionews.domain import Episode, SourceNote, Voice
from audionews.feed import NOTE, feed_files
from audionews.job import Job, Outcome
from audionews.ledger import LEDGER, Entry, line_of
from audionews.manifest import MANIFEST_NAME, manifest_bytes
from audionews.planning import SITE_STAMP, Planner, is_site_current, recipe, site_stamp
from audionews.publication import publish_site, seen
from audionews.settings import Settings
from episodes import make_episode

SHORT, LONG = 4_000, 100_000
"""Episodes; with both the documents that still grow are equally full."""
ROUNDS = 5
WHOLE = 2_600
"""Newest episodes with everything in their manifests; nobody reads those of the others whole."""
UNCHANGED = 1_000
"""Newest episodes with files and sources, so that a run can find that they are as they were."""
RUBRIQUES = ("Région", "Culture", "Sport", "Monde", "Débats")
AUTHORS = 200
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
NOW = datetime(2025, 9, 1, tzinfo=UTC)


def slug(number: int) -> str:
    return f"{FIRST + timedelta(hours=number):%Y-%m-%d}-numero-{number}"


def source(number: int) -> Source:
    return Source(name=f"{number}.txt", data=f"Numéro {number}".encode(), kind="text", modified=NOW)


def told(number: int) -> dict[str, str]:
    """Return what tells an episode, of an hour of its own, from others."""
    article = source(number)
    return {
        "slug": slug(number), "title": f"Numéro {number}", "guid": str(UUID(int=number)),
        "category": RUBRIQUES[number % len(RUBRIQUES)], "author": f"Auteur {number % AUTHORS}",
        "moment": f"{FIRST + timedelta(hours=number):%FT%TZ}",
        "name": article.name, "sha256": hashlib.sha256(article.data).hexdigest(),
    }  # fmt: skip


def episode(about: dict[str, str], recipe: str = "") -> Episode:
    moment = datetime.fromisoformat(about["moment"])
    return make_episode(
        slug=about["slug"], title=about["title"], guid=about["guid"], category=about["category"],
        author=about["author"], published=moment, updated=moment, recipe=recipe,
        source=SourceNote(name=about["name"], sha256=about["sha256"]),
    )  # fmt: skip


def archive(place: Path, count: int) -> Job:
    """Make an output folder of so many manifests, from a pattern: that is a hundred times as quick."""
    voice = Voice(name="tone", engine="tone")
    job = Job(settings=Settings(), folder=None, output=place / "output", voice=voice, index=place / "index")
    (job.output / store.EPISODES).mkdir(parents=True)
    marks = told(0) | {key: f"@{key}@" for key in ("slug", "title", "guid", "category", "author", "name", "sha256")}
    whole = episode(marks, recipe(job))
    patterns = [manifest_bytes(replace(whole, segments=(), cues=(), chapters=(), waveform=())), manifest_bytes(whole)]
    sound = whole.files["audio"]
    line = line_of(Entry(guid=whole.guid, id=whole.id, slug=whole.slug, audio=sound.name, sha256=sound.sha256))
    with (job.output / LEDGER).open("wb") as ledger:
        for number in range(count):
            changes = [(marks[key].encode(), value.encode()) for key, value in told(number).items()]
            folder = f"{job.output}/{store.EPISODES}/{slug(number)}"
            os.mkdir(folder)  # noqa: PTH102 - quicker
            with open(f"{folder}/{MANIFEST_NAME}", "wb") as manifest:  # noqa: PTH123 - quicker
                manifest.write(filled(patterns[number >= count - WHOLE], changes))
            for file in whole.files.values() if number >= count - UNCHANGED else ():
                Path(folder, file.name.replace(whole.slug, slug(number))).write_bytes(bytes(file.bytes))
            ledger.write(filled(line, changes))
    return job


def filled(pattern: bytes, changes: Iterable[tuple[bytes, bytes]]) -> bytes:
    for mark, value in changes:
        pattern = pattern.replace(mark, value)
    return pattern


@contextmanager
def opened(job: Job) -> Iterator[Catalogue]:
    """Begin a run as the program does."""
    with (
        store.locked(job.output, NOW) as unfinished,
        catalogued(job.output, job.index, trusting=unfinished is None) as catalogue,
    ):
        yield catalogue


def add(job: Job, number: int) -> list[str]:
    """Publish one episode, and what follows; return the names of the files at the top that changed."""
    new = replace(episode(told(number)), files={})
    with opened(job) as catalogue:
        current = is_site_current(job)
        with catalogue.changing(new.slug):
            sound = {"audio": (f"{new.slug}.mp3", new.title.encode())}
            store.publish_episode(job.output, new, sound, entered=catalogue.has_entered)
        return [path.name for path in publish_site(job, catalogue, whole=not current)]


def unchanged(job: Job, numbers: Iterable[int]) -> int:
    """Give a run articles that are published already; return how many it leaves alone."""
    with opened(job) as catalogue:
        planner = Planner(job, catalogue, recipe(job), NOW)
        planned = [planner.plan(source(number)) for number in numbers]
        assert is_site_current(job)
    return sum(isinstance(item, Outcome) and item.status == "unchanged" for item in planned)


class Cost(NamedTuple):
    """What a piece of work costs in a process of its own: the processor's ms, ms, MB of memory; and what it returns."""

    ms: float
    wall_ms: float
    added_mb: float
    result: Any


def cost(work: Callable[[], object]) -> Cost:
    """Return what work costs."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        gc.collect()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, wall = time.process_time(), time.perf_counter()
        result = work()
        ms, wall_ms = 1000 * (time.process_time() - start), 1000 * (time.perf_counter() - wall)
        added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(writing, json.dumps([ms, wall_ms, added, result]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found = Cost(*json.loads(answer.read()))
    os.waitpid(child, 0)
    return found


def figures(place: Path, count: int) -> dict[str, float]:
    """Return what is measured of an archive."""
    job = archive(place, count)
    made = cost(lambda: unchanged_site(job))
    for number in range(count, count + len(RUBRIQUES)):
        add(job, number)  # each rubrique once: from then on its lists have been written by a run
    newest = range(count - UNCHANGED, count)
    rounds = range(count + len(RUBRIQUES), count + len(RUBRIQUES) + ROUNDS)
    added = [cost(partial(add, job, number)) for number in rounds]
    none = [cost(partial(unchanged, job, ())) for _ in rounds]
    same = [cost(partial(unchanged, job, newest)) for _ in rounds]
    assert all(each.result == UNCHANGED for each in same)
    add_ms, empty_ms = (median(each.ms for each in costs) for costs in (added, none))
    return {
        "made": made.ms / count,
        "add": add_ms,
        "beyond": add_ms - empty_ms,
        "wall": median(each.wall_ms for each in added),
        "memory": max(each.added_mb for each in added),
        "feeds": max(sum(name.startswith("feed") for name in each.result) for each in added) / 2,
        "files": max(len(each.result) for each in added),
        "empty": empty_ms,
        "unchanged": (median(each.ms for each in same) - empty_ms) / UNCHANGED,
    }


def unchanged_site(job: Job) -> None:
    """Make the catalogue, and leave lists as if all had been written: their names, and a cover, which is slow to draw.

    What is in a list that has been full for long is neither read nor written when an episode comes.
    """
    with opened(job) as catalogue:
        catalogue.settle(b"")
        groups, feed, cover = catalogue.groups(b""), job.settings.feed, b"a cover"
        lists = [files for _, files in pages.index_files(groups, feed)]
        lists += [pages.search_files(groups[0]), *filter(None, (feed_files(group, feed) for group in groups))]
        for name in (name for files in lists for name in files.names()):
            (job.output / name).write_bytes(NOTE.encode())
        covers = (SHOW_COVER, f"cover-{hashlib.sha256(cover).hexdigest()[:10]}.jpg")
        for name in covers:
            (job.output / name).write_bytes(cover)
        (job.output / SITE_STAMP).write_bytes(site_stamp(job, covers, lists))
        catalogue.settle(seen(job.output))


def main(long_one: int = LONG) -> None:
    """Print the figures."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        short, long = (figures(Path(name) / str(size), size) for size in (SHORT, long_one))
    times = f"at {long_one:,} episodes, and × that at {SHORT:,}"
    for label, key in (
        (f"one episode more, ms of the processor {times}", "add"),
        ("… beyond a run without articles; bar 100", "beyond"),
        ("… ms on the clock", "wall"),
        ("… memory that it adds, MB; bar 50", "memory"),
        ("… files of each feed that it changes", "feeds"),
        ("… files of all lists that it changes", "files"),
        ("a run without articles, ms", "empty"),
        ("an unchanged article, ms; bar 1", "unchanged"),
        ("making the catalogue again, ms an episode", "made"),
    ):
        print(f"{label:<86} {long[key]:9.2f} = {long[key] / short[key] if short[key] else 0:5.2f} ×", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

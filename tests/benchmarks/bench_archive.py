"""What a run costs in an archive that is a hundred times as long: one episode more, and a thousand looked up.

Everything is done for real but for the sound: manifests on the disk, their catalogue, feeds, index and search. Each
figure is that of a process of its own; time is the processor's, because the disk's is not ours.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from audionews import pages, store
from audionews.addresses import SHOW_COVER
from audionews.catalogue import Catalogue, catalogued
from audionews.domain import Episode, Voice
from audionews.feed import NOTE, feed_documents
from audionews.job import Job
from audionews.manifest import MANIFEST_NAME, manifest_bytes
from audionews.planning import SITE_STAMP, site_stamp
from audionews.publication import publish_site, seen
from audionews.settings import Settings
from episodes import make_episode

SHORT, LONG = 4_000, 100_000
"""Episodes; with both the documents that still grow are equally full."""
ROUNDS = 5
WHOLE = 2_600
"""Newest episodes with everything in their manifests; nobody reads those of the others whole."""
RUBRIQUES = ("Région", "Culture", "Sport", "Monde", "Débats")
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
NOW = datetime(2025, 9, 1, tzinfo=UTC)


def slug(number: int) -> str:
    return f"{FIRST + timedelta(hours=number):%Y-%m-%d}-numero-{number}"


def episode(number: int) -> Episode:
    """Return an episode of an hour of its own."""
    moment = FIRST + timedelta(hours=number)
    return make_episode(
        slug=slug(number), title=f"Numéro {number}", published=moment, updated=moment,
        category=RUBRIQUES[number % len(RUBRIQUES)],
    )  # fmt: skip


def archive(place: Path, count: int) -> Job:
    """Make an output folder of so many manifests; to make the old ones from a pattern is a hundred times as quick."""
    voice = Voice(name="tone", engine="tone")
    job = Job(settings=Settings(), folder=None, output=place / "output", voice=voice, index=place / "index")
    (job.output / store.EPISODES).mkdir(parents=True)
    pattern = replace(episode(0), segments=(), cues=(), chapters=(), waveform=())
    text = manifest_bytes(pattern)
    for number in range(count):
        if number >= count - WHOLE:
            data = manifest_bytes(episode(number))
        else:
            data = text.replace(pattern.slug.encode(), slug(number).encode())
            data = data.replace(pattern.guid.encode(), f"{number:032x}".encode())
            data = data.replace(b"2000-01-01T00:00:00Z", f"{FIRST + timedelta(hours=number):%FT%TZ}".encode())
            data = data.replace(RUBRIQUES[0].encode(), RUBRIQUES[number % len(RUBRIQUES)].encode())
        folder = f"{job.output}/{store.EPISODES}/{slug(number)}"
        os.mkdir(folder)  # noqa: PTH102 - quicker
        with open(f"{folder}/{MANIFEST_NAME}", "wb") as file:  # noqa: PTH123 - quicker
            file.write(data)
    return job


@contextmanager
def opened(job: Job) -> Iterator[Catalogue]:
    """Begin a run as the program does."""
    with (
        store.locked(job.output, NOW) as unfinished,
        catalogued(job.output, job.index, trusting=unfinished is None) as catalogue,
    ):
        yield catalogue


def add(job: Job, number: int) -> int:
    """Publish one episode, and what follows; return how many files at the top changed."""
    new = replace(episode(number), files={})
    with opened(job) as catalogue:
        with catalogue.changing(new.slug):
            store.publish_episode(job.output, new, {"audio": (f"{new.slug}.mp3", new.title.encode())})
        return len(publish_site(job, catalogue))


def read(job: Job, count: int) -> int:
    """Read what a new episode makes anybody read: the manifests of the pages of the index that it is on."""
    found = [store.read_manifest(job.output / store.EPISODES / slug(count - 1 - n) / MANIFEST_NAME) for n in range(80)]
    return len(found)


def look_up(job: Job, numbers: range) -> int:
    """Find a thousand episodes by what they were made from."""
    with opened(job) as catalogue:
        return sum(catalogue.known(f"{number:032x}") is not None for number in numbers)


def nothing(job: Job) -> int:
    """Begin a run and end it."""
    with opened(job):
        return 0


def measured(work: Callable[[], int]) -> tuple[float, float, int]:
    """Return the processor's ms, the MB of memory that work adds, and what it returns, from a process of its own."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        gc.collect()
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        result = work()
        ms = 1000 * (time.process_time() - start)
        added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(sink, json.dumps([ms, added, result]).encode())
        os._exit(0)
    os.close(sink)
    os.waitpid(child, 0)
    with os.fdopen(source, "rb") as answer:
        ms, added, result = json.loads(answer.read())
    return ms, added, result


def figures(place: Path, count: int) -> dict[str, float]:
    """Return what is measured of an archive."""
    job = archive(place, count)
    made, _, _ = measured(lambda: nothing(job))
    with opened(job) as catalogue:
        pretend(job, catalogue)
    for number in range(count, count + len(RUBRIQUES)):
        add(job, number)  # each rubrique's feed once: the next one finds its items made
    rounds = [
        [measured(work) for work in (partial(add, job, number), partial(read, job, count), partial(nothing, job))]
        for number in range(count + len(RUBRIQUES), count + len(RUBRIQUES) + ROUNDS)
    ]
    looked, _, found = measured(lambda: look_up(job, range(1_000)))
    empty = median(none[0] for _, _, none in rounds)
    return {
        "made": made / count,
        "add": median(added[0] for added, _, _ in rounds),
        "read": median(other[0] for _, other, _ in rounds),
        "memory": max(added[1] for added, _, _ in rounds),
        "files": median(added[2] for added, _, _ in rounds),
        "empty": empty,
        "look up": (looked - empty) / max(found, 1),
    }


def pretend(job: Job, catalogue: Catalogue) -> None:
    """Leave lists as if all had been written: their names, and a cover, which takes long to draw."""
    catalogue.settle(b"")
    groups, feed, cover = catalogue.groups(b""), job.settings.feed, b"a cover"
    index = pages.index_pages(job.show, groups, feed, read=lambda _: episode(0), whole=False)
    names = [name for name, _ in (*index, *pages.search_index(groups[0], whole=False))]
    names += [document.name for document in feed_documents(job.show, groups, feed, whole=False)]
    for name in names:
        (job.output / name).write_bytes(NOTE.encode())
    (job.output / SHOW_COVER).write_bytes(cover)
    (job.output / f"cover-{hashlib.sha256(cover).hexdigest()[:10]}.jpg").write_bytes(cover)
    (job.output / SITE_STAMP).write_bytes(site_stamp(job, names))
    catalogue.settle(seen(job.output))


def main(long_one: int = LONG) -> None:
    """Print the figures."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        short, long = (figures(Path(name) / str(size), size) for size in (SHORT, long_one))
    times = f"at {long_one:,} episodes, and × that at {SHORT:,}"
    for label, value, before in (
        (f"one episode more, ms {times}", long["add"], short["add"]),
        ("… beyond reading what it needs; bar 100", long["add"] - long["read"], short["add"] - short["read"]),
        ("… memory that it adds, MB; bar 50", long["memory"], short["memory"]),
        ("… files that it changes", long["files"], short["files"]),
        ("beginning and ending a run, ms", long["empty"], short["empty"]),
        ("an episode looked up, ms; bar 1", long["look up"], short["look up"]),
        ("making the catalogue again, ms an episode", long["made"], short["made"]),
    ):
        print(f"{label:<66} {value:9.2f} = {value / before if before else 0:5.2f} ×")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

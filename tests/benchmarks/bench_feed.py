"""What a new episode costs the feeds of a show that has 100 000: time, documents touched, memory at its highest."""

import io
import sys
import time
import tracemalloc
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from audionews.domain import PublishedFile
from audionews.feed import feed_documents, is_current, write_feed
from episodes import make_episode, make_show

COUNT = 100_000
RUBRIQUES = ("Région", "Culture", "Sport", "Monde", "Débats")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an index of episodes."""

    guid: str
    slug: str
    category: str
    author: str
    published: datetime
    updated: datetime
    files: dict[str, PublishedFile]


def line(number: int) -> Line:
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    audio = PublishedFile(name=f"{number}.mp3", bytes=1, sha256=f"{number:064x}")
    rubrique = RUBRIQUES[number % len(RUBRIQUES)]
    return Line(f"{number:032x}", f"numero-{number}", rubrique, "Jeanne", moment, moment, {"audio": audio})


def main() -> None:
    show, episode = make_show(), make_episode()
    lines = [line(number) for number in range(COUNT)]
    before = {name: page.stamp for name, page, _ in feed_documents(show, lines)}
    lines.append(line(COUNT))

    def touched() -> dict[str, int]:
        sizes = {}
        for name, page, rows in feed_documents(show, lines):
            if not is_current(page, f"audionews {before.get(name)}".encode()):
                out = io.BytesIO()
                write_feed(out, show, (episode for _ in rows), page=page)
                sizes[name] = len(out.getvalue())
        return sizes

    started = time.perf_counter()
    sizes = touched()
    seconds = time.perf_counter() - started
    tracemalloc.start()
    touched()
    sys.stdout.write(
        f"feeds: one episode more than {COUNT:,}: {seconds:.2f} s, {len(sizes)} of {len(before)} documents written "
        f"({', '.join(sizes)}), largest {max(sizes.values()) / 1e6:.1f} MB, "
        f"{tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB above the index\n"
    )


if __name__ == "__main__":
    main()

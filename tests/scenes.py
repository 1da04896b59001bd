"""Published folders and runs that change them: what is interrupted, and what proves that it does not matter.

Run as a program, it does the run of a pickled scene in the folder that it is given.
"""

import hashlib
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from audionews import pipeline, store
from audionews.articles import Source
from audionews.domain import Voice
from audionews.durable import is_leftover
from audionews.job import Job, Made, Task
from audionews.settings import Settings, SoundTable
from audionews.verify import verify
from audionews.writers import LOCK_NAME

NOW = datetime(2025, 8, 25, 7, 0, tzinfo=UTC)
BRIDGE = """Région

Le pont rouvre
23 août 2025
Auteur : Anne Le Goff

Le pont de la ville rouvre lundi.

Deux ans de travaux

Il a fallu changer trente poutres.
"""
HARBOUR = BRIDGE.replace("Le pont rouvre", "Le port attend").replace("Le pont", "Le port").replace("23 août", "24 août")
LIBRARY = BRIDGE.replace("Le pont rouvre", "La salle de lecture").replace("Le pont", "La salle").replace("23", "22")
CHANGED = BRIDGE.replace("trente poutres", "quarante poutres")


@dataclass(frozen=True)
class Scene:
    """A published folder, and a run that adds an episode and changes another.

    Attributes:
        before: The folder before the run; it may be missing.
        after: The folder as an undisturbed run leaves it.
    """

    before: Path
    after: Path
    job: Job
    sources: tuple[Source, ...]
    made: dict[str, Made]

    def render(self, output: Path) -> None:
        """Do the run in a folder; what takes time has been done before."""

        def recalled(_: Callable[[Task], Made], tasks: Iterable[Task]) -> Iterator[Made]:
            return (replace(self.made[task.name], task=task) for task in tasks)

        list(pipeline.render(self.sources, replace(self.job, output=output), now=NOW, each=recalled))


def text(name: str, words: str) -> Source:
    """Return an article as a source."""
    return Source(name=name, data=words.encode(), modified=NOW, kind="text")


def scene(place: Path, before: tuple[Source, ...], after: tuple[Source, ...]) -> Scene:
    """Render both states for real and remember what was made for the second."""
    settings = Settings(sound=SoundTable(opening="", closing="", sting=""))
    voice = Voice(name="tone", engine="tone", options={"word_ms": 160})
    job = Job(settings=settings, folder=None, output=place / "before", voice=voice)
    if before:
        list(pipeline.render(before, job, now=NOW))
        shutil.copytree(job.output, place / "after")
    made: dict[str, Made] = {}

    def remembered(function: Callable[[Task], Made], tasks: Iterable[Task]) -> Iterator[Made]:
        for task in tasks:
            made[task.name] = function(task)
            yield made[task.name]

    outcomes = list(pipeline.render(after, replace(job, output=place / "after"), now=NOW, each=remembered))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return Scene(before=place / "before", after=place / "after", job=job, sources=after, made=made)


def a_change(place: Path) -> Scene:
    """Return a run that adds an episode, changes another and leaves a third alone."""
    before = (text("pont.txt", BRIDGE), text("port.txt", HARBOUR))
    after = (text("pont.txt", CHANGED), text("port.txt", HARBOUR), text("salle.txt", LIBRARY))
    return scene(place, before, after)


def a_beginning(place: Path) -> Scene:
    """Return a run that publishes a show's first episode."""
    return scene(place, (), (text("pont.txt", BRIDGE),))


def files(folder: Path) -> dict[str, bytes]:
    """Return what is published: every file but what interrupted runs leave."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in found
        if path.name != LOCK_NAME and not any(is_leftover(part) for part in path.relative_to(folder).parts)
    }


def leftovers(folder: Path) -> list[str]:
    """Return the names of what interrupted runs left."""
    return [path.name for path in folder.rglob("*") if is_leftover(path.name)]


class Prover:
    """Verifies folders, each state only once: most calls change nothing that anybody sees."""

    def __init__(self) -> None:
        self.proven: set[str] = set()

    def prove(self, folder: Path, what: object) -> None:
        """Fail unless everything agrees; ``what`` says which attempt this is."""
        state = sorted((name, hashlib.sha256(data).hexdigest()) for name, data in files(folder).items())
        key = repr((store.is_unfinished(folder), state))
        if key not in self.proven:
            assert [str(fault) for fault in verify(folder)] == [], what
            self.proven.add(key)


if __name__ == "__main__":
    pickled, folder = sys.argv[1:]
    loaded: Scene = pickle.loads(Path(pickled).read_bytes())  # noqa: S301 - written by the test that calls this
    loaded.render(Path(folder))

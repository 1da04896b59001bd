"""Published folders and runs that change them: what is interrupted, and what proves that it does not matter.

Run as a program, it does the run of a pickled scene in each folder that it is told, for strace to kill.
"""

import hashlib
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from unittest import mock

from msgspec.structs import replace

from audionews import pipeline, store
from audionews.articles import Source
from audionews.domain import Voice
from audionews.durable import is_leftover, swap_in
from audionews.errors import AudionewsError
from audionews.job import Job, Made, Task
from audionews.listening import listen
from audionews.mastered import Heard
from audionews.settings import Settings, SoundTable
from audionews.verify import sound, verify
from audionews.withdrawal import withdraw
from audionews.writers import LOCK_NAME

NOW = datetime(2025, 8, 25, 7, 0, tzinfo=UTC)
MOST_LEFTOVERS = 3
"""That a killed run may leave: a staged folder and what is in it."""
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
STATION = BRIDGE.replace("Le pont rouvre", "La gare ferme").replace("Le pont", "La gare").replace("23 août", "21 août")
CHANGED = BRIDGE.replace("trente poutres", "quarante poutres")


@dataclass(frozen=True)
class Scene:
    """A published folder, and a run that adds an episode, changes another, and takes back a third.

    Attributes:
        before: The folder before the run; it may be missing.
        after: The folder as an undisturbed run leaves it.
        earlier: The articles of which the folder was made.
        withdrawn: Whose episode is taken back.
    """

    before: Path
    after: Path
    job: Job
    earlier: tuple[Source, ...]
    sources: tuple[Source, ...]
    made: dict[str, Made]
    withdrawn: str = ""

    def prepare(self, output: Path) -> None:
        """Make the folder as it was before the run, with a catalogue that the run believes."""
        if self.before.exists():
            shutil.copytree(self.before, output)
            self._render(output, self.earlier)

    def render(self, output: Path) -> None:
        """Do the run in a folder; what takes time has been done before."""
        self._render(output, self.sources)
        if self.withdrawn and all(each.source.name != self.withdrawn for each in store.tombstones(output)):
            withdraw(self.job_at(output), self.withdrawn, now=NOW, reason="Erreur")

    def _render(self, output: Path, sources: tuple[Source, ...]) -> None:
        def recalled(_: Callable[[Task], Made], tasks: Iterable[Task]) -> Iterator[Made]:
            return (replace(self.made[task.name], task=task) for task in tasks)

        list(pipeline.render(sources, self.job_at(output), now=NOW, each=recalled))

    def job_at(self, output: Path) -> Job:
        """Return the job of a folder, whose catalogue lies beside it."""
        return replace(self.job, output=output, index=output.with_name(f"{output.name}-index"))

    def discard(self, output: Path) -> None:
        """Remove a folder and its catalogue."""
        for path in (output, output.with_name(f"{output.name}-index")):
            shutil.rmtree(path, ignore_errors=True)


def text(name: str, words: str) -> Source:
    """Return an article as a source."""
    return Source(name=name, data=words.encode(), modified=NOW, kind="text")


def scene(place: Path, before: tuple[Source, ...], after: tuple[Source, ...], withdrawn: str = "") -> Scene:
    """Render both states for real and remember what was made for the second."""
    settings = Settings(sound=SoundTable(opening="", closing="", sting=""))
    voice = Voice(name="tone", engine="tone", options={"word_ms": 160})
    job = Job(settings=settings, folder=None, output=place / "before", voice=voice, index=place / "index")
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
    made_scene = Scene(
        before=place / "before",
        after=place / "after",
        job=job,
        earlier=before,
        sources=after,
        made=made,
        withdrawn=withdrawn,
    )
    made_scene.render(made_scene.after)
    assert [str(fault) for fault in verify(made_scene.after)] == []
    return made_scene


def a_change(place: Path) -> Scene:
    """Return a run that adds an episode, changes another, leaves a third alone, and takes back a fourth."""
    before = (text("pont.txt", BRIDGE), text("port.txt", HARBOUR), text("gare.txt", STATION))
    after = (text("pont.txt", CHANGED), *before[1:], text("salle.txt", LIBRARY))
    return scene(place, before, after, withdrawn="gare.txt")


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
    """Proves what an interrupted run left, each state only once: most calls change nothing that anybody sees."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.proven: set[str] = set()
        self.verified: set[str] = set()
        self.guids = set(store.index(scene.before))

    def prove(self, folder: Path, *, whole: bool = True) -> None:
        """Fail unless everything agrees, the next run finishes the job, and nothing is left to tidy up.

        Args:
            folder: What the interrupted run left; afterwards it is finished.
            whole: Whether all of the old or all of the new has to be there before the next run.
        """
        state = _state(folder, folder.parent)
        if state in self.proven:
            return
        if folder.is_dir() and whole:
            self._verify(folder)
            assert self.guids <= set(store.index(folder)) | {each.guid for each in store.tombstones(folder)}
        assert len(leftovers(folder)) <= MOST_LEFTOVERS
        self.scene.render(folder)
        assert files(folder) == files(self.scene.after)
        assert not store.is_unfinished(folder)
        pipeline.prune(self.scene.job_at(folder), now=NOW)
        assert leftovers(folder) == []
        self.proven.add(state)

    def _verify(self, folder: Path) -> None:
        """Fail unless everything agrees; what differs in nothing but its catalogue was looked at before."""
        state = _state(folder, folder)
        if state not in self.verified:
            with mock.patch.object(sound, "_listen", _heard):
                assert [str(fault) for fault in verify(folder)] == []
            self.verified.add(state)


@lru_cache(maxsize=64)
def _listened(data: bytes) -> Heard:
    return listen(data, "a sound")


def _heard(data: bytes, _: Path) -> Heard:
    """Listen to a file, but once to equal bytes: the same few sounds lie in every folder."""
    return _listened(data)


def _state(folder: Path, place: Path) -> str:
    """Return what tells one state of a published folder from another, but for names made up for a moment.

    Args:
        folder: Where it is published.
        place: Where to look: in that folder, or around it, where its catalogue is too.
    """
    found = sorted(path for path in place.rglob("*") if path.is_file())
    named = [(str(path.relative_to(place)), hashlib.sha256(path.read_bytes()).hexdigest()) for path in found]
    lines = (
        f"{re.sub('[0-9a-f]{12}[.]part', '.part', name)} {digest}" for name, digest in named if LOCK_NAME not in name
    )
    return "\n".join([f"unfinished: {store.is_unfinished(folder)}", *sorted(lines)])


def _serve(scene: Scene) -> None:
    """Do the scene's run once for each line ``call at output``; strace stops it, not this process.

    Strace counts the calls of each process from 1, and stops all at the same number: ``AT``. So a run that is to be
    stopped earlier in its work makes some calls of that kind first that do nothing.
    """
    import_module("audionews.publication")  # once for all runs: it is what takes them longest
    for line in sys.stdin:
        call, at, output = line.rstrip("\n").split(" ", 2)
        child = os.fork()
        if child == 0:
            for _ in range(AT - int(at)):
                with suppress(OSError):
                    HARMLESS[call]()
            os._exit(_done(scene, Path(output)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - the answer


def _done(scene: Scene, output: Path) -> int:
    """Do the run; return 0, or ``REFUSED`` when it ends in a line of ours that names a file."""
    try:
        scene.render(output)
    except AudionewsError as error:
        return REFUSED if str(error).startswith(str(output)) else 1
    return 0


REFUSED = 3
AT = 3_000
_NULL = os.open(os.devnull, os.O_RDWR)
_HERE = os.open("/", os.O_RDONLY)
_NONE = Path("/missing/missing")
HARMLESS: dict[str, Callable[[], object]] = {
    "write": lambda: os.write(_NULL, b"x"),
    "pwrite64": lambda: os.pwrite(_NULL, b"x", 0),
    "fsync": lambda: os.fsync(_NULL),
    "fdatasync": lambda: os.fdatasync(_NULL),
    "ftruncate": lambda: os.ftruncate(_NULL, 0),
    "rename": lambda: _NONE.rename(_NONE),
    "renameat2": lambda: swap_in(_NONE, Path("/")),
    "linkat": lambda: os.link(_NONE, _NONE, follow_symlinks=False),
    "mkdir": _NONE.mkdir,
    "unlink": _NONE.unlink,
    "unlinkat": lambda: os.unlink("missing", dir_fd=_HERE),
    "rmdir": _NONE.rmdir,
}
"""Calls of each kind that change nothing."""


if __name__ == "__main__":
    _serve(pickle.loads(Path(sys.argv[1]).read_bytes()))  # noqa: S301 - written by the test that calls this

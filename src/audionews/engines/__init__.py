"""The seam to every speech engine, and how one is found.

An engine is a class that an entry point of the group ``audionews.engines`` names, the built-in ones included; it is
imported only when it is used. Retrying, pacing, time limits and caching are engines around an engine: ``around`` puts
them together.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from audionews.domain import Recording, Voice
from audionews.errors import EngineUnavailableError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "audionews.engines"
_OURS = {"espeak": "EspeakEngine", "google": "GoogleEngine", "tone": "ToneEngine"}
"""Those that came with the program, each in the module of its name: asking what else is installed takes a while."""


class Engine(Protocol):
    """Says one text.

    Attributes:
        name: As in the entry point.
        version: Of whatever makes the sound; a change makes cached recordings stale.
        longest: Most characters that ``synthesise`` takes at once.
        remote: Whether it asks a service, which may be slow or down and must not be asked too often.
    """

    name: str
    version: str
    longest: int
    remote: bool

    def check(self, voice: Voice) -> None:
        """Return when the engine can speak with this voice here and now; cheap, makes no sound.

        Raises:
            EngineUnavailableError: Why it cannot, and what to do.
        """
        ...

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """Return the sound of a text of 1 to ``longest`` characters.

        Never retries. May be called from several threads at once. Equal calls give equal bytes where the engine can.

        Raises:
            EngineRejectedError: This text will never be said.
            EngineFailedError: It was not said this time.
            EngineUnavailableError: The engine cannot be reached at all.
        """
        ...


class Around:
    """An engine around an engine, which it is in all but how it says a text."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = engine.name
        self.version = engine.version
        self.longest = engine.longest
        self.remote = engine.remote

    def check(self, voice: Voice) -> None:
        """See ``Engine``."""
        self.engine.check(voice)

    def synthesise(self, text: str, voice: Voice) -> Recording:
        """See ``Engine``."""
        return self.engine.synthesise(text, voice)


def exists(name: str) -> bool:
    """Tell whether an engine is installed under a name."""
    return name in _OURS or bool(_installed(name))


def names() -> tuple[str, ...]:
    """Return the names of all installed engines, sorted."""
    from importlib.metadata import entry_points

    return tuple(sorted({*_OURS, *(point.name for point in entry_points(group=GROUP))}))


def load(name: str) -> Engine:
    """Return a new engine.

    Raises:
        EngineUnavailableError: There is no such engine, or what it needs is not installed.
    """
    if not exists(name):
        raise EngineUnavailableError(name, f"not an engine; there are {', '.join(names())}")
    try:
        engine: Engine = _kind(name)()
    except ImportError as error:
        raise EngineUnavailableError(name, f"not installed here: {error}") from error
    return engine


def _kind(name: str) -> Callable[[], Engine]:
    if name in _OURS:
        ours: Callable[[], Engine] = getattr(import_module(f"{__name__}.{name}"), _OURS[name])
        return ours
    theirs: Callable[[], Engine] = _installed(name)[0].load()
    return theirs


def _installed(name: str) -> "list[EntryPoint]":
    from importlib.metadata import entry_points

    return list(entry_points(group=GROUP, name=name))

"""What happens, told on stderr: as lines for people, or as one JSON object a line for programs.

Whoever has something to tell logs it in the standard way; fields that programs may want are in ``fields``::

    _log.info("spoken", extra=fields("segment", article=name, engine=voice.engine, duration_ms=1200))

No key, password or token is ever written: what looks like one in an address is left out, and so is every value that
``begun`` is told to hide.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple

from audionews.errors import AudionewsError

NOTICE = 25
"""Between information and warnings: what somebody who waits for the end of a run wants to read."""
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "notice": NOTICE, "info": logging.INFO, "debug": 10}
STYLES = ("text", "json")

logging.addLevelName(NOTICE, "NOTICE")

_OURS = "audionews"
_log = logging.getLogger(_OURS)
_about: ContextVar[Mapping[str, object]] = ContextVar("about")
"""What is worked on here: whoever tries a sentence again knows neither which it is nor whose."""
_HIDDEN = "…"
_SECRETS = (
    (re.compile(r"://[^/?#\s]*@"), f"://{_HIDDEN}@"),
    (
        re.compile(
            r"([?&;][\w.-]*(?:key|token|secret|signature|password|passwd|auth|credential)[\w.-]*=)[^&#;\s]+",
            re.IGNORECASE,
        ),
        rf"\1{_HIDDEN}",
    ),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {_HIDDEN}"),
)
_SECRET_NAME = re.compile(r"(^|_)(API)?(KEY|TOKEN|SECRET|PASSWORD|PASSWD)(_|$)", re.IGNORECASE)
_SHORTEST_SECRET = 8
"""Characters; a shorter value may be a word that anybody uses."""


def fields(event: str, **values: object) -> dict[str, Any]:
    """Return what ``extra`` is for an event of a name; what is None or empty is left out of its line."""
    told = {**_about.get({}), **values}
    return {"fields": {"event": event} | {key: value for key, value in told.items() if value not in (None, "")}}


@contextmanager
def about(**values: object) -> Iterator[None]:
    """Add values to every event that is told meanwhile, in this thread and in those that copy its context."""
    before = _about.set({**_about.get({}), **values})
    try:
        yield
    finally:
        _about.reset(before)


def notice(line: str, event: str = "note", **values: object) -> None:
    """Tell somebody who waits."""
    _log.log(NOTICE, "%s", line, extra=fields(event, **values))


def tell_error(error: AudionewsError) -> None:
    """Tell of an error that ends something."""
    _log.error("%s", error, extra=fields("error", about=error.subject))


def secrets_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of an environment that are called keys or passwords, the longest first.

    >>> secrets_in({"VOICE_API_KEY": "0123456789", "KEYBOARD_LAYOUT": "azerty-bépo"})
    ('0123456789',)
    """
    found = {value for name, value in environment.items() if _SECRET_NAME.search(name)}
    return tuple(sorted((value for value in found if len(value) >= _SHORTEST_SECRET), key=len, reverse=True))


def printable(text: str) -> str:
    r"""Return a text on one line, without anything that a terminal or a reader of lines could take for a command.

    >>> printable("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in "\t\u00a0\u202f" else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class Lines(logging.Formatter):
    """Lines for people: the message alone, as every error of ours is one; below a notice also what it is about.

    Args:
        hidden: What must not be shown.
    """

    def __init__(self, hidden: Sequence[str] = ()) -> None:
        super().__init__()
        self._hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback of a bug below it."""
        line = printable(record.getMessage())
        told = getattr(record, "fields", {})
        if record.levelno < NOTICE:
            line = " ".join([f"{record.levelname.lower()}: {line}", *(f"{key}={told[key]}" for key in told)])
            line = printable(line)
        if record.exc_info:
            line = f"{line}\n{self.formatException(record.exc_info)}"
        return self.shown(line)

    def shown(self, text: str) -> str:
        """Return a text without what must not be shown."""
        for secret in self._hidden:
            text = text.replace(secret, _HIDDEN)
        for pattern, instead in _SECRETS:
            text = pattern.sub(instead, text)
        return text


class Objects(Lines):
    """One JSON object a line, in ASCII: time, level, event, message, and the event's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        import json  # what starts for people need not load it

        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": "note",
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps({key: self._plain(value) for key, value in told.items()})

    def _plain(self, value: object) -> object:
        """Return what JSON can hold, with nothing in it that only some readers understand."""
        if isinstance(value, bool | int | float):
            return value
        return self.shown(str(value)).encode("utf-8", "backslashreplace").decode()


class _ToStderr(logging.StreamHandler[Any]):
    """Writes to whatever ``sys.stderr`` is at the moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        """The stream."""
        return sys.stderr

    @stream.setter
    def stream(self, _: object) -> None:
        """Keep to it."""


class Telling(NamedTuple):
    """How a program tells what happens.

    Attributes:
        style: One of `STYLES`.
        level: One of `LEVELS`; None for notices, or for information where programs read.
        hidden: What must never be written.
    """

    style: str = "text"
    level: str | None = None
    hidden: tuple[str, ...] = ()

    def begin(self) -> logging.Handler:
        """Tell from now on, in this process."""
        handler = _ToStderr()
        handler.setFormatter(Objects(self.hidden) if self.style == "json" else Lines(self.hidden))
        _log.setLevel(LEVELS[self.level or ("info" if self.style == "json" else "notice")])
        logging.getLogger().addHandler(handler)
        return handler


@contextmanager
def begun(telling: Telling) -> Iterator[None]:
    """Tell as long as this lasts, and in JSON of the bug that ends the program."""
    level_before = _log.level
    handler = telling.begin()
    if telling.style == "json":
        sys.excepthook = partial(_bug, handler)  # called when all this is over
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        _log.setLevel(level_before)


def _bug(
    handler: logging.Handler, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    record = _log.makeRecord(_OURS, logging.CRITICAL, "", 0, f"{kind.__name__}: {error}", (), (kind, error, trace))
    handler.handle(record)

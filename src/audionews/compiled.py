"""Regular expressions, kept as they were compiled, where Python keeps compiled modules and by its rules.

Python parses and compiles an expression anew in each process, in a tenth of a millisecond to twenty; a first article
needs two hundred of them. What its compiler makes is a list of numbers that its engine checks and takes as it is. All
of this is Python's own affair, so whatever is not as it was when this was written, the expression is compiled as usual.

Source: ``Lib/re/_compiler.py``.
"""

import atexit
import marshal
import os
import re
import sys
import zlib
from array import array
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr, cast

_MOST_BYTES = 4_000_000
"""Of the file; sources that change leave expressions behind, and beyond this it begins anew."""
_SUM_BYTES = 4

Parts = tuple[int, bytes, int, dict[str, int]]
"""Flags, the compiler's numbers, how many groups, and their names."""


def compiled(pattern: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` returns.

    Raises:
        re.error: There is a mistake in the pattern.
    """
    try:
        return cast("re.Pattern[AnyStr]", _known(pattern, int(flags)))
    except re.error:
        raise
    except Exception:  # noqa: BLE001 - another Python may do it in another way, and then it may fail in any
        return re.compile(pattern, flags)


def _known(pattern: str | bytes, flags: int) -> Any:
    kept, key = _kept(), (pattern, flags)
    parts = kept.get(key) or _parts(pattern, flags)
    found = _assembled(pattern, parts)
    if key not in kept:
        if not kept.new:
            atexit.register(_keep)
        kept.new = True
        kept[key] = parts
    return found


class _Kept(dict[tuple[str | bytes, int], Parts]):
    new = False
    """Whether there are some that the file has not."""


def _parts(pattern: str | bytes, flags: int) -> Parts:
    compiler = import_module("re._compiler")
    parsed = import_module("re._parser").parse(pattern, flags)
    state = parsed.state
    numbers = array("I", compiler._code(parsed, flags)).tobytes()  # noqa: SLF001 - there is no other way to them
    return int(flags | state.flags), numbers, state.groups, dict(state.groupdict)


def _assembled(pattern: str | bytes, parts: Parts) -> Any:
    flags, numbers, groups, names = parts
    by_number: list[str | None] = [None] * groups
    for name, number in names.items():
        by_number[number] = name
    engine = import_module("_sre")
    return engine.compile(pattern, flags, array("I", numbers).tolist(), groups - 1, names, tuple(by_number))


def _edition() -> bytes:
    """Return what must be the same for numbers to mean the same."""
    engine = import_module("_sre")
    return f"{sys.version} {engine.MAGIC} {engine.CODESIZE}\0".encode()


def _file() -> Path:
    return Path(cache_from_source(__file__)).with_suffix(".expressions")


@cache
def _kept() -> _Kept:
    edition = _edition()
    try:
        data = _file().read_bytes()
    except OSError:
        return _Kept()
    begins = len(edition) + _SUM_BYTES
    if data[:begins] != edition + _sum(data[begins:]) or len(data) > _MOST_BYTES:
        return _Kept()
    return _Kept(marshal.loads(data[begins:]))  # noqa: S302 - it lies beside what Python itself loads in this way


def _sum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_SUM_BYTES)


def _keep() -> None:
    """Write what is known to the file, if that may be."""
    if sys.dont_write_bytecode:
        return
    data = marshal.dumps(dict(_kept()))
    part = _file().with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_edition() + _sum(data) + data)
        part.replace(_file())

"""Regular expressions that are compiled when they are first used.

There are hundreds of them, compiling one costs up to 20 ms, and an article needs few: a run pays for no other.
"""

import re
from typing import AnyStr, Generic, cast

from audionews.compiled import compiled

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Late(Generic[AnyStr]):
    """Stands for a compiled expression: its first use compiles it and keeps its methods for those that follow."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        found = compiled(self.pattern, self._flags)
        vars(self).update({method: getattr(found, method) for method in _METHODS})
        return getattr(found, name)


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what looks for a pattern as ``re.compile`` does; a mistake in the pattern is raised at its first use.

    >>> expression("[éè]").sub("e", "été")
    'ete'
    """
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))

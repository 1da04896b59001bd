"""What GNU's C library does with memory that was freed; another one does as it likes."""

import ctypes
import sys
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Source: glibc's ``malloc.h``."""
_MB = 1 << 20
_LARGEST_MB = 4
"""Of what is kept; a piece of sound is smaller, and a whole programme of hours is to go at once."""
_KEPT_MB = 16


def share() -> None:
    """Let the threads of this process share two heaps: each would have one of its own, which never shrinks again."""
    _ask("mallopt", _ARENA_MAX, 2)


def keep() -> None:
    """Keep what is freed for what comes next: arrays of sound would be taken anew, a page at a time, for each step."""
    _ask("mallopt", _MMAP_THRESHOLD, _LARGEST_MB * _MB)
    _ask("mallopt", _TRIM_THRESHOLD, _KEPT_MB * _MB)


def give_back() -> None:
    """Give all that is free back to the system."""
    _ask("malloc_trim", 0)


def _ask(name: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(None), name)(*numbers)

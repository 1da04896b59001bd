"""Templates and values → HTML; the only module that imports Jinja."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from math import ceil
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.utils import htmlsafe_json_dumps

from audionews import assets
from audionews import structured_data as data
from audionews.domain import Show
from audionews.typography import (
    compact_json,
    date_in_words,
    duration_in_words,
    french_spaces,
    labels,
    player_words,
    short_time,
    web_address,
)


def render(template: str, show: Show, language: str, root: str, **values: Any) -> str:
    """Return a page.

    Args:
        template: Its file in ``templates``.
        show: Whose page.
        language: In which the page speaks.
        root: The way up from the page to the top of the output folder.
        values: What the template shows beside what every page has.
    """
    words = labels(language)
    spaced = french_spaces if language.startswith("fr") else str
    return _environment().get_template(template).render(
        show=show, language=language, root=root, text=words,
        asset=assets.names(),
        words=data_block(player_words(language)),
        spaced=spaced,
        duration=lambda ms: duration_in_words(ms, words),
        day=lambda moment: date_in_words(moment, words),
        **values,
    )  # fmt: skip


def fragment(template: str, **values: Any) -> str:
    """Return a piece of HTML that stands on its own."""
    return _environment().get_template(template).render(values).strip()


def data_block(value: object) -> str:
    """Return JSON that may stand in a ``<script>``: nothing in it ends the element or begins another."""
    return htmlsafe_json_dumps(value, compact_json)


def compile_templates() -> None:
    """Compile all templates now, while there is time: the first page would wait for its own."""
    environment = _environment()
    for name in environment.list_templates(["html"]):
        environment.get_template(name)


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps compiled modules, and by its rules; Jinja knows an outdated one."""

    def __init__(self) -> None:
        folder = Path(cache_from_source(str(Path(__file__).parents[1] / "templates" / "page.py"))).parent
        super().__init__(str(folder), "%s.pyc")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; what cannot be read, or was torn, is as good as nothing."""
        with suppress(OSError, EOFError, UnpicklingError, ValueError, IndexError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, if that can be."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audionews"),
        bytecode_cache=Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(clock=short_time, web=web_address, megabytes=_megabytes)
    environment.globals.update(
        bars=_bars, address=data.address, embed_width=data.EMBED_WIDTH, embed_height=data.EMBED_HEIGHT
    )
    return environment


def _megabytes(size: int) -> str:
    """Return a size as French readers know it: ``1,2 Mo``, ``13 Ko``."""
    return f"{size / 1_000_000:.1f} Mo".replace(".", ",") if size >= 100_000 else f"{ceil(size / 1000)} Ko"


def _bars(peaks: Sequence[int]) -> str:
    """Return a waveform as an SVG path, 3 units a bar wide and 100 high; a level line when nothing was measured."""
    return "".join(
        f"M{3 * place + 1} {50 - half}V{50 + half}"
        for place, half in enumerate(max(2, peak // 2) for peak in peaks or [0] * 200)
    )

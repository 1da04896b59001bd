"""The files that pages load: scripts, style, icon; a name carries a hash of the bytes, so that it may be cached for ever.

Scripts are written as ES modules, one concern a file, and published joined, as one classic script each: a sandboxed
frame and a page opened from a disk have no origin, and a browser loads modules only from where that origin is allowed.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath

_SCRIPTS = {"player.js": "player/main.js", "search.js": "search.js"}
"""Published script: the module it starts from."""
_PLAIN = ("page.css", "read-along.css", "icon.svg")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.-]+)";$', re.MULTILINE)
_STYLE = re.compile(r'^const STYLE = "\./([\w.-]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^\s*(//|/\*\*|\*).*\n", re.MULTILINE)


def published() -> Mapping[str, bytes]:
    """Return every asset by its path in the output folder."""
    return {f"assets/{_hashed(name, content)}": content for name, content in _contents().items()}


def names() -> Mapping[str, str]:
    """Return the path of each asset in the output folder by its plain name (``player.js``)."""
    return {name: f"assets/{_hashed(name, content)}" for name, content in _contents().items()}


def _hashed(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    return f"{path.stem}-{sha256(content).hexdigest()[:10]}{path.suffix}"


@cache
def _contents() -> dict[str, bytes]:
    scripts = {name: _joined(start).encode() for name, start in _SCRIPTS.items()}
    return scripts | {name: _bare(_source(name)).encode() for name in _PLAIN}


def _joined(start: str) -> str:
    """Return a module and all that it imports as one script; what is imported comes first."""
    modules = "".join(_bare(_EXPORT.sub("", _IMPORT.sub("", text))) for text in _with_imports(start, set()))
    return f'(() => {{\n"use strict";\n{modules}}})();\n'


def _with_imports(path: str, seen: set[str]) -> Iterator[str]:
    seen.add(path)
    text = _source(path)
    for name in _IMPORT.findall(text):
        imported = str(PurePosixPath(path).with_name(name))
        if imported not in seen:
            yield from _with_imports(imported, seen)
    yield _STYLE.sub(lambda found: _style_constant(str(PurePosixPath(path).with_name(found[1]))), text)


def _style_constant(path: str) -> str:
    style = "".join(line.strip() for line in _bare(_source(path)).splitlines())
    return f"const STYLE = `{style}`;"


def _bare(text: str) -> str:
    """Return a source without its comment lines and blank lines: they are for whoever reads the source."""
    return re.sub(r"\n{2,}", "\n", _COMMENT_LINE.sub("", text)).lstrip("\n")


def _source(path: str) -> str:
    return files("audionews").joinpath("static", *path.split("/")).read_text(encoding="utf-8")

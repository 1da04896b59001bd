"""The files that pages load: scripts, style, icon; a name carries a hash of the bytes, so it may be cached for ever.

Scripts are written as ES modules, one concern a file, and published joined, as one classic script each: a sandboxed
frame and a page opened from a disk have no origin, and a browser loads modules only from where that origin is allowed.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath

from audionews.typography import compact_json, player_labels

_SCRIPTS = {"player.js": "player/main.js", "element.js": "player/site.js", "search.js": "search.js"}
"""Published script: the module it starts from."""
_PLAIN = ("page.css", "player/read-along.css", "icon.svg")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.-]+)";$', re.MULTILINE)
_STYLE = re.compile(r'"\./([\w-]+\.css)"')
_LABELS = '"./labels.json"'
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://|/\*|\*).*\n|/\*\*? [^*]*\*/ ?", re.MULTILINE)
_SPACE = re.compile(r"\n\s*")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*"|`[^`]*`)|\s*([=?:<>&|{}(),;]+)\s*')


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
    return scripts | {PurePosixPath(path).name: _bare(_source(path)).encode() for path in _PLAIN}


def _joined(start: str) -> str:
    """Return a module and all that it imports as one script; what is imported comes first."""
    modules = "".join(_with_imports(start, set()))
    return f'(()=>{{"use strict";{_TOKEN.sub(_tight, modules)}}})();\n'


def _tight(token: re.Match[str]) -> str:
    """Return a string literal as it is, and a sign without the white space around it."""
    return token[1] or token[2]


def _with_imports(path: str, seen: set[str]) -> Iterator[str]:
    seen.add(path)
    text = _source(path)
    for name in _IMPORT.findall(text):
        imported = _beside(path, name)
        if imported not in seen:
            yield from _with_imports(imported, seen)
    bare = _bare(_EXPORT.sub("", _IMPORT.sub("", text))).replace(_LABELS, compact_json(player_labels()))
    yield _STYLE.sub(lambda found: f"`{_bare(_source(_beside(path, found[1])))}`", bare)


def _beside(path: str, name: str) -> str:
    return str(PurePosixPath(path).with_name(name))


def _bare(text: str) -> str:
    """Return a source without comments and indentation: they are for whoever reads the source."""
    return _SPACE.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


def _source(path: str) -> str:
    return files("audionews").joinpath("static", *path.split("/")).read_text(encoding="utf-8")

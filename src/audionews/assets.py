"""The files that pages load: scripts, style, icon; a name carries a hash of the bytes, so it may be cached for ever.

Scripts are written as ES modules, one concern a file, and published joined, as one classic script each: a sandboxed
frame and a page opened from a disk have no origin, and a browser loads modules only from where that origin is allowed.
What other sites load, ``element.js``, keeps its name: nobody there changes an address when we publish a new version.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from operator import itemgetter
from pathlib import Path, PurePosixPath

from audionews.typography import compact_json, player_labels

_FOLDER = Path(__file__).with_name("static")
ELEMENT = "element.js"
"""The script for other sites, by its name in the output folder."""
_SCRIPTS = {"player.js": "player/main.js", "dialogs.js": "player/opened.js", "search.js": "search.js"}
"""Published script: the module it starts from."""
_PLAIN = ("page.css", "player/read-along.css", "icon.svg")
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w.-]+)";$', re.MULTILINE)
_STYLE = re.compile(r'"\./([\w-]+\.css)"')
_PUBLISHED = re.compile(r'"assets/([\w.-]+)"')
_LABELS = '"./labels.json"'
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*\n|/\*(?:[^*]|\*(?!/))*\*/\s*", re.MULTILINE)
_SPACE = re.compile(r"\n\s*")
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*"|`[^`]*`)|\s*([=?:<>&|{}(),;]+)\s*|(?<![+-]) ([*+-]) (?![+-])')
_SIGN = re.compile(r"\s*([{};,]|(?<=[a-z]):(?= ))\s*")
"""In style: a colon with a space after it parts a property from its value, one without begins a selector."""


@cache
def published() -> Mapping[str, bytes]:
    """Return every asset by its path in the output folder."""
    hashed = {_path(name): _content(name) for name in (*_SCRIPTS, *_plain(), *_labels())}
    return hashed | {ELEMENT: _signed(_joined("player/site.js").encode())}


@cache
def names() -> Mapping[str, str]:
    """Return the path of each asset of our own pages in the output folder by its plain name (``player.js``)."""
    return {name: _path(name) for name in (*_SCRIPTS, *_plain())}


def _signed(script: bytes) -> bytes:
    """Return a script with a digest of itself at its end: what has none in its name can be told from half of it too."""
    return script + f"//{sha256(script).hexdigest()[:10]}\n".encode()


def _path(name: str) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"assets/{stem}-{sha256(_content(name)).hexdigest()[:10]}.{suffix}"


@cache
def _content(name: str) -> bytes:
    if name in _SCRIPTS:
        return _joined(_SCRIPTS[name]).encode()
    if name in _labels():
        return _labels()[name].encode()
    path = _plain()[name]
    return (_style(path) if name.endswith(".css") else _bare(_source(path))).encode()


def _plain() -> Mapping[str, str]:
    return {PurePosixPath(path).name: path for path in _PLAIN}


def _labels() -> Mapping[str, str]:
    """Return the words of the player on other sites, a file a language."""
    return {f"labels-{language}.json": compact_json(words) for language, words in player_labels().items()}


def _joined(start: str) -> str:
    """Return a module and all that it imports as one script; what is imported comes first."""
    modules = "".join(_with_imports(start, set()))
    return f'(()=>{{"use strict";{_TOKEN.sub(_tight, modules)}}})();\n'


def _tight(token: re.Match[str]) -> str:
    """Return a string literal as it is, and a sign without the white space around it."""
    return token[1] or token[2] or token[3]


def _with_imports(path: str, seen: set[str]) -> Iterator[str]:
    seen.add(path)
    text = _source(path)
    for name in _IMPORT.findall(text):
        imported = _beside(path, name)
        if imported not in seen:
            yield from _with_imports(imported, seen)
    bare = _bare(_EXPORT.sub("", _IMPORT.sub("", text))).replace(_LABELS, compact_json(_where_labels_are()))
    bare = _PUBLISHED.sub(lambda found: f'"{_path(found[1])}"', bare)
    yield _STYLE.sub(lambda found: f"`{_style(_beside(path, found[1]))}`", bare)


def _where_labels_are() -> Mapping[str, Mapping[str, str]]:
    return {
        language: {"path": f"assets/labels-{language}.json", "unavailable": words["unavailable"]}
        for language, words in player_labels().items()
    }


def _beside(path: str, name: str) -> str:
    return str(PurePosixPath(path).with_name(name))


def _bare(text: str) -> str:
    """Return a source without comments and indentation: they are for whoever reads the source."""
    return _SPACE.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


def _style(path: str) -> str:
    """Return a style sheet without the white space that only its readers need."""
    return _SIGN.sub(itemgetter(1), _bare(_source(path)))


def _source(path: str) -> str:
    return (_FOLDER / path).read_text(encoding="utf-8")

"""Front matter: the YAML (or TOML) above a Markdown text; the owner of PyYAML.

Every value stays the text that was written: YAML would read ``title: Non`` as false and ``date: 2025-02-30`` as a
fault without a name. Nothing is constructed but texts, lists and tables, and what is named twice is an error rather
than the last one's win.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

import yaml
from msgspec import Struct

from audionews.errors import ArticleError
from audionews.expressions import expression

_YAML = expression(r"---[ \t]*\n(?P<body>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_TOML = expression(r"\+\+\+[ \t]*\n(?P<body>.*?)\n?\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
_PLAIN = expression(r"(?P<body>(?:titre|title)[ \t]*:.*\n(?:[\w-]+(?: [\w'’-]+){0,3}[ \t]*:.*\n)+)\n", re.IGNORECASE)
_INNER = ("extra", "params", "taxonomies")
"""Tables in which Zola and Hugo keep what they do not know themselves."""

_TELLING = ("name", "nom", "src", "url", "path", "title", "created", "published")
"""What stands for a table where one text is wanted: an author's name, a picture's place, the day of publication."""

_WIKI_LINK = expression(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_NOTHING = frozenset({"", "~", "null", "none"})


class _Loader(yaml.BaseLoader):
    """Texts, lists and tables; no aliases, so that a small text cannot unfold into a huge one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.get_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not read here", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = True) -> dict[object, object]:  # noqa: FBT001, FBT002
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” stands there twice", key.start_mark)
            seen.add(str(key.value))
        return dict(super().construct_mapping(node, deep))


class FrontMatter(Struct, frozen=True):
    """Keys in lower case with their values, and the text below."""

    values: Mapping[str, object]
    body: str

    def text(self, *keys: str) -> str:
        """Return the first value there is among some keys, as one text; of a list its first entry."""
        return next((text for key in keys for text in self.texts(key)), "")

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return the texts under the first key that has any: a text’s, a list’s, or those of tables with a name."""
        return next((found for key in map(_plain_key, keys) if (found := tuple(_texts(self.values.get(key))))), ())


def split_front_matter(name: str, text: str) -> FrontMatter:
    """Return a text's front matter and what is below it.

    Raises:
        ArticleError: It is not YAML or TOML; the message names the line of the file.
    """
    text = text.lstrip("\ufeff \n\t") if re.match(r"\s*(?:---|\+\+\+)", text) else text
    lines_cut = 1
    if found := _YAML.match(text):
        return FrontMatter(_flattened(_yaml(name, found["body"], lines_cut)), text[found.end() :])
    if found := _TOML.match(text):
        return FrontMatter(_flattened(_toml(name, found["body"])), text[found.end() :])
    if found := _PLAIN.match(text):
        return FrontMatter(_plain(found["body"]), text[found.end() :])
    if re.match(r"---[ \t]*\n[\w-]+[ \t]*:", text):
        raise ArticleError(name, "line 1: the front matter has no end; a line --- closes it")
    return FrontMatter({}, text)


def _plain(text: str) -> dict[str, object]:
    """Return what stands above a text without marks around it, as Pelican and MultiMarkdown have it."""
    pairs = (line.split(":", 1) for line in text.splitlines())
    return {_plain_key(key): value.strip() for key, value in pairs}


def _yaml(name: str, text: str, above: int) -> object:
    try:
        values = yaml.load(text, Loader=_Loader)  # noqa: S506 - constructs texts, lists and tables only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1 + above}: " if mark else ""
        raise ArticleError(name, f"front matter, {line}{_in_our_words(error.problem or str(error))}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ArticleError(name, f"front matter is not YAML: {' '.join(str(error).split())}") from error
    if values in (None, ""):
        return {}
    if not isinstance(values, dict):
        raise ArticleError(name, "front matter, line 2: should be “key: value” lines, such as “title: …”")
    return values


def _in_our_words(problem: str) -> str:
    if "unexpected end of stream" in problem:
        return "a quotation mark is not closed"
    if "mapping values are not allowed" in problem:
        return "a value with “: ” in it needs quotes around it"
    if "found character '\\t'" in problem or "cannot start any token" in problem:
        return f"{problem}; put the value in quotes, and indent with spaces"
    return problem


def _toml(name: str, text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(name, f"front matter is not TOML: {error}") from error
    except RecursionError as error:
        raise ArticleError(name, "front matter is nested too deep") from error


def _lowered(values: object) -> dict[str, object]:
    return {_plain_key(str(key)): value for key, value in values.items()} if isinstance(values, dict) else {}


def _plain_key(key: str) -> str:
    """Return a key as it is looked up: people write ``Date de publication``, ``date_publication``, ``datePublication``.

    >>> _plain_key("Date de publication"), _plain_key("Catégorie")
    ('datepublication', 'categorie')
    """
    words = re.sub(r"\b(?:de |d['’])", "", key.casefold())
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", words)))


def _flattened(values: object) -> dict[str, object]:
    """Return a table with keys in lower case; what is in the tables of site generators counts as if it were above."""
    found = _lowered(values)
    inner = [_lowered(found.get(table)) for table in _INNER]
    return {key: value for table in (*inner, found) for key, value in table.items()}


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        told = next((found for key in _TELLING if (found := _texts(value.get(key)))), [])
        return told or [text for each in value.values() if isinstance(each, dict) for text in _texts(each)]
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    text = _WIKI_LINK.sub(r"\1", str(value if value is not None else "")).strip()
    return [] if text.lower() in _NOTHING else [text]

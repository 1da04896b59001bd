"""The structure, as the imports have it: values flow one way, and each library has one owner."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "audionews"

LAYERS = (
    {
        "errors",
        "domain",
        "timecode",
        "characters",
        "frame_order",
        "crew",
        "compiled",
        "expressions",
        "readings",
        "refusals",
        "apple",
        "logs",
        "aside",
        "heaps",
    },
    {
        "settings",
        "slugs",
        "typography",
        "disclosure",
        "addresses",
        "tokens",
        "durable",
        "cache",
        "clips",
        "tape",
        "pieces",
        "mp3_frames",
        "listing",
        "mastered",
        "tables",
    },
    {
        "french",
        "voices",
        "arrangement",
        "encoder",
        "ffmpeg",
        "meter",
        "limiter",
        "wordtimes",
        "outline",
        "captions",
        "chapters",
        "cover",
        "pictures",
        "feed_xml",
    },
    {
        "articles",
        "script",
        "align",
        "engines",
        "timeline",
        "assets",
        "manifest",
        "writers",
        "structured_data",
        "tags",
        "transcript",
        "ledger",
    },
    {
        "takes",
        "align",
        "listening",
        "feed_item",
        "pages",
        "store",
        "tombstone",
        "burial",
        "series",
        "noting",
        "catalogue",
    },
    {"speech", "loudness", "feed", "job"},
    {"wording", "verify", "jingles", "named", "report"},
    {"studio"},
    {"planning", "recording", "speaking", "production", "publication", "packing"},
    {"pipeline", "withdrawal", "announce"},
    {"patience"},
    {"serve"},
    {"cli"},
)
"""A module may import what stands in an earlier set, or in its own."""

OWNERS = {
    "click": {"cli"},
    "espeakng_loader": {"engines"},
    "gtts": {"engines"},
    "imageio_ffmpeg": {"ffmpeg"},
    "jinja2": {"pages"},
    "lameenc": {"encoder"},
    "markdown_it": {"articles"},
    "mutagen": {"tags"},
    "PIL": {"cover"},
    "lxml": {"articles", "feed_xml", "french"},
    "platformdirs": {"cli"},
    "pydub": {"studio"},
    "rich": {"cli"},
    "soundfile": {"clips"},
    "soxr": {"clips"},
    "sqlite3": {"tables"},
    "starlette": {"serve"},
    "trafilatura": {"articles"},
    "uvicorn": {"patience", "serve"},
    "yaml": {"articles"},
}
"""Each outside library with a border of its own, and who may import it."""


@cache
def modules() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return each module's top name below the package, its dotted path, and what it imports."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.append((parts[0], ".".join(parts), tuple(imported(tree))))
    return tuple(found)


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted names that a module imports, also inside functions, but not for types alone."""
    for node in _without_type_checking(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names if node.module == "audionews")


def _without_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            continue
        yield child
        yield from _without_type_checking(child)


def layer_of(name: str) -> int | None:
    return next((number for number, names in enumerate(LAYERS) if name in names), None)


def test_values_flow_one_way() -> None:
    upward = []
    for top, path, names in modules():
        here = layer_of(top)
        for name in names:
            if here is None or not name.startswith("audionews."):
                continue
            there = layer_of(name.split(".")[1])
            if there is not None and there > here:
                upward.append(f"{path} imports {name}")
    assert upward == []


def test_every_module_has_its_place() -> None:
    placed = {name for names in LAYERS for name in names}
    assert {top for top, _, _ in modules()} - placed == {"__init__", "__main__", "newshow"}


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_each_library_has_one_owner(library: str) -> None:
    users = {top for top, _, names in modules() for name in names if name.split(".")[0] == library}
    assert users <= OWNERS[library]


def test_no_module_has_the_name_of_a_library_module() -> None:
    tops = {path.split(".")[-1] for _, path, _ in modules()} - {"__init__", "__main__"}
    assert tops & (set(sys.stdlib_module_names) | set(OWNERS)) <= set()

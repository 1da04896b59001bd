"""Compiled templates are kept where Python keeps compiled modules, and nothing depends on it."""

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from audionews.pages.rendering import Compiled


def page(text: str) -> str:
    environment = Environment(loader=DictLoader({"page.html": text}), bytecode_cache=Compiled(), autoescape=True)
    return environment.get_template("page.html").render()


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def test_a_template_is_kept_and_a_changed_one_is_compiled_again(kept: Path) -> None:
    assert page("one") == "one"
    assert [path.suffix for path in kept.rglob("*") if path.is_file()] == [".pyc"]
    assert page("one") == "one"
    assert page("two") == "two"


@pytest.mark.parametrize("left", [0, 10, 40, 60, 200])
def test_what_is_kept_may_be_torn(kept: Path, left: int) -> None:
    page("one")
    for path in kept.rglob("*.pyc"):
        path.write_bytes(path.read_bytes()[:left])
    assert page("one") == "one"


def test_a_place_that_cannot_be_written_is_done_without(kept: Path) -> None:
    kept.write_text("a file, and no folder")
    assert page("one") == "one"


def test_nothing_is_kept_when_python_shall_keep_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert page("one") == "one"
    assert not kept.exists()

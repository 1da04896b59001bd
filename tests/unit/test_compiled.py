"""An expression that was kept is the one that Python would compile; what is not whole is never taken."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import audionews
from audionews import compiled as module
from audionews.compiled import compiled
from audionews.expressions import expression

WORDS = r"(?P<vowel>[aeé])t|\d{2,}(?<=x)"


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "kept"
    monkeypatch.setattr(module, "_file", lambda: file)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("atexit.register", lambda _: None)
    module._kept.cache_clear()
    yield file
    module._kept.cache_clear()


def after_another_start() -> None:
    module._keep()
    module._kept.cache_clear()


def all_expressions() -> Iterator[tuple[str, int]]:
    for found in walk_packages(audionews.__path__, "audionews."):
        if not found.name.startswith(("audionews.serve", "audionews.__main__", "audionews.engines.espeak_server")):
            for value in vars(import_module(found.name)).values():
                if type(value) is type(expression("")):
                    yield value.pattern, vars(value)["_flags"]


def test_every_expression_is_kept_as_python_compiles_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = dict.fromkeys(all_expressions())
    assert len(wanted) > 200
    for pattern, flags in wanted:
        assert compiled(pattern, flags) == re.compile(pattern, flags)
    after_another_start()
    monkeypatch.setattr(module, "_parts", None)
    for pattern, flags in wanted:
        kept, usual = compiled(pattern, flags), re.compile(pattern, flags)
        assert kept == usual  # pattern, flags and code
        assert (kept.groups, kept.groupindex) == (usual.groups, usual.groupindex)


def test_a_kept_expression_names_its_groups() -> None:
    compiled(WORDS, re.IGNORECASE)
    after_another_start()
    found = compiled(WORDS, re.IGNORECASE).search("ÉT")
    assert found is not None
    assert (found.lastgroup, found["vowel"]) == ("vowel", "É")


def test_a_mistake_is_told_as_python_tells_it() -> None:
    with pytest.raises(re.error, match="unterminated subpattern"):
        compiled("(", 0)


@pytest.mark.parametrize("wound", ["cut off", "a bit turned over", "of another Python", "not ours"])
def test_what_is_not_whole_is_not_taken(wound: str, own_file: Path) -> None:
    compiled(WORDS, 0)
    module._keep()
    data = own_file.read_bytes()
    for place in range(0, len(data), max(1, len(data) // 60)):
        wounded = bytearray(data)
        wounded[place] ^= 4
        changed = {"cut off": data[:place], "a bit turned over": bytes(wounded), "of another Python": b"2" + data}
        own_file.write_bytes(changed.get(wound, b"hello"))
        module._kept.cache_clear()
        assert module._kept() == {}
        assert compiled(WORDS, 0) == re.compile(WORDS)


def test_another_python_compiles_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "import_module", lambda name: import_module(f"{name}_moved"))
    assert compiled(WORDS, 0) == re.compile(WORDS)


def test_nothing_is_written_where_python_writes_nothing(monkeypatch: pytest.MonkeyPatch, own_file: Path) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compiled(WORDS, 0)
    module._keep()
    assert not own_file.exists()

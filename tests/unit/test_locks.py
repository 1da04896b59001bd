"""The lock files are true: they pin by hash what pyproject.toml asks for and tell nothing of a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ROOT / "tests" / "locks"
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.M)


def wanted(*extras: str, group: str = "") -> list[Requirement]:
    """Return what the project, some extras of it and a group of tools ask for."""
    asked = list(PROJECT["project"]["dependencies"])
    for extra in extras:
        asked += PROJECT["project"]["optional-dependencies"][extra]
    asked += [each for each in PROJECT["dependency-groups"].get(group, ()) if isinstance(each, str)]
    return [found for each in asked if (found := Requirement(each)).name != "audionews"]


def pinned(name: str) -> dict[str, list[Version]]:
    """Return the versions in a lock file by package; a package has several where Pythons differ."""
    found: dict[str, list[Version]] = {}
    for package, version in PIN.findall((LOCKS / f"{name}.txt").read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(package), []).append(Version(version))
    return found


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("serve", wanted("serve")),
        ("test", wanted("serve", "test", group="build")),
        ("fuzz", wanted("serve", group="fuzz")),
        ("release", [Requirement(each) for each in PROJECT["dependency-groups"]["release"] if isinstance(each, str)]),
    ],
)
def test_all_that_is_asked_for_is_pinned_as_it_may_be(name: str, asked: list[Requirement]) -> None:
    pins = pinned(name)
    wrong = [
        str(each)
        for each in asked
        if not any(each.specifier.contains(version) for version in pins.get(canonicalize_name(each.name), ()))
    ]
    assert wrong == [], "run: make lock"


@pytest.mark.parametrize("path", sorted(LOCKS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_pin_has_its_hashes_and_tells_nothing_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bodies = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert [body.splitlines()[0] for body in bodies if "--hash=sha256:" not in body] == []
    assert re.findall(r"\S*(?:://|file:|--index|--find-links|@ )\S*|(?<![\w.])/\S+", text) == []


def test_the_program_is_tested_with_what_is_released() -> None:
    tested = pinned("test")
    assert {name: versions for name, versions in pinned("serve").items() if tested[name] != versions} == {}


def test_every_dependency_has_a_lower_bound() -> None:
    asked = wanted("serve", "test", group="release")
    assert [
        str(each) for each in asked if not any(bound.operator in {">=", "==", "~="} for bound in each.specifier)
    ] == []

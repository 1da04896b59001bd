"""Every kept input goes through its target: what a fuzzer once found stays mended, without a fuzzer."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS, kept

CASES = [(name, path) for name in TARGETS for path in kept(name)]


@pytest.mark.parametrize(("name", "path"), CASES, ids=[f"{name}-{path.name}" for name, path in CASES])
def test_a_kept_input_does_no_harm(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())

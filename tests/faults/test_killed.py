"""The same as ``test_interrupted``, proven from outside: strace kills the program at its real system calls."""

import itertools
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from audionews import pipeline, store
from scenes import NOW, Prover, Scene, a_change, files, leftovers

CALLS = ("write", "fsync", "rename", "renameat2", "link", "linkat", "mkdir", "unlink", "unlinkat", "rmdir", "ftruncate")
SCENES = Path(__file__).parents[1] / "scenes.py"


@pytest.fixture(scope="module")
def strace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the program, if it may do here what it can."""
    found = shutil.which("strace")
    works = (
        found and subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )
    if not found or not works:
        message = "strace is not installed, or may not trace"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return a_change(tmp_path_factory.mktemp("changing"))


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_killed_at_any_system_call_a_run_leaves_everything_whole(
    changing: Scene, tmp_path: Path, strace: str, call: str
) -> None:
    pickled = tmp_path / "scene.pickle"
    pickled.write_bytes(pickle.dumps(changing))
    prover = Prover()
    for at in itertools.count(1):
        output = tmp_path / "output"
        shutil.copytree(changing.before, output)
        inject = ["-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={at}"]
        done = subprocess.run(
            [strace, *inject, sys.executable, "-B", str(SCENES), str(pickled), str(output)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SCENES.parent), *sys.path])},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        prover.prove(output, (call, at))
        assert set(store.index(changing.before)) <= set(store.index(output))
        changing.render(output)
        assert files(output) == files(changing.after)
        pipeline.prune(replace(changing.job, output=output), now=NOW)
        assert leftovers(output) == []
        shutil.rmtree(output)
        if done.returncode == 0:
            break

"""The same as ``test_interrupted``, proven from outside: strace kills the program at its real system calls."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scenes import AT, HARMLESS, Prover, Scene, a_change

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
@pytest.mark.parametrize("call", HARMLESS)
def test_killed_at_any_system_call_a_run_leaves_everything_whole(
    changing: Scene, tmp_path: Path, strace: str, call: str
) -> None:
    pickled = tmp_path / "scene.pickle"
    pickled.write_bytes(pickle.dumps(changing))
    inject = ["-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={AT}"]
    prover = Prover(changing)
    with subprocess.Popen(
        [strace, *inject, sys.executable, "-B", str(SCENES), str(pickled)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SCENES.parent), *sys.path])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        for at in range(1, AT):
            output = tmp_path / str(at)
            shutil.copytree(changing.before, output)
            answer = _asked(server, f"{call} {at} {output}")
            assert answer in (0, -signal.SIGKILL)
            prover.prove(output)
            shutil.rmtree(output)
            if answer == 0:
                break
        _asked(server, "")
    assert at < AT - 1


def _asked(server: "subprocess.Popen[str]", question: str) -> int:
    """Have the server do a run, or end it with an empty question; return how the run ended."""
    assert server.stdin is not None
    assert server.stdout is not None
    if not question:
        server.stdin.close()
        return server.wait(10)
    print(question, file=server.stdin, flush=True)
    return int(server.stdout.readline())

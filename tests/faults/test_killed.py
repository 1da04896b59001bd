"""The same as ``test_interrupted``, proven from outside: strace kills the program at its real system calls."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from interruptions import EVERY
from scenes import AT, HARMLESS, REFUSED, Prover, Scene, a_change

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
    endings = try_everywhere(changing, tmp_path, strace, call, f"signal=KILL:when={AT}")
    assert endings <= {0, -signal.SIGKILL}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "code", "when"),
    [
        ("write", "ENOSPC", f"{AT}+"),
        ("write", "EFBIG", f"{AT}+"),
        ("write", "EIO", AT),
        ("fsync", "EIO", AT),
        ("rename", "EACCES", AT),
        ("renameat2", "EIO", AT),
        ("linkat", "EMLINK", AT),
        ("pwrite64", "ENOSPC", f"{AT}+"),
        ("fdatasync", "EIO", AT),
    ],
)
def test_refused_by_any_system_call_a_run_says_so_and_leaves_everything_whole(
    changing: Scene, tmp_path: Path, strace: str, call: str, code: str, when: object
) -> None:
    endings = try_everywhere(changing, tmp_path, strace, call, f"error={code}:when={when}")
    assert endings <= {0, REFUSED}


def try_everywhere(scene: Scene, place: Path, strace: str, call: str, fault: str) -> set[int]:
    """Stop the run at every system call of a name; return how it ended."""
    pickled = place / "scene.pickle"
    pickled.write_bytes(pickle.dumps(scene))
    trace = place / "trace"
    inject = ["-f", "-qq", "-o", str(trace), "-e", "status=failed", "-e", f"trace={call}"]
    prover = Prover(scene)
    endings: set[int] = set()
    stopped = 0
    with subprocess.Popen(
        [strace, *inject, "-e", f"inject={call}:{fault}", sys.executable, "-B", str(SCENES), str(pickled)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SCENES.parent), *sys.path])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        for at in range(1, AT, EVERY):
            output = place / str(at) / "output"
            output.parent.mkdir()
            scene.prepare(output)
            ending = _asked(server, f"{call} {at} {output}")
            endings.add(ending)
            prover.prove(output)
            shutil.rmtree(output.parent)
            if ending == 0 and trace.read_bytes().count(b"(INJECTED)") == stopped:
                break
            stopped = trace.read_bytes().count(b"(INJECTED)")
        _asked(server, "")
    assert at < AT - 1
    return endings


def _asked(server: "subprocess.Popen[str]", question: str) -> int:
    """Have the server do a run, or end it with an empty question; return how the run ended."""
    assert server.stdin is not None
    assert server.stdout is not None
    if not question:
        server.stdin.close()
        return server.wait(10)
    print(question, file=server.stdin, flush=True)
    return int(server.stdout.readline())

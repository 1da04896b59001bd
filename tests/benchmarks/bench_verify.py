"""How fast ``audionews verify`` proves an output folder, as a multiple of real time on one core.

Run it with ``make bench``; ``python tests/benchmarks/bench_verify.py FOLDER`` takes a folder that is there already.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "articles" / "demonstration.txt"
BAR = 150
ARTICLES, TIMES = 4, 5
"""Episodes, and how often each says the sample: 30 minutes in all."""
ROUNDS = 3


def run(folder: Path, *arguments: str) -> float:
    """Run ``audionews`` in a folder and return the seconds of processor time that it took."""
    command = [sys.executable, "-m", "audionews", *arguments]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def episodes(folder: Path) -> None:
    """Publish some long episodes."""
    articles = folder / "articles"
    articles.mkdir()
    head, body = SAMPLE.read_text(encoding="utf-8").split("\n\n", 1)
    for number in range(ARTICLES):
        title, rest = body.split("\n\n", 1)
        texts = [rest, *(rest.split("\n\n", 2)[2] for _ in range(TIMES - 1))]
        (articles / f"{number}.txt").write_text("\n\n".join([head, f"{title} ({number})", *texts]), encoding="utf-8")
    run(folder, "render", "articles", "--jobs", "2")


def minutes(output: Path) -> float:
    """Return how long all episodes of an output folder are."""
    manifests = (json.loads(path.read_text(encoding="utf-8")) for path in output.glob("episodes/*/episode.json"))
    return sum(int(manifest["duration_ms"]) for manifest in manifests) / 60_000


def figure(folder: Path) -> None:
    """Print what the whole command costs, start-up included."""
    length, used_s = minutes(folder / "output"), min(run(folder, "verify", "output") for _ in range(ROUNDS))
    print(
        f"verify, {length:.0f} minutes: {used_s:.2f} s of one core = {60 * length / used_s:.0f} × real time; bar {BAR}"
    )


def main(arguments: list[str]) -> None:
    """Print the figure."""
    if arguments:
        figure(Path(arguments[0]))
        return
    with tempfile.TemporaryDirectory() as name:
        episodes(Path(name))
        figure(Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])

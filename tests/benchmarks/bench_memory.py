"""What memory a render takes: of its largest process for few articles and for many, of all together for three hours.

Run it with ``make bench``; ``python tests/benchmarks/bench_memory.py 100 1000 1`` takes other numbers of articles, and
of hours. Memory is looked at twenty times a second: of one process all that is resident, of several together the
proportional set size, in which what they share counts once. What lies in ``TMPDIR`` does not count, also where that is
kept in memory.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "articles" / "demonstration.txt"
PROGRAM = Path(sys.executable).with_name("audionews")
EVERY_S = 0.05
WORDS_AN_HOUR = 8_800
FEW, MANY, HOURS = 100, 400, 3.0
BAR_MB = 600


class Watch:
    """Looks at a program and its children until it has ended; all in megabytes.

    Attributes:
        together: The most that all took at once.
        largest: The most that one of them took.
    """

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.together = self.largest = 0.0
        while process.poll() is None:
            found = [memory_mb(pid) for pid in family(process.pid)]
            self.together = max(self.together, sum(shared for shared, _ in found))
            self.largest = max(self.largest, *(whole for _, whole in found))
            time.sleep(EVERY_S)


def family(pid: int) -> list[int]:
    """Return a process and all that come from it."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            children[int(fields[1])].append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children[each]
    return found


def memory_mb(pid: int) -> tuple[float, float]:
    """Return a process's proportional and its resident set size; nothing when it has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        kilobytes = {name: int(size.split()[0]) for name, _, size in (line.partition(":") for line in lines[1:])}
        if "Pss" in kilobytes:
            return kilobytes["Pss"] / 1024, kilobytes["Rss"] / 1024
    return 0.0, 0.0


def render(folder: Path, *arguments: str) -> Watch:
    """Return what rendering a folder's articles takes, cold."""
    command = [str(PROGRAM), "render", "articles", *arguments]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        watch = Watch(process)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return watch


def many(count: int) -> Watch:
    """Return what so many short articles take, in two workers."""
    with tempfile.TemporaryDirectory() as name:
        articles = Path(name) / "articles"
        articles.mkdir()
        for number in range(count):
            text = f"# Conseil du jour {number}\n\nLe maire a ouvert la séance {number}. Puis elle fut close.\n"
            (articles / f"{number}.md").write_text(text, encoding="utf-8")
        return render(Path(name), "--voice", "tone", "--jobs", "2")


def one(hours: float, voice: str) -> Watch:
    """Return what one article takes of which so many hours are heard."""
    head, body = SAMPLE.read_text(encoding="utf-8").split("\n\nDepuis", 1)
    days = range(1, round(hours * WORDS_AN_HOUR / len(body.split())) + 1)
    parts = [head, *("Depuis" + body.strip().replace(". ", f", au jour {day}. ") for day in days)]
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "articles").mkdir()
        (Path(name) / "articles" / "long.txt").write_text("\n\n".join(parts), encoding="utf-8")
        return render(Path(name), "--voice", voice)


def main(few: int = FEW, more: int = MANY, hours: float = HOURS, voice: str = "espeak-fr") -> None:
    """Print the figures."""
    first, second = many(few).largest, many(more).largest
    print(
        f"largest process  {second:5.0f} MB for {more} articles, {second / first - 1:+.1%} of {few}; bar ± 5 %, 250 MB"
    )
    watch = one(hours, voice)
    print(
        f"{hours:g} hours of sound  {watch.together:5.0f} MB together, {watch.largest:.0f} in the largest; bar {BAR_MB}"
    )


if __name__ == "__main__":
    few, more, hours, voice = (sys.argv[1:] + [str(FEW), str(MANY), str(HOURS), "espeak-fr"][len(sys.argv) - 1 :])[:4]
    main(int(few), int(more), float(hours), voice)

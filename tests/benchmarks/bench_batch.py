"""What a batch costs: against the encoder alone, one core against all, the memory it takes, and a word that changes.

Run it with ``make bench``; ``python tests/benchmarks/bench_batch.py 100`` takes another number of articles.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from audionews.clips import decode
from audionews.domain import Clip
from audionews.encoder import mpeg
from audionews.ffmpeg import program

SAMPLE = Path(__file__).parents[1] / "articles" / "demonstration.txt"
PROGRAM = Path(sys.executable).with_name("audionews")
ARTICLES = 12
WORDS = 3
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def write(folder: Path, count: int) -> None:
    """Write articles that differ in every sentence, so that nothing is spoken once for two of them."""
    folder.mkdir(parents=True, exist_ok=True)
    text = SAMPLE.read_text(encoding="utf-8")
    for number in range(count):
        words = text.replace("« ", f"« {number} : ", 1).replace(". ", f", au jour {number + 1}. ")
        (folder / f"{number}.txt").write_text(words, encoding="utf-8")


def render(folder: Path, jobs: int, cache: str, sources: Sequence[str] = ("articles",)) -> tuple[float, str]:
    """Return how long a render takes, in seconds, and what it says; one job gets one core."""
    command = [str(PROGRAM), "render", *sources, "--jobs", str(jobs), "--output", f"output-{cache}"]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / cache)}
    if jobs == 1 and shutil.which("taskset"):
        command = ["taskset", "--cpu-list", "0", *command]
    start = time.perf_counter()
    said = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - start, said


def encoder_alone(folder: Path, encode: Callable[[Clip], object]) -> float:
    """Return how long an encoder takes for the same sound on all cores, in seconds."""
    sounds = [decode(path.read_bytes(), str(path)) for path in sorted(folder.glob("episodes/*/*.mp3"))]
    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(encode, sounds))
    return time.perf_counter() - start


def ffmpeg(clip: Clip) -> None:
    """Encode as the bare chain does."""
    given = ["-f", "s16le", "-ar", str(clip.rate), "-ac", "1", "-i", "pipe:0"]
    command = [program(), "-v", "error", *given, "-c:a", "libmp3lame", "-b:a", "96k", "-f", "mp3", "pipe:1"]
    with tempfile.TemporaryFile() as pcm:
        pcm.write(clip.pcm)
        pcm.seek(0)
        subprocess.run(command, stdin=pcm, stdout=subprocess.DEVNULL, check=True)


def lame(clip: Clip) -> None:
    """Encode as a render does, but in one piece."""
    mpeg(clip.pcm, clip.rate, 96)


def one_word(folder: Path) -> tuple[float, float, str]:
    """Return what a changed word costs, as shares of the cold time and of its processor time, and what is said of it.

    Medians over words in different sentences.
    """
    article = folder / "articles" / "0.txt"
    text = article.read_text(encoding="utf-8")
    before = worked_s()
    cold_s, _ = render(folder, 1, "cold", [str(article)])
    cold_work_s = worked_s() - before
    times, works, said = [], [], ""
    for place in range(2, 2 + WORDS):
        parts = text.split("au jour 1")
        words = "au jour 1".join(parts[:place]), "au jour 1".join(parts[place:])
        article.write_text("au jour 2".join(words), encoding="utf-8")
        before = worked_s()
        word_s, said = render(folder, 1, "cold", [str(article)])
        times.append(word_s / cold_s)
        works.append((worked_s() - before) / cold_work_s)
    return median(times), median(works), said.split(", ", 1)[-1].strip()


def worked_s() -> float:
    """Return the processor time of all programs that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def largest_mb() -> int:
    """Return the memory of the largest process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def main(count: int = ARTICLES) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "articles", count // 4)
        render(folder, CORES, "few")
        few_mb = largest_mb()
        write(folder / "articles", count)
        all_s, _ = render(folder, CORES, "all")
        print(
            f"memory of the largest process  {largest_mb():6} MB, {few_mb} MB with a quarter of the articles; bar 250"
        )
        one_s, _ = render(folder, 1, "one")
        print(f"{CORES} cores against one           {one_s / all_s:7.2f} × for {count} articles; bar 1.85 for two")
        alone_s = encoder_alone(folder / "output-all", ffmpeg)
        lame_s = encoder_alone(folder / "output-all", lame)
        print(
            f"a batch on all cores           {alone_s / all_s:7.0%} of ffmpeg alone ({alone_s:.1f} of {all_s:.1f} s), "
            f"{lame_s / all_s:.0%} of LAME in this process ({lame_s:.1f} s); bar 80 %"
        )
        of_time, of_work, spoken = one_word(folder)
        print(
            f"one word changed               {of_time:7.0%} of the cold time, {of_work:.0%} of its processor time "
            f"({spoken}); bar 40 %"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

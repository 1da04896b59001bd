"""What a render costs: all of it against the bare chain, its start, its first words, a run that changes nothing.

Run it with ``make bench``; ``python tests/benchmarks/bench_render.py ARTICLE`` takes another article.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
REAL = HERE.parents[2] / "shared" / "articles" / "000_312f9fe2681901bc.txt"
SAMPLE = REAL if REAL.exists() else HERE.parent / "articles" / "demonstration.txt"
ROUNDS = 5
MANY = 200
NOTES_THE_FIRST_WORDS = """
import time
from pathlib import Path
from audionews import takes

begin = takes.begin

def noted(*arguments, **options):
    Path("begun").write_text(repr(time.time()))
    return begin(*arguments, **options)

takes.begin = noted
from audionews.cli import main
main()
"""


def run(*arguments: str | Path, folder: Path, python: bool = False) -> str:
    """Run ``audionews`` (or a Python file) in a folder, with a cache of its own, and return its stdout."""
    programs = Path(sys.executable).parent
    command = [str(programs / ("python" if python else "audionews")), *map(str, arguments)]
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratio(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float, float]:
    """Return the medians of both, in seconds, taken in turn, and the median of their ratios."""
    one(), other()  # a warm-up, not counted
    pairs = [(seconds(one), seconds(other)) for _ in range(ROUNDS)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def cold(article: Path) -> tuple[float, float, float]:
    """Compare a first render of an article with the bare chain on the same words."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = json.loads(run("script", article, "--json", folder=folder))
        (folder / "words.txt").write_text(" ".join(part["spoken"] for part in script["segments"]), encoding="utf-8")
        rounds = iter(range(10 * ROUNDS))

        def render() -> None:
            fresh = folder / f"round-{next(rounds)}"
            fresh.mkdir()
            run("render", article, folder=fresh)

        def bare() -> None:
            run(HERE / "bare_chain.py", "words.txt", "bare.mp3", folder=folder, python=True)

        return ratio(render, bare)


def start_up() -> tuple[float, float, float]:
    """Compare ``audionews --help`` with importing click."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        click = Path(folder / "only_click.py")
        click.write_text("import click\n", encoding="utf-8")
        both = lambda: run("--help", folder=folder), lambda: run(click, folder=folder, python=True)
        return ratio(*both)


def first_words(article: Path) -> float:
    """Return how long after its start a first render gives the voice its first sentence, in seconds."""
    found = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "render.py").write_text(NOTES_THE_FIRST_WORDS, encoding="utf-8")
            start = time.time()
            run("render.py", "render", article, folder=folder, python=True)
            found.append(float((folder / "begun").read_text(encoding="utf-8")) - start)
    return median(found)


def unchanged(article: Path) -> float:
    """Return what an article costs that has not changed, in ms, beyond starting the program."""
    text = article.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = folder / "articles"
        articles.mkdir()
        for number in range(MANY):
            (articles / f"{number}.txt").write_text(text.replace("«", f"« {number}"), encoding="utf-8")
        everything: Sequence[str] = ["render", "articles", "--voice", "tone"]
        one: Sequence[str] = ["render", "articles/0.txt", "--voice", "tone"]
        run(*everything, "--jobs", "2", folder=folder)
        few = median(seconds(lambda: run(*one, folder=folder)) for _ in range(3))
        return (median(seconds(lambda: run(*everything, folder=folder)) for _ in range(3)) - few) / (MANY - 1) * 1000


def main(article: Path = SAMPLE) -> None:
    """Print the figures."""
    whole, bare, times = cold(article)
    print(f"render, cold, embedded voice   {whole:6.2f} s = {times:.2f} × the bare chain ({bare:.2f} s); bar 1.30")
    whole, bare, times = start_up()
    print(f"audionews --help               {whole:6.2f} s = {times:.2f} × import click ({bare:.2f} s); bar 1.50")
    print(f"the first words, after         {first_words(article):6.2f} s; bar 0.50")
    print(f"an unchanged article           {unchanged(article):6.2f} ms; bar 1.00")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

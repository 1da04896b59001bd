"""Google's voice over a network: an article against gTTS's own ``save()``, and what the service sees of it.

Run it with ``make bench``; ``python tests/benchmarks/bench_google.py 5`` takes another number of rounds. The service is
on this machine and answers each request 300 ms after it came; all speak the same text, each in a process of its own.
They are timed from text to sound, and as whole commands: ``audionews render``, with all that it publishes, against a
program that calls ``save()``.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

ARTICLES = tuple(HERE.parent / "articles" / name for name in ("budget.txt", "tempete.txt"))
PROGRAM = Path(sys.executable).with_name("audionews")
LATENCY_S = 0.3
BAR = 6.0
LIMITS = ((16, 60.0), (4, 4.0))
"""Requests at once and a second: a service that bears them, and what is set when nothing is said."""
ROUNDS = 3


def save(text: str) -> None:
    """Speak a text as gTTS does by itself."""
    import gtts

    start = time.perf_counter()
    gtts.gTTS(text, lang="fr").save("gtts.mp3")
    print(time.perf_counter() - start)


def speak(text: str, at_once: int, a_second: float) -> None:
    """Speak a text as a render does: in pieces, paced, retried, listened to, with the times of its words."""
    from audionews import engines, speech
    from audionews.domain import Reading, Script, Segment, Voice
    from audionews.engines.around import equip
    from audionews.settings import VoiceTable
    from audionews.speaking import threads
    from audionews.takes import side_by_side

    segments = tuple(
        Segment(role="body", readings=(Reading(written=line, spoken=line),), pause_ms=0) for line in text.splitlines()
    )
    table = VoiceTable(requests_at_once=at_once, requests_a_second=a_second)
    start = time.perf_counter()
    engine = equip(engines.load("google"), table, Path("cache"), fresh=False)
    script = Script(article_id="a", segments=segments, marks=())
    voice = Voice(name="google-fr", engine="google")
    speech.speak(script, voice, engine, at_once=side_by_side(threads(engine, table)))
    print(time.perf_counter() - start)


def timed(proxy: str, command: Sequence[str | Path], *, files: Mapping[str, str], text: str = "") -> tuple[float, str]:
    """Return how long a program takes in a folder of its own, with a cache of its own, in seconds, and its output."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_text(content, encoding="utf-8")
        environment = os.environ | {"HTTPS_PROXY": proxy, "XDG_CACHE_HOME": folder}
        start = time.perf_counter()
        found = subprocess.run(
            command, cwd=folder, env=environment, input=text, check=True, stdout=subprocess.PIPE, text=True
        )
        return time.perf_counter() - start, found.stdout


def by_gtts(proxy: str, text: str) -> tuple[float, float]:
    """Return what ``save()`` takes, and the whole program that calls it, in seconds."""
    whole_s, said = timed(proxy, [sys.executable, Path(__file__).resolve(), "save"], files={}, text=text)
    return float(said), whole_s


def by_us(proxy: str, article: str, text: str, at_once: int, a_second: float) -> tuple[float, float]:
    """Return what our speech takes, and a whole render, in seconds."""
    limits = [str(at_once), str(a_second)]
    _, said = timed(proxy, [sys.executable, Path(__file__).resolve(), "speak", *limits], files={}, text=text)
    settings = f'[voice]\nname = "google-fr"\nrequests_at_once = {at_once}\nrequests_a_second = {a_second}\n'
    files = {"article.txt": article, "audionews.toml": settings}
    whole_s, _ = timed(proxy, [PROGRAM, "render", "article.txt"], files=files)
    return float(said), whole_s


def most_in_a_second(began_s: Sequence[float]) -> int:
    """Return how many requests came in the fullest second."""
    return max(sum(start <= other < start + 1 for other in began_s) for start in began_s)


def written() -> str:
    """Return an article made of two: the head of the first, the paragraphs of both."""
    first, second = (path.read_text(encoding="utf-8") for path in ARTICLES)
    return "\n\n".join([first.strip(), *second.strip().split("\n\n")[4:]])


def spoken(article: str) -> str:
    """Return what is said of an article, a segment a line."""
    _, found = timed("", [PROGRAM, "script", "article.txt", "--json"], files={"article.txt": article})
    return "\n".join(segment["spoken"] for segment in json.loads(found)["segments"] if segment["spoken"])


def main(rounds: int = ROUNDS) -> None:
    """Print the figures: medians, and the ratios of all rounds."""
    from loopback import after, translate_service, well

    article = written()
    text = spoken(article)

    with translate_service(always=well) as service:
        # What the service has said once it says at once: only its latency shall count.
        by_gtts(service.proxy, text)
        by_us(service.proxy, article, text, 16, 1000)
        service.always = after(LATENCY_S, well)
        service.texts.clear()
        alone = [by_gtts(service.proxy, text) for _ in range(rounds)]
        print(f"gTTS's save()    {median(a for a, _ in alone):6.2f} s, {len(service.texts) // rounds} requests")
        for at_once, a_second in LIMITS:
            service.texts.clear()
            service.began_s.clear()
            service.most_at_once = 0
            ours = [by_us(service.proxy, article, text, at_once, a_second) for _ in range(rounds)]
            compare("speech", alone, ours, 0)
            compare("audionews render", alone, ours, 1)
            seen = f"{service.most_at_once} and {most_in_a_second(service.began_s)}"
            print(f"  at {at_once} requests at once and {a_second:g} a second; the service saw {seen}")
    print(f"bar: speech {BAR:.0f} × faster where the limits let it")


def compare(what: str, theirs: Sequence[tuple[float, float]], ours: Sequence[tuple[float, float]], part: int) -> None:
    """Print how long one part of what was timed takes, and how much faster it is."""
    took_s = median(each[part] for each in ours)
    times = sorted(one[part] / other[part] for one, other in zip(theirs, ours, strict=True))
    print(f"{what:16} {took_s:6.2f} s: {median(times):4.1f} × faster ({', '.join(f'{each:.1f}' for each in times)})")


if __name__ == "__main__":
    if sys.argv[1:2] == ["save"]:
        save(sys.stdin.read())
    elif sys.argv[1:2] == ["speak"]:
        speak(sys.stdin.read(), int(sys.argv[2]), float(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:]))

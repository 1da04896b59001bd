"""Google's voice over a network: an article against gTTS's own ``save()``, and what the service sees of it.

Run it with ``make bench``. The service is on this machine and answers each request 300 ms after it came; both speak the
same text, in a process of their own, and are timed there from text to sound.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

ARTICLES = tuple(HERE.parent / "articles" / name for name in ("budget.txt", "tempete.txt"))
LATENCY_S = 0.3
BAR = 6.0
LIMITS = ((16, 60.0), (4, 4.0))
"""Requests at once and a second: a service that bears them, and what is set when nothing is said."""


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
    from audionews.takes import side_by_side

    segments = tuple(
        Segment(role="body", readings=(Reading(written=line, spoken=line),), pause_ms=0) for line in text.splitlines()
    )
    table = VoiceTable(requests_at_once=at_once, requests_a_second=a_second)
    start = time.perf_counter()
    engine = equip(engines.load("google"), table, Path("cache"), fresh=False)
    voice = Voice(name="google-fr", engine="google")
    speech.speak(Script(article_id="a", segments=segments, marks=()), voice, engine, at_once=side_by_side(at_once))
    print(time.perf_counter() - start)


def timed(service_proxy: str, text: str, *arguments: object) -> float:
    """Run this file for one of the two, and return its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__).resolve()), *map(str, arguments)]
        environment = os.environ | {"HTTPS_PROXY": service_proxy}
        found = subprocess.run(
            command, cwd=folder, env=environment, input=text, check=True, stdout=subprocess.PIPE, text=True
        )
    return float(found.stdout)


def most_in_a_second(began_s: Sequence[float]) -> int:
    """Return how many requests came in the fullest second."""
    return max(sum(start <= other < start + 1 for other in began_s) for start in began_s)


def spoken() -> str:
    """Return what is said of the articles, a segment a line."""
    lines = []
    for article in ARTICLES:
        command = [sys.executable, "-m", "audionews", "script", str(article), "--json"]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        lines += [segment["spoken"] for segment in json.loads(found.stdout)["segments"] if segment["spoken"]]
    return "\n".join(lines)


def main() -> None:
    """Print the figures."""
    from loopback import after, translate_service, well

    text = spoken()
    with translate_service(always=after(LATENCY_S, well)) as service:
        timed(service.proxy, text, "speak", 4, 1000)  # the service has said it once: from now on it is as quick as one
        service.texts.clear()
        alone_s = timed(service.proxy, text, "save")
        print(f"gTTS's save()  {alone_s:6.2f} s, {len(service.texts)} requests")
    for at_once, a_second in LIMITS:
        with translate_service(always=after(LATENCY_S, well)) as service:
            took_s = timed(service.proxy, text, "speak", at_once, a_second)
        bar = f"; bar {BAR:.0f} ×" if at_once == LIMITS[0][0] else ", with what is set by default"
        print(f"speech         {took_s:6.2f} s, {len(service.texts)} requests: {alone_s / took_s:.1f} × faster{bar}")
        seen = most_in_a_second(service.began_s)
        print(f"  the service saw {service.most_at_once} at once of {at_once}, {seen} in a second of {a_second:g}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["save"]:
        save(sys.stdin.read())
    elif sys.argv[1:2] == ["speak"]:
        speak(sys.stdin.read(), int(sys.argv[2]), float(sys.argv[3]))
    else:
        main()

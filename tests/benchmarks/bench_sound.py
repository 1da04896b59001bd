"""What the sound of an article costs beside its encoding: stitching, mastering, listening, memory.

Run it with ``make bench``. The encoder alone, in one go, is what everything is compared with.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from audionews import encoder  # noqa: E402
from audionews.domain import Script, Speech  # noqa: E402
from audionews.listening import listen  # noqa: E402
from audionews.loudness import master  # noqa: E402
from audionews.settings import SoundTable  # noqa: E402
from audionews.studio import Jingles, load_jingles, stitch  # noqa: E402
from sounds import RATE, babble, clip_of, script_of, segment, speech_of  # noqa: E402

SOUND = SoundTable()
VOICES = HERE.parents[1] / "voices"
ROUNDS = 5
SENTENCE_S = 3.5
SPEECH_RATE = 22_050


def speech(seconds: float) -> tuple[Speech, Script]:
    """Return sentences like an embedded voice's, with pauses, and a heading every tenth."""
    clip = clip_of(babble(SENTENCE_S, rate=SPEECH_RATE), SPEECH_RATE)
    count = round(seconds / SENTENCE_S)
    said = speech_of([(segment("body" if number % 10 else "heading", 300), clip) for number in range(count)])
    return said, script_of(said, range(0, count, 10))


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor time of one call, in seconds, programs that it starts included."""

    def used() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in both)

    start, before = time.perf_counter(), used()
    work()
    return time.perf_counter() - start, used() - before


def table(seconds: float) -> None:
    """Print what each step costs, in turn with the encoder alone."""
    said, script = speech(seconds)
    jingles = load_jingles(SOUND, None, (VOICES,))
    clip = stitch(said, script, jingles, SOUND).clip
    mp3 = master(clip, SOUND).mp3
    steps: dict[str, Callable[[], object]] = {
        "the encoder alone": lambda: encoder.mpeg(clip.pcm, RATE, SOUND.bitrate_kbps),
        "stitch": lambda: stitch(said, script, jingles, SOUND),
        "master, one job": lambda: master(clip, SOUND, jobs=1),
        "master, two jobs": lambda: master(clip, SOUND, jobs=2),
        "listen": lambda: listen(mp3, "sound"),
    }
    rounds = [{name: cost(work) for name, work in steps.items()} for _ in range(ROUNDS)]
    print(f"{clip.frames / RATE:.0f} s of sound, {ROUNDS} rounds, medians:")
    for name in steps:
        wall, used = (median(costs[name][kind] for costs in rounds) for kind in (0, 1))
        share = median(costs[name][1] / costs["the encoder alone"][1] for costs in rounds)
        print(f"  {name:20} wall {wall:6.3f} s, processor {used:6.3f} s: {share:4.0%} of the encoder's")


def memory(minutes: int) -> None:
    """Print what this process has held at most when it stitched and mastered so many minutes."""
    said, script = speech(minutes * 60)
    master(stitch(said, script, Jingles(), SOUND).clip, SOUND)
    print(f"  {minutes} minutes: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


def main(arguments: list[str]) -> None:
    """Print everything; with a number of minutes, only the memory that they need."""
    if arguments:
        memory(int(arguments[0]))
        return
    table(150)
    for minutes in ("2", "20", "60"):
        subprocess.run([sys.executable, __file__, minutes], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What reading along costs a browser: work a word in articles of 500 and 5 000 words, and how late words are marked.

Needs Debian's Chromium and Playwright.
"""

import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from audionews.domain import Episode
from browser.conftest import FLAGS
from browser.ranges import StaticHost
from browser.sites import publish, sounding, tone
from episodes import make_cues, make_episode, make_segments, make_show

SECONDS = 20
WORK = """() => {
    const player = document.querySelector("audionews-player");
    const words = player.episode.cues.flatMap((cue) => cue.words).slice(-400);
    player.along.audio = { currentTime: 0, paused: true, ended: false, playbackRate: 1 };
    return words.map(({ start }) => {
        player.along.audio.currentTime = start / 1000;
        const before = performance.now();
        player.along.tick();
        document.body.getBoundingClientRect();
        return performance.now() - before;
    });
}"""
RECORD = """(starts) => {
    window.lags = [];
    const set = CSS.highlights.set.bind(CSS.highlights);
    CSS.highlights.set = (name, highlight) => {
        const now = document.querySelector("audio").currentTime * 1000;
        const begun = starts.filter((start) => start <= now + 2);
        if (name === "audionews-word" && highlight.size) lags.push(now - Math.max(...begun));
        return set(name, highlight);
    };
    document.querySelector("audionews-player").play();
}"""


def article(sentences: int) -> Episode:
    """Return an episode of sentences of twenty words."""
    lines = [("body", " ".join(f"mot{n}-{word}" for word in range(20)) + ".", 200, n // 4) for n in range(sentences)]
    segments = make_segments(lines)  # type: ignore[arg-type]
    cues = make_cues(segments)
    slug = f"2025-01-01-{sentences}"
    return make_episode(slug=slug, segments=segments, cues=cues, duration_ms=cues[-1].end_ms + 1_000)


def opened(browser: Any, host: StaticHost, episode: Episode) -> Any:
    page = browser.new_page()
    page.goto(f"{host.url}episodes/{episode.slug}/")
    return page


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        host = StaticHost(Path(folder))
        mp3 = tone(SECONDS)
        short, long = (sounding(article(sentences), mp3) for sentences in (25, 250))
        publish(Path(folder), make_show(url=host.url), (short, long), mp3)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        work = [statistics.mean(opened(browser, host, episode).evaluate(WORK)) for episode in (short, long)]
        page = opened(browser, host, long)
        page.evaluate(RECORD, [word.start_ms for cue in long.cues for word in cue.words])
        page.wait_for_timeout((SECONDS - 2) * 1000)
        lags = sorted(page.evaluate("lags"))
        browser.close()
        host.close()
    print(json.dumps({
        "work_ms_a_word": round(work[1], 3), "ratio_5000_to_500_words": round(work[1] / work[0], 2), "words": len(lags),
        "late_ms_median": round(statistics.median(lags), 1), "late_ms_most": round(lags[-1], 1),
    }))  # fmt: skip


if __name__ == "__main__":
    main()

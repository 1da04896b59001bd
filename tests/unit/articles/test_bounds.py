"""Reading has an end: in time, and in memory."""

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from audionews.articles import Source, bounds, read_article, text
from audionews.articles.draft import Block, Draft
from audionews.errors import ArticleError
from newsroom import ARTICLE, Newsroom
from unit.articles.samples import NOW, PARIS

SOURCE = Source(name="a.txt", data=b"", kind="text", modified=NOW)
Reader = Callable[[Source, ZoneInfo], Draft]


def turning(_source: Source, _zone: ZoneInfo) -> Draft:
    """Read for ever, and let no error end it."""
    while True:
        with suppress(Exception):  # as some libraries do
            sum(range(1_000))


def greedy(_source: Source, _zone: ZoneInfo) -> Draft:
    bytearray(2 * bounds.ROOM_BYTES)  # twice: threads that earlier tests left may give some back meanwhile
    return well(_source, _zone)


def well(_source: Source, _zone: ZoneInfo) -> Draft:
    return Draft(title="Le bac", blocks=(Block("body", "Il passe."),))


def refused(monkeypatch: pytest.MonkeyPatch, reader: Reader, within_s: float = 0.05) -> str:
    monkeypatch.setattr(text, "read_text", reader)
    with pytest.raises(ArticleError) as caught:
        read_article(SOURCE, PARIS, within_s=within_s)
    return str(caught.value)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_reading_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "a.txt: cannot be read within 0.05 s; say [articles] reading_s if it is worth the wait"
    before = signal.getsignal(signal.SIGPROF)
    assert refused(monkeypatch, turning) == line
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    assert signal.getsignal(signal.SIGPROF) is before


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no limit to memory here")
def test_reading_that_eats_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    assert refused(monkeypatch, greedy, 10) == "a.txt: needs more than 2 GB of memory to be read"
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_outside_the_main_thread_articles_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "read_text", well)
    titles = []
    thread = threading.Thread(target=lambda: titles.append(read_article(SOURCE, PARIS).title))
    thread.start()
    thread.join()
    assert titles == ["Le bac"]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_a_batch_outlives_an_article_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = Newsroom(tmp_path, '[voice]\nname = "tone"\n[articles]\nreading_s = 0.5\n')
    newsroom.article("articles/1.txt", "LENT\n\nCelui-ci ne finit pas.")
    newsroom.article("articles/2.txt", ARTICLE)
    real = text.read_text
    monkeypatch.setattr(
        text, "read_text", lambda source, zone: (turning if b"LENT" in source.data else real)(source, zone)
    )
    done = newsroom.run("render", "--dry-run")
    assert done.code == 1
    assert "1.txt: cannot be read within 0.5 s" in done.err
    assert "1 rendered, 0 unchanged, 1 failed" in done.err

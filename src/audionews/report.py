"""What a run did, for whoever runs it unwatched: one event an article in the log, one JSON file at the end."""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec.structs import asdict

from audionews import __version__
from audionews.durable import telling, write_whole
from audionews.job import Job, Made, Outcome
from audionews.logs import fields

_log = logging.getLogger(__name__)


def count(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return how many articles became what."""
    found = Counter(outcome.status for outcome in outcomes)
    return {status: found[status] for status in ("rendered", "unchanged", "failed")}


def tell_outcome(outcome: Outcome, job: Job) -> None:
    """Log what became of an article: an error or a warning is its line, and else its name says enough."""
    level = logging.ERROR if outcome.error else logging.WARNING if outcome.warning else logging.INFO
    engines = {voice.name: voice.engine for voice in (job.voice, job.fallback) if voice is not None}
    told = fields(
        "article",
        article=outcome.source,
        status=outcome.status,
        episode=outcome.episode,
        voice=outcome.voice,
        engine=engines.get(outcome.voice or ""),
        duration_ms=outcome.duration_ms,
        spoken=outcome.spoken,
        cached=outcome.cached,
        took_ms=outcome.took_ms,
    )
    _log.log(level, "%s", outcome.error or outcome.warning or f"{outcome.source}: {outcome.status}", extra=told)


def tell_segments(made: Made) -> None:
    """Log each sentence of an episode that was made: how long it is heard, and who speaks it."""
    if made.episode is None or not _log.isEnabledFor(logging.DEBUG):
        return
    for number, (segment, cue) in enumerate(zip(made.episode.segments, made.episode.cues, strict=False)):
        told = fields(
            "segment",
            article=made.task.name,
            segment=number,
            role=segment.role,
            engine=made.episode.voice.engine,
            duration_ms=cue.end_ms - cue.start_ms,
        )
        _log.debug("%s: %s", made.task.name, segment.spoken, extra=told)


def write_report(
    path: Path, job: Job, outcomes: Sequence[Outcome], started: datetime, finished: datetime, *, error: str | None
) -> None:
    """Write what a run did, whole or not at all.

    Args:
        path: Of the report; its folder must be there.
        job: Of the run.
        outcomes: One an article; fewer when the run was ended.
        started: Aware.
        finished: Aware.
        error: What ended the run before its end, in one line.

    Raises:
        PublishError: It cannot be written.
    """
    told = {
        "audionews": __version__,
        "output": str(job.output),
        "voice": job.voice.name,
        "started": started.isoformat(timespec="seconds"),
        "finished": finished.isoformat(timespec="seconds"),
        "error": error,
        "counts": count(outcomes),
        "articles": [asdict(outcome) for outcome in outcomes],
    }
    data = json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")  # names may hold any byte
    with telling(path):
        write_whole(path, data + b"\n")

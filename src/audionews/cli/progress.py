"""A progress bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audionews.job import Outcome


def watched(outcomes: "Iterator[Outcome]", total: int) -> "Iterator[Outcome]":
    """Yield the outcomes of a run, showing on stderr how far it is, when somebody is there to see it.

    Args:
        outcomes: One a source.
        total: How many there will be.
    """
    if not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("articles", total=total)
        done: list[Outcome] = []
        for outcome in outcomes:
            done.append(outcome)
            progress.update(bar, advance=1, description=_so_far(done, progress.tasks[bar].elapsed or 0.0))
            progress.stop()  # takes the bar off the terminal, so that what is told of the outcome has its own line
            yield outcome
            progress.start()


def _so_far(done: "Sequence[Outcome]", elapsed_s: float) -> str:
    spoken, cached = sum(outcome.spoken for outcome in done), sum(outcome.cached for outcome in done)
    failed = sum(outcome.status == "failed" for outcome in done)
    minutes = sum(outcome.duration_ms for outcome in done if outcome.status == "rendered") / 60_000
    pace = f" ({minutes / elapsed_s:.1f} a second)" if elapsed_s else ""
    sentences = f"{spoken} sentences spoken, {cached} cached"
    return f"articles — {minutes:.0f} minutes of sound{pace}, {sentences}, {failed} failed"

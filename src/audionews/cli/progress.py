"""A progress bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audionews.job import Outcome

_BAR, _COUNTS, _TIME = 8, 5, 7
"""Columns: on a terminal of 80 all that is told has room."""


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
    from rich.table import Column

    columns = (
        TextColumn("articles"),
        BarColumn(bar_width=_BAR),
        MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=_COUNTS)),
        TimeElapsedColumn(table_column=Column(no_wrap=True, min_width=_TIME)),
        TimeRemainingColumn(table_column=Column(no_wrap=True, min_width=_TIME)),
        TextColumn("{task.description}"),  # last: a narrow terminal cuts it, not the numbers
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=total)
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
    pace = f", {minutes / elapsed_s:.1f} a second" if elapsed_s else ""
    faults = f"{failed} failed; " if failed else ""
    return f"{faults}{minutes:.0f} min{pace}; {spoken} spoken, {cached} cached"

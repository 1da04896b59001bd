"""A progress bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Iterator
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
        spoken = cached = failed = 0
        for outcome in outcomes:
            spoken, cached = spoken + outcome.spoken, cached + outcome.cached
            failed += outcome.status == "failed"
            description = f"articles — {spoken} sentences spoken, {cached} cached, {failed} failed"
            progress.update(bar, advance=1, description=description)
            yield outcome

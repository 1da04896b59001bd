"""A run: sources in, published episodes and an outcome for each out, then the feeds and pages that list them.

Reading, naming and publishing happen in order, in this process; what takes time may happen in others. The fault of one
article is its outcome, never the end of the batch.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from audionews import store
from audionews.articles import Source
from audionews.aside import Aside
from audionews.catalogue import Catalogue, catalogued
from audionews.errors import ArticleError, AudioError, SettingsError
from audionews.job import Job, Made, Outcome, Task
from audionews.named import check_cache, check_image, check_jingles
from audionews.planning import Planner, is_site_current, recipe
from audionews.report import tell_segments

Each = Callable[[Callable[[Task], Made], Iterable[Task]], Iterable[Made]]
"""A ``map``: the builtin one for one job, a crew's for several."""


def refresh(job: Job, *, now: datetime) -> tuple[Path, ...]:
    """Write feeds and pages again from what is in the output folder; return the files that changed.

    Raises:
        PublishError: The output folder cannot be written, or another run is writing it.
        SettingsError: The show's cover cannot be used.
    """
    with store.locked(job.output, now), catalogued(job.output, job.index, trusting=False) as catalogue:
        return _publish_site(job, catalogue, whole=True)


def prune(job: Job, *, now: datetime) -> tuple[Path, ...]:
    """Remove audio and covers that nothing names any more, and what interrupted runs left; return what was removed.

    Raises:
        PublishError: The output folder cannot be written, or another run is writing it.
    """
    with store.locked(job.output, now):
        return (*store.prune(job.output), *_prune_covers(job))


def render(
    sources: Iterable[Source | ArticleError],
    job: Job,
    *,
    now: datetime,
    each: Each = map,
    aside: Aside | None = None,
) -> Iterator[Outcome]:
    """Make and publish an episode of every source that is new or has changed; yield an outcome for each, in order.

    Args:
        sources: What ``articles.find_sources`` found.
        job: What is the same for all of them.
        now: Aware; when a changed article counts as updated.
        each: How the tasks are spread over processes.
        aside: Makes the sound, when this process makes the rest.

    Raises:
        PublishError: The output folder cannot be written, or another run is writing it.
        SettingsError: A file that the settings name is missing or broken.
    """
    with (
        store.locked(job.output, now) as unfinished,
        catalogued(job.output, job.index, trusting=unfinished is None) as catalogue,
    ):
        planned: deque[Task | Outcome] = deque()
        planner = Planner(job, catalogue, recipe(job), now, partial(_expect, aside, job))
        current, made_now = is_site_current(job), set[str]()
        for made in each(
            partial(_make, job, aside, each is map), _tasks(_checked(map(planner.plan, sources), job), planned)
        ):
            yield from _outcomes_before(planned)
            if not (current or made_now):
                _publish_assets(job)  # before the first page that names them
            outcome = _published(job, catalogue, made)
            if outcome.status == "rendered" and outcome.episode:
                made_now.add(outcome.episode)
            yield outcome
        if aside:
            aside.end()  # while the lists are written
        yield from (item for item in planned if isinstance(item, Outcome))
        if made_now or unfinished or not current:
            _publish_site(job, catalogue, whole=not current, made_now=made_now)


def plan(sources: Iterable[Source | ArticleError], job: Job, *, now: datetime) -> Iterator[Task | Outcome]:
    """Yield what ``render`` would do, without doing it."""
    is_site_current(job)  # refuses what would be refused
    with catalogued(job.output, job.index, read_only=True) as catalogue:
        planner = Planner(job, catalogue, recipe(job), now)
        yield from _checked(map(planner.plan, sources), job, dry=True)


def lost(task: Task) -> Made:
    """Return what is said of a task that killed the process it ran in."""
    return Made(task=task, error=AudioError(task.name, "the process that rendered it died; the others went on"))


def _prune_covers(job: Job) -> tuple[Path, ...]:
    from audionews.publication import prune_covers

    return prune_covers(job)


def _publish_site(
    job: Job, catalogue: Catalogue, *, whole: bool = False, made_now: Set[str] = frozenset()
) -> tuple[Path, ...]:
    # Templates and XML libraries: a run that changes nothing never needs them.
    from audionews.publication import publish_site

    return publish_site(job, catalogue, whole=whole, made_now=made_now)


def _publish_assets(job: Job) -> None:
    from audionews.publication import prepare, publish_assets

    prepare(job)  # where a crew made the episode, the cover is drawn now, and not on top of what a thousand leave
    publish_assets(job)


def _make(job: Job, aside: Aside | None, alone: bool, task: Task) -> Made:  # noqa: FBT001 - a map gives the task
    # Slow to import; a run that changes nothing never needs it.
    from audionews.production import make

    began = time.monotonic()
    made = make(job, task, alone=alone, aside=aside)
    tell_segments(made)
    return replace(made, took_ms=round(1000 * (time.monotonic() - began)))


def _expect(aside: Aside | None, job: Job) -> None:
    """Have sound libraries and jingles loaded while an article is read."""
    if aside and aside.is_unused:
        from audionews.recording import get_ready

        aside.tell(get_ready, job)


def _checked(items: Iterable[Task | Outcome], job: Job, *, dry: bool = False) -> Iterator[Task | Outcome]:
    """Yield what is planned; before the first task, refuse what would end each of them with the same line.

    Raises:
        SettingsError: A jingle is not sound, the cover no picture, or the cache cannot be made.
    """
    checked = False
    for item in items:
        if isinstance(item, Task) and not checked:
            checked = True
            check_jingles(job)
            check_image(job)
            if not dry:
                check_cache(job)
        yield item


def _tasks(items: Iterable[Task | Outcome], planned: "deque[Task | Outcome]") -> Iterator[Task]:
    for item in items:
        planned.append(item)
        if isinstance(item, Task):
            yield item


def _outcomes_before(planned: "deque[Task | Outcome]") -> Iterator[Outcome]:
    """Yield what was settled without work before the next task, and take that task off the queue."""
    while planned:
        item = planned.popleft()
        if isinstance(item, Task):
            return
        yield item


def _published(job: Job, catalogue: Catalogue, made: Made) -> Outcome:
    name = made.task.name
    if isinstance(made.error, SettingsError):  # it is about the show: every article would end with the same line
        raise made.error
    if made.episode is None or made.files is None:
        return Outcome(source=name, status="failed", error=_about(name, made.error), took_ms=made.took_ms)
    with catalogue.changing(made.episode.slug):
        episode = store.publish_episode(job.output, made.episode, made.files, made.pages, entered=catalogue.has_entered)
    return Outcome(
        source=name,
        status="rendered",
        episode=episode.slug,
        voice=episode.voice.name,
        duration_ms=episode.duration_ms,
        spoken=made.spoken,
        cached=made.cached,
        warning=f"{name}: {made.warning}" if made.warning else None,
        took_ms=made.took_ms,
    )


def _about(name: str, error: Exception | None) -> str:
    """Return an error as one line that begins with the article it ended."""
    line = str(error)
    return line if line.startswith(name) else f"{name}: {line}"

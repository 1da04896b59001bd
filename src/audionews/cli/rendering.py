"""``audionews render``: articles in, episodes out."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audionews.cli.objects import line
from audionews.cli.shows import OpenedShow, open_job, open_show, output_option, show_option, voice_option
from audionews.errors import AudionewsError
from audionews.logs import notice

if TYPE_CHECKING:
    from audionews.articles import Source
    from audionews.aside import Aside
    from audionews.errors import ArticleError
    from audionews.job import Job, Outcome
    from audionews.logs import Telling
    from audionews.pipeline import Each

FAILED = 1


@click.command(short_help="Turn articles into published episodes.")
@click.argument("paths", nargs=-1, metavar="[PATHS]…")
@show_option
@output_option
@voice_option
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="How many articles at once.")
@click.option("--force", is_flag=True, help="Speak and make everything again, even what has not changed.")
@click.option("--retry-fallback", is_flag=True, help="Make again what the fallback voice had to speak.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there what the run did: counts, articles, failures and their reasons, as JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each article.")
@click.pass_obj
def render(
    telling: "Telling",
    paths: tuple[str, ...],
    show: Path | None,
    output: Path | None,
    voice: str | None,
    jobs: int,
    *,
    force: bool,
    retry_fallback: bool,
    dry_run: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Turn articles into published episodes.

    PATHS are files, folders, http(s) addresses of articles or feeds, or - for standard input. Without any, the
    articles/ folder beside the show's settings is taken. What has not changed since the last run is left as it is.
    """
    opened = open_show(show)
    job = open_job(opened, output=output, voice=voice, fresh=force, retry=retry_fallback)
    now = datetime.now(UTC)
    done: list[Outcome] = []
    with _reported(report, job, done, now):
        sources = _sources(paths or _own_articles(opened), opened, now)
        for outcome in _dry(job, sources, now) if dry_run else _render(job, sources, now, jobs, telling):
            done.append(outcome)
            _say(outcome, job, as_json=as_json, dry=dry_run)
    _sum_up(done, dry=dry_run)
    if any(outcome.status == "failed" for outcome in done):
        sys.exit(FAILED)


@contextmanager
def _reported(path: Path | None, job: "Job", done: "list[Outcome]", started: datetime) -> Iterator[None]:
    """Write the report of a run, also of one that is ended by an error."""
    if path is None:
        yield
        return
    if not path.absolute().parent.is_dir():
        message = f"{path.absolute().parent} is not a folder"
        raise click.BadParameter(message, param_hint="--report")
    from audionews.report import write_report

    ended_by = "a fault in the program"
    try:
        yield
        ended_by = ""
    except AudionewsError as error:
        ended_by = str(error)
        raise
    except KeyboardInterrupt:
        ended_by = "interrupted"
        raise
    finally:
        write_report(path, job, done, started, datetime.now(UTC), error=ended_by or None)


def _sum_up(done: "list[Outcome]", *, dry: bool) -> None:
    from audionews.report import count

    counts = count(done)
    summary = ", ".join(f"{number} {status}" for status, number in counts.items())
    notice(f"{summary}{' (dry run: nothing was written)' if dry else ''}", "run", **counts, dry_run=dry)


def _own_articles(opened: OpenedShow) -> tuple[str, ...]:
    folder = (opened.folder or Path()) / "articles"
    if opened.folder is None or not folder.is_dir():
        message = "say which articles: files, folders, addresses, or - for standard input"
        raise click.UsageError(message)
    return (str(folder),)


def _sources(paths: tuple[str, ...], opened: OpenedShow, now: datetime) -> "list[Source | ArticleError]":
    from audionews.articles import find_sources, terms_of

    return list(find_sources(paths, now=now, stdin=sys.stdin.buffer, terms=terms_of(opened.settings)))


def _render(
    job: "Job", sources: "list[Source | ArticleError]", now: datetime, jobs: int, telling: "Telling"
) -> "Iterator[Outcome]":
    with _aside(jobs) as aside:
        if aside and _seem_new(sources, job):
            from audionews.recording import get_ready

            aside.tell(get_ready, job)
        from audionews.cli.progress import watched
        from audionews.pipeline import render as run

        outcomes = run(sources, job, now=now, each=_each(min(jobs, len(sources)), telling), aside=aside)
        yield from watched(outcomes, len(sources)) if telling.style == "text" else outcomes


def _aside(jobs: int) -> "AbstractContextManager[Aside | None]":
    """Return the process that makes the sound when there is one job; a progress bar has threads: too late to fork."""
    if jobs > 1:
        return nullcontext()
    from audionews.aside import fork

    return fork() or nullcontext()


def _seem_new(sources: "list[Source | ArticleError]", job: "Job") -> bool:
    """Tell whether an article is younger than the feed; one that is new all the same is found a little later."""
    from audionews.addresses import FEED
    from audionews.errors import ArticleError

    try:
        listed = (job.output / FEED).stat().st_mtime
    except OSError:
        listed = 0.0
    return any(not isinstance(source, ArticleError) and source.modified.timestamp() > listed for source in sources)


def _each(jobs: int, telling: "Telling") -> "Each":
    if jobs <= 1:
        return map
    from audionews.crew import Crew
    from audionews.pipeline import lost

    return Crew(jobs, lost, telling.begin)


def _dry(job: "Job", sources: "Iterable[Source | ArticleError]", now: datetime) -> "Iterator[Outcome]":
    from audionews.job import Outcome, Task
    from audionews.pipeline import plan

    for item in plan(sources, job, now=now):
        if isinstance(item, Task):
            yield Outcome(source=item.name, status="rendered", episode=item.slug, voice=job.voice.name)
        else:
            yield item


def _say(outcome: "Outcome", job: "Job", *, as_json: bool, dry: bool) -> None:
    """Print an outcome on stdout, and tell of it."""
    from audionews.report import tell_outcome

    if as_json:
        click.echo(line(outcome, {"dry_run": True} if dry else {}))
    elif outcome.status != "failed":
        verb = "would render" if dry and outcome.status == "rendered" else outcome.status
        click.echo(f"{verb}  {job.output / 'episodes' / str(outcome.episode)}{_details(outcome)}")
    tell_outcome(outcome, job)


def _details(outcome: "Outcome") -> str:
    if not outcome.duration_ms:
        return ""
    minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
    sentences = f", {outcome.spoken} spoken, {outcome.cached} cached" if outcome.status == "rendered" else ""
    return f"  {minutes}:{seconds:02}, {outcome.voice}{sentences}"


COMMANDS = (render,)

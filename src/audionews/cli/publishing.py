"""Commands that work on what is published, or begin it: ``feed``, ``withdraw``, ``restore``, ``verify`` and others."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audionews.cli import objects
from audionews.cli.shows import open_job, open_show, output_folder, output_option, show_option
from audionews.logs import notice

if TYPE_CHECKING:
    from audionews.job import Job

FAILED = 1


@click.command(short_help="Write feeds and pages again.")
@show_option
@output_option
@click.option(
    "--prune", is_flag=True, help="Also remove audio that no episode names any more, and what a killed run left."
)
def feed(show: Path | None, output: Path | None, *, prune: bool) -> None:
    """Write feeds and pages again from what is in the output folder."""
    from audionews import pipeline

    job = open_job(open_show(show), output=output)
    now = datetime.now(UTC)
    for path in pipeline.refresh(job, now=now):
        click.echo(f"written  {path}")
    for path in pipeline.prune(job, now=now) if prune else ():
        click.echo(f"removed  {path}")


@click.command(short_help="Take an episode back.")
@click.argument("episode")
@show_option
@output_option
@click.option("--reason", default="", metavar="TEXT", help="Why, in one line, for the readers of the page that stays.")
def withdraw(episode: str, show: Path | None, output: Path | None, *, reason: str) -> None:
    """Take an episode out of feeds, index and search, and leave a page in its place that says so.

    EPISODE is its folder's name, its guid, the article's id, or the article's file. It is kept in withdrawn/, beside
    the show's settings; `audionews restore` publishes it again. Until then no run does.
    """
    from audionews.withdrawal import withdraw as take_back

    job = open_job(open_show(show), output=output)
    tombstone = take_back(job, episode, now=datetime.now(UTC), reason=" ".join(reason.split()))
    click.echo(f"withdrawn  {job.output / 'episodes' / tombstone.slug}")


@click.command(short_help="Publish a withdrawn episode again.")
@click.argument("episode")
@show_option
@output_option
def restore(episode: str, show: Path | None, output: Path | None) -> None:
    """Publish a withdrawn episode again: as it was, or from its article with the next `audionews render`.

    EPISODE is its folder's name, its guid, the article's id, or the article's file.
    """
    from audionews.withdrawal import restore as bring_back

    job = open_job(open_show(show), output=output)
    restored = bring_back(job, episode, now=datetime.now(UTC))
    click.echo(f"restored  {job.output / 'episodes' / restored.slug}")
    if not restored.published:
        notice(f"{restored.slug}: nothing of it was kept; `audionews render` its article to publish it")


@click.command(short_help="Tell the hubs that the feeds have changed.")
@show_option
@output_option
@click.option("--force", is_flag=True, help="Tell them even if nothing has changed since they were told last.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each hub and feed.")
def publish(show: Path | None, output: Path | None, *, force: bool, as_json: bool) -> None:
    """Tell the hubs of [feed] hubs that the feeds have changed, so that apps hear of new episodes within seconds.

    Run it when the output folder is where listeners find it. Everything is verified first, and nobody is told anything
    before all of it agrees. Exit 1 when it does not, or when a hub refused.
    """
    from audionews.announce import announce

    job = open_job(open_show(show), output=output)
    _refuse_unproven(job)
    refused = 0
    for told in announce(job, force=force):
        refused += told.status == "refused"
        line = f"{told.status}  {told.hub}  {told.feed}{f'  {told.detail}' if told.detail else ''}"
        click.echo(objects.line(told) if as_json else line)
        if told.status == "refused":
            notice(f"{told.hub}: refused {told.feed} after {told.attempts} attempts: {told.detail}")
    if not job.settings.feed.hubs:
        notice("nobody to tell: [feed] hubs names no hub")
    sys.exit(FAILED if refused else 0)


def _refuse_unproven(job: "Job") -> None:
    from audionews.store import is_unfinished
    from audionews.verify import verify as faults_of

    if job.output.is_dir() and is_unfinished(job.output):
        notice(f"{job.output}: a run is going on, or was stopped; run `audionews feed`, then publish")
        sys.exit(FAILED)
    faults = list(faults_of(job.output, job.show))
    for fault in faults:
        notice(f"{fault.path}: {fault.message} ({fault.check})")
    if faults:
        notice(f"{job.output}: nobody was told anything, because of what is wrong")
        sys.exit(FAILED)


@click.command(short_help="Prove that everything published agrees.")
@click.argument("directory", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@show_option
@click.option("--strict", is_flag=True, help="Also what Apple and PSP-1 recommend but do not require.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each fault.")
def verify(directory: Path | None, show: Path | None, *, strict: bool, as_json: bool) -> None:
    """Read everything published again and prove that it agrees; exit 1 when it does not."""
    from audionews.settings import show_of
    from audionews.verify import verify as faults_of

    opened = open_show(show)
    own = output_folder(opened, None)
    folder = directory or own
    # What the settings promise is proven of the folder that they are for, not of any other.
    is_own = opened.folder is not None and (show is not None or folder.resolve() == own.resolve())
    faults = 0
    for fault in faults_of(
        folder,
        show_of(opened.settings.show) if is_own else None,
        opened.settings.sound if is_own else None,
        strict=strict,
    ):
        faults += 1
        click.echo(objects.line(fault) if as_json else f"{fault.path}: {fault.message} ({fault.check})")
    notice(f"{folder}: {faults or 'no'} fault{'' if faults == 1 else 's'}{_beside_nothing(folder)}")
    sys.exit(1 if faults else 0)


def _beside_nothing(folder: Path) -> str:
    return "" if any(folder.glob("episodes/*/episode.json")) else ": nothing is published there"


@click.command(short_help="Begin a new show.")
@click.argument("directory", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
def init(directory: Path) -> None:
    """Begin a new show: audionews.toml, articles/ and voices/, ready to be changed."""
    from audionews.newshow import begin

    for path in begin(directory):
        click.echo(f"written  {path}")
    import shlex

    there = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    click.echo(
        f"Now edit {directory / 'audionews.toml'}, put articles into {directory / 'articles'}, "
        f"then: {there}audionews render && audionews serve",
        err=True,
    )


@click.command(short_help="Look and listen over HTTP.")
@show_option
@output_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
def serve(show: Path | None, output: Path | None, host: str, port: int) -> None:
    """Serve the output folder over HTTP, to look and listen; a page reloads when it is rendered again."""
    try:
        from audionews.serve import run
    except ImportError as error:
        raise click.ClickException(
            f"serve: {error.name} is not installed; run: pip install 'audionews[serve]'"
        ) from error
    opened = open_show(show)
    folder = output_folder(opened, output)
    if not folder.is_dir():
        from audionews.errors import PublishError

        raise PublishError(folder, "is not a folder; run `audionews render` first, or say which with --output")
    notice(f"{folder} on http://{host}:{port}/ — Ctrl-C ends it")
    run(folder, host, port, opened.settings)


COMMANDS = (feed, withdraw, restore, verify, publish, serve, init)

"""Commands that show and let hear, and publish nothing: ``script``, ``say``, ``voices``."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audionews.cli.shows import open_job, open_show, show_option, voice_option

if TYPE_CHECKING:
    from audionews.domain import Article, Script, Segment, Voice


@click.command()
@click.argument("path")
@show_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each article.")
def script(path: str, show: Path | None, *, as_json: bool) -> None:
    """Show what will be said, sentence by sentence, and the rule behind each change.

    PATH is a file, a folder, an http(s) address, or - for standard input.
    """
    from zoneinfo import ZoneInfo

    from audionews.articles import find_sources, read_article
    from audionews.errors import ArticleError
    from audionews.wording import script_of

    job = open_job(open_show(show))
    zone = ZoneInfo(job.settings.show.timezone)
    failed = False
    for source in find_sources([path], now=datetime.now(UTC), stdin=sys.stdin.buffer):
        try:
            if isinstance(source, ArticleError):
                raise source
            article = read_article(source, zone)
        except ArticleError as error:
            click.echo(str(error), err=True)
            failed = True
            continue
        written = script_of(job, article)
        click.echo(
            json.dumps(_as_json(article, written), ensure_ascii=False) if as_json else _as_text(article, written)
        )
    sys.exit(1 if failed else 0)


def _as_json(article: "Article", written: "Script") -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "category": article.category,
        "author": article.author,
        "published": article.published.isoformat(),
        "language": article.language,
        "segments": [_segment_json(segment) for segment in written.segments],
    }


def _segment_json(segment: "Segment") -> dict[str, object]:
    readings = [{"written": each.written, "spoken": each.spoken, "rule": each.rule} for each in segment.readings]
    return {
        "role": segment.role,
        "written": segment.written,
        "spoken": segment.spoken,
        "pause_ms": segment.pause_ms,
        "readings": readings,
    }


def _as_text(article: "Article", written: "Script") -> str:
    """Return a script as an editor reads it: role and sentence, and under it what is said otherwise than written."""
    lines = [click.style(article.title, bold=True)]
    for segment in written.segments:
        lines.append(f"{click.style(f'{segment.role:>9}', dim=True)}  {segment.written}")
        lines += [_change(each.written, each.spoken, each.rule) for each in segment.readings if each.rule != "plain"]
    return "\n".join(lines)


def _change(written: str, spoken: str, rule: str) -> str:
    arrow = f"{click.style(written.strip(), fg='yellow')} → {click.style(spoken or '(nothing)', fg='green')}"
    return f"{'':11}{arrow}  {click.style(rule, dim=True)}"


@click.command()
@show_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each voice.")
def voices(show: Path | None, *, as_json: bool) -> None:
    """List the voices, which can speak here and now, and why not."""
    from audionews.voices import all_voices, voice_folders

    wanted = open_show(show)
    for voice in all_voices(voice_folders(wanted.folder)):
        why_not = _why_not(voice)
        if as_json:
            note = {"name": voice.name, "engine": voice.engine, "title": voice.title, "ready": why_not is None}
            click.echo(json.dumps(note | {"why_not": why_not}, ensure_ascii=False))
        else:
            mark = "*" if voice.name == wanted.settings.voice.name else " "
            state = click.style("ready", fg="green") if why_not is None else click.style(why_not, fg="red")
            click.echo(f"{mark} {voice.name:<16} {voice.title:<40} {state}")


def _why_not(voice: "Voice") -> str | None:
    from audionews import engines
    from audionews.errors import EngineError

    try:
        engines.load(voice.engine).check(voice)
    except EngineError as error:
        return str(error)
    return None


@click.command()
@click.argument("text")
@show_option
@voice_option
@click.option(
    "-o", "--out", default="say.mp3", show_default=True, metavar="FILE", help="Sound file: .mp3 or .wav."
)
def say(text: str, show: Path | None, voice: str | None, out: str) -> None:
    """Hear one sentence as it would be read in an article."""
    from audionews.production import say as spoken

    job = open_job(open_show(show), voice=voice)
    said, data = spoken(job, text, Path(out).suffix or ".mp3")
    Path(out).write_bytes(data)
    click.echo(f"{out}: {said}", err=True)


COMMANDS = (script, say, voices)

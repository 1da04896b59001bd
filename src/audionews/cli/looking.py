"""Commands that show and let hear, and publish nothing: ``script``, ``lint``, ``say``, ``voices``."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audionews.cli.objects import line
from audionews.cli.shows import open_job, open_show, output_option, show_option, voice_option
from audionews.logs import notice, tell_error

if TYPE_CHECKING:
    from audionews.domain import Article, Episode, Script, Segment, Voice
    from audionews.french.lint import Finding
    from audionews.job import Job


_SOUND_FILES = (".mp3", ".wav")


@click.command(short_help="Show what will be said, and the rule behind each change.")
@click.argument("path")
@show_option
@output_option
@click.option(
    "--at", "moment", metavar="TIME", help="Of an episode: what is said at that time (1:23), and by which rule."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each article.")
def script(path: str, show: Path | None, output: Path | None, moment: str | None, *, as_json: bool) -> None:
    """Show what will be said, sentence by sentence, and the rule behind each change.

    PATH is a file, a folder, an http(s) address, or - for standard input; with --at it is a published episode: its
    folder, guid, id, or source.
    """
    from audionews.wording import script_of

    opened = open_show(show)
    job = open_job(opened, output=output)
    if moment is not None:
        click.echo(_at(job.output, path, moment, as_json=as_json))
        return
    articles = _Articles([path], job)
    for article in articles:
        written = script_of(job, article)
        click.echo(line(_as_json(article, written)) if as_json else _as_text(article, written))
    sys.exit(1 if articles.failed else 0)


class _Articles:
    """The articles at the places that a user names; what cannot be read is said on stderr and remembered."""

    def __init__(self, places: Sequence[str], job: "Job") -> None:
        self._places = places
        self._job = job
        self.failed = False

    def __iter__(self) -> Iterator["Article"]:
        from zoneinfo import ZoneInfo

        from audionews.articles import find_sources, read_article, terms_of
        from audionews.errors import ArticleError

        zone = ZoneInfo(self._job.settings.show.timezone)
        settings = self._job.settings
        longest, within_s, terms = settings.text.longest_characters, settings.articles.reading_s, terms_of(settings)
        for source in find_sources(self._places, now=datetime.now(UTC), stdin=sys.stdin.buffer, terms=terms):
            try:
                if isinstance(source, ArticleError):
                    raise source
                article = read_article(source, zone, longest, within_s=within_s)
            except ArticleError as error:
                tell_error(error)
                self.failed = True
            else:
                yield article


def _at(output: Path, place: str, moment: str, *, as_json: bool) -> str:
    """Return the sentence that is heard at a moment of a published episode, and how each stretch of it is read."""
    heard_ms = _milliseconds(moment)
    episode = _published(output, place)
    number = next((n for n, cue in enumerate(episode.cues) if cue.start_ms <= heard_ms < cue.end_ms), None)
    if number is None and heard_ms >= episode.duration_ms:
        minutes, seconds = divmod(episode.duration_ms // 1000, 60)
        message = f"{moment} is after the end of {episode.slug}, at {minutes}:{seconds:02}"
        raise click.BadParameter(message, param_hint="--at")
    if number is None:
        return "null" if as_json else f"{moment}: nobody speaks (music, or a pause)"
    cue, segment = episode.cues[number], episode.segments[number]
    if as_json:
        return line({"start_ms": cue.start_ms, "end_ms": cue.end_ms}, _segment_json(segment))
    word = next((word.written for word in cue.words if word.start_ms <= heard_ms < word.end_ms), "")
    changes = [_change(each.written, each.spoken, each.rule) for each in segment.readings if each.rule != "plain"]
    return "\n".join([f"{segment.role:>9}  {segment.written}", *([f"{'word':>9}  {word}"] if word else []), *changes])


def _published(output: Path, place: str) -> "Episode":
    """Return the episode of a folder, or the one in the output folder that a name can only mean."""
    from audionews import store
    from audionews.errors import PublishError

    named = Path(place)
    for manifest in (named, named / store.MANIFEST_NAME, store.episode_folder(output, place) / store.MANIFEST_NAME):
        if manifest.name == store.MANIFEST_NAME and manifest.is_file():
            return store.read_manifest(manifest)
    told = {place, named.name}
    found = [each for each in store.episodes(output) if told & {each.guid, each.id, each.slug, each.source.name}]
    if len(found) == 1:
        return found[0]
    several = f"could be {' or '.join(each.slug for each in found)}; say which"
    nothing = f"is not an episode in {output}; name it by its folder, guid, id, or source"
    raise PublishError(place, several if found else nothing)


def _milliseconds(moment: str) -> int:
    """Return a time like ``1:23``, ``83`` or ``0:01:23.5`` in ms."""
    try:
        parts = [float(part.replace(",", ".")) for part in moment.split(":")]
    except ValueError as error:
        message = f"{moment!r} is not a time like 1:23"
        raise click.BadParameter(message, param_hint="--at") from error
    return int(1000 * sum(part * 60**power for power, part in enumerate(reversed(parts))))


@click.command(short_help="List readings that deserve an editor's eye.")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS…")
@show_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each finding.")
def lint(paths: tuple[str, ...], show: Path | None, *, as_json: bool) -> None:
    """List readings that deserve an editor's eye, before any audio is made; exit 1 only when an article cannot be read.

    Homographs that the sentence does not settle, sigles and foreign names that no lexicon knows, numbers with two
    meanings. Each comes with the sentence as it will be said, and the lexicon line that would settle it.
    """
    from audionews.french.lint import findings
    from audionews.wording import script_of

    job = open_job(open_show(show))
    articles, count = _Articles(paths, job), 0
    for article in articles:
        for finding in findings(script_of(job, article).segments):
            count += 1
            note = {"article": article.id}
            click.echo(line(note, finding) if as_json else _finding_text(article, finding))
    notice(f"{count or 'nothing'} to look at")
    sys.exit(1 if articles.failed else 0)


def _finding_text(article: "Article", finding: "Finding") -> str:
    head = f"{article.id}: {click.style(finding.word, bold=True)}: {finding.why}"
    settle = finding.line.replace("\t", " ⇥ ")
    lines = [head, f"  written  {finding.sentence.strip()}", f"  said     {finding.spoken}", f"  lexicon  {settle}"]
    return "\n".join(lines)


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


@click.command(short_help="List the voices, and which can speak here and now.")
@show_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each voice.")
def voices(show: Path | None, *, as_json: bool) -> None:
    """List the voices, which can speak here and now, and why not."""
    from audionews.voices import voice_folders, voice_names

    wanted = open_show(show)
    folders = voice_folders(wanted.folder)
    for name in voice_names(folders):
        voice, why_not = _voice(name, folders)
        if as_json:
            note = {"name": name, "engine": voice.engine, "title": voice.title, "ready": why_not is None}
            click.echo(line(note, {"why_not": why_not}))
        else:
            mark = "*" if name == wanted.settings.voice.name else " "
            state = click.style("ready", fg="green") if why_not is None else click.style(why_not, fg="red")
            click.echo(f"{mark} {name:<16} {voice.title:<40} {state}")


def _voice(name: str, folders: Sequence[Path]) -> "tuple[Voice, str | None]":
    """Return a voice and why it cannot speak; one whose file is wrong does not hide the others."""
    from audionews.domain import Voice
    from audionews.errors import SettingsError
    from audionews.voices import load_voice

    try:
        voice = load_voice(name, folders)
    except SettingsError as error:
        return Voice(name=name, engine="", title=name), str(error)
    return voice, _why_not(voice)


def _why_not(voice: "Voice") -> str | None:
    from audionews import engines
    from audionews.errors import EngineError, SettingsError

    try:
        engines.load(voice.engine).check(voice)
    except (EngineError, SettingsError) as error:
        return str(error)
    return None


@click.command(short_help="Hear one sentence.")
@click.argument("text")
@show_option
@voice_option
@click.option("-o", "--out", default="say.mp3", show_default=True, metavar="FILE", help="Sound file: .mp3 or .wav.")
def say(text: str, show: Path | None, voice: str | None, out: str) -> None:
    """Hear one sentence as it would be read in an article."""
    from audionews.errors import PublishError
    from audionews.production import say as spoken

    job = open_job(open_show(show), voice=voice)
    if (suffix := Path(out).suffix or ".mp3") not in _SOUND_FILES:
        message = f"{suffix} is no sound that can be written; end the name in {' or '.join(_SOUND_FILES)}"
        raise PublishError(out, message)

    said = spoken(job, text, suffix)
    try:
        Path(out).write_bytes(said.data)
    except OSError as error:
        raise PublishError(out, f"cannot be written: {error.strerror}") from error
    notice(f"{out}: {said.spoken}")
    if said.warning:
        notice(f"{out}: {said.warning}")


COMMANDS = (script, lint, say, voices)

"""``audionews lexicon``: how names are said — add, list, check, import, export."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audionews.cli.objects import line
from audionews.cli.shows import open_job, open_show, show_option
from audionews.logs import notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audionews.french.lexicon import Entry

OWN_FILE = Path("voices") / "lexicon" / "redaction.tsv"


@click.group(short_help="Say once how a name or a sigle is said.")
def lexicon() -> None:
    """Say once how a name or a sigle is said; every later sentence keeps to it."""


@lexicon.command(short_help="Say how a word is said.")
@click.argument("written", required=False)
@click.argument("spoken", required=False, default="")
@click.option(
    "--kind", default="respell", show_default=True, help="respell, spell (letter by letter), word, or lang:en …"
)
@click.option("--engine", default="", metavar="NAME", help="Only for this engine.")
@click.option("--scope", default="all", show_default=True, help="Only in these rubriques, commas between.")
@click.option("--any-case", is_flag=True, help="Upper and lower case alike.")
@click.option(
    "--file",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"The lexicon's file; without it the show's {OWN_FILE}.",
)
@click.option(
    "--from",
    "report",
    metavar="FILE",
    type=click.File("rb"),
    help="A report from a page's “Signaler une prononciation”: its JSON, or the mail that brings it.",
)
@show_option
def add(
    written: str | None,
    spoken: str,
    kind: str,
    engine: str,
    scope: str,
    path: Path | None,
    report: click.utils.LazyFile | None,
    show: Path | None,
    *,
    any_case: bool,
) -> None:
    """Add how WRITTEN is said: SPOKEN, in French spelling. A line for the same word gives way.

    With --from the word comes from the report, and SPOKEN, unless you say it, from what the reader suggests. The
    published episodes that contain the word are listed.
    """
    from audionews.french.lexicon import Entry, add_entry

    if report is not None:
        written, spoken = _reported(report.read(), written, spoken)
    if not written:
        message = "say which word: audionews lexicon add WRITTEN SPOKEN"
        raise click.UsageError(message)
    opened = open_show(show)
    path = path or (opened.folder or Path()) / OWN_FILE
    entry = Entry(
        written=written, spoken=spoken, kind=kind, engine=engine, scope=scope, case="any" if any_case else "exact"
    )
    add_entry(path, entry)
    notice(f"{path}: {entry.row()}")
    slugs = list(_episodes_with(open_job(opened).output, entry))
    for slug in slugs:
        click.echo(slug)
    if slugs:
        notice(f"published in {len(slugs)} episode{'s' if len(slugs) > 1 else ''}; the next render says it there too")


def _reported(data: bytes, first: str | None, second: str) -> tuple[str, str]:
    """Return the word of a report and how it is said: as the editor says, else as the reader suggests."""
    from audionews.cli.reports import read_report

    try:
        report = read_report(data)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    notice(f"reported  {report.about}")
    written, spoken = (first, second) if first and second else (report.word, first or report.suggestion)
    if not written:
        message = "the report names no word; say it: audionews lexicon add --from FILE WRITTEN SPOKEN"
        raise click.UsageError(message)
    return written, spoken


def _episodes_with(output: Path, entry: "Entry") -> "Iterator[str]":
    """Yield the slugs of the published episodes that an entry changes."""
    from audionews import store
    from audionews.french.lexicon import Lexicon

    for episode in store.episodes(output):
        rule = Lexicon((entry,)).rule(entry.engine or None, episode.category)
        if any(any(rule(segment.written)) for segment in episode.segments):
            yield episode.slug


@lexicon.command("list")
@show_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def list_entries(show: Path | None, *, as_json: bool) -> None:
    """List every line that is in force, the show's own first."""
    for entry in _entries(show):
        click.echo(line(entry, {"spoken": entry.said()}) if as_json else entry.row())


@lexicon.command(short_help="Check every line; exit 1 when one is wrong.")
@show_option
def check(show: Path | None) -> None:
    """Check every line: wrong ones, conflicts, lines that can never be reached; exit 1 when there are any."""
    from audionews.french.contradictions import problems
    from audionews.wording import lexicon_of

    found = problems(lexicon_of(open_job(open_show(show))))
    for problem in found:
        click.echo(str(problem))
    notice(f"{len(found) or 'nothing'} to look at")
    sys.exit(1 if found else 0)


@lexicon.command("import", short_help="Take over a lexicon in PLS.")
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--file",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"The lexicon's file; without it the show's {OWN_FILE}.",
)
@show_option
def import_pls(source: Path, path: Path | None, show: Path | None) -> None:
    """Take over a W3C Pronunciation Lexicon (PLS); what has phonemes alone is named and left out."""
    from audionews.french.lexicon import add_entry
    from audionews.french.pls import read_pls

    path = path or (open_show(show).folder or Path()) / OWN_FILE
    entries, left_out = read_pls(source.read_bytes(), source)
    for entry in entries:
        add_entry(path, entry)
    for word in left_out:
        notice(f"{source}: {word} has phonemes but no alias; left out")
    notice(f"{path}: {len(entries)} lines taken over")


@lexicon.command(short_help="Write the lines in force as PLS.")
@click.option("-o", "--out", metavar="FILE", type=click.Path(path_type=Path), help="The file; without it stdout.")
@show_option
def export(out: Path | None, show: Path | None) -> None:
    """Write the lines in force as a W3C Pronunciation Lexicon (PLS), for other engines and products."""
    from audionews.french.pls import pls

    data = pls(_entries(show))
    if out is None:
        click.get_binary_stream("stdout").write(data)
    else:
        out.write_bytes(data)


def _entries(show: Path | None) -> "tuple[Entry, ...]":
    from audionews.wording import lexicon_of

    return lexicon_of(open_job(open_show(show))).entries


COMMANDS = (lexicon,)

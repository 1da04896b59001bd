"""How a show reads: the normaliser with its lexicon and settings, and the script that comes of an article."""

from functools import lru_cache
from pathlib import Path

from audionews.domain import Article, Script
from audionews.french import Normaliser, normaliser
from audionews.french.lexicon import Lexicon, read_lexicon
from audionews.french.rules import Rule
from audionews.job import Job
from audionews.named import lexicon_files
from audionews.script import write_script
from audionews.voices import voice_folders


def lexicon_of(job: Job) -> Lexicon:
    """Return the lexicon of a show: its own lines before those that ship.

    Raises:
        SettingsError: A file is missing, or has a wrong line.
    """
    named = lexicon_files(job)
    found = [path for folder in voice_folders(job.folder) for path in sorted((folder / "lexicon").glob("*.tsv"))]
    paths = tuple(dict.fromkeys([*named, *found]))
    return _read_once(paths, tuple(path.stat().st_mtime_ns for path in paths))


@lru_cache(maxsize=2)
def _read_once(paths: tuple[Path, ...], _written: tuple[int, ...]) -> Lexicon:
    """Read the files again only when one of them was written: a batch asks for each article."""
    return read_lexicon(paths)


def normaliser_of(job: Job, category: str | None = None) -> Normaliser:
    """Return the reader of written French for a show's articles of one rubrique.

    Lines that only one engine needs are not for it: see ``engines.respelt``.

    Raises:
        SettingsError: A lexicon is missing, or has a wrong line.
    """
    text = job.settings.text
    return normaliser(first=[lexicon_of(job).rule(None, category)], gender=text.inclusive, emoji=text.emoji)


def respelling_of(job: Job, engine: str, category: str | None = None) -> Rule:
    """Return the rule for the words that one engine alone needs spelled otherwise.

    Raises:
        SettingsError: A lexicon is missing, or has a wrong line.
    """
    return lexicon_of(job).respelling.rule(engine, category)


def script_of(job: Job, article: Article) -> Script:
    """Return what will be said for an article in a show.

    Raises:
        SettingsError: A lexicon is missing, or has a wrong line.
    """
    return write_script(article, job.settings.text, normaliser_of(job, article.category).read)

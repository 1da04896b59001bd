"""How a show reads: the normaliser with its lexicon and settings, and the script that comes of an article."""

from audionews.domain import Article, Script
from audionews.french import Normaliser, normaliser
from audionews.job import Job
from audionews.script import write_script


def normaliser_of(job: Job, category: str | None = None) -> Normaliser:
    """Return the reader of written French for a show's articles of one rubrique.

    Raises:
        SettingsError: A lexicon has a wrong line.
    """
    return normaliser()


def lexicon_digest(job: Job) -> str:
    """Return a digest, in hexadecimal, of every line of the lexicons that a show uses."""
    return ""


def script_of(job: Job, article: Article) -> Script:
    """Return what will be said for an article in a show.

    Raises:
        SettingsError: A lexicon has a wrong line.
    """
    return write_script(article, job.settings.text, normaliser_of(job, article.category).read)

"""Which show a command works for: its settings, its folders, its voices — and the options that say so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from audionews.domain import Voice
    from audionews.job import Job
    from audionews.settings import Settings

SHOW_FILE = "audionews.toml"
_VOICE_OPTION = "--voice"
Command = TypeVar("Command", bound=Callable[..., Any])


class OpenedShow(NamedTuple):
    """A show's settings and where they were found; without a file it is the built-in demonstration show."""

    settings: "Settings"
    folder: Path | None
    file: Path = Path(SHOW_FILE)


def show_option(command: Command) -> Command:
    """Add ``--show``."""
    return click.option(
        "--show",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=f"The show's settings; without it {SHOW_FILE} of this folder, or a demonstration show.",
    )(command)


def output_option(command: Command) -> Command:
    """Add ``--output``."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder to publish; without it output/ beside the show's settings.",
    )(command)


def voice_option(command: Command) -> Command:
    """Add ``--voice``."""
    return click.option(_VOICE_OPTION, metavar="NAME", help="Who speaks; `audionews voices` lists them.")(command)


def open_show(path: Path | None) -> OpenedShow:
    """Return the show of a settings file or of the folder that holds one.

    Raises:
        SettingsError: The file cannot be used.
    """
    from audionews.settings import Settings, read_settings

    if path is None:
        path = Path(SHOW_FILE)
        if not path.exists():
            return OpenedShow(settings=Settings(), folder=None)
    if path.is_dir():
        path /= SHOW_FILE
    return OpenedShow(settings=read_settings(path), folder=path.absolute().parent, file=path)


def output_folder(show: OpenedShow, output: Path | None) -> Path:
    """Return the folder that is published."""
    if output is not None:
        if output.is_file():
            from audionews.errors import PublishError

            raise PublishError(output, "is a file; --output names the folder to publish")
        return output
    return (show.folder if show.folder is not None and show.folder != Path.cwd() else Path()) / "output"


def open_job(
    show: OpenedShow, *, output: Path | None = None, voice: str | None = None, fresh: bool = False, retry: bool = False
) -> "Job":
    """Return what is the same for every article of a run.

    Raises:
        VoiceError: There is no voice of the name that an option gives.
        SettingsError: There is none of the name that the settings give, or a voice's file is wrong.
    """
    from platformdirs import user_cache_path

    from audionews.job import Job

    table = show.settings.voice
    published = output_folder(show, output)
    wanted = voice or table.name
    instead = table.fallback if table.fallback != wanted else ""
    return Job(
        settings=show.settings,
        folder=show.folder,
        output=published,
        voice=_voice(show, wanted, None if voice else "name"),
        fallback=_voice(show, instead, "fallback") if instead else None,
        cache=_cache_folder(show),
        fresh=fresh,
        retry_fallback=retry,
        attic=_attic(show, published),
        index=user_cache_path("audionews") / "catalogues",
        settings_file=show.file,
    )


def _voice(show: OpenedShow, name: str, key: str | None) -> "Voice":
    """Return a voice by its name; ``key`` of ``[voice]`` gave it, or else the option did."""
    from audionews import engines
    from audionews.errors import SettingsError, VoiceError
    from audionews.voices import load_voice, voice_file, voice_folders

    folders = voice_folders(show.folder)
    try:
        voice = load_voice(name, folders)
    except VoiceError as error:
        message = f'"{name}" is {error.message}'
        if key is None:
            raise VoiceError(_VOICE_OPTION, message) from error
        raise SettingsError(show.file, f"[voice] {key}: {message}") from error
    if not engines.exists(voice.engine):
        message = f'engine: "{voice.engine}" is not an engine; there are {", ".join(engines.names())}'
        raise SettingsError(voice_file(name, folders), message)
    return voice


def _cache_folder(show: OpenedShow) -> Path:
    from platformdirs import user_cache_path

    named = show.settings.voice.cache
    return (show.folder or Path()) / named if named else user_cache_path("audionews") / "speech"


def _attic(show: OpenedShow, output: Path) -> Path:
    """Return where withdrawn episodes are kept: beside the settings, unless that is published too."""
    from platformdirs import user_data_path

    if show.folder is not None and not show.folder.is_relative_to(output.absolute()):
        return show.folder / "withdrawn"
    return user_data_path("audionews") / "withdrawn"

"""The options that an engine knows, checked: each engine says them as one msgspec struct."""

from typing import TypeVar

import msgspec

from audionews.domain import Voice
from audionews.errors import SettingsError
from audionews.refusals import refusal

Options = TypeVar("Options", bound=msgspec.Struct)


def read_options(voice: Voice, kind: type[Options]) -> Options:
    """Return a voice's options as the engine's own struct, defaults filled in.

    Raises:
        SettingsError: The voice's file names an option that the engine has not, or a value that cannot be.
    """
    options, known = dict(voice.options), kind.__struct_fields__
    for key in options:
        if key not in known:
            raise SettingsError(file_of(voice), f"[options] {key} is not an option; there are {', '.join(known)}")
    try:
        return msgspec.convert(options, kind)
    except msgspec.ValidationError as error:
        keys, message = refusal(error, options, kind)
        raise SettingsError(file_of(voice), f"[options] {'.'.join(keys)}: {message}") from error


def file_of(voice: Voice) -> str:
    """Return the name of the file that an editor has to look at."""
    return f"voices/{voice.name}.toml"

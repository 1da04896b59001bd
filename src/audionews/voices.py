"""Voices: ``voices/<name>.toml`` read and checked; and where voices, jingles and lexicons are found.

A show's own ``voices/`` folder comes before the one that ships with the program.
"""

import difflib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from audionews.domain import Voice
from audionews.errors import SettingsError, VoiceError
from audionews.refusals import not_utf8, refusal

_PACKAGE = Path(__file__).parent


class _VoiceFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a voice's file may say; ``options`` belong to the engine, which checks them."""

    engine: Annotated[str, Meta(min_length=1)]
    title: str = ""
    language: Annotated[
        str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="a language like fr or fr-CA")
    ] = "fr"
    rate: Annotated[float, Meta(ge=0.5, le=2.0)] = 1.0
    options: dict[str, str | int | float | bool] = {}


def voice_folders(show_folder: Path | None) -> tuple[Path, ...]:
    """Return the folders in which voices, jingles and lexicons are looked for, the show's own first."""
    return (_shipped(),) if show_folder is None else (show_folder / "voices", _shipped())


def _shipped() -> Path:
    """Return the folder inside the wheel, or the checkout's when the package is installed from there for editing."""
    inside = _PACKAGE / "voices_data"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "voices"


def is_shipped(path: Path) -> bool:
    """Tell whether a file came with the program, and so is known to be sound."""
    return path.is_relative_to(_shipped())


def load_voice(name: str, folders: Sequence[Path]) -> Voice:
    """Return a voice by its name.

    Raises:
        VoiceError: No folder has it.
        SettingsError: Its file is wrong.
    """
    # By look-up in what is there, so that a name can never be a path.
    return _read(voice_file(name, folders))


def voice_file(name: str, folders: Sequence[Path]) -> Path:
    """Return the file of a voice.

    Raises:
        VoiceError: No folder has it.
    """
    found = _files(folders).get(name)
    if found is None:
        raise VoiceError(name, f"not a voice; there are {', '.join(voice_names(folders)) or 'none'}")
    return found


def voice_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of the voices that have a file, right or wrong, sorted."""
    return tuple(sorted(_files(folders)))


def find_file(folders: Sequence[Path], kind: str, name: str) -> Path:
    """Return the file ``<kind>/<name>`` of the first folder that has it, or that path from the show's folder.

    Args:
        folders: As ``voice_folders`` gives them.
        kind: ``jingles`` or ``lexicon``.
        name: With its suffix.

    Raises:
        SettingsError: None has it.
    """
    places = [folder / kind for folder in folders]
    beside = [folder.parent for folder in folders[:1] if folder != _shipped()]
    for place in (*places, *beside):
        if (place / name).is_file():
            return place / name
    there = {path.stem: path.name for place in places if place.is_dir() for path in place.iterdir()}
    near = difflib.get_close_matches(Path(name).stem, sorted(there), n=1)  # suffixes are all alike
    meant = f"; did you mean {there[near[0]]}?" if near else ""
    raise SettingsError(name, f"no such file in {' or '.join(str(place) for place in places)}{meant}")


def _files(folders: Sequence[Path]) -> dict[str, Path]:
    """Return the voices' files by name; a folder's come before those of the folders behind it."""
    return {path.stem: path for folder in reversed(folders) for path in folder.glob("*.toml")}


def _read(path: Path) -> Voice:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        file = msgspec.convert(table, _VoiceFile)
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(path, not_utf8(error)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(path, f"is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise SettingsError(path, _in_our_words(*refusal(error, table, _VoiceFile))) from error
    return Voice(
        name=path.stem,
        engine=file.engine,
        options=file.options,
        rate=file.rate,
        language=file.language,
        title=file.title or path.stem,
    )


def _in_our_words(keys: tuple[str, ...], message: str) -> str:
    """Return a refusal in the order of our messages: key, and what must stand there.

    >>> _in_our_words(("rate",), "must be a number")
    'rate: must be a number'
    """
    if keys[:1] == ("options",):
        return " ".join(("[options]", *(f"{key}:" for key in keys[1:]), message))
    if keys:
        return f"{keys[0]}: {message}"
    return f"{message}; there are {', '.join(_VoiceFile.__struct_fields__[:-1])}, [options]"

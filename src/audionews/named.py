"""The files and folders that a show's settings name: each found, or refused with the key that names it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from audionews.errors import AudioError, PublishError, SettingsError
from audionews.job import Job, cache_of
from audionews.voices import find_file, is_shipped, voice_folders


def jingle_files(job: Job) -> dict[str, Path]:
    """Return the show's jingles by the key that names them.

    Raises:
        SettingsError: One is not there.
    """
    return {key: _found(job, "jingles", name, f"[sound] {key}") for key, name in _jingles(job) if name}


def jingle_digests(job: Job) -> list[str]:
    """Return the SHA-256 of each jingle, in hexadecimal.

    Raises:
        SettingsError: One is not there, or cannot be read.
    """
    return [_digest(job, key, path) for key, path in jingle_files(job).items()]


def _digest(job: Job, key: str, path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"[sound] {key}: {path} cannot be read: {error.strerror}"
        raise SettingsError(job.settings_file, message) from error


def _jingles(job: Job) -> Iterator[tuple[str, str]]:
    sound = job.settings.sound
    yield from (("opening", sound.opening), ("closing", sound.closing), ("sting", sound.sting))
    yield from ((f"rubriques.{rubrique}", sound.rubriques[rubrique]) for rubrique in sorted(sound.rubriques))


def image_bytes(job: Job) -> bytes | None:
    """Return the show's own cover as the editor gave it; None when one is drawn or lies elsewhere.

    Raises:
        SettingsError: It cannot be read.
    """
    image = job.settings.show.image
    if not image or "://" in image:
        return None
    path = (job.folder or Path()) / image
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(job.settings_file, f"[show] image: {path} cannot be read: {error.strerror}") from error


def check_image(job: Job) -> None:
    """Return when the show's own cover, if it has one, is a picture.

    Raises:
        SettingsError: It cannot be read, or is none.
    """
    if (data := image_bytes(job)) is None:
        return
    from audionews.cover import small_picture  # slow to import

    try:
        small_picture(data, job.settings.show.image)
    except PublishError as error:
        raise SettingsError(job.settings_file, f"[show] image: {error}") from error


def lexicon_files(job: Job) -> tuple[Path, ...]:
    """Return the lexicons that the settings name, in their order.

    Raises:
        SettingsError: One is not there.
    """
    return tuple(_found(job, "lexicon", name, "[text] lexicon") for name in job.settings.text.lexicon)


def _found(job: Job, kind: str, name: str, key: str) -> Path:
    try:
        return find_file(voice_folders(job.folder), kind, name)
    except SettingsError as error:
        raise SettingsError(job.settings_file, f"{key}: {error}") from error


def check_jingles(job: Job) -> None:
    """Return when every jingle can be played; decodes the show's own, so only a run that makes something should ask.

    Raises:
        SettingsError: One is missing, or is not sound.
    """
    own = {key: path for key, path in jingle_files(job).items() if not is_shipped(path)}
    if own:
        from audionews.jingles import ready  # sound libraries are slow to import

    for key, path in own.items():
        try:
            ready(path, job.settings.sound, cache_of(job))
        except (AudioError, SettingsError) as error:
            raise SettingsError(job.settings_file, f"[sound] {key}: {error}") from error


def check_cache(job: Job) -> None:
    """Make the cache's folder; the default one may fail, because nothing is lost but time.

    Raises:
        SettingsError: The settings name a folder that cannot be made.
    """
    if job.cache is None or not job.settings.voice.cache:
        return
    try:
        job.cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"[voice] cache: {job.cache} cannot be made: {error.strerror}"
        raise SettingsError(job.settings_file, message) from error

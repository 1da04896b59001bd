"""Pictures that an article names: one for the episode, and one for a chapter.

A picture on the web stays where it is, and is only named. One beside the article is read, made fit, and published with
the episode under a name that follows from its bytes. What lies neither in the article's folder nor in the show's is
never read: whoever writes an article must not be able to publish what else is on this machine.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from audionews.addresses import encoded, page_url
from audionews.domain import Chapter, Episode, Show
from audionews.durable import telling
from audionews.errors import PublishError
from audionews.typography import web_address

MOST = 20
"""Pictures of one episode: each is also in the tags of its sound."""
_MOST_BYTES = 50_000_000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class Illustrated(Struct, frozen=True, kw_only=True):
    """An episode with its pictures.

    Attributes:
        episode: Whose chapters name pictures by their address.
        cover: The episode's own, a square JPEG; None when one has to be drawn.
        files: Pictures of chapters, each with what its page shows of it, by purpose: name and bytes.
        notes: What an editor should know: which pictures were changed, and which cannot be used.
    """

    episode: Episode
    cover: bytes | None = None
    files: Mapping[str, tuple[str, bytes]]
    notes: tuple[str, ...] = ()

    @property
    def of_chapters(self) -> Mapping[str, bytes]:
        """The published pictures, by the address that a chapter names."""
        by_name = dict(self.files.values())
        images = (chapter.image or "" for chapter in self.episode.chapters)
        found = {image: by_name.get(image.rpartition("/")[2]) for image in images}
        return {image: data for image, data in found.items() if data}


def illustrated(episode: Episode, show: Show, folders: Sequence[Path]) -> Illustrated:
    """Return an episode whose pictures are published, or named where they are.

    Args:
        episode: Whose ``image``, and whose chapters' ``image``, are as the article has them.
        show: Where it is published.
        folders: Where pictures may be read: names begin in the first; none for an article that is not a file.
    """
    notes: list[str] = []
    cover = None
    if episode.image and not web_address(episode.image):
        cover = _square(episode.image, folders, notes)
    first = web_address(episode.image)
    named = dict.fromkeys(filter(None, (episode.image, *(chapter.image for chapter in episode.chapters))))
    pictures = digests(named, folders, digest_of_file)  # taken before they are read: who changes one now is noticed
    made: dict[str, tuple[str, bytes]] = {}
    chapters = [
        _illustrated(chapter, page_url(show, episode), folders, made, notes)
        for chapter in _with_first(episode.chapters, first)
    ]
    files: dict[str, tuple[str, bytes]] = {}
    for number, (name, data) in enumerate(dict.fromkeys(made.values()), start=1):
        files |= {f"picture-{number}": (name, data), f"thumb-{number}": _thumbnail(data)}
    episode = replace(episode, chapters=tuple(chapters), pictures=pictures)
    return Illustrated(episode=episode, cover=cover, files=files, notes=tuple(dict.fromkeys(notes)))


def picture_folders(name: str, show: Path | None) -> list[Path]:
    """Return where the pictures of an article may lie: beside it, when it is a file, and beside the show's settings."""
    path = Path(name)
    return [path.parent, *([show] if show else [])] if path.is_file() else []


def digests(names: Iterable[str], folders: Sequence[Path], digest: Callable[[Path], str]) -> dict[str, str]:
    """Return what tells whether pictures have changed: a digest of each that is a file, empty where it cannot be used.

    Args:
        names: As the article has them; those on the web are left out.
        folders: As for ``illustrated``.
        digest: Returns that of a file.
    """
    found = {}
    for name in names:
        if not web_address(name):
            try:
                found[name] = digest(_path(name, folders))
            except PublishError:
                found[name] = ""
    return found


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        PublishError: It cannot be read.
    """
    with telling(path, "cannot be read"):
        return sha256(path.read_bytes()).hexdigest()


def _with_first(chapters: Sequence[Chapter], image: str) -> Iterator[Chapter]:
    """Yield the chapters; the first has the article's own picture where that is on the web."""
    for number, chapter in enumerate(chapters):
        yield replace(chapter, image=image) if image and not number and not chapter.image else chapter


def _illustrated(
    chapter: Chapter, home: str, folders: Sequence[Path], made: dict[str, tuple[str, bytes]], notes: list[str]
) -> Chapter:
    """Return a chapter whose picture is published in the episode's folder, whose address is ``home``."""
    image = chapter.image
    if not image:
        return chapter
    if web_address(image):
        return replace(chapter, image=encoded(image))
    if image not in made:
        data = None if len(made) >= MOST else _small(image, folders, notes)
        if data is None:
            notes += [f"{image}: an episode has at most {MOST} pictures"] if len(made) >= MOST else []
            return replace(chapter, image=None)
        made[image] = (_named("picture", data), data)
    return replace(chapter, image=home + made[image][0])


def _square(name: str, folders: Sequence[Path], notes: list[str]) -> bytes | None:
    from audionews.cover import EPISODE_SIDE, editor_image  # pillow takes long to load, and few articles need it

    try:
        data, changes = editor_image(_read(name, folders), name, EPISODE_SIDE)
    except PublishError as error:
        notes.append(str(error))
        return None
    notes += [f"{name}: {change}" for change in changes]
    return data


def _small(name: str, folders: Sequence[Path], notes: list[str]) -> bytes | None:
    from audionews.cover import small_picture

    try:
        return small_picture(_read(name, folders), name)
    except PublishError as error:
        notes.append(str(error))
        return None


def _thumbnail(picture: bytes) -> tuple[str, bytes]:
    from audionews.cover import thumbnail

    data = thumbnail(picture)
    return _named("thumb", data), data


def _named(kind: str, data: bytes) -> str:
    return f"{kind}-{sha256(data).hexdigest()[:10]}.jpg"


def _read(name: str, folders: Sequence[Path]) -> bytes:
    """Return the bytes of a picture beside the article.

    Raises:
        PublishError: It is not there, or may not be read.
    """
    with _telling(name):
        return _path(name, folders).read_bytes()


def _path(name: str, folders: Sequence[Path]) -> Path:
    """Return where a picture beside the article lies.

    Raises:
        PublishError: It is not there, or may not be read.
    """
    if _SCHEME.match(name):
        raise PublishError(name[:80], "not a picture that can be used; name a file, or an address of http or https")
    if not folders:
        raise PublishError(name, "not published: pictures are only read beside an article that is a file")
    with _telling(name):
        path = (folders[0] / unquote(name)).resolve()
        if not any(path.is_relative_to(folder.resolve()) for folder in folders):
            raise PublishError(name, "not published: it lies neither in the article's folder nor in the show's")
        if path.is_file() and path.stat().st_size > _MOST_BYTES:
            raise PublishError(name, f"not published: a picture has at most {_MOST_BYTES // 1_000_000} MB")
        if not path.is_file():
            raise PublishError(name, "a picture that is not there")
        return path


@contextmanager
def _telling(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PublishError(name, f"a picture that cannot be read: {reason}") from error

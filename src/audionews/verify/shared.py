"""What all pages share: scripts, style, covers, and the files of the search."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from audionews.domain import Episode
from audionews.verify.place import Site
from audionews.verify.table import Fault, fault

_HASHED = re.compile(r".+-([0-9a-f]{10})\.\w+")
_SIGNED = re.compile(rb"(.*\n)//([0-9a-f]{10})\n", re.DOTALL)
_LOADED = re.compile(rb'"(assets/[\w.-]+)"')
_ELEMENT = "element.js"
_AGAIN = "`audionews feed` writes it again"


def shared_faults(site: Site, episodes: Sequence[Episode], *, unfinished: bool) -> Iterator[Fault]:
    """Yield what is wrong with the files that all pages share; ``site.named`` knows what pages lead to."""
    yield from _misnamed(site.folder)
    yield from _script_faults(site, expected=bool(episodes) and not unfinished)
    if not unfinished:
        yield from _search_faults(site.folder, episodes)


def _misnamed(folder: Path) -> Iterator[Fault]:
    """Yield the assets and covers that are not what the hash in their name says: browsers keep them for ever."""
    for path in sorted([*(folder / "assets").glob("*"), *folder.glob("cover-*.jpg")]):
        name = _HASHED.fullmatch(path.name)
        if name and path.is_file() and not _is_digest(name[1], path.read_bytes()):
            yield fault(path, "asset-name", f"is not the file that its name says; {_AGAIN}")


def _script_faults(site: Site, *, expected: bool) -> Iterator[Fault]:
    """Yield what is wrong with the script for other sites, and what scripts load that is not there."""
    element = site.folder / _ELEMENT
    if element.is_file():
        signed = _SIGNED.fullmatch(element.read_bytes())
        if not signed or not _is_digest(signed[2].decode(), signed[1]):
            yield fault(element, "script-whole", f"is not the file that the digest at its end says; {_AGAIN}")
    elif expected:
        yield fault(element, "script-whole", f"is not there; {_AGAIN}")
    for script in sorted({element} | {path for path in site.named if path.suffix == ".js"}):
        for name in sorted(set(_LOADED.findall(script.read_bytes()))) if script.is_file() else ():
            if not (site.folder / name.decode()).is_file():
                yield fault(script, "script-link", f"loads {name.decode()}, which is not there; {_AGAIN}")


def _is_digest(digest: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest().startswith(digest)


def _search_faults(folder: Path, episodes: Sequence[Episode]) -> Iterator[Fault]:
    """Yield what is wrong between the search and the episodes; a folder without episodes needs none."""
    first = folder / "search.json"
    if not episodes and not first.is_file():
        return
    found, seen, path = dict[str, str](), set[Path](), first
    while path not in seen:
        seen.add(path)
        try:
            read = json.loads(path.read_bytes())
            found |= {entry["slug"]: entry["title"] for entry in read["entries"]}
            path = folder / (read["older"] or "")
        except (OSError, ValueError, TypeError, LookupError):
            yield fault(path, "search", f"cannot be read; {_AGAIN}")
            return
        if path == folder:
            break
    else:
        yield fault(path, "search", f"comes after itself; {_AGAIN}")
    for slug, title in sorted({episode.slug: episode.title for episode in episodes}.items() ^ found.items()):
        yield fault(first, "search", f"does not list {slug} as it is published: {title!r}; {_AGAIN}")

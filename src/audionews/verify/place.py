"""Where a published folder lies on the web, so that what its files lead to can be looked up beside them."""

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct, field


class Site(Struct):
    """An output folder and its address.

    Attributes:
        base: Where it is published, with a trailing slash; empty when nobody says.
        named: All files in the folder that a feed or page leads to.
    """

    folder: Path
    base: str
    named: set[Path] = field(default_factory=set)

    def target(self, link: str, page: Path | None = None) -> Path | None:
        """Return the file that a link leads to, when it lies in the folder; it need not be there.

        Args:
            link: As written.
            page: The file that it is written in, for links that begin there.
        """
        here = self._address(page)
        address = urlsplit(urljoin(here, link.strip()))
        home = urlsplit(self.base or _NOWHERE)
        if (address.scheme, address.netloc) != (home.scheme, home.netloc) or not address.path.startswith(home.path):
            return None
        name = unquote(address.path.removeprefix(home.path))
        file = self.folder.joinpath(*PurePosixPath(name).parts) if name else self.folder
        if not name or name.endswith("/"):
            file /= "index.html"
        self.named.add(file)
        return file

    def _address(self, page: Path | None) -> str:
        name = page.relative_to(self.folder).as_posix() if page else ""
        return f"{self.base or _NOWHERE}{name}"


_NOWHERE = "nowhere://here/"
"""The address of a folder that has none, so that what its pages name beside them can be looked up all the same."""

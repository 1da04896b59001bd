"""What a page lets its browser do: load from its own host, run no inline script, be framed where the settings say."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from audionews.domain import Show
from audionews.settings import FeedTable
from audionews.typography import web_address


def content_security_policy(show: Show, feed: FeedTable, *, framed: bool = False, blocks: Iterable[str] = ()) -> str:
    """Return the policy that a page states in a ``<meta>``; a server sends it with ``frame_ancestors`` too.

    Browsers run no data block (JSON in a ``<script>``), so none needs to be allowed; checkers want its hash.
    The show's own origin stands beside ``'self'``, which matches nothing in a sandboxed frame in some browsers.
    """
    here = f"'self' {_origin(show.url)}" if framed else "'self'"
    report = _origin(web_address(feed.report_url))
    scripts = " ".join((here, *map(_hash, blocks)))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {here}; img-src {here}; media-src {here}; "
        f"connect-src {' '.join(filter(None, (here, report)))}; base-uri 'none'; form-action 'none'"
    )


def frame_ancestors(feed: FeedTable) -> str:
    """Return the directive that says where an embed may be framed; only a header can carry it, a ``<meta>`` cannot."""
    return f"frame-ancestors {' '.join(feed.frame_ancestors)}"


def header_policies(show: Show, feed: FeedTable) -> tuple[str, str]:
    """Return what a server sends as ``Content-Security-Policy``: with an embed, and with everything else."""
    embed = f"{content_security_policy(show, feed, framed=True)}; {frame_ancestors(feed)}"
    return embed, f"{content_security_policy(show, feed)}; frame-ancestors 'none'"


def _hash(block: str) -> str:
    return f"'sha256-{b64encode(sha256(block.encode()).digest()).decode()}'"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

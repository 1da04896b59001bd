"""A second opinion on where a page's story is; the owner of trafilatura, which is loaded only when it is asked."""

import html
import logging

from audionews.articles.dom import Node

LONGEST = 2_000_000
"""Characters; beyond, an opinion takes longer than it is worth (10 MB take 8 s)."""

_MOST_TAGS = 40_000
"""It is slower by the element than by the character; newspapers' pages have 1 000 to 10 000."""

_EMPTY = frozenset({"br", "hr"})


def paragraphs(root: Node) -> tuple[str, ...]:
    """Return the paragraphs that trafilatura would keep of a tree; none when it has no opinion."""
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = _serialised(root)
    if len(page) > LONGEST or page.count("<") > _MOST_TAGS:
        return ()
    found = extract(f"<html><body>{page}</body></html>", favor_recall=True, include_comments=False, deduplicate=False)
    return tuple(line for line in (found or "").splitlines() if len(line) >= 60)


def _serialised(root: Node) -> str:
    parts: list[str] = []
    stack: list[Node | str] = list(reversed(root.children))
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            parts.append(top)
        elif top.tag in {"html", "body"}:
            stack.extend(reversed(top.children))
        else:
            parts.append(f"<{top.tag}>")
            stack.extend((f"</{top.tag}>" if top.tag not in _EMPTY else "",))
            stack.extend(
                html.escape(child, quote=False) if isinstance(child, str) else child for child in reversed(top.children)
            )
    return "".join(parts)

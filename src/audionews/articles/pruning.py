"""What a page holds beside the story is taken out of its tree: by tag, role, name, or the words it begins with.

Names lie: a wrapper around everything may be called ``content-with-sidebar``. So what holds the title or the body
stays, whatever it is called, and softer names count only for boxes without running text.
"""

import re
from collections.abc import Callable
from itertools import islice

from audionews.articles.blocks import INLINE
from audionews.articles.cleaning import fold
from audionews.articles.dom import Node
from audionews.articles.furniture import comparable, opens_furniture
from audionews.articles.linked_data import paid_parts
from audionews.articles.names import NEVER_READ, ROLES, is_chapo, named
from audionews.expressions import expression

_BOX_TITLE = expression(
    r"(?:à propos de l['’]auteure?|l['’]auteure?|qui (?:suis-je|sommes-nous)|laisser un commentaire"
    r"|(?:\d+ )?commentaires?(?: \(\d+\))?|partager|suivez-nous|archives|catégories|étiquettes|tags|publicité"
    r"|(?:la |nos )?newsletters?|mots[- ]clés|recevez .*|inscrivez-vous.*|abonnez-vous.*|soutenez.*"
    r"|ne manquez (?:rien|pas).*|restez informée?s?.*|les plus (?:lus|populaires).*|les? articles? .*plus lus?"
    r"|dernières? (?:actualités|nouvelles|infos))\s*[:!?]?",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"html", "body", "main", "article", "#root"})
_RUNNING = 160
_MOST_LINES = 2
_LONGEST_SIGN_UP = 300
"""Characters."""

_LABELS = expression(
    r"partag|réseaux sociaux|ariane|breadcrumb|newsletter|publicit|articles? (?:li|similaires|associ)|commentaires"
    r"|navigation|menu|cookie|sur le même",
    re.IGNORECASE,
)


def prune(root: Node, title: Node | None) -> None:
    """Take everything but the story out of a page's tree.

    Args:
        root: Changed in place.
        title: The heading that is the article's title, which stays with all that is around it.
    """
    holy = _untouchable(root, title)
    _sweep_sign_ups(root, holy)
    _sweep(root, holy, _is_never_read)
    _sweep(
        root,
        holy,
        lambda node: (
            (named(node, "hard") and not _opens_section(node))
            or node.get("role").lower() in ROLES
            or _is_labelled(node)
        ),
    )
    _sweep(root, holy, lambda node: _is_soft(node) and not _runs(node))
    _sweep_boxes(root, holy)
    whole = comparable(root.text())
    _sweep(root, holy, lambda node: named(node, "pulled") and whole.count(comparable(node.text())) > 1)
    _sweep(root, holy, _is_list_of_links)


def _untouchable(root: Node, title: Node | None) -> set[int]:
    """Return the elements that hold the title or the largest part named as the body, by identity."""
    holders = [title] if title else []
    bodies = [node for node in root.all() if named(node, "body") and not named(node, "comments")]
    if bodies:
        most = max(map(_running, bodies))
        holders += [node for node in bodies if 2 * _running(node) >= most]
    paid = paid_parts(root)
    holders += [node for node in root.all() if not paid.isdisjoint(node.get("class").split())] if paid else []
    whole = _running(root)
    holders += [node for node in root.all("div", "section", "article", "main", "form") if _holds_most(node, whole)]
    safe = {id(root)}
    for holder in holders:
        safe.add(id(holder))
        safe.update(id(node) for node in holder.above())
    return safe


def _holds_most(node: Node, whole: int) -> bool:
    """Tell whether most running text of the page is in a box that a name would take out."""
    suspect = named(node, "hard") or _is_soft(node) or node.get("role").lower() in ROLES
    return suspect and not named(node, "comments") and 10 * _running(node) > 6 * whole > 0


def _sweep(root: Node, holy: set[int], is_furniture_box: Callable[[Node], bool]) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        inner = [child for child in node.elements if child.tag != "br"]
        gone = {id(child) for child in inner if id(child) not in holy and is_furniture_box(child)}
        if gone:
            node.children = [_gap(child, node) if id(child) in gone else child for child in node.children]
        stack.extend(child for child in inner if id(child) not in gone)


def _gap(child: Node | str, around: Node) -> Node | str:
    """Return what keeps the words around an element apart when it is gone: paragraphs, where it was a block."""
    inline = isinstance(child, str) or child.tag in INLINE or around.tag in INLINE or around.tag == "p"
    return " " if inline else Node("hr")


def _sweep_sign_ups(root: Node, holy: set[int]) -> None:
    """Take out the boxes that ask for an address: the largest around its field without a paragraph of running text."""
    for field in [node for node in root.all("input") if node.get("type").lower() == "email"]:
        box = None
        for around in field.above():
            if id(around) in holy or around.tag in _WHOLE or not _is_small(around):
                break
            box = around
        if box is not None:
            box.remove()


def _is_small(node: Node) -> bool:
    if len(fold(node.text(_LONGEST_SIGN_UP))) >= _LONGEST_SIGN_UP:
        return False
    lines = [len(fold(p.text(_RUNNING))) for p in islice(node.all("p"), _MOST_LINES + 1)]
    return len(lines) <= _MOST_LINES and all(length < _RUNNING for length in lines)


def _is_never_read(node: Node) -> bool:
    if (
        (node.tag in NEVER_READ and not _opens_section(node))
        or "hidden" in node.attributes
        or node.get("aria-hidden").lower() == "true"
    ):
        return True
    if re.search(r"display:\s*none|visibility:\s*hidden", node.get("style"), re.IGNORECASE):
        return True
    return node.get("type") == "application/ld+json"


def _opens_section(node: Node) -> bool:
    """Tell a button that is all of a heading: it unfolds what stands under it."""
    return node.tag == "button" and node.parent is not None and node.parent.tag in _HEADINGS


def _is_labelled(node: Node) -> bool:
    return bool(_LABELS.search(node.get("aria-label"))) and len(node.text(2_000)) < 2_000


def _is_soft(node: Node) -> bool:
    if any(is_chapo(each) for each in node.all()) or named(node, "kept") or named(node, "pulled"):
        return False
    if node.tag == "footer":
        return not any(above.tag == "blockquote" for above in node.above())
    return node.tag in {"aside", "header", "form", "menu", "address"} or named(node, "soft")


def _runs(node: Node) -> bool:
    """Tell whether there is running text in a box: two paragraphs that are no links."""
    if node.tag in {"aside", "footer", "address"}:
        return False
    return sum(len(fold(p.text())) >= 80 and _linked(p) < 0.5 for p in node.all("p")) >= 2


def _running(node: Node) -> int:
    """Return how many characters of paragraphs there are in an element."""
    return sum(len(fold(p.text())) for p in node.all("p")) or len(fold(node.text())) // 2


def _linked(node: Node) -> float:
    """Return the share of an element's words that are links, 0–1."""
    whole = len(fold(node.text()))
    return sum(len(fold(link.text())) for link in node.all("a") if link.get("href")) / whole if whole else 0.0


def _sweep_boxes(root: Node, holy: set[int]) -> None:
    """Take out boxes by what they are headed: “À propos de l’auteur”, “Recevez notre newsletter”, “Lire aussi”."""
    for node in list(root.all("h1", "h2", "h3", "h4", "h5", "h6", "p", "strong", "b", "span", "div", "form", "legend")):
        text = fold(node.text())
        if (
            node.parent is None
            or id(node) in holy
            or (not text and node.tag != "form")
            or (len(text) > 120 and node.tag != "form")
        ):
            continue
        heads = node.tag == "form" or opens_furniture(text) or _BOX_TITLE.fullmatch(text)
        if heads and (box := _box(node, holy)) is not None:
            box.remove()


def _box(head: Node, holy: set[int]) -> Node | None:
    """Return the largest element that begins with these words and is small enough for a box; None if there is none."""
    words, best = comparable(head.text()), None
    for around in head.above():
        text = around.text(3_000)
        begins = comparable(text).startswith(words)
        if id(around) in holy or not begins or len(fold(text)) > 1_200 or around.tag in _WHOLE:
            break
        if around.tag in {"p", "h2", "h3", "h4", "li", "span", "strong"}:
            continue
        best = around
    return best or (head if head.tag == "form" else None)


def _is_list_of_links(node: Node) -> bool:
    """Tell a box of links to other pages from a list of the article's."""
    if node.tag not in {"ul", "ol", "div", "section", "aside"}:
        return False
    if len(fold(node.text(4_000))) >= 3_000:
        return False
    links = [link for link in node.all("a") if link.get("href") and fold(link.text())]
    return len(links) >= 2 and _linked(node) > 0.75

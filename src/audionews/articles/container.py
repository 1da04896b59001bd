"""Where in a pruned page the story is: the element that holds its paragraphs, and the lead that may stand above it.

What newsroom systems name as the body is believed when it holds text; else the story is where most of the text is.
When that is in doubt, a second opinion is asked: trafilatura's, which reads no structure but knows many pages.
"""

from collections.abc import Sequence

from audionews.articles.cleaning import fold
from audionews.articles.dom import Node
from audionews.articles.furniture import comparable
from audionews.articles.names import is_chapo, named

_LEAST = 250
"""Characters of running text below which a story is in doubt."""

_LEADS = frozenset({"p", "h2", "h3", "div", "section", "span"})
_LEAST_LEAD = 70
_LEAST_SENTENCE = 40

_PARAGRAPHS = (
    "p",
    "div",
    "section",
    "article",
    "td",
    "li",
    "blockquote",
    "main",
    "body",
    "center",
    "font",
    "#root",
    "span",
    "dd",
)


def story(root: Node, title: Node | None) -> tuple[Node, bool]:
    """Return the element that holds the story, and whether that is sure.

    Args:
        root: A page's tree, pruned.
        title: The heading that is the title, still in the tree.
    """
    mass = masses(root)
    scope = _scope(root, title, mass)
    bodies = [node for node in scope.all() if named(node, "body") and mass[id(node)] >= _LEAST // 2]
    if bodies:
        best = max(bodies, key=lambda node: mass[id(node)])
        return _with_neighbours(best, scope, mass), 2 * mass[id(best)] >= mass[id(scope)]
    best = _heaviest(scope, mass)
    return best, False


def masses(root: Node) -> dict[int, int]:
    """Return for each element how many characters of running text, outside links, are in it, by identity."""
    found: dict[int, int] = {}
    order = list(root.all())
    for node in reversed(order):
        own = 0
        if node.tag in _PARAGRAPHS:
            own = _own_length(node)
        found[id(node)] = (own if own >= 40 else 0) + sum(found[id(child)] for child in node.elements)
    return found


def _own_length(node: Node) -> int:
    """Return how long the text is that is an element's own: its words and those of the inline elements in it."""
    length = 0
    stack: list[Node | str] = list(node.children)
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            length += len(top.strip())
        elif top.tag not in _PARAGRAPHS and top.tag != "a" and not top.tag.startswith("h"):
            stack.extend(top.children)
    return length


def _scope(root: Node, title: Node | None, mass: dict[int, int]) -> Node:
    """Return the smallest element around the title that holds a good part of the text."""
    if title is None:
        return root
    whole = mass[id(root)]
    for around in title.above():
        if mass[id(around)] >= max(min(400, whole // 2), whole // 4):
            return around
    return root


def _with_neighbours(best: Node, scope: Node, mass: dict[int, int]) -> Node:
    """Climb as long as what stands beside holds as much again: some pages cut the body into several boxes."""
    node = best
    for around in best.above():
        if mass[id(around)] >= 1.5 * mass[id(node)] or _has_twin(node, around, mass):
            node = around
        if around is scope:
            break
    return node


def _has_twin(node: Node, around: Node, mass: dict[int, int]) -> bool:
    twins = [each for each in around.elements if each is not node and each.get("class") == node.get("class") != ""]
    return any(mass[id(each)] >= 80 for each in twins)


def _heaviest(scope: Node, mass: dict[int, int]) -> Node:
    """Go down while one child holds nearly all running text."""
    node = scope
    while True:
        heir = max(node.elements, key=lambda child: mass[id(child)], default=None)
        if (
            heir is None
            or heir.tag in {"p", "li", "td", "span"}
            or mass[id(heir)] < 0.85 * mass[id(node)]
            or not mass[id(heir)]
        ):
            return node
        node = heir


def lead_above(root: Node, body: Node, title: Node | None) -> list[Node]:
    """Return what stands between title and body and is the lead: named so, or a paragraph of its own."""
    inside = {id(node) for node in body.all()}
    if title is None or id(title) in inside:
        return []
    before: list[Node] = []
    started = False
    for node in root.all():
        if node is title:
            started = True
        elif node is body:
            break
        elif (
            started
            and node.tag in {"p", "h2", "h3", "div", "section", "span"}
            and not any(each is body for each in node.all())
        ):
            before.append(node)
    named_ones = [node for node in before if is_chapo(node)]
    chosen = named_ones or [node for node in before if _may_be_lead(node)]
    tops = [node for node in chosen if not any(each is other for other in chosen for each in node.above())]
    return tops[:2]


def _may_be_lead(node: Node) -> bool:
    text = fold(node.text())
    if node.tag in {"h2", "h3"} and text.endswith((".", "…")):
        return len(text) >= _LEAST_SENTENCE
    return node.tag in {"p", "h2"} and len(text) >= _LEAST_LEAD


def around_texts(root: Node, texts: Sequence[str]) -> Node | None:
    """Return the smallest element that holds nearly all of some texts; None when they are not there."""
    keys = [key for text in texts if len(key := comparable(text)) >= 40]
    node, missing = root, _missing(root, keys)
    if not keys or 4 * missing > len(keys):
        return None
    while True:
        heir = next((child for child in node.elements if _missing(child, keys) <= missing), None)
        if heir is None or heir.tag in {"p", "li", "span"}:
            return node
        node = heir


def _missing(node: Node, keys: Sequence[str]) -> int:
    text = comparable(node.text())
    return sum(key not in text for key in keys)

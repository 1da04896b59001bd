"""What a site asks of programs: its robots.txt, read for us.

Source: RFC 9309. The group that names us counts, else the one for all; of the rules that fit an address the longest
decides, and ``allow`` where two are equally long.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

LONGEST_BYTES = 500 * 1024
"""As much as everybody reads of a robots.txt."""
_UNENCODED = "!#$&'()*+,/:;=?@[]~-._"


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of a robots.txt: addresses that begin with a path, in which ``*`` stands for anything."""

    allows: bool
    path: str

    def fits(self, path: str) -> bool:
        """Tell whether a path begins as the rule says; its parts are looked for from left to right, once each."""
        first, *rest = self.path.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        for part in rest[:-1] if self._is_whole else rest:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        if not self._is_whole:
            return True
        return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else len(path) == at

    @property
    def _is_whole(self) -> bool:
        return self.path.endswith("$")


def rules_for(agent: str, text: str) -> tuple[Rule, ...]:
    """Return the rules of a robots.txt that are meant for a program.

    Args:
        agent: Its name, in lower case.
        text: The file; what is not a rule is passed over.
    """
    groups: dict[str, list[Rule]] = {}
    names: list[str] = []
    begins = True
    for key, value in _lines(text):
        if key == "user-agent":
            names = [*([] if begins else names), _product(value)]
            begins = False
            groups.setdefault(names[-1], [])
        elif key in {"allow", "disallow"}:
            begins = True
            if value:  # an empty rule says nothing
                for each in names:
                    groups[each].append(Rule(allows=key == "allow", path=_encoded(value)))
    return tuple(groups.get(agent, groups.get("*", [])))


def allows(rules: tuple[Rule, ...], path: str) -> bool:
    """Tell whether an address may be read.

    Args:
        rules: Of its site, for us.
        path: Of the address, with the query.
    """
    fitting = [rule for rule in rules if rule.fits(_encoded(path))]
    return max(fitting, key=lambda rule: (len(rule.path), rule.allows)).allows if fitting else True


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _product(agent: str) -> str:
    """Return a program's name without its version."""
    return agent.split("/")[0].strip().lower()


def _encoded(path: str) -> str:
    """Return a path in which whatever can be encoded in two ways is encoded in one."""
    return quote(unquote_to_bytes(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe=_UNENCODED + "%")

"""Expressions that are compiled late look for the same as those that are compiled at once, and all of them compile."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

from audionews import articles, french
from audionews.expressions import expression


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_finds_what_a_compiled_one_finds(flags: int) -> None:
    late, compiled, text = (
        expression("(?P<vowel>[aeé])t", flags),
        re.compile("(?P<vowel>[aeé])t", flags),
        "été ÉTAT état",
    )
    assert late.findall(text) == compiled.findall(text)
    assert [found.span("vowel") for found in late.finditer(text, 2)] == [
        found.span("vowel") for found in compiled.finditer(text, 2)
    ]
    assert late.sub("_", text) == compiled.sub("_", text)
    assert late.split(text) == compiled.split(text)
    assert late.fullmatch(text) is compiled.fullmatch(text) is None


def test_a_mistake_names_itself_at_the_first_use() -> None:
    wrong = expression("(")
    with pytest.raises(re.error, match="unterminated subpattern"):
        wrong.search("a")


def _expressions() -> Iterator[re.Pattern[str]]:
    for package in (articles, french):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            values = vars(import_module(module.name)).values()
            yield from (value for value in values if type(value) is type(expression("")))


def test_every_expression_compiles() -> None:
    found = list(_expressions())
    assert len(found) > 100
    for each in found:
        re.compile(each.pattern)

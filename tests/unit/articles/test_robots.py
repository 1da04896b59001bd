"""What a robots.txt allows, as RFC 9309 has it."""

import pytest

from audionews.articles.robots import allows, rules_for


def may(text: str, path: str) -> bool:
    return allows(rules_for("audionews", text), path)


EVERYBODY = "User-agent: *\n"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow: /b", "/a", True),
        ("Disallow: /a", "/abc?d", False),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a/b\nDisallow: /a", "/a/c", False),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a*b*c", "/a-b-b-c-d", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /*a$", "/ba", False),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /*", "/", False),
        ("Disallow: /été", "/%C3%A9t%C3%A9/1", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow: /a%2fb", "/a%2Fb", False),
        ("Disallow : /a # all of it", "/a", False),
        ("Disallow: /?p=", "/?p=12", False),
        ("no rule\nDisallow: /a", "/a", False),
    ],
)
def test_rules_for_everybody(rules: str, path: str, allowed: bool) -> None:
    assert may(EVERYBODY + rules, path) is allowed


def test_the_group_that_names_us_counts_alone() -> None:
    text = "user-agent: *\ndisallow: /\nUSER-AGENT: Other\nUser-Agent: AudioNews/1.0\nDisallow: /a\n"
    assert not may(text, "/a")
    assert may(text, "/b")


def test_groups_of_one_name_are_one() -> None:
    text = "User-agent: audionews\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: audionews\nDisallow: /b\n"
    assert [may(text, path) for path in ("/a", "/b", "/c")] == [False, False, True]


def test_rules_of_nobody_bind_nobody() -> None:
    assert may("Disallow: /\nUser-agent: x\nDisallow: /", "/a")


def test_a_mark_at_the_beginning_hides_no_group() -> None:
    assert not may("\ufeffUser-agent: *\r\nDisallow: /\r\n", "/a")


def test_very_many_stars_take_no_time() -> None:
    assert may(f"{EVERYBODY}Disallow: /{'a*' * 5_000}b", "/" + "a" * 5_000)

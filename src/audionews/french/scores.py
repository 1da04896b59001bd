"""Scores, tennis sets, line-ups.

Source: sports bulletins of Radio France: *trois à deux*, *un partout*, *six quatre, sept six*.
"""

import re

from audionews.expressions import expression
from audionews.french.numerals import START, figures
from audionews.french.rules import Pattern
from audionews.french.spelling import cardinal

_HYPHEN = "[-\u2013]"
_MARK = "[-/\u2013]"
_SET = rf"(?:[0-7]{_MARK}[67]|[67]{_MARK}[0-7])(?![\d%])"
_BEGUN = rf"[0-6]{_HYPHEN}[0-6](?![\d%])"
_TIE_BREAK = r"(?:\s?[(\[]\d{1,2}(?:[-/]\d{1,2})?[)\]])?"
_SETS = (
    rf"{_SET}{_TIE_BREAK}(?:(?:,\s?|\s|\set\s){_SET}{_TIE_BREAK}){{1,4}}(?:,\s{_BEGUN})?|{_SET}{_TIE_BREAK},\s{_BEGUN}"
)
_PAIR = r"\d\s?[-/\u2013]\s?\d"
_ONE_SET = expression(
    rf"(?P<one>\d){_MARK}(?P<other>\d)(?:\s?[(\[](?P<low>\d{{1,2}})(?:[-/](?P<high>\d{{1,2}}))?[)\]])?(?P<between>,|\set)?"
)


def score(one: int, other: int) -> str:
    """Return a score: *trois à deux*, *un partout*; *cinquante-cinquante* is a deal."""
    if one == other == 50:
        return "cinquante-cinquante"
    return f"{cardinal(one)} partout" if one == other else f"{cardinal(one)} à {cardinal(other)}"


def _sets(match: re.Match[str]) -> str:
    """Say the sets of a match: *six quatre, sept six (cinq)* has the points of the tie-break after the games."""
    said = []
    for found in _ONE_SET.finditer(match[0]):
        games = f"{cardinal(int(found['one']))} {cardinal(int(found['other']))}"
        if found["high"]:
            games = f"{games}, {cardinal(int(found['low']))} à {cardinal(int(found['high']))} au jeu décisif"
        elif found["low"]:
            games = f"{games}, {cardinal(int(found['low']))} au jeu décisif"
        said.append(games)
    return ", ".join(said)


def _rallies(match: re.Match[str]) -> str | None:
    """Say ``11/9, 8/11, 11/6``: sets of table tennis, never marks out of one total."""
    pairs = [tuple(map(int, pair.split("/"))) for pair in match[0].split(", ")]
    one_total = len({total for _, total in pairs}) == 1
    if one_total or any(max(pair) < 11 or abs(pair[0] - pair[1]) < 2 for pair in pairs):
        return None
    return ", ".join(f"{cardinal(one)} à {cardinal(other)}" for one, other in pairs)


def _line_up(match: re.Match[str]) -> str | None:
    """Say ``4-3-3``: the ten players of the field."""
    lines = [int(digit) for digit in re.findall(r"\d", match[0])]
    return " ".join(cardinal(line) for line in lines) if sum(lines) == 10 else None


def _draw(match: re.Match[str]) -> str:
    return score(int(match["one"]), int(match["other"]))


_OUTCOMES = {"v": "victoire", "n": "nul", "d": "défaite"}
_OUTCOME = expression(r"(\d+)\s?([vndVND])")
_AFTER_TIME = {"ap": "après prolongation", "tab": "tirs au but", "sp": "sur penalty", "csc": "contre son camp"}


def _after_time(match: re.Match[str]) -> str:
    """Say how a cup tie ended or a goal fell: ``2-1 a.p.``, ``4-2 t.a.b.``, ``4 tab à 2``, ``12e s.p.``."""
    said = _AFTER_TIME[re.sub(r"[.\s]", "", match["how"]).lower()]
    aux = "aux " if match["score"] is not None and said == "tirs au but" and not match["aux"] else match["aux"] or ""
    ends = match[0].endswith(".") and not match.string[match.end() :].strip(" )»”")
    return f"{aux}{said}{'.' * ends}"


def _record(match: re.Match[str]) -> str:
    """Say ``9 v., 2 n., 6 d.``: how many matches a team has won, drawn and lost."""
    counts = [(int(count), _OUTCOMES[letter.lower()]) for count, letter in _OUTCOME.findall(match[0])]
    return ", ".join(f"{cardinal(count, feminine=name != 'nul')} {name}{'s' * (count > 1)}" for count, name in counts)


RULES = (
    Pattern(
        "score",
        r"(?P<score>(?<=\d[-\u2013]\d\s)|(?<=\d[-\u2013]\d,\s))?(?<![\w.])(?P<aux>aux\s)?"
        r"(?P<how>a\.\s?p(?=\.)|t\.\s?a\.\s?b|TAB|(?<=\d\s)tab"
        r"|(?:(?<=\de\s)|(?<=\de,\s)|(?<=['’′]\s)|(?<=['’′],\s)|(?<=\d\s)|(?<=\+\d,\s))(?:s\.?p|c\.?s\.?c))"
        r"(?![^\W_])\.?",
        _after_time,
        r"\b(?:a\.\s?p\.|t\.\s?a\.\s?b|s\.?p\b|c\.?s\.?c\b)|tab\b|TAB",
    ),
    Pattern(
        "score",
        r"\b[A-ZÉ][\w’'.-]{1,20}(?P<dash>\s[-\u2013]\s)(?=(?:[A-ZÉ][\w’'.-]{1,20}\s){1,3}(?:\d\d\s(?=:))?:?\s?\d{1,3}\s?[-\u2013]\s?\d{1,3}(?![\w/-]))",
        lambda _: "",
        r"\s[-\u2013]\s[A-ZÉ].{2,60}\d\s?[-\u2013]\s?\d",
        group="dash",
    ),
    Pattern(
        "score",
        rf"{START}\d\d?\s?(?P<one>[vndVND])\.?(?:,?\s|-|\set\s)\d\d?\s?(?!(?P=one))(?P<two>[vndVND])"
        r"(?:\.?(?:,?\s|-|\set\s)\d\d?\s?(?!(?P=one)|(?P=two))[vndVND])?(?:\.(?=[,)])|(?![\w.]))",
        _record,
        r"\d\s?[vndVND]\W{1,4}(?:et\s)?\d",
    ),
    Pattern(
        "score",
        r"(?:[A-ZÉ][\w’'-]{2,20}|\))\s(?P<beats>b\.)(?=\s[A-ZÉ])",
        lambda _: "bat",
        r"\sb\.\s[A-ZÉ]",
        group="beats",
    ),
    Pattern("score", rf"{START}(?:{_SETS})(?![^\W_]|-\d)", _sets, _PAIR, anchor=figures),
    Pattern(
        "score",
        rf"{START}\d\d?/\d\d?(?:, \d\d?/\d\d?){{1,6}}(?![^\W_]|/\d)",
        _rallies,
        r"/\d\d?, \d\d?/",
        anchor=figures,
    ),
    Pattern("score", rf"{START}\d(?:{_HYPHEN}\d){{2,4}}(?![^\W_]|-\d)", _line_up, _PAIR, anchor=figures),
    Pattern(
        "score",
        rf"{START}(?<![-/.,])(?P<one>\d{{1,3}})(?:{_HYPHEN}|\s[-\u2013]\s)(?P<other>(?P=one))(?![^\W_]|[-/.,]\d|\s?%)",
        _draw,
        _PAIR,
        anchor=figures,
    ),
    Pattern(
        "score",
        rf"{START}(?<![-/.,])(?<!\d\s[-\u2013]\s)(?P<one>\d{{1,2}})\s[-\u2013]\s(?P<other>\d{{1,2}})(?=\s?[,;.)(]|$)(?!\.\d|,\d)",
        _draw,
        _PAIR,
        anchor=figures,
    ),
)

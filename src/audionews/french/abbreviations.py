"""Abbreviations, each in the context that makes it one: titles, page and article, streets, eras, initials.

A full stop that also ends the sentence stays. What is a word of its own as well (*l'art. Le peintre*, *en plein vol.*)
is one unless a number or a small letter follows.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale, « Abréviations »; said in full on air.
"""

import re
from functools import cache, lru_cache, partial

from audionews.expressions import expression
from audionews.french.rules import Pattern, Rule
from audionews.french.sigles import how
from audionews.french.tables import rows, words

_NAME = "abbreviation"
_SPACE = r"[ \t\u00a0]"
_LONGEST = 12
_OF_WOMEN = {"professeur": "professeure", "docteur": "docteure", "général": "générale", "commandant": "commandante"}
_SIDES = ("g", "d", "dr", "dte", "gche")
_FIRST_NAMES = {"Ch.": "Charles", "Ph.": "Philippe", "Cl.": "Claude", "Fr.": "François"}
_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}
_CAPITAL = "A-ZÀ-ÖØ-ÞŒ"
_START = r"(?<![\w.@/-])"
_NAME_FOLLOWS = (
    rf"(?={_SPACE}*(?:[{_CAPITAL}]|(?:l[ae]s?|d[eu]s?|van|von|el|al|ben){_SPACE}|[ld]['’]"
    rf"|et{_SPACE}M(?:me|lle|rs?\b|M?\.)))"
)
_SENTENCE_BEGINS = expression(r"(?:\A|(?<!Exc)(?<!\bÉm)(?<!\b[A-Z])[.!?…]\s)[\s«“\"(–—-]*\Z")
_ALSO_WORDS = frozenset(("vol", "sept", "min", "max", "ex", "par", "art", "all", "t", "sect", "fig", "al", "arr"))
_TWO_NAMES = expression(
    rf"{_SPACE}(?:[{_CAPITAL}][\w'’-]*{_SPACE}){{0,2}}[{_CAPITAL}][\w'’-]+(?:,| et| &){_SPACE}[{_CAPITAL}]"
)
_PLURAL_BEFORE = expression(r"\b(?:[LlDdCcMmTtSs]es|[Aa]ux|[NnVv]os|[Ll]eurs|[Dd]eux|[Tt]rois|[Qq]uatre)\s\Z")
_INITIAL_BEFORE = expression(
    rf"(?<![\w.-])[A-LN-Z]\.{_SPACE}?[{_CAPITAL}][\w'’-]+(?:{_SPACE}[{_CAPITAL}][\w'’-]+)?(?:,| et){_SPACE}\Z"
)
_INITIAL_AFTER = expression(
    rf"{_SPACE}[{_CAPITAL}][\w'’-]+(?:,| et){_SPACE}[A-LN-Z]\.{_SPACE}?(?:[{_CAPITAL}][a-zà-ÿ]|d[eu]{_SPACE})"
)
_ONE_EDITION = expression(r"(?:[lLdD]['’]|\b[uU]ne\s|\bette\s|\b[cC]ette\s|\b[lL]a\s|[eèᵉ]\s|re\s)\Z")
_WORD_BEFORE = expression(r"([^\W\d_]+)\s$")


@cache
def _said(kind: str) -> dict[str, str]:
    return {row[1].rstrip("?"): row[2] for row in rows("abbreviations") if row[0] == kind}


def _written(kind: str, *, optional: bool | None = None) -> str:
    """Return an alternation of a kind's abbreviations, longest first; spaces in them match any space."""
    entries = [row[1] for row in rows("abbreviations") if row[0] == kind]
    if optional is not None:
        entries = [entry for entry in entries if entry.endswith("?") == optional]
    entries = sorted((entry.rstrip("?") for entry in entries), key=len, reverse=True)
    return "|".join(_expression(entry) for entry in entries)


def _expression(entry: str) -> str:
    """Return an abbreviation's expression: its first letter may be a capital, where a sentence begins."""
    first, rest = entry[0], re.escape(entry[1:]).replace(r"\ ", f"{_SPACE}?")
    return f"[{first}{first.upper()}]{rest}" if first.islower() else f"{re.escape(first)}{rest}"


def _look_up(kind: str, written: str) -> str:
    said = _said(kind)
    return said.get(written) or next(said[entry] for entry in said if _same(entry, written))


def _same(entry: str, written: str) -> bool:
    one, other = re.sub(r"\s", "", entry), re.sub(r"\s", "", written)
    return one in (other, other[0].lower() + other[1:])


def _ends_text(match: re.Match[str]) -> bool:
    """Tell whether nothing but closing marks follows: then the full stop ends the sentence too."""
    return not match.string[match.end() : match.end() + 40].strip(" »”\"')]\u00a0\t\n")


def _expanded(match: re.Match[str], *, kind: str) -> str | None:
    written = match["short"]
    spoken = _look_up(kind, written)
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()
    if _ends_text(match) and written.lower() in _ALSO_WORDS and before != "%":
        return None
    capital = written[0].isupper() and (kind != "bare" or not written.isupper())
    if capital and _SENTENCE_BEGINS.search(match.string, max(0, match.start() - 8), match.start()):
        spoken = spoken[0].upper() + spoken[1:]
    return spoken + ("." if match.group().endswith(".") and _ends_text(match) else "")


def _title(match: re.Match[str]) -> str | None:
    if match["short"] == "Mes" and not _TWO_NAMES.match(match.string, match.end()):
        return None
    if match["short"] == "M" and _is_among_initials(match):
        return None
    spoken = _expanded(match, kind="title")
    if spoken in _OF_WOMEN and _PLURAL_BEFORE.search(match.string, max(0, match.start() - 8), match.start()):
        return f"{spoken}s"
    if spoken in _OF_WOMEN and match.string[max(0, match.start() - 3) : match.start() - 1].lower() == "la":
        return _OF_WOMEN[spoken]
    return spoken


def _is_among_initials(match: re.Match[str]) -> bool:
    """Tell *P. Durand, M. Petit et J. Roy*, where M. is for Marc or Marie, from *M. Petit*."""
    before = _INITIAL_BEFORE.search(match.string, max(0, match.start() - 40), match.start())
    return bool(before or _INITIAL_AFTER.match(match.string, match.end()))


def _anywhere(match: re.Match[str]) -> str | None:
    written = match["short"]
    follows = match.string[match.end() : match.end() + 2].lstrip()
    if written.lower() in _ALSO_WORDS and follows[:1].isupper():
        return None
    if written == "min" and match.string[max(0, match.start() - 2) : match.start()].strip().isdigit():
        return None
    if written == "éd" and (
        follows[:1].isdigit() or _ONE_EDITION.search(match.string, max(0, match.start() - 8), match.start())
    ):
        return "édition." if _ends_text(match) else "édition"
    return _expanded(match, kind="any")


def _et_cetera(match: re.Match[str]) -> str:
    dots = match["dots"]
    if dots and dots != ".":
        return "et cetera…"
    return "et cetera." if dots and _ends_text(match) else "et cetera"


def _era(match: re.Match[str]) -> str:
    side = f"{'avant' if match['side'].lower().startswith('av') else 'après'} " if match["side"] else ""
    return f"{side}Jésus-Christ{'.' if match.group().endswith('.') and _ends_text(match) else ''}"


def _initials(match: re.Match[str]) -> str | None:
    """Say the first letters of a first name; a full stop before the first word of a sentence is one."""
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
    if before and before[1].lower() in words("sentences")["lettered"]:
        return None
    if match["initials"].rstrip() in _FIRST_NAMES:
        return f"{_FIRST_NAMES[match['initials'].rstrip()]} "
    letters = [letter.upper() for letter in match["initials"] if letter.isalpha()]
    following = match["next"]
    if how("".join(letters)) == "word" or following in words("sentences")["starter"]:
        return None
    if following in words("sentences")["article"] and not match["after"].lstrip()[:1].isupper():
        return None
    return f"{' '.join(letters)} "


def _side(match: re.Match[str]) -> str:
    """Say where somebody stands in a picture: *à gauche*, *de gauche à droite*."""
    return ("gauche" if match["side"].startswith("g") else "droite") + "." * _ends_text(match)


def _lone_initials(match: re.Match[str]) -> str | None:
    """Say ``A. B.``, of whom no name is given; the last full stop may end the sentence."""
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
    if before and before[1].lower() in words("sentences")["lettered"]:
        return None
    letters = " ".join(letter for letter in match["initials"] if letter.isalpha())
    return f"{letters}." if _ends_text(match) else letters


def _numero(match: re.Match[str]) -> str:
    capital = match.group()[0] == "N" and _SENTENCE_BEGINS.search(
        match.string, max(0, match.start() - 8), match.start()
    )
    several = match["several"] or match["after"] or "os" in match.group()
    if several or _PLURAL_BEFORE.search(match.string, max(0, match.start() - 8), match.start()):
        return f"{'N' if capital else 'n'}uméros "
    return f"{'N' if capital else 'n'}uméro "


_FIRST_NUMBER = rf"(?={_SPACE}?(?:\d|[IVXLC]+(?!\w)|[LRDA]\.?{_SPACE}?\d|\*))"
_TWO_NUMBERS = rf"(?={_SPACE}?\d+{_SPACE}?(?:,|et|à|ou|-|–){_SPACE}?\d)"

_TITLE_TRIGGER = (
    r"M[.Mmlger]|Dr|Pr|prof\.|Vve|Ets|Éts|Sté|S\.|Gal|[Gg]én\.|[Cc]dt|[Cc]ne|Col\.|[Ll]t|[Ss]gt|[Aa]djt|R\.P"
)


@lru_cache(maxsize=2)
def _before_stops(text: str) -> list[int]:
    """Return where an abbreviation of the table may begin: a word before a full stop, or the word before this."""
    places: set[int] = set()
    stop = text.find(".")
    while stop >= 0:
        start = _word_start(text, stop)
        places.add(start)
        if text[start - 1 : start].isspace():
            places.add(_word_start(text, start - 1))
        stop = text.find(".", stop + 1)
    return sorted(place for place in places if _letters(text, place) in _first_letters())


@cache
def _first_letters() -> frozenset[str]:
    entries = [row[1] for row in rows("abbreviations") if row[0] in {"any", "number", "way"}]
    return frozenset(map(_letters, (*entries, *_SIDES)))


def _letters(text: str, start: int = 0) -> str:
    """Return the letters of a text from ``start`` to what is none, small."""
    end = start
    while text[end : end + 1].isalpha():
        end += 1
    return text[start:end].lower()


def _word_start(text: str, end: int) -> int:
    start = end
    while start > 0 and end - start < _LONGEST and (text[start - 1].isalpha() or text[start - 1] == "-"):
        start -= 1
    return start


def _stopped(kind: str, follows: str) -> str:
    return rf"{_START}(?P<short>{_written(kind, optional=False)})\.{follows}"


_WAY_NAME = rf"(?={_SPACE}(?:[{_CAPITAL}](?!\.-)|d[eu]s?{_SPACE}|d['’]))"

RULES: tuple[Rule, ...] = (
    Pattern(
        _NAME,
        rf"(?<![\w.-])(?P<short>{_written('whole')})(?![\w-])",
        lambda match: _look_up("whole", match["short"]),
        r"M[rRe.][. ][TBRNPH&]|Mr\.? |Ph\.|P!|Ftt|[HF]/[FH]|\(cap|N-VA|ID\.|R['’]n|E\. c|Bpi",
    ),
    Pattern(
        _NAME,
        rf"(?<!\w)(?:(?P<side>[Aa]v|[Aa]pr?|[Aa]vant|[Aa]près)\.?{_SPACE}?)?J\.?-?{_SPACE}?-?C(?:\.|(?![\w.]))"
        rf"(?!-?{_SPACE}?[{_CAPITAL}][a-zà-ÿ]|{_SPACE}[B-Z](?!\w))",
        _era,
        r"J\.?-?\s?-?C",
    ),
    Pattern(
        _NAME,
        rf"(?<!\d{_SPACE}){_START}(?P<short>(?:{_written('title', optional=False)})(?=\.)"
        rf"|{_written('title', optional=True)})"
        rf"(?:\.(?!-)|(?![\w.-])){_NAME_FOLLOWS}",
        _title,
        _TITLE_TRIGGER,
    ),
    Pattern(
        _NAME,
        rf"(?:(?<=\b[dD]u )|(?<=\b[aA]u ))(?P<short>{_written('street')})\.?-(?P<of>d[eu]s?-)?(?=[{_CAPITAL}]|d['’])",
        lambda match: f"{_said('street')[match['short']]} {(match['of'] or '').replace('-', ' ')}",
        "-[A-ZÉd]",
    ),
    Pattern(
        _NAME,
        rf"{_START}(?P<short>Mmes?|Mlles?|Mgrs?)\.?(?![\w])",
        partial(_expanded, kind="title"),
        "M[mlg]",
    ),
    Pattern(
        _NAME,
        rf"(?<![\w.])(?P<short>[sS]te?s?)(?:\.{_SPACE}?-?|(?=[-{_SPACE[1:]}))(?=-?{_SPACE}?[{_CAPITAL}])",
        lambda match: _said("saint")[match["short"]] + (" " if match.group().endswith((" ", "\u00a0")) else ""),
        r"\b[sS]te?s?[ .\u00a0-]",
    ),
    Pattern(
        _NAME,
        rf"(?<![\w.])(?:[nN](?P<several>[o]?[sˢ])?[°ºᵒ](?P<after>[sˢ])?|[nN]o\.?(?={_SPACE}?\d)"
        rf"|[nN]os\.?{_TWO_NUMBERS}){_SPACE}*(?=[^\W_])",
        _numero,
        r"[nN](?:o?[sˢ]?[°ºᵒ]|os?\.?\s?\d)",
    ),
    Pattern(
        _NAME,
        rf"(?:(?<=\b[àÀ]{_SPACE})|(?<=\b[dD]e{_SPACE}))(?P<side>{'|'.join(_SIDES)})\.(?=[,;:)»]|{_SPACE}[^{_CAPITAL}]|\Z)",
        _side,
        anchor=_before_stops,
    ),
    Pattern(_NAME, rf"(?<![\w.-])v\.(?={_SPACE}?\d{{3,4}}(?!\d|,))", lambda _: "vers", r"\bv\.\s?\d"),
    Pattern(_NAME, _stopped("any", r"(?!\w)"), _anywhere, anchor=_before_stops),
    Pattern(_NAME, _stopped("number", _FIRST_NUMBER), partial(_expanded, kind="number"), anchor=_before_stops),
    Pattern(_NAME, _stopped("way", _WAY_NAME), partial(_expanded, kind="way"), anchor=_before_stops),
    Pattern(
        _NAME,
        rf"{_START}(?P<short>{_written('way', optional=True)})\.?{_WAY_NAME}",
        partial(_expanded, kind="way"),
        r"[Bb](?:l|v|lv)?d[. ]|\b[Rr]te[. ]",
    ),
    Pattern(
        _NAME,
        r"(?:(?<=\b[dD]e\s)|(?<=\bau\s)|(?<=secteur\s)|(?<=[vV]ent\s)|(?<=[vV]ent\s:\s)|(?<=ents\s))"
        r"(?P<one>[NS])(?:\.?-|\.)?(?P<other>[EOW])(?:\.(?=[,;)\s]))?(?![\w])",
        lambda match: f"{_COMPASS[match['one']]}-{_COMPASS[match['other']]}",
        r"\s[NS][-.]{0,2}[EOW]\b",
    ),
    Pattern(_NAME, r"(?<![\w.])[eE]tc(?P<dots>\.{2,4}|…|\.)?(?!\w)", _et_cetera, "tc"),
    Pattern(
        _NAME,
        r"(?<![\w/.])(?P<letter>[cs])/(?!o\b)\s?(?=[^\W\d_])",
        lambda match: {"c": "contre ", "s": "sur "}[match["letter"]],
        "/",
    ),
    Pattern(_NAME, rf"{_START}(?P<short>{_written('bare')})(?![\w-]|\.\w)", partial(_expanded, kind="bare")),
    Pattern(_NAME, r"(?<=\d[eèᵉ] )j\.(?=[,;)])", lambda _: "journée", r"\d[eèᵉ] j\."),
    Pattern(_NAME, r"(?<=[IVX][eèᵉ] )s\.(?=\s)", lambda match: "siècle" + "." * _ends_text(match), r" s\."),
    Pattern(
        _NAME,
        rf"(?<=[a-zà-ÿ])(?P<initials>(?:-[{_CAPITAL}]\.){{1,3}}-)(?=[{_CAPITAL}])",
        lambda match: f" {' '.join(letter for letter in match['initials'] if letter.isalpha())} ",
        r"-[A-ZÉ]\.-[A-ZÉ]",
    ),
    Pattern(
        _NAME,
        rf"(?<![\w.])(?P<initials>(?:(?:[{_CAPITAL}]|Ph|Ch|Cl|Fr|Th)\.(?:-|{_SPACE})?){{1,4}})"
        rf"(?=(?P<next>[{_CAPITAL}](?:[a-zà-ÿœ]+['’]?|['’]|[{_CAPITAL}]+(?!\.))"
        r"|d[eu](?= )|d['’]|von(?= )|van(?= ))(?P<after>.?.?))",
        _initials,
        rf"[{_CAPITAL}hlr]\.[-\s]?[{_CAPITAL}dv]",
    ),
    Pattern(
        _NAME,
        rf"(?<![\w.-])(?P<initials>[{_CAPITAL}]\.(?:{_SPACE}[{_CAPITAL}]\.){{1,3}})(?=[,;:)»]|{_SPACE}[a-zà-ÿ(»]|\Z)",
        _lone_initials,
        rf"\.\s[{_CAPITAL}]\.",
    ),
)
"""In order: eras before initials, titles before initials, what stands anywhere before what needs a number."""

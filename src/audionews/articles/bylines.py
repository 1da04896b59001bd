"""Who wrote it: the lines in which French newsrooms name an author, and nothing that only begins with “Par”."""

import re

from audionews.articles.cleaning import fold
from audionews.expressions import expression

_WORD = r"(?:[dDLO]['’])?[A-ZÀ-ÖØ-Þ][\w’'-]*\.?(?:-[A-Z]\.)?"
_PARTICLE = r"(?:de|du|des|d['’]|la|le|van|von|der|den|di|da|del|della|el|al|ben|bin|ibn|dos|ter|y)"
_PERSON = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,3}}{_WORD}){{0,4}}"
_NAME = expression(_PERSON)
_LONGEST_LINE = 160
_LONGEST_SIGNATURE = 80
_LONGEST_OFFICE = 8
"""Words of what somebody is: ``professeure de droit public à l’université de Valmorin``."""

_SENTENCE_STARTS = expression(
    r"(?:l[ea]s?|une?|des|ce(?:s|t|tte)?|ils?|elles?|on|nous|vous|je|tu|qu[ei]|où|dont|quand|mais|ou|pour|dans|sur|sans"
    r"|par|m(?:a|on|es)|s(?:a|on|es)|leurs?|c'est|a|est|sont)\b|[ljnscd]['’]",
    re.IGNORECASE,
)
_INITIALS = expression(r"(?:[A-ZÀ-Þ]\.[ -]?){2,4}(?:(?:, | et )(?:[A-ZÀ-Þ]\.[ -]?){2,4})*")
_ONE_SIGNATURE = expression(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_WORD}){{1,3}}")
_LABEL = expression(
    r"""(?:
        (?:(?:l['’])?(?:auteurs?|autrices?|auteures?|auteur[·.(][\w·.)]{1,4})|correspondante?s?|journalistes?
           |rédact(?:eur|rice)s?|signé|signature|(?:écrit\s|rédigé\s)?par|by|de|from|authors?|written\sby)\s?[:：]\s?
        | (?:(?:propos|témoignages?)\s)?recueillis?\s+par\s*:?\s+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WEAK_LABEL = expression(  # each of these also begins titles: what follows must be names
    r"""(?:
        (?:textes?(?:\set\s(?:photos?|images?|vidéos?|illustrations?|dessins?))?|enquête|reportage|rédaction)\s?[:：]\s?
        | (?:une?\s)?(?:article|textes?|reportage|enquête|analyse|récit|chronique|billet)(?:\s[a-zé]+)?
          \s+(?:de|signée?s?)\s+
        | textes?\s+(?=(?-i:[A-ZÀ-Þ][\w’'-]+\s[A-ZÀ-Þ]))
        | (?:(?:un\s|une\s)?
            (?:entretien|interview|enquête|reportage|article|dossier|texte|analyse|portrait|récit|chronique)\s)?
          (?:(?:réalisée?s?|menée?s?|signée?s?|écrite?s?|rédigée?s?|conduite?|préparée?|publiée?|postée?|soumise?|proposée?|written|posted)\s)?(?:par|by)\s*:?\s+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ENVOY = expression(
    r"(?:par\s+|de\s+)?(?P<who>(?:notre|nos|l['’]|le|la|les)\s?(?:envoyée?s?\s+spéciale?s?|envoyés\s+spéciaux|correspondante?s?|rédaction|service\s[\w\s]+)"
    r"(?:\s+(?:à|au|aux|en|dans|de|du)\s[^,:]{2,40}?)?)(?:(?:\s?[,:]\s?|\s+(?=(?-i:[A-ZÀ-Þ])[\w’'.-]+\s(?-i:[A-ZÀ-Þ])))(?P<name>.+))?",
    re.IGNORECASE,
)
_AGENCY = r"(?:l['’])?(?:AFP|Agence France[- ]Presse|agences?|Reuters|AP|Belga|ATS|La Presse canadienne)"
_WITH_AGENCY = expression(
    rf"\s*[,(–-]?\s*(?:avec|and|et)\s+{_AGENCY}(?:\s+et\s+{_AGENCY})*\)?\s*$|\s*\(\s*{_AGENCY}\s*\)\s*$", re.IGNORECASE
)
_ROLE_LINE = expression(
    r"(?:(?:grand|notre|nos|cheff?e?s? adjointe?s?|ancienne?)\s)?"
    r"(?:journalistes?|reporters?|correspondante?s?|envoyée?s? spéciale?s?|rédact(?:eur|rice)s?|chroniqueu(?:r|se)s?"
    r"|éditorialistes?|photographes?|cheff?e? (?:du|de|d['’])\s?\w+|secrétaire de rédaction|pigiste)(?:[\s,].*)?",
    re.IGNORECASE,
)
_ASIDE = expression(r"[,\s]+(?:\d{2}[ .\u00a0]?){4}\d{2}|\s*\([^)]*\)|\s*<[^>]*>|\s*\S+@\S+|\s+@\w+")
_PLACE = expression(rf"(?<=\w)(?<!^\w)\s+(?:à|en|au|aux|depuis)\s+{_WORD}(?:[ -]{_WORD}){{0,3}}$")
_PLACE_NAME = expression(rf"{_WORD}(?:\s+(?:{_PARTICLE}|sur|en|lès)){{0,2}}(?:\s*{_WORD})?")
_LONGEST_PLACE = 40
_MAIL = expression(r"\s*<?\S+@\S+")
_BESIDE = expression(
    r"\s*\((?:(?:avec|à|en|photos?)\s[^()]{1,60}"
    r"|(?:[^(),]{2,30},\s)?(?:envoyée?s?\s|correspondante?s?)[^()]{0,40})\)$",
    re.IGNORECASE,
)
_DESK = expression(r"(?:le |la )?(?:service|pôle|direction|rédaction|équipe)\b[^.!?]{2,40}", re.IGNORECASE)
_NEWSROOM = expression(r"(?:la|le|les|l['’]|notre|nos)\b")
_BETWEEN = expression(r"\s*(?:,|;|/|&|\b(?:et|ET|and)\b|\+)\s*")
_OTHER_WORK = expression(
    r"\s*[,;–-]?\s*(?:photos?|illustrations?|infographies?|vidéos?|images?)\b\s*(?::|de\b|par\b).*$", re.IGNORECASE
)


def byline(line: str) -> tuple[str, ...] | None:
    """Return the names when a line says who wrote the article and nothing else, else None.

    >>> byline("Par Jeanne Martin et Paul Durand")
    ('Jeanne Martin', 'Paul Durand')
    >>> byline("Par erreur, tout simplement.") is None
    True
    """
    line = fold(line).strip("*_—–- ")
    if len(line) > _LONGEST_LINE:
        return None
    if label := _LABEL.match(line):
        labelled = line[label.end() :]
        return names(labelled) if _is_short(labelled) else None
    if (envoy := _ENVOY.fullmatch(line.rstrip("."))) and _begins_like_a_byline(line):
        return names(envoy["name"]) if envoy["name"] else (_capital(envoy["who"]),)
    if weak := _WEAK_LABEL.match(line):
        return _people(line[weak.end() :])
    return None


def names(text: str) -> tuple[str, ...]:
    """Return the names in a field that holds nothing else; roles, addresses and agencies beside a name are left out.

    >>> names("Jeanne Martin, correspondante à Rennes (avec AFP)")
    ('Jeanne Martin',)
    """
    text = _OTHER_WORK.sub("", fold(text).strip("*_ "))
    bare = _PLACE.sub("", _ASIDE.sub("", _WITH_AGENCY.sub("", text)).strip(" ,;|–-")) or text.strip(" .()")
    bare = bare if re.search(r"\b[A-ZÀ-Þ]\.$", bare) else bare.rstrip(". ")
    parts = [part for part in _BETWEEN.split(bare) if part]
    people = [part for part in parts if _NAME.fullmatch(part) and not _ROLE_LINE.fullmatch(part)]
    if not people:
        return (_capital(bare) if _NEWSROOM.match(bare) else bare,) if bare else ()
    return tuple(dict.fromkeys(people))


def signature(line: str) -> tuple[str, ...] | None:
    """Return the names when an article’s last line is a signature: a byline, or a bare name of two to four words."""
    if len(line) > _LONGEST_LINE:
        return None
    line = _BESIDE.sub("", _MAIL.sub("", fold(line))).strip("*_—–-() ")
    found = byline(line)
    if found is None and re.fullmatch(r"(?:la |notre )?rédaction", line, re.IGNORECASE):
        return (line,)
    if found is None and (_ONE_SIGNATURE.fullmatch(_WITH_AGENCY.sub("", line)) or _is_signed_from(line)):
        found = names(line)
    return found


def is_place(line: str) -> bool:
    """Tell whether a line may be where its writer lives, under a letter: ``Saint-Elme``."""
    return len(line) <= _LONGEST_PLACE and _PLACE_NAME.fullmatch(line.strip("() ")) is not None


def is_initials(line: str) -> bool:
    """Tell whether a line is nothing but initials (``M.D. et I.B.``)."""
    return _INITIALS.fullmatch(fold(line).strip("*_—–-() ")) is not None


def abbreviates(line: str, name: str) -> bool:
    """Tell whether a line is a name with its first name cut to a letter (``P. Angles`` for ``Paulette Angles``)."""
    letter, dot, rest = fold(line).strip("*_—–-() ").partition(". ")
    return len(letter) == 1 and bool(dot) and name.startswith(letter) and name.partition(" ")[2] == rest


def _is_signed_from(line: str) -> bool:
    """Tell ``Jeanne Martin, à Rennes``, and initials, from a sentence."""
    if _INITIALS.fullmatch(line):
        return True
    name, comma, where = line.partition(",")
    if comma and len(line) <= _LONGEST_SIGNATURE:
        return (
            bool(_ONE_SIGNATURE.fullmatch(name))
            and _is_role(where.strip())
            and not where.endswith((".", "!", "?", "…"))
        )
    return False


def _people(text: str) -> tuple[str, ...] | None:
    """Return the names when a text without a label is made of names and roles only, a name first."""
    bare = _PLACE.sub("", _ASIDE.sub("", _WITH_AGENCY.sub("", _OTHER_WORK.sub("", text))).strip().rstrip(".,"))
    if re.search(r"[!?…:«»;]|\d", bare) or not bare:
        return names(text) if re.fullmatch(rf"\(?(?:avec\s)?{_AGENCY}\)?\.?", text, re.IGNORECASE) else None
    first, *others = [part for part in _BETWEEN.split(bare) if part] or [""]
    if not (_NAME.fullmatch(first) or _DESK.fullmatch(first)) or len(others) > 7:
        return None
    known = " " in first
    fine = all(_NAME.fullmatch(part) or _is_role(part) or (known and _is_office(part)) for part in others)
    return names(text) if fine else None


def is_role(line: str) -> bool:
    """Tell whether a line under a byline is its author's work (``Journaliste scientifique``), not a heading."""
    line = fold(line).strip("*_() ")
    return len(line) <= _LONGEST_SIGNATURE and line[-1:].isalnum() and _ROLE_LINE.fullmatch(line) is not None


def _is_role(part: str) -> bool:
    return bool(
        re.match(
            r"(?:notre|nos|pour|correspondant|envoyé|journaliste|à|au|en|avec|de|du|service|rédact|grand|chef|photo|maître|profess|direct)",
            part,
        )
    )


def _is_office(part: str) -> bool:
    """Tell ``maire de Saint-Elme`` behind a full name from the rest of a sentence."""
    return part[:1].islower() and len(part.split()) <= _LONGEST_OFFICE and _SENTENCE_STARTS.match(part) is None


def _is_short(text: str) -> bool:
    return 0 < len(text) <= 120 and not re.search(r"[.!?…]\s+\w{3,}", text)


def _begins_like_a_byline(line: str) -> bool:
    return (
        bool(re.match(r"(?:par|de)\s|(?:notre|nos|la rédaction|le service)\b", line, re.IGNORECASE)) and len(line) <= 90
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

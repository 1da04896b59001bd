"""What deserves an editor's eye before it is spoken: readings that the text alone cannot settle.

Homographs whose neighbours do not tell, sigles that no table knows, names of other languages, numbers with two
meanings, a lone X. What the lexicon has settled is not asked again, and a word is asked about once an article.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from msgspec import Struct

from audionews.domain import Reading, Segment
from audionews.expressions import expression
from audionews.french.sentences import sentences
from audionews.french.sigles import unknown
from audionews.french.spelling import group
from audionews.french.tables import rows

_PLURAL = (
    r"\b(?:[Ii]ls|[Ee]lles|qui|(?!(?:dans|sous|sans|plus|mais|très|moins|alors|après|pas|dès|vers|depuis|ans|toujours|jamais|"
    r"temps|les|des|ces|ses|nos|vos|leurs|mes|tes|aux|tous|fois|puis|jours|vis)\s)[^\W\d_]{3,}s)"
)
_OBJECT = r"(?:la|le|les|l['’]|leurs?|des|du|ses?|son|sa|ces?|cette|un|une|aux?|d['’])(?![^\W_])"
_FOREIGN = expression(
    r"\b[A-ZÀ-ÞŁŠŽČĐŞİ](?:[^\W\d_]*(?:[łńśźżćčšžřůőűğışțăđøåñõãķļņģ]|cz|sz|rz|zh|xh|tsk|dzh|kh|ghy|bj|hj|aai|uij|oe[kn]|ough"
    r"|[bcdfghjklmnpqrstvwxz]{5}))[^\W\d_]*"
)
_SURE = frozenset(("lexicon", "date", "law", "measure", "money", "percent", "phone", "score", "time"))
"""Rules that decide by more than a number's shape: nobody is asked again."""
_SCORE = expression(r"(?<![\w.,/-])\d{1,2}-\d{1,2}(?![\w/-]|[.,]\d)")
_SCORE_CUES = expression(
    r"\b(?:buts?|match\w*|victoire|défaite|score|sets?|jeux?|gagn\w+|battu\w*|bat|mène\w*|menai\w*|impos\w+|inclin\w+|domin\w+|nul|"
    r"pages?|ans|heures?|jours?|mois|euros|minutes?|degrés|kilom\w+|km|articles?|qualif\w+|équipe\w*|mi-temps|"
    r"championnat|coupe|ligue|finale|rencontre|égalis\w+|voix|emport\w+|remport\w+|renvers\w+|chut\w+|revers|pelouse|domicile|"
    r"prolongations?|volley|rugby|hand\w*|tennis|top|essais?|journée|tour|adversaires?|derby|leader|joueu\w+|entraîneu\w+)\b|\b(?:p|art)\.|%|€",
    re.IGNORECASE,
)
_FRACTION = expression(
    r"(?<![\w.,/-])(?<!es )(?:[1-9]|[12]\d|3[01])/(?:[1-9]|1[0-2])(?![\w/]|[.,]\d)"
    r"(?!\s?(?:finale|h\b|heure|d[eu]\b|des\b|litre|page))"
)
_DOTTED = expression(r"(?<![\w.,/-])(?<![A-Z]\w\s)\d{1,2}\.\d{1,2}(?![\w.]|,\d)(?!\s?(?:%|€|km|kg|m\b|milli))")
_NAMED_BEFORE = expression(r"[A-ZÀ-Þ][\w-]*\s$|(?:article|version|numéro|art\.)\s$")
_LONE_X = expression(r"(?<![\w'’&.-])X(?![\w'’&-]|\.[\w-])")
_X_CUES = expression(
    r"\b(?:réseaux?(?: \w+)? X|réseaux sociaux|Sur X|Twitter|TikTok|Instagram|Facebook|Telegram|ChatGPT|"
    r"chromosomes?|rayons?|génération|film|sous X|contre X|"
    r"Charles|Pie|Léon|Louis|Alphonse)\b"
)


class Finding(Struct, frozen=True, kw_only=True):
    """A reading to look at.

    Attributes:
        sentence: As it is written.
        spoken: As it will be said.
        word: What is in question.
        why: What it could be, in one phrase.
        line: The line of a lexicon that would settle it; columns divided by tabs.
    """

    sentence: str
    spoken: str
    word: str
    why: str
    line: str


class _Sentence(Struct, frozen=True):
    written: str
    spoken: str
    settled: tuple[tuple[int, int], ...]

    def is_settled(self, start: int, end: int) -> bool:
        return any(low < end and start < high for low, high in self.settled)


def findings(segments: Iterable[Segment]) -> tuple[Finding, ...]:
    """Return what deserves an eye in the segments of a script, in their order."""
    return _found(segment.readings for segment in segments)


def findings_in(text: str, read: Callable[[str], tuple[Reading, ...]]) -> tuple[Finding, ...]:
    """Return what deserves an eye in a running text.

    Args:
        text: Paragraphs, divided by empty lines.
        read: ``french.read``, or the one of a show.
    """
    return _found(read(sentence) for sentence in sentences(text))


def _found(stretches: Iterable[tuple[Reading, ...]]) -> tuple[Finding, ...]:
    found: list[Finding] = []
    asked: set[str] = set()
    for readings in stretches:
        sentence = _sentence(readings)
        for finding in _all(sentence):
            if finding.word not in asked:
                asked.add(finding.word)
                found.append(finding)
    return tuple(found)


def _sentence(readings: tuple[Reading, ...]) -> _Sentence:
    settled: list[tuple[int, int]] = []
    position = 0
    for reading in readings:
        end = position + len(reading.written)
        if not _SURE.isdisjoint(reading.rule.split("+")):
            settled.append((position, end))
        position = end
    written = "".join(reading.written for reading in readings)
    return _Sentence(written, " ".join(reading.spoken for reading in readings if reading.spoken), tuple(settled))


def _all(sentence: _Sentence) -> Iterator[Finding]:
    for look in (_homographs, _sigles, _foreign, _numbers, _lone_x):
        for start, end, why, line in look(sentence.written):
            if not sentence.is_settled(start, end):
                yield Finding(
                    sentence=sentence.written.strip(),
                    spoken=sentence.spoken,
                    word=sentence.written[start:end],
                    why=why,
                    line=line,
                )


_Look = tuple[int, int, str, str]
"""Start, end, why, and the lexicon line."""


class _Homograph(Struct, frozen=True):
    word: re.Pattern[str]
    around: re.Pattern[str]
    why: str
    said: str


@cache
def _table() -> tuple[_Homograph, ...]:
    return tuple(
        _Homograph(
            expression(rf"\b{word}\b"),
            expression(around.replace("PLURAL", _PLURAL).replace("OBJECT", _OBJECT)),
            why,
            said,
        )
        for word, around, why, said in rows("lint")
    )


@cache
def _any_homograph() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(row[0] for row in rows('lint'))})\b")


def _homographs(text: str) -> Iterator[_Look]:
    if not _any_homograph().search(text):
        return
    for homograph in _table():
        if not homograph.word.search(text):
            continue
        for around in homograph.around.finditer(text):
            inside = list(homograph.word.finditer(text, around.start(), around.end()))
            for word in inside[-1:]:
                phrase = text[around.start() : around.end()].strip()
                said = phrase[: word.start() - around.start()] + homograph.said + text[word.end() : around.end()]
                yield word.start(), word.end(), homograph.why, f"{phrase}\t{' '.join(said.split())}"


def _sigles(text: str) -> Iterator[_Look]:
    shouted = text == text.upper()  # a rubrique or a title in capitals, whose words are said as words
    for start, end, spoken in unknown(text):
        word = text[start:end]
        if spoken is None and shouted:
            continue
        if spoken is None:
            yield start, end, "sigle inconnu, dit comme un mot", f"{word}\t\tspell"
        else:
            yield start, end, "sigle inconnu, épelé", f"{word}\t\tword"


def _foreign(text: str) -> Iterator[_Look]:
    for name in _FOREIGN.finditer(text):
        if not name.group().isupper():
            yield name.start(), name.end(), "nom d’une autre langue", f"{name.group()}\t{name.group()}\trespell"


def _numbers(text: str) -> Iterator[_Look]:
    for number in _SCORE.finditer(text):
        if not _SCORE_CUES.search(text):
            yield (
                number.start(),
                number.end(),
                "score, intervalle ou date",
                f"{number.group()}\t{_digits(number.group(), ' à ')}",
            )
    for number in _FRACTION.finditer(text):
        yield number.start(), number.end(), "fraction ou date", f"{number.group()}\t{_digits(number.group(), ' sur ')}"
    for number in _DOTTED.finditer(text):
        if not _NAMED_BEFORE.search(text, max(0, number.start() - 30), number.start()):
            yield (
                number.start(),
                number.end(),
                "date, version ou décimale",
                f"{number.group()}\t{_digits(number.group(), ' point ')}",
            )


def _digits(number: str, link: str) -> str:
    return link.join(group(part) for part in re.split(r"\D", number))


def _lone_x(text: str) -> Iterator[_Look]:
    for found in _LONE_X.finditer(text):
        if not _X_CUES.search(text):
            yield found.start(), found.end(), "la lettre, le réseau ou dix", "X\tixe"

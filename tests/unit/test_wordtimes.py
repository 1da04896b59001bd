"""What a reader sees, word by word, and when it is heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audionews.domain import Reading, Segment, SpokenWord
from audionews.wordtimes import written_words


def segment(*readings: tuple[str, str]) -> Segment:
    made = (
        Reading(written=written, spoken=spoken, rule="plain" if written == spoken else "x")
        for written, spoken in readings
    )
    return Segment(role="body", readings=tuple(made), pause_ms=0)


def plain(text: str) -> Segment:
    return segment((text, text))


def starts(text: str, *but: str) -> list[SpokenWord]:
    """Return a start for each word of a spoken text, a tenth of a second apart, but for some words."""
    found, at = [], 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        if word not in but:
            found.append(SpokenWord(position=at, start_ms=100 * number))
        at += len(word)
    return found


def heard(said: Segment, *but: str) -> list[tuple[str, int, int]]:
    words = written_words(said, starts(said.spoken, *but), 100 * len(said.spoken.split()))
    return [(word.written, word.start_ms, word.end_ms) for word in words]


def test_plain_words_are_heard_one_by_one() -> None:
    assert heard(plain("Il pleut ici.")) == [("Il", 0, 100), ("pleut", 100, 200), ("ici.", 200, 300)]


def test_what_a_rule_read_is_one_word() -> None:
    said = segment(
        ("Soit ", "Soit"), ("97,4 milliards", "quatre-vingt-dix-sept virgule quatre milliards"), (" d’euros", "d’euros")
    )
    assert heard(said) == [("Soit", 0, 100), ("97,4 milliards", 100, 500), ("d’euros", 500, 600)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ah ! Oui", ["Ah !", "Oui"]),
        ("« Ah ! » dit-il : « Oui »", ["« Ah ! »", "dit-il :", "« Oui »"]),
        ("Quoi\u202f?", ["Quoi ?"]),
        ("– Quoi – dit-il –", ["– Quoi –", "dit-il –"]),
        ("un ( deux ) trois", ["un", "( deux )", "trois"]),
        ("fin «", ["fin «"]),
        ("… fin", ["… fin"]),
        ("…", []),
        ("", []),
    ],
)
def test_no_word_is_a_bare_mark(text: str, words: list[str]) -> None:
    assert [written for written, _, _ in heard(plain(text))] == words


def test_what_is_not_said_belongs_to_its_neighbour() -> None:
    said = segment(("Bravo", "Bravo"), (" 👏 ", ""), ("à tous", "à tous"), (" (lire ici)", ""))
    assert heard(said) == [("Bravo 👏", 0, 100), ("à", 100, 200), ("tous (lire ici)", 200, 300)]
    assert heard(segment(("👏 ", ""), ("Bravo", "Bravo"))) == [("👏 Bravo", 0, 100)]
    assert heard(segment(("👏", ""))) == []


def test_what_is_only_said_belongs_to_the_word_before() -> None:
    said = segment(("10 km/h", "dix kilomètres"), ("", "par heure"), (" ici", "ici"))
    assert heard(said) == [("10 km/h", 0, 400), ("ici", 400, 500)]


def test_readings_without_a_space_between_are_one_word() -> None:
    said = segment(("selon l’", "selon l’"), ("IA", "I A"), (" et", "et"))
    assert heard(said) == [("selon", 0, 100), ("l’IA", 100, 400), ("et", 400, 500)]
    said = segment(("«", ""), ("IA", "I A"), ("»,", ","), (" oui", "oui"))
    assert [written for written, _, _ in heard(said)] == ["«IA»,", "oui"]


def test_a_start_that_nobody_knows_lies_between_its_neighbours() -> None:
    words = heard(plain("aaaa bbbb cccc dddd"), "bbbb", "cccc")
    assert words == [("aaaa", 0, 100), ("bbbb", 100, 200), ("cccc", 200, 300), ("dddd", 300, 400)]
    assert heard(plain("aa bb cc"), "cc")[-1] == ("cc", 220, 300)
    assert heard(plain("aa bb"), "aa", "bb") == [("aa", 0, 120), ("bb", 120, 200)]


def test_times_never_go_back_nor_past_the_end() -> None:
    said = plain("un deux trois")
    wild = [
        SpokenWord(position=0, start_ms=500),
        SpokenWord(position=3, start_ms=100),
        SpokenWord(position=8, start_ms=9000),
    ]
    words = written_words(said, wild, 1000)
    assert [(word.start_ms, word.end_ms) for word in words] == [(500, 500), (500, 1000), (1000, 1000)]


READING = st.tuples(
    st.text("aé1 «»!?-’()👏\n\u00a0", max_size=12), st.sampled_from(["", "mot", "deux mots", "un, deux", "="])
).map(lambda pair: (pair[0], " ".join(pair[0].split()) if pair[1] == "=" else pair[1]))


@given(st.lists(READING, max_size=8), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 5000)), max_size=12))
def test_any_reading_gives_back_what_is_written(readings: list[tuple[str, str]], events: list[tuple[int, int]]) -> None:
    said = segment(*readings)
    words = written_words(said, [SpokenWord(position=position, start_ms=ms) for position, ms in events], 3000)
    if words:
        assert " ".join(word.written for word in words) == " ".join(said.written.split())
    assert all(any(each.isalnum() for each in word.written) for word in words)
    times = [ms for word in words for ms in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert all(0 <= ms <= 3000 for ms in times)


def test_a_segment_without_end_takes_no_time_without_end() -> None:
    said = plain("mot " * 30_000)
    assert len(written_words(said, starts("mot " * 30_000), 10**7)) == 30_000

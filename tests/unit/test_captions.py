"""Captions: readable, true to the sound, and nothing of the text is lost."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from audionews.captions import Caption, captions
from audionews.domain import Cue, Word
from audionews.tokens import tokens
from episodes import make_cue, make_cues, make_episode, make_segments

EPISODE = make_episode()


def lines(found: Sequence[Caption]) -> list[list[str]]:
    return [[" ".join(token.text for token in line) for line in caption.lines] for caption in found]


def text(found: Sequence[Caption]) -> str:
    return " ".join(" ".join(caption) for caption in lines(found))


@pytest.mark.parametrize("length", [32, 42])
def test_every_word_is_shown_once_and_in_order(length: int) -> None:
    found = captions(EPISODE.cues, length, EPISODE.duration_ms)
    assert text(found) == " ".join(cue.written for cue in EPISODE.cues)


@pytest.mark.parametrize("length", [32, 42])
def test_captions_have_at_most_two_lines_that_fit(length: int) -> None:
    for caption in lines(captions(EPISODE.cues, length, EPISODE.duration_ms)):
        assert len(caption) <= 2
        assert all(len(line) <= length for line in caption)


@pytest.mark.parametrize("length", [32, 42])
def test_captions_stay_long_enough_and_not_too_long(length: int) -> None:
    shown = [caption.end_ms - caption.start_ms for caption in captions(EPISODE.cues, length, EPISODE.duration_ms)]
    assert min(shown) >= 1_000
    assert max(shown) <= 7_000


def test_captions_appear_with_their_first_word() -> None:
    starts = {token.start_ms for cue in EPISODE.cues for token in tokens(cue)}
    assert {caption.start_ms for caption in captions(EPISODE.cues, 42, EPISODE.duration_ms)} <= starts


def test_long_sentences_are_cut_at_clauses() -> None:
    sentence = make_cue(
        "Il a fallu remplacer la lentille, refaire les câbles du vieux réseau et convaincre l’État de céder le bail."
    )
    assert lines(captions([sentence], 42, 20_000)) == [
        ["Il a fallu remplacer la lentille,"],
        ["refaire les câbles du vieux réseau", "et convaincre l’État de céder le bail."],
    ]


@pytest.mark.parametrize("length", [32, 42])
@pytest.mark.parametrize(
    "title",
    [
        "La bibliothèque de Saint-Aubin prête désormais des instruments de musique",
        "A Ploumarec, la marée a rendu un piano",
        "Non",
    ],
)
def test_a_rubrique_never_runs_on_into_the_title(title: str, length: int) -> None:
    segments = make_segments([("rubrique", "Culture", 400, 0), ("title", title, 700, 1)])
    shown = [line for caption in lines(captions(make_cues(segments), length, 20_000)) for line in caption]
    assert shown[0] == "Culture"
    assert " ".join(shown[1:]) == title


def test_a_sign_stays_with_its_word() -> None:
    sentence = make_cue("« Faut-il vraiment rallumer tous les phares de la côte nord » , se demande le maire ?")
    for caption in lines(captions([sentence], 32, 20_000)):
        for line in caption:
            assert line[0] not in "»,?"
            assert line[-1] != "«"


def test_names_and_dates_stay_on_a_line() -> None:
    sentence = make_cue("Hier soir au phare Anne-Marie Le Bras disait qu’en février 2025 tout serait enfin fini.")
    shown = [line for caption in lines(captions([sentence], 32, 20_000)) for line in caption]
    assert any("Anne-Marie Le Bras" in line for line in shown)
    assert any("février 2025" in line for line in shown)


def test_words_that_are_said_as_one_stay_together() -> None:
    words = (
        Word(start_ms=0, end_ms=400, written="Le"),
        Word(start_ms=400, end_ms=1_000, written="chantier"),
        Word(start_ms=1_000, end_ms=1_500, written="a"),
        Word(start_ms=1_500, end_ms=2_000, written="coûté"),
        Word(start_ms=2_000, end_ms=5_000, written="97,4 milliards d’euros"),
    )
    cue = Cue(start_ms=0, end_ms=5_000, written="Le chantier a coûté 97,4 milliards d’euros", words=words)
    assert lines(captions([cue], 32, 5_000)) == [["Le chantier a coûté", "97,4 milliards d’euros"]]


def test_a_short_word_stays_a_second_into_the_pause() -> None:
    (caption,) = captions([make_cue("Oui.")], 42, 10_000)
    assert (caption.start_ms, caption.end_ms) == (0, 1_000)


def test_nothing_is_shown_after_the_end() -> None:
    (caption,) = captions([make_cue("Oui.")], 42, 600)
    assert caption.end_ms == 600


def test_short_sentences_share_a_caption_one_a_line() -> None:
    segments = make_segments((("body", "Oui.", 100, 0), ("body", "Non.", 100, 0), ("body", "Peut-être bien.", 0, 0)))
    found = captions(make_cues(segments, 0), 42, 10_000)
    assert all(caption.end_ms - caption.start_ms >= 1_000 for caption in found)
    assert text(found) == "Oui. Non. Peut-être bien."


def test_a_rubrique_stands_on_a_line_of_its_own() -> None:
    assert lines(captions(EPISODE.cues, 42, EPISODE.duration_ms))[0] == ["Région", "Le phare de Kerlouan se rallume"]


def test_slow_speech_is_cut_before_seven_seconds() -> None:
    slow = make_cue("Un phare qui tourne bien lentement sur la mer du nord", ms_a_letter=300)
    shown = [caption.end_ms - caption.start_ms for caption in captions([slow], 42, 30_000)]
    assert max(shown) <= 7_000


def test_long_pauses_are_left_empty() -> None:
    early, late = make_cue("Une première phrase qui dure."), make_cue("Puis une autre.", 20_000)
    found = captions([early, late], 42, 30_000)
    assert found[0].end_ms < 5_000
    assert found[1].start_ms == 20_000


def test_an_address_longer_than_a_line_is_cut_into_pieces() -> None:
    address = "https://courrier.example/une/adresse/dont/personne/ne/voit/la/fin"
    found = captions([make_cue(f"Voir {address} demain.")], 32, 20_000)
    assert "".join(text(found).split()) == f"Voir{address}demain."
    assert all(len(line) <= 32 for caption in lines(found) for line in caption)


def test_without_word_times_letters_share_the_time() -> None:
    cue = Cue(start_ms=1_000, end_ms=3_000, written="deux mots égaux ici.")
    assert [token.start_ms for token in tokens(cue)] == [1_000, 1_500, 2_000, 2_600]


def test_a_word_that_no_engine_timed_follows_the_one_before() -> None:
    words = (Word(start_ms=0, end_ms=300, written="Un"), Word(start_ms=900, end_ms=1_200, written="jour"))
    cue = Cue(start_ms=0, end_ms=1_200, written="Un beau jour", words=words)
    assert [(token.text, token.start_ms) for token in tokens(cue)] == [("Un", 0), ("beau", 300), ("jour", 900)]


def test_words_that_are_not_in_the_text_are_passed_over() -> None:
    words = (Word(start_ms=0, end_ms=300, written="autre"), Word(start_ms=300, end_ms=600, written="jour"))
    cue = Cue(start_ms=0, end_ms=600, written="Un jour", words=words)
    assert [(token.text, token.start_ms) for token in tokens(cue)] == [("Un", 0), ("jour", 300)]


def test_no_break_spaces_are_kept() -> None:
    assert [token.text for token in tokens(make_cue("Et après\u202f?\n  Rien."))] == ["Et", "après\u202f?", "Rien."]


def test_cues_without_text_or_time_do_no_harm() -> None:
    empty = Cue(start_ms=0, end_ms=0, written=" ")
    instant = Cue(start_ms=50, end_ms=50, written="Rien " * 40)
    found = captions([empty, instant], 42, 60)
    assert text(found) == " ".join(["Rien"] * 40)
    assert captions([], 42, 0) == ()
    assert captions([empty], 42, 0) == ()
    for before, after in pairwise(found):
        assert before.start_ms < before.end_ms <= after.start_ms

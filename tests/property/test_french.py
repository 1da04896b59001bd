"""Whatever is written, it rejoins, it is said without figures or signs, and it is said soon."""

import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from text_to_num import text2num
from unicode_rbnf import RbnfEngine

from audionews.french import normalise, read
from audionews.french.spelling import LARGEST, cardinal

ANY = st.text(max_size=60)
FIGURES = st.text(alphabet="0123456789  \u00a0\u202f.,:;/-–−+%€$°'’\"hmsekMIVXLaà()x×²½", max_size=40)
NUMBERS = st.one_of(st.integers(0, 10_000), st.integers(0, 10**12 - 1))
SIGNS = "%€$£¥°²³½¼¾‰§#@&*=<>+×÷/\\_^|~[]{}"


@given(st.one_of(ANY, FIGURES))
@example("d'1 million, net")
@example(" \n ")
def test_written_sides_join_to_the_source(text: str) -> None:
    assert "".join(reading.written for reading in read(text)) == text


@given(st.one_of(ANY, FIGURES))
def test_spoken_sides_are_stripped_and_single_spaced(text: str) -> None:
    for reading in read(text):
        assert reading.spoken == " ".join(reading.spoken.split())


@given(st.one_of(ANY, FIGURES))
@example("٣ और ² ⑦ Ⅳ ½ 一")
def test_no_figure_and_no_sign_is_left(text: str) -> None:
    assume("@" not in text)  # a handle is said as it is written
    spoken = normalise(text)
    assert not [sign for sign in spoken if unicodedata.category(sign) in ("Nd", "No") or sign in SIGNS]


@given(FIGURES)
def test_readings_break_at_white_space_only(text: str) -> None:
    for reading in read(text)[:-1]:
        assert reading.written[-1].isspace()


@given(NUMBERS)
def test_a_reader_of_number_words_reads_the_same_number(number: int) -> None:
    assert text2num(normalise(str(number)), "fr") == number


@given(NUMBERS)
def test_numbers_are_spelled_as_cldr_does_but_for_its_hyphens_and_its_s(number: int) -> None:
    def bare(words: str) -> str:
        return words.replace(" et ", "-et-").replace("vingts", "vingt").replace("cents", "cent")

    assert bare(cardinal(number)) == bare(RbnfEngine.for_language("fr").format_number(number).text)


@given(st.integers(LARGEST - 5, LARGEST + 10**6))
def test_numbers_beyond_all_names_are_said_digit_by_digit(number: int) -> None:
    assert cardinal(number)


@given(
    NUMBERS,
    st.integers(0, 99),
    st.sampled_from(
        ["{0} personnes", "{0},{1} %", "-{0} °C", "{0},{1} M€", "{0} km/h", "{0}e étape", "{1}h30", "{0}/{1}"]
    ),
)
def test_what_is_said_is_said_again_alike(number: int, small: int, written: str) -> None:
    spoken = normalise(written.format(number, small))
    assert normalise(spoken) == spoken


HOSTILE = ("1", "1 000 ", "1.", "-1", "1/", "(", "X-", "1:1", "0 ", "A.", "é", " ", "1 €/", "'1", "²", "1e-")


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_in_the_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(1_000)
    once, tenfold = min(seconds(2_000) for _ in range(3)), min(seconds(20_000) for _ in range(2))
    assert tenfold < 40 * once + 0.05

"""Time conversions lose nothing and never run backwards."""

from hypothesis import given
from hypothesis import strategies as st

from audionews.timecode import clock, seconds, to_frames, to_ms, whole_seconds

RATES = st.sampled_from([8_000, 22_050, 24_000, 44_100, 48_000])


@given(st.integers(0, 10**9), RATES)
def test_frames_survive_a_trip_through_ms_to_within_half_a_millisecond(frames: int, rate: int) -> None:
    assert abs(to_frames(to_ms(frames, rate), rate) - frames) <= rate / 2000 + 1


@given(st.integers(0, 10**8), RATES)
def test_ms_survive_a_trip_through_frames(ms: int, rate: int) -> None:
    assert to_ms(to_frames(ms, rate), rate) == ms


@given(st.integers(0, 10**9), st.integers(0, 10**9), RATES)
def test_later_frames_are_never_earlier_times(one: int, other: int, rate: int) -> None:
    assert (to_ms(one, rate) <= to_ms(other, rate)) or one > other


@given(st.integers(0, 359_999_999))
def test_a_clock_reads_back(ms: int) -> None:
    hours, minutes, rest = clock(ms, ",").split(":")
    whole, fraction = rest.split(",")
    assert ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(fraction) == ms
    assert round(seconds(ms) * 1000) == ms
    assert abs(whole_seconds(ms) * 1000 - ms) <= 500

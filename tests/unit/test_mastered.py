"""What was heard in a finished sound: where there is silence, and where there is not."""

import pytest

from audionews.domain import Loudness
from audionews.mastered import Heard

HEARD = Heard(
    loudness=Loudness(integrated_lufs=-16.0, true_peak_dbtp=-1.0),
    frames=44_100,
    rate=44_100,
    silences=((0, 100), (400, 700), (900, 1000)),
    flat_ms=(),
)


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "silent"),
    [
        (0, 100, True),
        (50, 110, False),
        (100, 400, False),
        (390, 700, False),
        (409, 705, True),  # in whole ticks
        (400, 710, False),
        (120, 130, False),
        (950, 1400, True),  # nothing is heard after the end
        (890, 1400, False),
        (1200, 1500, True),
    ],
)
def test_silence_is_told_from_sound(start_ms: int, end_ms: int, silent: bool) -> None:
    assert HEARD.is_silent(start_ms, end_ms) is silent

"""Sound that cannot be a text's is doubted; what a voice may well say is not."""

import numpy as np
import pytest

from audionews.domain import Clip
from audionews.engines.plausible import doubt, syllables

RATE = 8_000
TEXT = "Le conseil municipal a voté hier soir le nouveau plan de circulation."


def heard(seconds: float, quiet_s: float = 0.0) -> Clip:
    quiet = np.zeros(int(RATE * quiet_s), dtype="<i2")
    loud = np.full(int(RATE * seconds), 5000, dtype="<i2")
    return Clip(pcm=np.concatenate([quiet, loud, quiet]).tobytes(), rate=RATE)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("chat", 1, 1),
        ("Les élèves parlent", 4, 5),
        ("quatre-vingt-dix-sept virgule quatre milliards", 9, 12),
        ("S N C F", 4, 4),
        ("l’O T A N", 4, 4),
        ("le, de, ne", 3, 3),
        ("d’Aix à Nice", 3, 3),
        ("1789", 8, 8),
        (TEXT, 18, 21),
        ("…", 0, 0),
    ],
)
def test_counts_about_the_syllables(text: str, least: int, most: int) -> None:
    assert least <= syllables(text) <= most


@pytest.mark.parametrize("syllables_a_second", [3.0, 4.5, 6.0, 7.5])
def test_any_usual_voice_is_believed(syllables_a_second: float) -> None:
    assert doubt(TEXT, heard(syllables(TEXT) / syllables_a_second, quiet_s=0.5)) is None


@pytest.mark.parametrize("text", ["Oui.", "Non !", "Paris", "Eh bien… voilà."])
@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.5])
def test_short_texts_are_given_their_time(text: str, seconds: float) -> None:
    assert doubt(text, heard(seconds)) is None


def test_half_is_doubted() -> None:
    assert "only 1.6 s came" in (doubt(TEXT, heard(1.6, quiet_s=3)) or "")


def test_far_too_long_is_doubted() -> None:
    assert "30.0 s came" in (doubt(TEXT, heard(30)) or "")


def test_silence_is_doubted() -> None:
    assert doubt(TEXT, heard(0, quiet_s=2)) == "only silence came"

"""Layers: wherever, and by however many, a programme is read, it sounds the same; a digest tells what is in it."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest

from audionews.arrangement import Arrangement, Beneath
from audionews.clips import Samples

LENGTH = 3_000


def tone(value: int, frames: int, _: Beneath) -> Samples:
    return np.full(frames, value, np.int16)


def added(value: int, start: int, frames: int, beneath: Beneath) -> Samples:
    return np.frombuffer(beneath(start, frames), "<i2") + np.int16(value)


def doubled(start: int, frames: int, beneath: Beneath) -> Samples:
    return np.frombuffer(beneath(start, frames), "<i2") * np.int16(2)


def programme() -> Arrangement:
    """Return layers of which some lie on others: what is read first must not matter to what comes of it."""
    made = Arrangement(44_100, LENGTH)
    for start in (100, 700, 1_500):
        made.add(start, 400, f"tone {start}", partial(tone, start, 400))
    made.add(0, 300, "added", partial(added, 7, 0, 300))
    made.add(1_000, 900, "added more", partial(added, 11, 1_000, 900))
    made.add(900, 800, "doubled", partial(doubled, 900, 800))
    return made


def expected() -> Samples:
    samples = np.zeros(LENGTH, np.int16)
    for start in (100, 700, 1_500):
        samples[start : start + 400] = start
    samples[:300] += 7
    samples[1_000:1_900] += 11
    samples[900:1_700] *= 2
    return samples


def test_layers_lie_on_one_another_as_they_were_put() -> None:
    assert np.array_equal(np.frombuffer(programme().whole().pcm, "<i2"), expected())


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_and_by_however_many_it_is_read_it_sounds_the_same(seed: int) -> None:
    parts = [(start, min(start + 110, LENGTH)) for start in range(0, LENGTH, 110)]
    random.Random(seed).shuffle(parts)
    whole = programme().whole()
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda part: np.frombuffer(whole.part(*part).pcm, "<i2"), parts))
    for (start, end), samples in zip(parts, read, strict=True):
        assert np.array_equal(samples, expected()[start:end])


def test_only_what_is_read_is_made_and_only_once() -> None:
    made: list[str] = []

    def make(name: str, _: Beneath) -> Samples:
        made.append(name)
        return np.ones(10, np.int16)

    arrangement = Arrangement(44_100, 100)
    for start in (0, 40, 80):
        arrangement.add(start, 10, str(start), partial(make, str(start)))
    whole = arrangement.whole()
    assert (whole.digest, arrangement.frames, list(arrangement.gaps()), made) == (
        arrangement.digest(0, 100),
        100,
        [(10, 40), (50, 80)],
        [],
    )
    for _ in range(2):
        assert any(whole.part(35, 60).pcm)
    assert made == ["40"]


def test_a_digest_tells_what_is_there_and_not_where_it_is_in_the_programme() -> None:
    def digest(start: int, second: str = "b", shift: int = 0, frames: int = 10) -> str:
        arrangement = Arrangement(44_100, 500)
        arrangement.add(start, 20, "a", partial(tone, 1, 20))
        arrangement.add(start + 30 + shift, frames, second, partial(tone, 2, frames))
        return arrangement.whole().part(start - 5, start + 100).digest

    assert digest(50) == digest(90)
    assert len({digest(50), digest(50, "c"), digest(50, shift=1), digest(50, frames=11)}) == 4

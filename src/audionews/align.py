"""How a recording runs beside another voice's reading of a text: where its words begin, and whether it is that text.

Both are cut into frames, each frame is described by its mel-frequency cepstrum and how that moves, and the cheapest
path through all pairs of frames says which belong together (dynamic time warping). What characters cannot know is kept:
that ``août`` is short and ``SNCF`` long, and where a voice rests.

Sources: Davis & Mermelstein 1980 (the cepstrum); Sakoe & Chiba 1978 (the path).
"""

from collections.abc import Sequence
from functools import cache
from statistics import fmean

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from audionews import clips
from audionews.domain import Clip, SpokenWord
from audionews.timecode import to_ms

Floats = NDArray[np.float32]

_RATE = 16_000
_HOP = 240
"""Sound frames between two of ours: 15 ms, or a multiple of it where that makes more than ``_MOST`` of them."""
_MOST = 1000
_WINDOW = 400
_FFT = 512
_BANDS, _LOWEST_HZ, _HIGHEST_HZ = 26, 80.0, 7600.0
_CEPSTRUM = 13
_PRE_EMPHASIS = 0.97
_FLOOR = 1e-6
"""Of the loudest band's power: what is quieter is silence."""
_STEADY = 2.5
"""What a step costs that stays where it is in one of the two; one that moves in both costs 2. Measured."""
_HUSH = 64
"""Of 32 767, -54 dBFS: what is quieter is not speech yet, or no longer."""
_SOUNDS = 0.03
"""Of the highest sample: a frame of speech, not of a pause."""
_STRETCH_S = 0.3
SAME_TEXT = 0.9
"""Measured with a voice of a foreign accent: the same words stay below 0.87, nine in ten other sentences are above."""


class Alignment(Struct, frozen=True, kw_only=True):
    """A recording beside a reading.

    Attributes:
        places_ms: For each step of the reading's sounding part, when that is heard in the recording.
        step_ms: How long a step is.
        from_ms: Where that part of the reading begins.
        reading_s: How long it is, in seconds.
        pace: How long the recording takes for what takes the reading 1.0.
        unlikeness: What the path costs, beside what it costs with the reading out of order: about 1 for other words.
        tightest: Of any 0.3 s of words in the reading, the least share of its time that the recording gives it.
    """

    places_ms: Floats
    step_ms: float
    from_ms: int
    reading_s: float
    pace: float
    unlikeness: float
    tightest: float

    def place_ms(self, reading_ms: int) -> int:
        """Return when the recording says what the reading says at a time."""
        frame = (reading_ms - self.from_ms) / self.step_ms
        return int(np.interp(frame, np.arange(len(self.places_ms)), self.places_ms))


def align(clip: Clip, reading: Clip) -> Alignment | None:
    """Return how a recording runs beside a reading of the same text, or None when one of them is silent."""
    (start, end), (first, last) = clips.sounding(clip, _HUSH), clips.sounding(reading, _HUSH)
    if start == end or first == last:
        return None
    heard, read = _at_our_rate(clip.part(start, end)), _at_our_rate(reading.part(first, last))
    hop = _HOP * -(-max(len(heard), len(read)) // (_MOST * _HOP))
    one, two = _described(read, hop), _described(heard, hop)
    sums, costs, totals = _sums(_orders(_distances(one, two)))
    ordered, *disordered = totals.tolist()
    rows, columns = _path(sums, costs, len(one) - 1, len(two) - 1)
    steps = np.arange(len(one))
    begins, ends = np.searchsorted(rows, steps), np.searchsorted(rows, steps, side="right") - 1
    places = (columns[begins] + columns[ends]) * (hop / 2)
    pace = len(heard) / len(read)
    return Alignment(
        places_ms=(to_ms(start, clip.rate) + places * (1000 / _RATE)).astype(np.float32),
        step_ms=1000 * hop / _RATE,
        from_ms=to_ms(first, reading.rate),
        reading_s=len(read) / _RATE,
        pace=pace,
        unlikeness=ordered / max(fmean(disordered), _FLOOR),
        tightest=_tightest(places[_sounding_frames(read, hop, len(one))], hop) / pace,
    )


def words_of(alignment: Alignment, words: Sequence[SpokenWord]) -> tuple[SpokenWord, ...]:
    """Return the words of the reading, each when the recording says it.

    Where the two do not sound alike, the path is worth nothing, and the reading is stretched as a whole.
    """
    if alignment.unlikeness <= SAME_TEXT:
        return tuple(replace(word, start_ms=alignment.place_ms(word.start_ms)) for word in words)
    start_ms = int(alignment.places_ms[0])
    return tuple(
        replace(word, start_ms=start_ms + int(max(0, word.start_ms - alignment.from_ms) * alignment.pace))
        for word in words
    )


def _at_our_rate(clip: Clip) -> Floats:
    return clips.floats_at(clip, _RATE)


def _described(sound: Floats, hop: int) -> Floats:
    """Return what each frame sounds like, as vectors of length 1, shape ``(frames, 26)``."""
    emphasised = np.append(sound[:1], sound[1:] - np.float32(_PRE_EMPHASIS) * sound[:-1])
    padded = np.pad(emphasised, (_WINDOW // 2, _WINDOW // 2))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop] * np.hamming(_WINDOW).astype(np.float32)
    power = _product(np.square(np.abs(np.fft.rfft(windows, _FFT))), _bands())
    cepstrum = _product(np.log(np.maximum(power, power.max() * _FLOOR)), _cosines())
    moves = np.zeros_like(cepstrum)
    moves[1:-1] = cepstrum[2:] - cepstrum[:-2]
    both = np.hstack([_levelled(cepstrum), _levelled(moves)])
    return np.asarray(both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), _FLOOR), np.float32)


def _levelled(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return values without what a voice, a room or a gain adds to all of them."""
    centred = values - values.mean(axis=0)
    return np.asarray(centred / (centred.std(axis=0) + _FLOOR))


@cache
def _bands() -> Floats:
    """Return triangles of equal width on the mel scale, shape ``(26, 257)``."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    hertz = np.arange(_FFT // 2 + 1)[:, None] * _RATE / _FFT
    rising = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(np.minimum(rising, falling), 0).T, np.float32, order="C")


@cache
def _cosines() -> Floats:
    """Return the first rows of a discrete cosine transform (II), shape ``(13, 26)``."""
    places = (np.arange(_BANDS) + 0.5) * np.arange(_CEPSTRUM)[:, None] * np.pi / _BANDS
    return np.asarray(np.cos(places), np.float32)


def _distances(one: Floats, two: Floats) -> Floats:
    """Return how unlike each frame is to each of the other's: 0 to 2, shape ``(frames of one, frames of two)``."""
    return np.asarray(1 - _product(one, two), np.float32)


def _product(one: Floats, two: Floats) -> Floats:
    """Return ``one @ two.T``: that spreads over all cores, whose waiting costs more than so small a sum."""
    return np.asarray(np.einsum("ij,kj->ik", one, two), np.float32)


def _orders(distances: Floats) -> Floats:
    """Return distances as they are, then with the rows in other orders: other words are as like in one as another."""
    third = len(distances) // 3
    rolled = (np.roll(distances, shift, axis=0) for shift in (third, -third))
    return np.stack([distances, distances[::-1], *rolled])


def _sums(costs: Floats) -> tuple[Floats, Floats, Floats]:
    """Return what the cheapest paths from one corner cost to each pair of frames, and the costs, both by diagonals.

    All that a diagonal needs stands in the two before it, so that it is done at once, and for several tables; only of
    the first table everything is kept.

    Args:
        costs: Shape ``(tables, rows, columns)``.

    Returns:
        For the first table, shapes ``(rows + columns, rows + 1)``, shifted by a row, and ``(rows + columns, rows)``;
        for each table, what its cheapest path to the other corner costs.
    """
    tables, rows, columns = costs.shape
    width = rows + columns
    diagonals = np.full((width, tables, rows), np.inf, np.float32)
    diagonal, table, row = diagonals.strides
    np.lib.stride_tricks.as_strided(diagonals, costs.shape, (table, diagonal + row, diagonal))[...] = costs
    sums = np.full((width, rows + 1), np.inf, np.float32)
    last = np.full((3, tables, rows + 1), np.inf, np.float32)
    last[0, :, 1] = costs[:, 0, 0]
    sums[0] = last[0, 0]
    for number in range(1, width - 1):
        cost, before = diagonals[number], last[(number - 1) % 3]
        best = np.minimum(before[:, 1:], before[:, :-1]) + _STEADY * cost
        if number > 1:
            np.minimum(best, last[(number - 2) % 3, :, :-1] + 2 * cost, out=best)
        last[number % 3, :, 1:] = best
        sums[number, 1:] = best[0]
    return sums, diagonals[:, 0], last[(width - 2) % 3, :, rows]


def _path(sums: Floats, costs: Floats, row: int, column: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows and columns of the cheapest path to a pair of frames, found from its end."""
    path = [(row, column)]
    while row or column:
        number = row + column
        cost = costs[number, row]
        both = sums[number - 2, row] + 2 * cost if number > 1 else np.inf
        up, left = sums[number - 1, row], sums[number - 1, row + 1]
        if both <= min(up, left) + _STEADY * cost:
            row, column = row - 1, column - 1
        elif up <= left:
            row -= 1
        else:
            column -= 1
        path.append((row, column))
    found = np.array(path[::-1], np.intp)
    return found[:, 0], found[:, 1]


def _sounding_frames(sound: Floats, hop: int, count: int) -> NDArray[np.bool_]:
    padded = np.zeros(count * hop, np.float32)
    padded[: len(sound)] = np.abs(sound[: len(padded)])
    loudest = padded.reshape(count, hop).max(axis=1)
    return np.asarray(loudest > _SOUNDS * loudest.max())


def _tightest(places: NDArray[np.floating], hop: int) -> float:
    """Return the least share of its time that 0.3 s of speech has; 1.0 where there is less speech than that."""
    stretch = round(_STRETCH_S * _RATE / hop)
    return float((places[stretch:] - places[:-stretch]).min() / (stretch * hop)) if len(places) > stretch else 1.0

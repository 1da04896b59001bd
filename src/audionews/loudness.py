"""A programme made as loud as the settings say, and measured on the finished file.

The samples are brought to the loudness at which the encoder, which changes the level by a known amount, lands on the
target; peaks that would be too high are held by the limiter. Then the finished MP3 is decoded and measured. Only when
it is off, it is made once more, by the difference.

All of it happens in pieces, several at once, and none of it holds the programme a second time. A piece is encoded from
its own samples and nothing else, begins and ends in silence, and is decoded alone as it is in the file. Equal pieces,
wherever they are heard, give equal bytes that sound the same: whoever remembers those of before pays for what changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import accumulate

import numpy as np
from msgspec import Struct, msgpack
from msgspec.structs import replace
from numpy.typing import NDArray

from audionews import __version__, clips, encoder, ffmpeg, limiter, meter, mp3_frames
from audionews.cache import FORGETFUL, Cache, name_of
from audionews.domain import Loudness, Sound
from audionews.errors import AudioError
from audionews.listening import Passage, hear, joined
from audionews.mastered import Master
from audionews.settings import SoundTable

_MOST_GAIN_DB = 30.0
"""What needs more to be heard is the noise of a silence: it is left far below the target."""
_ENCODER_NOISE_DB = 0.9
"""By how much the encoder's own noise usually raises the peaks."""
_SPARE_DB = 0.1
_CLOSE_LU = 0.02
_STEP_DB = 0.25
"""The gain comes in steps, so that a changed word, a hundredth of a decibel for the whole, hardly ever changes it."""
_OFF_LU = 0.2
"""Off by more than this, the file is made again; half of what is promised."""
_PROMISED_LU = 0.5
_AT_THE_LIMIT_DB = 1.0
_ROUNDS = 10
_LONGEST_STEP_DB = 40.0
_LEAST_SHARE = 0.1
RATE = 44_100
"""Hertz, of every file that is published: podcast apps and cars play nothing else as reliably."""
_STEPS_A_HOP = RATE // meter.HOPS_A_SECOND // limiter.STEP
_PIECE_S = 4
"""Short, so that a changed word leaves most of them alone and they share the cores evenly."""
_DELAY = mp3_frames.ENCODER_DELAY + mp3_frames.DECODER_DELAY
"""Frames that a decoder gives before the sound that was encoded."""
_TAIL = 8
"""Pieces; more of them would lie in memory, encoded, until those before them are."""
_CORRECTIONS = 3
"""Speech needs none; what is nearly all peaks may need two."""
_QUIETEST = 1 / clips.FULL_SCALE
_WHAT = "programme"
_FORMAT = 5
"""Of what is remembered of a piece; another number makes all of it stale."""


class _Level(Struct, frozen=True):
    """What is done to the samples: so many dB more, and a ceiling in dBFS."""

    gain_db: float
    ceiling_db: float


class _Piece(Struct, frozen=True):
    """A stretch of the programme, and what is known of it before anything is done to it.

    Attributes:
        sound: Of the stretch; read when it is needed.
        energies: K-weighted, of its hops.
        peaks: Of the limiter's steps.
        powers: Of the same steps, shape ``(hops, steps a hop)``, in shares of the hop's.
    """

    sound: Sound
    energies: meter.Energies
    peaks: limiter.Peaks
    powers: NDArray[np.float32]


class _Encoded(Struct, frozen=True):
    """A piece as MPEG frames, and what a decoder makes of them."""

    mpeg: bytes
    heard: Passage


class Draft(Struct, frozen=True):
    """A programme that has been cut into pieces, and what is known of each; see ``draft``."""

    pieces: tuple[_Piece, ...]
    cache: Cache

    def waveform(self, bars: int = 200) -> tuple[int, ...]:
        """Return how loud each part of it is, for a drawing: ``bars`` peaks, 0 to 100, the loudest 100."""
        peaks = np.concatenate([piece.peaks for piece in self.pieces])
        starts = np.concatenate([start + np.arange(len(piece.peaks)) * limiter.STEP for start, piece in self._placed()])
        frames = sum(piece.sound.frames for piece in self.pieces)
        edges = np.linspace(0, frames, min(bars, len(peaks)), endpoint=False)
        found = np.maximum.reduceat(peaks, np.searchsorted(starts, edges, side="right") - 1)
        return tuple((found * 100 / max(found.max(), _QUIETEST)).astype(int).tolist())

    def _placed(self) -> Iterator[tuple[int, _Piece]]:
        lengths = [piece.sound.frames for piece in self.pieces]
        return zip(accumulate(lengths[:-1], initial=0), self.pieces, strict=True)


def draft(clip: Sound, gaps: Sequence[tuple[int, int]] | None = None, jobs: int = 2, cache: Cache = FORGETFUL) -> Draft:
    """Return a programme ready to be mastered.

    Args:
        clip: The programme.
        gaps: Its silences, as ``Programme`` has them; None looks for them.
        jobs: How many pieces may be in work at once.
        cache: Remembers what is known of a piece, and later its encoded form.

    Raises:
        AudioError: There is no sound.
    """
    if not clip.frames:
        raise AudioError(_WHAT, "there is no sound in it to encode")
    whole = clips.resampled(clip, RATE)
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        pieces = pool.map(partial(_piece, cache), _parts(whole, encoder.silences(whole) if gaps is None else gaps))
        return Draft(tuple(pieces), cache)


def master(clip: Sound, sound: SoundTable, jobs: int = 2, encode: encoder.Encode = encoder.mpeg) -> Master:
    """Return a programme, of which nothing is remembered, mastered; see ``finished``."""
    return finished(draft(clip, jobs=jobs), sound, jobs, encode)


def finished(programme: Draft, sound: SoundTable, jobs: int = 3, encode: encoder.Encode = encoder.mpeg) -> Master:
    """Return a programme as an MP3 of the loudness, peak and bit rate that the settings want.

    Args:
        programme: What ``draft`` gave.
        sound: What is wanted.
        jobs: How many encoders may run at once, one more than is needed to keep two cores busy until the end; the bytes
            do not depend on it.
        encode: Makes a piece an MPEG stream.

    Raises:
        AudioError: The encoder failed.
    """
    pieces = programme.pieces
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        encoded = partial(_encoded, programme, encode, sound)
        level = _level(pieces, sound)
        made = _made(pieces, _spread(pool, partial(encoded, level), pieces))
        for _ in range(_CORRECTIONS):
            better = _corrected(pieces, level, made.heard.loudness, sound)
            if better == level:
                break
            level, made = better, _made(pieces, _spread(pool, partial(encoded, better), pieces))
    opus = _opus(pieces, level, sound) if sound.second_format == "opus" else b""
    return replace(made, opus=opus, shortfall=shortfall(made.loudness, sound))


def _spread(
    pool: ThreadPoolExecutor, encoded: Callable[[_Piece], _Encoded], pieces: Sequence[_Piece]
) -> Iterator[_Encoded]:
    """Yield what becomes of each piece, in order; of the last the shortest is begun last: no core idles for long."""
    tail = max(0, len(pieces) - _TAIL)
    order = [*range(tail), *sorted(range(tail, len(pieces)), key=lambda number: -pieces[number].sound.frames)]
    begun = {number: pool.submit(encoded, pieces[number]) for number in order}
    return (begun.pop(number).result() for number in range(len(pieces)))


def shortfall(heard: Loudness, sound: SoundTable) -> str | None:
    """Return what an editor should know of a finished file that is not as loud as the settings want; None if it is.

    >>> shortfall(Loudness(integrated_lufs=-11.6, true_peak_dbtp=-1.1), SoundTable(loudness_lufs=-9))
    'is at −11.6 LUFS, not the −9 that [sound] loudness_lufs asks for: the true peak limit leaves no room'
    """
    if heard.integrated_lufs == meter.SILENCE_LUFS:
        return "is silent"
    if abs(heard.integrated_lufs - sound.loudness_lufs) <= _PROMISED_LU:
        return None
    limited = heard.true_peak_dbtp > sound.true_peak_dbtp - _AT_THE_LIMIT_DB
    why = "the true peak limit leaves no room" if limited else "there is too little sound in it"
    off = f"is at {heard.integrated_lufs:.1f} LUFS, not the {sound.loudness_lufs:g} that [sound] loudness_lufs asks for"
    return f"{off}: {why}".replace("-", "−")


def _parts(sound: Sound, silences: Sequence[tuple[int, int]]) -> list[Sound]:
    cuts = encoder.cuts(silences, _PIECE_S * RATE)
    return [sound.part(start, end) for start, end in zip([0, *cuts], [*cuts, sound.frames], strict=True)]


def _piece(cache: Cache, sound: Sound) -> _Piece:
    """Return what is known of a stretch; what is remembered needs no sample of it."""
    hops, steps = sound.frames // meter.hop_frames(RATE), -(-sound.frames // limiter.STEP)
    name = name_of("piece", _FORMAT, __version__, sound.digest)
    known = cache.made(name, lambda: b"".join(part.tobytes() for part in _weighed(sound)))
    energies = np.frombuffer(known, np.float64, hops)
    peaks, powers = np.split(np.frombuffer(known, np.float32, offset=energies.nbytes), [steps])
    return _Piece(sound, energies, peaks, powers.reshape(-1, _STEPS_A_HOP))


def _weighed(sound: Sound) -> tuple[meter.Energies, limiter.Peaks, NDArray[np.float32]]:
    floats = clips.floats(sound)
    energies = meter.energies(floats, RATE)
    peaks = limiter.peaks_of(floats)
    steps = floats[: len(energies) * meter.hop_frames(RATE)].reshape(-1, limiter.STEP)
    powers = np.einsum("sf,sf->s", steps, steps).reshape(-1, _STEPS_A_HOP)
    powers /= np.maximum(powers.sum(axis=1, keepdims=True), np.float32(1e-12))
    return energies, peaks, powers


def _level(pieces: Sequence[_Piece], sound: SoundTable) -> _Level:
    """Return the level at which the limited samples are as loud as the encoder needs them to be."""
    change_db = encoder.level_db(sound.bitrate_kbps)
    wanted = sound.loudness_lufs - change_db
    level = _Level(0.0, min(0.0, sound.true_peak_dbtp - change_db - _ENCODER_NOISE_DB))
    return _settled(pieces, level, wanted)


def _settled(pieces: Sequence[_Piece], level: _Level, wanted: float) -> _Level:
    """Return a level with the gain that makes the limited samples as loud as wanted, or as near as may be.

    The limiter takes back a part of what is added, so each step is as much longer as the one before fell short.
    """
    heard = _heard(pieces, level)
    share = 1.0
    for _ in range(_ROUNDS):
        if abs(wanted - heard) < _CLOSE_LU or heard == meter.SILENCE_LUFS:
            break
        louder = _louder(level, max(-_LONGEST_STEP_DB, min(_LONGEST_STEP_DB, (wanted - heard) / share)))
        now = _heard(pieces, louder)
        if louder.gain_db != level.gain_db:
            share = max(_LEAST_SHARE, min(1.0, (now - heard) / (louder.gain_db - level.gain_db)))
        level, heard = louder, now
    return _Level(round(level.gain_db / _STEP_DB) * _STEP_DB, level.ceiling_db)


def _heard(pieces: Sequence[_Piece], level: _Level) -> float:
    return meter.integrated(np.concatenate([_limited_energies(piece, level) for piece in pieces]))


def _louder(level: _Level, change_db: float) -> _Level:
    return _Level(min(_MOST_GAIN_DB, level.gain_db + change_db), level.ceiling_db)


def _corrected(pieces: Sequence[_Piece], level: _Level, heard: Loudness, sound: SoundTable) -> _Level:
    """Return the level that would have made the finished file right; the same one when it is right enough."""
    off = sound.loudness_lufs - heard.integrated_lufs
    over = heard.true_peak_dbtp - sound.true_peak_dbtp
    if (abs(off) <= _OFF_LU and over <= 0) or heard.integrated_lufs == meter.SILENCE_LUFS:
        return level
    lower = _Level(level.gain_db, level.ceiling_db - over - _SPARE_DB) if over > 0 else level
    return _settled(pieces, lower, _heard(pieces, level) + off)


def _limited_energies(piece: _Piece, level: _Level) -> meter.Energies:
    """Return how loud the hops of a piece are at a level, without making it.

    What the limiter takes is taken from the steps that it touches, as loud as they are among the steps of their hop.
    """
    curve = _curve(piece, level)
    kept = ((curve[:-1] + curve[1:]) / 2)[: piece.powers.size].reshape(piece.powers.shape) ** 2
    taken = np.einsum("hs,hs->h", 1 - kept, piece.powers)
    return np.asarray(piece.energies * _factor(level.gain_db) ** 2 * (1 - taken), np.float64)


def _curve(piece: _Piece, level: _Level) -> limiter.Gains:
    return limiter.gains(piece.peaks * np.float32(_factor(level.gain_db)), _factor(level.ceiling_db))


def _at(piece: _Piece, level: _Level) -> meter.Samples:
    """Return the samples of a piece at a level."""
    samples = clips.floats(piece.sound)
    samples *= np.float32(_factor(level.gain_db))
    limiter.apply(samples, _curve(piece, level))
    return samples


def _factor(change_db: float) -> float:
    return float(10 ** (change_db / 20))


def _made(pieces: Sequence[_Piece], coming: Iterable[_Encoded]) -> Master:
    """Return the programme, of which the MPEG frames are coming, as a file, and what is heard in it.

    Raises:
        AudioError: The encoder gave less than it was given.
    """
    passages: list[Passage] = []

    def streams() -> Iterator[bytes]:  # an hour's are never held twice
        for encoded in coming:
            passages.append(encoded.heard)
            yield encoded.mpeg

    frames = sum(piece.sound.frames for piece in pieces)
    mp3 = mp3_frames.with_info(streams(), frames)
    heard = joined(passages)
    if heard.frames != frames:
        raise AudioError(_WHAT, f"the encoder was given {frames} frames of sound, {heard.frames} can be decoded")
    return Master(mp3=mp3, heard=heard)


def _encoded(programme: Draft, encode: encoder.Encode, sound: SoundTable, level: _Level, piece: _Piece) -> _Encoded:
    """Return a piece as MPEG frames, and what is heard in them where nothing but silence is before and after.

    Only the last one needs the frames that bring out what the encoder holds back.
    """
    is_first, is_last = piece is programme.pieces[0], piece is programme.pieces[-1]

    def made() -> bytes:
        stream = encode(_pcm(piece, level), *shape)
        if not is_last:
            stream = mp3_frames.first_frames(stream, piece.sound.frames // mp3_frames.FRAME)
        start, end = is_first * _DELAY, piece.sound.frames + is_last * _DELAY
        return msgpack.encode(_Encoded(mpeg=stream, heard=hear(stream, _WHAT, start, end)))

    shape = RATE, sound.bitrate_kbps, sound.encoder_effort
    levelled = piece.sound.digest, is_first, is_last, level.gain_db, level.ceiling_db
    name = name_of("mpeg", _FORMAT, __version__, encoder.edition(), *shape, *levelled)
    return msgpack.decode(programme.cache.made(name, made), type=_Encoded)


def _pcm(piece: _Piece, level: _Level) -> bytes:
    samples = _at(piece, level)
    samples *= clips.FULL_SCALE - 1
    return np.rint(samples, out=samples).astype("<i2").tobytes()


def _opus(pieces: Sequence[_Piece], level: _Level, sound: SoundTable) -> bytes:
    """Return the same sound as Opus, which leaves the level as it is: as much lower as LAME has made the MP3."""
    change_db = encoder.level_db(sound.bitrate_kbps)
    as_heard = _Level(level.gain_db + change_db, level.ceiling_db + change_db)
    frames = sum(piece.sound.frames for piece in pieces)
    return ffmpeg.opus((_pcm(piece, as_heard) for piece in pieces), frames, RATE)

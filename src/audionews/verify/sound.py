"""An episode's audio against its manifest: decoded once, from its first frame to its last."""

from collections.abc import Iterator
from pathlib import Path

from audionews.domain import Episode, Loudness
from audionews.errors import AudioError, TagError
from audionews.mastered import Heard
from audionews.settings import SoundTable
from audionews.tags import audio_length_ms
from audionews.verify.table import Fault, fault
from audionews.verify.wording import quoted

_NEAR_LU = 0.5
_NEAR_DB = 0.5
_ROUNDING_DB = 0.1
_NEAR_MS = 50
_HEADER_NEAR_MS = 60
"""Two MPEG frames: readers of headers disagree about the encoder's delay."""
_LONGEST_SILENCE_MS = 2_000
_SPARE_MS = 500
"""What speech and music fade by before and after a pause that was asked for."""
_JUDGED_CUE_MS = 300


def sound_faults(
    path: Path, data: bytes, episode: Episode, sound: SoundTable | None, heard: Heard | None = None
) -> Iterator[Fault]:
    """Yield what is wrong with an episode's audio.

    Args:
        path: Of the audio file.
        data: Its bytes.
        episode: As its manifest has it.
        sound: The settings it was made with, when they are known.
        heard: What was heard in it, when somebody has just listened to this very sound.
    """
    try:
        heard = heard or _listen(data, path)
        promised_ms = audio_length_ms(data, str(path))
    except (AudioError, TagError) as error:
        yield fault(path, "audio-whole", error.message)
        return
    if abs(heard.duration_ms - promised_ms) > _HEADER_NEAR_MS:
        yield fault(path, "audio-header", f"its header promises {promised_ms} ms, {heard.duration_ms} ms are there")
    if abs(heard.duration_ms - episode.duration_ms) > _NEAR_MS:
        yield fault(path, "audio-duration", f"lasts {heard.duration_ms} ms, its manifest says {episode.duration_ms} ms")
    yield from _loudness_faults(path, heard.loudness, episode.loudness, sound)
    if heard.flat_ms:
        yield fault(
            path, "audio-clipping", f"is cut off flat in {len(heard.flat_ms)} places, first at {heard.flat_ms[0]} ms"
        )
    yield from _silence_faults(path, heard, episode)
    yield from _unheard(path, heard, episode)


def _listen(data: bytes, path: Path) -> Heard:
    from audionews.listening import listen  # sound libraries, which who has listened already need not load

    return listen(data, str(path))


def _loudness_faults(path: Path, heard: Loudness, noted: Loudness, sound: SoundTable | None) -> Iterator[Fault]:
    lufs, peak = heard.integrated_lufs, heard.true_peak_dbtp
    if abs(lufs - noted.integrated_lufs) > _NEAR_LU:
        yield fault(path, "audio-loudness", f"has {lufs:.1f} LUFS, its manifest says {noted.integrated_lufs:.1f}")
    if abs(peak - noted.true_peak_dbtp) > _NEAR_DB or peak > 0:
        yield fault(path, "audio-peak", f"peaks at {peak:.1f} dBTP, its manifest says {noted.true_peak_dbtp:.1f}")
    if sound and abs(lufs - sound.loudness_lufs) > _NEAR_LU:
        yield fault(path, "audio-target", f"has {lufs:.1f} LUFS, the settings want {sound.loudness_lufs:.1f}")
    if sound and peak > sound.true_peak_dbtp + _ROUNDING_DB:
        yield fault(path, "audio-target", f"peaks at {peak:.1f} dBTP, the settings want {sound.true_peak_dbtp:.1f}")


def _silence_faults(path: Path, heard: Heard, episode: Episode) -> Iterator[Fault]:
    for start_ms, end_ms in heard.silences:
        if end_ms - start_ms <= _LONGEST_SILENCE_MS:
            continue
        asked_ms = _asked(episode, start_ms, end_ms)
        if end_ms - start_ms > max(_LONGEST_SILENCE_MS, asked_ms + _SPARE_MS):
            yield fault(
                path,
                "audio-silence",
                f"is silent from {start_ms} to {end_ms} ms; a pause of {asked_ms} ms was asked for there",
            )


def _asked(episode: Episode, start_ms: int, end_ms: int) -> int:
    """Return the longest pause that the script asks for in a stretch, in ms."""
    ends = [*(cue.start_ms for cue in episode.cues[1:]), episode.duration_ms]
    return max(
        (
            segment.pause_ms
            for segment, cue, until_ms in zip(episode.segments, episode.cues, ends, strict=False)
            if cue.end_ms < end_ms and start_ms < until_ms
        ),
        default=0,
    )


def _unheard(path: Path, heard: Heard, episode: Episode) -> Iterator[Fault]:
    for segment, cue in zip(episode.segments, episode.cues, strict=False):
        says_something = any(sign.isalnum() for sign in segment.spoken)
        is_judged = says_something and cue.end_ms - cue.start_ms >= _JUDGED_CUE_MS
        if is_judged and heard.is_silent(cue.start_ms, cue.end_ms):
            yield fault(path, "cue-silent", f"nothing is heard at {cue.start_ms} ms of {quoted(cue.written)}")

"""Mastering: whatever comes, the finished file is as loud as promised, and nothing of it is lost."""

from pathlib import Path

import numpy as np
import pytest
from msgspec import Struct

from audionews import encoder, loudness, mp3_frames
from audionews.cache import Cache
from audionews.domain import Clip, Loudness
from audionews.errors import AudioError
from audionews.listening import listen
from audionews.loudness import draft, finished, master, shortfall
from audionews.mastered import TICK_MS, Master
from audionews.mp3_frames import FRAME
from audionews.settings import SoundTable
from sounds import RATE, Samples, babble, clip_of, decoded, file_of, noise, sine

SOUND = SoundTable()
OTHERS = [
    SoundTable(bitrate_kbps=64),
    SoundTable(encoder_effort="low"),
    SoundTable(loudness_lufs=-19),
    SoundTable(true_peak_dbtp=-9),
]


def with_pauses(seconds: float, pause_s: float = 0.4) -> Samples:
    pause = np.zeros(round(pause_s * RATE), np.float32)
    return np.concatenate([part for start in range(round(seconds)) for part in (babble(0.9, seed=start), pause)])


KINDS = {
    "speech": babble(4),
    "quiet speech": babble(3, 0.05),
    "speech that touches full scale": babble(3, 1.0),
    "speech with pauses": with_pauses(3),
    "a tone": sine(1000, 2),
    "noise": noise(2),
    "treble": sine(14_000, 2, 0.2),
    "a square wave": np.sign(sine(200, 2)),
    "less than a second": babble(0.6),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_finished_file_is_as_loud_as_promised(kind: str) -> None:
    clip = clip_of(KINDS[kind])
    made = master(clip, SOUND)
    assert made.loudness.integrated_lufs == pytest.approx(-16, abs=0.25)
    assert made.loudness.true_peak_dbtp <= -1
    assert made.heard.frames == clip.frames == len(decoded(made.mp3))
    assert made.loudness == listen(made.mp3, "sound").loudness


@pytest.mark.parametrize(
    ("lufs", "dbtp", "kbps"),
    [(-14, -1.0, 128), (-19, -2.0, 64), (-23, -1.0, 192), (-31, -9.0, 80), (-16, -1.0, 112), (-18, -1.5, 160)],
)
def test_another_target_is_reached_too(lufs: float, dbtp: float, kbps: int) -> None:
    sound = SoundTable(loudness_lufs=lufs, true_peak_dbtp=dbtp, bitrate_kbps=kbps)  # type: ignore[arg-type]
    made = master(clip_of(noise(2)), sound)
    assert made.loudness.integrated_lufs == pytest.approx(lufs, abs=0.25)
    assert made.loudness.true_peak_dbtp <= dbtp
    lengths = {end - start for start, end in mp3_frames.mpeg_frames(made.mp3)}
    assert lengths <= {144_000 * kbps // RATE, 144_000 * kbps // RATE + 1}


def test_what_cannot_be_reached_is_said_as_it_is() -> None:
    made = master(clip_of(babble(4)), SoundTable(loudness_lufs=-9, true_peak_dbtp=-9))
    assert made.loudness.true_peak_dbtp <= -9
    assert -24 < made.loudness.integrated_lufs < -17
    assert made.loudness == listen(made.mp3, "sound").loudness


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ((-16.4, -1.2), None),
        ((-15.5, -1.0), None),
        (
            (-17.0, -1.1),
            "is at −17.0 LUFS, not the −16 that [sound] loudness_lufs asks for: the true peak limit leaves",
        ),
        (
            (-40.0, -20.0),
            "is at −40.0 LUFS, not the −16 that [sound] loudness_lufs asks for: there is too little sound",
        ),
        ((-70.0, -70.0), "is silent"),
    ],
)
def test_a_file_that_is_not_as_loud_as_wanted_is_said(heard: tuple[float, float], words: str | None) -> None:
    said = shortfall(Loudness(integrated_lufs=heard[0], true_peak_dbtp=heard[1]), SOUND)
    assert said is None if words is None else said is not None and said.startswith(words)


@pytest.mark.parametrize("frames", [1, 2, 100, 4_409, RATE])
def test_silence_stays_silence(frames: int) -> None:
    made = master(Clip(pcm=bytes(2 * frames), rate=RATE), SOUND)
    assert made.heard.frames == frames
    assert np.abs(decoded(made.mp3)).max() == 0
    assert made.loudness.integrated_lufs == -70


def test_the_noise_of_a_silence_is_not_made_loud() -> None:
    assert np.abs(decoded(master(clip_of(noise(3, 3e-5)), SOUND).mp3)).max() < 0.01


@pytest.mark.parametrize("seconds", [0.001, 0.05, 0.2])
def test_a_blip_does_not_explode(seconds: float) -> None:
    made = master(clip_of(sine(440, seconds)), SOUND)
    assert made.heard.frames == round(seconds * RATE)
    assert made.loudness.true_peak_dbtp <= -1
    assert made.loudness.integrated_lufs < -15


def test_peaks_that_the_encoder_makes_are_noticed_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loudness, "_ENCODER_NOISE_DB", -1.0)  # as if it made none at all
    made = master(clip_of(babble(3, 1.0)), SOUND)
    assert made.loudness.true_peak_dbtp <= -1
    assert made.loudness.integrated_lufs == pytest.approx(-16, abs=0.25)


def test_an_encoder_of_another_level_is_noticed_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "level_db", lambda kbps: 1.5)
    made = master(clip_of(babble(3)), SOUND)
    assert made.loudness.integrated_lufs == pytest.approx(-16, abs=0.25)


def test_the_bytes_do_not_depend_on_how_many_work_on_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loudness, "_PIECE_S", 2)
    clip = clip_of(with_pauses(6))
    one, four = master(clip, SOUND, jobs=1), master(clip, SOUND, jobs=4)
    assert one == four
    assert one.heard.frames == clip.frames
    assert len(encoder.cuts(encoder.silences(clip), 2 * RATE)) >= 2


def test_a_changed_word_leaves_most_pieces_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loudness, "_PIECE_S", 2)
    pause, kept = np.zeros(12 * FRAME, np.float32), {}
    said = [babble(60 * FRAME / RATE, seed=seed) for seed in range(8)]
    other = said[1][: 57 * FRAME]

    def encode(pcm: bytes, rate: int, kbps: int, effort: encoder.Effort) -> bytes:
        if pcm not in kept:
            kept[pcm] = encoder.mpeg(pcm, rate, kbps, effort)
        return kept[pcm]

    counts = []
    for second in (said[1], other):
        clip = clip_of(np.concatenate([part for talk in (said[0], second, *said[2:]) for part in (talk, pause)]))
        assert master(clip, SOUND, encode=encode) == master(clip, SOUND)
        counts.append(len(kept))
    assert counts == [5, 6]


class Heavy(Struct, frozen=True):
    """Sound that counts how many of its frames somebody needed."""

    clip: Clip
    needed: list[int]
    rate = RATE

    @property
    def frames(self) -> int:
        return self.clip.frames

    @property
    def pcm(self) -> bytes:
        self.needed.append(self.frames)
        return self.clip.pcm

    @property
    def digest(self) -> str:
        return self.clip.digest

    def part(self, start: int, end: int) -> "Heavy":
        return Heavy(self.clip.part(start, end), self.needed)


def remembered(cache: Cache, samples: Samples, sound: SoundTable = SOUND) -> tuple[Master, int]:
    """Return a programme, mastered with a memory, and how many of its frames were needed for that."""
    heavy = Heavy(clip_of(samples), [])
    drafted = draft(heavy, encoder.silences(heavy.clip), cache=cache)
    return finished(drafted, sound), sum(heavy.needed)


def test_what_is_remembered_of_a_piece_stands_for_its_samples(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10**9)
    samples, other = with_pauses(14), with_pauses(14)
    other[: RATE // 2] = babble(0.5, seed=99)
    plain = master(clip_of(samples), SOUND)
    assert remembered(cache, samples) == (plain, 2 * len(samples))
    assert remembered(cache, samples) == (plain, 0)
    made, needed = remembered(cache, other)
    assert made == master(clip_of(other), SOUND)
    assert 0 < needed < len(samples)


def test_all_that_shapes_a_piece_is_in_what_it_is_remembered_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, samples = Cache(tmp_path, 10**9), babble(3)
    made = [remembered(cache, samples, sound)[0].mp3 for sound in (SOUND, *OTHERS)]
    assert len(set(made)) == len(made)
    assert made == [master(clip_of(samples), sound).mp3 for sound in (SOUND, *OTHERS)]
    (tmp_path / "another.so").write_bytes(b"another encoder")
    monkeypatch.setattr("lameenc.__file__", str(tmp_path / "another.so"))
    assert remembered(cache, samples)[1] == len(samples)


def test_an_entry_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    cache, samples = Cache(tmp_path, 10**9), babble(3)
    made, _ = remembered(cache, samples)
    for entry in tmp_path.rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-1])
    assert remembered(cache, samples) == (made, 2 * len(samples))


@pytest.mark.parametrize("pause_s", [0.11, 0.4, 1.03])
def test_what_is_heard_in_pieces_is_what_is_heard_in_the_whole_file(pause_s: float) -> None:
    samples = np.concatenate([with_pauses(27, pause_s), with_pauses(9, pause_s) * np.float32(0.1), babble(0.7)])
    clip = clip_of(samples)
    assert len(draft(clip).pieces) > 3
    made = master(clip, SOUND)
    whole = listen(made.mp3, "sound")
    assert made.heard.frames == whole.frames == clip.frames
    assert made.loudness.integrated_lufs == pytest.approx(whole.loudness.integrated_lufs, abs=0.02)
    assert made.loudness.true_peak_dbtp == pytest.approx(whole.loudness.true_peak_dbtp, abs=0.011)
    assert np.array(made.heard.silences) == pytest.approx(np.array(whole.silences), abs=2 * TICK_MS)


def test_a_waveform_tells_how_loud_each_part_is() -> None:
    samples = np.concatenate([babble(1, level, seed=1) for level in (0.1, 0.8, 0.4)])
    samples[RATE : 2 * RATE] = np.sign(samples[RATE : 2 * RATE]) * 0.8
    bars = draft(clip_of(samples)).waveform(30)
    assert len(bars) == 30
    assert set(bars[10:20]) == {100}
    assert max(bars[:10]) < 15
    assert 30 < max(bars[21:]) <= 50
    assert set(draft(Clip(pcm=bytes(4_000), rate=RATE)).waveform()) == {0}


def test_a_programme_of_another_rate_becomes_44_100_hz() -> None:
    made = master(clip_of(babble(2, rate=48_000), 48_000), SOUND)
    heard = listen(made.mp3, "sound")
    assert heard.rate == RATE
    assert heard.frames == made.heard.frames == 2 * RATE


def test_nothing_cannot_be_mastered() -> None:
    with pytest.raises(AudioError, match="programme: there is no sound in it"):
        master(Clip(pcm=b"", rate=RATE), SOUND)


def test_an_encoder_that_loses_sound_is_noticed() -> None:
    def half(pcm: bytes, rate: int, kbps: int, effort: encoder.Effort) -> bytes:
        return encoder.mpeg(pcm[: len(pcm) // 2], rate, kbps, effort)

    with pytest.raises(AudioError, match="encoder: gave 40 MPEG frames, which cannot be 88200 of sound"):
        master(clip_of(babble(2)), SOUND, encode=half)


def test_other_files_can_be_measured_too() -> None:
    stereo = np.stack((sine(1000, 3), sine(1000, 3)), axis=1)
    mono = listen(file_of(sine(1000, 3)), "sound").loudness
    assert listen(file_of(stereo), "sound").loudness == mono
    flac = listen(file_of(sine(1000, 3), kind="FLAC"), "sound").loudness
    assert flac.integrated_lufs == pytest.approx(mono.integrated_lufs, abs=0.02)


def test_a_truncated_mp3_is_refused() -> None:
    mp3 = master(clip_of(babble(3)), SOUND).mp3
    with pytest.raises(AudioError, match="is cut off"):
        listen(mp3[: len(mp3) // 2], "sound")

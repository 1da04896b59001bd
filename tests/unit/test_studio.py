"""The studio: jingles of every kind made ready, and speech and music joined to the frame."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from audionews import clips, meter
from audionews.cache import Cache
from audionews.domain import Clip, Programme, Role, Sound, Word
from audionews.errors import AudioError, SettingsError
from audionews.jingles import SPEECH_LUFS, Jingles, load_jingles
from audionews.mp3_frames import FRAME
from audionews.settings import SoundTable
from audionews.studio import stitch
from audionews.timecode import to_frames, to_ms
from sounds import (
    RATE,
    Samples,
    babble,
    clip_of,
    ffmpeg,
    file_of,
    m4a,
    noise,
    samples_of,
    script_of,
    segment,
    sine,
    speech_of,
)

QUIET = SoundTable(opening="", closing="", sting="")
JINGLE_LUFS = SPEECH_LUFS + QUIET.jingle_gain_db

Drop = Callable[[str, bytes], Sequence[Path]]


@pytest.fixture
def drop(tmp_path: Path) -> Drop:
    """Put a file into a show's folder of jingles; gives the folders to look in."""

    def put(name: str, data: bytes) -> Sequence[Path]:
        path = tmp_path / "voices" / "jingles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return (tmp_path / "voices",)

    return put


def opening(name: str, folders: Sequence[Path], longest_ms: int = 12_000) -> Clip:
    sound = SoundTable(opening=name, closing="", sting="", longest_jingle_ms=longest_ms)
    clip = load_jingles(sound, None, folders).opening
    assert clip
    return clip


def lufs(clip: Sound) -> float:
    samples = samples_of(clip)
    hops = meter.energies(samples, clip.rate)
    return meter.integrated(hops if len(hops) else np.array([meter.energy(samples, clip.rate)]))


def stereo(left: Samples, right: Samples) -> Samples:
    return np.stack((left, right), axis=1)


MUSIC = sine(440, 3, 0.3) + sine(660, 3, 0.2)
AWKWARD = {
    "8 kHz mp3": ("a.mp3", file_of(sine(440, 3, 0.3, 8_000), 8_000, "MP3"), 3.0),
    "48 kHz stereo": ("a.wav", file_of(stereo(sine(440, 3, 0.3, 48_000), sine(660, 3, 0.1, 48_000)), 48_000), 3.0),
    "24 bits": ("a.wav", file_of(MUSIC, subtype="PCM_24"), 3.0),
    "floats above full scale": ("a.wav", file_of(MUSIC * 6, subtype="FLOAT"), 3.0),
    "eight bits": ("a.wav", file_of(MUSIC, subtype="PCM_U8"), 3.0),
    "ogg": ("a.ogg", file_of(MUSIC, kind="OGG"), 3.0),
    "aiff": ("a.aiff", file_of(MUSIC, kind="AIFF"), 3.0),
    "flac of six channels": ("a.flac", file_of(np.stack([MUSIC] * 6, axis=1), kind="FLAC"), 3.0),
    "96 kHz": ("a.wav", file_of(sine(440, 1, 0.3, 96_000), 96_000), 1.0),
    "11 025 Hz": ("a.wav", file_of(sine(440, 1, 0.3, 11_025), 11_025), 1.0),
    "a tenth of a second": ("a.wav", file_of(sine(440, 0.1, 0.3)), 0.1),
    "very quiet": ("a.wav", file_of(sine(440, 2, 0.01), subtype="PCM_24"), 2.0),
    "opposite channels": ("a.wav", file_of(stereo(MUSIC, -MUSIC)), 3.0),
    "one channel only": ("a.wav", file_of(stereo(MUSIC, np.zeros_like(MUSIC))), 3.0),
    "silence around it": ("a.wav", file_of(np.pad(MUSIC, RATE)), 3.0),
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_any_usual_jingle_sits_right(kind: str, drop: Drop) -> None:
    name, data, seconds = AWKWARD[kind]
    clip = opening(name, drop(name, data))
    assert clip.rate == RATE
    assert clip.frames == pytest.approx(seconds * RATE, abs=3_000)  # an encoder's own delay, at 8 kHz
    assert lufs(clip) == pytest.approx(JINGLE_LUFS, abs=0.3)
    assert clip.frames % (RATE // 100) == 0


def test_a_jingle_in_m4a_works(drop: Drop, tmp_path: Path) -> None:
    clip = opening("a.m4a", drop("a.m4a", m4a(MUSIC, tmp_path)))
    assert lufs(clip) == pytest.approx(JINGLE_LUFS, abs=0.3)


@pytest.mark.parametrize("tag", [b"", b"ID3\4\0\0\0\0\0\4abcd"])
def test_a_jingle_in_bare_aac_works(tag: bytes, drop: Drop, tmp_path: Path) -> None:
    data, _ = ffmpeg("-i", "pipe:0", "-c:a", "aac", "-f", "adts", "pipe:1", data=file_of(MUSIC))
    clip = opening("a.aac", drop("a.aac", tag + data))
    assert lufs(clip) == pytest.approx(JINGLE_LUFS, abs=0.3)
    assert clip.frames == pytest.approx(3 * RATE, abs=RATE / 10)


def test_ten_minutes_of_music_become_its_beginning(drop: Drop) -> None:
    folders = drop("long.wav", file_of(np.tile(noise(6, rate=8_000), 100), 8_000))
    beginning = samples_of(opening("long.wav", folders))
    assert 11.5 * RATE < len(beginning) <= 12 * RATE
    assert level_db(beginning[-RATE // 4 :]) < level_db(beginning[:RATE]) - 15  # and fades out
    assert opening("long.wav", folders, longest_ms=4_000).frames == pytest.approx(4 * RATE, abs=RATE / 2)


@pytest.mark.parametrize("seconds", [0.01, 3])
def test_a_silent_jingle_stays_silent(seconds: float, drop: Drop) -> None:
    clip = opening("a.wav", drop("a.wav", file_of(np.zeros(round(seconds * RATE), np.float32))))
    assert not any(clip.pcm)
    assert clip.frames == round(seconds * RATE)


def test_a_click_is_not_raised_above_full_scale(drop: Drop) -> None:
    click = np.zeros(RATE, np.float32)
    click[1_000:1_004] = click[40_000] = 0.5
    assert np.abs(samples_of(opening("a.wav", drop("a.wav", file_of(click))))).max() <= 0.95


def test_a_jingle_that_begins_and_ends_with_a_jump_does_not_click(drop: Drop) -> None:
    clip = samples_of(
        opening("a.wav", drop("a.wav", file_of(np.full(RATE, 0.3, np.float32) * sine(50, 1, 1.0)[::-1] + 0.2)))
    )
    assert abs(clip[0]) < 0.001
    assert abs(clip[-1]) < 0.01


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.m4a"])
@pytest.mark.parametrize("data", [b"", b"not music\n" * 400, b"RIFF\x10\0\0\0WAVE", b"ID3\3"])
def test_a_broken_jingle_is_named(name: str, data: bytes, drop: Drop, tmp_path: Path) -> None:
    folders = drop(name, data)
    with pytest.raises(AudioError) as caught:
        opening(name, folders)
    assert caught.value.subject == str(tmp_path / "voices" / "jingles" / name)
    assert "0x" not in caught.value.message
    assert "WAV, FLAC, MP3" in caught.value.message or "is cut off" in caught.value.message


def test_a_jingle_that_is_cut_off_is_named(drop: Drop) -> None:
    whole = file_of(MUSIC)
    with pytest.raises(AudioError, match=r"cut\.wav: is cut off"):
        opening("cut.wav", drop("cut.wav", whole[: len(whole) // 2]))


def test_a_missing_jingle_is_named_and_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.flac: no such file in .*jingles"):
        opening("nowhere.flac", (tmp_path / "voices",))


def test_a_jingle_that_may_not_be_read_is_named(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    folders = drop("a.wav", b"")
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(SettingsError, match=r"a\.wav: cannot be read: Permission denied"):
        opening("a.wav", folders)


def test_a_jingle_may_lie_beside_the_settings_or_anywhere(drop: Drop, tmp_path: Path) -> None:
    folders = drop("other.wav", b"")
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "a.wav").write_bytes(file_of(MUSIC))
    assert opening("music/a.wav", folders) == opening(str(tmp_path / "music" / "a.wav"), folders)


def test_a_rubrique_has_its_own_opening_whatever_its_case_and_accents(drop: Drop) -> None:
    drop("own.wav", file_of(sine(300, 1)))
    folders = drop("all.wav", file_of(MUSIC))
    sound = SoundTable(opening="all.wav", closing="", sting="", rubriques={"Économie": "own.wav", "sport": ""})
    own = load_jingles(sound, "Économie", folders).opening
    assert own
    assert own.frames == RATE
    assert load_jingles(sound, " ECONOMIE ", folders).opening == own
    assert load_jingles(sound, "Sport", folders).opening is None
    every = load_jingles(sound, "Culture", folders).opening
    assert every
    assert every.frames == 3 * RATE
    assert load_jingles(sound, None, folders).opening == every


def test_no_names_mean_no_music(tmp_path: Path) -> None:
    assert load_jingles(QUIET, "Sport", (tmp_path,)) == Jingles()


def talk(*pauses_ms: int, jingles: Jingles | None = None, sound: SoundTable = QUIET) -> Programme:
    """Return a programme of sentences of one second."""
    parts = [(segment("body", pause_ms), clip_of(babble(1, 0.2))) for pause_ms in pauses_ms]
    speech = speech_of(parts)
    return stitch(speech, script_of(speech), jingles or Jingles(), sound)


def on_grid(frames: int) -> int:
    """Return where the MPEG frame begins that is the first not to begin earlier."""
    return -(-frames // FRAME) * FRAME


def test_sentences_lie_where_their_cues_say_to_the_frame() -> None:
    programme = talk(333, 0, 1_001, 50)
    starts = [0]
    for pause_ms in (333, 0, 1_001):
        starts.append(on_grid(starts[-1] + RATE + to_frames(pause_ms, RATE)))
    assert [cue.start_ms for cue in programme.cues] == [to_ms(start, RATE) for start in starts]
    assert [cue.end_ms for cue in programme.cues] == [to_ms(start + RATE, RATE) for start in starts]
    heard = samples_of(programme.clip)
    first = heard[:RATE]
    for start in starts:
        assert np.array_equal(heard[start : start + RATE], first)
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        assert not heard[start + RATE : following].any()
    assert programme.clip.frames == starts[-1] + RATE + to_frames(50, RATE)
    assert programme.chapters[0].start_ms == 0
    assert programme.chapters[-1].end_ms == to_ms(programme.clip.frames, RATE)


def test_in_the_gaps_of_a_programme_there_is_nothing() -> None:
    music = clip_of(babble(2, 0.3, seed=5))
    programme = talk(333, 900, 1_001, 50, jingles=Jingles(opening=music, closing=music), sound=SoundTable())
    heard = samples_of(programme.clip)
    assert len(programme.gaps) == 3
    for start, end in programme.gaps:
        assert end - start >= to_frames(333, RATE)
        assert not heard[start:end].any()
        assert heard[start - 50 : start].any()
        assert heard[end : end + 50].any()


def test_a_thousand_sentences_do_not_drift() -> None:
    parts = [(segment("body", 7), clip_of(sine(440, 0.0123, rate=22_050), 22_050)) for _ in range(1_000)]
    speech = speech_of(parts)
    programme = stitch(speech, script_of(speech), Jingles(), QUIET)
    length = 271 * 2
    step = on_grid(length + to_frames(7, RATE))
    assert [cue.start_ms for cue in programme.cues] == [to_ms(number * step, RATE) for number in range(1_000)]
    assert programme.clip.frames == 999 * step + length + to_frames(7, RATE)


def test_words_move_with_their_sentence() -> None:
    words = (Word(start_ms=100, end_ms=400, written="Un"), Word(start_ms=420, end_ms=1_000, written="mot."))
    speech = speech_of([(segment("body", 500), clip_of(babble(1))) for _ in range(2)], words)
    cue = stitch(speech, script_of(speech), Jingles(), QUIET).cues[1]
    start = to_ms(on_grid(RATE + RATE // 2), RATE)
    times = [(word.start_ms - start, word.end_ms - start) for word in cue.words]
    assert times == [(100, 400), (420, 1_000)]


def test_a_changed_sentence_changes_no_sample_of_the_others() -> None:
    said = [clip_of(babble(1.3, 0.1 + seed / 50, seed=seed)) for seed in range(8)]
    programmes = []
    for second in (said[1], clip_of(babble(1.45, 0.14, seed=99))):
        parts = [(segment("body", 250), clip) for clip in (said[0], second, *said[2:])]
        speech = speech_of(parts)
        programmes.append(stitch(speech, script_of(speech, (0, 4)), Jingles(), QUIET))
    before, after = (samples_of(programme.clip) for programme in programmes)
    first, moved = round(1.5 * RATE), len(after) - len(before)
    assert moved
    assert moved % FRAME == 0
    assert np.array_equal(after[:first], before[:first])
    assert np.array_equal(after[3 * RATE + moved :], before[3 * RATE :])


def test_equal_speech_gives_equal_bytes_however_many_work_on_it() -> None:
    speech = speech_of([(segment("body", 40), clip_of(babble(1, seed=seed), 22_050)) for seed in range(6)])
    script = script_of(speech)
    one, four = (stitch(speech, script, Jingles(), QUIET, jobs=jobs) for jobs in (1, 4))
    assert (one.cues, one.chapters, one.clip.pcm) == (four.cues, four.chapters, four.clip.pcm)


def test_resampling_leaves_no_images() -> None:
    speech = speech_of([(segment("body"), clip_of(sine(9_000, 1, 0.3, 22_050), 22_050))])
    heard = samples_of(stitch(speech, script_of(speech), Jingles(), QUIET).clip)[2_000:-2_000]
    spectrum = 20 * np.log10(np.abs(np.fft.rfft(heard * np.blackman(len(heard)))) + 1e-9)
    frequencies = np.fft.rfftfreq(len(heard), 1 / RATE)
    image = spectrum[frequencies > 11_500].max()
    assert image < spectrum.max() - 80


def test_speech_comes_to_one_level_whatever_the_voice() -> None:
    for level in (0.02, 0.2, 0.9):
        speech = speech_of([(segment("body", 200), clip_of(babble(3, level))) for _ in range(2)])
        programme = stitch(speech, script_of(speech), Jingles(), QUIET)
        assert lufs(programme.clip) == pytest.approx(SPEECH_LUFS, abs=0.3)


def test_sentences_are_evened_but_gently() -> None:
    parts = [(segment("body", 300), clip_of(babble(2, level))) for level in (0.2, 0.2, 0.1)]
    speech = speech_of(parts)
    programme = stitch(speech, script_of(speech), Jingles(), QUIET)
    pcm = samples_of(programme.clip)
    starts = [to_frames(cue.start_ms, RATE) for cue in programme.cues]
    loud, _, soft = (lufs(clip_of(pcm[start : start + 2 * RATE])) for start in starts)
    assert 3 < loud - soft < 5  # it was 6


def test_an_offset_is_taken_out_and_ends_do_not_click() -> None:
    speech = speech_of([(segment("body", 100), clip_of(sine(440, 1, 0.2) + 0.1)) for _ in range(2)])
    heard = samples_of(stitch(speech, script_of(speech), Jingles(), QUIET).clip)
    assert abs(heard[:RATE].mean()) < 0.001
    assert np.abs(np.diff(heard)).max() < 1.2 * np.abs(np.diff(sine(440, 1, np.abs(heard).max()))).max()


def test_silent_and_very_short_sentences_do_no_harm() -> None:
    clips = [
        Clip(pcm=bytes(2_000), rate=22_050),
        Clip(pcm=b"", rate=RATE),
        clip_of(sine(440, 0.004)),
        clip_of(babble(1)),
    ]
    speech = speech_of([(segment("body", 10), clip) for clip in clips])
    programme = stitch(speech, script_of(speech), Jingles(), QUIET)
    assert len(programme.cues) == 4
    assert programme.cues[1].start_ms == programme.cues[1].end_ms
    assert np.abs(samples_of(programme.clip)).max() < 1


def test_a_whole_script_of_silence_stays_silent() -> None:
    speech = speech_of([(segment("body", 10), Clip(pcm=bytes(2_000), rate=RATE))])
    assert not any(stitch(speech, script_of(speech), Jingles(), QUIET).clip.pcm)


def test_a_script_that_says_nothing_is_an_empty_programme() -> None:
    speech = speech_of([(segment("body"), Clip(pcm=b"", rate=RATE))])
    assert stitch(speech, script_of(speech), Jingles(), QUIET).clip.pcm == b""


def level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))


def test_the_opening_steps_back_under_the_first_words_and_is_gone_soon() -> None:
    music = clip_of(noise(4, 0.1))
    programme = talk(0, jingles=Jingles(opening=music))
    begins = on_grid(4 * RATE - to_frames(QUIET.fade_ms, RATE))
    assert programme.cues[0].start_ms == to_ms(begins, RATE)
    alone = talk(0)
    under = samples_of(programme.clip)
    under[begins : begins + RATE] -= samples_of(alone.clip)
    full, first, later = (
        under[RATE : 2 * RATE],
        under[begins : begins + RATE // 5],
        under[begins + RATE // 2 : 4 * RATE],
    )
    assert level_db(full) == pytest.approx(level_db(samples_of(music)), abs=0.3)
    assert level_db(first) < level_db(full) - 9
    assert level_db(later) < level_db(full) - 15
    assert programme.chapters[0].start_ms == 0


def test_the_closing_comes_in_under_the_last_words_and_forward_after_them() -> None:
    music = clip_of(noise(4, 0.1))
    programme = talk(0, jingles=Jingles(closing=music))
    begins = RATE - to_frames(QUIET.fade_ms, RATE)
    under = samples_of(programme.clip)
    under[:RATE] -= samples_of(talk(0).clip)
    assert not under[:begins].any()
    assert level_db(under[begins:RATE]) < level_db(samples_of(music)) - 9
    assert level_db(under[2 * RATE : 3 * RATE]) == pytest.approx(level_db(samples_of(music)), abs=0.3)
    assert programme.clip.frames == begins + 4 * RATE
    assert programme.cues[-1].end_ms == 1_000


def test_a_sting_announces_each_chapter_but_the_first() -> None:
    roles: tuple[Role, ...] = ("title", "body", "heading", "body", "heading", "body")
    speech = speech_of([(segment(role, 600), clip_of(babble(1))) for role in roles])
    script = script_of(speech, (0, 2, 4))
    music = clip_of(noise(1.5, 0.1))
    programme = stitch(speech, script, Jingles(sting=music), QUIET)
    cues = programme.cues
    heard = samples_of(programme.clip)
    for before, heading in ((1, 2), (3, 4)):
        said = round(to_frames(cues[before].start_ms, RATE) / FRAME) * FRAME + RATE
        start = on_grid(said + to_frames(200, RATE))
        assert not heard[start - RATE // 10 : start - 50].any()
        assert level_db(heard[start : start + RATE // 3]) == pytest.approx(level_db(samples_of(music)), abs=0.5)
        assert cues[heading].start_ms == to_ms(on_grid(start + to_frames(750, RATE)), RATE)
    assert [chapter.start_ms for chapter in programme.chapters] == [0, cues[2].start_ms, cues[4].start_ms]


@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.5, 11.99])
@pytest.mark.parametrize("fade_ms", [0, 1, 900, 60_000])
def test_music_of_any_length_and_any_fade_fits(seconds: float, fade_ms: int) -> None:
    music = clip_of(noise(seconds, 0.1))
    speech = speech_of([(segment(role, 100), clip_of(babble(0.3))) for role in ("title", "heading", "body")])
    sound = SoundTable(fade_ms=fade_ms)
    programme = stitch(speech, script_of(speech, (0, 1)), Jingles(opening=music, closing=music, sting=music), sound)
    assert programme.chapters[-1].end_ms == to_ms(programme.clip.frames, RATE)
    assert programme.cues[-1].end_ms <= programme.chapters[-1].end_ms
    assert programme.clip.frames > 0.9 * RATE


def test_loud_music_over_loud_speech_does_not_wrap_round() -> None:
    programme = talk(0, jingles=Jingles(opening=clip_of(np.full(RATE, 0.99, np.float32))))
    assert np.abs(np.diff(samples_of(programme.clip).astype(np.float64))).max() < 1.2


def test_the_shipped_jingles_are_clean() -> None:
    folders = (Path(__file__).parents[2] / "voices",)
    jingles = load_jingles(SoundTable(), None, folders)
    assert jingles.opening
    assert jingles.closing
    assert jingles.sting
    for clip, least, most in ((jingles.opening, 3, 5), (jingles.closing, 3, 5), (jingles.sting, 1.2, 2)):
        samples = samples_of(clip)
        assert least <= len(samples) / RATE <= most
        assert lufs(clip) == pytest.approx(JINGLE_LUFS, abs=0.1)
        assert np.abs(samples).max() < 0.9
        assert abs(samples.mean()) < 1e-4
        assert np.abs(samples[[0, -1]]).max() < 1e-3


def test_a_jingle_that_is_remembered_is_not_decoded_again(
    tmp_path: Path, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, cache = SoundTable(opening="a.wav", closing="", sting=""), tmp_path / "cache"
    folders = drop("a.wav", file_of(sine(440, 2)))
    first = load_jingles(sound, None, folders, Cache(cache, 10**9))
    softer = load_jingles(replace(sound, jingle_gain_db=-12), None, folders, Cache(cache, 10**9))
    other = load_jingles(sound, None, drop("a.wav", file_of(sine(880, 2))), Cache(cache, 10**9))
    assert len({jingles.opening for jingles in (first, softer, other)}) == 3
    drop("a.wav", file_of(sine(440, 2)))
    monkeypatch.setattr(clips, "blocks", None)
    assert load_jingles(sound, None, folders, Cache(cache, 10**9)) == first

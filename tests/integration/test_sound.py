"""From real speech to a finished file: the embedded voice, the shipped jingles, and the meter of another program."""

import hashlib
import os
import re
import subprocess
import sys
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pytest

from audionews import clips, engines, mp3_frames
from audionews.domain import Programme, Role, Script, Speech, Utterance, Voice
from audionews.listening import listen
from audionews.mastered import Master
from audionews.mp3_frames import FRAME
from audionews.settings import SoundTable
from audionews.studio import Jingles, load_jingles, master, stitch
from audionews.timecode import to_frames, to_ms
from sounds import RATE, decoded, ffmpeg, file_of, samples_of, script_of, segment, sine

VOICES = Path(__file__).parents[2] / "voices"
SENTENCES: tuple[tuple[Role, int, str], ...] = (
    ("rubrique", 400, "Culture."),
    ("title", 700, "La bibliothèque du port rouvre ses portes."),
    ("body", 250, "Fermée depuis l'hiver, la bibliothèque du port accueille de nouveau ses lecteurs."),
    ("body", 900, "Les rayonnages, les fauteuils et même la vieille horloge ont été rendus à leur place !"),
    ("heading", 600, "Qui a payé les travaux ?"),
    ("body", 250, "La ville, la région, et surtout six cents habitants, chacun à la mesure de ses moyens."),
    ("body", 900, "Le reste viendra plus tard."),
    ("credit", 0, "Cet article a été lu par une voix de synthèse."),
)


@lru_cache(maxsize=1)
def spoken() -> tuple[Speech, Script]:
    engine = engines.load("espeak")
    voice = Voice(name="espeak-fr", engine="espeak")
    utterances = tuple(
        Utterance(
            segment=segment(role, pause_ms, text),
            clip=clips.decode(engine.synthesise(text, voice).data, text),
            words=(),
        )
        for role, pause_ms, text in SENTENCES
    )
    speech = Speech(utterances=utterances, voice=voice)
    return speech, script_of(speech, (0, 4))


USUAL = SoundTable()
LOUD = SoundTable(loudness_lufs=-14, bitrate_kbps=128)


@lru_cache(maxsize=1)
def programme() -> Programme:
    speech, script = spoken()
    return stitch(speech, script, load_jingles(USUAL, None, (VOICES,)), USUAL)


@lru_cache(maxsize=1)
def finished() -> Master:
    return master(programme().clip, USUAL)


@pytest.mark.parametrize("sound", [USUAL, LOUD], ids=["usual", "loud"])
def test_another_meter_agrees_that_the_file_is_as_promised(sound: SoundTable) -> None:
    made = finished() if sound is USUAL else master(programme().clip, sound)
    said = ffmpeg("-i", "pipe:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-", data=made.mp3)[1]
    found = re.search(r"I:\s+(\S+) LUFS.*Peak:\s+(\S+) dBFS", said[said.rfind("Summary") :], re.DOTALL)
    assert found
    assert float(found[1]) == pytest.approx(sound.loudness_lufs, abs=0.15)
    assert float(found[2]) <= sound.true_peak_dbtp + 0.05
    assert made.loudness.integrated_lufs == pytest.approx(float(found[1]), abs=0.1)


def test_every_frame_of_the_programme_is_in_the_file_in_its_place() -> None:
    before, made = programme(), finished()
    after = decoded(made.mp3)
    declared = mp3_frames.declared(made.mp3)
    assert declared
    assert len(after) == before.clip.frames == made.heard.frames == declared.frames == listen(made.mp3, "sound").frames
    first = samples_of(before.clip)
    for cue in before.cues:
        start, end = to_frames(cue.start_ms, RATE), to_frames(cue.end_ms, RATE)
        near = [
            np.dot(first[start + 400 : end - 400], after[start + 400 + by : end - 400 + by]) for by in range(-20, 21)
        ]
        assert int(np.argmax(near)) - 20 == 0  # no encoder's delay is left


def test_the_timeline_covers_the_file() -> None:
    found, made = programme(), finished()
    assert len(found.cues) == len(SENTENCES)
    assert found.cues[0].start_ms > 3_000  # the opening has been heard
    assert all(cue.start_ms < cue.end_ms for cue in found.cues)
    assert all(a.end_ms < b.start_ms for a, b in zip(found.cues, found.cues[1:], strict=False))
    assert [chapter.start_ms for chapter in found.chapters] == [0, found.cues[4].start_ms]
    assert found.chapters[-1].end_ms == to_ms(made.heard.frames, RATE)


def test_speech_is_understood_over_the_music() -> None:
    """Where both are heard, speech is at least 10 dB louder than what lies under it."""
    speech, script = spoken()
    alone = stitch(speech, script, Jingles(), USUAL)
    mixed, words = samples_of(programme().clip), samples_of(alone.clip)
    for cue, same in zip(programme().cues, alone.cues, strict=True):
        length = to_frames(cue.end_ms - cue.start_ms, RATE)
        start, other = (round(to_frames(ms, RATE) / FRAME) * FRAME for ms in (cue.start_ms, same.start_ms))
        voice = words[other : other + length]
        under = mixed[start : start + len(voice)] - voice
        assert np.mean(under**2) < 0.1 * np.mean(voice**2)


def test_players_find_their_way_by_the_info_frame(tmp_path: Path) -> None:
    path = tmp_path / "programme.mp3"
    path.write_bytes(finished().mp3)
    heard = ffmpeg("-v", "error", "-ss", "10", "-i", str(path), "-t", "1", "-f", "s16le", "pipe:1")[0]
    there = np.frombuffer(heard, "<i2").astype(np.float32) / 32768
    whole = decoded(path.read_bytes())[10 * RATE : 11 * RATE]
    assert np.corrcoef(there[: len(whole)], whole[: len(there)])[0, 1] > 0.99


PROGRAM = """
import sys, hashlib
sys.path.insert(0, sys.argv[1])
from sounds import babble, clip_of, script_of, segment, speech_of
from audionews.settings import SoundTable
from audionews.studio import load_jingles, master, stitch
from pathlib import Path
speech = speech_of([(segment("body", 300), clip_of(babble(2, seed=n), 22_050)) for n in range(3)])
made = stitch(speech, script_of(speech), load_jingles(SoundTable(), None, (Path(sys.argv[2]),)), SoundTable())
print(hashlib.sha256(master(made.clip, SoundTable()).mp3).hexdigest())
"""


def test_two_processes_without_any_program_in_their_path_make_the_same_bytes_without_a_warning() -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(Path(__file__).parents[1]), str(VOICES)]
    nowhere = os.environ | {"PATH": "/nonexistent"}
    run = partial(subprocess.run, capture_output=True, text=True, check=False, env=nowhere)
    first, second = run(command), run(command)
    assert first.stderr == second.stderr == ""
    assert len(first.stdout.strip()) == hashlib.sha256().digest_size * 2
    assert first.stdout == second.stdout


def test_the_shipped_jingles_are_what_their_score_says(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(VOICES / "jingles" / "make_jingles.py"), str(tmp_path)], check=True)
    for name in ("opening.flac", "closing.flac", "sting.flac"):
        made, shipped = (decoded((folder / name).read_bytes()) for folder in (tmp_path, VOICES / "jingles"))
        assert np.abs(made - shipped).max() <= 2 / 32768  # another processor may round differently
        assert (VOICES / "jingles" / name).stat().st_size < 300_000


@pytest.mark.slow
def test_a_long_programme_is_cut_and_joined_without_a_seam() -> None:
    words = np.concatenate((sine(330, 1.3, 0.2), np.zeros(round(0.4 * RATE), np.float32)))
    clip = clips.decode(file_of(np.tile(words, 150)), "long")
    made = master(clip, SoundTable(bitrate_kbps=64))
    heard = decoded(made.mp3)
    assert len(heard) == clip.frames
    periods = heard.reshape(150, len(words))
    seams = np.abs(periods[:, round(1.33 * RATE) : -300]).max(axis=1)
    assert seams.max() < 0.003
    assert np.abs(periods[2:-2, 5_000:50_000] - periods[1, 5_000:50_000]).max() < 0.05

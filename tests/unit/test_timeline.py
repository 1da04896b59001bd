"""The timeline: where everything begins, in frames, and what follows from it."""

from hypothesis import given
from hypothesis import strategies as st

from audionews import timeline
from audionews.domain import Chapter, Cue, Script, Word
from audionews.timecode import to_ms
from audionews.timeline import Layout, Music
from sounds import RATE, clip_of, script_of, segment, sine, speech_of

NO_MUSIC = Music()


def test_without_music_speech_and_pauses_follow_each_other() -> None:
    layout = timeline.lay_out([100, 50, 70], [10, 20, 30], frozenset(), NO_MUSIC, 5)
    assert layout == Layout(speech=(0, 110, 180), stings=(), closing=280, end=280)


def test_speech_begins_over_the_end_of_the_opening() -> None:
    layout = timeline.lay_out([100], [0], frozenset(), Music(opening=1000, overlap=300), 5)
    assert layout.speech == (700,)
    assert layout.end == 1000  # short words: the music rings out after them


def test_no_more_than_half_of_a_short_opening_is_heard_under_speech() -> None:
    assert timeline.lay_out([100], [0], frozenset(), Music(opening=80, overlap=300), 5).speech == (40,)


def test_the_closing_begins_under_the_last_words() -> None:
    layout = timeline.lay_out([1000, 500], [50, 0], frozenset(), Music(closing=800, overlap=200), 5)
    assert layout.closing == 1550 - 200
    assert layout.end == 1350 + 800


def test_a_sting_is_heard_in_the_pause_before_its_heading() -> None:
    layout = timeline.lay_out([100, 100], [400, 0], frozenset({1}), Music(sting=300, overlap=90), 60)
    assert layout.stings == (160,)
    assert layout.speech == (0, 500)  # the pause was long enough


def test_a_pause_that_is_too_short_for_the_sting_becomes_longer() -> None:
    layout = timeline.lay_out([100, 100], [50, 0], frozenset({1}), Music(sting=300, overlap=90), 60)
    assert layout.stings == (150,)
    assert layout.speech == (0, 150 + 300 - 90)


def test_without_a_sting_its_places_stay_pauses() -> None:
    assert timeline.lay_out([100, 100], [50, 0], frozenset({1}), NO_MUSIC, 60).speech == (0, 150)


frames = st.integers(0, 100_000)


@given(
    parts=st.lists(st.tuples(frames, frames, st.booleans()), min_size=1, max_size=20),
    music=st.builds(Music, opening=frames, closing=frames, sting=frames, overlap=frames),
    breath=frames,
)
def test_speech_never_overlaps_and_everything_fits(
    parts: list[tuple[int, int, bool]], music: Music, breath: int
) -> None:
    lengths, pauses = [length for length, _, _ in parts], [pause for _, pause, _ in parts]
    stung = frozenset(number for number, (_, _, is_stung) in enumerate(parts) if is_stung and number)
    layout = timeline.lay_out(lengths, pauses, stung, music, breath)
    ends = [start + length for start, length in zip(layout.speech, lengths, strict=True)]
    assert all(end + pause <= start for end, pause, start in zip(ends, pauses, layout.speech[1:], strict=False))
    assert max(*ends, layout.closing + music.closing, music.opening if len(parts) else 0) <= max(
        layout.end, music.opening
    )
    assert layout.closing >= 0
    assert len(layout.stings) == (len(stung) if music.sting else 0)


def _script(*roles: str, marks: tuple[int, ...]) -> Script:
    parts = [(segment(role), clip_of(sine(440, 0.01))) for role in roles]  # type: ignore[arg-type]
    return script_of(speech_of(parts), marks)


def test_stings_announce_headings_that_begin_a_chapter() -> None:
    script = _script("heading", "body", "heading", "body", "question", "body", "heading", marks=(0, 2, 4))
    assert timeline.breaks(script) == {2, 4}


def test_a_chapter_that_begins_without_a_heading_has_no_sting() -> None:
    assert timeline.breaks(_script("title", "body", "heading", marks=(0, 1))) == frozenset()


def test_cues_are_exact_and_words_move_with_them() -> None:
    speech = speech_of(
        [(segment("body", written="Un\n mot\u00a0."), clip_of(sine(440, 0.5)))],
        words=(Word(start_ms=0, end_ms=200, written="Un"), Word(start_ms=210, end_ms=510, written="mot")),
    )
    start, length = 12_345, 22_050
    assert timeline.cues(speech.utterances, [start], [length], RATE) == (
        Cue(
            start_ms=to_ms(start, RATE),
            end_ms=to_ms(start + length, RATE),
            written="Un mot .",
            words=(Word(start_ms=280, end_ms=480, written="Un"), Word(start_ms=490, end_ms=780, written="mot")),
        ),
    )


def test_chapters_leave_no_gap() -> None:
    script = _script("title", "body", "heading", "body", marks=(0, 2))
    cues = tuple(Cue(start_ms=at, end_ms=at + 50, written="x") for at in (40, 140, 240, 340))
    assert timeline.chapters(script, cues, 999) == (
        Chapter(start_ms=0, end_ms=240, title="Chapitre 1"),
        Chapter(start_ms=240, end_ms=999, title="Chapitre 2"),
    )


def test_a_script_without_marks_has_no_chapters() -> None:
    assert timeline.chapters(_script("body", marks=()), (), 10) == ()

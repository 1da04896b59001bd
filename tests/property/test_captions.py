"""Captions of any text at any times: nothing lost, nothing over another, nothing past the end."""

import json
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audionews.captions import captions
from audionews.characters import folded
from audionews.domain import Cue
from audionews.transcript import sub_rip, transcript_json, transcript_words_json, web_vtt, web_vtt_words
from episodes import make_cue, make_episode, make_segments

SENTENCES = st.text(
    alphabet=st.one_of(st.sampled_from("abcdéœ ’ ,.;:?!«»–\u00a0\u202f-<>&0123456789"), st.characters()), max_size=200
).map(folded)


@st.composite
def timelines(draw: st.DrawFn) -> tuple[tuple[Cue, ...], int]:
    """Draw cues that follow each other, and where the programme ends."""
    cues: list[Cue] = []
    now = draw(st.integers(0, 5_000))
    for sentence in draw(st.lists(SENTENCES, max_size=8)):
        cue = make_cue(sentence, now, draw(st.integers(3, 200)))
        if draw(st.booleans()):
            cue = Cue(start_ms=cue.start_ms, end_ms=cue.end_ms, written=sentence)
        cues.append(cue)
        now = cue.end_ms + draw(st.integers(0, 3_000))
    return tuple(cues), now + draw(st.integers(0, 3_000))


@given(timelines(), st.sampled_from([32, 42]))
def test_captions_show_everything_in_order_and_in_time(timeline: tuple[tuple[Cue, ...], int], length: int) -> None:
    cues, duration_ms = timeline
    found = captions(cues, length, duration_ms)
    shown = [token.text for caption in found for line in caption.lines for token in line]
    assert "".join(shown) == "".join(cue.written.replace(" ", "") for cue in cues)
    for caption in found:
        assert 1 <= len(caption.lines) <= 2
        assert all(len(" ".join(token.text for token in line)) <= length for line in caption.lines)
        assert 0 <= caption.start_ms < caption.end_ms <= duration_ms
    for before, after in pairwise(found):
        assert before.end_ms <= after.start_ms


@given(timelines())
def test_every_form_can_be_written(timeline: tuple[tuple[Cue, ...], int]) -> None:
    cues, duration_ms = timeline
    segments = make_segments([("body", cue.written, 0, number) for number, cue in enumerate(cues)])
    episode = make_episode(cues=cues, segments=segments, duration_ms=duration_ms)
    for text in (web_vtt(episode, "A & B"), web_vtt_words(episode, "A>B")):
        blocks = text.removeprefix("WEBVTT\n").strip("\n").split("\n\n")
        assert all(re.match(r"\d\d:\d\d:\d\d\.\d{3} --> ", block) for block in blocks if block)
    assert sub_rip(episode).count(" --> ") == len(captions(cues, 32, duration_ms))
    assert [segment["body"] for segment in json.loads(transcript_json(episode, ""))["segments"]] == [
        cue.written for cue in cues
    ]
    assert json.loads(transcript_words_json(episode, ""))["version"] == "1.0.0"

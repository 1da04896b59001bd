"""Transcripts in all their forms."""

import json
import re
from collections.abc import Callable

import pytest

from audionews.disclosure import digital_source_type, narrator
from audionews.domain import Episode, UsedVoice
from audionews.transcript import (
    sub_rip,
    transcript_html,
    transcript_json,
    transcript_words_json,
    web_vtt,
    web_vtt_words,
)
from episodes import make_cue, make_cues, make_episode, make_segments

EPISODE = make_episode()
SPEAKER = "Émile (voix de synthèse)"


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("transcript.vtt", web_vtt),
        ("words.vtt", web_vtt_words),
        ("transcript.json", transcript_json),
        ("words.json", transcript_words_json),
        ("transcript.html", transcript_html),
    ],
)
def test_forms_are_what_they_always_were(
    name: str, write: Callable[[Episode, str], str], golden: Callable[[str, str], None]
) -> None:
    golden(name, write(EPISODE, SPEAKER))


def test_sub_rip_is_what_it_always_was(golden: Callable[[str, str], None]) -> None:
    golden("transcript.srt", sub_rip(EPISODE))


def saying(text: str) -> Episode:
    segments = make_segments((("body", text, 0, 0),))
    return make_episode(cues=(make_cue(text),), segments=segments)


def test_markup_in_a_text_is_shown_not_obeyed() -> None:
    episode = saying("Si a < b --> & rien.")
    assert "Si a &lt; b --&gt; &amp; rien." in web_vtt(episode, "")
    assert "Si a < b → & rien." in sub_rip(episode)
    assert "Si a &lt; b --&gt; &amp; rien." in transcript_html(episode, "")


def test_the_speaker_is_named_in_every_caption_and_can_be_left_out() -> None:
    assert web_vtt(EPISODE, "A & <B>\n").count("<v A &amp; &lt;B&gt;>") == web_vtt(EPISODE, "").count(" --> ")
    assert "<v" not in web_vtt(EPISODE, " ")
    assert "speaker" not in transcript_json(EPISODE, "")
    assert "<cite>" not in transcript_html(EPISODE, "")


def test_word_times_rise_inside_their_caption() -> None:
    for block in web_vtt_words(EPISODE, "").split("\n\n")[1:]:
        start, end = re.findall(r"\d\d:\d\d:\d\d\.\d{3}", block.splitlines()[0])
        times = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})>", block)
        assert times == sorted(set(times))
        assert all(start < time < end for time in times)


def test_words_of_the_json_join_to_the_sentences() -> None:
    words = [segment["body"] for segment in json.loads(transcript_words_json(EPISODE, ""))["segments"]]
    assert " ".join(words) == " ".join(cue.written for cue in EPISODE.cues)


def test_the_page_has_real_headings_lists_and_quotations() -> None:
    segments = make_segments(
        (
            ("title", "Titre", 0, 0),
            ("quote", "Je me souviens.", 0, 1),
            ("item", "Un.", 0, 2),
            ("item", "Deux.", 0, 3),
            ("item", "Et demi.", 0, 3),
            ("body", " ", 0, 4),
        )
    )
    page = transcript_html(make_episode(segments=segments, cues=make_cues(segments)), "")
    assert "<h1>Titre</h1>" in page
    assert "<blockquote><p>Je me souviens.</p></blockquote>" in page
    assert page.count("<ul>") == 1
    assert re.search(r"<li><time [^>]+>0:04</time><p>Deux\. Et demi\.</p></li>", page)
    assert "<p></p>" not in page


@pytest.mark.parametrize(
    ("title", "disclosed", "found"),
    [
        ("Émile", True, "Émile (voix de synthèse)"),
        ("Voix synthétique Émile", True, "Voix synthétique Émile"),
        ("", True, "Voix de synthèse"),
        ("Émile", False, "Émile"),
        ("", False, "espeak-fr"),
    ],
)
def test_a_synthetic_voice_says_so_in_its_name(title: str, disclosed: bool, found: str) -> None:
    voice = UsedVoice(name="espeak-fr", engine="espeak", title=title)
    assert narrator(voice, disclosed=disclosed) == found


def test_rules_and_learnt_voices_are_told_apart() -> None:
    assert digital_source_type("espeak").endswith("/algorithmicMedia")
    assert digital_source_type("google").endswith("/trainedAlgorithmicMedia")

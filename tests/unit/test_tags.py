"""Tags: what players read, in the order in which they need it."""

import io
from itertools import pairwise

import pytest
from msgspec.structs import replace
from mutagen import id3

from audionews.domain import Chapter, UsedVoice
from audionews.errors import TagError
from audionews.tags import audio_length_ms, listed, read_tags, tagged
from episodes import make_chapters, make_episode, make_files, make_show, silent_mp3

SHOW = make_show()
EPISODE = make_episode()
MP3 = silent_mp3(EPISODE.duration_ms)
COVER = b"\xff\xd8\xff\xe0cover"
TAGGED = tagged(MP3, EPISODE, SHOW, COVER)


def frame_names(data: bytes) -> list[str]:
    names, place = [], 10
    end = 10 + sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    while place < end:
        names.append(data[place : place + 4].decode())
        place += 10 + int.from_bytes(data[place + 4 : place + 8], "big")
    assert place == end, "no padding, no rubbish"
    return names


def test_the_sound_is_untouched_and_the_tag_is_2_3() -> None:
    assert TAGGED.endswith(MP3)
    assert TAGGED[:5] == b"ID3\x03\x00"


def test_the_same_episode_has_the_same_bytes_however_often_it_is_tagged() -> None:
    assert tagged(TAGGED, EPISODE, SHOW, COVER) == tagged(MP3, EPISODE, SHOW, COVER) == TAGGED


def test_what_was_written_is_read() -> None:
    tags = read_tags(TAGGED)
    assert tags.version == (2, 3)
    assert tags.title == EPISODE.title
    assert tags.album == SHOW.title
    assert tags.artist == EPISODE.author
    assert tags.date == "2025-08-23"
    assert tags.rubrique == "Région"
    assert tags.language == "fra"
    assert tags.comment.startswith(EPISODE.summary)
    assert tags.guid == EPISODE.guid
    assert tags.feed == "https://audio.courrier.example/feed.xml"
    assert tags.cover == COVER
    assert tags.links["WOAS"] == EPISODE.url
    assert tags.links["WOAF"] == f"https://audio.courrier.example/episodes/{EPISODE.slug}/"
    assert tags.chapters == EPISODE.chapters


def test_words_carry_their_times_and_join_to_the_text() -> None:
    tags = read_tags(TAGGED)
    assert "".join(text for text, _ in tags.synchronised).split("\n") == [cue.written for cue in EPISODE.cues]
    assert all(before[1] <= after[1] for before, after in pairwise(tags.synchronised))
    assert tags.synchronised[0] == ("Région", EPISODE.cues[0].start_ms)
    assert all(segment.written in tags.lyrics for segment in EPISODE.segments)


def test_chapters_lie_in_the_file_by_time_whatever_their_titles_length() -> None:
    chapters = tuple(
        Chapter(start_ms=number * 1_000, end_ms=(number + 1) * 1_000, title="x" * (40 - number * 7))
        for number in range(5)
    )
    data = tagged(MP3, replace(EPISODE, chapters=chapters), SHOW, None)
    starts = [data.index(f"chp{number}\0".encode(), data.index(b"CHAP")) for number in range(1, 6)]
    assert starts == sorted(starts)
    assert read_tags(data).chapters == chapters


def test_frames_have_one_order_and_one_table_of_contents_before_the_chapters() -> None:
    names = frame_names(TAGGED)
    assert names.count("CTOC") == 1
    assert names.index("CTOC") < names.index("CHAP")
    assert names[0] == "TIT2"
    assert names[-1] == "APIC"


def test_podcast_frames_are_there() -> None:
    assert {"PCST", "WFED", "TGID", "TDES", "TCAT", "TLAN", "TYER", "TDAT", "TIME", "TRCK"} <= set(frame_names(TAGGED))


def test_the_synthetic_voice_says_so() -> None:
    texts = read_tags(TAGGED).texts
    assert texts["engine"] == "espeak"
    assert texts["voice"] == "espeak-fr"
    assert texts["source_sha256"] == EPISODE.source.sha256
    assert texts["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    assert "voix de synthèse" in texts["AI_DISCLOSURE"]
    learnt = UsedVoice(name="google-fr", engine="google", fallback_from=None)
    texts = read_tags(tagged(MP3, replace(EPISODE, voice=learnt), SHOW, None)).texts
    assert texts["digitalSourceType"].endswith("/trainedAlgorithmicMedia")


def test_the_disclosure_can_be_turned_off_at_once() -> None:
    tags = read_tags(tagged(MP3, EPISODE, SHOW, None, disclosure=False))
    assert set(tags.texts) == {"engine", "voice", "source", "source_sha256"}
    assert "synthèse" not in tags.comment


def test_a_fallback_and_a_correction_are_told() -> None:
    voice = UsedVoice(name="espeak-fr", engine="espeak", fallback_from="google-fr")
    episode = replace(EPISODE, voice=voice, correction="Le bail dure neuf ans.")
    tags = read_tags(tagged(MP3, episode, SHOW, None))
    assert tags.texts["fallback_from"] == "google-fr"
    assert tags.texts["correction"] == "Le bail dure neuf ans."
    assert "Le bail dure neuf ans." in tags.comment


def test_an_article_with_little_about_it_still_gets_tags() -> None:
    episode = replace(EPISODE, author=None, category=None, url=None, summary="", made_by="", chapters=(), language="x")
    tags = read_tags(tagged(MP3, episode, make_show(author="", copyright=""), None))
    assert (tags.artist, tags.rubrique, tags.language, tags.chapters) == (SHOW.title, "Podcast", "und", ())
    assert "WOAS" not in tags.links


def test_chapters_can_have_links_and_pictures() -> None:
    first, *others = EPISODE.chapters
    first = replace(first, url="https://courrier.example/é", image="https://courrier.example/a.png")
    picture = b"\x89PNG picture"
    data = tagged(
        MP3,
        replace(EPISODE, chapters=(first, *others)),
        SHOW,
        None,
        pictures={"https://courrier.example/a.png": picture},
    )
    assert read_tags(data).chapters[0].url == "https://courrier.example/%C3%A9"
    assert picture in data


def test_more_chapters_than_a_table_can_list_end_with_the_last() -> None:
    chapters = tuple(Chapter(start_ms=n * 10, end_ms=n * 10 + 10, title=f"{n}") for n in range(300))
    found = read_tags(tagged(MP3, replace(EPISODE, chapters=chapters), SHOW, None)).chapters
    assert len(found) == 255
    assert found[-1].end_ms == 3_000
    assert found == listed(chapters)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("© 2025 Le Courrier", "2025 Le Courrier"),
        ("(c) Le Courrier", "2025 Le Courrier"),
        ("Copyright Le Courrier", "2025 Le Courrier"),
        ("2019 Le Courrier", "2019 Le Courrier"),
    ],
)
def test_the_copyright_begins_with_a_year(line: str, found: str) -> None:
    data = tagged(MP3, EPISODE, make_show(copyright=line), None)
    assert str(id3.ID3(io.BytesIO(data)).getall("TCOP")[0].text[0]) == found


def test_stray_characters_and_any_script_survive() -> None:
    episode = replace(EPISODE, title="Le\0 pont\ud800 de 東京 🎉", files=make_files("x"))
    assert read_tags(tagged(MP3, episode, SHOW, None)).title == "Le pont de 東京 🎉"


def test_the_length_is_what_the_header_says() -> None:
    assert audio_length_ms(TAGGED) == pytest.approx(EPISODE.duration_ms, abs=120)


@pytest.mark.parametrize("data", [b"", b"RIFF no mp3" * 50])
def test_what_is_no_mp3_cannot_be_tagged_or_measured(data: bytes) -> None:
    with pytest.raises(TagError, match=r"^x\.mp3: not an MP3 file"):
        audio_length_ms(data, "x.mp3")
    with pytest.raises(TagError, match="not an MP3 file"):
        tagged(data, EPISODE, SHOW, None)


def test_missing_and_broken_tags_are_errors_with_a_name() -> None:
    with pytest.raises(TagError, match=r"^x\.mp3: its tags cannot be read"):
        read_tags(MP3, "x.mp3")
    with pytest.raises(TagError, match="its tags cannot be read"):
        read_tags(TAGGED[:5], "x.mp3")


def test_chapters_that_no_table_lists_are_an_error() -> None:
    with pytest.raises(TagError, match=r"lists 3 chapters, but there are 2"):
        read_tags(TAGGED.replace(b"chp2\0" + b"\0\0", b"chp1\0" + b"\0\0"), "x.mp3")


def test_a_foreign_tag_is_read_as_far_as_it_goes() -> None:
    foreign = id3.ID3()
    foreign.add(id3.TYER(encoding=3, text=["1999"]))
    file = io.BytesIO(MP3)
    foreign.save(file, v2_version=3)
    tags = read_tags(file.getvalue())
    assert (tags.title, tags.date, tags.cover, tags.lyrics, tags.chapters) == ("", "1999", b"", "", ())


def test_chapters_of_the_builder_have_no_gap() -> None:
    chapters = make_chapters(EPISODE.cues, EPISODE.duration_ms)
    assert all(before.end_ms == after.start_ms for before, after in pairwise(chapters))

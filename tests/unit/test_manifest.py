import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews.domain import PublishedFile
from audionews.errors import PublishError
from audionews.manifest import MANIFEST_NAME, manifest_bytes, read_known, read_manifest
from episodes import make_episode

PROMISED = (
    "guid id slug title summary category author published updated language duration_ms "
    "loudness voice source files chapters cues segments"
)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Return where the manifest of ``make_episode`` belongs."""
    folder = tmp_path / make_episode().slug
    folder.mkdir()
    return folder / MANIFEST_NAME


def put(path: Path, **changes: object) -> None:
    """Write the manifest of an episode, with keys of the JSON changed."""
    tree = json.loads(manifest_bytes(make_episode()))
    path.write_text(json.dumps(tree | changes), encoding="utf-8")


def test_an_episode_comes_back_as_it_went(manifest: Path) -> None:
    episode = make_episode(correction="Le nom du maire a été rectifié.", image="photo.jpg")
    manifest.write_bytes(manifest_bytes(episode))
    assert read_manifest(manifest) == episode


def test_the_promised_keys_are_there() -> None:
    tree = json.loads(manifest_bytes(make_episode()))
    assert set(PROMISED.split()) <= tree.keys()
    assert tree["loudness"] == {"integrated_lufs": -16.0, "true_peak_dbtp": -1.4}
    assert {"name", "engine", "fallback_from"} <= tree["voice"].keys()
    assert set(tree["files"]["audio"]) == {"name", "bytes", "sha256"}
    assert tree["published"] == "2025-08-23T18:30:00+02:00"


def test_equal_episodes_have_equal_bytes_in_whatever_order_their_files_came() -> None:
    episode = make_episode()
    turned = replace(episode, files=dict(reversed(list(episode.files.items()))))
    assert manifest_bytes(turned) == manifest_bytes(episode)


def test_one_changed_sentence_is_one_changed_line_a_list() -> None:
    episode = make_episode()
    cue = replace(episode.cues[3], written="Autre chose.")
    changed = replace(episode, cues=(*episode.cues[:3], cue, *episode.cues[4:]))
    before, after = (manifest_bytes(each).splitlines() for each in (episode, changed))
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 1


def test_keys_of_a_newer_version_are_passed_over(manifest: Path) -> None:
    put(manifest, mood="sereine")
    assert read_manifest(manifest) == make_episode()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"duration_ms": "long"}, "is not a manifest: Expected `int`, got `str` - at `$.duration_ms`"),
        ({"slug": "2025-08-23-ailleurs"}, "belongs into a folder named 2025-08-23-ailleurs"),
        ({"updated": "2025-08-23T18:30:00"}, "has a date without a time zone"),
        (
            {"files": {"audio": {"name": "../../secret", "bytes": 1, "sha256": ""}}},
            "names a file that cannot be: '../../secret'",
        ),
    ],
)
def test_a_wrong_manifest_is_one_line_that_names_it(manifest: Path, changes: dict[str, object], fault: str) -> None:
    put(manifest, **changes)
    for read in (read_manifest, read_known):
        with pytest.raises(PublishError) as caught:
            read(manifest)
        assert str(caught.value) == f"{manifest}: {fault}"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"\xff\xfe", b'{"guid": "\xed\xa0\x80"}', b'{"x": ' + b"[" * 99_999]
)
def test_what_is_no_json_is_no_manifest(manifest: Path, data: bytes) -> None:
    manifest.write_bytes(data)
    for read in (read_manifest, read_known):
        with pytest.raises(PublishError, match="is not a manifest"):
            read(manifest)


def test_a_missing_manifest_cannot_be_read(manifest: Path) -> None:
    with pytest.raises(PublishError, match="cannot be read: No such file"):
        read_manifest(manifest)


def test_what_is_known_is_what_the_manifest_says(manifest: Path) -> None:
    (manifest.parent / "le-phare.mp3").write_bytes(b"sound")
    audio = PublishedFile(name="le-phare.mp3", bytes=5, sha256="0" * 64)
    episode = make_episode(files={"audio": audio})
    manifest.write_bytes(manifest_bytes(episode))
    known = read_known(manifest)
    assert (known.guid, known.slug, known.recipe) == (episode.guid, episode.slug, episode.recipe)
    assert (known.source_name, known.source_sha256) == (episode.source.name, episode.source.sha256)
    assert (known.updated, known.duration_ms) == (episode.updated, episode.duration_ms)
    assert (known.voice, known.fallback_from) == ("espeak-fr", None)


@pytest.mark.parametrize("left", [None, b"soun"])
def test_an_episode_with_a_missing_or_cut_file_is_not_current(manifest: Path, left: bytes | None) -> None:
    if left:
        (manifest.parent / "le-phare.mp3").write_bytes(left)
    audio = PublishedFile(name="le-phare.mp3", bytes=5, sha256="0" * 64)
    manifest.write_bytes(manifest_bytes(make_episode(files={"audio": audio})))
    assert read_known(manifest).recipe == ""

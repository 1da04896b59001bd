"""The catalogue: whatever happens to the folder or to it, what is published is what follows from the manifests."""

import io
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from audionews import burial, series, store
from audionews.catalogue import Catalogue, catalogue_name, catalogued
from audionews.domain import Episode, Tombstone, Voice
from audionews.feed import feed_documents, write_feed
from audionews.job import Job
from audionews.ledger import LEDGER
from audionews.manifest import MANIFEST_NAME, manifest_bytes
from audionews.publication import publish_site
from audionews.settings import FeedTable, Settings, ShowTable
from episodes import make_episode
from gathering import gathered, index_of

NOW = datetime(2025, 9, 1, 6, 0, tzinfo=UTC)
FIRST = datetime(2025, 1, 1, 6, 0, tzinfo=UTC)
SETTINGS = Settings(
    show=ShowTable(url="https://audio.example/", image="https://audio.example/c.jpg"),
    feed=FeedTable(newest=4, authors=True),
)
MANY = 24
"""More than a page of the index holds."""
SILENT: dict[str, object] = {"segments": (), "cues": (), "chapters": ()}


class StoppedError(Exception):
    """Stands for a run that ends half-way."""


class Desk:
    """A newsroom that publishes without sound: an output folder, its catalogue, and what may happen to both."""

    def __init__(self, place: Path) -> None:
        voice = Voice(name="tone", engine="tone")
        self.job = Job(settings=SETTINGS, folder=None, output=place / "output", voice=voice, index=place / "index")
        self.days = 0

    @property
    def folder(self) -> Path:
        return self.job.output

    @property
    def file(self) -> Path:
        """The catalogue's."""
        return self.folder.parent / "index" / catalogue_name(self.folder)

    @contextmanager
    def open(self) -> Iterator[Catalogue]:
        with (
            store.locked(self.folder, NOW) as unfinished,
            catalogued(self.folder, self.job.index, trusting=unfinished is None) as catalogue,
        ):
            yield catalogue

    def publish(self, *episodes: Episode, stop: bool = False) -> None:
        """Publish episodes, then what follows from all; or be stopped before that."""
        with suppress(StoppedError), self.open() as catalogue:
            for episode in episodes:
                with catalogue.changing(episode.slug):
                    put(self.folder, episode)
            if stop:
                raise StoppedError
            publish_site(self.job, catalogue, whole=False)

    def new(self, days: int | None = None, **changes: object) -> Episode:
        """Return an episode of a later day, or of the one that is given."""
        self.days += 1
        moment = FIRST + timedelta(days=self.days if days is None else days)
        about = {"slug": f"numero-{self.days}", "title": f"Numéro {self.days}", "published": moment, "updated": moment}
        return make_episode(**SILENT | about | changes)

    def withdraw(self, episode: Episode) -> None:
        with self.open() as catalogue:
            with catalogue.changing(episode.slug):
                burial.mark_withdrawn(self.folder, tombstone(episode))
            publish_site(self.job, catalogue, whole=False)

    def wanted(self) -> dict[str, bytes]:
        """Return every list of episodes, by name, made from all manifests at once."""
        found = store.episodes(self.folder)
        show = self.job.show
        lists = {name: text.encode() for name, text in index_of(show, found, SETTINGS.feed).items()}
        for document in feed_documents(show, gathered(found), SETTINGS.feed):
            out = io.BytesIO()
            write_feed(out, show, document.episodes, page=document.page)
            lists[document.name] = out.getvalue()
        return lists

    def published(self) -> dict[str, bytes]:
        """Return every list of episodes that is published, by name."""
        files = (path for path in self.folder.iterdir() if path.suffix in {".html", ".xml", ".json"})
        return {path.name: path.read_bytes() for path in files}


def put(folder: Path, episode: Episode) -> Episode:
    """Publish an episode whose sound is its title."""
    sound = episode.title.encode()
    return store.publish_episode(folder, episode, {"audio": (store.audio_name(episode.slug, sound), sound)})


def tombstone(episode: Episode) -> Tombstone:
    return Tombstone(
        guid=episode.guid, id=episode.id, slug=episode.slug,
        published=episode.published, withdrawn=NOW, source=episode.source,
    )  # fmt: skip


def rewrite(folder: Path, episode: Episode) -> None:
    """Change a manifest by hand, in place."""
    path = folder / "episodes" / episode.slug / MANIFEST_NAME
    path.write_bytes(manifest_bytes(episode))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.publish(*(desk.new(category=("Région", "Culture", "Été")[number % 3]) for number in range(MANY)))
    return desk


def one_of(desk: Desk, chance: random.Random) -> Episode:
    return chance.choice(store.episodes(desk.folder))


def add(desk: Desk, chance: random.Random) -> None:
    desk.publish(
        *(desk.new(category=chance.choice(["Région", "Culture", None])) for _ in range(chance.choice([1, 1, 6])))
    )


def add_an_old_one(desk: Desk, chance: random.Random) -> None:
    desk.publish(desk.new(days=chance.randrange(desk.days), author=chance.choice(["Anne, Zoé", "Anne", None])))


def correct(desk: Desk, chance: random.Random) -> None:
    episode = one_of(desk, chance)
    desk.publish(replace(episode, title=f"{episode.title} corrigé", updated=NOW + timedelta(hours=desk.days)))


def move(desk: Desk, chance: random.Random) -> None:
    moment = FIRST + timedelta(days=chance.randrange(desk.days), hours=1)
    category = chance.choice(["région", "Sport", "Culture"])
    desk.publish(replace(one_of(desk, chance), published=moment, updated=moment, category=category))


def withdraw(desk: Desk, chance: random.Random) -> None:
    desk.withdraw(one_of(desk, chance))


def be_stopped(desk: Desk, chance: random.Random) -> None:
    changed = replace(one_of(desk, chance), title="Interrompu", updated=NOW)
    desk.publish(desk.new(), changed, stop=True)
    desk.publish()


def remove_by_hand(desk: Desk, chance: random.Random) -> None:
    shutil.rmtree(desk.folder / "episodes" / one_of(desk, chance).slug)
    desk.publish()


def change_by_hand(desk: Desk, chance: random.Random) -> None:
    rewrite(desk.folder, replace(one_of(desk, chance), title="À la main", updated=NOW, category="Sport"))
    desk.publish()


def lose_the_catalogue(desk: Desk, chance: random.Random) -> None:
    desk.file.unlink(missing_ok=True)
    add(desk, chance)


def spoil_the_catalogue(desk: Desk, chance: random.Random) -> None:
    if not desk.file.is_file():
        return
    data = bytearray(desk.file.read_bytes())
    for _ in range(chance.choice([1, 200])):
        data[chance.randrange(len(data))] ^= 0xFF
    desk.file.write_bytes(b"rubbish" if chance.random() < 0.3 else bytes(data[: chance.randrange(len(data))]))
    add(desk, chance)


def put_an_old_catalogue_back(desk: Desk, chance: random.Random) -> None:
    desk.publish()
    old = desk.file.read_bytes()
    correct(desk, chance)
    add(desk, chance)
    withdraw(desk, chance)
    desk.file.write_bytes(old)
    add_an_old_one(desk, chance)


EVENTS: tuple[Callable[[Desk, random.Random], None], ...] = (
    add, add_an_old_one, correct, move, withdraw, be_stopped, remove_by_hand, change_by_hand, lose_the_catalogue,
    spoil_the_catalogue, put_an_old_catalogue_back,
)  # fmt: skip


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.slow] if seed > 1 else []) for seed in range(12)]
)
def test_whatever_happens_the_lists_are_those_that_follow_from_the_manifests(
    desk: Desk, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(series, "COUNTED", [6, series.COUNTED][seed % 2])
    assert desk.published() == desk.wanted()
    for event in chance.choices(EVENTS, k=8):
        event(desk, chance)
        wanted, published = desk.wanted(), desk.published()
        assert sorted(published) == sorted(wanted), event
        assert [name for name in wanted if wanted[name] != published[name]] == [], event


def state(folder: Path) -> dict[str, int]:
    """Return the time of every file of a folder, by path."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_one_episode_more_touches_nothing_but_the_lists_that_it_is_in(desk: Desk) -> None:
    before = state(desk.folder)
    desk.publish(desk.new(category="Sport", author=None))
    after = state(desk.folder)
    assert {Path(path).name for path, moment in after.items() if before.get(path) != moment} == {
        "index.html", "page-1.html", "feed.xml", "feed.6.xml", "search.json", "feed-sport.xml", "rubrique-sport.html",
        "rubrique-culture.html", "rubrique-ete.html", "rubrique-region.html",
        ".site", "guids.jsonl", "episode.json", f"numero-{desk.days}-{digest(f'Numéro {desk.days}')}.mp3",
    }  # fmt: skip


def digest(title: str) -> str:
    return store.audio_name("x", title.encode())[2:-4]


def test_what_was_noted_once_is_not_read_again(desk: Desk, tmp_path: Path) -> None:
    episode = store.episodes(desk.folder)[3]
    path = desk.folder / "episodes" / episode.slug / MANIFEST_NAME
    kept = path.stat()
    path.write_bytes(b"x" * kept.st_size)
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    with desk.open() as catalogue:
        known = catalogue.known(episode.guid)
        assert known is not None
        assert known.slug == episode.slug
        assert catalogue.broken() is None
    with catalogued(desk.folder, None) as anew:
        assert anew.known(episode.guid) is None
        assert "is not a manifest" in str(anew.broken())


def test_a_run_that_changes_nothing_leaves_the_catalogue_alone(desk: Desk) -> None:
    before = desk.file.stat().st_mtime_ns
    with desk.open() as catalogue:
        assert catalogue.known(store.episodes(desk.folder)[0].guid)
    assert desk.file.stat().st_mtime_ns == before


def test_looking_on_changes_neither_the_folder_nor_the_catalogue(desk: Desk) -> None:
    put(desk.folder, desk.new())
    (desk.folder / "episodes" / ".numero-1.0123.part").mkdir()
    before = state(desk.folder.parent)
    with catalogued(desk.folder, desk.job.index, read_only=True) as catalogue:
        assert catalogue.is_taken(f"numero-{desk.days}")
    assert state(desk.folder.parent) == before
    with desk.open():
        assert not (desk.folder / "episodes" / ".numero-1.0123.part").exists()


def test_a_catalogue_that_cannot_be_kept_costs_time_and_nothing_else(desk: Desk) -> None:
    shutil.rmtree(desk.file.parent)
    desk.file.parent.write_bytes(b"in the way")
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()


def test_a_catalogue_that_another_program_has_open_is_done_without(desk: Desk) -> None:
    other = sqlite3.connect(desk.file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()
    other.execute("ROLLBACK")
    other.close()
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()


def test_a_catalogue_of_another_version_is_made_again(desk: Desk) -> None:
    with sqlite3.connect(desk.file) as other:
        other.execute("PRAGMA user_version = 99")
        other.execute("DROP TABLE folder")
    other.close()
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()


def test_tables_that_are_damaged_are_made_again_in_the_middle_of_a_run(desk: Desk) -> None:
    with sqlite3.connect(desk.file) as other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute("UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'member'")
    other.close()
    desk.publish(desk.new(), replace(store.episodes(desk.folder)[0], title="Corrigé", updated=NOW))
    assert desk.published() == desk.wanted()


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param('"Numéro 23"', id="what lists know of an episode"),
        pytest.param("<item>", id="an episode as feeds have it"),
        pytest.param("all/", id="a member of a series"),
        pytest.param('"guid":"', id="a value that has to be JSON"),
        pytest.param("numero-23", id="a name"),
        pytest.param("ledger", id="a fact"),
    ],
)
def test_a_byte_of_the_catalogue_that_has_changed_is_published_nowhere(desk: Desk, kept: str) -> None:
    for at in (0, -1):
        desk.publish(desk.new())  # a run that finds it damaged goes on without; the next one makes it again
        data = desk.file.read_bytes()
        assert kept.encode() in data
        spoilt = bytearray(kept.encode())
        spoilt[at] ^= 1
        desk.file.write_bytes(data.replace(kept.encode(), spoilt))
        desk.publish(desk.new(category="Région"))
        wanted, published = desk.wanted(), desk.published()
        assert [name for name in wanted if wanted[name] != published[name]] == []


def test_a_member_that_is_lost_is_noticed_where_only_the_newest_are_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "COUNTED", 6)
    desk.publish(desk.new())
    with sqlite3.connect(desk.file) as other:
        other.execute(
            "DELETE FROM member WHERE series = 'all/' AND slug = "
            "(SELECT slug FROM member WHERE series = 'all/' ORDER BY age LIMIT 1 OFFSET 2)"
        )
    other.close()
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()


def test_a_catalogue_without_one_of_its_tables_is_made_again(desk: Desk) -> None:
    with sqlite3.connect(desk.file) as other:
        other.execute("DROP TABLE piece")
    other.close()
    desk.publish(desk.new())
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()
    with sqlite3.connect(desk.file) as other:
        assert other.execute("SELECT COUNT(*) FROM piece").fetchone() > (0,)
    other.close()


def test_lists_that_somebody_else_wrote_are_written_again(desk: Desk) -> None:
    older = {name: data for name, data in desk.published().items() if name != "404.html"}
    changed = replace(store.episodes(desk.folder)[20], title="Corrigé", updated=NOW)
    desk.publish(changed)
    for name, data in older.items():
        (desk.folder / name).write_bytes(data)
    desk.publish(desk.new())
    assert desk.published() == desk.wanted()


def test_a_ledger_is_read_once_and_anew_when_it_is_another_one(desk: Desk) -> None:
    path = desk.folder / LEDGER
    line = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(path.read_bytes() + line.replace(b"numero-1", b"autrefois-1").replace(b'"guid":"', b'"guid":"0'))
    with desk.open() as catalogue:
        assert catalogue.is_taken("autrefois-1")
        assert catalogue.is_taken("numero-1")
    path.write_bytes(line)
    shutil.rmtree(desk.folder / "episodes" / "numero-2")
    with desk.open() as catalogue:
        assert not catalogue.is_taken("autrefois-1")
        assert not catalogue.is_taken("numero-2")
        assert catalogue.slug_of("unknown") is None


def test_nothing_of_a_withdrawn_article_stays_in_the_catalogue(desk: Desk) -> None:
    episode = desk.new(title="Un secret bien gardé", summary="Personne ne doit le lire.")
    desk.publish(episode)
    assert b"Personne ne doit" in desk.file.read_bytes()
    desk.withdraw(episode)
    assert b"Personne ne doit" not in desk.file.read_bytes()
    assert b"Un secret" not in desk.file.read_bytes()

"""A show's settings: ``audionews.toml`` read, checked and given its defaults.

The tables are the documentation: every key has a default that works, a unit in its name where it has one, and a line in
the README's table, which a test compares with what stands here.
"""

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta, Struct

from audionews.domain import Show
from audionews.errors import SettingsError

FILE_NAME = "audionews.toml"
PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Source: https://github.com/Podcastindex-org/podcast-namespace, tag ``guid``."""

Milliseconds = Annotated[int, Meta(ge=0, le=60_000)]
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s/]+")]
OptionalWebAddress = Annotated[str, Meta(pattern=r"^$|^https?://[^\s/]+")]
REMOTE_FEED = r"^https?://[^\s/]\S*( [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"
"""The address of another show's feed, then its ``podcast:guid`` when that does not follow from the address."""
RemoteFeed = Annotated[str, Meta(pattern=REMOTE_FEED)]
FrameAncestor = Annotated[str, Meta(pattern=r"^(\*|'self'|'none'|https?://[^\s;,'\"]+)$")]
"""Source: CSP Level 3, ``frame-ancestors``."""


class ShowTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[show]``: what the podcast is."""

    title: Annotated[str, Meta(min_length=1)] = "Le journal à écouter"
    description: Annotated[str, Meta(min_length=1)] = "Les articles de la rédaction, lus à voix haute."
    link: WebAddress = "http://localhost:8000/"
    url: WebAddress = "http://localhost:8000/"
    guid: str = ""
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] = "fr"
    author: str = "La rédaction"
    owner_name: str = ""
    owner_email: Annotated[str, Meta(pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    categories: Annotated[tuple[str, ...], Meta(min_length=1)] = ("News",)
    explicit: bool = False
    image: str = ""
    copyright: str = ""
    timezone: str = "Europe/Paris"


class VoiceTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[voice]``: who speaks, and how an engine is treated."""

    name: Annotated[str, Meta(min_length=1)] = "espeak-fr"
    fallback: str = ""
    cache: str = ""
    cache_mb: Annotated[int, Meta(ge=1)] = 2_000
    requests_at_once: Annotated[int, Meta(ge=1, le=32)] = 4
    requests_a_second: Annotated[float, Meta(gt=0, le=1000)] = 4.0
    timeout_s: Annotated[float, Meta(gt=0, le=600)] = 20.0
    retries: Annotated[int, Meta(ge=0, le=20)] = 4


class SoundTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[sound]``: jingles and loudness."""

    loudness_lufs: Annotated[float, Meta(ge=-31, le=-9)] = -16.0
    true_peak_dbtp: Annotated[float, Meta(ge=-9, le=-0.5)] = -1.0
    bitrate_kbps: Literal[64, 80, 96, 112, 128, 160, 192] = 96
    opening: str = "opening.flac"
    closing: str = "closing.flac"
    sting: str = "sting.flac"
    rubriques: dict[str, str] = {}
    jingle_gain_db: Annotated[float, Meta(ge=-40, le=20)] = -3.0
    fade_ms: Milliseconds = 900
    longest_jingle_ms: Annotated[int, Meta(ge=100, le=600_000)] = 12_000


class TextTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[text]``: what is said beside the article, and the silences."""

    byline: bool = True
    credit: str = "Cet article a été lu par une voix de synthèse."
    lexicon: tuple[str, ...] = ()
    inclusive: Literal["paired", "masculine"] = "paired"
    emoji: Literal["drop", "name"] = "drop"
    longest_characters: Annotated[int, Meta(ge=1_000, le=10_000_000)] = 300_000
    pause_rubrique_ms: Milliseconds = 400
    pause_title_ms: Milliseconds = 700
    pause_byline_ms: Milliseconds = 700
    pause_heading_ms: Milliseconds = 600
    pause_sentence_ms: Milliseconds = 250
    pause_item_ms: Milliseconds = 350
    pause_paragraph_ms: Milliseconds = 600
    pause_section_ms: Milliseconds = 900


class FeedTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[feed]``: what is published about the episodes."""

    newest: Annotated[int, Meta(ge=1, le=2_000)] = 300
    rubriques: bool = True
    authors: bool = False
    full_text: bool = True
    disclosure: bool = True
    locked: bool = True
    hubs: tuple[WebAddress, ...] = ()
    license: Annotated[str, Meta(max_length=128)] = ""
    license_url: OptionalWebAddress = ""
    funding_url: OptionalWebAddress = ""
    funding_text: Annotated[str, Meta(max_length=128)] = ""
    frequency: Annotated[str, Meta(pattern=r"^$|^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$")] = ""
    frequency_text: Annotated[str, Meta(max_length=128)] = ""
    podroll: tuple[RemoteFeed, ...] = ()
    publisher: Annotated[str, Meta(pattern=f"^$|{REMOTE_FEED}")] = ""
    verify: Annotated[str, Meta(max_length=4_000)] = ""
    apple_verify: Annotated[str, Meta(max_length=4_000)] = ""
    report_url: Annotated[str, Meta(pattern=r"^$|^https?://[^\s/]+|^mailto:[^@\s]+@[^@\s]+$")] = ""
    apple_url: OptionalWebAddress = ""
    spotify_url: OptionalWebAddress = ""
    frame_ancestors: tuple[FrameAncestor, ...] = ("*",)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of ``audionews.toml``; ``folder`` is where relative paths in it start."""

    show: ShowTable = ShowTable()
    voice: VoiceTable = VoiceTable()
    sound: SoundTable = SoundTable()
    text: TextTable = TextTable()
    feed: FeedTable = FeedTable()


def read_settings(path: Path) -> Settings:
    """Return the settings in a file.

    Raises:
        SettingsError: The file cannot be read, is not TOML, or has a key or value that cannot be.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(path, "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, f"is not TOML: {error}") from error
    _refuse_unknown_keys(path, table)
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(path, _in_our_words(str(error))) from error
    _check_meaning(path, settings)
    return settings


def _refuse_unknown_keys(path: Path, table: dict[str, object]) -> None:
    tables = {field.name: field.type for field in msgspec.structs.fields(Settings)}
    for name, content in table.items():
        if name not in tables:
            raise SettingsError(path, f"[{name}] is not a table of settings{_nearest(name, list(tables))}")
        keys = [field.name for field in msgspec.structs.fields(tables[name])]
        for key in content if isinstance(content, dict) else ():
            if key not in keys:
                raise SettingsError(path, f"[{name}] {key} is not a setting{_nearest(key, keys)}")


def _nearest(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(names)}"


def _in_our_words(message: str) -> str:
    """Turn ``Expected `int`, got `str` - at `$.sound.fade_ms` `` into the order of our messages."""
    what, _, where = message.partition(" - at `$.")
    table, _, key = where.rstrip("`").partition(".")
    return f"[{table}] {key}: {what[:1].lower()}{what[1:]}".replace("`", "")


def _check_meaning(path: Path, settings: Settings) -> None:
    try:
        ZoneInfo(settings.show.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(path, f"[show] timezone: {settings.show.timezone!r} is not like 'Europe/Paris'") from error
    if settings.show.guid:
        try:
            UUID(settings.show.guid)
        except ValueError as error:
            raise SettingsError(path, f"[show] guid: {settings.show.guid!r} is not a UUID") from error


def show_of(table: ShowTable) -> Show:
    """Return the show that ``[show]`` describes; its guid follows from its address unless it is given."""
    url = table.url if table.url.endswith("/") else f"{table.url}/"
    return Show(
        title=table.title,
        description=table.description,
        link=table.link,
        url=url,
        guid=table.guid or show_guid(f"{url}feed.xml"),
        language=table.language,
        author=table.author,
        owner_name=table.owner_name,
        owner_email=table.owner_email,
        categories=table.categories,
        explicit=table.explicit,
        image=table.image or None,
        copyright=table.copyright,
    )


def show_guid(feed_url: str) -> str:
    """Return the ``podcast:guid`` of a feed: UUIDv5 of its address without scheme and trailing slashes.

    Source: https://github.com/Podcastindex-org/podcast-namespace, tag ``guid``.

    >>> show_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid5(PODCAST_NAMESPACE, feed_url.split("://", 1)[-1].rstrip("/")))

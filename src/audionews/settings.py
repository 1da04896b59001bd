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

from audionews.apple import categories, is_category, nearest_categories
from audionews.domain import Show
from audionews.errors import SettingsError
from audionews.refusals import not_utf8, refusal, shown

FILE_NAME = "audionews.toml"
PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Source: https://github.com/Podcastindex-org/podcast-namespace, tag ``guid``."""

Milliseconds = Annotated[int, Meta(ge=0, le=60_000)]
_ADDRESS = "a web address like https://example.org/"
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^\s/]+", description=_ADDRESS)]
OptionalWebAddress = Annotated[str, Meta(pattern=r"^$|^https?://[^\s/]+", description=f"{_ADDRESS}, or empty")]
REMOTE_FEED = r"^https?://[^\s/]\S*( [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"
"""The address of another show's feed, then its ``podcast:guid`` when that does not follow from the address."""
_FEED = "a feed's address like https://example.org/feed.xml, and its guid if it has one"
RemoteFeed = Annotated[str, Meta(pattern=REMOTE_FEED, description=_FEED)]
FrameAncestor = Annotated[
    str,
    Meta(
        pattern=r"^(\*|'self'|'none'|https?://[^\s;,'\"]+)$",
        description='"*", "\'self\'", "\'none\'" or an address like https://example.org',
    ),
]
"""Source: CSP Level 3, ``frame-ancestors``."""
LEAST_ROOM_DB = 12.0
"""Speech cannot be brought nearer to the ceiling of its peaks than this without being bent; measured."""


class ShowTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[show]``: what the podcast is."""

    title: Annotated[str, Meta(min_length=1)] = "Le journal à écouter"
    description: Annotated[str, Meta(min_length=1)] = "Les articles de la rédaction, lus à voix haute."
    link: WebAddress = "http://localhost:8000/"
    url: WebAddress = "http://localhost:8000/"
    guid: str = ""
    language: Annotated[
        str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="a language like fr or fr-CA")
    ] = "fr"
    author: str = "La rédaction"
    owner_name: str = ""
    owner_email: Annotated[str, Meta(pattern=r"^$|^[^@\s]+@[^@\s]+$", description="an e-mail address, or empty")] = ""
    categories: Annotated[tuple[str, ...], Meta(min_length=1)] = ("News",)
    explicit: bool = False
    image: str = ""
    copyright: str = ""
    timezone: str = "Europe/Paris"


class ArticlesTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[articles]``: from where they may come, and how much patience there is for one."""

    hosts: tuple[Annotated[str, Meta(min_length=1)], ...] = ()
    robots: bool = True
    timeout_s: Annotated[float, Meta(gt=0, le=600)] = 20.0
    fetch_s: Annotated[float, Meta(gt=0, le=3_600)] = 60.0
    largest_mb: Annotated[int, Meta(ge=1, le=100)] = 10
    reading_s: Annotated[float, Meta(gt=0, le=3_600)] = 30.0


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

    loudness_lufs: Annotated[float, Meta(ge=-31, le=-12.5)] = -16.0
    true_peak_dbtp: Annotated[float, Meta(ge=-9, le=-0.5)] = -1.0
    bitrate_kbps: Literal[64, 80, 96, 112, 128, 160, 192] = 96
    encoder_effort: Literal["usual", "low"] = "usual"
    second_format: Literal["", "opus"] = ""
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
    frequency: Annotated[
        str,
        Meta(
            pattern=r"^$|^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$",
            description="a rule like FREQ=WEEKLY;BYDAY=MO,TH, or empty",
        ),
    ] = ""
    frequency_text: Annotated[str, Meta(max_length=128)] = ""
    podroll: tuple[RemoteFeed, ...] = ()
    publisher: Annotated[str, Meta(pattern=f"^$|{REMOTE_FEED}", description=f"{_FEED}, or empty")] = ""
    verify: Annotated[str, Meta(max_length=4_000)] = ""
    apple_verify: Annotated[str, Meta(max_length=4_000)] = ""
    report_url: Annotated[
        str,
        Meta(
            pattern=r"^$|^https?://[^\s/]+|^mailto:[^@\s]+@[^@\s]+$",
            description=f"{_ADDRESS}, or mailto:name@example.org, or empty",
        ),
    ] = ""
    apple_url: OptionalWebAddress = ""
    spotify_url: OptionalWebAddress = ""
    frame_ancestors: tuple[FrameAncestor, ...] = ("*",)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of ``audionews.toml``; ``folder`` is where relative paths in it start."""

    show: ShowTable = ShowTable()
    articles: ArticlesTable = ArticlesTable()
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
        raise SettingsError(path, not_utf8(error)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(path, f"is not TOML: {error}") from error
    _refuse_unknown_keys(path, table)
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(path, _in_our_words(*refusal(error, table, Settings))) from error
    _check_meaning(path, settings)
    return settings


def _refuse_unknown_keys(path: Path, table: dict[str, object]) -> None:
    known = {field.name: [key.name for key in msgspec.structs.fields(field.type)] for field in _tables()}
    for name, content in table.items():
        if name not in known:
            raise SettingsError(path, _not_a_table(name, content, known))
        for key in content if isinstance(content, dict) else ():
            if key not in known[name]:
                raise SettingsError(path, f"[{name}] {key} is not a setting{_nearest(key, known[name])}")


def _tables() -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(Settings)


def _not_a_table(name: str, content: object, known: dict[str, list[str]]) -> str:
    """Say what is wrong with a name at the top of the file: a table that is not one, or a key above the first table."""
    if isinstance(content, dict):
        return f"[{name}] is not a table of settings{_nearest(name, list(known))}"
    near = difflib.get_close_matches(name, [key for keys in known.values() for key in keys], n=1, cutoff=0.75)
    homes = [f"[{table}] {key}" for table, keys in known.items() for key in keys if key in near]
    meant = f"did you mean {' or '.join(homes)}?" if homes else f"there are [{'], ['.join(known)}]"
    return f"{name} stands outside a table; {meant}"


def _nearest(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(names)}"


def _in_our_words(keys: tuple[str, ...], message: str) -> str:
    """Return a refusal in the order of our messages: table, key, what must stand there."""
    table, *inner = keys
    return f"[{table}] {'.'.join(inner).replace('.entry', ', entry')}: {message}" if inner else f"[{table}] {message}"


def _check_meaning(path: Path, settings: Settings) -> None:
    """Refuse what has the right type and cannot be.

    Raises:
        SettingsError: With the key and what would be right.
    """
    for fault in (_show_fault(settings.show), _sound_fault(settings.sound)):
        if fault is not None:
            raise SettingsError(path, fault)


def _show_fault(show: ShowTable) -> str | None:
    try:
        ZoneInfo(show.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"[show] timezone: must be a time zone like Europe/Paris, is {shown(show.timezone)}"
    try:
        UUID(show.guid or str(PODCAST_NAMESPACE))
    except ValueError:
        return f"[show] guid: must be a UUID, or empty, is {shown(show.guid)}"
    for name in show.categories:
        if not is_category(name):
            near = " or ".join(nearest_categories(name))
            meant = f"did you mean {near}?" if near else f"there are {', '.join(categories())}"
            return f"[show] categories: {shown(name)} is not one of Apple's; {meant}"
    return None


def _sound_fault(sound: SoundTable) -> str | None:
    lufs, dbtp = sound.loudness_lufs, sound.true_peak_dbtp
    if dbtp - lufs >= LEAST_ROOM_DB:
        return None
    return (
        f"[sound] loudness_lufs: {lufs:g} cannot be reached with peaks of at most {dbtp:g} (true_peak_dbtp); "
        f"speech needs {LEAST_ROOM_DB:g} dB between them: take {dbtp - LEAST_ROOM_DB:g} or less"
    )


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

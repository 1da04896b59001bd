"""Owner of pillow: covers that are drawn for shows and episodes, and editors' pictures made fit for use.

A drawn cover says its title in letters as large as it can hold, on a colour that belongs to the rubrique, so that it
can be told apart at 100 pixels. White on each colour has a contrast of at least 7:1. No text is cut, however long.

Sources: Apple, “Artwork requirements” (square, 1 400–3 000 px, RGB, JPEG or PNG); WCAG 2.2, 1.4.6 (contrast) and its
definition of relative luminance. The letters: Atkinson Hyperlegible, Braille Institute of America, SIL OFL 1.1.
"""

import colorsys
import hashlib
import io
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from audionews.characters import folded
from audionews.domain import Show
from audionews.errors import PublishError
from audionews.typography import french_spaces

EPISODE_SIDE = 1_400
SHOW_SIDE = 3_000
SMALLEST_SIDE, LARGEST_SIDE = 1_400, 3_000
SMALL_SIDE = 1_000
THUMBNAIL = (128, 80)
"""Twice as wide and as high as pages show it, for fine screens."""
"""Of a chapter's picture, the longer one: it is in the tags of the sound, too."""
CONTRAST = 7.5
"""Of white letters on a rubrique's colour; a little over 7, because JPEG changes colours a little."""

_WHITE = (255, 255, 255)
_NEUTRAL = (38, 42, 51)
_HUES = 36
_SATURATIONS = (0.62, 0.36)
_QUALITY = 80
_MARGIN = 0.07
_LEADING = 1.12
_LONGEST_WORD = 30
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
"""What an editor has; pillow knows others that run programs (EPS) or that nobody has looked at for years."""
_REFERENCE = 200
Colour = tuple[int, int, int]


def episode_cover(title: str, rubrique: str | None, date_text: str, show_title: str) -> bytes:
    """Return the cover of an episode: a JPEG of 1400 × 1400 px; equal arguments give equal bytes.

    Args:
        title: Of the article, set as large as it fits.
        rubrique: Decides the colour; none gives a neutral one.
        date_text: As a reader reads it: ``23 août 2025``.
        show_title: In the last line.
    """
    bands = (
        _Band(rubrique or "", top=0.07, bottom=0.165, largest=0.085),
        _Band(title, top=0.205, bottom=0.765, largest=0.17),
        _Band(date_text, top=0.81, bottom=0.875, largest=0.062),
        _Band(show_title, top=0.885, bottom=0.945, largest=0.055),
    )
    return _drawn(EPISODE_SIDE, rubrique_colour(rubrique), bands)


@lru_cache(maxsize=1)
def show_cover(show: Show) -> bytes:
    """Return a cover for a show that has none: a JPEG of 3000 × 3000 px."""
    author = "" if folded(show.author) == folded(show.title) else show.author
    bands = (
        _Band(show.title, top=0.12, bottom=0.74, largest=0.22),
        _Band(author, top=0.8, bottom=0.9, largest=0.075),
    )
    return _drawn(SHOW_SIDE, rubrique_colour(show.title), bands)


class _Band(Struct, frozen=True):
    """A stretch of the cover and the text that fills it; all measures are parts of the cover's side."""

    text: str
    top: float
    bottom: float
    largest: float


def rubrique_colour(rubrique: str | None) -> Colour:
    """Return the colour of a rubrique: always the same for the same name, and dark enough for white letters."""
    name = unicodedata.normalize("NFKC", folded(rubrique or "")).casefold()
    if not name:
        return _NEUTRAL
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    hue, saturation = number % _HUES / _HUES, _SATURATIONS[number // _HUES % len(_SATURATIONS)]
    colours = (_colour(hue, lightness / 100, saturation) for lightness in range(45, 0, -1))
    return next(colour for colour in colours if contrast(colour, _WHITE) >= CONTRAST)


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1–21.

    >>> contrast((0, 0, 0), (255, 255, 255))
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _drawn(side: int, background: Colour, bands: tuple[_Band, ...]) -> bytes:
    image = Image.new("RGB", (side, side), background)
    draw = ImageDraw.Draw(image)
    for band in bands:
        _set(draw, band, side)
    return _jpeg(image, subsampling="4:2:0")  # of one colour and white nobody sees it, and it is a third smaller


def _set(draw: ImageDraw.ImageDraw, band: _Band, side: int) -> None:
    words = _words(band.text)
    if not words:
        return
    width, height = side * (1 - 2 * _MARGIN), side * (band.bottom - band.top)
    size, lines = _fitted(words, width, height, side * band.largest)
    top = side * band.top
    for number, line in enumerate(lines):
        place = (side * _MARGIN, top + number * size * _LEADING)
        draw.text(place, line, font=_font(size), fill=_WHITE)


def _fitted(words: list[str], width: float, height: float, largest: float) -> tuple[int, list[str]]:
    """Return the largest size, in px, at which the words fill no more than a box, and their lines."""
    font = _font(_REFERENCE)
    widths = [font.getlength(word) / _REFERENCE for word in words]
    space = font.getlength(" ") / _REFERENCE
    low, high = 1, int(largest)
    while low < high:
        size = (low + high + 1) // 2
        fits = len(_broken(words, widths, space, width / size)) * size * _LEADING <= height
        fits = fits and max(widths) * size <= width
        low, high = (size, high) if fits else (low, size - 1)
    return low, _broken(words, widths, space, width / low)


def _broken(words: list[str], widths: list[float], space: float, width: float) -> list[str]:
    lines: list[str] = []
    room = -1.0
    for word, wide in zip(words, widths, strict=True):
        if wide + space <= room:
            lines[-1] += f" {word}"
            room -= wide + space
        else:
            lines.append(word)
            room = width - wide
    return lines


def _words(text: str) -> list[str]:
    """Return what may stand on a line of its own, in letters that the font has.

    A word may hold spaces: those that French typography does not break.
    """
    text = french_spaces(folded(unicodedata.normalize("NFC", text).replace("...", "…")))
    words = ("".join(_letters(word)).strip() for word in text.split(" "))
    return [part for word in words for part in _parts(word)]


def _letters(text: str) -> Iterator[str]:
    """Yield the characters of a text as the font can show them; what it cannot is left out, never a box."""
    for letter in text:
        if letter.isspace():
            yield " "
        elif _has(letter):
            yield letter
        else:
            yield from (part for part in unicodedata.normalize("NFKD", letter) if part != letter and _has(part))


def _parts(word: str) -> Iterator[str]:
    """Yield a word, in pieces when no line could hold it in readable letters."""
    for start in range(0, len(word), _LONGEST_WORD):
        yield word[start : start + _LONGEST_WORD]


@cache
def _has(letter: str) -> bool:
    return bytes(_font(40).getmask(letter)) != _box()


@cache
def _box() -> bytes:
    """Return what the font shows for a letter that it has not."""
    return bytes(_font(40).getmask("\uffff"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = (Path(__file__).with_name("fonts") / "AtkinsonHyperlegible-Bold.ttf").read_bytes()
    # The simple layout: the other one depends on a library of the system, and so would the bytes of a cover.
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _jpeg(image: Image.Image, profile: bytes | None = None, subsampling: str = "4:4:4") -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, subsampling=subsampling, icc_profile=profile)
    return out.getvalue()


def editor_image(data: bytes, name: str = "image", largest: int = LARGEST_SIDE) -> tuple[bytes, tuple[str, ...]]:
    """Return an editor's picture as podcast apps want it, and what had to be changed.

    A picture that is right already comes back as the same bytes, with no notes.

    Args:
        data: A picture in any usual format.
        name: What an error is about.
        largest: Longest side, in px.

    Raises:
        PublishError: It cannot be read as a picture.
    """
    image, kind = _opened(data, name)
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    image, notes = _fixed(image, largest)
    if kind != "JPEG":
        notes.append(f"converted from {kind} to JPEG")
    return (_jpeg(image, profile), tuple(notes)) if notes else (data, ())


def small_picture(data: bytes, name: str = "image") -> bytes:
    """Return an editor's picture as a JPEG in RGB of at most ``SMALL_SIDE`` px, whatever its form.

    Raises:
        PublishError: It cannot be read as a picture.
    """
    image, _ = _opened(data, name)
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    image = image if image.mode == "RGB" else _in_rgb(image)
    image.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(image, profile)


def thumbnail(picture: bytes) -> bytes:
    """Return what lists show of a JPEG that is published: a JPEG of ``THUMBNAIL`` px, cut around its centre."""
    with Image.open(io.BytesIO(picture)) as opened:
        return _jpeg(ImageOps.fit(opened, THUMBNAIL, Image.Resampling.LANCZOS), opened.info.get("icc_profile"))


def _opened(data: bytes, name: str) -> tuple[Image.Image, str | None]:
    """Return a picture the right way up, and its format.

    Raises:
        PublishError: It cannot be read as a picture.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            kind, image = opened.format, ImageOps.exif_transpose(opened)
            image.load()
    except UnidentifiedImageError as error:
        raise PublishError(name, f"not a picture that can be read; take {', '.join(_FORMATS[:3])} or TIFF") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PublishError(name, f"not a picture that can be read: {error}") from error
    return image, kind


def _fixed(image: Image.Image, largest: int) -> tuple[Image.Image, list[str]]:
    notes = []
    if image.mode != "RGB":
        notes.append(f"colours changed from {image.mode} to RGB")
        image = _in_rgb(image)
    width, height = image.size
    if width != height:
        notes.append(f"cropped from {width} × {height} px to a square around its centre")
        side = min(width, height)
        image = ImageOps.fit(image, (side, side))
    side = image.width
    wanted = min(max(side, SMALLEST_SIDE), largest)
    if side != wanted:
        notes.append(f"{'enlarged' if side < wanted else 'reduced'} from {side} to {wanted} px")
        image = image.resize((wanted, wanted), Image.Resampling.LANCZOS)
    return image, notes


def _in_rgb(image: Image.Image) -> Image.Image:
    """Return a picture in RGB: print colours by their profile, what is transparent on white."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK" and profile:
        from PIL import ImageCms  # seldom needed, and slow to load

        screen = ImageCms.createProfile("sRGB")
        with suppress(ImageCms.PyCMSError):  # a profile that cannot be used is as good as none
            return ImageCms.profileToProfile(image, io.BytesIO(profile), screen, outputMode="RGB") or image
    if image.has_transparency_data:
        layers = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, _WHITE), layers).convert("RGB")
    return image.convert("RGB")

"""Covers: readable, told apart, and right for every podcast app."""

import io
import random

import pytest
from PIL import Image, ImageCms

from audionews.cover import contrast, editor_image, episode_cover, rubrique_colour, show_cover
from audionews.errors import PublishError
from episodes import make_show

WHITE = (255, 255, 255)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def picture(mode: str, size: tuple[int, int], kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def white_box(data: bytes) -> tuple[int, int, int, int]:
    """Return where there is anything white."""
    box = opened(data).convert("L").point(lambda grey: 255 if grey > 200 else 0).getbbox()
    assert box is not None
    return box


def test_a_cover_is_what_apps_ask_for() -> None:
    image = opened(episode_cover("Le phare se rallume", "Région", "23 août 2025", "L’estran"))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1_400, 1_400))


def test_the_same_cover_has_the_same_bytes() -> None:
    asked = ("Le phare se rallume", "Région", "23 août 2025", "L’estran")
    assert episode_cover(*asked) == episode_cover(*asked)


@pytest.mark.parametrize(
    "title",
    [
        "Oui !",
        "Le phare de Kerlouan se rallume",
        "Anticonstitutionnellement vôtre",
        "mot " * 120,
        "x" * 400,
        "https://courrier.example/une/adresse/longue/qui/ne/finit/pas?et=avec&des=questions",
    ],
)
def test_no_title_is_cut(title: str) -> None:
    left, top, right, bottom = white_box(episode_cover(title, None, "", ""))
    assert left >= 1_400 * 0.06
    assert right <= 1_400 * 0.94
    assert top >= 1_400 * 0.19
    assert bottom <= 1_400 * 0.79


@pytest.mark.parametrize("title", ["Le phare se rallume", "Une corne de brume, un gîte et une exposition"])
def test_titles_fill_the_cover_so_that_they_can_be_read_at_100_px(title: str) -> None:
    left, top, right, bottom = white_box(episode_cover(title, None, "", ""))
    assert right - left > 1_400 * 0.6
    assert bottom - top > 1_400 * 0.25


def test_what_the_letters_lack_is_left_out_or_spelled_never_a_box() -> None:
    assert episode_cover("Un 東京 phare 🎉", None, "", "") == episode_cover("Un phare", None, "", "")
    assert episode_cover("H₂O", None, "", "") == episode_cover("H2O", None, "", "")
    assert episode_cover("e\u0301te\u0301", None, "", "") == episode_cover("été", None, "", "")


def test_french_signs_are_not_left_alone_on_a_line() -> None:
    spaced = episode_cover("Faut-il vraiment rallumer les phares ?", None, "", "")
    assert spaced == episode_cover("Faut-il vraiment rallumer les phares\u202f?", None, "", "")


def test_an_empty_cover_is_a_cover() -> None:
    assert opened(episode_cover("", None, "", "")).size == (1_400, 1_400)


def test_white_stands_out_on_every_colour() -> None:
    names = [None, *(f"Rubrique {number}" for number in range(200))]
    assert min(contrast(rubrique_colour(name), WHITE) for name in names) >= 7


def test_contrast_survives_the_encoder() -> None:
    red, green, blue = opened(episode_cover("Phare", "Région", "", "")).tobytes()[:3]
    assert contrast((red, green, blue), WHITE) >= 7


def test_a_rubrique_keeps_its_colour_and_has_its_own() -> None:
    assert rubrique_colour("Région") == rubrique_colour("  région ") == rubrique_colour("Re\u0301gion")
    assert rubrique_colour("") == rubrique_colour(None)
    sections = [
        "International",
        "Politique",
        "Société",
        "Économie",
        "Culture",
        "Sport",
        "Planète",
        "Sciences",
        "Débats",
    ]
    assert len({rubrique_colour(name) for name in sections}) >= len(sections) - 1


def test_a_show_gets_the_largest_cover() -> None:
    image = opened(show_cover(make_show()))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3_000, 3_000))
    assert show_cover(make_show(author="")) == show_cover(make_show())
    assert show_cover(make_show(author="La rédaction")) != show_cover(make_show())


def test_a_right_picture_is_left_alone() -> None:
    data = picture("RGB", (1_400, 1_400))
    assert editor_image(data) == (data, ())


@pytest.mark.parametrize(
    ("mode", "size", "kind", "side", "notes"),
    [
        ("RGB", (600, 600), "JPEG", 1_400, ("enlarged from 600 to 1400 px",)),
        ("RGB", (4_000, 4_000), "JPEG", 3_000, ("reduced from 4000 to 3000 px",)),
        ("RGB", (2_000, 1_500), "JPEG", 1_500, ("cropped from 2000 × 1500 px to a square around its centre",)),
        ("CMYK", (1_400, 1_400), "JPEG", 1_400, ("colours changed from CMYK to RGB",)),
        ("RGB", (1_400, 1_400), "PNG", 1_400, ("converted from PNG to JPEG",)),
        (
            "RGBA",
            (1_400, 1_400),
            "WEBP",
            1_400,
            ("colours changed from RGBA to RGB", "converted from WEBP to JPEG"),
        ),
        ("P", (1_400, 1_400), "GIF", 1_400, ("colours changed from P to RGB", "converted from GIF to JPEG")),
    ],
)
def test_a_wrong_picture_is_put_right_and_it_is_said(
    mode: str, size: tuple[int, int], kind: str, side: int, notes: tuple[str, ...]
) -> None:
    data, said = editor_image(picture(mode, size, kind))
    assert said == notes
    assert (opened(data).format, opened(data).mode, opened(data).size) == ("JPEG", "RGB", (side, side))


def test_the_colours_of_a_photograph_keep_their_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data, _ = editor_image(picture("RGB", (600, 600), icc_profile=profile))
    assert opened(data).info["icc_profile"] == profile


def test_what_is_transparent_becomes_white() -> None:
    data, _ = editor_image(picture("RGBA", (1_400, 1_400), "PNG"))
    assert opened(data).getpixel((700, 700)) == WHITE


def test_a_turned_photograph_is_turned_back() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _, notes = editor_image(picture("RGB", (2_000, 1_500), exif=exif))
    assert notes == ("cropped from 1500 × 2000 px to a square around its centre",)


@pytest.mark.parametrize("profile", [b"rubbish", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_print_colours_with_an_unusable_profile_are_still_read(profile: bytes) -> None:
    data, _ = editor_image(picture("CMYK", (1_400, 1_400), icc_profile=profile))
    assert opened(data).mode == "RGB"


@pytest.mark.parametrize(
    "data", [b"", b"no picture", picture("RGB", (50, 50))[:300], picture("RGB", (50, 50), "PNG")[:60]]
)
def test_what_is_no_picture_is_an_error_with_its_name(data: bytes) -> None:
    with pytest.raises(PublishError, match=r"^dessin\.png: not a picture that can be read"):
        editor_image(data, "dessin.png")


def test_rubbish_is_an_error_too() -> None:
    rubbish = random.Random(4)
    for _ in range(50):
        with pytest.raises(PublishError):
            editor_image(b"\x89PNG\r\n\x1a\n" + rubbish.randbytes(200))

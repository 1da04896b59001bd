import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audionews.slugs import LONGEST, plain, slug

DAY = date(2025, 8, 23)
GUID = "f3873590-2641-527b-8cef-faa26561741e"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Le phare de Kerlouan se rallume", "2025-08-23-le-phare-de-kerlouan-se-rallume"),
        ("Le phare se rallume : trois cents bénévoles à l’ouvrage", "2025-08-23-le-phare-se-rallume"),
        ("Football : Brest gagne", "2025-08-23-football-brest-gagne"),
        ("Départ à 14:30 pile", "2025-08-23-depart-a-14-30-pile"),
        ("L’Œuvre & son double, n° 5", "2025-08-23-l-oeuvre-et-son-double-n-5"),
        ("Маяк", "2025-08-23-f3873590"),
        ("« … »", "2025-08-23-f3873590"),
        ("../../etc/passwd", "2025-08-23-etc-passwd"),
        ("a" * 300, "2025-08-23-" + "a" * 60),
        ("Un gîte " * 30, "2025-08-23-" + "-".join(["un-gite"] * 7) + "-un"),
    ],
)
def test_slug_is_the_day_and_the_gist(title: str, expected: str) -> None:
    assert slug(title, DAY, GUID) == expected


def test_a_taken_slug_gets_as_much_of_the_guid_as_tells_it_apart() -> None:
    first = slug("Le phare", DAY, GUID)
    second = slug("Le phare", DAY, GUID, {first})
    third = slug("Le phare", DAY, GUID, {first, second})
    assert [first, second, third] == ["2025-08-23-le-phare", "2025-08-23-le-phare-f387", "2025-08-23-le-phare-f3873"]


def test_a_year_before_1000_still_has_four_digits() -> None:
    assert slug("Le phare", date(825, 8, 23), GUID) == "0825-08-23-le-phare"


@given(st.text(max_size=400))
def test_any_title_gives_one_plain_folder_name(title: str) -> None:
    name = slug(title, DAY, GUID)
    assert re.fullmatch(r"2025-08-23(-[a-z0-9]+)+", name)
    assert len(name) <= len("2025-08-23-") + LONGEST
    assert plain(name) == name

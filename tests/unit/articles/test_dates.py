from datetime import UTC, datetime

import pytest

from audionews.articles.dates import ImpossibleDateError, date_line, date_within, machine_date
from unit.articles.samples import NOW, PARIS


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("2025-08-23", "2025-08-23T00:00+02:00"),
        ("2025-08-23T14:30:00Z", "2025-08-23T14:30+00:00"),
        ("2025-08-23 14:30 +0100", "2025-08-23T14:30+01:00"),
        ("2025-08-23T14:30:05.123-03:30", "2025-08-23T14:30:05-03:30"),
        ("23 août 2025", "2025-08-23T00:00+02:00"),
        ("1er mai 2025", "2025-05-01T00:00+02:00"),
        ("Samedi 23 Août 2025", "2025-08-23T00:00+02:00"),
        ("SAMEDI 23 AOÛT 2025", "2025-08-23T00:00+02:00"),
        ("sam. 23 aout 2025", "2025-08-23T00:00+02:00"),
        ("23/08/2025", "2025-08-23T00:00+02:00"),
        ("23.08.25", "2025-08-23T00:00+02:00"),
        ("01-12-98", "1998-12-01T00:00+01:00"),
        ("Publié le 23 août 2025 à 14h30", "2025-08-23T14:30+02:00"),
        ("Publié le : 23 août 2025", "2025-08-23T00:00+02:00"),
        ("Article publié le samedi 23 août 2025 à 07:30", "2025-08-23T07:30+02:00"),
        ("Publié le samedi 23 août 2025 à 14 h 30.", "2025-08-23T14:30+02:00"),
        ("Publié à 14h30 le 23 août 2025", "2025-08-23T00:00+02:00"),
        ("Date : 23/08/2025 - 9h", "2025-08-23T09:00+02:00"),
        ("Rennes, le 3 janv. 2025", "2025-01-03T00:00+01:00"),
        ("(Le 23 août 2025)", "2025-08-23T00:00+02:00"),
        ("août 2025", "2025-08-01T00:00+02:00"),
        ("August 23, 2025", "2025-08-23T00:00+02:00"),
        ("23 août", "2025-08-23T00:00+02:00"),
        ("le 24 décembre", "2024-12-24T00:00+01:00"),
    ],
)
def test_written_dates(line: str, moment: str) -> None:
    found = date_line(line, PARIS, near=NOW)
    assert found is not None
    assert found[0] == datetime.fromisoformat(moment)
    assert not found[1]


@pytest.mark.parametrize(
    "line",
    [
        "Le 23 août 2025, tout a changé",
        "Il est venu le 23 août 2025",
        "12/15",
        "La loi du 9 décembre 1905",
        "",
        "2025",
        "Mai 68 revient",
    ],
)
def test_lines_that_only_hold_a_date_are_none(line: str) -> None:
    assert date_line(line, PARIS, near=NOW) is None


def test_an_update_is_told_apart() -> None:
    found = date_line("Mis à jour le 24 août 2025 à 7h", PARIS, near=NOW)
    assert found == (datetime(2025, 8, 24, 7, tzinfo=PARIS), True)


@pytest.mark.parametrize(
    "line", ["2025-02-30", "31/04/2025", "le 30 février 2025", "0/1/2025", "29/02/2025", "23 août 2025 à 24h60"]
)
def test_impossible_dates_are_named(line: str) -> None:
    with pytest.raises(ImpossibleDateError) as caught:
        date_line(line, PARIS, near=NOW)
    assert caught.value.args[0] in line


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 14 Oct 2025 05:45:00 GMT", "2025-10-14T05:45+00:00"),
        ("Lun, 03 Mar 2025 07:00:00 +0100", "2025-03-03T07:00+01:00"),
        ("20250823T143000Z", "2025-08-23T14:30+00:00"),
        ("2025-08-23T14:30", "2025-08-23T14:30+02:00"),
        ("Soumis par X le 18 avril 2024 - 11:05", "2024-04-18T11:05+02:00"),
    ],
)
def test_what_programs_write(text: str, moment: str) -> None:
    assert machine_date(text, PARIS) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", None, "hier", "2025-02-30", "0000-00-00T00:00:00", "Tue, 99 Foo 2025"])
def test_what_programs_write_and_is_no_date(text: str | None) -> None:
    assert machine_date(text, UTC) is None


def test_the_first_possible_date_in_a_text() -> None:
    assert date_within("n° 31/02/2025, paru le 2 mars 2025", PARIS, near=NOW) == datetime(2025, 3, 2, tzinfo=PARIS)

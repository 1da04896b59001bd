import pytest

from audionews.articles.bylines import byline, names, signature
from audionews.articles.credits import credit_line
from unit.articles.samples import NOW, PARIS


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Auteur: Jean", ["Jean"]),
        ("Auteur : jean dupont", ["jean dupont"]),
        ("Auteur·e·s : Zoé Lin & Paul Durand", ["Zoé Lin", "Paul Durand"]),
        ("Par Jeanne Martin", ["Jeanne Martin"]),
        ("par Jeanne Martin et Paul Durand.", ["Jeanne Martin", "Paul Durand"]),
        ("PAR JEANNE MARTIN ET PAUL DURAND", ["JEANNE MARTIN", "PAUL DURAND"]),
        ("Par Jean d’Ormesson", ["Jean d’Ormesson"]),
        ("Par Marie-Ève O’Connor, journaliste", ["Marie-Ève O’Connor"]),
        ("Par Jeanne Martin (à Bruxelles)", ["Jeanne Martin"]),
        ("Par Jeanne Martin, avec AFP", ["Jeanne Martin"]),
        ("Par Jeanne Martin, correspondante à Rennes", ["Jeanne Martin"]),
        ("Par Charles de La Tour du Pin", ["Charles de La Tour du Pin"]),
        ("Par J. M.", ["J. M."]),
        ("Par AFP", ["AFP"]),
        ("Par la rédaction", ["La rédaction"]),
        ("Propos recueillis par Zoé Lin", ["Zoé Lin"]),
        ("Entretien réalisé par Zoé Lin", ["Zoé Lin"]),
        ("De notre correspondant à Berlin, Thomas Wied", ["Thomas Wied"]),
        ("De notre envoyée spéciale à Kiev", ["Notre envoyée spéciale à Kiev"]),
        ("Texte : Zoé Lin, photos : Paul Durand", ["Zoé Lin"]),
        ("Soumis par Bastien Lhoir", ["Bastien Lhoir"]),
        ("Reportage de Zoé Lin", ["Zoé Lin"]),
        ("Par Luc Moreau, maire de Saint-Elme", ["Luc Moreau"]),
        ("Par Ida Stern à Port-Vald", ["Ida Stern"]),
        ("Par Ida Stern, Journaliste", ["Ida Stern"]),
        ("Par Ève Noll, professeure de droit public et ancienne ministre", ["Ève Noll"]),
    ],
)
def test_bylines(line: str, authors: list[str]) -> None:
    assert byline(line) == tuple(authors)


@pytest.mark.parametrize(
    "line",
    [
        "Par erreur, tout simplement.",
        "Par amour de son métier, il est resté.",
        "Par Toutatis !",
        "Par Jove, quelle histoire",
        "Par Jupiter, maire de rien",
        "Par Saint Georges, le dragon revient",
        "Par Luc Moreau, j’ai tout appris",
        "Par 12 voix contre 3",
        "Reportage : la ville sous l’eau",
        "De notre temps, on dansait",
        "Par ailleurs",
        "Auteur : il a tout dit. Puis il est parti sans un mot",
        "Jeanne Martin",
        "x" * 500,
    ],
)
def test_lines_that_are_no_byline(line: str) -> None:
    assert byline(line) is None


def test_a_bare_name_is_a_signature_and_a_sentence_is_not() -> None:
    assert signature("Jeanne Martin") == ("Jeanne Martin",)
    assert signature("— Jeanne Martin (avec AFP)") == ("Jeanne Martin",)
    assert signature("La fête continue") is None


def test_names_lose_addresses_and_repetition() -> None:
    assert names("Zoé Lin (zoe@courrier.example), Zoé Lin ; Paul Durand") == ("Zoé Lin", "Paul Durand")
    assert names("") == ()


@pytest.mark.parametrize(
    ("line", "authors", "day", "category"),
    [
        ("Par Zoé Lin | Publié le 23 août 2025 à 14h30", ("Zoé Lin",), "2025-08-23T14:30:00", None),
        ("Publié le 23/08/2025 à 14:30, mis à jour le 24/08/2025", (), "2025-08-23T14:30:00", None),
        ("Zoé Lin – 23/08/2025 – Société", ("Zoé Lin",), "2025-08-23T00:00:00", "Société"),
        ("Publié le lundi 3 mars 2025 par Zoé Lin (à Lyon)", ("Zoé Lin",), "2025-03-03T00:00:00", None),
        ("Par Zoé Lin, le 7 janvier 2004", ("Zoé Lin",), "2004-01-07T00:00:00", None),
        ("Le 23 août 2025, Zoé Lin - Lecture 3 min", ("Zoé Lin",), "2025-08-23T00:00:00", None),
        ("Soumis par Zoé Lin le 18 avril 2024 - 11:05", ("Zoé Lin",), "2024-04-18T11:05:00", None),
    ],
)
def test_several_credits_on_a_line(line: str, authors: tuple[str, ...], day: str, category: str | None) -> None:
    credit = credit_line(line, PARIS, near=NOW)
    assert credit is not None
    assert credit.authors == authors
    assert credit.published is not None
    assert credit.published.replace(tzinfo=None).isoformat() == day
    assert credit.category == category


@pytest.mark.parametrize("line", ["Rennes – la ville change", "Zoé Lin, Paul Durand", "x " * 200, "La loi | le décret"])
def test_lines_that_credit_nobody(line: str) -> None:
    assert credit_line(line, PARIS, near=NOW) is None

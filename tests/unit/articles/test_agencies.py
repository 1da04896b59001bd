"""What news agencies put around their texts."""

import pytest

from audionews.errors import ArticleError
from unit.articles.samples import read, shape

LEAD = "Le pont de Rouvray a été fermé mardi, a annoncé la préfecture."
BODY = "Il rouvrira lundi, a-t-elle ajouté, si le vent veut bien tomber."


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Rouvray (France), 18 nov 2025 (AFP) - ", "AFP"),
        ("ROUVRAY, 18 novembre 2025 (Reuters) – ", "Reuters"),
        ("Saint-Jean de Rouvray, le 18 nov. 2025 [AFP] : ", "AFP"),
    ],
)
def test_a_dateline_credits_and_is_not_read(line: str, agency: str) -> None:
    article = read(f"Un pont se ferme\n\n{line}{LEAD}\n\n{BODY}")
    assert shape(article) == [LEAD, BODY]
    assert article.author == agency
    assert article.published.date().isoformat() == "2025-11-18"


def test_a_dateline_in_a_page_under_a_name_and_a_day() -> None:
    article = read(
        f"<article><h1>Un pont se ferme</h1><p>Par Zoé Lin, le 19 novembre 2025</p><p>PARIS (AFP) - {LEAD}</p>"
        f"<p>{BODY}</p></article>",
        "html",
    )
    assert (article.author, article.published.day, shape(article)) == ("Zoé Lin", 19, [LEAD, BODY])


@pytest.mark.parametrize("sentence", ["Le directeur (AFP) - Qui sait ?", "À Paris, l’agence (AFP) se tait."])
def test_a_sentence_that_names_an_agency_is_whole(sentence: str) -> None:
    assert shape(read(f"Un pont se ferme\n\n{BODY}\n\n{sentence}"))[1] == sentence


def test_slugs_headings_between_dashes_and_the_desks_initials() -> None:
    article = read(
        f"FRA0432 4 GI 0389 FRA /AFP-XK41\nÉnergie-nucléaire-social\n\nUn pont se ferme\n\nParis (AFP) - {LEAD}\n\n"
        f"- Vent de travers -\n\n{BODY}\n\njpl-mab/cho/abx"
    )
    assert article.title == "Un pont se ferme"
    assert shape(article) == [LEAD, "# Vent de travers", BODY]


def test_a_title_of_one_long_word_stays() -> None:
    assert read(f"Saint-Jean-de-Luz\n\n{LEAD}").title == "Saint-Jean-de-Luz"


def test_a_text_that_begins_with_its_dateline_has_no_title() -> None:
    with pytest.raises(ArticleError, match="no title found"):
        read(f"LONDRES, 12 novembre (Reuters) - {LEAD}\n\n{BODY}")


def test_a_dateline_on_its_own_line() -> None:
    article = read(f"Un pont se ferme\n\nParis, 6 fév 2026 (AFP) -\n\n{LEAD}\n\n{BODY}")
    assert (article.author, article.published.month, shape(article)) == ("AFP", 2, [LEAD, BODY])

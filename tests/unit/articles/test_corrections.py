"""Corrections that stand in the text: taken out of it in every format, and only those."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from audionews.articles import Source, read_article
from audionews.domain import Article

LEAD = "Fermé depuis deux ans, le pont de Kerlouan a rouvert samedi à la circulation."
BODY = "Deux arches sur trois étaient fissurées, et il a fallu les refaire une à une."
END = "La circulation y reste limitée jusqu’au printemps, dit la mairie."
NOTE = "Le coût du pont est de 1,2 million d’euros, et non de 12 millions."
FORMS = {
    "text": ("Le pont rouvre\n\n23 août 2025\n\n{}\n", "\n\n"),
    "markdown": ("# Le pont rouvre\n\n{}\n", "\n\n"),
    "html": ("<html><body><article><h1>Le pont rouvre</h1><p>{}</p></article></body></html>", "</p><p>"),
}


def read(kind: str, *paragraphs: str) -> Article:
    whole, between = FORMS[kind]
    data = whole.format(between.join(paragraphs)).encode()
    return read_article(Source(name="a", data=data, kind=kind, modified=datetime(2025, 8, 23, tzinfo=UTC)), PARIS)


PARIS = ZoneInfo("Europe/Paris")


def texts(article: Article) -> list[str]:
    sections = [part.text for section in article.sections for part in section.paragraphs]
    return [*(part.text for part in article.lead), *sections]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize(
    "label", ["Correction : ", "Erratum : ", "ERRATUM – ", "Rectificatif\u00a0: ", "Correction: ", "Correctif — "]
)
def test_a_labelled_note_under_the_article_is_its_correction(kind: str, label: str) -> None:
    article = read(kind, LEAD, BODY, END, f"{label}{NOTE}")
    assert (article.correction, texts(article)) == (NOTE, [LEAD, BODY, END])


@pytest.mark.parametrize("kind", FORMS)
def test_so_is_one_above_it(kind: str) -> None:
    article = read(kind, f"Correction : {NOTE}", LEAD, BODY, END)
    assert (article.correction, texts(article)) == (NOTE, [LEAD, BODY, END])


@pytest.mark.parametrize("day", ["du 24 août 2025", "le 24 août 2025", ", publiée le 24 août 2025"])
def test_its_day_stays_with_it(day: str) -> None:
    article = read("markdown", LEAD, BODY, f"**Correction {day} :** {NOTE}".replace(" ,", ","))
    assert article.correction == f"24 août 2025 : {NOTE}"


def test_a_heading_says_so_too() -> None:
    article = read("markdown", LEAD, "## Des travaux", BODY, END, "## Erratum", NOTE)
    assert (article.correction, texts(article)) == (NOTE, [LEAD, BODY, END])


@pytest.mark.parametrize(("given", "heard"), [("Il est vieux.", f"Il est vieux. {NOTE}"), (NOTE, NOTE)])
def test_the_front_matter_goes_before_the_text_and_nothing_is_heard_twice(given: str, heard: str) -> None:
    data = f"---\ntitle: Le pont\ncorrection: {given}\n---\n{LEAD}\n\nErratum : {NOTE}\n".encode()
    article = read_article(Source(name="a", data=data, kind="markdown", modified=datetime.now(UTC)), PARIS)
    assert (article.correction, texts(article)) == (heard, [LEAD])


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mise à jour : le bilan est porté à douze blessés, selon la préfecture du département.",
        "Correction des copies : les professeurs du lycée demandent du temps, et le disent.",
        "La correction : un mot que les marchés n’aiment pas, et que tous ont sur les lèvres.",
        "Corrections et rectifications ne manquent pas dans ce dossier, dit un habitué des lieux.",
    ],
)
@pytest.mark.parametrize("kind", FORMS)
def test_what_is_news_stays_in_the_text(kind: str, paragraph: str) -> None:
    article = read(kind, LEAD, BODY, END, paragraph)
    assert (article.correction, texts(article)) == (None, [LEAD, BODY, END, paragraph])


def test_in_the_middle_of_an_article_a_label_is_none() -> None:
    paragraphs = [LEAD, BODY, END, LEAD + " Bis.", f"Correction : {NOTE}", BODY + " Bis.", END + " Bis.", "Voilà tout."]
    assert read("markdown", *paragraphs).correction is None


def test_an_article_that_is_nothing_else_is_read_as_it_stands() -> None:
    article = read("markdown", f"Erratum : {NOTE}")
    assert (article.correction, texts(article)) == (None, [f"Erratum : {NOTE}"])

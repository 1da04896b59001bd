"""What is said, in what order and with which pauses."""

from datetime import UTC, datetime

import pytest

from audionews.domain import Article, Paragraph, Section
from audionews.french import read
from audionews.script import LONGEST_CHAPTER_TITLE, chapter_title, french_date, is_interview, write_script
from audionews.settings import TextTable


def paragraph(text: str, kind: str = "body") -> Paragraph:
    return Paragraph(text=text, kind=kind)  # type: ignore[arg-type]


def article(**changes: object) -> Article:
    values: dict[str, object] = {
        "id": "a",
        "title": "Le pont rouvre",
        "category": "Région",
        "author": "Jeanne Martin",
        "published": datetime(2025, 8, 1, tzinfo=UTC),
        "lead": (paragraph("Le pont a rouvert. M. Dupont est soulagé."),),
        "sections": (
            Section(heading="Des travaux longs", paragraphs=(paragraph("Deux ans."), paragraph("Puis rien."))),
            Section(heading="Et demain ?", paragraphs=(paragraph("un", "item"), paragraph("deux", "item"))),
        ),
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def spoken_lines(subject: Article, text: TextTable | None = None) -> list[tuple[str, str]]:
    script = write_script(subject, text or TextTable(), read)
    return [(segment.role, segment.written) for segment in script.segments]


def test_everything_is_said_in_the_order_of_the_page() -> None:
    assert spoken_lines(article()) == [
        ("rubrique", "Région"),
        ("title", "Le pont rouvre"),
        ("byline", "Publié le 1er août 2025, par Jeanne Martin."),
        ("lead", "Le pont a rouvert."),
        ("lead", "M. Dupont est soulagé."),
        ("heading", "Des travaux longs"),
        ("body", "Deux ans."),
        ("body", "Puis rien."),
        ("heading", "Et demain ?"),
        ("item", "un"),
        ("item", "deux"),
        ("credit", "Cet article a été lu par une voix de synthèse."),
    ]


def test_what_an_article_lacks_is_not_said() -> None:
    bare = article(category=None, author=None, lead=(paragraph("Un mot."),), sections=())
    assert spoken_lines(bare, TextTable(credit="")) == [
        ("title", "Le pont rouvre"),
        ("byline", "Publié le 1er août 2025."),
        ("lead", "Un mot."),
    ]
    assert ("byline", "Publié le 1er août 2025.") not in spoken_lines(bare, TextTable(byline=False))


def test_two_authors_are_joined_by_et() -> None:
    assert spoken_lines(article(author="A. Un, B. Deux, C. Trois"))[2][1].endswith("par A. Un, B. Deux et C. Trois.")


def test_pauses_follow_the_structure() -> None:
    text = TextTable()
    script = write_script(article(), text, read)
    assert [segment.pause_ms for segment in script.segments] == [
        text.pause_rubrique_ms,
        text.pause_title_ms,
        text.pause_byline_ms,
        text.pause_sentence_ms,
        text.pause_section_ms,
        text.pause_heading_ms,
        text.pause_paragraph_ms,
        text.pause_section_ms,
        text.pause_heading_ms,
        text.pause_item_ms,
        text.pause_section_ms,
        0,
    ]


def test_sentences_of_a_paragraph_share_its_number() -> None:
    segments = write_script(article(), TextTable(), read).segments
    lead = [segment.paragraph for segment in segments if segment.role == "lead"]
    assert len(set(lead)) == 1
    assert len({segment.paragraph for segment in segments}) == len(segments) - 1


def test_each_heading_begins_a_chapter() -> None:
    script = write_script(article(), TextTable(), read)
    assert [(mark.title, script.segments[mark.segment].role) for mark in script.marks] == [
        ("Introduction", "rubrique"),
        ("Des travaux longs", "heading"),
        ("Et demain ?", "heading"),
    ]


def test_an_article_without_headings_is_one_chapter_with_its_title() -> None:
    script = write_script(article(sections=()), TextTable(), read)
    assert [(mark.title, mark.segment) for mark in script.marks] == [("Le pont rouvre", 0)]


def test_a_correction_is_said_before_the_article_and_has_its_chapter() -> None:
    script = write_script(article(correction="La date était fausse."), TextTable(), read)
    titles = ["Introduction", "Erratum", "L’article", "Des travaux longs", "Et demain ?"]
    assert [mark.title for mark in script.marks] == titles
    written = [segment.written for segment in script.segments]
    starts = [written[mark.segment] for mark in script.marks]
    assert starts == ["Région", "Erratum.", "Le pont a rouvert.", "Des travaux longs", "Et demain ?"]
    assert written[written.index("Erratum.") + 1] == "La date était fausse."


@pytest.mark.parametrize(
    "note", ["Correction : la date était fausse", "ERRATUM – La date était fausse.", "Erratum. la date était fausse."]
)
def test_a_correction_is_announced_once_however_it_is_written(note: str) -> None:
    said = [segment.written for segment in write_script(article(correction=note), TextTable(), read).segments]
    place = said.index("Erratum.")
    assert said[place : place + 3] == ["Erratum.", "La date était fausse.", "Le pont a rouvert."]


def test_a_correction_of_an_article_without_a_lead_ends_at_its_first_heading() -> None:
    marks = write_script(article(correction="La date.", lead=()), TextTable(), read).marks
    assert [mark.title for mark in marks] == ["Introduction", "Erratum", "Des travaux longs", "Et demain ?"]


def test_a_correction_that_says_nothing_is_not_announced() -> None:
    assert write_script(article(correction="Erratum :"), TextTable(), read) == write_script(
        article(), TextTable(), read
    )


def test_questions_of_an_interview_are_questions() -> None:
    asked = tuple(Section(heading=f"Question {n} ?", paragraphs=(paragraph("Oui."),)) for n in range(4))
    assert is_interview(asked)
    assert not is_interview(asked[:2])
    assert [role for role, _ in spoken_lines(article(sections=asked))].count("question") == 4


def test_a_paragraph_that_says_nothing_is_left_out() -> None:
    assert ("body", "***") not in spoken_lines(
        article(sections=(Section(heading="H", paragraphs=(paragraph("***"),)),))
    )


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Calendrier des travaux :", "Calendrier des travaux"),
        ("Et demain ?", "Et demain ?"),
        ("a" * 80, "a" * 50 + "…"),
        (
            "On dit que vous avez refusé d’informatiser les réserves pendant plusieurs années : pourquoi ?",
            "On dit que vous avez refusé d’informatiser les…",
        ),
    ],
)
def test_chapter_titles_are_short_enough_for_every_app(heading: str, title: str) -> None:
    assert chapter_title(heading) == title
    assert len(title) <= LONGEST_CHAPTER_TITLE


def test_dates_are_printed_as_in_french_newspapers() -> None:
    assert french_date(datetime(2025, 5, 1, tzinfo=UTC)) == "1er mai 2025"

from pathlib import Path

import pytest

from audionews import french
from audionews.domain import Segment
from audionews.french.lexicon import Lexicon, parse_line
from audionews.french.lint import findings, findings_in

ARTICLES = Path(__file__).parents[4] / "shared" / "articles"


def words(text: str) -> list[str]:
    return [finding.word for finding in findings_in(text, french.read)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Les poules du couvent couvent.", "couvent"),
        ("Les ministres président la séance.", "président"),
        ("Ces hommes violent la loi.", "violent"),
        ("Elles content des histoires.", "content"),
        ("Il ne faut pas se fier à lui.", "fier"),
        ("Les fils sont arrivés.", "fils"),
        ("Nous portions des sacs.", "portions"),
        ("Nous éditions des livres.", "éditions"),
        ("Il a sorti un as.", "as"),
        ("J’en veux plus.", "plus"),
        ("La fissure est sur l’axe est.", "est"),
        ("On voit tous pays confondus ici.", "tous"),
        ("Elle est grand reporter ici.", "reporter"),
        ("Le CFKZ proteste.", "CFKZ"),
        ("Le GARLI proteste.", "GARLI"),
        ("Robert Szczepański arrive.", "Szczepański"),
        ("C’était 3-2 hier.", "3-2"),
        ("On en a fait 1/2 hier.", "1/2"),
        ("Rendez-vous au 10.12 prochain.", "10.12"),
        ("Il a tout dit sur X.", "X"),
    ],
)
def test_names_what_the_text_leaves_open(text: str, word: str) -> None:
    assert words(text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Le couvent est fermé depuis mai.",
        "Le président préside la séance.",
        "Un homme violent est entré.",
        "Il est content et fier de ses fils.",
        "Les fils de Paul dorment.",
        "Les fils électriques pendent.",
        "Des portions, des éditions, des notions.",
        "Tu as raison.",
        "Il n’y a plus de pain, il en faut de plus en plus.",
        "Il n’en veut pas plus que cela.",
        "Il est venu, elle l’est aussi.",
        "Tous les jours, ils sont tous venus.",
        "La SNCF, l’OTAN et la CGT protestent.",
        "LA FRANCE GAGNE CONTRE LE BRÉSIL",
        "Jean DUPONT et Marine LE PEN.",
        "L’OM a gagné 3-2 contre Lens.",
        "Les 18-25 ans votent peu.",
        "Le vote a eu lieu vendredi 14/11, selon l’art. 61-1.",
        "Elle a gagné 6-4, 6-7 (5), 7-5 hier.",
        "Les 3/4 des efforts sont faits.",
        "La 1/2 finale est jouée.",
        "La version iOS 10.12 sort.",
        "Le réseau social X a fermé.",
        "Louis XIV est mort.",
        "Emmanuel Macron a reçu Olaf Scholz et Volodymyr Zelensky.",
    ],
)
def test_is_quiet_where_the_text_is_clear(text: str) -> None:
    assert words(text) == []


def test_a_finding_says_what_an_editor_needs() -> None:
    found = findings_in("Tout va bien. Les poules du couvent couvent, dit M. Roy.", french.read)[0]
    assert found.sentence == "Les poules du couvent couvent, dit M. Roy."
    assert found.spoken == "Les poules du couvent couvent, dit monsieur Roy."
    assert found.why == "verbe ou bâtiment"
    assert found.line == "couvent\tcouve"


def test_every_line_that_is_proposed_can_be_read() -> None:
    text = "Le CFKZ et le GARLI : 3-2, 1/2, 10.12. Nous portions X. Il faut se fier aux fils. Szczepański rit."
    for finding in findings_in(text, french.read):
        assert parse_line(finding.line).written


def test_what_the_lexicon_has_settled_is_not_asked() -> None:
    settled = Lexicon((parse_line("CFKZ\t\tspell"), parse_line("X\tixe")))
    read = french.normaliser(first=(settled.rule(),)).read
    assert findings_in("Le CFKZ est sur X.", read) == ()


def test_a_word_is_asked_about_once() -> None:
    assert words("Le CFKZ crie. Le CFKZ hurle.") == ["CFKZ"]


def test_segments_of_a_script() -> None:
    segment = Segment(role="body", readings=french.read("Le CFKZ crie."), pause_ms=0)
    assert [finding.word for finding in findings([segment])] == ["CFKZ"]


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="no shared articles beside the checkout")
@pytest.mark.parametrize(
    "name", ["000_312f9fe2681901bc.txt", "txt03_pont_mobile.txt", "txt09_entretien_bibliothecaire.txt"]
)
def test_few_false_alarms_on_articles(name: str) -> None:
    text = (ARTICLES / name).read_text(encoding="utf-8")
    assert len(words(text)) * 100 <= len(text.split())


@pytest.mark.parametrize("text", ["SANTÉ", "MONDE", "URGENT / SOCIÉTÉ"])
def test_words_in_a_line_of_capitals_are_no_sigles(text: str) -> None:
    assert words(text) == []


def test_an_unknown_sigle_in_a_sentence_is_one() -> None:
    assert words("Le rapport de la MONDE est paru.") == ["MONDE"]

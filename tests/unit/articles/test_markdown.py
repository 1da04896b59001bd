"""Markdown and its front matter."""

import pytest

from audionews.articles.front_matter import split_front_matter
from audionews.errors import ArticleError
from unit.articles.samples import headings, read, shape


def test_front_matter_in_french_and_english() -> None:
    french = read(
        "---\ntitre: Le bac\ndate: 2025-03-05\nauteur: Zoé Lin\nrubrique: Vie locale\nid: bac-1\n---\nIl passe.",
        "markdown",
    )
    english = read(
        '---\ntitle: "Le bac"\npublished: 2025-03-05\nauthors: [Zoé Lin]\ncategories: [Vie locale, x]\nguid: '
        "bac-1\n---\nIl passe.",
        "markdown",
    )
    assert french == english
    assert (french.id, french.title, french.author, french.category) == ("bac-1", "Le bac", "Zoé Lin", "Vie locale")


def test_all_keys() -> None:
    article = read(
        "---\ntitle: Le bac\nauthor: Zoé Lin et Paul Durand\nurl: https://x.example/bac\nimage:\n  src: bac.jpg\n"
        "lang: fr-BE\ncorrection: Deux bacs, non trois.\nsummary: |\n  Pas lu.\ndate: 5 mars 2025 à 8h\n---\nIl passe.",
        "markdown",
    )
    assert article.author == "Zoé Lin, Paul Durand"
    assert article.id == article.url == "https://x.example/bac"
    assert article.image == "bac.jpg"
    assert article.language == "fr-BE"
    assert article.correction == "Deux bacs, non trois."
    assert article.published.isoformat() == "2025-03-05T08:00:00+01:00"
    assert shape(article) == ["Il passe."]


@pytest.mark.parametrize("title", ["Non", "2025", "1e3", "on", "12:30", "'l''heure'", '"l\'heure"'])
def test_a_title_stays_the_text_it_was(title: str) -> None:
    expected = {"'l''heure'": "l'heure", '"l\'heure"': "l'heure"}.get(title, title)
    assert read(f"---\ntitle: {title}\n---\nIl passe.", "markdown").title == expected


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: Le bac : enfin", r"front matter, line 2: a value with “: ” in it needs quotes"),
        ("title: Le bac\ntitle: Le pont", r"front matter, line 3: “title” stands there twice"),
        ("title: Le bac\na: &x [1]\nb: *x", r"front matter, line 4: aliases"),
        ("title: [Le bac", r"front matter, line \d: "),
        ("title: Le bac\n\tdate: 2025-01-01", r"front matter, line 3: .*spaces"),
        ("- Le bac", r"front matter, line 2: should be “key: value” lines"),
        ("title: Le bac\ndate: 2025-02-30", r"the date “2025-02-30” does not exist"),
        ("title: Le bac\ndate: demain", r"the date “demain” does not exist"),
        ("title: \ndate: 2025-01-01", r"no title found; it stands after “# ”"),
        ('title: "Le bac\\q"', r"front matter, line 2: "),
    ],
)
def test_broken_front_matter_is_named_with_its_line(front: str, message: str) -> None:
    with pytest.raises(ArticleError, match=rf"^article\.txt: {message}"):
        read(f"---\n{front}\n---\nIl passe.", "markdown")


def test_front_matter_without_end_and_broken_toml() -> None:
    with pytest.raises(ArticleError, match="line 1: the front matter has no end"):
        read("---\ntitle: Le bac\n\nIl passe.", "markdown")
    with pytest.raises(ArticleError, match="front matter is not TOML"):
        read("+++\ntitle = Le bac\n+++\nIl passe.", "markdown")


def test_an_empty_front_matter_and_none_at_all() -> None:
    assert split_front_matter("x", "---\n---\n# T").body == "# T"
    assert split_front_matter("x", "# T").values == {}
    assert read("---\n# nothing\n---\n# Le bac\n\nIl passe.", "markdown").title == "Le bac"
    assert read("Le bac\n======\n\nIl passe.\n\n---\n\nIl repasse.", "markdown").title == "Le bac"
    assert read("## Le bac\n\nIl passe.", "markdown").title == "Le bac"


class TestTitle:
    def test_the_first_heading_comes_before_the_front_matter(self) -> None:
        assert read("---\ntitle: bac\n---\n# Le bac, enfin\n\nIl passe.", "markdown").title == "Le bac, enfin"

    def test_top_headings_are_sections_when_there_are_several(self) -> None:
        article = read("---\ntitle: Le bac\n---\nIl passe.\n\n# Un\n\nA.\n\n# Deux\n\nB.", "markdown")
        assert (article.title, headings(article)) == ("Le bac", ["Un", "Deux"])

    def test_the_title_is_not_read_again(self) -> None:
        article = read("---\ntitle: « Le bac »\n---\n# Le bac\n\nIl passe.\n\n## Le bac\n\nEncore.", "markdown")
        assert (article.title, shape(article)) == ("Le bac", ["Il passe.", "Encore."])


def test_markup_is_not_read() -> None:
    article = read(
        "# Le bac\n\n*Par Zoé Lin, le 5 mars 2025*\n\nUn **bac** *bleu* et ~~vert~~ `lent`, "
        '[dit-on](https://x.example "t").[^1] '
        "![bac](b.jpg)<br>Deux<!-- non --> H<sub>2</sub>O\\\nfin.\n\n<!-- rien -->\n\n```\ncode\n```\n\n{{< "
        "figure src=x >}}\n\n[toc]\n\n"
        "![Le bac](b.jpg)\n*Légende du bac*\n\n[^1]: Note.\n\n***\n\n<aside>Publicité</aside>\n\n<p>Un <b>"
        "vrai</b> paragraphe.</p>\n",
        "markdown",
    )
    assert article.author == "Zoé Lin"
    assert shape(article) == ["Un bac bleu et lent, dit-on. Deux H2O fin.", "Un vrai paragraphe."]


def test_blocks() -> None:
    article = read(
        "# Le bac\n\n    Un alinéa rentré de quatre\n    espaces.\n\n> Une citation,\n> sur deux lignes.\n\n"
        "- un ;\n- deux,\n  suite ;\n    1. trois\n\n**Question ?**\n\nRéponse.\n\n| A | B | C "
        "|\n|---|---|---|\n| d | 1 | 2 |\n\n"
        "- [ ] à faire\n\n[Un autre article](https://x.example)\n\n## À lire aussi\n\n- [Autre](https://x.example/a)\n",
        "markdown",
    )
    assert shape(article) == [
        "Un alinéa rentré de quatre espaces.", "> Une citation, sur deux lignes.", "- un ;", "- deux, suite ;",
        "- trois", "# Question ?", "Réponse.", "- A : B, C", "- d : 1, 2", "- à faire",
    ]  # fmt: skip


def test_a_bold_first_paragraph_is_the_lead() -> None:
    assert shape(read("# Le bac\n\n**Il passe.**\n\nEncore.", "markdown")) == ["Il passe.", "Encore."]


def test_wiki_links_marks_and_anchors() -> None:
    article = read(
        "# Le bac\n\nLe [[port|vieux port]] ==dort==.\n\n## Après {#apres}\n\n[[Rien]].\n\n![[image.png]]", "markdown"
    )
    assert shape(article) == ["Le vieux port dort.", "# Après", "Rien."]


@pytest.mark.parametrize(
    ("front", "facts"),
    [
        ("auteur: Par Zoé Lin", ("Zoé Lin", None)),
        ("params:\n  author: Zoé Lin\n  category: Vie locale", ("Zoé Lin", "Vie locale")),
        ("taxonomies:\n  categories: [Vie locale]", (None, "Vie locale")),
    ],
)
def test_front_matter_of_other_habits(front: str, facts: tuple[str | None, str | None]) -> None:
    article = read(f"---\ntitle: Le bac\n{front}\n---\nIl passe.", "markdown")
    assert (article.author, article.category) == facts


def test_a_date_with_its_update_beside_it() -> None:
    front = "date:\n  created: 2025-03-05\n  updated: 2025-03-07"
    article = read(f"---\ntitle: Le bac\n{front}\n---\nIl passe.", "markdown")
    assert article.published.date().isoformat() == "2025-03-05"


def test_a_lead_in_the_front_matter_is_read_once() -> None:
    front = "---\ntitle: Le bac\nchapô: |\n  Il passe l’eau,\n  et la repasse.\n---\n"
    assert shape(read(front + "Le passeur dort.", "markdown")) == ["Il passe l’eau, et la repasse.", "Le passeur dort."]
    assert shape(read(front + "**Il passe l’eau, et la repasse.**", "markdown")) == ["Il passe l’eau, et la repasse."]


def test_the_rubrique_may_stand_above_the_title() -> None:
    article = read("## Patrimoine\n\n# Le bac\n\nIl passe.", "markdown")
    assert (article.category, article.title, shape(article)) == ("Patrimoine", "Le bac", ["Il passe."])


@pytest.mark.parametrize("between", ["\n", " ", "  \n"])
def test_a_bold_question_before_its_answer_is_a_heading(between: str) -> None:
    article = read(f"# Le bac\n\nIl passe.\n\n**Pourquoi un bac ?**{between}Parce que le pont est loin.", "markdown")
    assert shape(article) == ["Il passe.", "# Pourquoi un bac ?", "Parce que le pont est loin."]


def test_abbreviations_are_not_read() -> None:
    assert shape(read("# Le bac\n\nIl passe.\n\n*[HTML]: Hyper Text", "markdown")) == ["Il passe."]


@pytest.mark.parametrize("last", ["Zoé Lin", "*Zoé Lin*", "Par Zoé Lin", "Texte : Zoé Lin, photos : DR"])
def test_a_signature_at_the_end_is_the_author(last: str) -> None:
    article = read(f"# Le bac\n\nIl passe.\n\n{last}", "markdown")
    assert (article.author, shape(article)) == ("Zoé Lin", ["Il passe."])


def test_front_matter_without_marks_around_it() -> None:
    article = read("Title: Le bac\nAuthor: Zoé Lin\nDate: 2025-03-05\n\nIl passe.", "markdown")
    assert (article.title, article.author, shape(article)) == ("Le bac", "Zoé Lin", ["Il passe."])
    assert article.published.date().isoformat() == "2025-03-05"


def test_authors_by_their_accounts_and_a_date_in_seconds() -> None:
    front = "authors:\n  zlin:\n    name: Zoé Lin\ndate: 1741129200"
    article = read(f"---\ntitle: Le bac\n{front}\n---\nIl passe.", "markdown")
    assert article.author == "Zoé Lin"
    assert article.published.isoformat() == "2025-03-05T00:00:00+01:00"


def test_the_mark_of_a_callout_is_not_read() -> None:
    article = read("# Le bac\n\n> [!NOTE]\n> Il passe.\n\nEt repasse.", "markdown")
    assert shape(article) == ["> Il passe.", "Et repasse."]


def test_short_names_of_emoji_are_not_read_and_hours_are() -> None:
    article = read("# Le bac :ferry:\n\nIl passe :wave: à 10:30:45, puis :non: pas.", "markdown")
    assert (article.title, shape(article)) == ("Le bac", ["Il passe à 10:30:45, puis pas."])


def test_raised_figures_are_powers_or_notes() -> None:
    text = "Il passe.<sup>1</sup> Il a 12 m<sup>2</sup>, au 1<sup>er</sup> étage<sup>2</sup>."
    article = read(f"# Le bac\n\n{text}", "markdown")
    assert shape(article) == ["Il passe. Il a 12 m², au 1er étage."]


def test_a_signature_above_the_credit_of_a_photograph() -> None:
    article = read("# Le bac\n\nIl passe.\n\n*Zoé Lin*\n\n*Photos : Igor V.*", "markdown")
    assert (article.author, shape(article)) == ("Zoé Lin", ["Il passe."])


def test_the_heads_of_columns_without_one_for_the_first() -> None:
    article = read("# Le bac\n\n| | 2024 | 2025 |\n|-|-|-|\n| Vélos | 31 | 42 |\n| | | |\n", "markdown")
    assert shape(article) == ["- 2024, 2025", "- Vélos : 31, 42"]


def test_what_follows_a_container_or_an_abbreviation_is_read() -> None:
    article = read("# Le bac\n\nIl passe.\n\n:::info\nRéservez.\n:::\n\n*[m]: mètre\n\nIl repasse.", "markdown")
    assert shape(article) == ["Il passe.", "Réservez.", "Il repasse."]


@pytest.mark.parametrize("above", ["**Littoral**", "Littoral", "## Littoral"])
def test_a_rubrique_nobody_knows_above_the_title(above: str) -> None:
    article = read(f"{above}\n\n# Le phare se rallume pour une nuit\n\nIl brille.", "markdown")
    assert (article.category, shape(article)) == ("Littoral", ["Il brille."])


def test_labels_under_the_title() -> None:
    article = read(
        "# Le bus\n\n**Rubrique :** Transports\n**Auteur :** Zoé Lin\n**Date :** 14 septembre 2025\n\nIl roule.",
        "markdown",
    )
    assert (article.category, article.author, article.published.day) == ("Transports", "Zoé Lin", 14)
    assert shape(article) == ["Il roule."]


@pytest.mark.parametrize("key", ["Date de publication", "date_publication", "datePublished", "DATE", "publie_le"])
def test_keys_as_people_write_them(key: str) -> None:
    front = f"---\nTitre: Le bus\nCatégorie: Transports\n{key}: 24/06/2025 18:30\n---\nIl roule."
    article = read(front, "markdown")
    assert (article.category, article.published.isoformat()) == ("Transports", "2025-06-24T18:30:00+02:00")


def test_notes_of_programs_that_link_everything() -> None:
    article = read(
        '---\ntitle: Le bus\nauthor: "[[gens/zl|Zoé Lin]]"\nsection: "#transports"\n---\nIl roule.', "markdown"
    )
    assert (article.author, article.category) == ("Zoé Lin", "transports")

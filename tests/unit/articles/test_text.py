"""Plain text: the shapes that newsrooms send, by what a reader of the article would notice."""

import pytest

from audionews.errors import ArticleError
from unit.articles.samples import headings, read, shape

LEAD = "Le conseil a voté le budget mardi soir, après quatre heures de débats et une panne de courant."
BODY = "Les impôts baisseront d’un point, a promis la maire. Personne n’a applaudi, faute de lumière dans la salle."
MORE = "Le chauffage de l’école sera remplacé avant Noël, si la chaudière arrive à temps par le canal."


def test_every_part_in_the_usual_order() -> None:
    article = read(
        f"Politique\n\n« Le budget passe à la bougie »\n\n2025-08-23\n\nAuteur: Jean\n\n{LEAD}\n\nUn point\n\n{BODY}"
    )
    assert (article.category, article.title, article.author) == ("Politique", "Le budget passe à la bougie", "Jean")
    assert article.published.isoformat() == "2025-08-23T00:00:00+02:00"
    assert article.id == "article"
    assert shape(article) == [LEAD, "# Un point", BODY]


@pytest.mark.parametrize(
    ("head", "title", "category", "author"),
    [
        ("2025-08-23\nPolitique\nAuteur : Zoé Lin\n« Le budget »", "Le budget", "Politique", "Zoé Lin"),
        ("Par Zoé Lin\n\nLe budget passe", "Le budget passe", None, "Zoé Lin"),
        ("Le budget passe", "Le budget passe", None, None),
        ("Le budget passe.", "Le budget passe.", None, None),
        ("Titre : Le budget\nRubrique : Vie locale\nAuteure : Zoé Lin", "Le budget", "Vie locale", "Zoé Lin"),
        ("POLITIQUE\n\nLE BUDGET PASSE\n\nZoé Lin\n\n23 août 2025", "LE BUDGET PASSE", "POLITIQUE", "Zoé Lin"),
        ("Politique\n\nLe budget passe\n\nLe 23 août 2025 à 14h30, Zoé Lin", "Le budget passe", "Politique", "Zoé Lin"),
        ("« Le budget passe\nà la bougie,\nsans lumière »\nPar la "
         "rédaction", "Le budget passe à la bougie, sans lumière",
         None, "La rédaction"),
        ("Quartiers nord\nLe budget passe enfin à la "
         "bougie", "Le budget passe enfin à la bougie", "Quartiers nord", None),
        ("Le budget passe à la bougie\nPolitique", "Le budget passe à la bougie", "Politique", None),
        ("# Le budget passe", "Le budget passe", None, None),
        ("« Oui » et « non », le budget hésite", "« Oui » et « non », le budget hésite", None, None),
        ("Vidéo : le budget passe", "Vidéo : le budget passe", None, None),
        ("Politique / Budget\n'Le budget passe'", "Le budget passe", "Politique / Budget", None),
        ("Par Zoé Lin et AFP\nLe budget passe à la bougie", "Le budget passe à la bougie", None, "Zoé Lin"),
    ],
)  # fmt: skip
def test_head_in_any_sensible_order(head: str, title: str, category: str | None, author: str | None) -> None:
    article = read(f"{head}\n\n{LEAD}\n\n{BODY}")
    assert (article.title, article.category, article.author) == (title, category, author)
    assert shape(article) == [LEAD, BODY]


def test_without_a_date_the_files_own_time_counts() -> None:
    assert read(f"Le budget passe\n\n{LEAD}").published.isoformat() == "2025-09-01T14:00:00+02:00"


def test_date_and_author_may_stand_under_the_lead() -> None:
    article = read(f"Le budget passe\n\n{LEAD}\n\nPublié le 3 mai 2025 à 8h, mis à jour à 9h\nPar Zoé Lin\n\n{BODY}")
    assert article.published.isoformat() == "2025-05-03T08:00:00+02:00"
    assert article.author == "Zoé Lin"
    assert shape(article) == [LEAD, BODY]


def test_subtitle_above_the_byline_is_the_lead_and_below_it_a_heading() -> None:
    above = read(f"Le budget passe à la bougie\nUne panne, quatre heures, un vote\nPar Zoé Lin\n\n{BODY}")
    below = read(f"Le budget passe à la bougie\nPar Zoé Lin\n\nUne panne, quatre heures, un vote\n\n{BODY}")
    assert shape(above) == ["Une panne, quatre heures, un vote", BODY]
    assert shape(below) == ["# Une panne, quatre heures, un vote", BODY]


def test_a_label_on_the_lead_is_not_read() -> None:
    assert shape(read(f"Le budget passe\n\nChapô : {LEAD}\n\nIntertitre : Un point\n\n{BODY}")) == [
        LEAD,
        "# Un point",
        BODY,
    ]


@pytest.mark.parametrize(
    "day", ["2025-02-30", "31/02/2025", "le 31 avril 2025", "Publié le 12.13.2025", "23 août 2025 à 27h"]
)
def test_a_date_that_cannot_be_is_named(day: str) -> None:
    with pytest.raises(ArticleError, match=r"article\.txt: the date “.+” does not exist; right would be"):
        read(f"Le budget passe\n\n{day}\n\n{LEAD}")


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD} {BODY} {MORE}\n\n{BODY}",
        f"Société\n\n2025-08-23\n\nAuteur: Jean\n\n{LEAD} {BODY}\n\n{MORE}",
        f"- {LEAD}\n- {BODY}",
    ],
)
def test_without_a_title_the_message_says_where_one_belongs(text: str) -> None:
    with pytest.raises(ArticleError, match=r"^article\.txt: no title found; the first lines of a text are"):
        read(text)


def test_a_title_alone_is_nothing_to_read() -> None:
    with pytest.raises(ArticleError, match="nothing to read under the title “Le budget passe”"):
        read("Le budget passe\n\n2025-08-23\n")


class TestHeadings:
    def test_headings_of_all_looks(self) -> None:
        article = read(
            f"Le budget passe\n\n{LEAD}\n\nUn point de moins\n{BODY}\n\nEt l’école ?\n\n{MORE}\n\nLes dates "
            f":\n\n{BODY} Oui.\n\n"
            f"Soulignée\n---------\n{MORE} Non.\n\n## Hachée ##\n\n{BODY} Si.\n\n**Grasse**\n\n{MORE} Bon.\n\n"
            f"« Une bougie suffit »\n\n{BODY} Fin."
        )
        assert headings(article) == [
            "Un point de moins", "Et l’école ?", "Les dates :", "Soulignée", "Hachée", "Grasse",
            "« Une bougie suffit »",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "line",
        [
            "« La bougie a coûté deux euros. »",
            "Par Toutatis, le ciel tient.",
            "– La lumière, monsieur le maire ?",
            "Renseignements : 02 98 00 00 00",
            "Le maire le jure :",
            "La suite, jeudi,",
            "mais pas tout de suite",
        ],
    )
    def test_short_lines_that_are_none(self, line: str) -> None:
        article = read(f"Le budget passe\n\n{LEAD}\n\n{line}\n\n« {BODY} »")
        assert headings(article) == []
        assert line in shape(article)

    def test_an_answer_of_one_line_is_no_heading(self) -> None:
        questions = (
            "Votre plat ?\n\nLa blanquette\n\nVotre livre ?\n\nLe suivant\n\nVotre peur ?\n\nAucune, et "
            "vous ?\n\nEncore une ?\n\nNon."
        )
        article = read(f"Questions à la chaîne\n\n{LEAD}\n\n{questions}")
        assert headings(article) == ["Votre plat ?", "Votre livre ?", "Votre peur ?", "Encore une ?"]

    def test_a_long_paragraph_that_ends_in_a_question_is_none(self) -> None:
        assert headings(read(f"Le budget passe\n\n{LEAD}\n\n{BODY} Et maintenant ?\n\n{MORE}")) == []

    def test_the_last_line_is_none(self) -> None:
        assert headings(read(f"Le budget passe\n\n{LEAD}\n\n{BODY}\n\nÀ suivre")) == []

    def test_lines_of_a_programme_are_none(self) -> None:
        article = read(
            f"La fête\n\n{LEAD}\n\nLe programme\n\nVendredi : bal\n\nSamedi : feu\n\nDimanche : rien\n\nUn "
            f"budget\n\n{BODY}"
        )
        assert headings(article) == ["Le programme", "Un budget"]


class TestLines:
    def test_broken_lines_are_joined_and_words_are_not_glued(self) -> None:
        text = (
            "Le budget passe\n\n"
            "Le conseil a voté le budget mardi soir, selon le porte-\n"
            "parole. C’est, dit-on, l’affaire de quatre personnes :\n"
            "la maire – celle qui a dit oui – et trois autres, peut-\n"
            "être quatre ou cinq ; ou bien, d’après un huissier ému,\n"
            "– mais qui le croit ? – toute la vallée, et même Seine-\n"
            "Maritime comprise.\n"
        )
        (line,) = shape(read(text))
        assert "le porte-parole. C’est" in line
        assert "et trois autres, peut-être quatre" in line
        assert "ému, – mais qui le croit ? – toute la vallée, et même Seine-Maritime comprise." in line

    def test_without_blank_lines_each_line_is_a_paragraph(self) -> None:
        assert shape(read(f"Le budget passe\n{LEAD}\n{BODY}\nUn point\n{MORE}")) == [LEAD, BODY, "# Un point", MORE]

    def test_a_paragraph_over_a_page_break_is_one(self) -> None:
        assert shape(read(f"Le budget passe\n\n{LEAD[:-1]} et\n\n\nd’une inondation.")) == [
            f"{LEAD[:-1]} et d’une inondation."
        ]

    @pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "1. ", "a) ", "2° ", "– "])
    def test_entries_of_a_list(self, bullet: str) -> None:
        article = read(f"Le budget passe\n\n{LEAD}\n\n{bullet}la baisse ;\n{bullet}la hausse.\n\n{BODY}")
        assert shape(article) == [LEAD, "- la baisse ;", "- la hausse.", BODY]

    def test_dialogue_is_no_list(self) -> None:
        lines = ["– Qui a éteint ?", "– Le vent."]
        assert shape(read(f"Le budget passe\n\n{LEAD}\n\n" + "\n\n".join(lines) + f"\n\n{BODY}")) == [
            LEAD,
            *lines,
            BODY,
        ]

    def test_characters(self) -> None:
        nnbsp = "La somme est de 1\u202f200\u00a0€\u200b, dont 3\t% de bou\u00adgies.   "
        assert shape(read(f"\ufeffLe budget\u2028\n\n{nnbsp}\r\n\r\nL\u0092e\u0301lu  part.")) == [
            "La somme est de 1\u202f200\u00a0€, dont 3 % de bougies.", "L’élu part.",
        ]  # fmt: skip


class TestFurniture:
    @pytest.mark.parametrize(
        "line",
        [
            "Lire aussi : Le chauffage de la discorde",
            "À lire également\n- Un autre article\n- Encore un",
            "Temps de lecture : 3 min",
            "Crédit photo : Jeanne Martin",
            "© AFP",
            "La salle, mardi. (Photo Jeanne Martin)",
            "Partager sur Facebook",
            "Abonnez-vous pour lire la suite",
            "* * *",
            "Mots-clés : budget, bougie",
            "(AFP)",
            "Mis à jour le 24 août 2025",
        ],
    )
    def test_is_not_read(self, line: str) -> None:
        assert shape(read(f"Le budget passe\n2025-08-23\n\n{LEAD}\n\n{line}\n\n{BODY}")) == [LEAD, BODY]

    def test_mentions_in_a_sentence_go_and_the_sentence_stays(self) -> None:
        article = read(
            f"Le budget passe\n\n{LEAD} (Lire aussi page 3)\n\nIl veut partager son pain. Photo ou pas, dit-il."
        )
        assert shape(article) == [LEAD, "Il veut partager son pain. Photo ou pas, dit-il."]

    def test_what_is_written_twice_is_read_twice(self) -> None:
        assert shape(read(f"Le refrain\n\n{LEAD}\n\n{BODY}\n\n{LEAD}")) == [LEAD, BODY, LEAD]

    def test_a_signature_at_the_end_is_the_author(self) -> None:
        for last in ("Zoé Lin", "Par Zoé Lin", "Propos recueillis par Zoé Lin", "(Zoé Lin)"):
            article = read(f"Le budget passe\n\n{LEAD}\n\n{BODY}\n\n{last}")
            assert (article.author, shape(article)) == ("Zoé Lin", [LEAD, BODY])


class TestMail:
    """Texts that came by mail: broken lines, stars, labels left empty."""

    def test_headings_among_broken_lines_without_blank_ones(self) -> None:
        first = (
            "Le conseil a voté le budget mardi soir, après quatre heures de\ndébats, une panne de courant et "
            "trois bougies. Les impôts, eux,\nbaisseront d’un point, a promis la maire dans le noir complet."
        )
        second = first.replace("Le conseil", "La région")
        article = read(f"Le budget passe\nPar Zoé Lin\n{first}\nUne salle sans lumière\n{second}\nEt demain ?\n{first}")
        assert headings(article) == ["Une salle sans lumière", "Et demain ?"]
        assert len(article.lead) == 1

    def test_stars_and_angles(self) -> None:
        article = read(f"**Le budget passe**\n\n**{LEAD}**\n\nUn mot *important*.\n\n> {BODY}")
        assert article.title == "Le budget passe"
        assert shape(article) == [LEAD, "Un mot important.", f"> {BODY}"]

    def test_empty_labels_and_an_agencys_mark(self) -> None:
        article = read(f"Auteur :\nDate :\nLe budget passe\n\nPARIS (AFP) – {LEAD}\n\n{BODY}\n\nzl/pd")
        assert (article.title, article.author) == ("Le budget passe", "AFP")
        assert shape(article) == [LEAD, BODY]

    def test_a_signature_with_its_place(self) -> None:
        assert read(f"Le budget passe\n\n{LEAD}\n\n{BODY}\n\nZoé Lin, à Rennes").author == "Zoé Lin"
        assert read(f"Le budget passe\n\nZoé Lin\n\n{LEAD}").author == "Zoé Lin"

    def test_numbered_parts_and_practical_lines(self) -> None:
        article = read(
            f"Le budget\n\n{LEAD}\n\nI. Le vote\n\n{BODY}\n\nII. La suite\n\n{MORE}\n\nTarifs : 5 "
            f"€\nOuvert à midi\nTél. 02 98 00 00 00"
        )
        assert headings(article) == ["I. Le vote", "II. La suite"]


@pytest.mark.parametrize("above", ["", "POLITIQUE\n\n"])
def test_a_long_title_in_guillemets(above: str) -> None:
    title = " ".join(["Le bac passe l’eau et la repasse, dit-on, sans que personne ne sache pourquoi"] * 6)
    assert len(title) > 440
    article = read(f"{above}« {title} »\n\nPar Jeanne Martin\n\nIl attend.")
    assert (article.title, article.author, shape(article)) == (title, "Jeanne Martin", ["Il attend."])


def test_a_long_quotation_under_a_title_is_no_title() -> None:
    said = "« " + " ".join(["Il passe l’eau et la repasse, dit-on, sans que personne ne sache pourquoi."] * 6) + " »"
    article = read(f"Le bac\n\n{said}\n\nIl attend.")
    assert (article.title, shape(article)) == ("Le bac", [said, "Il attend."])


ASKED = """Le bac de Men-Du

Le passeur a bien voulu nous répondre.

— Pourquoi avoir repris le bac ?

Parce que personne ne voulait de lui, et que l’eau était froide.

— Et la suite ?

Nous verrons bien. Le bac a encore deux hivers devant lui.

— Vous avez peur ?

Jamais le matin.
"""


@pytest.mark.parametrize("dash", ["— ", "– ", "- ", "—"])
def test_questions_with_a_dash_and_answers_without_are_an_interview(dash: str) -> None:
    article = read(ASKED.replace("— ", dash))
    assert headings(article) == ["Pourquoi avoir repris le bac ?", "Et la suite ?", "Vous avez peur ?"]


def test_a_dash_before_one_question_of_an_interview() -> None:
    text = ASKED.replace("— Pourquoi", "Pourquoi").replace("— Vous", "Vous")
    assert headings(read(text)) == ["Pourquoi avoir repris le bac ?", "Et la suite ?", "Vous avez peur ?"]


@pytest.mark.parametrize(
    "text",
    [
        ASKED.replace("\nParce", "\n— Parce").replace("\nNous", "\n— Nous").replace("\nJamais", "\n— Jamais"),
        ASKED.replace("— Et la suite ?", "— Demain, dit-il.").replace("— Vous avez peur ?", "— Oui."),
    ],
)
def test_a_dialogue_is_no_interview(text: str) -> None:
    assert headings(read(text)) == []
    assert "— Pourquoi avoir repris le bac ?" in shape(read(text))

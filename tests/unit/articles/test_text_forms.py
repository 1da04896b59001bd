"""Plain text: recipes, agendas, verse, notes, mail, tables of values — forms beside the usual article."""

import pytest

from unit.articles.samples import headings, read, shape

LEAD = "Le conseil a voté le budget mardi soir, après quatre heures de débats et une panne de courant."
BODY = "Les impôts baisseront d’un point, a promis la maire. Personne n’a applaudi, faute de lumière dans la salle."


def test_a_recipe_has_its_headings_and_lists() -> None:
    article = read(
        "La soupe au pistou\n\nPar Zoé Lin\n\nUne soupe d’été, à servir froide le lendemain, quand il en reste.\n\n"
        "Ingrédients\n- 200 g de haricots\n- 3*4 feuilles de basilic\n\n"
        "Préparation\n1. Écossez les haricots.\n2. Faites-les cuire.\n\n"
        f"{BODY}"
    )
    assert shape(article)[1:] == [
        "# Ingrédients",
        "- 200 g de haricots",
        "- 3*4 feuilles de basilic",
        "# Préparation",
        "- Écossez les haricots.",
        "- Faites-les cuire.",
        BODY,
    ]


def test_the_days_of_an_agenda_are_headings_not_its_date() -> None:
    article = read(
        "Que faire ce week-end ?\n\nSamedi 6 décembre\n\nFoire aux livres, de 9h à 18h. Entrée libre.\n\n"
        "Dimanche 7 décembre\n\nCross des Remparts, à 10h. Venez avec vos chaussures."
    )
    assert headings(article) == ["Samedi 6 décembre", "Dimanche 7 décembre"]
    assert article.published.isoformat() == "2025-09-01T14:00:00+02:00"


def test_a_stanza_is_one_paragraph() -> None:
    verse = ["L’eau descend, l’eau remonte,", "La porte s’ouvre et se ferme,", "Et moi je compte", "Les péniches."]
    article = read(f"Un poème\n\n{LEAD}\n\n" + "\n".join(verse) + f"\n\n{BODY}")
    assert shape(article) == [LEAD, " ".join(verse), BODY]


@pytest.mark.parametrize(("mark", "space"), [("[1]", ""), ("(1)", " "), ("¹", "")])
def test_notes_are_not_read(mark: str, space: str) -> None:
    text = f"Il mesure 12 m² et vit{space}{mark} ici.\n\n{mark} Selon l’Office, en 2024."
    article = read(f"Le castor\n\n{LEAD}\n\n{text}")
    assert shape(article) == [LEAD, "Il mesure 12 m² et vit ici."]


def test_a_last_paragraph_that_only_looks_like_a_note_is_read() -> None:
    assert shape(read(f"Le castor\n\n{LEAD}\n\n(1) Un seul castor suffit."))[-1] == "(1) Un seul castor suffit."


def test_values_under_one_another_are_no_headings() -> None:
    lines = ["Gros lot : 004512", "2e prix : 000371", "3e prix : 009928"]
    article = read(f"Le loto\n\n{LEAD}\n\n" + "\n".join(lines) + f"\n\n{BODY}")
    assert shape(article) == [LEAD, *lines, BODY]


def test_stars_between_figures_are_no_emphasis() -> None:
    article = read(f"Le budget\n\n{LEAD}\n\nSoit 3*4*5 euros, ou 2 ** 3, et *rien* d’**autre**.")
    assert shape(article)[-1] == "Soit 3*4*5 euros, ou 2 ** 3, et rien d’autre."


def test_a_newspaper_that_asks_by_its_name_makes_an_interview() -> None:
    article = read(
        f"Un mot\n\n{LEAD}\n\nLE FIL : Vous répétez dans une salle vide. Pourquoi ?\n\nPour elle.\n\n"
        "LE FIL : Et elle répond ?\n\nToujours."
    )
    assert headings(article) == ["LE FIL : Vous répétez dans une salle vide. Pourquoi ?", "LE FIL : Et elle répond ?"]


def test_the_head_of_a_mail() -> None:
    head = "Objet : Le four rallumé\nDe : Zoé Lin <z.lin@fil.example>\nDate : 5 avril 2025"
    article = read(f"{head}\n\n{LEAD}\n\n{BODY}")
    assert (article.title, article.author) == ("Le four rallumé", "Zoé Lin")
    assert article.published.date().isoformat() == "2025-04-05"
    assert shape(article) == [LEAD, BODY]


@pytest.mark.parametrize(
    "line",
    ["Publié aujourd’hui à 06h00", "Publié hier à 18h42", "Mis à jour il y a 3 heures", "Publié à 7h"],
)
def test_a_time_without_its_day_is_not_read(line: str) -> None:
    assert shape(read(f"Le budget passe\n\nPar Zoé Lin\n{line}\n\n{LEAD}\n\n{BODY}")) == [LEAD, BODY]


@pytest.mark.parametrize("role", ["Journaliste scientifique", "Correspondante à Rome", "Grand reporter"])
def test_what_the_author_is_stands_under_the_name_and_is_not_read(role: str) -> None:
    article = read(f"Le budget passe\n\nPar Zoé Lin\n{role}\n\n{LEAD}\n\n{BODY}")
    assert (article.author, shape(article)) == ("Zoé Lin", [LEAD, BODY])


@pytest.mark.parametrize(
    "line", ["Texte : Zoé Lin – Photos : Igor Vass", "Article signé Zoé Lin, à Rennes", "Texte : Zoé Lin"]
)
def test_other_ways_to_name_an_author(line: str) -> None:
    article = read(f"Le budget passe\n\n{line}\n\n{LEAD}\n\n{BODY}")
    assert (article.author, shape(article)) == ("Zoé Lin", [LEAD, BODY])


def test_every_part_may_have_its_label() -> None:
    article = read(
        f"Titre : Le budget\nChapô : {LEAD}\nAuteur : Zoé Lin\nDate : 14/07/2025\nRubrique : Vie locale\n"
        f"Texte : {BODY}\nIntertitre : Et demain\nIl passera encore, si la chaudière arrive à temps par le canal."
    )
    assert (article.title, article.author, article.category) == ("Le budget", "Zoé Lin", "Vie locale")
    assert shape(article)[:3] == [LEAD, BODY, "# Et demain"]


def test_columns_are_rows_of_a_table() -> None:
    article = read(f"Le second tour\n\nInscrits\t4 812\nVotants\t3 377\t70 %\nBlancs\t121\t3 %\n\n{LEAD}\n\n{BODY}")
    assert shape(article)[1:] == ["- Votants : 3 377, 70 %", "- Blancs : 121, 3 %", LEAD, BODY]


def test_tabs_behind_bullets_and_before_paragraphs_are_spaces() -> None:
    article = read(f"Le budget\n\n\t{LEAD}\n\n•\tles écoles\n•\tles ponts\n\n\t{BODY}")
    assert shape(article) == [LEAD, "- les écoles", "- les ponts", BODY]


@pytest.mark.parametrize(
    "last", ["M.D. et I.B.", "M. D., I. B.", "Z. Lin", "Zoé Lin\nz@fil.example", "Zoé Lin <z@fil.example>"]
)
def test_signatures_of_other_kinds(last: str) -> None:
    assert shape(read(f"Le budget passe\n\nPar Zoé Lin\n\n{LEAD}\n\n{BODY}\n\n{last}")) == [LEAD, BODY]


def test_several_rubriques_above_a_title() -> None:
    head = "Société\n\nRuralité\nLe café ne fermera pas\n\nIl a été racheté\n\n3 mai 2025\n\nZoé Lin"
    article = read(f"{head}\n\n{LEAD}")
    assert (article.category, article.title, article.author) == ("Société", "Le café ne fermera pas", "Zoé Lin")
    assert shape(article) == ["Il a été racheté", LEAD]


@pytest.mark.parametrize("line", ["https://journal.example/jardin", "Lu 120 fois", "Consulté 1 204 fois"])
def test_an_address_alone_and_a_count_are_not_read(line: str) -> None:
    assert shape(read(f"Le budget\n\n{LEAD}\n\n{BODY}\n\n{line}")) == [LEAD, BODY]


def test_labels_on_lines_of_their_own() -> None:
    article = read(
        f"TITRE\nUn ours dans la piscine\n\nCHAPO\n{LEAD}\n\nAUTEUR\nZoé Lin\n\nDATE\n14 août 2025\n\nTEXTE\n{BODY}\n\n"
        "INTERTITRE\nAucun blessé\n\nLes lieux ont été évacués dans le calme."
    )
    assert (article.title, article.author) == ("Un ours dans la piscine", "Zoé Lin")
    assert article.published.date().isoformat() == "2025-08-14"
    assert shape(article) == [LEAD, BODY, "# Aucun blessé", "Les lieux ont été évacués dans le calme."]


def test_questions_and_answers_by_their_letters() -> None:
    asked = ["Q. Depuis quand ?", "Q. Avec quoi ?", "Q. Et après ?"]
    said = "\n\n".join(f"{question}\n\nR. Depuis que le vent souffle." for question in asked)
    article = read(f"Un mot\n\n{LEAD}\n\n{said}")
    assert headings(article) == asked


def test_the_last_entry_of_a_ranking_is_no_heading() -> None:
    ranking = "1. Lina Ferrer, 87 pts\n2. Maud Garrel, 81 pts\n3. Zoé Puech, 64 pts"
    article = read(f"Le classement\n\n{LEAD}\n\n{ranking}\n\n{BODY}")
    assert shape(article)[1:] == ["- Lina Ferrer, 87 pts", "- Maud Garrel, 81 pts", "- Zoé Puech, 64 pts", BODY]


def test_parts_by_letters_are_headings() -> None:
    article = read(f"Le poêle\n\n{LEAD}\n\na) Le rendement\n{BODY}\n\nb) Le bois\n{BODY}")
    assert headings(article) == ["a) Le rendement", "b) Le bois"]


def test_a_sentence_that_ends_in_a_quotation_is_no_heading() -> None:
    said = "Or, comme disait ma mère : « Quand c’est flou… »"
    assert said in shape(read(f"Le flou\n\n{LEAD}\n\n{said}\n\n{BODY}"))


@pytest.mark.parametrize("name", ["C. T.", "Zoé Lin", "Par Zoé Lin à Port-Vald"])
def test_who_wrote_it_may_stand_under_the_date_under_the_lead(name: str) -> None:
    article = read(f"Le budget passe\n{LEAD}\nPublié le 26 novembre 2025 à 12h00\n{name}\n\n{BODY}")
    assert article.author == name.removeprefix("Par ").removesuffix(" à Port-Vald")
    assert shape(article) == [LEAD, BODY]


def test_a_name_further_down_is_a_heading() -> None:
    article = read(f"Le budget passe\n\n{LEAD}\n\n26 novembre 2025\n\n{BODY}\n\nJean Moulin\n\n{BODY}")
    assert headings(article) == ["Jean Moulin"]


def test_a_name_may_stand_above_the_date_under_the_lead() -> None:
    article = read(f"Le budget passe\n\n{LEAD}\n\nZoé Lin\nPublié le 8/2/2025 à 6h\n\n{BODY}")
    assert (article.author, article.published.isoformat()) == ("Zoé Lin", "2025-02-08T06:00:00+01:00")
    assert shape(article) == [LEAD, BODY]


def test_a_signature_with_an_agency_nobody_knows() -> None:
    article = read(f"Le budget passe\n\n{LEAD}\n\n{BODY}\n\nZoé Le Du (avec Ouest-Presse)")
    assert (article.author, shape(article)) == ("Zoé Le Du", [LEAD, BODY])


def test_a_press_release_without_those_who_sent_it() -> None:
    article = read(
        f"COMMUNIQUÉ DE PRESSE\nRouvray, le 9 octobre 2025\n\nLa ville plante\n\n{LEAD}\n\n{BODY}\n\n"
        "À propos de la ville de Rouvray\nElle a une mairie.\n\nContact presse :\nZoé Lin – 02 99 00 00 00"
    )
    assert (article.title, article.category) == ("La ville plante", "COMMUNIQUÉ DE PRESSE")
    assert (article.published.day, shape(article)) == (9, [LEAD, BODY])


def test_a_label_of_the_text_alone() -> None:
    assert shape(read(f"Titre : La ville plante\nChapô : {LEAD}\nAuteur : Zoé Lin\n\nTexte :\n\n{BODY}")) == [
        LEAD,
        BODY,
    ]


def test_a_title_goes_on_in_brackets() -> None:
    article = read(f"Les Louves renversent Périgny\n(31-30) au bout du suspense\n\n{LEAD}\n\n{BODY}")
    assert article.title == "Les Louves renversent Périgny (31-30) au bout du suspense"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Par notre correspondante Odile Marchetti", "Odile Marchetti"),
        ("De notre envoyé spécial à Rouvray Paul Durand", "Paul Durand"),
        ("Soumis par Service communication", "Service communication"),
    ],
)
def test_names_behind_an_office_and_desks(line: str, name: str) -> None:
    article = read(f"La ville plante\n\n{line}\n\n{LEAD}\n\n{BODY}")
    assert (article.author, shape(article)) == (name, [LEAD, BODY])


def test_an_hour_behind_a_dash() -> None:
    article = read(f"La ville plante\n\nSoumis par Zoé Lin le mer 15/10/2025 - 09:12\n\n{LEAD}")
    assert (article.author, article.published.isoformat()) == ("Zoé Lin", "2025-10-15T09:12:00+02:00")


def test_who_wrote_it_and_for_whom() -> None:
    article = read(f"La ville plante\n\nUne enquête de Zoé Lin et Paul Durand, pour Littoral Hebdo\n\n{LEAD}\n\n{BODY}")
    assert (article.author, shape(article)) == ("Zoé Lin, Paul Durand", [LEAD, BODY])


def test_the_label_of_a_box_is_not_read() -> None:
    assert shape(read(f"La ville plante\n\n{LEAD}\n\nEncadré\nLes chiffres\n- 300 arbres")) == [
        LEAD,
        "# Les chiffres",
        "- 300 arbres",
    ]


def test_lines_that_begin_with_a_name_stand_alone() -> None:
    teams = [
        "Pour Larressingle : 2 essais Dufau (12e), Ithurbide (66e) ; 2 transf., 1 pén. Castéra",
        "Pour Mauzac : 3 essais",
    ]
    assert shape(read(f"Mauzac gagne\n\n{LEAD}\n\n{teams[0]}\n{teams[1]}\n\n{BODY}")) == [LEAD, *teams, BODY]


@pytest.mark.parametrize(
    "above", ["Accueil > Sport > Football", "La chronique de Lucien Farge", "SURTITRE : Reportage"]
)
def test_other_rubriques_above_a_title(above: str) -> None:
    article = read(f"{above}\n\nLa ville plante\n\nPar Zoé Lin\n\n{LEAD}\n\n{BODY}")
    assert article.title == "La ville plante"
    assert article.category in {"Sport > Football", "La chronique de Lucien Farge", "Reportage"}
    assert shape(article) == [LEAD, BODY]


@pytest.mark.parametrize(
    ("last", "author"),
    [("Correspondante : Zoé Lin, 06.12.00.00.00", "Zoé Lin"), ("LÉGENDE PHOTO : La ville. Crédit : Z. L.", None)],
)
def test_what_stands_under_an_article(last: str, author: str | None) -> None:
    article = read(f"La ville plante\n\n{LEAD}\n\n{BODY}\n\n{last}")
    assert (article.author, shape(article)) == (author, [LEAD, BODY])


def test_a_byline_on_two_lines_and_what_a_site_puts_around() -> None:
    article = read(
        "La ville plante\n\nDe notre envoyé spécial à Kigali,\nOlivier Senghor\nPartager :\nFacebook\nX\n\n"
        f"{LEAD}\n\n{BODY}"
    )
    assert (article.author, shape(article)) == ("Olivier Senghor", [LEAD, BODY])


@pytest.mark.parametrize("asks", ["", "Le Courrier : "])
def test_an_interview_without_a_lead_keeps_its_first_question(asks: str) -> None:
    questions = [f"{asks}{said} ?" for said in ("Pourquoi la nuit", "Et le jour", "Que préparez-vous")]
    article = read("Rencontre avec Ana Ruiz\n\n" + "\n\n".join(f"{asked}\n\nParce que." for asked in questions))
    assert (article.title, article.category, headings(article)) == ("Rencontre avec Ana Ruiz", None, questions)


@pytest.mark.parametrize(
    ("line", "author", "category"),
    [
        ("Rédaction | 17 octobre 2025", "Rédaction", None),
        ("Posté le 17 octobre 2025 par Zoé dans Vie rurale, 12 commentaires", "Zoé", "Vie rurale"),
        ("17 octobre 2025 | Recherche | Sciences de l’Univers", None, "Recherche"),
        ("Texte et photos : Zoé Lin\n17 octobre 2025", "Zoé Lin", None),
        ("Par Zoé Lin (Ilulissat, envoyée spéciale), le 17 octobre 2025", "Zoé Lin", None),
    ],
)
def test_other_lines_of_credits(line: str, author: str | None, category: str | None) -> None:
    article = read(f"La ville plante\n\n{line}\n\n{LEAD}\n\n{BODY}")
    assert (article.author, article.category, article.published.day) == (author, category, 17)
    assert shape(article) == [LEAD, BODY]


def test_a_signature_with_where_it_was_written() -> None:
    article = read(f"La ville plante\n\nPar Zoé Lin\n\n{LEAD}\n\n{BODY}\n\nZoé Lin (Ilulissat, envoyée spéciale)")
    assert shape(article) == [LEAD, BODY]


@pytest.mark.parametrize("between", [". ", " - ", " | "])
def test_a_rubrique_in_capitals_within_the_title(between: str) -> None:
    article = read(f"FAITS DIVERS{between}Un silo brûle à Plouzec\n\n{LEAD}\n\n{BODY}")
    assert (article.title, article.category) == ("Un silo brûle à Plouzec", "FAITS DIVERS")
    article = read(f"Société\n\nFAITS DIVERS{between}Un silo brûle à Plouzec\n\nPar Zoé Lin\n\n{LEAD}\n\n{BODY}")
    assert (article.title, article.category) == (f"FAITS DIVERS{between}Un silo brûle à Plouzec", "Société")


def test_steps_with_one_line_each() -> None:
    steps = ["Étape 1 : se munir d’un crayon", "Étape 2 : vérifier les montants"]
    article = read(
        f"Déclarer ses revenus\n\n{LEAD}\n\n{steps[0]}\nSalaires : tout se corrige.\n\n{steps[1]}\nEt signer."
    )
    assert headings(article) == steps


def test_a_readers_letter_is_signed_from_a_place() -> None:
    article = read(f"La ville plante\n\n{LEAD}\n\n{BODY}\n\nMarie-Louise Cadiou\nSaint-Elme")
    assert (article.author, shape(article)) == ("Marie-Louise Cadiou", [LEAD, BODY])


@pytest.mark.parametrize(
    "line",
    [
        "Envoyé spécial à Rouvray\nZoé Lin\n7 octobre 2025",
        "Texte Zoé Lin\n7 octobre 2025",
    ],
)
def test_a_role_above_a_name_and_a_label_without_its_colon(line: str) -> None:
    article = read(f"La ville plante\n\n{line}\n\n{LEAD}\n\n{BODY}\n\n(Suite page 4.)")
    assert (article.author, article.published.day, shape(article)) == ("Zoé Lin", 7, [LEAD, BODY])


def test_the_letterhead_of_a_press_release_is_not_read() -> None:
    head = "PRÉFECTURE DE LA VIÈRE\nCabinet de la préfète\n\nFay, le 2 mai 2025\n\nCOMMUNIQUÉ DE PRESSE"
    article = read(f"{head}\n\nLa ville plante\n\n{LEAD}\n\n{BODY}")
    assert (article.title, article.category, article.author) == ("La ville plante", "COMMUNIQUÉ DE PRESSE", None)
    assert (article.published.day, shape(article)) == (2, [LEAD, BODY])

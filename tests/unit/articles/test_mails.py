"""Articles pasted out of a mail."""

from unit.articles.samples import read, shape

LEAD = "Le pont de Rouvray a été fermé mardi, a annoncé la préfecture."
BODY = "Il rouvrira lundi, a-t-elle ajouté, si le vent veut bien tomber."
HEAD = (
    "De : Zoé Lin <z.lin@journal.example>\nEnvoyé : lundi 17 novembre 2025 16:40\nÀ : desk@journal.example\n"
    "Objet : TR: Papier pour demain"
)
END = "Cordialement,\nZoé\n06 00 00 00 00"


def test_the_title_in_a_mail_comes_before_its_subject() -> None:
    article = read(
        f"{HEAD}\n\nBonjour,\n\nvoici mon papier, 900 signes.\n\nUn pont se ferme\n\n{LEAD}\n\n{BODY}\n\n{END}"
    )
    assert (article.title, article.author) == ("Un pont se ferme", "Zoé Lin")
    assert article.published.isoformat() == "2025-11-17T16:40:00+01:00"
    assert shape(article) == [LEAD, BODY]


def test_the_subject_is_the_title_where_there_is_no_other() -> None:
    article = read(f"{HEAD}\n\nBonjour Jean,\n\n{LEAD}\n\n{BODY}\n\nMerci d’avance")
    assert article.title == "Papier pour demain"
    assert shape(article) == [LEAD, BODY]


def test_a_text_with_some_of_its_labels_is_no_mail() -> None:
    text = f"Date : 17 novembre 2025\nObjet : Un pont se ferme\n\n{LEAD}\n\nMerci\n\n{BODY}"
    assert shape(read(text)) == [LEAD, "# Merci", BODY]

"""Web pages: the story, whole and alone."""

import json
from time import process_time

import pytest

from audionews.articles import opinion
from audionews.articles.dom import Node
from audionews.errors import ArticleError
from unit.articles.samples import headings, read, shape

ONE = "Le phare de Men-Du est à vendre depuis lundi, gardien compris, pour un euro et deux cent dix-neuf marches."
TWO = (
    "Trois acheteurs l’ont visité mardi. Le premier a compté les marches, le deuxième les a montées, le "
    "troisième attend."
)
THREE = "La vente aura lieu en mai, à la bougie, dans la salle des machines, si la corne de brume veut bien se taire."


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="fr-FR"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def story(*blocks: str) -> str:
    return page(f"<article><h1>Un phare à vendre</h1><p>{ONE}</p>{''.join(blocks)}<p>{TWO}</p></article>")


@pytest.mark.parametrize(
    "box",
    [
        '<nav><ul><li><a href="/a">Accueil</a></li></ul></nav>',
        '<aside><h3>Le saviez-vous</h3><p>Les phares sont ronds.</p></aside>',
        "<figure><img src='a'><figcaption>Le phare, lundi.</figcaption></figure>",
        '<div class="wp-caption"><p class="wp-caption-text">Le phare, lundi.</p></div>',
        '<div class="newsletter-box"><h3>Chaque jeudi</h3><p>Recevez nos phares.</p></div>',
        '<div class="box"><h4>Recevez notre lettre</h4><p>Une marche par jour, gratuitement.</p><form><input>'
        '</form></div>',
        '<div class="sharedaddy"><h3>Partager :</h3><ul><li><a href="#x">X</a></li></ul></div>',
        '<p class="lire-aussi"><a href="/b">Un autre phare brûle</a></p>',
        '<p><strong>Lire aussi :</strong> <a href="/b">Un autre phare brûle</a></p>',
        '<p>À lire : <a href="/b">Un autre phare brûle</a></p>',
        '<p><a href="/b">Un autre phare brûle dans le Finistère</a></p>',
        '<div><p>Sur le même sujet</p><ul><li><a href="/b">Un autre phare</a></li><li><a href="/c">Un '
        'troisième</a></li></ul></div>',
        '<div class="yarpp"><ol><li><a href="/b">Un autre phare</a></li></ol></div>',
        '<section class="author-box"><h4>À propos de l’auteur</h4><p>Zoé Lin monte des marches.</p></section>',
        '<section><h4>À propos de l’auteure</h4><p>Zoé Lin monte des marches.</p></section>',
        '<div id="comments"><h2>2 commentaires</h2><article><p>Je le prends, dit un lecteur qui aime les '
        'marches.</p></article></div>',
        '<div role="dialog"><p>Ce site utilise des cookies.</p></div>',
        '<div class="cookie-banner"><p>Nous aimons les biscuits.</p></div>',
        '<div aria-label="Partager l’article"><span>Copier</span></div>',
        '<span class="screen-reader-text">Ouvre une fenêtre</span>',
        '<div style="display:none"><p>Caché.</p></div><p hidden>Caché.</p><p aria-hidden="true">Caché.</p>',
        '<blockquote class="twitter-tweet"><p>Quel phare !</p></blockquote>',
        '<div class="paywall"><p>Il vous reste 12 % de cet article à lire.</p></div><p>Article réservé aux abonnés</p>',
        '<p class="credit">Photo Zoé Lin</p><p>© Zoé Lin</p>',
        "<script>var x = 'Lire';</script><style>p{}</style><noscript>Activez</noscript><template><p>Modèle</p>"
        "</template>",
        '<iframe src="x">Cadre</iframe><video>Vidéo</video><svg><title>Icône</title></svg><button>Ouvrir</button>',
        '<div class="entry-meta">Publié par le système</div><footer><p>Étiqueté phare</p></footer>',
        '<div class="pub"><p>Achetez un phare.</p></div><ins class="adsbygoogle">Réclame</ins>',
        "<blockquote class='pullquote'>« Le premier a compté les marches »</blockquote>",
        "<div class='exergue'><p>le deuxième les a montées</p></div>",
        '<hr><p>* * *</p><p>&nbsp;</p><p><img src="pixel.gif"></p>',
        '<p class="reading-time">Temps de lecture : 2 min</p>',
        '<div class="spip_note"></div><p>[<a href="#nb1">1</a>]</p>',
        '<amp-ad><p>Réclame</p></amp-ad><amp-social-share></amp-social-share>',
        '<div class="skip-link"><a href="#c">Aller au contenu</a></div>',
    ],
)  # fmt: skip
def test_furniture_is_not_read(box: str) -> None:
    assert shape(read(story(box), "html")) == [ONE, TWO]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<blockquote><p>Montez donc.</p></blockquote>", "> Montez donc."),
        ("<h2>Qui achète ?</h2>", "# Qui achète ?"),
        ("<p><strong>Qui achète ?</strong></p>", "# Qui achète ?"),
        ('<p class="intertitre">Une vente à la bougie</p>', "# Une vente à la bougie"),
        ("<ul><li>une lampe ;</li></ul>", "- une lampe ;"),
        ("<ol><li><p>une lampe.</p></li></ol>", "- une lampe."),
        ("<dl><dt>Lampe</dt></dl>", "- Lampe"),
        ("<table><tr><th>Étage</th><td>3</td><td>4</td></tr></table>", "- Étage : 3, 4"),
        ("<table><tr><td><p>Une mise en page.</p></td></tr></table>", "Une mise en page."),
        ("<p>Haut de 40<sup>e</sup> et 2<sup>3</sup> m<sup>2</sup>, H<sub>2</sub>O<sup><a href='#n1'>4</a></sup>.</p>",
         "Haut de 40e et 2³ m², H2O."),
        ("<p>Un <em>mo</em>t, <q>dit-il</q>, <del>non</del> <abbr title='x'>SNCF</abbr>"
         ".</p>", "Un mot, «\u00a0dit-il\u00a0», SNCF."),
        ("<p>l&#146;&eacute;t&eacute; &amp; l&rsquo;&oelig;uvre&#8239;!</p>", "l’été & l’œuvre\u202f!"),
        ("<div>Un texte nu.</div>", "Un texte nu."),
        ("<details><summary>En bref.</summary></details>", "En bref."),
        ('<aside class="encadre"><p>À retenir : montez.</p></aside>', "À retenir : montez."),
        ("<address-x>Élément inconnu.</address-x>", "Élément inconnu."),
        ("<p>Voir <a href='/x'>le plan</a> pour monter.</p>", "Voir le plan pour monter."),
        ("<p>Trop&#x200B;tôt<wbr>.</p>", "Troptôt."),
    ],
)  # fmt: skip
def test_what_belongs_to_the_story_is_read(markup: str, said: str) -> None:
    assert shape(read(story(markup), "html")) == [ONE, said, TWO]


def test_line_breaks_may_be_paragraphs() -> None:
    article = read(
        page(f"<h1>Un phare</h1><div>{ONE}<br><br>{TWO}<br>{THREE}<br><b>Après</b><br>Rien<br>du tout.</div>"), "html"
    )
    assert shape(article) == [ONE, TWO, THREE, "# Après", "Rien du tout."]


def test_an_interview_with_bold_questions_before_their_answers() -> None:
    article = read(story("<p><b>Pourquoi un phare ?</b><br>Pour voir.</p>"), "html")
    assert shape(article) == [ONE, "# Pourquoi un phare ?", "Pour voir.", TWO]


class TestTitle:
    @pytest.mark.parametrize(
        ("body", "head"),
        [
            ("<h1>Un phare à vendre</h1>", ""),
            ("<h1><a href='/'>Le Phare du Soir</a></h1><h2 class='entry-title'>Un phare à vendre</h2>", ""),
            ("<h1 class='site-title'>Le Soir</h1><h1>« Un phare à vendre »</h1>", ""),
            (
                "<h1>Le Soir en ligne</h1><h2>Un phare à vendre</h2>",
                "<meta property='og:title' content='Un phare à vendre'>",
            ),
            ("", "<title>Un phare à vendre | Le Soir</title>"),
            (
                "",
                "<meta property='og:site_name' content='Le Soir'><meta property='og:title' content='Un phare à "
                "vendre - Le Soir'>",
            ),
            ("", '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Un phare à vendre"}</script>'),
        ],
    )
    def test_wherever_it_stands(self, body: str, head: str) -> None:
        assert read(page(f"{body}<p>{ONE}</p><p>{TWO}</p>", head), "html").title == "Un phare à vendre"

    def test_missing(self) -> None:
        with pytest.raises(ArticleError, match="no title found; it stands in <h1> or in <title>"):
            read(page(f"<p>{ONE}</p>"), "html")
        with pytest.raises(ArticleError, match="nothing to read under the title “Un phare”"):
            read(page("<h1>Un phare</h1>"), "html")


class TestFacts:
    def about(self, head: str = "", body: str = "", address: str | None = None):  # type: ignore[no-untyped-def]
        return read(
            page(f"<article><h1>Un phare à vendre</h1>{body}<p>{ONE}</p><p>{TWO}</p></article>", head),
            "html",
            address=address,
        )

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ('<script type="application/ld+json">{"@type":["NewsArticle"],"author":{"@type":"Person","name":"Zoé '
             'Lin"}}</script>', ""),
            ('<script type="application/ld+json">'
             '{"@graph":[{"@type":"Article","author":{"@id":"#z"}},{"@id":"#z","@type":"Person",'
             '"name":"Zoé Lin"}]}</script>', ""),
            ('<script type="application/ld+json">/*<![CDATA[*/{"@type":"Article","author":["Zoé Lin"],}/*]]>'
             '*/</script>', ""),
            ('<meta name="author" content="Zoé Lin">', ""),
            ('<script type="application/ld+json">{"@type":"Article","author":{"@type":"Organization","name":"Le '
             'Soir"}}</script>',
             '<span class="byline">Par <a href="/z">Zoé Lin</a></span>'),
            ('<script type="application/ld+json">{broken</script>', '<p>Par Zoé Lin</p>'),
            ("", '<a rel="author" href="/z">Zoé Lin</a>'),
            ("", '<span itemprop="author"><meta itemprop="name" content="Zoé Lin"></span>'),
            ("", '<div class="node__submitted">Soumis par Zoé Lin le 3 mai 2025</div>'),
            ('<meta name="author" content="admin">', '<div>Publié le 3 mai 2025 par Zoé Lin</div>'),
            ('<meta property="article:author" '
             'content="https://facebook.com/lesoir">', '<p class="signature">Zoé Lin</p>'),
        ],
    )  # fmt: skip
    def test_author(self, head: str, body: str) -> None:
        article = self.about(head, body)
        assert article.author == "Zoé Lin"
        assert shape(article) == [ONE, TWO]

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ('<meta property="article:published_time" '
             'content="2025-05-03T08:00:00+02:00">', '<time datetime="2024-01-01">x</time>'),
            ('<script type="application/ld+json">{"@type":"Article","datePublished":"2025-05-03"}</script>', ""),
            ('<meta name="DC.date" content="2025-05-03">', ""),
            ("", '<time datetime="2025-05-03">3 mai</time> mis à jour le <time datetime="2025-05-09">9 mai</time>'),
            ("", '<p>Mis à jour le <time datetime="2025-05-09">9 mai</time>, publié le <time class="published" '
                 'datetime="2025-05-03"></time></p>'),
            ("", '<meta itemprop="datePublished" content="2025-05-03">'),
            ("", '<p class="date">Publié le 3 mai 2025 à 8h</p>'),
            ("", '<div class="post-date">le vendredi 3 mai 2025, au port</div>'),
            ('<meta property="article:published_time" content="bientôt">', '<div>Le 3 mai 2025</div>'),
        ],
    )  # fmt: skip
    def test_date(self, head: str, body: str) -> None:
        assert self.about(head, body).published.date().isoformat() == "2025-05-03"

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            ('<meta property="article:section" content="Patrimoine">', ""),
            ('<script type="application/ld+json">'
             '{"@type":"Article","articleSection":["Patrimoine","Mer"]}</script>', ""),
            ("", '<a rel="category tag" href="/p">Patrimoine</a>'),
            ("", '<span class="cat-links">Dans <a href="/p">Patrimoine</a></span>'),
            ("", '<div class="breadcrumb"><a href="/">Accueil</a> <a href="/p">Patrimoine</a> <a>Un phare à '
                 'vendre</a></div>'),
            ('<script type="application/ld+json">'
             '{"@type":"BreadcrumbList","itemListElement":[{"item":{"name":"Accueil"}},'
             '{"item":{"name":"Patrimoine"}},{"name":"Un phare à vendre"}]}</script>', ""),
            ("", '<nav aria-label="Fil d’Ariane"><a href="/">Accueil</a><a href="/p">Patrimoine</a></nav>'),
        ],
    )  # fmt: skip
    def test_rubrique(self, head: str, body: str) -> None:
        article = self.about(head, body)
        assert article.category == "Patrimoine"
        assert shape(article) == [ONE, TWO]

    def test_address_picture_language(self) -> None:
        article = self.about(
            '<link rel="canonical" href="/phare"><meta property="og:image" content="/p.jpg">',
            address="https://soir.example/x?utm=1",
        )
        assert article.id == article.url == "https://soir.example/phare"
        assert article.image == "https://soir.example/p.jpg"
        assert article.language == "fr"

    def test_a_canonical_address_of_the_front_page_is_a_mistake(self) -> None:
        article = self.about('<link rel="canonical" href="https://soir.example/">', address="https://soir.example/x")
        assert article.id == article.url == "https://soir.example/x"
        assert self.about('<link rel="canonical" href="http://[broken">').id == "article"

    def test_comments_and_neighbours_do_not_speak_for_the_article(self) -> None:
        article = self.about(
            "",
            '<div class="comments"><span class="byline">Par Rex Mou</span><time datetime="2020-01-01">x</time></div>'
            '<aside><a rel="category">Sports</a></aside>',
        )
        assert (article.author, article.category, article.published.year) == (None, None, 2025)

    def test_an_impossible_printed_date_is_named(self) -> None:
        with pytest.raises(ArticleError, match="the date “31/02/2025” does not exist"):
            self.about("", "<p>31/02/2025</p>")


class TestWhereTheStoryIs:
    def test_lead_above_the_body(self) -> None:
        for lead in (
            f'<p class="chapo">{ONE}</p>',
            f"<div class='standfirst'><p>{ONE}</p></div>",
            f"<h2 class='chapo'>{ONE}</h2>",
            f"<p>{ONE}</p>",
        ):
            article = read(
                page(
                    f"<header><h1>Un phare</h1>{lead}</header><div class='article-body'><p>{TWO}</p><p>{THREE}</p>"
                    f"</div>"
                ),
                "html",
            )
            assert shape(article) == [ONE, TWO, THREE]

    def test_a_lead_cut_from_the_text_is_read_once(self) -> None:
        article = read(
            page(
                f"<h1>Un phare</h1><p class='chapo'>{ONE[:60]}</p><div class='article-body'><p>{ONE}</p><p>"
                f"{TWO}</p></div>"
            ),
            "html",
        )
        assert shape(article) == [ONE, TWO]

    def test_a_body_in_several_boxes(self) -> None:
        boxes = "<div class='pub'>Réclame</div>".join(
            f"<div class='corps'><p>{text}</p></div>" for text in (ONE, TWO, THREE)
        )
        assert shape(read(page(f"<div><h1>Un phare</h1>{boxes}</div>"), "html")) == [ONE, TWO, THREE]

    def test_names_that_mislead(self) -> None:
        article = read(
            page(f"<div class='content-with-sidebar social-wrapper'><div class='post has-comments'><h1>Un phare</h1>"
                 f"<div class='entry-content share-enabled'><p>{ONE}</p><div class='more-content'><p>{TWO}</p><p>"
                 f"{THREE}</p></div></div></div></div>"),
            "html",
        )  # fmt: skip
        assert shape(article) == [ONE, TWO, THREE]

    def test_nothing_named_at_all(self) -> None:
        links = "".join(f"<div><a href='/{n}'>Une autre histoire de phare, la numéro {n}</a></div>" for n in range(9))
        article = read(
            page(
                f"<div><div>{links}</div><div><h1>Un phare</h1><div>{ONE}</div><div>{TWO}</div><div>{THREE}</div>"
                f"</div><div>{links}</div></div>"
            ),
            "html",
        )
        assert shape(article) == [ONE, TWO, THREE]

    def test_another_opinion_finds_what_a_name_hides(self) -> None:
        short = "<div class='article-body'><p>En bref.</p></div>"
        article = read(
            page(f"<h1>Un phare</h1><main>{short}<section><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></section></main>"),
            "html",
        )
        assert [line for line in shape(article) if line != "En bref."] == [ONE, TWO, THREE]

    def test_a_page_that_scripts_draw_has_its_text_in_the_data(self) -> None:
        data = f'{{"@type":"NewsArticle","headline":"Un phare","articleBody":"{ONE}\\n\\n{TWO}"}}'
        article = read(
            page("<div id=root>Chargement…</div>", f'<script type="application/ld+json">{data}</script>'), "html"
        )
        assert shape(article) == [ONE, TWO]

    def test_a_piece_of_a_page(self) -> None:
        article = read(f"<h1>Un phare<p>{ONE}<p>{TWO}<h2>Après<p>Rien</div>", "html")
        assert article.title == "Un phare"
        assert headings(article) == ["Après"]

    @pytest.mark.parametrize("deep", [300, 5_000])
    def test_deep_nesting_loses_no_text(self, deep: int) -> None:
        article = read(page(f"{'<div>' * deep}<h1>Un phare</h1><p>{ONE}</p><p>{TWO}</p>{'</div>' * deep}"), "html")
        assert shape(article) == [ONE, TWO]

    @pytest.mark.parametrize(
        "broken", ["<![&!<<<", "<" * 500, "<b>" * 900, "<table>" * 90, "</p></div>" * 50, "<!-- ", "<p title='"]
    )
    def test_broken_markup_is_no_crash(self, broken: str) -> None:
        assert read(f"<h1>Un phare</h1><p>{ONE}</p><p>{TWO}</p>{broken}", "html").title == "Un phare"

    def test_windows_bytes_under_a_latin_label(self) -> None:
        text = (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"></head><h1>'
            f"L’été</h1><p>{ONE} 12 €</p>"
        )
        assert read(text.encode("cp1252"), "html").title == "L’été"


class TestSystems:
    """Markup of newsroom systems, reduced to what misleads."""

    def test_rubrique_inside_the_title_and_ids_made_of_headings(self) -> None:
        article = read(
            page(
                f'<h1><span class="kicker">Mer</span> Un phare</h1><div><p>{ONE}</p><h2 id="un-abonnement-cher">'
                f"Un abonnement"
                f' cher</h2><p>{TWO}</p><section id="le-bio"><h3>Le bio</h3><p>{THREE}</p></section></div>'
            ),
            "html",
        )
        assert (article.title, article.category) == ("Un phare", "Mer")
        assert shape(article) == [ONE, "# Un abonnement cher", TWO, "# Le bio", THREE]

    def test_a_misnamed_box_that_holds_most_of_the_page(self) -> None:
        body = (
            f"<div class='article-social-print'><p>{ONE}</p><p>{TWO}</p></div><div class='related'><p>Un "
            f"autre</p></div>"
        )
        assert shape(read(page(f"<div><h1>Un phare</h1></div>{body}"), "html")) == [ONE, TWO]

    def test_word(self) -> None:
        article = read(
            page(
                "<div class=WordSection1><p class=MsoTitle>Un phare<o:p></o:p></p><p class=MsoNormal><b>Zoé Lin</b></p>"
                f"<p class=MsoNormal>{ONE}<o:p>&nbsp;</o:p></p><p class=MsoListParagraph><![if !supportLists]>"
                f"·<span>&nbsp;"
                f"&nbsp; </span><![endif]>une lampe</p><h2>Suite<o:p></o:p></h2><p class=MsoNormal>{TWO}</p></div>",
                "<title>Un phare</title>",
            ),
            "html",
        )
        assert article.author == "Zoé Lin"
        assert shape(article) == [ONE, "- une lampe", "# Suite", TWO]

    def test_lead_inside_the_body_and_a_video_between(self) -> None:
        article = read(
            page(
                '<article class="fig-content"><h1 class="fig-headline">Un phare</h1><div class="fig-content-body">'
                f'<p class="fig-standfirst">{ONE}</p><div class="fig-premium-mark">Réservé</div><p '
                f'class="fig-paragraph">{TWO}'
                '</p><div class="fig-body-link"><strong>À voir aussi</strong> - <a href="x">Une vidéo du '
                "phare</a></div>"
                f'<p class="fig-paragraph">{THREE}</p></div></article>'
            ),
            "html",
        )
        assert shape(article) == [ONE, TWO, THREE]

    def test_a_nameless_column_beside_the_story(self) -> None:
        article = read(
            page(
                f'<div class="row"><div class="col-8"><h1>Un phare</h1><p>Par Zoé Lin • 12 mai 2025 • 4 min de '
                f"lecture</p><p>{ONE}</p>"
                f"<p>{TWO}</p><p>{THREE}</p></div><div class=col-4><h4>En bref</h4><p>{TWO[::-1]}</p></div></div>"
            ),
            "html",
        )
        assert article.author == "Zoé Lin"
        assert shape(article) == [ONE, TWO, THREE]

    def test_a_box_between_two_texts_keeps_them_apart(self) -> None:
        article = read(page(f"<h1>Un phare</h1><div>{ONE}<div class=legende>Photo</div>{TWO}</div>"), "html")
        assert shape(article) == [ONE, TWO]


def test_a_page_of_line_breaks_is_read_in_little_time() -> None:
    text = "Il passe l’eau en quatre minutes, et il la repasse aussitôt que le vent tombe sur le quai."
    began_s = process_time()
    article = read(f"<h1>Le bac</h1><div>{text}{'<br> ' * 100_000}Le quai {text[:39]}</div>", "html")
    assert shape(article) == [text, f"Le quai {text[:39]}"]
    assert process_time() - began_s < 5


def test_no_second_opinion_is_asked_about_a_page_that_would_keep_us_waiting() -> None:
    assert opinion.paragraphs(Node("#root", children=[Node("b", children=["le bac "]) for _ in range(40_000)])) == ()


def test_a_page_of_many_short_lines_is_read_for_credits_near_its_title() -> None:
    lines = "".join(f"<p>Ligne {number}, vers le port – quai {number}</p>" for number in range(3_000))
    began_s = process_time()
    article = read(f"<h1>Le bac</h1><p>Par Jeanne Martin | Publié le 23 août 2025</p>{lines}", "html")
    assert (article.author, article.published.date().isoformat()) == ("Jeanne Martin", "2025-08-23")
    assert process_time() - began_s < 10


def test_a_page_in_the_encoding_it_names() -> None:
    body = (
        f'<meta charset="windows-1250"><h1>Trois romans</h1><p>« Dům u řeky », « Kůň », « Stůl ». {"Lisez. " * 9}</p>'
    )
    assert read(body.encode("windows-1250"), "html").lead[0].text.startswith("« Dům u řeky », « Kůň », « Stůl ».")


def test_a_bold_question_before_its_answer_is_a_heading() -> None:
    article = read(story(f"<p><strong>Qui achète ?</strong> {THREE}</p>"), "html")
    assert shape(article) == [ONE, "# Qui achète ?", THREE, TWO]


def test_a_bold_question_within_a_sentence_is_none() -> None:
    said = "<strong>Qui achète ?</strong> demande le gardien, qui voudrait bien partir en mer une dernière fois."
    assert headings(read(story(f"<p>{said}</p>"), "html")) == []


def test_a_name_at_the_end_signs_a_page() -> None:
    article = read(page(f"<article><h1>Un phare</h1><p>{ONE}</p><p>{TWO}</p><p><i>Zoé Lin</i></p></article>"), "html")
    assert (article.author, shape(article)) == ("Zoé Lin", [ONE, TWO])


def test_a_printed_name_comes_before_an_account() -> None:
    byline = '<div class="field--name-field-auteur"><div class="field__label">Auteur</div><div>Zoé Lin</div></div>'
    head = '<meta name="author" content="zlin">'
    article = read(page(f"<article><h1>Un phare</h1>{byline}<p>{ONE}</p><p>{TWO}</p></article>", head), "html")
    assert article.author == "Zoé Lin"
    alone = read(page(f"<article><h1>Un phare</h1><p>{ONE}</p><p>{TWO}</p></article>", head), "html")
    assert alone.author == "zlin"


def test_a_sentence_with_a_date_is_no_name() -> None:
    byline = '<div class="submitted">Soumis par zlin le mer 08/10/2025 - 07:30</div>'
    article = read(page(f"<article><h1>Un phare</h1>{byline}<p>{ONE}</p><p>{TWO}</p></article>"), "html")
    assert (article.author, article.published.isoformat()) == (None, "2025-10-08T07:30:00+02:00")


def test_markup_in_linked_data_is_read_as_markup() -> None:
    body = f"<p>{ONE}</p><h2>La vente</h2><p>{TWO}</p>"
    data = json.dumps({"@type": "NewsArticle", "headline": "Un phare", "articleBody": body})
    article = read(page('<div id="app"></div>', f'<script type="application/ld+json">{data}</script>'), "html")
    assert shape(article) == [ONE, "# La vente", TWO]


def test_a_line_of_credits_tells_the_rubrique_too() -> None:
    line = "<p>Posté par Zoé le lundi 1 décembre 2025 à 18h02 dans <a href='/c'>Société</a></p>"
    article = read(page(f"<div><h1>Un phare</h1>{line}<p>{ONE}</p><p>{TWO}</p></div>"), "html")
    assert (article.author, article.category) == ("Zoé", "Société")
    assert article.published.isoformat() == "2025-12-01T18:02:00+01:00"


def test_a_role_that_only_style_keeps_from_a_name() -> None:
    byline = '<div data-testid="authors">Zoé Lin<span>Journaliste</span></div>'
    article = read(page(f"<article><h1>Un phare</h1>{byline}<p>{ONE}</p><p>{TWO}</p></article>"), "html")
    assert article.author == "Zoé Lin"


def test_an_author_beside_an_hour() -> None:
    foot = '<div class="post-footer">Publié par <span class="fn">Zoé Lin</span> à 08:00</div>'
    article = read(page(f"<article><h1>Un phare</h1><p>{ONE}</p><p>{TWO}</p>{foot}</article>"), "html")
    assert (article.author, shape(article)) == ("Zoé Lin", [ONE, TWO])


def test_figures_that_are_raised_behind_words_are_notes() -> None:
    article = read(story("<p>Il mesure 30 m<sup>2</sup><sup>1</sup>, soit beaucoup.<sup>2</sup></p>"), "html")
    assert shape(article) == [ONE, "Il mesure 30 m², soit beaucoup.", TWO]


def test_what_opens_a_folded_part_is_its_heading() -> None:
    article = read(story(f"<details><summary>Qui achète</summary><p>{THREE}</p></details>"), "html")
    assert shape(article) == [ONE, "# Qui achète", THREE, TWO]


def test_words_that_only_style_keeps_apart() -> None:
    entry = "<span class='t'>23:10</span><b>Premier éclat</b> sur l’<i>É</i>tang"
    article = read(story(f"<ul><li>{entry}</li></ul>"), "html")
    assert shape(article) == [ONE, "- 23:10 Premier éclat sur l’Étang", TWO]


def test_what_is_paid_for_is_read_where_the_page_holds_it() -> None:
    data = {"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": False, "cssSelector": ".paywall-content"}}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    paid = '<div class="paywall-content"><p>Il est rond.</p></div><div class="paywall-offer"><p>1 € par mois</p></div>'
    markup = page(f"<article><h1>Un phare à vendre</h1><p>{ONE}</p>{paid}</article>", head)
    assert shape(read(markup, "html")) == [ONE, "Il est rond."]


def test_a_live_report_has_its_hours_in_its_headings() -> None:
    entries = (
        f"<li><time>{hour}</time><h2>{said}</h2><p>{text}</p></li>"
        for hour, said, text in (("21h40", "Vendu", TWO), ("20 h 05", "La vente commence", THREE))
    )
    article = read(story(f"<ul>{''.join(entries)}</ul>").replace(f"<p>{TWO}</p></article>", "</article>"), "html")
    assert shape(article) == [ONE, "# 21h40 – Vendu", TWO, "# 20 h 05 – La vente commence", THREE]


def test_the_words_of_microdata() -> None:
    markup = page(
        '<div itemscope itemtype="http://schema.org/NewsArticle"><meta itemprop="articleSection" content="Mer">'
        f'<h1 itemprop="headline">Un phare à vendre</h1><p itemprop="description">Il est rond.</p>'
        f'<div itemprop="articleBody"><p>{ONE}</p><p>{TWO}</p></div></div>'
    )
    article = read(markup, "html")
    assert (article.category, shape(article)) == ("Mer", ["Il est rond.", ONE, TWO])


def test_the_label_of_a_lead_is_not_read() -> None:
    assert shape(read(story(f"<p><b>l'essentiel</b> {THREE}</p>"), "html")) == [ONE, THREE, TWO]


def test_a_title_that_is_no_heading_but_stands_in_the_pages_title() -> None:
    menu = "<td><a href='a'>Accueil</a><br><a href='b'>Archives</a></td>"
    head = "<font size=5><b>Un phare à vendre</b></font><br><i>Article paru le 12 octobre 2024 - par Zoé Lin</i>"
    body = f"<table><tr>{menu}<td>{head}<p>{ONE}<p>{TWO}</td></tr></table>"
    markup = page(body, "<title>La Voix du Canton - Un phare à vendre</title>")
    article = read(markup, "html")
    assert (article.title, article.author, article.published.day) == ("Un phare à vendre", "Zoé Lin", 12)
    assert shape(article) == [ONE, TWO]


def test_the_title_of_a_text_saved_as_a_page() -> None:
    markup = page(f"<p class=MsoTitle>Un phare à vendre</p><p>{ONE}</p><p>{TWO}</p>", "<title>Papier phare</title>")
    assert (read(markup, "html").title, shape(read(markup, "html"))) == ("Un phare à vendre", [ONE, TWO])


def test_credits_between_dots_that_style_keeps_apart() -> None:
    spans = ("Par <a href='/l'>Zoé Lin</a>", "<time>21 octobre 2025</time>", "3 min de lecture")
    credit = f"<div>{'<span>·</span>'.join(f'<span>{each}</span>' for each in spans)}</div>"
    markup = page(
        f"<main><p><a href='/rubrique/mer'>Mer</a></p><h1>Un phare à vendre</h1>{credit}<p>{ONE}</p><p>{TWO}</p></main>"
    )
    article = read(markup, "html")
    assert (article.author, article.category, article.published.day) == ("Zoé Lin", "Mer", 21)
    assert shape(article) == [ONE, TWO]


def test_a_box_that_asks_for_an_address_is_not_read() -> None:
    box = (
        "<div><p>Chaque mardi, tous les phares chez vous</p><form><input type='email'><button>Oui</button></form></div>"
    )
    assert shape(read(story(box), "html")) == [ONE, TWO]


def test_an_interview_whose_bold_lines_do_not_all_ask() -> None:
    asked = "".join(
        f"<p><strong>{said}</strong></p><p>{THREE[:60]}.</p>" for said in ("Vendu ?", "On dit que non…", "Et ?")
    )
    article = read(story(asked, "<p><em>Propos recueillis par Zoé Lin</em></p>"), "html")
    assert headings(article) == ["Vendu ?", "On dit que non…", "Et ?"]
    assert (article.author, shape(article)[-1]) == ("Zoé Lin", TWO)


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_a_heading_under_the_title_that_is_a_sentence_is_the_lead(tag: str) -> None:
    said = "Il a deux cent dix-neuf marches et un gardien."
    head = f"<header><h1>Un phare à vendre</h1><{tag}>{said}</{tag}></header>"
    markup = page(f"<article>{head}<div class='article-body'><p>{ONE}</p><p>{TWO}</p></div></article>")
    assert shape(read(markup, "html")) == [said, ONE, TWO]


def test_credits_on_lines_that_breaks_part() -> None:
    lines = ("Par <a>Zoé Lin</a>", "Vendredi 28 novembre 2025 à 18:20", "Mis à jour le 29/11/2025")
    told = "<br>".join(lines)
    markup = page(
        f"<article><span>Mer</span><h1>Un phare à vendre</h1><div>{told}</div><p>{ONE}</p><p>{TWO}</p></article>"
    )
    article = read(markup.replace("Mer<", "Environnement<"), "html")
    assert (article.author, article.category) == ("Zoé Lin", "Environnement")
    assert (article.published.day, shape(article)) == (28, [ONE, TWO])


def test_a_name_beside_its_label_and_what_is_told_to_networks() -> None:
    box = "<div class='post-author-name'><div class='author-by'>Par</div> <a>Zoé Lin</a></div>"
    markup = f"<article><h1>Un phare à vendre</h1>{box}<p>{ONE}</p><p>{TWO}</p></article>"
    assert read(page(markup), "html").author == "Zoé Lin"
    head = '<meta name="twitter:label1" content="Écrit par"><meta name="twitter:data1" content="Jean Roc">'
    assert read(page(markup, head), "html").author == "Jean Roc"


def test_pictures_within_a_sentence_do_not_cut_it_and_short_codes_are_not_read() -> None:
    cut = f"<p>{THREE.replace(' à la ', ' <img src=a> à la ')}</p>"
    markup = story(cut, '<p>[caption id="a" width="3"]<img src="b"> Le phare.[/caption]</p><p>[gallery ids="1,2"]</p>')
    assert shape(read(markup, "html")) == [ONE, THREE, TWO]


def test_names_of_networks_in_a_row_are_not_read_a_lone_one_is_a_heading() -> None:
    markup = story("<p>Facebook</p><p>X</p>", f"<h2>TikTok</h2><p>{THREE}</p>")
    assert shape(read(markup, "html")) == [ONE, "# TikTok", THREE, TWO]


def test_a_lone_second_heading_is_the_title_under_its_rubrique() -> None:
    body = f"<h3>Conseil municipal</h3><h2>Un phare à vendre</h2><p>{ONE}</p><p>{TWO}</p><h4>En mai</h4><p>{THREE}</p>"
    article = read(page(body, "<title>Le Journal des Communes</title>"), "html")
    assert (article.title, article.category) == ("Un phare à vendre", "Conseil municipal")
    assert shape(article) == [ONE, TWO, "# En mai", THREE]


def test_a_lead_in_a_span() -> None:
    lead = "<span class='TypologyArticle__Subheadline'>Il est rond, et à vendre.</span>"
    head = f"<div><h1>Un phare à vendre</h1>{lead}</div>"
    markup = page(f"<main>{head}<article class='article-body'><p>{ONE}</p><p>{TWO}</p></article></main>")
    assert shape(read(markup, "html")) == ["Il est rond, et à vendre.", ONE, TWO]


def test_the_title_of_a_blog_stands_under_the_site_and_the_day() -> None:
    head = "<div><h1 class='title'>Blog nature</h1></div><h2 class='date-header'>dimanche 6 juillet 2025</h2>"
    post = f"<h3 class='post-title'>Un phare à vendre</h3><div class='post-body'>{ONE}<br><br>{TWO}</div>"
    markup = page(f"{head}<div class='post'>{post}</div>", "<title>Un phare à vendre - Blog nature</title>")
    article = read(markup, "html")
    assert (article.title, shape(article)) == ("Un phare à vendre", [ONE, TWO])


def test_a_button_that_unfolds_a_part_is_its_heading() -> None:
    fold = "<h3><button class='accordion-btn' aria-expanded='false'>Combien ?</button></h3>"
    assert shape(read(story(f"{fold}<div class='collapse'><p>{THREE}</p></div>"), "html")) == [
        ONE,
        "# Combien ?",
        THREE,
        TWO,
    ]

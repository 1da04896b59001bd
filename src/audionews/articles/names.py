"""What page builders call things: the class names, ids and roles of newsroom systems, sorted by what they mean.

Gathered from WordPress and its usual plug-ins, SPIP, Drupal, Arc, Ghost, AMP and the markup of French dailies. A name is cut
into its words (``article__sub-title`` → article, sub, title; ``lireAussi`` → lire, aussi); a row fits when its words stand in the
name in this order, side by side.
"""

import re
from functools import lru_cache

from audionews.articles.dom import Node

_MEANINGS = {
    "body": """
        article-body articlebody article-content article-text article-texte article-corps article-full-content entry-content
        post-content post-body post-text post-entry story-body story-content story-text node-content field-name-body
        field-body content-body body-content body-copy body-text rich-text richtext wysiwyg article-main td-post-content
        fig-body fig-content corps corps-article texte texte-article text-article article-paragraphs article-section-content
        main-content-article single-content content-article news-content news-body gh-content available-content
        a-article-body b-article-body article-detail-content contenu-article detail-text article-wrapper-body
        """,
    "chapo": """
        chapo chapeau chapo-article standfirst article-desc article-description article-lead article-intro lead lede
        article-chapo article-lede entry-summary excerpt-single article-excerpt article-headline-lead intro introduction
        fig-standfirst field-name-field-chapo field-chapo sub-headline subheadline subheading-lead deck article-deck
        article-summary article-header-excerpt post-excerpt single-excerpt accroche
        """,
    "heading": """
        intertitre intertitres inter-titre article-sub-title article-subtitle subhead sub-head crosshead cross-head
        question article-question interview-question subtitle-paragraph paragraph-title spip-intertitre intertitle
        """,
    "title": """
        entry-title post-title article-title article-headline headline page-title single-title story-title title-article
        titre-article fig-headline node-title td-post-title
        """,
    "byline": """
        byline author authors auteur auteurs article-author article-auteur entry-author post-author author-name
        meta-author meta-authors signature article-signature fig-content-metas-authors submitted-by node-submitted journaliste vcard
        """,
    "rubrique": """
        cat-links rubrique article-rubrique article-category post-category entry-category section-name article-section-name
        kicker eyebrow surtitre entry-categories post-categories category-link category-name meta-category cat-name tag-rubrique
        """,
    "comments": "comment comments commentaire commentaires respond disqus related yarpp recommended relatedposts",
    "crumbs": "breadcrumb breadcrumbs fil-ariane ariane fil-d-ariane filariane yoast-breadcrumb spip-chemin chemin",
    "date": """
        entry-date posted-on published publication-date article-date date-publication pubdate post-date date-published
        info-publi meta-date article-date-publication submitted datepublished date timestamp
        """,
    "hard": """
        comment comments commentaire commentaires respond disqus newsletter newsletters infolettre infolettres sharedaddy share
        shares sharing share-bar partage partager partages social socials addtoany addthis related yarpp jp-relatedposts
        relatedposts recommended recommendation recommendations recommandation recommandations recos outbrain taboola ligatus
        breadcrumb breadcrumbs ariane filariane fil-ariane cookie cookies consent gdpr rgpd didomi onetrust axeptio tarteaucitron
        caption captions legende legend credit credits copyright photographer sidebar widget widgets advert advertisement
        advertising publicite pub pubs dfp adsbygoogle ad ads adslot ad-slot ad-container annonce annonces sponsor sponsored
        sponsorise promo promotion abonnement abonnements abonnez abo subscribe subscription paywall piano poool inscription
        signup sign-up login connexion popup pop-up modal lightbox toolbar toolbox tools outils skip-link navbar nav navigation
        pagination pager footer tags tag-list tags-links tagcloud keywords mots-cles author-box authorbox author-bio author-info
        about-author about-the-author biographie bio auteur-bio bio-auteur author-card article-author-box lire-aussi lireaussi
        a-lire-aussi alireaussi a-lire lire-egalement a-voir voir-aussi catcher read-also readalso also-read see-also read-more
        more-link more-on most-read mostread plus-lus les-plus-lus trending populaires a-decouvrir meme-sujet sur-le-meme-sujet
        crosslink crosslinks in-read inread sr-only screen-reader-text visually-hidden visuallyhidden element-invisible
        visually-hidden-focusable noprint no-print print-only reading-time readingtime temps-lecture temps-de-lecture
        lecture-time toc ez-toc table-of-contents hashtags reactions likes post-meta entry-meta article-meta meta-infos
        entry-footer post-footer article-footer timestamp spip-logo spip-logos spip-note-ref spip-documents spip-doc-legende
        spip-doc-titre notes footnotes footnote rss twitter-tweet instagram-media tiktok-embed fb-post twitter-embed
        app-promo cta call-to-action post-navigation nav-links article-siblings siblings wp-caption-text gallery-caption
        mw-editsection edit-link post-edit-link article-status favorite favori bookmark print imprimer feedback
        article-reactions signaler erreur-article donate don soutenez push-notification notification subscribe-box
        inline-newsletter newsletter-box encart-abo encart-abonnement bloc-abonnement outils-article remp article-tools
        """,
    "soft": """
        aside menu header banner banniere bandeau meta byline author authors auteur signature date dates published updated
        category categories rubrique surtitre kicker eyebrow overline teaser teasers card cards player video audio listen ecouter
        gallery galerie diaporama slideshow carousel slider embed live-ticker poll sondage quiz rating vote form search
        recherche sommaire links liens more plus suite top latest derniers dernieres recent popular playlist podcast
        """,
    "kept": "encadre infobox info-box box-info repere reperes a-savoir a-retenir chiffres-cles essentiel chronologie",
    "pulled": "pullquote pull-quote exergue wp-block-pullquote citation-exergue quote-exergue blockquote-pull mise-en-exergue",
}


def _row(words: str) -> tuple[str, ...]:
    return tuple(words.split("-"))


_ROWS = {meaning: frozenset(_row(name) for name in names.split()) for meaning, names in _MEANINGS.items()}
_LONGEST_ROW = max(len(row) for rows in _ROWS.values() for row in rows)
_STATE = re.compile(
    r"(?:has|with|without|is|js|avec|sans|hide|show|wp-embed|tag|category|post)-.+|no-(?!print).+", re.IGNORECASE
)
"""Classes that tell a state of the whole page or name its subject: ``has-sidebar``, ``tag-poire``, ``post-2087``."""

_SYSTEM = frozenset({"hentry", "type-post", "single-post", "node--type-article"})


def named(node: Node, meaning: str) -> bool:
    """Tell whether an element's class, id or similar has this meaning."""
    return any(meaning in _meanings(name) for name in _names(node))


def _names(node: Node) -> list[str]:
    given = (
        node.get("class"),
        node.get("id"),
        node.get("data-component"),
        node.get("data-testid"),
        node.get("itemprop"),
    )
    names = [name for value in given for name in value.split()]
    if node.tag in {"html", "body"} or not _SYSTEM.isdisjoint(names):
        return [name for name in names if not _STATE.fullmatch(name)]
    return [name for name in names if not re.match(r"(?:has|with|without|is|js|avec|sans)-", name)]


@lru_cache(maxsize=4096)
def _meanings(name: str) -> frozenset[str]:
    words = _words(name)
    spans = {
        tuple(words[start : start + length])
        for length in range(1, _LONGEST_ROW + 1)
        for start in range(len(words) - length + 1)
    }
    found = {meaning for meaning, rows in _ROWS.items() if not rows.isdisjoint(spans)}
    return frozenset(found)


def _words(name: str) -> list[str]:
    name = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", "-", name)
    return [word for word in re.split(r"[^0-9a-zà-ÿ]+", name.lower()) if word]

"""What stands among an article's lines but is not the article: the same words in text files, web pages and feeds.

Each pattern must fit a whole paragraph, because a sentence of an article may well hold “partager” or “photo”.
"""

import re
from collections.abc import Iterable, Sequence

from audionews.articles.cleaning import fold
from audionews.articles.draft import Block

LONGEST = 260
"""Characters: furniture is short, and a paragraph beyond this is never dropped."""

_ALSO = r"(?:aussi|également|encore|notamment|absolument|sur (?:le même sujet|ce sujet|ce thème|notre site)|dans (?:la même rubrique|notre dossier))"
_NETWORK = r"(?:facebook|twitter|x|linkedin|whatsapp|instagram|bluesky|mastodon|telegram|threads|tiktok|youtube|google|pinterest|messenger|e-?mail|mail)"
_AGENCIES = r"(?:afp|ap|reuters|belga|ats|agences?|agence france[- ]presse)"
_OPENERS = (
    rf"(?:à |a )?(?:re)?(?:lire|voir|écouter|regarder|découvrir) {_ALSO}",
    r"(?:sur le même (?:sujet|thème)|dans la même rubrique|dans le même dossier|(?:nos )?articles? (?:similaires?|liés?|connexes?|associés?|recommandés?))",
    r"(?:vous (?:aimerez|pourriez) (?:peut-être )?(?:aussi|aimer|également)(?: aimer)?|à découvrir(?: aussi)?|(?:les )?(?:articles )?(?:les )?plus (?:lus|partagés|commentés|populaires))",
    r"(?:related (?:posts|articles)|à la une|nos dernières actualités|(?:les )?derniers articles|recommandé pour vous|(?:la )?suite sur le sujet)",
    r"(?:sur le web|contenus? sponsorisés?|ailleurs sur le web|lire (?:l['’]article|nos articles)|notre sélection|plus d['’](?:articles|actualités|infos)(?: sur.*)?)",
)
_LINES = (
    rf"(?:[>→▶►•*–-]+ ?)?[(\[]?(?:à |a )?(?:re)?(?:lire|voir|écouter|regarder|découvrir) {_ALSO}(?: ?[:：>»→–|-].*|,.*|[)\]]?)",
    rf"[(\[](?:à |a )?(?:re)?(?:lire|voir|écouter) (?:aussi|également|notre|nos|page|pages|l['’]|le|la|les|ci-|en page).*[)\]]\.?",
    r"(?:[>→▶►•*–-]+ ?)?(?:à |a )?(?:re)?(?:lire|voir|écouter) (?:notre|nos) (?:article|éditorial|édito|dossier|enquête|reportage|analyse|portrait|entretien|interview|décryptage|direct)s?\b.*",
    r"(?:>>|→|▶|►|👉|🔴|🎧|📷|📸|➡️?|⏩) ?(?:à |re)?(?:lire|voir|écouter|retrouve[rz]|découvre[rz]|suive[zr]|abonne[rz]|inscrive[rz]|cliquez)\b.*",
    r"(?:sur le même (?:sujet|thème)|dans la même rubrique|articles? (?:similaires?|liés?|connexes?)|vous aimerez aussi|notre dossier|en savoir plus|pour aller plus loin)(?: ?[:：>»→].*)?",
    r"lire (?:la suite|l['’]article|plus)\b.{0,80}|continuer (?:la|à) lire.*|(?:cliquez|cliquer) (?:ici|pour).*|read more.*|voir plus",
    r"(?:pour (?:ne rien manquer|suivre)[^.]*, ?)?(?:abonnez|inscrivez|connectez)[- ]vous\b.*|s['’](?:abonner|inscrire|identifier)\b.{0,60}|je m['’](?:abonne|inscris)\b.*|se connecter",
    r"(?:pas encore|déjà) (?:abonnée?|inscrite?)\b.*|recevez\b.*(?:newsletter|lettre|mail|courriel|alertes?|boîte)\b.*|(?:notre |nos |la |les )?(?:newsletters?|infolettres?|lettres? d['’]information)\b.{0,120}",
    r"(?:votre|saisissez votre|entrez votre) (?:adresse )?(?:e-?mail|adresse|courriel).*|(?:téléchargez|installez) (?:notre|l['’])\s?appli.*",
    rf"(?:partage[rz]|partages)(?: (?:cet|l['’]|cette|la|sur|par|via|avec|ce).{{0,60}})?(?: ?:.{{0,80}})?|(?:{_NETWORK}(?:[ ,|/·•]+(?:et )?|$)){{2,}}|{_NETWORK}",
    rf"(?:suivez|retrouvez|rejoignez)[- ](?:nous|toute l['’]actualité|l['’]actualité|notre|nos|le|la)\b.*(?:{_NETWORK}|site|application|appli|newsletter|chaîne|page|réseaux).*",
    r"(?:tweete[rz]|imprimer|envoyer(?: à un ami| par e?-?mail)?|copier le lien|enregistrer|sauvegarder|offrir(?: l['’]article| cet article)?|écouter(?: l['’]article| cet article)?|favoris|ajouter (?:à|aux) .{0,40})",
    r"(?:aucun|\d+|un|réagir|laisser un|poster un|ajouter un|voir les|lire les|les|vos|déposer un)? ?(?:commentaires?|réactions?|réflexions? sur .*)(?: \(\d+\))?|réagir|commenter|j['’]aime|soyez le premier à .*",
    r"(?:temps de lecture|durée de lecture|lecture)\b ?(?:estimée? )?[:≈~]? ?\d.*|\d+ ?min(?:utes?)?\.?(?: de lecture)?|lecture en \d.*|temps de lecture.{0,20}",
    rf"[(\[]?(?:crédits?|credits?)(?: ?-?photos?| images?)? ?[:©/–|-].*|[(\[]?(?:photos?|photographies?|illustrations?|images?|infographies?|vidéos?|légendes?|dessins?)(?: d['’](?:illustration|archives?))? ?[:©/|–].*",
    rf"[(\[]?©.*|[(\[]?(?:photos?|ph\.) (?:[A-ZÀ-Þ][\w.’'-]*|d[’'e]\w*|du|la|le|archives?)(?: [\w.’'/©-]+){{0,5}}[)\].]*|photos? d['’](?:illustration|archives?).{{0,60}}|dr\.?|[(\[](?:dr|photo|illustration)[)\]]",
    r".*(?:©|\((?:ph\.|photos?|crédits?|illustrations?) ?:? ?)[^.!?]{1,60}[)\]]?\.?|.* [–/|-] (?:photo|crédit)s? ?:? ?[^.!?]{1,50}",
    r"(?:publicités?|annonces?|advertisement|sponsorisé|la suite après (?:la|cette) publicité|(?:contenu|article) (?:sponsorisé|partenaire)|pub)",
    r"(?:cet |l['’]|ce contenu|la suite|contenu|article|la lecture).{0,40}(?:réservée?s? (?:à nos|aux) (?:abonnés|adhérents|lecteurs).*)|article (?:abonnés?|premium|payant)|(?:offert|réservé) aux abonnés|il vous reste \d.*% de cet article.*|premium|abonnés?",
    r"(?:mots?[- ]clés?|tags?|étiquettes?|étiqueté|thèmes?|thématiques?|sujets?|classé dans|dossiers?) ?[:：].*|étiqueté .{0,120}|(?:#\w+[ ,]*)+",
    r"(?:tous droits réservés|reproduction (?:interdite|et diffusion)|toute reproduction|copyright|all rights reserved)\b.*|(?:mentions légales|plan du site|politique de confidentialité|conditions générales|gestion des cookies).{0,80}",
    r"(?:retour(?:ner)? (?:à l['’]accueil|en haut|au sommaire|à la une)|haut de page|aller au (?:contenu|menu).*|accueil|sommaire|menu|rechercher|(?:article|page) (?:précédente?|suivante?).*|précédent|suivant|\d+ ?/ ?\d+)",
    r"(?:nous utilisons|ce site utilise|nous et nos partenaires|en poursuivant votre navigation).*(?:cookies|traceurs|données).*|(?:tout )?(?:accepter|refuser|paramétrer)(?: (?:tout|les cookies))?|(?:signaler|une) (?:une )?erreur.*",
    rf"[(\[]?(?:avec |la rédaction avec |source ?: ?|d['’]après )?(?:l['’])?{_AGENCIES}(?:(?:,| et| avec|/) ?(?:l['’])?{_AGENCIES})*[)\]]?\.?",
    r"(?:the post|cet article|l['’]article|le billet|l['’]entrée)\b.*(?:appeared first on|est apparue?|a été publiée? (?:en premier|pour la première fois|initialement)|est d['’]abord paru)\b.*",
    r"(?:[-–—*_=~#•·.\s]{3,}|-30-|fin|\(fin\)|\[?(?:…|\.\.\.)\]?|\*+|#+|[xX]{3,})",
    r"votre navigateur ne .*|activez javascript.*|javascript .{0,40}(?:désactivé|activé).*|chargement.{0,20}|loading.*|(?:cette|la) (?:vidéo|publication) (?:est|n['’]est) .{0,40}(?:disponible|indisponible).*",
)
_IS_LINE = re.compile("|".join(f"(?:{line})" for line in (*_OPENERS, *_LINES)), re.IGNORECASE | re.DOTALL)
_IS_OPENER = re.compile(rf"(?:[>→▶►•*–-]+ ?)?(?:{'|'.join(_OPENERS)}) ?[:…]?", re.IGNORECASE)
_TEASER_END = re.compile(
    r"\s*(?:\[(?:…|\.{3}|&hellip;)\]|(?:…|\.{3})\s*(?:lire la suite|lire plus|read more|continuer la lecture)\b.{0,40}|\(?\s*lire la suite\s*[)»>→…]*)\s*$",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"\s*[(\[]\s*(?:à )?(?:re)?(?:lire|voir|écouter) (?:aussi|également|notre|nos|ci-contre|ci-dessous|page|en page|par ailleurs|p\.)\b[^()\[\]]{0,200}[)\]]",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Tell whether a whole paragraph is none of the article's.

    >>> is_furniture("Lire aussi : Le retour des loutres"), is_furniture("Partager son pain, dit-elle, est un art.")
    (True, False)
    """
    text = fold(text).strip("*_ ")
    return len(text) <= LONGEST and _IS_LINE.fullmatch(text) is not None


def opens_furniture(text: str) -> bool:
    """Tell whether a line announces a list of other articles: what follows it goes too, as far as it looks like titles."""
    return _IS_OPENER.fullmatch(fold(text).strip("*_ ")) is not None


def is_teaser(text: str) -> bool:
    """Tell whether a text ends as a teaser does: ``[…]``, “Lire la suite”."""
    return _TEASER_END.search(fold(text)) is not None


def without_furniture(blocks: Iterable[Block], title: str = "") -> tuple[Block, ...]:
    """Return the blocks that are the article's: no furniture, no second title, no paragraph twice."""
    kept: list[Block] = []
    seen = {comparable(title)} if title else set[str]()
    others = False
    for block in blocks:
        if block.kind != "item" and not _may_be_a_title(block.text):
            others = False
        if opens_furniture(block.text):
            others = True
        elif not (others or is_furniture(block.text) or _is_again(block, seen)):
            kept.append(Block(block.kind, _without_mentions(block.text)))
    return _without_pulled_quotes(kept)


def comparable(text: str) -> str:
    """Return a text's letters and digits alone, in lower case: equal where only typography differs."""
    return "".join(filter(str.isalnum, text.casefold()))


def _may_be_a_title(text: str) -> bool:
    return len(text) <= 140 and not fold(text).endswith((".", ";"))


def _is_again(block: Block, seen: set[str]) -> bool:
    """Tell whether these words were there before; short ones may be said twice (“Oui.”, “Non.”)."""
    key = comparable(block.text)
    if key in seen and (len(key) > 40 or (not block.kind == "body" and len(seen) == 1)):
        return True
    seen.add(key)
    return False


def _without_mentions(text: str) -> str:
    return _TEASER_END.sub("", _MENTION.sub("", text)) if len(text) > 20 else text


def _without_pulled_quotes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Drop a quotation whose words a paragraph of the body says as well: a designer pulled it out."""
    body = " ".join(comparable(block.text) for block in blocks if block.kind in {"body", "item"})
    return tuple(block for block in blocks if not (block.kind == "quote" and _is_in(comparable(block.text), body)))


def _is_in(quote: str, body: str) -> bool:
    return len(quote) > 10 and quote in body

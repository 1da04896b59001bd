"""Rubriques: the names French newspapers give their pages, and what else looks like one above a title."""

import re

from audionews.articles.cleaning import fold

_KNOWN = frozenset(
    """
    actualité actualités actu agriculture agroalimentaire aménagement animaux analyse archéologie architecture argent armées arts
    astronomie automobile auto bien-être billet bourse brèves campus chronique ciné cinéma climat collectivités commerce communes
    conjoncture consommation courrier cuisine culture cyclisme danse débats décryptage défense département dossier droit éco
    écologie économie édito éditorial éducation élections emploi énergie enquête enseignement entreprise entreprises entretien
    environnement espace europe expositions faits-divers faits famille finance finances foot football forum france gastronomie
    géopolitique grand-angle habitat handball high-tech histoire idées immobilier industrie initiatives innovation insolite
    international interview jardin jardinage jeunesse jeux justice justice-faits-divers la-une littérature livres local locale
    logement loisirs mag magazine maison marchés médias médecine mer météo métropole mobilité mobilités mode monde montagne musique
    nature numérique obsèques opinion opinions paris patrimoine people photo planète point-de-vue police politique portrait
    portraits proche-orient psychologie quartiers radio recherche récit reportage région régions religion rencontre restauration
    retraites rugby ruralité santé science sciences scolaire sécurité sexualité social société solidarité solidarités spectacle
    spectacles sport sports style styles tech techno technologie technologies télé télévision tendances tennis terroir territoires
    théâtre tourisme transports travail tribune une urbanisme vidéo vie vigne ville viticulture voile voyage voyages web week-end
    """.split()
)
_PHRASES = frozenset(
    comparable
    for comparable in (
        "faits divers", "fait divers", "vie locale", "vie des quartiers", "point de vue", "points de vue", "grand angle", "la une",
        "proche orient", "vie pratique", "vie quotidienne", "vie politique", "vie associative", "bonnes feuilles", "en bref",
        "intelligence artificielle", "réseaux sociaux", "jeux vidéo", "jeux olympiques", "coupe du monde", "libre propos",
        "courrier des lecteurs", "petites annonces", "grande distribution", "conseil municipal", "dernière heure",
    )
)  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:[/|>›»,&·•–—]|\bet\b|\s-\s)\s*")
_LABEL = re.compile(r"(?:rubriques?|catégories?|section)\s*:?\s+", re.IGNORECASE)


def rubrique(line: str) -> str:
    """Return a rubrique as printed, without label, brackets or number sign."""
    return _LABEL.sub("", fold(line).strip("[]()#*_| ").rstrip(":.").rstrip(), count=1)


def labelled_rubrique(line: str) -> str | None:
    """Return the rubrique when a line says by a label that it is one (``Rubrique : Société``)."""
    label = re.match(r"(?:rubriques?|catégories?|section)\s*:\s*(?=\S)", fold(line), re.IGNORECASE)
    return rubrique(fold(line)[label.end() :]) if label and len(line) <= 80 else None


def is_known_rubrique(line: str) -> bool:
    """Tell whether newspapers call a page so; two of them may stand together (``Société / Éducation``).

    >>> is_known_rubrique("Société / Éducation"), is_known_rubrique("Port-Liorec")
    (True, False)
    """
    text = rubrique(line).casefold()
    parts = [part for part in _BETWEEN.split(text) if part]
    return 0 < len(parts) <= 4 and all(part in _KNOWN or part in _PHRASES for part in parts)


def looks_like_rubrique(line: str, title: str) -> bool:
    """Tell whether a line above a title may be a rubrique nobody has heard of: a few words, no sentence, much shorter."""
    text = fold(line)
    if is_known_rubrique(text):
        return True
    short = len(text) <= 32 and len(text.split()) <= 4
    return short and not re.search(r"[.!?…«»“”;,]|:$", text) and 4 * len(title) >= 5 * len(text)

"""Terms that would count as used although nobody used them: everyday words, written alone.

Whether a side's word was used is told by its letters (`turnabout_protocol.terms`). So a term needs
a form that people say only when they mean it: month-end close, and not close.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from turnabout_protocol.scenario import Term

_ENGLISH: Final = """
    access account action area asset award balance base benefit board book box break bridge budget
    bug build burn call card case chain change channel charge check claim clear close code commit
    complaint contact content control copy core cost cover cycle data date deal decision delivery
    demand deploy design detail done draft drive drop edge effort error event exception feature
    feedback field file finding fix flag flat flow focus follow form freeze gate goal green group
    handle hit hold hot impact input issue item job key lead leave level lift line link list live
    load lock log loss lot map mark match message model move need note notice number offer order
    owner page paper part party pass peak people piece pilot pitch plan point policy pool position
    post posting power price priority problem process product profile program project promise prompt
    proof pull push quality question range rate reach record red release report request reserve
    result return review risk role roll round route rule run sale sample scale score season service
    set share shift show sign signal site slot source space spot sprint stage stand standard start
    state status step stock stop store story stream strip support switch system table tag target
    task team template term test thread time tool touch track trail transfer turn type unit update
    urgent use user value version view volume watch wave win window word work zone
"""
_GERMAN: Final = """
    abschluss aktion auftrag ausnahme bestand fall fehler fenster form frage fluss führung gang
    gruppe karte lage lauf liste lücke menge muster posten probe prozess punkt reihe risiko rolle
    runde sache schicht spitze stand stelle stück tafel termin thema vorgang welle wert ziel zug
"""
_FRENCH: Final = """
    action affaire accord bilan but cas champ charge clé clôture compte coup demande dossier erreur
    exception fiche file fil flux fond groupe jeu ligne liste lot marge marque mission note objet
    offre ordre pièce place plan point portée poste prise priorité problème produit projet rang
    relance reprise risque rôle saison série service sujet suivi support tableau tour type
"""
_BY_LANGUAGE: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in (("en", _ENGLISH), ("de", _GERMAN), ("fr", _FRENCH))
}


def everyday(term: Term, language: str = "en") -> Iterator[str]:
    """Yield the forms of `term` that people of `language` say every day in another sense."""
    words = _BY_LANGUAGE.get(language[:2], frozenset())
    for form in (term.term, *term.aliases):
        plain = form.casefold()
        if plain in words or plain.removesuffix("s") in words:
            yield form

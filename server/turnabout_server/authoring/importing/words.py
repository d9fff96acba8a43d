"""Words by which notes say what stands where, in English, German and French. Pure."""

import re
from typing import Final, Literal

from turnabout_protocol.scenario import Kind

_KIND_WORDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("need", "need needs bedarf bedarfe bedürfnis bedürfnisse besoin besoins"),
    ("fact", "fact facts fakt fakten tatsache tatsachen fait faits"),
    (
        "limit",
        "limit limits constraint constraints grenze grenzen einschränkung einschränkungen limite "
        "limites contrainte contraintes",
    ),
    (
        "worry",
        "worry worries concern concerns sorge sorgen befürchtung befürchtungen souci soucis "
        "inquiétude inquiétudes crainte craintes",
    ),
    (
        "ask",
        "ask asks request requests bitte bitten anfrage anfragen wunsch wünsche demande demandes",
    ),
)
KINDS: Final[dict[str, Kind]] = {
    word: kind for kind, words in _KIND_WORDS for word in words.split()
}
"""How a kind may be written: in a heading, before a colon, in a column."""


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split("|"))


TEXT: Final = _names(
    "text|content|point|points|key point|card|card text|note|notes|note text|sticky|sticky note"
    "|sticky text|reflection|statement|feedback|idea|item|message|comment|body|retro item"
    "|inhalt|notiz|notizen|punkt|punkte|karte|kartentext|aussage|beitrag|rückmeldung|kommentar"
    "|idee|nachricht|stichpunkt|texte|contenu|remarque|carte|note|idée|énoncé|commentaire|message"
)
"""Columns that hold a point."""
TITLE: Final = _names(
    "title|card name|card title|name|summary|subject|titel|betreff|zusammenfassung|titre|nom|résumé"
    "|objet|sujet"
)
"""Columns that hold a point where no column is called so more plainly."""
DESCRIPTION: Final = _names(
    "description|card description|details|detail|beschreibung|einzelheiten|détails|détail"
)
"""Columns that hold a point, or the reason behind one with a title."""
KIND: Final = _names(
    "kind|type|category|card type|item type|issue type|note type|art|typ|kategorie|kartenart|genre"
    "|catégorie|nature"
)
WHY: Final = _names(
    "why|reason|because|rationale|background|warum|grund|begründung|hintergrund|weil|pourquoi"
    "|raison|motif|justification|parce que"
)
PEOPLE: Final = _names(
    "author|created by|creator|owner|assignee|reporter|user|user name|username|participant"
    "|participants|members|by|who|autor|autorin|verfasser|erstellt von|ersteller|besitzer|person"
    "|wer|zuständig|verantwortlich|teilnehmer|teilnehmende|auteur|autrice|créé par|créateur"
    "|responsable|qui|participants"
    "|your name|dein name|ihr name|votre nom|submitted by|assigned to"
)
"""Columns in which people are named."""
OTHER: Final = _names(
    "votes|vote|vote count|likes|upvotes|date|date created|created at|created|createdat|updated"
    "|id|card id|issue key|key|link|url|card url|status|state|list|list name|column|lane|board|team"
    "|color|colour|tags|labels|due|due date"
    "|deadline|fällig|bis wann|délai|group"
    "|reflection group|reflectiongroup|prompt"
    "|discussion thread|discussionthread|priority|position|x|y|shape|time|timestamp|stimmen|datum"
    "|spalte|liste|farbe|frist|gruppe|nummer|nr|zeit|votes reçus|colonne|couleur|échéance|groupe"
    "|numéro|heure|statut"
)
"""Columns that say something about a point."""

Left = Literal["tasks", "timeline", "thanks", "people", "links", "details"]
"""Why a section or a row is left out."""

_SECTIONS: Final[tuple[tuple[Left, frozenset[str]], ...]] = (
    (
        "tasks",
        _names(
            "action|actions|action item|action items|action point|action points|next steps|to do"
            "|todo|todos|to dos|tasks|task|follow up|follow ups|decisions and actions|aufgabe"
            "|aufgaben|massnahme|massnahmen|maßnahme|maßnahmen|nächste schritte|to do liste"
            "|tâche|tâches|plan d action|plan d actions|prochaines étapes|à faire"
            "|actions à mener|what we will do|what will we do"
        ),
    ),
    (
        "timeline",
        _names(
            "timeline|time line|chronology|sequence of events|agenda|history|zeitleiste|zeitlinie"
            "|zeitlicher ablauf|ablauf|tagesordnung|verlauf|chronologie|déroulement|ordre du jour"
            "|historique|chronologie des événements"
        ),
    ),
    (
        "thanks",
        _names(
            "thanks|thank you|kudos|shout outs|shoutouts|acknowledgements|credits|danke|dank"
            "|danksagung|merci|remerciements|props|appreciations"
        ),
    ),
    (
        "people",
        _names(
            "participants|attendees|present|people|who was there|team members|members|absent"
            "|apologies|teilnehmer|teilnehmerinnen|teilnehmende|anwesend|anwesende|abwesend"
            "|entschuldigt|mitglieder|présents|présentes|participantes|absents|excusés|membres"
        ),
    ),
    (
        "links",
        _names(
            "links|references|attachments|resources|related|see also|appendix|verweise|anhang"
            "|anhänge|quellen|siehe auch|liens|références|pièces jointes|annexe|annexes|voir aussi"
        ),
    ),
)
_DETAILS: Final = _names(
    "date|time|place|location|room|chair|facilitator|minutes|minute taker|note taker|notes by"
    "|scribe|author|tags|next meeting|next retro|team|version|status|owner|created|created by"
    "|updated|last edited|duration|subject|from|to|cc|sent|project|sprint|meeting|retrospective"
    "|retrospective title|datum|zeit|uhrzeit|ort|raum|protokoll|protokollant|protokollführung"
    "|leitung|moderation|verfasser|autor|nächster termin|nächstes treffen|nächste sitzung|betreff"
    "|von|an|gesendet|verteiler|dauer|projekt|besprechung|sitzung|stand|heure|lieu|salle"
    "|rédacteur|rédactrice|rédaction|animateur|animatrice|animation|secrétaire|président"
    "|prochaine réunion|prochaine séance|objet|de|à|envoyé|durée|projet|équipe|réunion|auteur"
)
"""What stands before a colon in the head of minutes, pages and mails."""
_RETRO: Final = _names(
    "went well|what went well|well|good|the good|glad|liked|loved|keep|keep doing|continue"
    "|continue doing|more of|less of|start|start doing|stop|stop doing|to improve|improve"
    "|improvements"
    "|what to improve|what can be improved|didn t go well|did not go well|what didn t go well"
    "|what did not go well|not so well|bad|the bad|sad|mad|lacked|learned|learnt|longed for"
    "|lessons|lessons learned|lessons learnt|what we learned|ideas|questions|concerns|risks|puzzles"
    "|wishes|problems|issues|drop|add|wind|anchors|rocks|island|what slowed us down"
    "|what should we start|overview|summary|background|discussion|notes|topics|retrospective"
    "|gut|gut gelaufen|das lief gut|lief gut|was lief gut|was gut lief|was war gut|nicht gut"
    "|schlecht|lief nicht gut|was lief nicht gut|was lief schlecht|verbessern|verbesserungen"
    "|zu verbessern|was wollen wir verbessern|beibehalten|weitermachen|aufhören|anfangen|gelernt"
    "|was wir gelernt haben|erkenntnisse|ideen|fragen|probleme|risiken|themen|überblick"
    "|hintergrund|bien|ce qui a bien marché|ce qui a bien fonctionné|points positifs|positif"
    "|ce qui n a pas marché|ce qui n a pas bien marché|points négatifs|points à améliorer"
    "|à améliorer|améliorations|garder|continuer|arrêter|commencer|leçons|leçons apprises|idées"
    "|risques|problèmes|sujets|contexte|pros|cons|facts|needs|limits"
)
"""Headings of retrospectives: below them are points."""
_GREETINGS: Final = _names(
    "hi|hello|hi all|hello all|hi everyone|dear all|dear team|hi team|hallo|hallo zusammen"
    "|hallo alle|liebe alle|liebes team|guten tag|moin|bonjour|bonjour à tous"
    "|bonjour à toutes et tous|salut|bonjour tout le monde"
)
_HAIL: Final = _names("hi|hello|dear|hallo|liebe|lieber|moin|bonjour|salut|cher|chère|chers")
_CLOSINGS: Final = _names(
    "best|best regards|kind regards|regards|cheers|thanks|thank you|many thanks|best wishes|bye"
    "|viele grüsse|viele grüße|liebe grüsse|liebe grüße|beste grüsse|beste grüße|gruss|gruß|danke"
    "|mit freundlichen grüssen|mit freundlichen grüßen|freundliche grüsse|freundliche grüße|vg|lg"
    "|mfg|cordialement|bien à vous|bonne journée|merci|bien cordialement|à bientôt"
)
_TASKS: Final = _names(
    "task|action|action item|todo|to do|aufgabe|maßnahme|massnahme|tâche|action à mener"
)
MONTHS: Final = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|févr|mar(?:ch|s)?|märz|mrz|apr(?:il)?|avril"
    r"|may|mai|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?"
    r"|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|décembre"
)
_DAYS: Final = (
    r"mon(?:day|tag)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche"
)
_DATE: Final = re.compile(
    rf"(?=.*\d)(?:[\d\W_]|\b(?:{MONTHS}|{_DAYS}|am|pm|at|um|uhr|utc|cet|cest|gmt|to|bis|à|h|st|nd"
    r"|rd|th|der|den|le)\b)+",
    re.IGNORECASE,
)
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_NUMBERED: Final = re.compile(r"\A[\W_]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?")
_HASH: Final = re.compile(r"\s[0-9a-f]{10,32}\Z")


def plain_name(text: str) -> str:
    """Return a heading or the name of a column without capitals, signs, numbers."""
    text = _HASH.sub("", _NUMBERED.sub("", text[:200], count=1))
    return _NOT_LETTERS.sub(" ", text).strip().casefold()


def _has(names: frozenset[str], text: str) -> bool:
    return plain_name(text) in _PLAIN[names]


_PLAIN: Final = {
    names: frozenset(map(plain_name, names))
    for names in (
        TEXT, TITLE, DESCRIPTION, KIND, WHY, PEOPLE, OTHER, _DETAILS, _RETRO, _GREETINGS,
        _HAIL, _CLOSINGS,
        _TASKS, *(names for _why, names in _SECTIONS),
    )
}  # fmt: skip
_KINDS: Final = {plain_name(word): kind for word, kind in KINDS.items()}


def is_column(names: frozenset[str], text: str) -> bool:
    """Return whether a column called `text` is one of `names`."""
    return _has(names, text)


def kind_named(text: str) -> Kind | None:
    """Return the kind that `text` is the name of."""
    return _KINDS.get(plain_name(text))


def section(text: str) -> Left | None:
    """Return why what stands below the heading `text` is left out; None: it is not."""
    name = plain_name(text)
    for why, names in _SECTIONS:
        if name in _PLAIN[names]:
            return why
    return None


def is_heading(text: str) -> bool:
    """Return whether `text` is what people write above points."""
    name = plain_name(text)
    known = name in _PLAIN[_RETRO] or name in _KINDS
    return known or section(text) is not None


def is_detail(text: str) -> bool:
    """Return whether `text` is the name of a detail of a meeting or a page."""
    return _has(_DETAILS, text) or section(text) == "people"


def is_task(text: str) -> bool:
    """Return whether a row of the type `text` is something to be done."""
    return _has(_TASKS, text)


def is_date(text: str) -> bool:
    """Return whether `text` is a date or a time and nothing else."""
    return len(text) < 80 and _DATE.fullmatch(text) is not None


def is_greeting(text: str) -> bool:
    """Return whether a mail begins with `text`."""
    first, *more = text.split(maxsplit=4)
    named = len(more) < 4 and text.endswith((",", "!")) and _has(_HAIL, first)
    return len(text) < 60 and (named or _has(_GREETINGS, text))


def is_closing(text: str) -> bool:
    """Return whether a mail ends with `text`."""
    return len(text) < 60 and _has(_CLOSINGS, text)

"""Words that a bot knows, of all languages together: people do not say which one they type.

Small letters without accents.
"""

from typing import Final

BLAME: Final = (
    # English
    "lazy", "lazi*", "stupid*", "idiot*", "moron*", "dumb*", "liar*", "useless*", "worthless*",
    "incompeten*", "pathetic*", "clueless*", "careless*", "sloppy", "slopp*", "ridiculous*",
    "ridicule*", "bullshit*", "crap", "crappy", "shit*", "hopeless*", "garbage", "rubbish",
    "trash", "nonsense", "fuck*", "bastard*", "asshole*", "arsehole*", "jerk", "jerks", "loser*",
    "fool", "fools", "foolish*", "ignorant*", "imbecile*", "disgust*", "despise*", "contempt*",
    "hate you*", "hate all of you", "hate them all", "hate these people", "hate your", "go away",
    "get lost", "get out of here", "go to hell", "shut up", "shut your *", "piss off", "screw you",
    "drop dead", "your fault", "your own fault", "waste of space", "waste of our time",
    "waste of my time", "sick of you*", "you suck", "good for nothing",
    # German
    "faul", "faule", "faulen", "faulem", "fauler", "faules", "faulheit", "faulpelz*", "faulenz*",
    "dumm", "dumme*", "dummkopf*", "dummkopfe*", "dummheit*", "blod", "blode*", "blodmann*",
    "blodsinn*", "doof*", "depp*", "trottel*", "versager*", "lugner*", "unfahig*", "inkompeten*",
    "ahnungslos*", "nichtsnutz*", "schlampig*", "schwachsinn*", "schwachkopf*", "lacherlich*",
    "bescheuert*", "scheiss*", "mull", "mist", "dreck", "dreckig*", "unsinn*", "quatsch",
    "nutzlos*", "wertlos*", "arschloch*", "arschlocher*", "idiotisch*", "verachte*", "verpiss*",
    "verschwinde", "verschwindet", "hasse euch", "hasse dich", "hasse sie alle", "hasse eure*",
    "hau ab", "haut ab", "halt den mund", "haltet den mund", "halt die klappe", "haltet die klappe",
    "halts maul", "halt s maul", "halt das maul", "haltet das maul", "geht weg", "geh weg",
    "lasst uns in ruhe", "eure schuld", "deine schuld", "selbst schuld",
    # French
    "paresseu*", "paresse", "faineant*", "feignant*", "flemmard*", "imbecil*", "cretin*", "debil*",
    "menteu*", "incapable*", "incompetent*", "irresponsable*", "merde*", "merdi*", "connard*",
    "connasse*", "abruti*", "minable*", "ordure*", "foutaise*", "poubelle*", "ridicul*",
    "meprise*", "salaud*", "va t en", "allez vous en", "vous deteste*", "vous hais", "te deteste",
    "te hais", "tais toi", "taisez vous", "ta gueule", "vos gueules", "foutez le camp",
    "fous le camp", "degagez", "casse toi", "cassez vous", "etes nul", "etes nuls", "etes nulles",
    "es nul", "etes betes", "es bete", "votre faute", "ta faute", "bande de", "espece de",
    "es con", "es conne", "etes cons", "etes connes", "sale con", "sales cons", "bon a rien",
    "bons a rien",
)  # fmt: skip
"""Words and groups of words that blame, belittle or send away. `*`: however the word goes on."""
NO: Final = frozenset(
    """
    no not nobody none never neither nor without hardly
    nicht nie niemals niemand niemanden niemandem kein keine keinen keinem keiner keines keins weder
    ohne
    pas personne jamais ni sans aucun aucune nul nulle
    """.split()  # noqa: SIM905 - words that are read, not a list that is looked at
)
"""Words that deny what comes after them."""
YES: Final = frozenset(
    """
    but only just wonder doubt question
    aber sondern nur bloss wunder zweifel frage
    mais seulement etonnant doute
    """.split()  # noqa: SIM905 - as above
)
"""Words that take a denial back: not only, no wonder, not this but that."""
ALONG_A_ROW: Final = frozenset({"wert"})
"""Words whose letters lie side by side on a keyboard although they are words."""
ROWS: Final = (
    "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm",
    "wxcvbn",
)  # fmt: skip
"""The rows of English, German and French keyboards."""
SMALL: Final = frozenset(
    """
    about after also because been before both can could does each even every from have here into
    just like make many more most much must need needs only other over same some such than that
    them then there these they this those very want wants well were what when where which while
    will with without would your yours ours their
    aber alle allem allen aller alles also andere auch auf beim bitte damit dann dass dein denn
    deren diese diesem diesen dieser dieses doch durch eine einem einen einer eines etwas euch euer
    eure fuer gibt habe haben hatte hier ihnen ihre ihrem ihren ihrer immer jede jedem jeden jeder
    jedes jetzt kann kein keine keinen konnen machen mehr mein meine mich muss mussen nach nicht
    nichts noch nur oder ohne schon sehr sein seine sich sind sollen uber unser unsere unserem
    unseren unserer viel viele vom warum wenn werden wieder wird wollen wurde zum zur
    alors apres aucun aussi autre autres avant avec avez avoir avons beaucoup bien cela ces cette
    chaque chez comme dans deja depuis donc elle elles encore entre etre faire fait faut leur leurs
    mais meme mieux moins notre nous nos parce pas peut plus pour pouvoir quand quel quelle sans
    sont sous sur tous tout toute toutes tres trop une vers votre vous
    """.split()  # noqa: SIM905 - words that are read, not a list that is looked at
)
"""Words that say nothing of what a sentence is about."""
TINY: Final = frozenset(
    """
    a am an and are as at be but by did do for get go had has he her him his how i if in is it its
    me my no not of off on one or our out she so the to too up us was we who why you
    ab als am an aus bei bin bis da das dem den der des die du ein er es fur hat ich ihm ihn ihr im
    in ist ja man mir mit nie ob sie so um und uns von vor war was weg wem wen wer wie wir wo zu
    ai as au aux avec ca car ce de des du elle en est et eu il ils je la le les lui ma me mes moi
    mon ne ni on ont ou par que qui sa se ses si son ta te tu un va y
    """.split()  # noqa: SIM905 - as above
)
"""Short words that hold a sentence together: hardly any is without one."""
TIME: Final = frozenset(
    """
    day days daily hour hours minute minutes week weeks weekly weekend month months monthly quarter
    monday tuesday wednesday thursday friday saturday sunday morning evening night late early
    tag tage tagen taglich stunde stunden minute minuten woche wochen monat monate monaten quartal
    montag dienstag mittwoch donnerstag freitag samstag sonntag morgens abends nachts
    jour jours journee heure heures semaine semaines mois trimestre lundi mardi mercredi jeudi
    vendredi samedi dimanche matin soir nuit
    """.split()  # noqa: SIM905 - as above
)
"""Words by which a sentence is about time."""
WHO: Final = frozenset({"who", "whom", "whose", "wer", "wen", "wem", "qui"})
WHEN: Final = frozenset({"when", "wann", "quand"})
"""Words that ask for a person, and for a moment."""

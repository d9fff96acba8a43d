"""Words that a bot knows, of all languages together: people do not say which one they type.

Small letters without accents.
"""

from typing import Final

BLAME: Final = (
    # English
    "lazy", "lazi", "stupid", "idiot", "moron", "dumb", "liar", "useless", "worthless", "incompet",
    "pathetic", "clueless", "careless", "sloppy", "ridicul", "bullshit", "crap", "hopeless",
    # German
    "faul", "dumm", "blod", "doof", "depp", "trottel", "versager", "lugner", "unfahig",
    "ahnungslos", "nichtsnutz", "schlampig", "schwachsinn", "lacherlich", "bescheuert", "scheiss",
    # French
    "paresseu", "faineant", "feignant", "imbecil", "cretin", "debil", "menteu", "incapable",
    "irresponsable", "merde", "connard",
)  # fmt: skip
"""How words begin that blame or belittle people."""
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

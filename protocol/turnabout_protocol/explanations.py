"""Every figure explains itself: in words, who supplied it, how many people, what it weighs.

Screens and reports say the same, so they both take it from here.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.reveal import CardFate
from turnabout_protocol.room import Figure
from turnabout_protocol.scoring import Scoring

FigureName = Literal[
    "order", "alignment", "accuracy", "agreement", "blind_spot", "felt", "claimed", "then", "close",
    "gap", "looking_back", "rings_true", "heard", "picks", "their_words", "portrayal", "own_guess",
]  # fmt: skip
Who = Literal["raters", "guessers", "owners", "answers", "parts", "echoed", "software"]


BOTS_GAVE: Final = N_(
    "Bots rated, ranked, answered and promised here. They go by plain signs in what was typed: an "
    "empty turn, no card, a card read aloud, words near its meaning, words of blame. Their guesses "
    "and answers are chance. It says nothing about people."
)
"""What stands beside everything that bots gave in a demo."""


class Explanation(Struct, frozen=True):
    """What there is to say of a figure. English, with blanks for the weights and thresholds."""

    title: str
    meaning: str
    """What it says, in one line."""
    formula: str
    """How it is made, in words."""
    source: str
    """Who supplied it."""
    enough: str
    """How many people it takes before it is shown."""
    aloud: str = ""
    """What to ask aloud where it is hidden."""
    who: Who = "answers"
    """What kind of people its number counts."""


EXPLANATIONS: Final[Mapping[FigureName, Explanation]] = {
    "order": Explanation(
        N_("The true order"),
        N_("What matters most to a side, as its own people ranked it, each for themselves."),
        N_(
            "First place of n cards gives n points, last place one; the points of all owners are "
            "added. The others' guess is their last one, added up in the same way."
        ),
        N_("The owners ranked their own cards, the others guessed that order."),
        N_(
            "Shown from {owners} owners who ranked; of two, unless one could work out the other's "
            "ranking. A guess is shown from {agreeing} people who guessed."
        ),
        N_("Owners: which of your cards matters most, and which least?"),
        "owners",
    ),
    "alignment": Explanation(
        N_("Alignment"),
        N_("How well this room understands itself today, by test, by feeling and by play."),
        N_(
            "{w_accuracy} parts accuracy, {w_felt} parts felt understood and {w_true} parts rings "
            "true. The weights are judgement, not science."
        ),
        N_("The second guess, the answers after the play, and the ratings of the turns."),
        N_("Shown when all three of its parts are. It is a mirror for this room, not a grade."),
        N_("Where do we understand each other better than this morning?"),
        "parts",
    ),
    "accuracy": Explanation(
        N_("Accuracy"),
        N_("We know each other's priorities. 50 is guessing."),
        N_(
            "Of every 100 pairs of their cards, how many did you put in the order they do? The "
            "mean of all who guessed; the room's is the mean of both directions. A change of "
            "fewer than {clear} points is no clear change: so much happens by chance."
        ),
        N_("The owners ranked their own cards, the others guessed that order."),
        N_("Shown once {owners} owners have ranked and {guessers} people have guessed."),
        N_("Owners: which of your cards matters most? Others: had you thought so?"),
        "guessers",
    ),
    "agreement": Explanation(
        N_("They agree with one another"),
        N_("The yardstick beside a guess: nobody can guess well what its owners disagree about."),
        N_(
            "Of every 100 pairs of cards, how many does one owner put in the order that the "
            "other owners add up to? The mean of all owners. It is never taken off anything."
        ),
        N_("The owners' own rankings."),
        N_("Shown from {agreeing} owners who ranked."),
        N_("Do you agree among yourselves about what comes first?"),
        "owners",
    ),
    "blind_spot": Explanation(
        N_("Blind spot"),
        N_("The card whose true place the others missed by most. A good place to start talking."),
        N_(
            "All guesses add up to one order: first place of n cards gives n points, last place "
            "one. The card with the largest difference between that place and its true one."
        ),
        N_("The owners' rankings and the others' last guess."),
        N_("Shown once {owners} owners have ranked and {agreeing} people have guessed."),
        N_("Which of your cards did the others take too lightly?"),
        "guessers",
    ),
    "felt": Explanation(
        N_("Felt understood"),
        N_("The other side understands what matters to us."),
        N_(
            "The mean answer, from 1, not at all, which is 0 points, to 7, fully, which is 100. "
            "By side, and the room's is the mean of the sides."
        ),
        N_("Everybody, silently, before the play and after it."),
        N_("Shown from {side} answers a side; else for both together, from {pooled}."),
        N_("When today did you feel understood?"),
    ),
    "claimed": Explanation(
        N_("Claimed"),
        N_("We understand what matters to the other side."),
        N_("The mean answer, from 1, not at all, which is 0 points, to 7, fully, which is 100."),
        N_("Everybody, silently, before the play and after it."),
        N_("Shown from {side} answers a side; else for both together, from {pooled}."),
        N_("What do you understand about the others that you did not before?"),
    ),
    "then": Explanation(
        N_("Looking back"),
        N_("Before today we understood what matters to the other side."),
        N_("The mean answer, from 1, not at all, which is 0 points, to 7, fully, which is 100."),
        N_("Everybody, silently, after the play."),
        N_("Shown from {side} answers a side; else for both together, from {pooled}."),
    ),
    "close": Explanation(
        N_("Closeness"),
        N_("How close the two sides are at work."),
        N_("The mean of the circles chosen: 0 worlds apart, 100 almost one."),
        N_("Everybody, silently, before the play and after it."),
        N_("Shown from {side} answers a side; else for both together, from {pooled}."),
        N_("What brings the two sides closer?"),
    ),
    "gap": Explanation(
        N_("Understanding gap"),
        N_("How much they think they get us, less how much we feel it. Near zero is good."),
        N_("What one side claims less what the other side feels, both as points from 0 to 100."),
        N_("Everybody, silently, before the play and after it."),
        N_("Shown where both sides gave {side} answers to both questions."),
        N_("Do the others understand you as well as they think?"),
    ),
    "looking_back": Explanation(
        N_("Looking back"),
        N_("How much less we knew than we thought."),
        N_(
            "What was claimed before the play, less what the same people say now that they knew "
            "then. Above zero: one has to learn something to see how little one knew."
        ),
        N_("Everybody, silently, before the play and after it."),
        N_("Shown where both answers are shown in the same way."),
        N_("What did you think you knew this morning?"),
    ),
    "rings_true": Explanation(
        N_("Rings true"),
        N_("How often the people you played could have said it themselves."),
        N_(
            "After each turn they gave it 4, I could have said that myself, to 1, that is not "
            "how we see it. A turn's ratings are averaged, then a player's turns, then the "
            "players. All 4 is 100, all 1 is 0. Skipped and flagged turns do not count."
        ),
        N_("The people who really belong to the side that was played."),
        N_(
            "Shown from {raters} different raters and {rated} rated players on; on a private "
            "slip from {slip} raters."
        ),
        N_("Which sentence could have come from you?"),
        "raters",
    ),
    "heard": Explanation(
        N_("Heard"),
        N_("How often your summary of the last speaker was right."),
        N_("Yes is 1, nearly a half, no is 0. The mean of all answers."),
        N_("The person you echoed, to your face."),
        N_("Shown with Rings true."),
        who="echoed",
    ),
    "picks": Explanation(
        N_("Picks what matters"),
        N_("From the cards you held, did you play the ones that matter most to them?"),
        N_(
            "100 for the card in your hand that matters most to its owners, 0 for the least, and "
            "in between by their points. The mean of your turns with a choice that matters."
        ),
        N_("The owners' own rankings."),
        N_("Shown with Rings true, from {owners} owners who ranked."),
        who="owners",
    ),
    "their_words": Explanation(
        N_("Their words"),
        N_("Did you use two of their words properly?"),
        N_(
            "Two different terms of theirs, in turns that rang true, are 100 points, one is 50. "
            "A word that an owner struck does not count."
        ),
        N_("This program finds the words; the owners say whether the turn rang true."),
        N_("Shown with Rings true, from turns with two ratings."),
        who="software",
    ),
    "portrayal": Explanation(
        N_("All in all"),
        N_("How the part was played: never who you are."),
        N_(
            "{p_true} parts rings true, {p_heard} heard, {p_picks} picks what matters, {p_words} "
            "their words; a part that is not there is left out."
        ),
        N_("The people you played."),
        N_("Shown with Rings true."),
        who="parts",
    ),
    "own_guess": Explanation(
        N_("Your own guess"),
        N_("How well you put their cards in their order. 50 is guessing."),
        N_(
            "Of every 100 pairs of their cards, those you put in the order they do. A single "
            "guess is mostly luck: pure chance reaches 80 about once in fourteen."
        ),
        N_("The owners' own rankings and your guess."),
        N_("Shown once {agreeing} people have guessed the same cards."),
        who="guessers",
    ),
}

AGREEING: Final = 3
"""People behind a figure from which one of them could take their own answer off."""


def values(scoring: Scoring) -> dict[str, int | str]:
    """Return what the blanks of the explanations are filled with in a session."""
    needs, portrayal, alignment = scoring.needs, scoring.portrayal, scoring.alignment
    return {
        "w_accuracy": alignment.accuracy,
        "w_felt": alignment.felt,
        "w_true": alignment.rings_true,
        "p_true": portrayal.rings_true,
        "p_heard": portrayal.heard,
        "p_picks": portrayal.picks,
        "p_words": portrayal.their_words,
        "clear": f"{scoring.clear_change:g}",
        "owners": needs.owners,
        "guessers": needs.guessers,
        "agreeing": max(AGREEING, needs.owners),
        "side": needs.side,
        "pooled": needs.pooled,
        "raters": needs.rings_true,
        "rated": AGREEING,
        "slip": needs.slip,
    }


def explained(name: FigureName, scoring: Scoring) -> Explanation:
    """Return the explanation of a figure in the language that is spoken, filled in."""
    said, filled = EXPLANATIONS[name], values(scoring)
    return Explanation(
        _(said.title),
        _(said.meaning),
        _(said.formula, **filled),
        _(said.source),
        _(said.enough, **filled),
        _(said.aloud),
        said.who,
    )


def people(name: FigureName, figure: Figure) -> str:
    """Return how many people stand behind a figure that is shown; empty when it is hidden."""
    n = figure.n
    if figure.hidden or not n:
        return ""
    match EXPLANATIONS[name].who:
        case "raters":
            return n_("{n} person rated.", "{n} people rated.", n)
        case "guessers":
            return n_("{n} person guessed.", "{n} people guessed.", n)
        case "owners":
            return n_("{n} owner ranked.", "{n} owners ranked.", n)
        case "answers":
            return n_("{n} person answered.", "{n} people answered.", n)
    return ""


def by_whom(card: CardFate) -> str:
    """Return who played a card that bots played, too: bots, or people and bots."""
    if card.by_bots == card.played:
        return n_("by a bot", "by bots", card.by_bots)
    return n_("{n} time by a bot", "{n} times by bots", card.by_bots)

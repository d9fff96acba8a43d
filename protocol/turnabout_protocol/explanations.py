"""Every figure explains itself: in words, who supplied it, how many people, what it weighs.

Screens and reports say the same, so they both take it from here.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from turnabout_language import N_, _
from turnabout_protocol.scoring import Scoring

FigureName = Literal[
    "order", "alignment", "accuracy", "agreement", "blind_spot", "felt", "claimed", "then", "close",
    "gap", "looking_back", "regard", "rings_true", "heard", "picks", "their_words", "portrayal",
    "own_guess", "retention",
]  # fmt: skip
Who = Literal["raters", "guessers", "owners", "answers", "parts", "echoed", "software"]


BOTS_GAVE: Final = N_(
    "Bots rated, ranked, answered and promised here. They go by plain signs in what was typed: an "
    "empty turn, no card, a card read aloud, words near its meaning, words of blame. Their guesses "
    "and answers are chance. It says nothing about people."
)
"""What stands beside everything that bots gave in a demo."""


class Explanation(Struct, frozen=True):
    """What can be said about a figure. English, with blanks for the weights and thresholds."""

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
            "added; cards with the same points lie as in the deck. The others' guess is their last "
            "one, added up in the same way."
        ),
        N_("The owners ranked their own cards, the others guessed that order."),
        N_(
            "Shown once {owners} owners have ranked; two are enough unless one could work out the "
            "other's ranking. A guess is shown once {agreeing} people have guessed. Where three "
            "people stand behind one of the two, both are told in thirds: first, middle, last."
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
            "mean of all who guessed both times, or where they are too few, of those who guessed "
            "last; the room's is the mean of both directions. What chance alone moves so few "
            "people by stands beside a change; a smaller one is none."
        ),
        N_("The owners ranked their own cards, the others guessed that order."),
        N_("Shown once {owners} owners have ranked and {guessers} of the others have guessed."),
        N_("Owners: which of your cards matters most? Others: had you thought so?"),
        "guessers",
    ),
    "agreement": Explanation(
        N_("They agree with one another"),
        N_("The yardstick beside a guess: nobody can guess well what its owners disagree about."),
        N_(
            "Of every 100 pairs of cards, how many does one owner put in the order that the other "
            "owners add up to? The mean of all owners. It is never subtracted from anything."
        ),
        N_("The owners' own rankings."),
        N_("Shown once {agreeing} owners have ranked."),
        N_("Do you agree among yourselves about what comes first?"),
        "owners",
    ),
    "blind_spot": Explanation(
        N_("Blind spot"),
        N_("The card whose true place the others missed by most. A good place to start talking."),
        N_(
            "All guesses add up to one order: first place of n cards gives n points, last place "
            "one. The card with the largest difference between that place and its true one, if "
            "that is two places or more; of an order that is told in thirds, a card at its other "
            "end."
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
            "The mean answer of those who answered each time, from 1, not at all, which is 0 "
            "points, to 7, fully, which is 100. By side, and then the room's is the mean of the "
            "sides."
        ),
        N_("Everybody who answered, silently."),
        N_(
            "Shown once each side has {side} answers; otherwise for both together, once there are "
            "{pooled}."
        ),
        N_("When today did you feel understood?"),
    ),
    "claimed": Explanation(
        N_("Claimed"),
        N_("We understand what matters to the other side."),
        N_(
            "The mean answer of those who answered each time, from 1, not at all, which is 0 "
            "points, to 7, fully, which is 100. By side, and then the room's is the mean of the "
            "sides."
        ),
        N_("Everybody who answered, silently."),
        N_(
            "Shown once each side has {side} answers; otherwise for both together, once there are "
            "{pooled}."
        ),
        N_("What do you understand about the others that you did not before?"),
    ),
    "then": Explanation(
        N_("Looking back"),
        N_("Before today we understood what matters to the other side."),
        N_("The mean answer, from 1, not at all, which is 0 points, to 7, fully, which is 100."),
        N_("Everybody who answered, silently."),
        N_(
            "Shown once each side has {side} answers; otherwise for both together, once there are "
            "{pooled}."
        ),
    ),
    "close": Explanation(
        N_("Closeness"),
        N_("How close the two sides are at work."),
        N_("The mean of the circles chosen: 0 worlds apart, 100 almost one."),
        N_("Everybody who answered, silently."),
        N_(
            "Shown once each side has {side} answers; otherwise for both together, once there are "
            "{pooled}."
        ),
        N_("What brings the two sides closer?"),
    ),
    "gap": Explanation(
        N_("Understanding gap"),
        N_("How much they think they get us, less how much we feel it. Near zero is good."),
        N_("What one side claims less what the other side feels, both as points from 0 to 100."),
        N_("Everybody who answered, silently."),
        N_("Shown where both sides gave {side} answers to both questions."),
        N_("Do the others understand you as well as they think?"),
    ),
    "looking_back": Explanation(
        N_("Looking back"),
        N_("Looking back, we put our earlier understanding lower, or higher, by this much."),
        N_(
            "What was claimed before the play, less what the same people say now that they knew "
            "then. It invites polite answers, so the plain before and after stand beside it."
        ),
        N_("Everybody who answered, silently."),
        N_("Shown where both answers are shown in the same way."),
        N_("What did you think you knew this morning?"),
    ),
    "regard": Explanation(
        N_("How they see us"),
        N_("What the others think of how we work, beside what we believed they think."),
        N_(
            "The mean answer of the one side about the other's work, less what that one believed, "
            "as points from 0 to 100. Under ten points is as you thought. Where they think less "
            "of you, no number is shown."
        ),
        N_("Everybody who answered, silently, before the play."),
        N_("Shown where both sides gave {side} answers to both questions."),
        N_("What do you value in how the others work?"),
    ),
    "rings_true": Explanation(
        N_("Rings true"),
        N_(
            "How close we came: 0 not us, 33 something missing, 67 right concern, 100 I could have "
            "said that."
        ),
        N_(
            "After each turn they gave it 4, I could have said that myself, to 1, that is not "
            "how we see it. A turn's ratings are averaged, then a player's turns, then the "
            "players. All 4 is 100, all 3 is 67, all 2 is 33, all 1 is 0. A turn that was passed "
            "does not count, nor does one that a facilitator took out."
        ),
        N_("The people who really belong to the side that was played."),
        N_(
            "Shown once there are {raters} different raters and {rated} rated players; on the slip "
            "that a player alone sees, once there are {slip} raters, or 2 where all agreed to it."
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
        N_("Of the cards you held, did you play the ones that matter most to them?"),
        N_(
            "100 for the card in your hand that matters most to its owners, 0 for the least, and "
            "in between by their points. The mean of your turns with a choice that matters."
        ),
        N_("The owners' own rankings."),
        N_("Shown with Rings true, once {owners} owners have ranked."),
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
    "retention": Explanation(
        N_("What stayed"),
        N_("How well an earlier session's deck is still known, and how understood people feel."),
        N_(
            "The other side's cards of that day, guessed once more at the opening: of every 100 "
            "pairs, how many are put in the order that was shown then, beside the last guess of "
            "that day. And how understood people felt then, beside the first answer of this "
            "session. Perhaps not the same people, so chance has more room than in a change."
        ),
        N_("Those who are here today, and those who were there then."),
        N_(
            "Shown once {guessers} people of a side have guessed; what was felt, once each side "
            "has {side} answers or both together {pooled}."
        ),
        N_("What do you still know of what mattered to them last time?"),
        "guessers",
    ),
}

DIALS: Final[tuple[FigureName, ...]] = ("accuracy", "felt", "rings_true")
"""What the room sees of itself last: by test, by feeling and by play."""
AGREEING: Final = 3
"""People behind a figure from which one of them could subtract their own answer."""


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

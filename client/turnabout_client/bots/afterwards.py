"""What bots say when they are themselves again: remarks in the talks, ideas, signs.

The phrases are in the language that is spoken; what they quote is in that of the scenario.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from turnabout_client.bots.chance import deal
from turnabout_client.bots.judging import about_time, content
from turnabout_client.bots.lines import fresh
from turnabout_client.bots.owner import Heard
from turnabout_client.bots.sentences import clip, fill
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import Missing
from turnabout_protocol.chance import pick
from turnabout_protocol.scenario import Story
from turnabout_protocol.text import LINE
from turnabout_protocol.whenthen import Clauses, clauses

ALIKE: Final = 2
"""So many shared words that say something, and two thirds of the shorter one, are the same step."""
_STEP_OUT: Final = (
    N_("would have asked more and argued less."),
    N_("have never had to stand in front of the board."),
    N_("usually hear of these things only at the end."),
    N_("would have begun with this: “{point}”"),
)
_GOES_ON: Final = (N_("this did not matter so much: “{point}”"),)
_REMARKS: Final = (
    ("one day", (N_("One Friday evening this kept all of us here: “{point}”"),
                 N_("I remember a Monday when the whole day went into this: “{point}”"))),
    ("right", (N_("This was right: “{point}”"), N_("It could have come from me: “{point}”"))),
    ("differently", (N_("I would say why before I say this: “{point}”"),
                     N_("It is not always so. I would add when: “{point}”"))),
    ("outside", (N_("From outside one does not see how much work is behind this: “{point}”"),)),
    ("mood", (N_("The mood changed when this was said: “{point}”"),)),
    ("came through", (N_("This came through: “{point}”"),)),
    ("voice", (N_("Nobody said what comes after this: “{point}”"),)),
    ("never came up", (N_("Nobody said what comes after this: “{point}”"),)),
    ("word", (N_("In this sentence there was a word that I had to guess: “{point}”"),)),
    ("other side of the table", (N_("It was harder than I thought to argue this: “{point}”"),)),
    ("watch yourselves", (N_("It was strange to hear this from somebody else: “{point}”"),)),
    ("moment", (N_("This moment got to me: “{point}”"),)),
    ("happen", (N_("Here it happens in busy weeks: “{point}”"),)),
    ("reality", (N_("In reality it is rarely said so clearly: “{point}”"),)),
    ("wrong again", (N_("We would ask nobody about this: “{point}”"),)),
    ("any of that", (N_("Now and then we forget this: “{point}”"),)),
)  # fmt: skip
"""What is said to a question, by words in it as the agenda has them."""
_LOW: Final[Mapping[str, Mapping[Missing, str]]] = {
    "right": {
        "tone": N_("The card was right, the tone was not: “{point}”"),
        "reason": N_("The card was right, but it was only read out: “{point}”"),
    },
    "differently": {
        "tone": N_("I would say this without blame: “{point}”"),
        "reason": N_("I would say this in words of my own, with a reason: “{point}”"),
        "fact": N_("I would stay closer to what the card says: “{point}”"),
    },
}
"""What is said instead of a card whose turn the speaker rated low, by what was missing."""
_OPEN: Final = (N_("What I take with me: “{point}”"),)
_CURIOUS: Final = (
    N_("What could we do next week that would make this easier for you: “{point}”"),
    N_("What have you tried about this already: “{point}”"),
)
_CURIOUS_OF_TIME: Final = (N_("On which day of the week does this hurt most: “{point}”"),)
_IDEAS: Final = (
    (N_("a request from {a} has waited for a week"),
     N_("one person from each side looks at it together for ten minutes")),
    (N_("{b} plans a change that {a} will notice"),
     N_("{b} calls {a} before the date is fixed")),
    (N_("somebody uses a word the others do not know"),
     N_("we stop and say it in plain words")),
    (N_("the same question comes up for the second time"),
     N_("we write the answer down where both sides find it")),
    (N_("a meeting of {a} and {b} ends without a next step"),
     N_("the last to speak names one and a day for it")),
    (N_("something goes wrong that both {a} and {b} feel"),
     N_("whoever notices it calls the other side on the same day")),
)  # fmt: skip
_SIGNS: Final = (
    N_("we can name one case in which it happened"),
    N_("nobody has to ask twice for an answer"),
    N_("both sides tell the same story about it"),
)
_OBSTACLES: Final = (
    N_("The week it came up, half of us were away."),
    N_("We did it twice, and then nobody asked for it any more."),
    N_("Nobody noticed the moment until it was over."),
)
_ONE_WORD: Final = (
    N_("curious"), N_("lighter"), N_("thoughtful"), N_("hopeful"), N_("surprised"), N_("thankful"),
    N_("tired"), N_("closer"), N_("awake"), N_("relieved"), N_("humbled"), N_("ready"),
)  # fmt: skip


def step_out(
    starter: str, persona: str, name: str, home: str, points: Sequence[str],
    said: Collection[str], seed: int,
) -> str:  # fmt: skip
    """Return a line with which somebody leaves the role; `home` is the label of their side."""
    begin = fill(_(starter), name=name, home=home, persona=persona).rstrip()
    return fresh((f"{begin} {line}" for line in _with(_STEP_OUT, points)), said, seed, "out")


def goes_on(starter: str, points: Sequence[str], said: Collection[str], seed: int) -> str:
    """Return a sentence that goes on from `starter`, which ends in the middle of one."""
    begin = _(starter).strip()
    heard = "heard" in starter.lower()
    lines = [_("they mean this: “{point}”")] if heard else [_(line) for line in _GOES_ON]
    filled = (clip(f"{begin} {fill(li, point=p)}", LINE) for li in lines for p in points)
    return fresh(filled, said, seed, "on")


def remark(
    prompt: str, ours: Sequence[Heard], theirs: Sequence[str], said: Collection[str], seed: int
) -> str:
    """Return an answer to `prompt`; empty when all that could be said was said.

    `ours`: how others played the speaker's side; a card that was played badly is not praised.
    `theirs`: points of the other side, for whoever has heard nothing of the own one.
    """
    asked = prompt.lower()
    fitting = next((lines for word, lines in _REMARKS if word in asked), _OPEN)
    well = [of.point for of in ours if of.missing is None]
    low = next((lines for word, lines in _LOW.items() if word in asked), {})
    put = [
        clip(fill(_(low[of.missing]), point=of.point), LINE)
        for of in ours
        if of.missing is not None and of.missing in low
    ]
    if put and (line := fresh(put, said, seed, "low")):
        return line
    points = well if ours else theirs
    return fresh([*_with(fitting, points), *put], said, seed, "remark")


def question(points: Sequence[str], said: Collection[str], seed: int) -> str:
    """Return one honest question to those who have just spoken, or nothing."""
    timed = [point for point in points if about_time(point)]
    lines = [*_with(_CURIOUS, points), *_with(_CURIOUS_OF_TIME, timed)]
    return fresh(lines, said, seed, "curious")


def _with(lines: Sequence[str], points: Sequence[str]) -> list[str]:
    """Return all of `lines` about all of `points`."""
    return [clip(fill(_(line), point=point), LINE) for line in lines for point in points]


def idea(story: Story, place: int, seed: int, there: Sequence[Clauses] = ()) -> Clauses | None:
    """Return the two clauses of a when-then idea, without the words when and then.

    None when everything that could be said is said by one that is `there`.
    """
    labels = {"a": story.labels["business"], "b": story.labels["it"]}
    ideas = [pair for text in story.action_seeds if all(pair := clauses(text))]
    ideas += [(fill(_(when), **labels), fill(_(then), **labels)) for when, then in _IDEAS]
    found = [(clip(when, LINE), clip(then, LINE)) for when, then in ideas]
    first = found.index(deal(found, place, seed, "idea"))
    mine = (*found[first:], *found[:first])
    return next((one for one in mine if not any(double(one, other) for other in there)), None)


def double(one: Clauses, other: Clauses) -> bool:
    """Return whether two ideas say the same, as far as a bot sees: at the same moment, or with a
    step of mostly the same words.
    """
    if one[0].casefold() == other[0].casefold() or one[1].casefold() == other[1].casefold():
        return True
    mine, theirs = content(one[1]), content(other[1])
    shared = len(mine & theirs)
    return shared >= ALIKE and 3 * shared >= 2 * min(len(mine), len(theirs))


def word_idea() -> Clauses:
    """Return the two clauses of an idea that adds a word to the glossary."""
    return (
        _("somebody uses a word that the others do not know"),
        _("we say it in plain words and write it into our glossary"),
    )


def obstacle(seed: int, *what: object) -> str:
    """Return what got in the way of an earlier promise."""
    return _(pick(_OBSTACLES, seed, "obstacle", *what))


def one_word(place: int, seed: int) -> str:
    """Return the one word somebody leaves with."""
    return _(deal(_ONE_WORD, place, seed, "one word"))


def sign(seed: int, *what: object) -> str:
    """Return by what we see that a promise works."""
    return _(pick(_SIGNS, seed, "sign", *what))

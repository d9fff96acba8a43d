"""What bots say when they are themselves again: remarks in the talks, ideas, signs."""

from collections.abc import Sequence
from typing import Final

from turnabout_client.bots.chance import deal
from turnabout_client.bots.sentences import clip, fill, inner, mirrored
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.chance import pick
from turnabout_protocol.scenario import Story
from turnabout_protocol.text import LINE

_STEP_OUT: Final = (
    "can switch off my phone in the evening.",
    "would have asked more and argued less.",
    "have never had to stand in front of the board.",
    "know the person who could answer that, and can walk over.",
    "usually hear about these things only at the end.",
    "need some quiet before I answer.",
    "do not have to keep all of that in my head.",
)
_USED_TO_THINK: Final = (
    "they did not care; now I think nobody had asked them.",
    "it was about the tool; now I think it is about who decides.",
    "they had all the time in the world; now I think they wait as much as we do.",
    "we had said it clearly; now I think we said it once, in our own words.",
    "they said no to us; now I think they say no to a pile of work.",
)
_GOES_ON: Final = (
    "both sides want the same and say it differently.",
    "somebody waits for an answer at every desk.",
    "nobody had told them why it matters.",
)
_RIGHT: Final = (
    "This was right: “{point}”",
    "“{point}” could have come from me.",
    "You got the pressure right. “{point}” is how it feels.",
)
_RIGHT_IN_GENERAL: Final = (
    "You took our side seriously, and that was right.",
    "The tone was right: nobody was made to look foolish.",
)
_DIFFERENT: Final = (
    "I would put this less sharply: “{point}”",
    "I would say why before I say “{point}”",
    "It is not always so. I would add when: “{point}”",
)
_DIFFERENT_IN_GENERAL: Final = (
    "I would talk less about tools and more about the people who wait.",
    "I would begin with what already works.",
)
_UNSEEN: Final = (
    "How much is already on the desk when a new request comes in.",
    "How many small things go well, so that nobody hears of them.",
    "That we often wait for an answer ourselves.",
    "That most of us have asked for this before.",
    "How it feels to give the same answer for the third time.",
)
_OPEN: Final = (
    "It was harder than I thought to argue that side.",
    "I noticed how little I know about their week.",
    "I heard things I had not heard in three years of meetings.",
    "I was surprised how much we want the same.",
)
_CURIOUS: Final = (
    "What could we do next week that would make this easier for you?",
    "When does this hurt most: which day, which hour?",
    "What did we miss that matters to you?",
)
_TRIGGERS: Final = (
    "a request from {a} has waited for a week",
    "{b} plans a change that {a} will notice",
    "somebody uses a word the others do not know",
    "the same question comes up for the second time",
    "a meeting of {a} and {b} ends without a next step",
    "something goes wrong that both {a} and {b} feel",
)
_FIRST_STEPS: Final = (
    "one person from each side looks at it together for ten minutes",
    "we ask which decision it is for before we talk about a solution",
    "we stop and say it in plain words",
    "whoever notices it calls the other side on the same day",
    "{b} shows {a} what it looks like from their desk",
    "we write down one sentence that both sides agree on",
)
_SIGNS: Final = (
    "we can name one case in which it happened",
    "nobody has to ask twice for an answer",
    "both sides tell the same story about it",
    "it is the first item of our next meeting, and it is short",
)

_OBSTACLES: Final = (
    "The week the trigger came up, half of us were away.",
    "We did it twice, and then nobody was asked for it any more.",
    "It needed one person more than we had thought.",
    "Nobody noticed the moment until it was over.",
)
_ONE_WORD: Final = (
    "curious", "lighter", "thoughtful", "hopeful", "surprised", "thankful", "tired", "closer",
    "awake", "relieved", "humbled", "ready",
)  # fmt: skip


def step_out(starter: str, name: str, home: str, persona: str, place: int, seed: int) -> str:
    """Return a line with which somebody leaves the role; `home` is the label of their side."""
    begin = fill(starter, name=name, home=home, persona=persona).rstrip()
    return clip(f"{begin} {deal(_STEP_OUT, place, seed, 'out')}", LINE)


def goes_on(starter: str, theirs: Sequence[Turn], place: int, seed: int) -> str:
    """Return the rest of a sentence that `starter` begins.

    `theirs`: the turns that put the other side's case.
    """
    points = [turn.card.text for turn in theirs if turn.card is not None]
    point = deal(points, place, seed, "point", starter) if points else ""
    begin = starter.strip()
    if begin.lower().startswith("i used to think"):
        return clip(f"{begin} {deal(_USED_TO_THINK, place, seed, 'think')}", LINE)
    if point and begin.lower().startswith("i heard"):
        return clip(f"{begin} {mirrored(inner(point))}", LINE)
    return clip(f"{begin} {deal(_GOES_ON, place, seed, 'on')}", LINE)


def remark(prompt: str, ours: Sequence[Turn], place: int, seed: int) -> str:
    """Return an answer to `prompt`. `ours`: the turns in which others played our side."""
    points = [turn.card.text for turn in ours if turn.card is not None]
    point = deal(points, place, seed, "point", prompt) if points else ""
    asked = prompt.lower()
    lines: tuple[str, ...]
    if "right" in asked:
        lines = _RIGHT if point else _RIGHT_IN_GENERAL
    elif "different" in asked:
        lines = _DIFFERENT if point else _DIFFERENT_IN_GENERAL
    elif "outside" in asked or "not see" in asked:
        lines = _UNSEEN
    else:
        lines = _OPEN
    line = deal(lines, place, seed, "remark", prompt)
    return clip(fill(line, point=clip(point, LINE - 60)), LINE)


def question(seed: int, *what: object) -> str:
    """Return one honest question to those who have just spoken."""
    return pick(_CURIOUS, seed, "curious", *what)


def idea(story: Story, place: int, seed: int) -> tuple[str, str]:
    """Return the two clauses of a when-then idea, without the words when and then."""
    labels = {"a": story.labels["business"], "b": story.labels["it"]}
    seeds = [pair for text in story.action_seeds if all(pair := clauses(text))]
    triggers = [when for when, _ in seeds] + [fill(t, **labels) for t in _TRIGGERS]
    general = [fill(t, **labels) for t in _FIRST_STEPS]
    own = deal(range(len(triggers)), place, seed, "when")
    # An example's trigger keeps its own step; any other trigger goes with any general step.
    if own < len(seeds):
        return clip(triggers[own], LINE), clip(seeds[own][1], LINE)
    return clip(triggers[own], LINE), clip(deal(general, place, seed, "then"), LINE)


def word_idea() -> tuple[str, str]:
    """Return the two clauses of an idea that adds a word to the glossary."""
    return (
        "somebody uses a word that the others do not know",
        "we say it in plain words and write it into our glossary",
    )


def obstacle(seed: int, *what: object) -> str:
    """Return what got in the way of an earlier promise."""
    return pick(_OBSTACLES, seed, "obstacle", *what)


def one_word(place: int, seed: int) -> str:
    """Return the one word somebody leaves with."""
    return deal(_ONE_WORD, place, seed, "one word")


def sign(seed: int, *what: object) -> str:
    """Return the sign by which we see that a promise works."""
    return pick(_SIGNS, seed, "sign", *what)


def clauses(action_seed: str) -> tuple[str, str]:
    """Return the two clauses of `When ..., then ...`; two empty ones if it has another form."""
    when, found, then = action_seed.partition(", then ")
    if not found or not when.lower().startswith("when "):
        return "", ""
    return when[5:], inner(then)

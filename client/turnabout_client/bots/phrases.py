"""What bots say in a scene: built from the scenario and from what was said at the table.

The phrases are in the language that is spoken; what they quote is in that of the scenario.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from turnabout_client.bots.chance import chance
from turnabout_client.bots.judging import (
    NEAR,
    asks_for,
    blames,
    content,
    is_sentence,
    shares,
)
from turnabout_client.bots.lines import fresh
from turnabout_client.bots.sentences import (
    clip,
    fill,
    inner,
    mirrored,
    point_of,
    speaks_of_listener,
    states,
)
from turnabout_language import N_, _, language
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.room import Own
from turnabout_protocol.scenario import KeyPoint, Kind, Persona, Story, Term
from turnabout_protocol.text import LINE, SPEECH

_WORRIES: Final = (
    N_("how this ends. They say of me: “{persona} {pressure}.”"),
    N_("the weeks ahead. What weighs on me: “{persona} {pressure}.”"),
    N_("being misread. They say of me: “{persona} {good_reason}.”"),
)
_OPENINGS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "need": (N_("Let me say what we need."), N_("Without this we stand still.")),
    "fact": (N_("Let me tell you what we see every day."), N_("This is how it is.")),
    "limit": (N_("There is a limit to what we can do."), N_("I wish it were different.")),
    "worry": (N_("I will be honest about what keeps me awake."), N_("This is what worries me.")),
    "ask": (N_("We have a request."), N_("One thing would change a lot.")),
}
_BECAUSE: Final = (
    N_("You know what they say of me: “{persona} {good_reason}.”"),
    N_("What weighs on me: “{persona} {pressure}.”"),
)
_OWN_WEEK: Final = (
    N_("I see it in my own week, again and again."),
    N_("People ask me about it, and I have no answer to give them."),
    N_("It costs us an hour here and a day there, and nobody counts that."),
    N_("I have tried to live with it, and it did not work."),
    N_("I would not say it if it were not so every time."),
    N_("Whoever joins us new asks about it in the first month."),
    N_("We talk about it among ourselves, and it stays as it is."),
    N_("It is the first thing I would change if it were mine to change."),
)
"""Reasons of somebody whose persona's own was heard already, or has been quoted."""
_WORD: Final = N_("We have a word for it, “{term}”: {means}.")
_NO_CARD: Final = (
    N_("What all of us want: “{goal}”"),
    N_("I would rather try something small with you than be right."),
    N_("Perhaps we look at one single case together before we plan anything big."),
)
_OURS: Final = (
    N_("I have nothing new to add, but I stand by this: “{point}”"),
    N_("If I could change one thing tomorrow, it would be this: “{point}”"),
)
_THEIRS: Final = (N_("What I take with me from you: “{point}”"),)
_QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    N_("What would help you most in the next two weeks?"): (
        N_("In the next two weeks? An hour with somebody from your side who does it every day."),
        N_("In the next two weeks? One small case that we look at together."),
    ),
    N_("What do you see from {label} that we cannot see?"): (
        N_("From our place one sees this: “{point}”"),
    ),
    N_("Which part of this is hardest for you?"): (N_("The hardest part is this: “{point}”"),),
    N_("Who on your side could decide that?"): (
        N_("I cannot decide that alone, but I can take it to those who can, this week."),
        N_("On our side several have to agree. I can ask them together."),
    ),
    N_("What would you give up if we did that?"): (
        N_("I would give up one thing of ours for it, if we choose it together."),
        N_("Some of our time, and gladly."),
    ),
    N_("When did this last go well, and what was different?"): (
        N_("It went well when I could simply walk over and ask."),
        N_("It went well when somebody told us a week ahead."),
    ),
}
"""What bots ask, each with the answers that fit it."""
_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "who": (
        N_("I cannot name anybody today. I will ask on our side and tell you this week."),
        N_("Let me find out who it is with us; until then, ask me."),
    ),
    "when": (
        N_("I cannot name a day today. I will ask on our side and tell you this week."),
        N_("As soon as we can; I will come back to you with a day."),
    ),
    "": (
        N_("I do not know. I will take that question with me to our side."),
        N_("That is a question I would like to answer well. Give me until next week."),
    ),
}
"""Answers to what somebody else has thought of, by what is asked for."""
_KNOWS: Final = (
    N_("I cannot answer that in one breath. What I know is this: “{point}”"),
    N_("Let me think about that. What I can say today: “{point}”"),
)
"""Answers with a point that has to do with the question."""


def warm_up(starter: str, persona: Persona, said: Collection[str], seed: int) -> str:
    """Return a line in role that begins like `starter`."""
    begin = fill(_(starter), persona=persona.name).rstrip()
    lines = [f"{begin} {_of_persona(_(worry), persona)}" for worry in _WORRIES]
    return clip(fresh(lines, said, seed, "worry", persona.name) or lines[0], LINE)


def say(card: KeyPoint, own: Own, said: Collection[str], seed: int) -> str:
    """Return a played card in the persona's own words."""
    why = card.why or _because(card, own, said, seed)
    rest = (card.text, why, _own_word(card, own, seed))
    lines = [clip(" ".join(filter(None, (_(o), *rest))), SPEECH) for o in _OPENINGS[card.kind]]
    return fresh(lines, said, seed, "opening", card.id)


def _because(card: KeyPoint, own: Own, said: Collection[str], seed: int) -> str:
    """Return a reason that nobody has given yet; of a persona's own, one in a session."""
    persona = own.persona
    personal = [] if persona is None else [_of_persona(_(line), persona) for line in _BECAUSE]
    given = [line for line in (*personal, *(_(line) for line in _OWN_WEEK)) if _heard(line, said)]
    free = [] if {*personal} & {*given} else personal
    free += [_(line) for line in _OWN_WEEK]
    return fresh(free, given, seed, "because", card.id)


def _heard(line: str, said: Collection[str]) -> bool:
    return any(line in whole for whole in said)


def say_without_card(
    story: Story, ours: Sequence[str], theirs: Sequence[str], said: Collection[str], seed: int
) -> str:
    """Return what to say when every card has been played; empty when all of it was said.

    `ours`, `theirs`: the points that were played of the side one plays, and of the other.
    """
    lines = [fill(_(line), goal=story.shared_goal) for line in _NO_CARD]
    lines += [fill(_(line), point=point) for line in _OURS for point in ours]
    lines += [fill(_(line), point=point) for line in _THEIRS for point in theirs]
    return fresh((clip(line, SPEECH) for line in lines), said, seed, "no card")


def answer(question: str, label: str, ours: Sequence[str], said: Collection[str], seed: int) -> str:
    """Return what to say to `question` instead of playing a card; empty when all was said."""
    asked = {clip(fill(_(q), label=label), LINE): answers for q, answers in _QUESTIONS.items()}
    fitting, points = asked.get(question), ours
    if fitting is None:
        near = max((shares(question, point) for point in ours), default=0)
        points = [point for point in ours if near and shares(question, point) == near]
        fitting = _KNOWS if points else _ANSWERS[asks_for(question)]
    lines = [fill(_(line), point=point) for line in fitting for point in (points or ("",))]
    whole = (line for line in lines if "“”" not in line and "„“" not in line)
    return fresh((clip(line, SPEECH) for line in whole), said, seed, "answer")


def ask(label: str, twist_ask: str, said: Collection[str], seed: int) -> str:
    """Return a question to the side called `label`; after a twist the twist's own, perhaps."""
    if twist_ask and twist_ask not in said and chance(50, seed, "twist"):
        return clip(twist_ask, LINE)
    lines = (clip(fill(_(q), label=label), LINE) for q in _QUESTIONS)
    return fresh(lines, said, seed, "question")


def _own_word(card: KeyPoint, own: Own, seed: int) -> str:
    """Return a sentence with one of the side's own words that has to do with the card, or none."""
    term = word_for(card.text, own.lingo)
    if term is None or not chance(75, seed, "lingo", card.id):
        return ""
    return fill(_(_WORD), term=term.term, means=term.means.rstrip("."))


def word_for(text: str, lingo: tuple[Term, ...]) -> Term | None:
    """Return the side's word that `text` uses, or with whose meaning it shares most; or none."""

    def near(term: Term) -> int:
        used = content(term.term) and content(term.term) <= content(text)
        return len(lingo) * NEAR if used else shares(text, term.means)

    best = max(lingo, key=near, default=None)
    return best if best is not None and near(best) >= NEAR else None


def echo(last: Turn) -> str:
    """Return how the sentence "What I heard you say is ..." goes on after the turn `last`.

    Abuse is not said again, and letters that are no sentence are not made into one.
    """
    card = last.card
    if card is not None:
        authored = card.source != "session"
        return _given_back(card.text, card.kind != "ask" if authored else states(card.text))
    if blames(f"{last.echo} {last.say} {last.ask}"):
        return clip(_("that you are angry. What is behind it I did not hear."), LINE)
    if last.ask.endswith("?") and is_sentence(last.ask):
        return clip(fill(_("a question: “{ask}”"), ask=last.ask), LINE)
    heard = next(filter(is_sentence, (point_of(last.say), last.ask, last.echo)), "")
    if not heard:
        return clip(_("nothing that I could give back. Please say it once more."), LINE)
    return _given_back(heard, states(heard))


def _given_back(heard: str, statement: bool) -> str:
    """Return `heard` turned round, or quoted where that would make no sense."""
    # Only English is turned round word by word: we -> you.
    turns = statement and language().startswith("en") and not heard.endswith(("?", "”"))
    if not turns or speaks_of_listener(heard):
        return clip(fill(_("this: “{heard}”"), heard=heard), LINE)
    return clip(f"that {mirrored(inner(heard))}.", LINE)


def _of_persona(text: str, persona: Persona) -> str:
    return fill(
        text,
        persona=persona.name,
        good_reason=persona.good_reason.rstrip("."),
        pressure=persona.pressure.rstrip("."),
    )

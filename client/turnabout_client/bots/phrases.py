"""What bots say: always built from the scenario and from what was said at the table."""

from typing import Final

from turnabout_client.bots.chance import chance, deal
from turnabout_client.bots.sentences import (
    clip,
    fill,
    first_sentence,
    inner,
    mirrored,
    speaks_of_listener,
)
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.chance import draw, pick
from turnabout_protocol.room import Own
from turnabout_protocol.scenario import KeyPoint, Persona, Story, Term
from turnabout_protocol.text import LINE, SPEECH

_WORRIES: Final = (
    "how this goes, because I am the one who {pressure}",
    "the weeks ahead. I am the one who {pressure}",
    "being misread: I {good_reason}, and I am the one who {pressure}",
    "what people will think. Somebody here {pressure}, and that is me",
)
_OPENINGS: Final[dict[str, tuple[str, ...]]] = {
    "need": (
        "What would help us is simple.",
        "Let me say what we need.",
        "Without this we stand still.",
    ),
    "fact": (
        "This is how it is.",
        "Let me tell you what we see every day.",
        "Look at the plain facts.",
    ),
    "limit": (
        "There is a limit to what we can do.",
        "I wish it were different.",
        "We do not say this to be difficult.",
    ),
    "worry": (
        "I will be honest about what keeps me awake.",
        "This is what worries me.",
        "It is not about blame.",
    ),
    "ask": (
        "We have a request.",
        "One thing would change a lot.",
        "Let me ask for something.",
    ),
}
_BECAUSE: Final = (
    "I am somebody who {good_reason}.",
    "Remember that I am the one who {pressure}.",
    "As {job} I see it more often than I like.",
    "Ask anyone who works as {job}.",
)
_LINGO: Final = (
    "It comes back to “{term}” every time: {means}.",
    "That is what “{term}” is about for us: {means}.",
    "When we say “{term}” we mean {means}, and it matters here.",
)
_LINGO_ASIDE: Final = (
    "You will often hear “{term}” from us: {means}.",
    "In our corner “{term}” is a daily word: {means}.",
)
_NO_CARD: Final = (
    "You have heard our points. What I take with me is how much of this we share.",
    "I have nothing new to add, but I stand by what we said: I am somebody who {good_reason}.",
    "Let me turn it round: what would be a good first sign for you?",
    "I think we are closer than we sound. {goal} That is what we all want.",
    "If I could change one thing tomorrow, nobody would again be the one who {pressure}.",
    "I would rather try something small with you than be right.",
    "Perhaps we should look at one single case together before we plan anything big.",
    "What I would like to keep from today is that somebody asked before answering.",
)
_ANSWERS: Final = (
    "To answer you as {job}: I would start with one small case and see what happens.",
    "I cannot decide that alone, but I can bring it up on our side this week.",
    "Honestly, time. Everything else we could talk about today.",
    "I would need an hour with somebody from your side who does it every day.",
    "It was better when I could simply walk over and ask. I am somebody who {good_reason}.",
    "Ask me again when I have seen with my own eyes what it looks like at your desk.",
    "I would rather give something up than go on as the one who {pressure}.",
)
_QUESTIONS: Final = (
    "What would help you most in the next two weeks?",
    "What do you see from {label} that we cannot see?",
    "Which part of this is hardest for you?",
    "Who on your side could decide that?",
    "What would you give up if we did that?",
    "When did this last go well, and what was different?",
)


def warm_up(starter: str, persona: Persona, seed: int) -> str:
    """Return a line in role that begins like `starter`."""
    begin = fill(starter, persona=persona.name).rstrip()
    worry = pick(_WORRIES, seed, "worry", persona.name)
    reason = _first_person(persona.good_reason)
    filled = fill(worry, pressure=persona.pressure, good_reason=reason)
    return clip(f"{begin} {inner(filled)}.", LINE)


def say(card: KeyPoint, own: Own, seed: int) -> str:
    """Return a played card in the persona's own words."""
    parts = [pick(_OPENINGS[card.kind], seed, "opening", card.id), card.text]
    if card.why:
        parts.append(card.why)
    elif own.persona is not None:
        because = pick(_BECAUSE, seed, "because", card.id)
        parts.append(_of_persona(because, own.persona))
    parts.append(_own_word(card, own, seed))
    return clip(" ".join(part for part in parts if part), SPEECH)


def say_without_card(story: Story, own: Own, place: int, seed: int) -> str:
    """Return what to say when every card has been played; `place` counts such turns."""
    line = deal(_NO_CARD, place, seed, "no card").replace("{goal}", story.shared_goal)
    return clip(line if own.persona is None else _of_persona(line, own.persona), SPEECH)


def answer(own: Own, place: int, seed: int) -> str:
    """Return what to say to a question instead of playing a card; `place` as above."""
    line = deal(_ANSWERS, place, seed, "answer")
    return clip(line if own.persona is None else _of_persona(line, own.persona), SPEECH)


def _own_word(card: KeyPoint, own: Own, seed: int) -> str:
    """Return a sentence with one of the side's own words, or nothing."""
    term, near = word_for(card.text, own.lingo, seed)
    if term is None or not chance(75 if near else 40, seed, "lingo", card.id):
        return ""
    line = pick(_LINGO if near else _LINGO_ASIDE, seed, "word", card.id)
    return fill(line, term=term.term, means=term.means.rstrip("."))


def word_for(text: str, lingo: tuple[Term, ...], seed: int) -> tuple[Term | None, bool]:
    """Return the side's word that is nearest to `text`, and whether it is near at all."""
    words = {word for word in text.lower().split() if len(word) > 3}

    def shared(term: Term) -> int:
        return len(words & set(f"{term.term} {term.means}".lower().split()))

    ranked = sorted(lingo, key=lambda term: (-shared(term), draw(seed, text, term.term)))
    return (ranked[0], shared(ranked[0]) > 0) if ranked else (None, False)


def echo(last: Turn, seed: int) -> str:
    """Return how the sentence "What I heard you say is ..." goes on after the turn `last`."""
    if last.card is None and last.ask:
        return clip(f"a question: “{last.ask}”", LINE)
    heard = last.card.text if last.card is not None else first_sentence(last.say)
    if not heard:
        return clip(f"that {mirrored(inner(last.echo.removeprefix('that ')))}", LINE)
    if last.card is not None and last.card.kind == "ask" and not heard.startswith("We "):
        return clip(f"what you ask of us: “{heard}”", LINE)
    if heard.endswith("?") or speaks_of_listener(heard):
        return clip(f"this: “{heard}”", LINE)
    tail = pick((".", ". Is that right?", ". Did I get that right?"), seed, "tail", last.number)
    return clip(f"that {mirrored(inner(heard))}{tail}", LINE)


def ask(label: str, twist_ask: str, seed: int, turn: int) -> str:
    """Return a question to the side called `label`; after a twist, perhaps the twist's own."""
    if twist_ask and chance(50, seed, "twist", turn):
        return clip(twist_ask, LINE)
    return clip(fill(deal(_QUESTIONS, turn, seed, "question"), label=label), LINE)


def _of_persona(text: str, persona: Persona) -> str:
    return fill(
        text,
        good_reason=persona.good_reason,
        pressure=persona.pressure,
        job=_article(persona.job),
    )


def _article(job: str) -> str:
    return f"{'an' if job[:1].lower() in 'aeiou' else 'a'} {job}"


def _first_person(verb_phrase: str) -> str:
    """`wants to help` -> `want to help`, as far as the first word goes."""
    first, _, rest = verb_phrase.partition(" ")
    known = {"is": "am", "has": "have", "does": "do", "goes": "go"}
    plain = first[:-2] if first.endswith(("ches", "shes", "sses")) else first.removesuffix("s")
    return f"{known.get(first, plain)} {rest}"

"""What bots say: always built from the scenario and from what was said at the table."""

from typing import Final

from turnabout_client.bots.chance import chance, draw, pick
from turnabout_client.bots.words import (
    clip,
    first_sentence,
    inner,
    mirrored,
    speaks_of_listener,
)
from turnabout_protocol.activities.scene import Turn
from turnabout_protocol.parts import Own
from turnabout_protocol.scenario import KeyPoint, Persona, Story, Term
from turnabout_protocol.text import LINE, SPEECH

NAMES: Final = (
    "Ada", "Bruno", "Chidi", "Dana", "Emre", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kaya", "Lars",
    "Mina", "Nils", "Oona", "Pavel", "Quinn", "Rosa", "Sven", "Tala", "Uma", "Vera", "Wim", "Yara",
)  # fmt: skip
"""Names for seats that play by themselves."""

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
    "And it comes back to “{term}” every time: {means}.",
    "That is what “{term}” is about for us: {means}.",
    "When we say “{term}” we mean {means}, and it matters here.",
)
_QUESTIONS: Final = (
    "What would help you most in the next two weeks?",
    "What do you see from {label} that we cannot see?",
    "Which part of this is hardest for you?",
    "Who on your side could decide that?",
    "What would you give up if we did that?",
    "When did this last go well, and what was different?",
)
_HEARD: Final = ("What I heard you say is that ", "What I heard you say is this: ")


def warm_up(starter: str, persona: Persona, seed: int) -> str:
    """Return a line in role that begins like `starter`."""
    begin = starter.replace("{persona}", persona.name).rstrip()
    worry = pick(_WORRIES, seed, "worry", persona.name)
    reason = _first_person(persona.good_reason)
    filled = worry.format(pressure=persona.pressure, good_reason=reason)
    return clip(f"{begin} {inner(filled)}.", LINE)


def say(card: KeyPoint, own: Own, seed: int) -> str:
    """Return a played card in the persona's own words."""
    parts = [pick(_OPENINGS[card.kind], seed, "opening", card.id), card.text]
    if card.why:
        parts.append(card.why)
    elif own.persona is not None:
        because = pick(_BECAUSE, seed, "because", card.id)
        parts.append(_of_persona(because, own.persona))
    term = word_for(card.text, own.lingo, seed)
    if term is not None and chance(60, seed, "lingo", card.id):
        line = pick(_LINGO, seed, "word", card.id)
        parts.append(line.format(term=term.term, means=term.means.rstrip(".")))
    return clip(" ".join(parts), SPEECH)


def say_without_card(story: Story, seed: int) -> str:
    """Return what to say when every card has been played."""
    begin = pick(("All our points are on the table.", "You have heard our points."), seed, "empty")
    return clip(f"{begin} What we all want is this: {story.shared_goal}", SPEECH)


def word_for(text: str, lingo: tuple[Term, ...], seed: int) -> Term | None:
    """Return the side's own word that is nearest to `text`; any of them if none is near."""
    if not lingo:
        return None
    words = set(text.lower().split())

    def distance(term: Term) -> tuple[int, int]:
        shared = words & set(f"{term.term} {term.means}".lower().split())
        return -sum(len(word) > 3 for word in shared), draw(seed, "term", text, term.term)

    return min(lingo, key=distance)


def echo(last: Turn, seed: int) -> str:
    """Return in one sentence what was heard in the turn `last`."""
    heard = last.card.text if last.card is not None else first_sentence(last.say or last.ask)
    if not heard:
        return clip(f"{_HEARD[1]}{mirrored(inner(last.echo))}.", LINE)
    asks = last.card is not None and last.card.kind == "ask" and not heard.startswith("We ")
    if asks or heard.endswith("?") or speaks_of_listener(heard):
        quoted = clip(heard, LINE - 40)
        return f"What I heard you ask is this: “{quoted}”" if asks else f"{_HEARD[1]}“{quoted}”"
    tail = pick((".", ". Is that right?", ", and that it costs you."), seed, "tail", last.number)
    body = mirrored(inner(heard))
    return clip(f"{_HEARD[0]}{body}{tail}", LINE)


def ask(label: str, twist_ask: str, seed: int, turn: int) -> str:
    """Return a question to the side called `label`; after a twist, perhaps the twist's own."""
    if twist_ask and chance(50, seed, "twist", turn):
        return clip(twist_ask, LINE)
    return clip(pick(_QUESTIONS, seed, "question", turn).format(label=label), LINE)


def _of_persona(text: str, persona: Persona) -> str:
    return text.format(
        good_reason=persona.good_reason, pressure=persona.pressure, job=_article(persona.job)
    )


def _article(job: str) -> str:
    return f"{'an' if job[:1].lower() in 'aeiou' else 'a'} {job}"


def _first_person(verb_phrase: str) -> str:
    """`wants to help` -> `want to help`, as far as the first word goes."""
    first, _, rest = verb_phrase.partition(" ")
    known = {"is": "am", "has": "have", "does": "do", "goes": "go"}
    plain = first[:-2] if first.endswith(("ches", "shes", "sses")) else first.removesuffix("s")
    return f"{known.get(first, plain)} {rest}"

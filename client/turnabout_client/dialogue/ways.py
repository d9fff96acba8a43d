"""Which answer, or which word, gives a command: for whoever decides in commands. Pure."""

from typing import NamedTuple

from turnabout_client.dialogue.answers import alike
from turnabout_client.dialogue.shapes import Answers, Ask, Dialogue, Drawn
from turnabout_protocol.bases import Command
from turnabout_protocol.commands import AnyCommand


class Way(NamedTuple):
    """What somebody would do in front of a dialogue."""

    word: str = ""
    """The word they say first; empty: they answer what is asked."""
    answers: Answers | None = None
    """What they answer; None: the word alone is all."""


def way(dialogue: Dialogue, command: AnyCommand) -> Way | None:
    """Return how to give `command` in front of `dialogue`; None if it offers no way."""
    answers = None if dialogue.ask is None else _read(dialogue.ask, command)
    if answers is not None:
        return Way(answers=answers)
    for word in dialogue.also:
        if isinstance(word.then, Command) and alike(word.then, command):
            return Way(word.key)
        if isinstance(word.then, Drawn) and isinstance(command, word.then.kind):
            return Way(word.key)
        if isinstance(word.then, Ask):
            answers = _read(word.then, command)
            if answers is not None:
                return Way(word.key, answers)
    return None


def _read(ask: Ask, command: AnyCommand) -> Answers | None:
    answers = ask.makes.read(command)
    made = None if answers is None else ask.makes.make(answers)
    return answers if isinstance(made, Command) else None

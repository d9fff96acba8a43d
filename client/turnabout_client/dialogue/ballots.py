"""Dots to give: the same few for everybody, several on one thing if one likes. Pure."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from turnabout_client.dialogue.answers import missing
from turnabout_client.dialogue.shapes import Answers, Ask, Choice, Makes, Option, Sorry
from turnabout_language import _


class Ballot(NamedTuple):
    """A question for dots, before it is known what becomes of them."""

    id: str
    prompt: str
    field: Choice
    most_on_one: int

    def counted(self, answers: Answers) -> dict[str, int] | Sorry:
        """Return how many dots lie where, or why they cannot."""
        found = missing((self.field,), answers)
        if found is not None:
            return found
        dots = Counter(answers.get(self.field.key, ()))
        if any(n > self.most_on_one for n in dots.values()):
            return Sorry(_("At most {n} of your dots can lie on one.", n=self.most_on_one))
        return dict(dots)

    def spread(self, dots: Mapping[str, int]) -> Answers:
        """Return the answer that gives these dots."""
        return {self.field.key: tuple(key for key, n in dots.items() for _dot in range(n))}

    def with_makes(self, makes: Makes, send: str) -> Ask:
        """Return the question, with what becomes of the dots."""
        return Ask(id=self.id, prompt=self.prompt, fields=(self.field,), makes=makes, send=send)


def dots_ask(
    id_: str,
    prompt: str,
    options: tuple[Option, ...],
    dots: int,
    most_on_one: int,
    given: tuple[str, ...],
) -> Ballot:
    """Return a question for up to `dots` dots; `given` are those that lie there already."""
    label = _("{n} dots, at most {most} on one", n=dots, most=most_on_one)
    known = {option.key for option in options}
    field = Choice(
        key="dots",
        label=label,
        options=options,
        least=0,
        most=max(2, dots),
        again=True,
        given=tuple(key for key in given if key in known),
    )
    return Ballot(id_, prompt, field, most_on_one)

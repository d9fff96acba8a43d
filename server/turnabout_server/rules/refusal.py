"""The one error of the rules."""

from turnabout_language import N_
from turnabout_language.phrase import Phrase
from turnabout_protocol.room import Seat


class Refusal(Exception):
    """A seat asked for something that is not allowed now. Nothing has changed.

    `code` is for programs. `sentence`, with `values` filled in, tells a person what happened and
    what to do next; it is marked with `N_` for the catalogue.
    """

    def __init__(self, code: str, sentence: str, **values: str | int) -> None:
        self.code = code
        self.phrase = Phrase(sentence, values)
        super().__init__(self.phrase.english)

    @property
    def sentence(self) -> str:
        """The whole sentence, in the language that is spoken."""
        return str(self.phrase)


def moved_on() -> Refusal:
    """Return the refusal of something that was meant for an earlier moment."""
    return Refusal("moved_on", N_("The table has moved on. What you typed is kept."))


def not_yours() -> Refusal:
    """Return the refusal of something only a facilitator does."""
    return Refusal("not_yours", N_("Only a facilitator can do that."))


def not_lead() -> Refusal:
    """Return the refusal of something that only whoever opened the room does."""
    return Refusal(
        "not_lead",
        N_("Only the facilitator who opened the room can do that. You steer with them."),
    )


def facilitator(seat: Seat) -> Seat:
    """Return `seat` if it facilitates. Raises Refusal."""
    if seat.role != "facilitator":
        raise not_yours()
    return seat


def not_in_panel() -> Refusal:
    """Return the refusal of an answer from outside the panel."""
    return Refusal(
        "not_in_panel",
        N_("Only the people in the panel answer here. You are welcome to watch and to talk."),
    )

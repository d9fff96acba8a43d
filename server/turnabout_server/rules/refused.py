"""The one error of the rules."""


class Refused(Exception):
    """A seat asked for something that is not allowed now. Nothing has changed.

    `code` is for programs, `sentence` tells a person what happened and what to do next.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def moved_on() -> Refused:
    """Return the refusal of something that was meant for an earlier moment."""
    return Refused("moved_on", "The table has moved on. What you typed is kept.")


def not_yours() -> Refused:
    """Return the refusal of something only a facilitator does."""
    return Refused("not_yours", "Only a facilitator can do that.")

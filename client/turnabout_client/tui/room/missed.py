"""What somebody who came late has read by now."""

from textual.message import Message


class Heard(Message):
    """What a step told all was read, by who had missed it."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step

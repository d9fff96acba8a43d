"""What can go wrong between a client and its server, each with a sentence for people."""


class CommandRefused(Exception):
    """The server did not do what was asked; nothing has changed."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

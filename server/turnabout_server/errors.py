"""The one error with which the server does not start, or cannot go on."""

from turnabout_machine.trouble import frames


class ServerError(Exception):
    """Something the operator can put right. `sentence` says what happened and what to do next."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def told(error: BaseException) -> str:
    """Return what the operator's log may say: never the text of an error that may quote people."""
    return error.sentence if isinstance(error, ServerError) else frames(error)

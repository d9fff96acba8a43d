"""What can go wrong between a client and its room, each as one sentence with the next step."""

from typing import Final

from turnabout_language import N_, _
from turnabout_protocol.messages import CloseCode


class LinkError(Exception):
    """No way into the room. Its text is a sentence for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unreachable(LinkError):
    """The network or the server is not there just now."""


class Untrusted(LinkError):
    """The server's certificate is not the one it must be."""


class NotTurnabout(LinkError):
    """Something answers there, but it does not speak this protocol."""


class TurnedAway(LinkError):
    """The server said goodbye and gave a reason."""

    def __init__(self, code: int, sentence: str = "") -> None:
        super().__init__(
            sentence or _(_REASONS.get(code, N_("The server hung up (code {code}).")), code=code)
        )
        self.code = code

    @property
    def come_back(self) -> bool:
        """Whether trying again makes sense without a person deciding anything."""
        return self.code in tuple(CloseCode) and CloseCode(self.code).come_back


class CommandRefused(Exception):
    """The command changed nothing. `code` is for programs, `sentence` for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


# Said when the connection closed with a reason but the sentence was lost on the way.
_REASONS: Final[dict[int, str]] = {
    CloseCode.TOO_BIG: N_("That was too much at once for the server. Write less."),
    CloseCode.RESTART: N_("The server is restarting."),
    CloseCode.BAD_MESSAGE: N_(
        "The server did not understand this program. Install the same version."
    ),
    CloseCode.WRONG_VERSION: N_(
        "The server runs another version of Turnabout. Install the same one."
    ),
    CloseCode.NO_SUCH_ROOM: N_("No room has this code. Copy the whole link again."),
    CloseCode.WRONG_KEY: N_("The key does not fit this room. Ask for a new link, or join as new."),
    CloseCode.NOT_NOW: N_("This seat is not free just now. Try another name, or watch."),
    CloseCode.REPLACED: N_("You came in from somewhere else, so this window stopped."),
    CloseCode.REMOVED: N_("The facilitator took this seat out of the room."),
    CloseCode.CLOSED: N_("This session is over."),
    CloseCode.TOO_MUCH: N_("The server asks this client to slow down."),
    CloseCode.TOO_SLOW: N_("More is waiting for you than your connection takes."),
    CloseCode.FAILED: N_("The room had to reopen from its log."),
    CloseCode.ASIDE: N_("This room is set aside. Ask whoever runs the server."),
}

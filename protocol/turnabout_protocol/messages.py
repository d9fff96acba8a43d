"""What travels in a frame. A conversation:

    client                     server
    Hello                  ->
                           <-  Door        the room, as anyone with its link may see it
    Join | Return | Steer  ->
                           <-  Waiting     only where a facilitator has to let you in first
                           <-  Welcome     your seat, its key
                           <-  Update ...  what you may know, from the beginning or from `seen` on
    Do                     ->
                           <-  Update      what came of it, once it is durable
                           <-  Accepted | Refused
    Draft                  ->              never answered
                           <-  Writing     what the speaker types, while it is typed

or, instead of Hello:

    OpenRoom               ->  Opened
    AskReport              ->  ReportSent
    ForgetRoom             ->  Forgotten

or, after Hello and a Door whose session is over and has its check:

    OpenCheck              ->  CheckAsked
    AnswerCheck            ->  CheckTaken

A frame that cannot be understood, and any refusal before
Welcome, is answered with Farewell, and the connection closes with its code.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Annotated, Any, Final, Self

from msgspec import Meta, Struct

from turnabout_language.phrase import Phrase, told
from turnabout_protocol import signs as signs  # here before the first text that takes them
from turnabout_protocol.activities.scene import Said, TurnNumber
from turnabout_protocol.agenda import Agenda
from turnabout_protocol.bases import Hash
from turnabout_protocol.check import Pledge, Reply
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.fold import Entry
from turnabout_protocol.report import Report
from turnabout_protocol.room import HouseRules, Phase, Role, SeatId, snake
from turnabout_protocol.scenario import KeyPoint, Scenario, Side, Slug

VERSION: Final = 3
SUBPROTOCOL: Final = "turnabout.v1"
SSH_KEEPS: Final = 45
"""Days for which an ssh door keeps the seat of somebody: until the check of their session is over.
"""

Version = Annotated[int, Meta(ge=0, le=9999)]
Key = Annotated[str, Meta(pattern=r"\A[0-9A-Z]{8,40}\Z")]
KeyIfAny = Annotated[str, Meta(pattern=r"\A([0-9A-Z]{8,40})?\Z")]
Epoch = Annotated[str, Meta(pattern=r"\A[0-9A-Z]{0,40}\Z")]
CommandId = Annotated[str, Meta(pattern=r"\A[0-9a-zA-Z_-]{1,32}\Z")]
HostIfAny = Annotated[str, Meta(pattern=r"\A([A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?)?\Z")]
PersonName = Annotated[str, Meta(min_length=1, max_length=24)]


class CloseCode(IntEnum):
    """Why a connection was closed, and so whether coming back makes sense."""

    TOO_BIG = 1009
    """A frame was larger than 64 KiB, and nothing was said before. Do not come back."""
    RESTART = 1012
    """The server is going down for a moment. Come back."""
    BAD_MESSAGE = 4000
    """A frame that does not follow the protocol. Do not come back."""
    WRONG_VERSION = 4001
    """The two ends speak different versions. Do not come back."""
    NO_SUCH_ROOM = 4004
    """No room has this code. Do not come back."""
    WRONG_KEY = 4003
    """The key does not fit. Do not come back with it."""
    NOT_NOW = 4005
    """The seat is not free: name taken, room full. Try with other answers."""
    REPLACED = 4006
    """The same seat connected from elsewhere. Do not come back."""
    REMOVED = 4007
    """The facilitator took the seat out of the room. Do not come back."""
    CLOSED = 4008
    """The session is over. Do not come back."""
    TOO_MUCH = 4009
    """A limit was passed: too many frames or bytes. Come back later."""
    FAILED = 4010
    """The room failed and reopens from its log. Come back."""
    ASIDE = 4011
    """The server cannot go on with this room and has set it aside. Do not come back."""
    TOO_SLOW = 4012
    """More waited to be sent than is kept for one connection. Come back."""

    @property
    def reason(self) -> str:
        """The name of the code, for programs."""
        return self.name.lower()

    @property
    def come_back(self) -> bool:
        """Whether the client should try again by itself."""
        return self in (self.RESTART, self.TOO_MUCH, self.FAILED, self.TOO_SLOW)


class Message(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="msg", tag=snake
):
    """Base of what travels."""


class Hello(Message, frozen=True, kw_only=True):
    """Knock at a room's door. `code` is from its link."""

    version: Version
    """The newest that I speak."""
    also: Annotated[tuple[Version, ...], Meta(max_length=16)] = ()
    """Others that I speak. The server takes the newest that it speaks, too, and says which."""
    code: Key
    key: Annotated[str, Meta(pattern=r"\A([0-9A-Z]{8,40})?\Z")] = ""
    """What stands behind the code in the link, if something does."""


class Join(Message, frozen=True, kw_only=True):
    """Take a new seat."""

    name: PersonName
    home: Side | None
    """The side I belong to; an observer may have none."""
    role: Role = "player"
    """`player` or `observer`; a facilitator says Steer."""
    stage: bool = False
    """For an observer without a side: a screen for all to look at. It is nobody, and asked nothing.
    """
    ticket: str = ""
    """A stand-in's proof that the server asked for it."""
    key: Annotated[str, Meta(pattern=r"\A([0-9A-Z]{16})?\Z")] = ""
    """The key of the link, if it has one: a personal link is good for one seat and needs nobody at
    the door, the one that replaced the room's first is good for everybody."""


class Return(Message, frozen=True, kw_only=True):
    """Come back to my seat and resume after the first `seen` of its entries."""

    key: Key
    seen: Annotated[int, Meta(ge=0)] = 0
    epoch: Epoch = ""
    """What the newest Welcome for my copy of the room said; empty when I have none."""
    moves: Annotated[int, Meta(ge=0)] = 0
    """What the same Welcome said."""


class Steer(Message, frozen=True, kw_only=True):
    """Take a facilitator's seat with the facilitator key."""

    key: Key
    name: PersonName


class OpenCheck(Message, frozen=True, kw_only=True):
    """The session is over, and I was in its panel: ask me. `key` is that of my seat."""

    key: Key


class AnswerCheck(Message, frozen=True, kw_only=True):
    """This is what I answer, once and for all. `key` is that of my seat."""

    key: Key
    reply: Reply


class OpenRoom(Message, frozen=True, kw_only=True):
    """Open a room. `key` is the server's opening key."""

    version: Version
    key: Key
    scenario: Scenario
    agenda: Agenda
    rules: HouseRules
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    """For rehearsals that repeat; the server draws one otherwise."""
    series: KeyIfAny = ""
    """The key of the team's series. Without the right one a new series begins: the name of a team
    proves nothing."""
    passes: Annotated[tuple[Hash, ...], Meta(max_length=24)] = ()
    """Hashes of the keys of personal links, each good for one seat."""


class AskReport(Message, frozen=True, kw_only=True):
    """Send me the report: of a session that is over, or of one that is on, as far as it was shown.

    `key` is the facilitator key of the room.
    """

    version: Version
    code: Key
    key: Key


class ForgetRoom(Message, frozen=True, kw_only=True):
    """Delete everything of a session, the report and the promises too. There is no way back.

    A session that is on ends for everybody. `key` is the facilitator key of the room.
    """

    version: Version
    code: Key
    key: Key


class Do(Message, frozen=True, kw_only=True):
    """A command. Sent again with the same id it takes effect once."""

    id: CommandId
    command: AnyCommand


class Draft(Message, frozen=True, kw_only=True):
    """What I have typed so far in my turn."""

    step: Slug
    turn: TurnNumber
    said: Said


ClientMessage = (
    Hello
    | Join
    | Return
    | Steer
    | OpenCheck
    | AnswerCheck
    | OpenRoom
    | AskReport
    | ForgetRoom
    | Do
    | Draft
)


class Allowed(Struct, frozen=True, kw_only=True):
    """How much this server takes of one connection."""

    frame: int
    """Bytes of the largest frame, from somebody who has a seat."""
    rate: float
    """Frames a second over time. A frame counts once for each 4 KiB begun."""
    burst: float
    """Frames at once."""
    join_within: float
    """Seconds from this message until I must have said who I am."""


class SshDoor(Struct, frozen=True, kw_only=True):
    """Where people come in with ssh, as user CODE."""

    host: HostIfAny = ""
    """A name or an address; empty: the machine that the link names."""
    port: Annotated[int, Meta(ge=1, le=65535)]
    fingerprint: Annotated[str, Meta(pattern=r"\ASHA256:[A-Za-z0-9+/]{43}\Z")]
    """Of the key by which ssh knows that machine."""


class Door(Message, frozen=True, kw_only=True):
    """A room as its link shows it."""

    version: Version = VERSION
    """The one that is spoken from here on."""
    allowed: Allowed | None = None
    title: str
    team: str
    labels: dict[Side, str]
    phase: Phase
    players: int
    max_players: int
    playing: bool
    """New people can still play; otherwise they observe."""
    shut: str = ""
    """The link takes in nobody new any more, and this is the code of the refusal. Then nothing of
    the room is told: the fields above are the same for every room. Who has a seat comes back to it.
    """
    shared: str = ""
    """With the facilitator key: the key of the link to share, if it replaced the room's first."""
    check: bool = False
    """The session is over, and asks those who were in its panel three things just now."""
    language: str = ""
    """The tag of the room's language; empty where nothing of the room is told."""
    ssh: SshDoor | None = None
    """The server's ssh door, where it has one that is open."""
    web: bool = False
    """Whether its links open in browsers."""


class Waiting(Message, frozen=True, kw_only=True):
    """You wait at the door: a facilitator is asked whether you come in.

    A Welcome follows, or a Farewell, and that can take minutes.
    """


class Welcome(Message, frozen=True, kw_only=True):
    """You sit at `seat`. `restart`: forget what you have folded, all of it follows."""

    seat: SeatId
    key: Key
    restart: bool
    epoch: Epoch
    """Which run of the room's log this is. Say it again with Return."""
    newest: int
    """The number of the newest entry that there is for you: what has happened so far ends with it,
    and whatever follows is new."""
    moves: int
    """How often this seat has got another role or home side: each time it starts over with what
    it may know. Say it again with Return."""


class Update(Message, frozen=True, kw_only=True):
    """Entries you may know, oldest first, and the room time at which this was sent."""

    now: int
    first: Annotated[int, Meta(ge=1)]
    """The number of the first of them among all that your seat is sent, from 1 and without gaps,
    since the newest restart."""
    entries: tuple[Entry, ...]
    running: bool = True
    """Whether room time is counting."""


class Accepted(Message, frozen=True, kw_only=True):
    """Your command took effect and is durable."""

    id: CommandId


class Telling(Message, frozen=True, kw_only=True):
    """A message with a sentence for people."""

    sentence: str
    """In English, complete."""
    template: str = ""
    """The same with its blanks, such as `{name}`, for clients that translate it."""
    values: Mapping[str, str | int] = {}
    """What to fill in."""

    @classmethod
    def of(cls, phrase: Phrase, **more: Any) -> Self:
        """Return the message that says `phrase`, with its other fields."""
        return cls(
            sentence=phrase.english,
            template=phrase.template if phrase.values else "",
            values=phrase.values,
            **more,
        )

    @property
    def said(self) -> str:
        """The sentence in the language that is spoken."""
        return told(self.sentence, self.template, self.values)


class Refused(Telling, frozen=True, kw_only=True):
    """Your command changed nothing."""

    id: CommandId
    code: str
    """For programs."""


class Opened(Message, frozen=True, kw_only=True):
    """The room is open."""

    code: Key
    facilitator_key: Key
    """Of whoever opened the room: with it one can end the session, forget it, and renew the other.
    """
    co_key: KeyIfAny = ""
    """For co-facilitators: with it one steers."""
    series: KeyIfAny = ""
    """The key of the series, for the team's next order; empty when there is no team."""
    began: bool = False
    """A new series began: nothing of earlier sessions is opened in this one."""
    ssh: SshDoor | None = None
    """The server's ssh door, where it has one that is open."""
    web: bool = False
    """Whether its links open in browsers."""


class ReportSent(Message, frozen=True, kw_only=True):
    """The report of a session."""

    report: Report
    left_out: int = 0
    """How many ideas, ahas and words did not fit into the frame, in this order."""


class Forgotten(Message, frozen=True, kw_only=True):
    """Nothing is left of the session here."""


class CheckAsked(Message, frozen=True, kw_only=True):
    """What you are asked."""

    date: str
    """Of the session, YYYY-MM-DD."""
    language: str
    """Of the room."""
    side: Side
    """The other side: whose cards these are."""
    label: str
    """What it was called."""
    cards: tuple[KeyPoint, ...]
    """In a drawn order that tells nothing."""
    pledges: tuple[Pledge, ...]
    """All promises of the session: ask of those that your person holds."""


class CheckTaken(Message, frozen=True, kw_only=True):
    """Your answer is kept, sealed, until the check is over."""


class Farewell(Telling, frozen=True, kw_only=True):
    """The last frame before the connection closes with `code`."""

    code: int
    reason: Annotated[str, Meta(pattern=r"\A[a-z_]*\Z")] = ""
    """The name of the code, as in the table of close codes."""


class Writing(Message, frozen=True, kw_only=True):
    """What the speaker of that turn has typed so far; it is no event, and only the newest counts.

    It comes at most twice a second while it changes, and to whoever comes or comes back. To the
    speaker it comes then alone, whole; to whoever shares the turn always whole; to the others
    without the card.
    """

    step: Slug
    turn: TurnNumber
    said: Said | None
    """None: they are writing, and nobody reads it before it is sent."""


ServerMessage = (
    Door
    | Waiting
    | Welcome
    | Update
    | Writing
    | Accepted
    | Refused
    | Opened
    | ReportSent
    | Forgotten
    | CheckAsked
    | CheckTaken
    | Farewell
)

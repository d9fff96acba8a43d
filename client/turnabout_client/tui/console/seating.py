"""The people: bots, who plays what, who watches, who leaves; and who is here."""

from collections.abc import Callable
from typing import Final

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from turnabout_client.console import model
from turnabout_client.console.helm import Helm
from turnabout_client.tui.console.lever import Lever, sends
from turnabout_client.tui.kit.dialogs import Confirm
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.static import Static
from turnabout_client.tui.room.screen import RoomScreen
from turnabout_client.view import roster, words
from turnabout_client.view.people import waited, whose_answers
from turnabout_language import N_, _
from turnabout_protocol import panel
from turnabout_protocol.commands import AddBot, Remove
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import SIDES, Side


class PeoplePanel(VerticalScroll):
    """Who is here: the two sides beside each other, and below them everybody else."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="who", classes="panel")
        self.border_title = _("Who is here")

    def compose(self) -> ComposeResult:
        with Horizontal(id="who-sides"):
            for side in SIDES:
                yield Static(id=f"who-{side}")
        yield Static(id="who-else")

    def show(self, public: Public, seat: int | None) -> None:
        """Bring it up to date; `seat` is mine."""
        seats = waited(public)
        for side in SIDES:
            told = roster.by_home(public, side, seat, seats, closely=True)
            self.query_one(f"#who-{side}", Static).update(told)
        counted = Content.styled(whose_answers(public), "$quiet")
        below = [*filter(None, (roster.others(public, seat), counted))]
        self.query_one("#who-else", Static).update(words.lines(*below))


def _bot(side: Side, key: str) -> Lever:
    return Lever(
        f"bot_{side}",
        key,
        N_("add a bot"),
        N_("It plays that side. In the lobby, or while the room waits for a side."),
        sends(lambda _helm: AddBot(home=side)),
        when=lambda helm: helm.lobby or helm.awaited,
        label=lambda helm: _("bot from {side}", side=model.short(helm.public.label(side))),
    )


def _own_side_words(helm: Helm) -> str:
    allowed = helm.public.rules.own_side_allowed
    return _("own side allowed") if allowed else _("own side not allowed")


def _move(screen: RoomScreen, helm: Helm) -> None:
    if panel.frozen(helm.public):
        screen.notice(
            _("The parts are given. Whoever is away can be covered with the comma; o lets watch.")
        )
        return
    options = model.places(helm.public)

    def to(seat: Seat) -> None:
        told = [place.told(helm.public) for place in options]
        screen.app.push_screen(
            Pick(_("{name} ...", name=seat.name), told),
            lambda i: None if i is None else screen.send(options[i].command(seat.id)),
        )

    _pick(screen, helm, _("Who gets another place?"), to)


def _observe(screen: RoomScreen, helm: Helm) -> None:
    watch = model.SeatChoice("observer", None, None)

    def watches(seat: Seat) -> None:
        screen.send(watch.command(seat.id))

    _pick(screen, helm, _("Who watches from here on?"), watches)


def _remove(screen: RoomScreen, helm: Helm) -> None:
    def sure(seat: Seat) -> None:
        screen.app.push_screen(
            Confirm(
                _("Take {name} out of the room? Their key no longer opens it.", name=seat.name),
                _("Remove"),
            ),
            lambda yes: screen.send(Remove(seat=seat.id)) if yes else None,
        )

    _pick(screen, helm, _("Who is to leave the room?"), sure)


def _pick(screen: RoomScreen, helm: Helm, question: str, then: Callable[[Seat], None]) -> None:
    seats = helm.others
    if not seats:
        screen.notice(_("Nobody else is here yet."))
        return
    lines = [roster.one(helm.public, seat, helm.seat, frozenset()) for seat in seats]
    screen.app.push_screen(Pick(question, lines), lambda i: None if i is None else then(seats[i]))


BOTS: Final = (_bot("business", "a"), _bot("it", "b"))
OWN_SIDE: Final = Lever(
    "own_side",
    "l",
    N_("own side"),
    N_("Whether somebody may play the side they belong to."),
    sends(lambda helm: helm.own_side),
    when=lambda helm: helm.lobby,
    label=_own_side_words,
)
MOVE: Final = Lever(
    "move",
    "m",
    N_("move"),
    N_("To the other side, or to watch with a say, until the parts are dealt."),
    _move,
)
OBSERVE: Final = Lever(
    "observe", "o", N_("let watch"), N_("Somebody watches from here on, without a say."), _observe
)
REMOVE: Final = Lever(
    "remove",
    "x",
    N_("take out"),
    N_("Takes somebody out. Whoever comes back waits at the door."),
    _remove,
)

"""Every screen of a session at a telling moment: real tables, played by bots and then stopped."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from tests.support.measured import measuring
from tests.support.minds import Minds
from tests.support.table import Table as Rehearsal
from turnabout_client.link.status import Status
from turnabout_client.tui.app import TurnaboutApp
from turnabout_client.tui.themes import DARK
from turnabout_protocol.activities.brief import BriefState
from turnabout_protocol.activities.close import CloseState
from turnabout_protocol.activities.deck import WRITE, Deck, WriteCard
from turnabout_protocol.activities.ideas import Vote
from turnabout_protocol.activities.lingo import Lingo
from turnabout_protocol.activities.plan import COMPLETE, MERGE, VOTE, Plan, PlanState
from turnabout_protocol.activities.poll import PollState
from turnabout_protocol.activities.promises import Promising
from turnabout_protocol.activities.rank import Rank
from turnabout_protocol.activities.reveal import RevealState, Slide
from turnabout_protocol.activities.review import LOOKING, Review, ReviewState
from turnabout_protocol.activities.scene import AnswerEcho, Rate, Said, SceneState, SendEcho
from turnabout_protocol.activities.talk import TalkState
from turnabout_protocol.agenda import Agenda, AnyStep
from turnabout_protocol.commands import AnyCommand, Start
from turnabout_protocol.messages import SshDoor, Writing
from turnabout_protocol.pairs import ShareTurns
from turnabout_protocol.room import Earlier, HouseRules, Public, Room, State
from turnabout_protocol.scenario import SIDES
from turnabout_server.authoring.scenarios import find_agenda

EARLIER: Final = (
    Earlier(
        number=1, when="a deal has had no contact for fourteen days",
        then="the seller and the CRM owner look at it together", owner="Noor Haddad",
        partner="Dana", by="2026-02-16", sign="no quiet deal is older than three weeks",
        opened_on="2026-02-02",
    ),
    Earlier(
        number=2, when="a new field is asked for", then="we first name one that goes away",
        owner="Dana", partner="Tomáš", by="2026-02-23", sign="the form has not grown",
        opened_on="2026-02-02",
    ),
    Earlier(
        number=3, when="somebody new starts in Sales",
        then="they spend their second day with IT", owner="Jo", partner="Ana-Sofía",
        by="2026-03-09", sign="", opened_on="2026-02-02",
    ),
)  # fmt: skip
NAMES: Final = ("Dana", "Noor Haddad", "Li Wei", "Ana-Sofía", "Jo", "Tomáš")


class StillTable:
    """One seat at a table at which nothing moves any more."""

    def __init__(self, room: Room, seat: int, now: int) -> None:
        self.room = room
        self.seat: int | None = seat
        self.status = Status(state="live")
        self.private = True
        self.ssh: SshDoor | None = None
        self.web = True
        self.writing: Writing | None = None
        self._now = now

    def now(self) -> int:
        return self._now

    async def do(self, command: AnyCommand) -> None:
        pass

    def draft(self, step: str, turn: int, said: Said) -> None:
        pass


def scene(public: Public) -> SceneState:
    state = public.steps.get("scene")
    return state if isinstance(state, SceneState) else SceneState()


def stage(public: Public, step: str) -> int:
    state = public.steps.get(step)
    return -1 if state is None else state.stage


def some_lines(public: Public) -> bool:
    state = public.steps.get("brief")
    return isinstance(state, BriefState) and len(state.lines) == 3


def my_turn(public: Public) -> bool:
    """Whether the first player has the floor and others have spoken before."""
    live = scene(public).live
    return live is not None and live.number > 3 and live.seat == 2


def to_rate(public: Public) -> bool:
    """Whether the side of the first player has just been played."""
    state = scene(public)
    last = state.last
    return (
        len(state.turns) > 4
        and last is not None
        and last.card is not None
        and last.side == public.seats[2].home
        and not last.answers
        and state.live is not None
        and state.live.seat != 2
    )


def said_back(public: Public) -> bool:
    """Whether the first player has just been said back, and the side of that player played."""
    state = scene(public)
    last = state.last
    if last is None or not to_rate(public):
        return False
    echoed = state.turn(last.echoes or 0)
    return bool(last.echo) and last.heard is None and echoed is not None and echoed.seat == 2


def to_react(public: Public) -> bool:
    """Whether somebody of the side that the first player plays has just played a card."""
    state = scene(public)
    last, me = state.last, public.seats.get(2)
    return (
        last is not None
        and last.card is not None
        and me is not None
        and last.side == me.played
        and last.seat != 2
        and state.live is not None
        and state.live.seat != 2
    )


def _writer(public: Public) -> int:
    """Return who has the pen of the turn that the first player shares; 0: there is none."""
    live = scene(public).live
    return live.seat if live is not None and 2 in live.speakers and live.number > 1 else 0


def remarks(public: Public, step: str, at_least: int) -> bool:
    state = public.steps.get(step)
    return isinstance(state, TalkState) and len(state.remarks) >= at_least


def tallied(public: Public) -> bool:
    state = public.steps.get("feel")
    return isinstance(state, PollState) and state.tallies is not None


def promised(public: Public) -> bool:
    state = public.steps.get("plan")
    return isinstance(state, PlanState) and bool(state.promises)


def first_is_ready(room: Room, step: str) -> bool:
    """Whether the first player is ready, or is the last who is not: with that one the step ends."""
    public = room.public
    if not at(step)(public):
        return False
    counted = public.state(State, step).counted
    return room.is_ready(2, step) or counted == len(public.players()) - 1


def at(step: str) -> Callable[[Public], bool]:
    return lambda public: public.step is not None and public.step.id == step


def revealing(slide: Slide, coming: int = 0) -> Callable[[Public], bool]:
    """Whether that slide is on, with so many cards still to come."""

    def there(public: Public) -> bool:
        state = public.steps.get("scores")
        return (
            isinstance(state, RevealState) and state.slide == slide and len(state.coming) == coming
        )

    return there


MEASURING: Final = (
    "cards", "orders", "blind", "accuracy", "felt", "gap", "looking-back", "score", "slip",
)  # fmt: skip
"""Moments of a session that measures; the others are the taster's."""

MOMENTS: Final[Mapping[str, Callable[[Public], bool]]] = {
    "lobby": lambda public: public.phase == "lobby" and len(public.seats) >= 7,
    "agree": at("agree"),
    "review": lambda public: _marked(public) == 1,
    "kept": lambda public: stage(public, "earlier") == LOOKING,
    "write": lambda public: stage(public, "deck") == 0,
    "pool": lambda public: stage(public, "deck") == 1,
    "dots": lambda public: stage(public, "deck") == 2,
    "order": at("order"),
    "guess": at("guess"),
    "lingo": at("lingo"),
    "truth": lambda public: stage(public, "lingo") == 0,
    "explain": lambda public: stage(public, "lingo") == 1,
    "brief": some_lines,
    "turn": my_turn,
    "rate": to_rate,
    "heard": said_back,
    "react": to_react,
    "mend": my_turn,
    "pen": lambda public: _writer(public) == 2,
    "pair": lambda public: _writer(public) == 4,
    "aloud": my_turn,
    "twist": lambda public: scene(public).phase == "twist",
    "derole": lambda public: remarks(public, "derole", 3),
    "feel": at("feel"),
    "tally": tallied,
    "happened": lambda public: remarks(public, "happened", 3),
    "straight": lambda public: remarks(public, "straight", 3),
    "so-what": lambda public: len(public.ahas) == 2,
    "scores": at("scores"),
    "cards": revealing("orders", coming=3),
    "orders": revealing("orders"),
    "blind": revealing("blind"),
    "accuracy": revealing("accuracy"),
    "felt": revealing("felt"),
    "gap": revealing("gap"),
    "looking-back": revealing("looking_back"),
    "score": revealing("score"),
    "ideas": lambda public: stage(public, "plan") == 0 and _counted(public) >= 2,
    "merge": lambda public: stage(public, "plan") == MERGE,
    "vote": lambda public: stage(public, "plan") == VOTE,
    "tie": lambda public: stage(public, "plan") == VOTE,
    "complete": lambda public: stage(public, "plan") == COMPLETE,
    "promise": promised,
    "join": lambda public: stage(public, "plan") == COMPLETE,
    "close": at("close"),
    "words": lambda public: _words(public) >= 4,
    "slip": at("close"),
}
"""When to stop for each picture, in the order of a session."""


def _rated(table: Rehearsal) -> None:
    last = scene(table.public).last
    assert last is not None
    table.do(2, Rate(step="scene", turn=last.number, ring=3))


def _nearly(table: Rehearsal) -> None:
    live = scene(table.public).live
    assert live is not None
    echoed = scene(table.public).turn(live.echoes or 0)
    assert echoed is not None
    step = table.step
    table.do(2, SendEcho(step=step, turn=live.number, echo="that every field costs you a call."))
    table.do(echoed.seat, AnswerEcho(step=step, turn=live.number, answer="nearly"))


def _level(table: Rehearsal) -> None:
    for seat in table.players:
        table.do(seat, Vote(step="plan", dots={1: 1, 3: 1}))
    while stage(table.public, "plan") == VOTE:
        table.bell()


def _named(table: Rehearsal) -> None:
    (idea, *_others) = table.public.state(PlanState, "plan").open
    promise = Promising(step="plan", idea=idea.number, partner=2, by="2026-03-16")
    table.do(3, promise)


AFTER: Final[Mapping[str, Callable[[Rehearsal], None]]] = {
    "heard": _rated,
    "mend": _nearly,
    "tie": _level,
    "join": _named,
}
"""What happens last, where the bots would not have done it."""
PAIRS: Final = ("pen", "pair")
"""Moments in which two share turns."""
READY: Final[Mapping[str, str]] = {"guess": "guess", "truth": "lingo"}
"""Pictures for which the first player has to be ready, with the step."""


_REVIEW: Final = Review(id="earlier", title="Last time", minutes=2)
_ORDERS: Final = (
    Rank(id="order", title="Our order", minutes=2, whose="own"),
    Rank(id="guess", title="Their order", minutes=2, whose="other"),
)
_WORDS: Final = Lingo(id="lingo", title="Their words", minutes=2)
_DECK: Final = Deck(id="deck", title="Key points", minutes=5)
BEFORE: Final[Mapping[str, tuple[AnyStep, ...]]] = {
    "review": (_REVIEW,),
    "kept": (_REVIEW,),
    "write": (_DECK,),
    "pool": (_DECK,),
    "dots": (_DECK,),
    "order": _ORDERS,
    "guess": _ORDERS,
    "lingo": (_WORDS,),
    "truth": (_WORDS,),
    "explain": (_WORDS,),
}
"""Steps that come before the taster, for the moments in them."""
OWN_CARDS: Final = (
    "We need to hear of a slip before the customer does.",
    "We need one place where everybody sees what was promised.",
)
"""What somebody writes, for a side that has to choose."""
LONGER: Final = ("happened", "so-what", "mend")
"""Moments of a session of sixty minutes."""


def _counted(public: Public) -> int:
    state = public.steps.get("plan")
    return state.counted if isinstance(state, PlanState) else 0


def _marked(public: Public) -> int:
    state = public.steps.get("earlier")
    return len(state.outcomes) if isinstance(state, ReviewState) else 0


def _words(public: Public) -> int:
    state = public.steps.get("close")
    return len(state.words) if isinstance(state, CloseState) else 0


def agenda(name: str) -> Agenda:
    """Return the taster; the moments that it has not come before it, or are of a longer one."""
    if name in LONGER:
        return find_agenda("60")
    taster = find_agenda("taster")
    if name == "merge":
        steps = tuple(replace(s, merge=20) if isinstance(s, Plan) else s for s in taster.steps)
        taster = replace(taster, steps=steps)
    return replace(taster, steps=(*BEFORE.get(name, ()), *taster.steps))


def moment(
    name: str,
    seat: int = 2,
    people: Sequence[str] = NAMES,
    *,
    watcher: bool = False,
    screen: bool = False,
) -> StillTable:
    """Return the table of `seat` at that moment.

    1 facilitates, 2 to 7 play, 8 may watch, or be the screen for all.
    """
    table = Rehearsal(
        facilitators=1,
        agenda=measuring(minutes=4) if name in MEASURING else agenda(name),
        earlier=EARLIER,
        house=HouseRules(
            demo=True, opened_on="2026-03-02", team="Ops and IT", spoken=name == "aloud"
        ),
    )
    table.players = [table.sit(person, SIDES[i % 2]) for i, person in enumerate(people)]
    if watcher:
        table.sit("Olga", SIDES[1], "observer")
    if screen:
        table.sit("Stage", None, "observer", stage=True)
    minds = Minds(table)
    if name in PAIRS:
        table.do(1, ShareTurns(shared=True))
    if name != "lobby":
        table.do(1, Start())

    def there(public: Public) -> bool:
        step = READY.get(name)
        return MOMENTS[name](public) and (step is None or first_is_ready(table.room, step))

    if name == "dots":
        minds.play(when=lambda public: stage(public, "deck") == WRITE)
        for number, text in enumerate(OWN_CARDS, start=1):
            table.do(2, WriteCard(step="deck", number=number, kind="need", text=text))
    if not there(table.public):
        minds.play(when=there)
    assert there(table.public), f"{name} never came"
    if name in AFTER:
        AFTER[name](table)
    return StillTable(minds.known_to(seat), seat, table.now)


def app_at(
    name: str,
    seat: int = 2,
    theme: str = DARK.name,
    people: Sequence[str] = NAMES,
    *,
    watcher: bool = False,
) -> TurnaboutApp:
    """Return the app of `seat` at that moment."""
    app = TurnaboutApp(moment(name, seat, people, watcher=watcher), theme=theme)
    app.animation_level = "none"  # results are revealed at once
    return app

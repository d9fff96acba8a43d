"""A scene as one seat meets it: what it may do just now. Pure."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from turnabout_client.activities.scene import live_words
from turnabout_client.activities.scene.model import console_span, played_cards
from turnabout_client.view.people import faces
from turnabout_client.view.time import Span
from turnabout_protocol.activities.observing import SceneOwn, Sheet
from turnabout_protocol.activities.scene import (
    MEND,
    Said,
    Scene,
    SceneHome,
    SceneState,
    SendEcho,
    Speak,
    Turn,
)
from turnabout_protocol.habits import EXTRA
from turnabout_protocol.messages import Writing
from turnabout_protocol.room import SECOND, Home, Own, Public, Room, Seat, in_panel
from turnabout_protocol.scenario import KeyPoint, Term
from turnabout_protocol.terms import uses

SOON: Final = 10 * SECOND
"""When the soft bell comes, before the bell."""


class Moment(Struct, frozen=True):
    """A scene as one seat sees it at one moment, and what it may do."""

    public: Public
    step: Scene
    me: Seat | None
    play: int
    """Play time, now."""
    own: Own = Own()
    home: Home = Home()
    """What my own side alone knows."""
    heard: Writing | None = None
    """The newest that came of what a speaker types."""

    @property
    def state(self) -> SceneState:
        """What everybody sees of the scene."""
        found = self.public.steps.get(self.step.id)
        # While the room is fetched anew there is nothing yet.
        return found if isinstance(found, SceneState) else SceneState()

    # Who I am -------------------------------------------------------------------------------------

    @property
    def plays(self) -> bool:
        """Whether I take turns."""
        return self.me is not None and self.me.plays

    @property
    def unrated(self) -> bool:
        """Whether ratings are off."""
        return not self.step.ratings

    @property
    def watches(self) -> bool:
        """Whether I have a sheet to keep."""
        return self.me is not None and self.me.role == "observer"

    @property
    def spoken(self) -> bool:
        """Whether people talk, and nothing is written."""
        return self.public.rules.spoken

    @property
    def own_words(self) -> tuple[Term, ...]:
        """The words of my own side, while people write: those in a turn may be struck."""
        return self.home.state(SceneHome, self.step.id).terms

    @property
    def known(self) -> SceneOwn:
        """What I alone know of the scene."""
        return self.own.state(SceneOwn, self.step.id)

    @property
    def sheet(self) -> Sheet:
        """My sheet, as the server has it."""
        return self.known.sheet

    @property
    def sheet_cards(self) -> tuple[KeyPoint, ...]:
        """The key points that I can tick while I watch: all that I know of.

        That is both decks once the sides have shown each other theirs, and what was played until
        then.
        """
        if self.home.deck and self.home.theirs:
            return (*self.home.deck, *self.home.theirs)
        return played_cards(self.public)

    # The turn that is on --------------------------------------------------------------------------

    @property
    def mine(self) -> Turn | None:
        """The live turn, if it is mine."""
        me, live = self.me, self.state.live
        return None if me is None or live is None or live.seat != me.id else live

    @property
    def ours(self) -> Turn | None:
        """The live turn, if it is mine or that of my pair."""
        live = self.state.live
        return live if live is not None and self._is_me(live) else None

    @property
    def pen(self) -> str:
        """The name of whoever of my pair writes in our turn; empty: I do, or it is not ours."""
        turn = self.ours if self.mine is None else None
        return "" if turn is None else self._name(turn.seat)

    @property
    def pen_to(self) -> int | None:
        """The seat to which I can give the pen of our turn; None: to nobody.

        I give it to the next of us who is here, or take it as long as nothing is written.
        """
        turn, me = self.ours, self.me
        if turn is None or me is None:
            return None
        if self.mine is None:
            written = self.writing is not None and self.writing.said != Said()
            return None if written else me.id
        mine = turn.speakers.index(me.id)
        after = (*turn.speakers[mine + 1 :], *turn.speakers[:mine])
        return next((seat for seat in after if self._here(seat)), None)

    @property
    def pen_told(self) -> str:
        """The name of the seat to which I can give the pen; empty: there is none."""
        seat = self.pen_to
        return "" if seat is None or self.mine is None else self._name(seat)

    def _name(self, seat: int) -> str:
        # In role all of a pair are one persona: here it is the people that matter.
        who = self.public.seats.get(seat)
        return "" if who is None else who.name

    def _here(self, seat: int) -> bool:
        who = self.public.seats.get(seat)
        return who is not None and who.plays and who.present

    @property
    def rung(self) -> bool:
        """Whether the bell of my turn has come."""
        return self.mine is not None and self.play >= self.bell

    @property
    def bell(self) -> int:
        """The play time of the bell of my turn."""
        return 0 if self.mine is None else self.mine.ends + EXTRA * self.own.extra_time

    @property
    def thinking(self) -> bool:
        """Whether whoever has the turn does not act yet."""
        live = self.state.live
        return live is not None and self.play < live.acts_from

    @property
    def writes(self) -> bool:
        """Whether I have a turn to write."""
        return self.mine is not None and not self.spoken

    @property
    def reads_twist(self) -> bool:
        """Whether I say when I have read what happened."""
        return self.plays and self.state.phase == "twist"

    @property
    def echoed(self) -> str:
        """Whom I say back in my turn; empty: nobody."""
        mine = self.mine
        turn = self.state.turn(mine.echoes) if mine is not None and mine.echoes else None
        return "" if turn is None else faces(self.public, turn.speakers)

    @property
    def writing(self) -> Writing | None:
        """What has been typed in the turn that is on."""
        return live_words.of_live_turn(self.state, self.step.id, self.heard)

    @property
    def kept(self) -> Said | None:
        """What I have typed in my turn, as the server has it, or in one that was taken back."""
        if self.mine is None:
            return None
        writing = self.writing
        return self.known.draft(self.state, self.mine) if writing is None else writing.said

    @property
    def mends(self) -> bool:
        """Whether I may say back once more what I did not get quite right."""
        return self.mine is not None and self.mine.mendable(self.play)

    def send_echo(self, said: Said) -> SendEcho | None:
        """Return the command that sends my echo ahead, or once more; None: it goes with the rest.

        Only what is new is sent.
        """
        mine = self.mine
        if mine is None or not self.step.mend or mine.echoes is None or self.spoken:
            return None
        if not said.echo or said.echo == mine.echo or (mine.echo and not self.mends):
            return None
        return SendEcho(step=self.step.id, turn=mine.number, echo=said.echo)

    def speak(self, said: Said) -> Speak | None:
        """Return the command that ends my turn with this; None: it is not mine, or this is nothing.

        Where people talk it is always something: what they said stands nowhere.
        """
        if self.mine is None or (said.empty and not self.spoken):
            return None
        return Speak(step=self.step.id, turn=self.mine.number, said=said)

    # What I may say of the turns before -----------------------------------------------------------

    @property
    def recent(self) -> tuple[Turn, ...]:
        """The turns of others of which I am asked something now; oldest first.

        That is until the next turn is over. In my own turn and under a twist I am asked nothing:
        then it is until the turn after that is over.
        """
        me, state = self.me, self.state
        if me is None or self.ours is not None or state.phase == "twist" or self._ended:
            return ()
        turns = [turn for turn, _until in self._asked if not (turn.passed or turn.unrated)]
        return tuple(turn for turn in reversed(turns) if me.id not in turn.speakers)

    @property
    def judging(self) -> tuple[Turn, ...]:
        """Those of them in which others played my own side: I say how true they rang."""
        me = self.me
        if me is None or not me.owner or not in_panel(self.public, me.id):
            return ()
        return tuple(turn for turn in self.recent if turn.side == me.home)

    @property
    def to_rate(self) -> Turn | None:
        """The turn that I am to rate next, as far as the room knows what I have rated."""
        return next((t for t in self.judging if t.number not in self.known.rated), None)

    @property
    def _ended(self) -> bool:
        """Whether the time for the last ratings is over."""
        state = self.state
        return state.phase == "rating" and state.ends is not None and self.play >= state.ends

    @property
    def _asked(self) -> Iterator[tuple[Turn, int | None]]:
        """The turns that I may be asked about, newest first, and until when; None: not known yet.

        None is asked about longer than one after it, so the rest of a long scene is not looked at.
        """
        me = 0 if self.me is None else self.me.id
        for turn in reversed(self.state.turns):
            until = self.state.asked_until(self.step, turn, me) if turn.over else None
            if until is not None and until <= self.play:
                if turn.shut:
                    continue
                return
            if turn.over:
                yield turn, until

    def words_of(self, turn: Turn) -> tuple[Term, ...]:
        """The words of my own side, if that is the one played in `turn`: they are marked there."""
        return self.own_words if self.me is not None and turn.side == self.me.home else ()

    def own_words_in(self, turn: Turn) -> tuple[str, ...]:
        """The words of my own side that were used in `turn`, rightly or not."""
        texts = (turn.say, turn.ask)
        return tuple(dict.fromkeys(u.term for said in texts for u in uses(said, self.own_words)))

    @property
    def to_hear(self) -> Turn | None:
        """The newest turn whose echo I am asked about."""
        live = self.state.live
        # An echo that was sent ahead can be answered at once, and mended then.
        sent = live is not None and bool(live.echo) and self.ours is None and not live.unrated
        ahead: tuple[Turn, ...] = (live,) if live is not None and sent else ()
        for turn in reversed((*self.recent, *ahead)):
            echoed = self.state.given_back(turn, spoken=self.spoken)
            if turn.heard is None and echoed is not None and self._is_me(echoed):
                return turn
        return None

    def _is_me(self, turn: Turn) -> bool:
        return self.me is not None and self.me.id in turn.speakers

    @property
    def to_react(self) -> Turn | None:
        """The turn with the newest card, if I may react to it."""
        if self.me is None or self.me.role == "facilitator":
            return None
        return next((turn for turn in reversed(self.recent) if turn.card is not None), None)

    @property
    def to_flag(self) -> Turn | None:
        """The turn that I may call a caricature, once: the newest, if it is somebody else's."""
        turn = self.state.last
        mine = turn is not None and self.me is not None and self.me.id in turn.speakers
        if turn is None or turn.passed or turn.flagged or mine:
            return None
        return None if turn.number in self.known.flagged else turn

    # Time -----------------------------------------------------------------------------------------

    @property
    def span(self) -> Span | None:
        """The time of my turn, the twist or the last ratings.

        Nobody sees how long another one's turn lasts: so nobody sees who has taken extra time.
        """
        step, live = self.step, self.state.live
        if live is not None:
            if self.mine is None:
                return None
            # Thinking shrinks when more time is given to acting only: the later start wins.
            return Span(min(live.acts_from - step.think * SECOND, self.bell), self.bell)
        return console_span(self.public, step)

    @property
    def next_change(self) -> float | None:
        """Seconds until time alone changes what I may do; None: nothing in sight."""
        state = self.state
        ahead = [state.live.acts_from] if state.live else []
        ahead += [self.bell] if self.mine is not None else []
        if self.mends and self.mine is not None and self.mine.heard_at is not None:
            ahead.append(self.mine.heard_at + MEND)
        ahead += [until for _turn, until in self._asked if until is not None]
        return self._until(*ahead)

    @property
    def soft_bell(self) -> float | None:
        """Seconds until the soft bell of my turn; None: there is none to come."""
        return None if self.mine is None else self._until(self.bell - SOON)

    def _until(self, *times: int) -> float | None:
        left = [] if self.public.clock.paused else [at - self.play for at in times]
        return min((ms / SECOND for ms in left if ms > 0), default=None)


def moment(
    room: Room, seat: int | None, step: Scene, now: int, heard: Writing | None = None
) -> Moment:
    """Return `step` as `seat` sees it at room time `now`; `heard` is the newest of a speaker."""
    me = None if seat is None else room.public.seats.get(seat)
    return Moment(
        public=room.public,
        step=step,
        me=me,
        play=room.public.clock.play(now),
        own=room.of(seat or 0),
        home=Home() if me is None or me.home is None else room.home(me.home),
        heard=heard,
    )

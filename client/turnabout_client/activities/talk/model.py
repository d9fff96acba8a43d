"""View logic of a talk: whose round it is, what stands beside it, what a question starts from."""

from msgspec import Struct
from textual.content import Content

from turnabout_client.view import words
from turnabout_client.view.starters import continues, filled
from turnabout_language import _
from turnabout_protocol.activities.observing import SceneOwn, Sheet, SheetPart
from turnabout_protocol.activities.scene import SceneState
from turnabout_protocol.activities.talk import Remark, Round, SayRemark, Speakers, Talk, TalkState
from turnabout_protocol.room import Home, Own, Public, Room, Seat
from turnabout_protocol.scenario import KeyPoint, Side, other
from turnabout_protocol.text import LINE


class Fate(Struct, frozen=True):
    """A key point, whose it is, and whether I, watching, ticked it as heard."""

    side: Side
    card: KeyPoint
    heard: bool = False


class Fates(Struct, frozen=True):
    """What became of the key points, as far as one seat knows them."""

    played: tuple[Fate, ...]
    silent: tuple[Fate, ...]
    """The cards never played, of those that this seat knows."""


def side_of(speakers: Speakers, state: TalkState) -> Side | None:
    """Return the home side that speaks; None when the speakers are not a side."""
    match speakers:
        case "first_side":
            return state.first
        case "second_side":
            return other(state.first)
        case _:
            return None


def fates(public: Public, home: Home, own: Own, me: Seat | None) -> Fates:
    """Return what became of the key points that a seat knows of.

    Everybody knows what was played. Of the rest, a seat knows its own side's deck, the other deck
    once it has been shown, and the cards it held itself.
    """
    heard = {card for sheet in sheets(public, own) for card in sheet.heard}
    played = {
        turn.card.id: Fate(turn.side, turn.card, turn.card.id in heard)
        for state in scenes(public)
        for turn in state.turns
        if turn.card is not None
    }
    known: dict[str, Fate] = {}
    if me is not None and me.home is not None:
        known |= {c.id: Fate(me.home, c, c.id in heard) for c in home.deck}
        known |= {c.id: Fate(other(me.home), c, c.id in heard) for c in home.theirs}
    if me is not None and me.played is not None:
        known |= {c.id: Fate(me.played, c) for c in own.hand}
    silent = tuple(fate for card, fate in known.items() if card not in played)
    return Fates(tuple(played.values()), silent)


def scenes(public: Public) -> tuple[SceneState, ...]:
    """Return the states of the scenes so far, in their order."""
    return tuple(s for s in public.steps.values() if isinstance(s, SceneState))


def sheets(public: Public, own: Own) -> tuple[Sheet, ...]:
    """Return the sheets that a seat kept, one per scene, in their order."""
    scenes = [step for step, state in public.steps.items() if isinstance(state, SceneState)]
    return tuple(own.state(SceneOwn, step).sheet for step in scenes)


def from_sheet(public: Public, own: Own, part: SheetPart) -> str:
    """Return what a seat noted under `part`; notes from several scenes are joined in one line."""
    notes = (sheet.note(part) for sheet in sheets(public, own))
    return " / ".join(note for note in notes if note)


class Hearing(Struct, frozen=True):
    """A talk as one seat hears it just now, and what it may add."""

    public: Public
    step: Talk
    state: TalkState
    me: Seat | None
    own: Own

    @property
    def round(self) -> Round:
        """The round that is on."""
        return self.step.rounds[self.state.stage]

    @property
    def spoken(self) -> bool:
        """Whether people talk, and nobody needs to type."""
        return self.public.rules.spoken

    @property
    def speaks(self) -> bool:
        """Whether I speak in this round."""
        begun = self.step.id in self.public.steps
        return self.me is not None and begun and self.step.speaks(self.public, self.me)

    @property
    def listens(self) -> bool:
        """Whether I listen in this round. A facilitator neither speaks nor listens."""
        return self.me is not None and self.me.role != "facilitator" and not self.speaks

    @property
    def side(self) -> Side | None:
        """The home side that speaks; None when the speakers are not a side."""
        return side_of(self.round.speakers, self.state)

    @property
    def mine(self) -> tuple[Remark, ...]:
        """What I have said in this round."""
        stage = self.state.stage
        seat = None if self.me is None else self.me.id
        return tuple(r for r in self.state.remarks if r.stage == stage and r.seat == seat)

    @property
    def may_ask(self) -> bool:
        """Whether I listen and still have my question."""
        return self.listens and all(remark.prompt is not None for remark in self.mine)

    @property
    def may_thank(self) -> bool:
        """Whether I listen and have not thanked yet."""
        return self.listens and self.me is not None and self.me.id not in self.state.thanked

    @property
    def may_end(self) -> bool:
        """Whether I can say that the round is done.

        Speakers can. When observers speak, players can too, so that nobody has to wait for them."""
        watched = self.round.speakers == "observers"
        plays = self.me is not None and self.me.plays
        return (plays and (self.speaks or watched)) or (watched and self.speaks)

    @property
    def starter(self) -> str:
        """How my answer begins; empty when it begins as I like."""
        if self.me is None or not self.speaks:
            return ""
        return filled(_(self.round.starter), self.public, self.me).rstrip()

    @property
    def open_prompts(self) -> list[int]:
        """The questions of this round that I have not answered."""
        answered = {remark.prompt for remark in self.mine}
        return [i for i in range(len(self.round.prompts)) if i not in answered]

    @property
    def may_mark(self) -> list[int]:
        """The places of my remarks that I may mark as an aha."""
        if not self.step.ahas or self.me is None:
            return []
        mine = (i for i, r in enumerate(self.state.remarks) if r.seat == self.me.id)
        return [i for i in mine if i not in self.state.marked]

    @property
    def rounds(self) -> list[int]:
        """The rounds to show: the one that is on, and those before it.

        Observers may have said nothing; then their round is left out."""
        now = self.state.stage
        said = {remark.stage for remark in self.state.remarks}
        rounds = self.step.rounds
        before = [i for i in range(now) if i in said or rounds[i].speakers != "observers"]
        return [*before, now]

    def notes(self, prompt: int) -> bool:
        """Whether a question is answered from the sheet that I kept while watching."""
        watched = self.me is not None and self.me.role == "observer"
        return watched and prompt < len(self.round.sheet)

    def from_sheet(self, prompt: int) -> str:
        """Return what my sheet says to a question; empty if nothing, or if it is not about that."""
        if not self.notes(prompt):
            return ""
        return from_sheet(self.public, self.own, self.round.sheet[prompt])[:LINE]

    def remark(self, text: str, prompt: int) -> SayRemark | None:
        """Return the command that says `text`, as an answer to `prompt` where I speak.

        None if there is nothing in it, or if it is not my turn.
        """
        if not continues(self.starter, text) or not (self.speaks or self.may_ask):
            return None
        answers = prompt if self.speaks else None
        return SayRemark(step=self.step.id, stage=self.state.stage, prompt=answers, text=text)

    def heading(self, stage: int) -> Content | None:
        """Return who speaks in a round; None if everybody does."""
        speakers = self.step.rounds[stage].speakers
        side = side_of(speakers, self.state)
        if side is not None:
            played = _("played by {side}", side=self.public.label(other(side)))
            return Content.assemble(words.side(self.public, side), (f"  {played}", "$quiet"))
        if speakers == "observers":
            return Content.styled(_("Those who watched"), "bold")
        return None

    def asked(self, prompt: int) -> Content:
        """Return what I am asked; `prompt` is the question I am at."""
        prompts = self.round.prompts
        if self.speaks and len(prompts) > 1:
            return Content.styled(_(prompts[prompt]), "bold $accent")
        if self.speaks and self.spoken:
            return Content.styled(_("Say it aloud, one after the other."), "bold")
        if self.speaks:
            return Content("")  # the only question stands above, and what to do with it, too
        if self.may_ask and self.spoken:
            return Content.styled(
                _("You listen. Ask one honest question, if you have one."), "$quiet"
            )
        if self.may_ask:
            return Content.styled(
                _("You listen. Enter: one honest question, if you have one."), "$quiet"
            )
        return Content.styled(_("You listen."), "$quiet")


def hearing(room: Room, seat: int | None, step: Talk) -> Hearing:
    """Return `step` as `seat` hears it."""
    state = room.public.steps.get(step.id, step.fresh())
    if not isinstance(state, TalkState):
        raise TypeError(f"the state is {type(state).__name__}, not TalkState")
    return Hearing(
        public=room.public,
        step=step,
        state=state,
        me=None if seat is None else room.public.seats.get(seat),
        own=room.of(seat or 0),
    )


def listens(view: Hearing) -> str:
    """Return what somebody does who does not speak in this round."""
    if view.side is not None:
        return _("{side} set you straight. Listen.", side=view.public.label(view.side))
    if view.round.speakers == "observers":
        return _("Those who watched speak first. Listen.")
    return _("Read along.")

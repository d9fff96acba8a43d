"""View logic of the facilitator's console. Pure."""

from typing import Final

from msgspec import Struct
from textual.content import Content

from turnabout_client.activities import (
    console_notes,
    console_sentence,
    console_writing,
    now_of,
    on_the_table,
    part_of,
)
from turnabout_client.console import caring, door
from turnabout_client.console.flags import alerts
from turnabout_client.console.safety import advice
from turnabout_client.view import tongues
from turnabout_client.view.agenda import DONE, HERE, HOLDS, TO_COME
from turnabout_client.view.people import (
    SHAPE,
    names,
    undecided,
    unsigned,
    waited,
    with_names,
)
from turnabout_client.view.time import minutes_text
from turnabout_client.view.words import SPOKEN, so_many_are_ready
from turnabout_language import _, n_
from turnabout_language.formats import number
from turnabout_protocol import panel
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.agenda import ahead, total
from turnabout_protocol.commands import Reseat
from turnabout_protocol.messages import Writing
from turnabout_protocol.room import MINUTE, SECOND, Public, Role, Room, State, Step
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_protocol.steering import may_switch, rates

TITLE: Final = 16
"""Cells for a title in the plan."""


class SeatChoice(Struct, frozen=True):
    """A place at the table somebody can be moved to."""

    role: Role
    home: Side | None
    played: Side | None
    say: bool = False
    """An observer's answers count."""

    def command(self, seat: int) -> Reseat:
        """Return the command that moves `seat` here."""
        return Reseat(seat=seat, role=self.role, home=self.home, played=self.played, say=self.say)

    def told(self, public: Public) -> str:
        """Return it in words."""
        if self.say and self.home is not None:
            home = public.label(self.home)
            return _("watches with a say: belongs to {home}, answers count", home=home)
        if self.role == "observer" or self.home is None or self.played is None:
            return _("watches without a say: is asked nothing")
        sides = {
            "home": public.label(self.home),
            "played": f"{SHAPE[self.played]} {public.label(self.played)}",
        }
        if self.home == self.played:
            return _("belongs to {home}, plays {played}, their own side", **sides)
        return _("belongs to {home}, plays {played}", **sides)


def places(public: Public) -> list[SeatChoice]:
    """Return where somebody can be seated under this room's rules."""
    found = [SeatChoice("player", side, other(side)) for side in SIDES]
    if public.rules.own_side_allowed:
        found += [SeatChoice("player", side, side) for side in SIDES]
    if not panel.frozen(public):
        found += [SeatChoice("observer", side, None, say=True) for side in SIDES]
    return [*found, SeatChoice("observer", None, None)]


def plan(public: Public, play: int) -> Content:
    """Return every step with its planned and its real time."""
    here = public.current.index if public.current else -1
    lines: list[Content] = []
    for index, step in enumerate(public.agenda):
        real = public.spent.get(step.id)
        if index == here and public.current is not None and public.phase == "running":
            real = (real or 0) + play - public.current.opened
        sign = DONE if index < here else HERE if index == here else TO_COME
        style = "bold" if index == here else "$quiet" if index > here else ""
        over = real is not None and real > step.length
        told = "" if real is None else minutes_text(real)
        held = HOLDS if step.hold and index >= here else " "
        title = f"{short(_(step.title)):{TITLE}}"
        lines.append(
            Content.assemble(
                (f"{sign} {title} {minutes_text(step.length):>5}{held}", style),
                (f"{told:>6}", "bold $warning" if over else style),
            )
        )
    return Content("\n").join(lines)


FITS: Final = 58
"""Characters for which there is room beside the bar in a window of 80 columns."""


def totals(public: Public, play: int) -> str:
    """Return the real time of the session so far, and whether what lies ahead still fits."""
    real = sum(public.spent.values())
    if public.current is not None and public.phase == "running":
        real += play - public.current.opened
    planned = number(public.length / MINUTE, 1)
    over = round((total(public, ahead(public), play) - public.length) / MINUTE)
    so_far = minutes_text(real)
    if over > 0:
        return n_(
            "{real} · {n} min over {planned}",
            "{real} · {n} min over {planned}",
            over,
            real=so_far,
            planned=planned,
        )
    if over < 0:
        return n_(
            "{real} · {n} min under {planned}",
            "{real} · {n} min under {planned}",
            -over,
            real=so_far,
            planned=planned,
        )
    return _("{real} of {planned} min", real=so_far, planned=planned)


OPENING: Final = 20 * SECOND
"""Milliseconds in which the first words of a step are said."""


def opening(public: Public, step: Step, play: int) -> bool:
    """Return whether `step` is being opened at the play time `play`: its script is said first."""
    state = public.state(State, step.id)
    # In a scene the part comes first: the question that opens it, or a twist.
    if public.current is None or state.stage or isinstance(step, Scene):
        return False
    return play - max(public.current.opened, state.since) < OPENING


def say_now(room: Room, now: int) -> Content:
    """Return the sentence to say, what to watch for, and what was flagged; `now` is room time."""
    public, step = room.public, room.public.step
    parts = []
    parts += door.notes(room)
    parts += caring.notes(room, now)
    parts += alerts(room)
    if not rates(public) and may_switch(public):
        parts.append(Content.styled(_("Ratings are off. r switches them on again."), "$warning"))
    if public.phase == "lobby":
        parts.append(
            Content.styled(_("Welcome people. When both sides are here: g begins."), "bold")
        )
        if other := tongues.apart(public):
            parts.append(Content.assemble((f"! {_('Take care')}  ", "bold $warning"), other))
    elif step is not None:
        script = _("“{text}”", text=_(step.script)) if step.script else _(step.title)
        part = part_of(public, step) if step.id in public.steps else ""
        opens = opening(public, step, public.clock.play(now))
        told = [Content.styled(script, "$quiet" if part and not opens else "bold")]
        if part:
            # The script opens the step; then the part is what is to be said, and stands on top.
            told.insert(1 if opens else 0, Content.styled(part, "bold"))
        parts += told
        parts += _next(public)
    if late := undecided(public):
        said = _(
            "Still to say whether they play: {names}. Until the parts are given they can.",
            names=names(public, tuple(seat.id for seat in late)),
        )
        parts.append(Content.styled(said, "$warning"))
    parts += advice(room)
    if step is not None:
        parts += console_notes(room, step)
    elif public.rules.spoken:
        parts.append(Content.styled(_(SPOKEN), "$quiet"))
    if room.console.filling:
        said = _(
            "Somebody keeps sending commands: the room is half full. See who it is and take them "
            "out, or end the session in time."
        )
        parts.append(Content.assemble((f"! {_('Take care')}  ", "bold $error"), said))
    if room.console.host_note:
        parts.append(
            Content.assemble((_("Take care") + "  ", "bold $accent"), room.console.host_note)
        )
    return Content("\n").join(parts)


def short(title: str) -> str:
    """Return a step's title in so few cells that it has room in the plan and on a key."""
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def _next(public: Public) -> list[Content]:
    """Return what comes next, so that nobody is taken by surprise."""
    steps = public.agenda[1 + (-1 if public.current is None else public.current.index) :]
    if not steps:
        return []
    said = _(
        "Then: {title}, {minutes}", title=_(steps[0].title), minutes=minutes_text(steps[0].length)
    )
    return [Content.styled(said, "$quiet")]


def at_the_table(public: Public, writing: Writing | None = None) -> Content:
    """Return what the room sees: the case, then the step that is on and what is being written."""
    if public.phase == "lobby" and public.story is not None:
        goal = Content.assemble((_("We all want") + "  ", "bold $accent"), public.story.shared_goal)
        return Content("\n").join([Content(public.story.situation), goal])
    step, public = public.step, with_names(public)
    found, nothing = [], _("Nothing has been said yet.")
    if step is not None and step.id in public.steps:
        # What is asked in this part stands beside it, to be said.
        beside = part_of(public, step)
        found = [
            line
            for line in on_the_table(public, step)
            if line.plain.removeprefix("· ") not in beside
        ]
        if not now_of(public, step):
            nothing = _("Everybody is at their own screen.")
    now = None if step is None or writing is None else console_writing(public, step, writing)
    if now is not None:
        found = [*found, now]
    return Content("\n").join(found or [Content.styled(nothing, "$quiet")])


def sentence(public: Public) -> str:
    """Return whom the step waits for."""
    if public.phase == "lobby":
        return _("Share the links. g begins when both sides are here.")
    if public.clock.paused:
        return _("Paused. p starts the clocks again.")
    if public.step is not None and public.state(State, public.step.id).kept_open:
        return _("Time is up. n when the room is ready.")
    if public.step is not None and public.state(State, public.step.id).awaits:
        return _("A side has no player. m, a and b bring one.")
    public = with_names(public)
    said = "" if public.step is None else console_sentence(public, public.step)
    if said:
        return said
    if public.step is not None and unsigned(public, public.step):
        return so_many_are_ready(public, public.step).plain
    seats = waited(public)
    if not seats:
        return _("The step runs. n moves on.")
    whole = [_("Waiting for {names}.", names=names(public, seats, most)) for most in (3, 2, 1)]
    return next((said for said in whole if len(said) <= FITS), whole[-1])

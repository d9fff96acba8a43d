"""View logic of the plan: starters, check lights in words, and the order of the ideas. Pure."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from msgspec.structs import replace
from textual.content import Content

from turnabout_client.view.dates import day_words, working_day
from turnabout_client.view.people import joined
from turnabout_client.view.promises import not_yet
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.plan import (
    COMPLETE,
    SETTLE,
    VOTE,
    VOTERS,
    WRITE,
    Idea,
    Plan,
    PlanOwn,
    PlanState,
    Promise,
    Starter,
    asked_of,
    taker,
)
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.lights import IdeaLights, PromiseLights
from turnabout_protocol.room import Public, Room, Seat
from turnabout_protocol.scenario import SIDES, KeyPoint, Side, other

DUE: Final = timedelta(days=14)
"""How far ahead a promise's date is proposed."""
MOST_SIGNS: Final = 12
"""More dots than this are not drawn."""


class StarterPlan(NamedTuple):
    """A kind of step that often helps, with a when-then pair to start from, and its sign."""

    key: Starter
    name: str
    when: str
    then: str
    sign: str


STARTS: Final = (
    StarterPlan(
        "swap", N_("swap"),
        N_("the first week of next month begins"),
        N_("one of us spends half a day with {theirs} and writes down two things learnt"),
        N_("two things learnt are written down"),
    ),
    StarterPlan(
        "join", N_("join"),
        N_("the next planning meeting of {theirs} comes up"),
        N_("one of us sits in and says what it changes for {mine}"),
        N_("somebody has sat in once and said what it changes"),
    ),
    StarterPlan(
        "word", N_("word"),
        N_("somebody uses a word that the others do not know"),
        N_("we say it in plain words and write it into our glossary"),
        N_("the word stands in our glossary"),
    ),
    StarterPlan(
        "stop", N_("stop"),
        N_("we are about to answer {theirs} with a long mail"),
        N_("we stop and call them instead"),
        N_("we called instead of writing, at least once"),
    ),
    StarterPlan(
        "tell", N_("tell"),
        N_("we plan a change that {theirs} will notice"),
        N_("one of us calls {theirs} two days before"),
        N_("they heard of it two days before"),
    ),
    StarterPlan(
        "decide", N_("decide"),
        N_("the same question between {mine} and {theirs} comes up twice"),
        N_("we name one person who may decide it, the same day"),
        N_("one name stands under the question"),
    ),
    StarterPlan(
        "welcome", N_("welcome"),
        N_("somebody new starts in {mine}"),
        N_("they spend their second day with {theirs}"),
        N_("they have met on the second day"),
    ),
)  # fmt: skip
"""In the order of their number keys."""


def begun(start: StarterPlan, public: Public, me: Seat) -> tuple[str, str]:
    """Return the two clauses that a starter puts into the form of `me`."""
    mine = public.label(me.home) if me.home else _("our side")
    theirs = public.label(other(me.home)) if me.home else _("the other side")
    return _(start.when, mine=mine, theirs=theirs), _(start.then, mine=mine, theirs=theirs)


# Check lights -------------------------------------------------------------------------------------


def light(name: str, on: bool | None) -> Content:
    """Return one light: a sign for what it says, and what it looks at."""
    sign = "○" if on is None else "✓" if on else "!"
    style = "$quiet" if on is None else "$success" if on else "bold $warning"
    return Content.styled(f"{sign} {name}", style)


def idea_line(lights: IdeaLights) -> Content:
    """Return the lights of an idea in one line."""
    return Content("  ").join(
        [
            light(_("a moment"), lights.event),
            light(_("can be filmed"), lights.film),
            light(_("in our power"), lights.ours),
        ]
    )


def promise_line(lights: PromiseLights, idea: IdeaLights) -> Content:
    """Return all five lights of a promise in one line."""
    two = [light(_("both sides"), lights.both), light(_("in six weeks"), lights.date)]
    return Content("  ").join([*two, idea_line(idea)])


def advice(lights: IdeaLights) -> str:
    """Return what would make an idea stronger; empty when nothing is missing."""
    if lights.event is False:
        return _("“More often” or “better” is not a moment. What will you both notice?")
    if lights.film is False:
        return _("Could you film the first step? Say who does what.")
    if lights.ours is False:
        return _("Can you decide this yourselves? If not, somebody carries it upstairs.")
    return ""


# The list -----------------------------------------------------------------------------------------


def as_written(state: PlanState, own: PlanOwn) -> PlanState:
    """Return the step as a writer sees it: while everybody writes, with the own ideas alone."""
    if state.stage != WRITE or state.ideas:
        return state
    ideas = tuple(
        Idea(number=number, when=idea.when, then=idea.then, starter=idea.starter)
        for number, idea in enumerate(own.written, 1)
    )
    return replace(state, ideas=ideas)


def in_order(state: PlanState) -> tuple[Idea, ...]:
    """Return the ideas as they are listed: each with those under it, those upstairs last.

    After the vote the chosen ones come first, then those with most dots.
    """
    up = [idea for u in state.upstairs if (idea := state.idea(u.idea))]
    kept = sorted(state.kept, key=lambda idea: _rank(state, idea))
    return tuple(one for idea in (*kept, *up) for one in (idea, *state.under(idea.number)))


def _rank(state: PlanState, idea: Idea) -> tuple[int, int, int]:
    if state.stage not in (SETTLE, COMPLETE):
        return (0, 0, idea.number)
    return (idea.number not in state.chosen, state.place(idea.number), idea.number)


def takers(public: Public, step: str, play: int) -> dict[int, str]:
    """Return who is about to promise which idea, by its number, at play time `play`."""
    state = public.state(PlanState, step)
    found = {idea.number: taker(public, step, idea.number, play) for idea in state.open}
    return {number: public.seats[seat].name for number, seat in found.items() if seat is not None}


def tail(
    state: PlanState,
    idea: Idea,
    mine: Mapping[int, int] | None,
    taken: Mapping[int, str] | None = None,
) -> str:
    """Return what follows an idea on its line.

    `mine`: my dots while we vote, else None. `taken`: who is about to promise which idea.
    """
    if taken and idea.number in taken:
        return _("… {name} is taking it", name=taken[idea.number])
    carried = next((u for u in state.upstairs if u.idea == idea.number), None)
    promise = next((p for p in state.promises if p.idea == idea.number), None)
    if carried is not None:
        return _("↑ {name} carries it upstairs", name=carried.carrier)
    if promise is not None:
        said = _(
            "✓ {owner} with {partner}, by {day}",
            owner=promise.owner, partner=promise.partner, day=day_words(promise.by),
        )  # fmt: skip
        return f"{said}. {not_yet(promise)}" if promise.unsaid else said
    if idea.under:
        return _("the same as {number}", number=idea.under)
    if idea.dots is not None:
        signs = "●" * min(idea.dots, MOST_SIGNS) or _("no dots")
        if idea.number in state.level:
            return _("{dots}  level", dots=signs)
        return _("{dots}  chosen", dots=signs) if idea.number in state.chosen else signs
    if state.order:  # too few voted to show how often
        return _("chosen") if idea.number in state.chosen else ""
    if mine is not None:
        return "●" * mine.get(idea.number, 0) or "○"
    return ""


def level_words(public: Public, state: PlanState) -> str:
    """Return that ideas are level and who settles it; empty where none are."""
    if not state.level:
        return ""
    steers = (s.name for s in public.seats.values() if s.role == "facilitator" and s.present)
    name = next(steers, "")
    numbers = joined([str(number) for number in state.level])
    if not name:
        return _("Ideas {numbers} are level. Letters decide.", numbers=numbers)
    return _("Ideas {numbers} are level. {name} settles it.", numbers=numbers, name=name)


def asked(public: Public, state: PlanState, me: Seat | None) -> Promise | None:
    """Return the promise to which `me`, its partner, has not said yes yet."""
    waiting = (p for p in state.promises if me is not None and p.unsaid and p.names(me))
    return next(waiting, None)


def completing(public: Public, step: Plan, state: PlanState, me: Seat | None, play: int) -> str:
    """Return what is awaited while chosen ideas become promises, at play time `play`."""
    mine = asked(public, state, me)
    if mine is not None:
        return _("{owner} promised this with you.", owner=mine.owner)
    open_ones, taken = state.open, takers(public, step.id, play)
    if open_ones and all(idea.number in taken for idea in open_ones):
        return _("{name} is taking it.", name=taken[open_ones[0].number])
    return still_to_take(public, state)


def still_to_take(public: Public, state: PlanState) -> str:
    """Return what all together still wait for while chosen ideas become promises."""
    if len(state.open) > 1:
        return _("These were chosen. Who takes one?")
    if state.open:
        return _("This was chosen. Who takes it?")
    if waiting := asked_of(public, state):
        return not_yet(waiting[0])
    return _("It is a promise now.") if state.promises else _("No idea was chosen today.")


class Missed(NamedTuple):
    """A card that the other side misplaced most, as the reveal has named it."""

    side: Side
    """Whose card it is."""
    card: KeyPoint


def missed(public: Public) -> tuple[Missed, ...]:
    """Return the blind spots that the room was shown: each asks for one idea."""
    shown = [s.blind_spots for s in public.steps.values() if isinstance(s, RevealState)]
    return tuple(
        Missed(side, spot.card)
        for spots in shown
        for side, spot in (spots or {}).items()
        if spot.card is not None and not spot.hidden
    )


def missed_line(public: Public, one: Missed) -> Content:
    """Return the question that a blind spot asks."""
    said = _("{side} missed most:", side=public.label(other(one.side)))
    quoted = _("“{text}”", text=one.card.text)
    return Content.assemble(
        (said, "bold $accent"), f" {quoted} ", (_("One idea for that?"), "bold")
    )


def no_dots(state: PlanState) -> str:
    """Return why the dots are not shown after a vote; empty where they are, or before it."""
    if not state.order or any(idea.dots is not None for idea in state.ideas):
        return ""
    return _(
        "Fewer than {n} people voted: only the order is shown, as numbers would tell single votes.",
        n=VOTERS,
    )


def console_sentence(public: Public, state: PlanState) -> str:
    """Return what the facilitator does now; empty where it is the same as in every step."""
    if state.level:
        numbers = joined([str(number) for number in state.level])
        return _("Level: ideas {numbers}. Ask for hands, then j.", numbers=numbers)
    waiting = asked_of(public, state) if state.stage == COMPLETE and not state.open else ()
    if waiting:
        return not_yet(waiting[0])
    return ""


def console_notes(room: Room, step: Plan) -> Iterator[Content]:
    """Yield what the blind spots ask for while ideas are written."""
    if room.public.state(PlanState, step.id).stage == WRITE:
        yield from (missed_line(room.public, one) for one in missed(room.public))


# People, days and dots ----------------------------------------------------------------------------


def partners(public: Public, me: Seat) -> tuple[Seat, ...]:
    """Return the people who belong to the other side: one of them shares a promise."""
    sides: tuple[Side, ...] = SIDES if me.home is None else (other(me.home),)
    seats = [seat for _, seat in sorted(public.seats.items()) if seat.owner and seat.id != me.id]
    return tuple(seat for side in sides for seat in seats if seat.home == side)


def proposed_sign(idea: Idea) -> str:
    """Return by what one sees that an idea works: what a promise's form starts with."""
    start = next((one for one in STARTS if one.key == idea.starter), None)
    return _("it has happened once, and both sides noticed") if start is None else _(start.sign)


def proposed_day(opened_on: str) -> str:
    """Return the working day that a promise's form starts with, YYYY-MM-DD; empty when unknown."""
    return working_day(opened_on, DUE)


def unfinished(public: Public, state: PlanState, left: int) -> str:
    """Return what is lost if it ends now."""
    if state.stage == COMPLETE:
        n = len(state.open)
        return n_("{n} idea has no owner yet.", "{n} ideas have no owner yet.", n) if n else ""
    if not left:
        return ""
    if state.stage == VOTE:
        return n_("{n} has not voted.", "{n} have not voted.", left)
    return n_("{n} is not ready.", "{n} are not ready.", left)

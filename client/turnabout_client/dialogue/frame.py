"""What holds at every table, around what the step has to say. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from turnabout_client.activities import dialogue_part, dialogue_unread
from turnabout_client.dialogue import ahas, closed, lobby, reading, staging, steering
from turnabout_client.dialogue.commonly import grouped
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import ALONE, Block, Dialogue, InRole, Part, Word
from turnabout_client.view import absence
from turnabout_client.view.people import awaited, paused_by
from turnabout_client.view.time import Span, stage_span, step_span
from turnabout_language import _
from turnabout_protocol.commands import Pause, Resume
from turnabout_protocol.nudging import ReadNudge


def dialogue(seen: Seen) -> Dialogue:
    """Return what the seat has in front of it."""
    part = _part(seen)
    running = seen.public.phase == "running"
    return Dialogue(
        title=_title(seen),
        now=part.now if part.ask is None else part.ask.prompt,
        waits=part.waits or _waits(seen),
        until=(part.until or _span(seen)) if running else None,
        whole=step_span(seen.public) if running else None,
        role=_role(seen),
        place=_place(seen),
        stage=seen.me is not None and seen.me.stage,
        above=_above(seen),
        blocks=(*_alone(seen), *_script(seen), *part.blocks),
        ask=part.ask,
        also=(*part.also, *_also(seen)),
    )


def _part(seen: Seen) -> Part:
    public, step = seen.public, seen.public.step
    if seen.me is not None and seen.me.stage:
        return staging.part(seen)
    if public.phase == "closed":
        return closed.part(seen)
    if seen.steers:
        return steering.part(seen)
    if step is None or public.phase == "lobby":
        return lobby.part(seen)
    if step.id not in public.steps:
        return Part(now=_("One moment."))
    late = dialogue_unread(seen)
    if late is None:
        return dialogue_part(seen, step)
    if late.ask is not None:
        return late
    part = dialogue_part(seen, step)
    return replace(part, blocks=(*part.blocks, *late.blocks))


def _title(seen: Seen) -> str:
    public = seen.public
    if public.phase == "closed":
        return _("Thank you")
    return _("Welcome") if public.step is None else _(public.step.title)


def _role(seen: Seen) -> InRole | None:
    public, me, who = seen.public, seen.me, seen.own.persona
    if not public.in_role or who is None or me is None or me.played is None or not me.plays:
        return None
    side = public.label(me.played)
    return InRole(side=me.played, name=who.name, told=f"{who.job}, {side}")


def _place(seen: Seen) -> tuple[int, int] | None:
    public = seen.public
    if public.current is None or public.phase != "running":
        return None
    return public.current.index + 1, len(public.agenda)


def _span(seen: Seen) -> Span | None:
    step = seen.public.step
    return (
        None if step is None or step.id not in seen.public.steps else stage_span(seen.public, step)
    )


def _waits(seen: Seen) -> str:
    step = seen.public.step
    return "" if step is None or step.id not in seen.public.steps else seen.waiting(step)


def _above(seen: Seen) -> str:
    """Return what must be known before all else."""
    public, clock = seen.public, seen.public.clock
    if clock.since is not None and public.phase == "running":
        return paused_by(public, seen.seat, clock.since, seen.now)
    return " ".join(awaited(public, seen.me))


def _alone(seen: Seen) -> Iterator[Block]:
    """Yield what is said to me alone: by a facilitator, and by a bot in my name."""
    said = absence.nudge(seen.room, seen.seat, seen.now, keys=False)
    if said:
        yield Block(id=_nudge(seen), kind="private", group=ALONE, lines=(said,))
    for (step, number), turn in absence.said_for_me(seen.public, seen.seat).items():
        told = absence.while_away({(step, number): turn})
        yield Block(id=f"away/{step}/{number}", kind="private", group=ALONE, lines=(told,))


def _script(seen: Seen) -> Iterator[Block]:
    """Yield what a facilitator would say now, where none is there to say it: to practise."""
    public, step = seen.public, seen.public.step
    watched = seen.me is None or seen.me.stage or seen.steers
    if public.rules.demo and step is not None and step.script and not watched:
        said = _("“{text}”", text=_(step.script))
        yield Block(id=f"script/{step.id}", head=_("The facilitator says"), lines=(said,))


def _nudge(seen: Seen) -> str:
    return f"nudge/{seen.own.nudge.at if seen.own.nudge is not None else 0}"


def _also(seen: Seen) -> Iterator[Word]:
    """Yield the words that are the same in every step."""
    public, me = seen.public, seen.me
    if me is not None and me.stage:
        return
    if absence.nudge(seen.room, seen.seat, seen.now, keys=False):
        yield Word(
            key="heard",
            name=_("read"),
            label=_("I have read it"),
            then=ReadNudge(),
            about=_nudge(seen),
        )
    if public.phase == "running":
        if public.clock.paused:
            goes_on = _("go on")
            yield Word(key="resume", name=_("resume"), label=goes_on, then=Resume(), group="main")
        else:
            stops = _("stop all clocks")
            yield Word(key="pause", name=_("pause"), label=stops, then=Pause(), group="always")
        yield from ahas.words(seen)
    yield from grouped("always", reading.words(seen))

"""What holds at every table, around what the step has to say. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from turnabout_client.activities import dialogue_part, dialogue_unread
from turnabout_client.dialogue import ahas, closed, lobby, reading, steering
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, Dialogue, Part, Word
from turnabout_client.view import absence
from turnabout_client.view.people import awaited, paused_by
from turnabout_client.view.time import Span, stage_span
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
        waits=_waits(seen),
        until=(part.until or _span(seen)) if running else None,
        above=_above(seen),
        blocks=(*_alone(seen), *part.blocks),
        ask=part.ask,
        also=(*part.also, *_also(seen)),
    )


def _part(seen: Seen) -> Part:
    public, step = seen.public, seen.public.step
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
        at = seen.own.nudge.at if seen.own.nudge is not None else 0
        yield Block(id=f"nudge/{at}", kind="private", lines=(said,))
    for (step, number), turn in absence.said_for_me(seen.public, seen.seat).items():
        told = absence.while_away({(step, number): turn})
        yield Block(id=f"away/{step}/{number}", kind="private", lines=(told,))


def _also(seen: Seen) -> Iterator[Word]:
    """Yield the words that are the same in every step."""
    public = seen.public
    if absence.nudge(seen.room, seen.seat, seen.now, keys=False):
        yield Word(key="heard", name=_("heard"), label=_("I have read it"), then=ReadNudge())
    if public.phase == "running":
        if public.clock.paused:
            yield Word(key="resume", name=_("resume"), label=_("go on"), then=Resume())
        else:
            yield Word(key="pause", name=_("pause"), label=_("stop all clocks"), then=Pause())
        yield from ahas.words(seen)
    yield from reading.words(seen)

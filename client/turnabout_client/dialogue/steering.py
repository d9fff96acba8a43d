"""The console as a dialogue: what to say now, who is awaited, and a word for all one can do. Pure.

A facilitator is asked nothing: everything is a word, in the order of the console's keys.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from turnabout_client.activities import console_notes, dialogue_part, part_of
from turnabout_client.console.cost import cost
from turnabout_client.console.helm import Helm
from turnabout_client.console.votes import level
from turnabout_client.dialogue import caring, guarding, planning, reading
from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.commonly import grouped, yes_no
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import ALONE, Ask, Block, Choice, Group, Option, Part, Word
from turnabout_client.view.absence import nudged, uncovered
from turnabout_client.view.people import face, joined, with_names
from turnabout_client.view.turns import forecast
from turnabout_client.view.words import SPOKEN
from turnabout_language import _
from turnabout_protocol.activities.close import Close
from turnabout_protocol.activities.ideas import SettleTie
from turnabout_protocol.activities.scene import Scene
from turnabout_protocol.commands import End, Next, NextStage, Start
from turnabout_protocol.steering import may_switch, rates


def part(seen: Seen) -> Part:
    """Return what a facilitator has in front of them."""
    helm = helm_of(seen)
    awaited = _awaited(helm)
    waits = _waits(helm, awaited)
    return Part(
        now=_now(seen, helm, waits),
        # The last one, and a speaker, is news.
        waits=waits if len(awaited) > 1 else "",
        blocks=tuple(_blocks(seen, helm)),
        also=tuple(_also(seen, helm)),
    )


def helm_of(seen: Seen) -> Helm:
    """Return what one who steers has in hand."""
    console = seen.room.console
    return Helm(
        public=seen.public,
        seat=seen.seat,
        link=None,
        waiting=console.waiting,
        leads=seen.seat is not None and console.leads(seen.seat),
        co=console.co_facilitators,
    )


def _now(seen: Seen, helm: Helm, waits: str) -> str:
    public, step = helm.public, helm.step
    if helm.lobby or step is None:
        return _("Welcome people. Begin when both sides are here.")
    state = public.steps.get(step.id)
    if state is not None and state.kept_open:
        return _("Time is up. Go on when the room is ready.")
    if state is not None and state.awaits:
        return _("A side has no player. Bring somebody in, or a bot.")
    if isinstance(step, Close):
        return _("This is the last step. End the session when everybody is done.")
    if len(_awaited(helm)) == 1:
        return waits
    return " ".join((_("The step runs."), waits or seen.waiting(step))).strip()


def _awaited(helm: Helm) -> list[int]:
    """Return who is waited for, as far as anybody may see that."""
    public, step = helm.public, helm.step
    state = None if step is None else public.steps.get(step.id)
    if helm.lobby or step is None or state is None or state.kept_open or state.awaits:
        return []
    return [] if step.unsigned(state.stage) else sorted(step.waited(public))


def _waits(helm: Helm, awaited: list[int]) -> str:
    names = with_names(helm.public)
    waited = joined([face(names, seat) for seat in awaited])
    return _("Waiting for {names}.", names=waited) if waited else ""


def _blocks(seen: Seen, helm: Helm) -> Iterator[Block]:
    public, step = helm.public, helm.step
    yield from guarding.blocks(seen)
    yield from _care(seen)
    if step is None or step.id not in public.steps:
        yield from reading.people(seen, news=True)
        for number, said in enumerate(forecast(public)):
            yield Block(id=f"forecast/{number}", lines=(said,), tone="quiet", news=False)
        return
    if step.script:
        said = _("“{text}”", text=_(step.script))
        yield _to_say(f"say/{step.id}", said)
    told, stage = part_of(public, step), public.steps[step.id].stage
    first = stage == 0 and not isinstance(step, Scene)
    here = _to_say(f"say/{step.id}/{stage}", told)
    if told and first:
        yield here
    notes = tuple(note.plain for note in console_notes(seen.room, step))
    if notes:
        yield Block(id=f"notes/{step.id}", lines=notes, tone="quiet")
    # What is to be said has its own place.
    yield from (b for b in dialogue_part(seen, step).blocks if not told or b.lines[:1] != (told,))
    if told and not first:
        yield here  # it follows from what came before


def _to_say(id_: str, said: str) -> Block:
    """Return what a facilitator says to the room: it is for them alone."""
    return Block(id=id_, group=ALONE, head=_("To say now"), lines=(said,), tone="strong")


def _care(seen: Seen) -> Iterator[Block]:
    public, room = seen.public, seen.room
    gone = uncovered(public)
    if gone:
        names = joined([seat.name for seat in gone])
        yield Block(id="gone", lines=(_("Away with a part: {names}.", names=names),))
    for said in nudged(room, seen.now):
        yield Block(id=f"nudged/{said}", lines=(said,), tone="quiet", news=False)
    if not rates(public) and may_switch(public):
        yield Block(id="ratings-off", lines=(_("Ratings are off."),))
    if public.rules.spoken and public.step is None:
        yield Block(id="spoken", lines=(_(SPOKEN),), tone="quiet")
    if room.console.host_note:
        yield Block(id="host-note", head=_("Take care"), lines=(room.console.host_note,))


# What one can do --------------------------------------------------------------------------------


def _also(seen: Seen, helm: Helm) -> Iterator[Word]:
    if helm.lobby:
        label = _("begin the session")
        yield Word(key="begin", name=_("begin"), label=label, then=Start(), group="main")
    else:
        yield from _goes_on(seen, helm)
        yield from grouped("scene", _scene(seen, helm))
        yield from _settle(seen, helm)
    yield from guarding.words(seen, helm)
    yield from grouped("people", caring.words(seen, helm))
    yield from grouped("plan", planning.words(seen, helm))
    yield from grouped("plan", _ratings(helm))
    if helm.leads:
        said = _("End the session for good? Raw answers are deleted; nobody can go on.")
        sure = yes_no("end", said, _("End"), End())
        yield Word(key="end", name=_("end"), label=_("end the session"), then=sure, group="course")


def _goes_on(seen: Seen, helm: Helm) -> Iterator[Word]:
    for key, name, label, command in (
        ("next", _("next"), _("go on"), helm.next),
        ("finish", _("finish"), _("end this step"), helm.finish),
    ):
        if command is not None:
            then = _asks_first(seen, key, command)
            group: Group = "main" if key == "next" else "course"
            yield Word(key=key, name=name, label=label, then=then, group=group)
    if helm.back is not None and not helm.first and helm.public.current is not None:
        before = helm.public.agenda[helm.public.current.index - 1]
        said = _(
            "Go back to {title}? All that was given there is kept, and this step stays as it is "
            "until you come to it again.",
            title=_(before.title),
        )
        sure = yes_no("back", said, _("Go back"), helm.back)
        label = _("to the step before")
        yield Word(key="back", name=_("back"), label=label, then=sure, group="course")
    if helm.more is not None:
        label = _("a minute more")
        yield Word(key="more", name=_("more"), label=label, then=helm.more)
    if helm.hold is not None and helm.step is not None:
        label = (
            _("let this step end by itself") if helm.step.hold else _("hold this step at its end")
        )
        yield Word(key="hold", name=_("hold"), label=label, then=helm.hold, group="course")


def _asks_first(seen: Seen, key: str, command: Next | NextStage) -> Next | NextStage | Ask:
    """Return a command that goes on; the question first, if that would cost something."""
    said = cost(seen.public, seen.play)
    if not said:
        return command
    sure = replace(command, sure=True)
    return yes_no(f"{key}/{command.step}", _("{cost} End it?", cost=said), _("End it"), sure)


def _scene(seen: Seen, helm: Helm) -> Iterator[Word]:
    if helm.skip is not None:
        yield Word(key="skip", name=_("skip-turn"), label=_("end this turn"), then=helm.skip)
    if helm.twist is not None:
        yield Word(key="twist", name=_("twist"), label=_("bring in a twist"), then=helm.twist)
    if helm.undo is not None and helm.last is not None:
        said = _(
            "Open {name}’s turn again? What was said comes back to them as a draft; ratings of it "
            "and reactions fall away.",
            name=face(with_names(helm.public), helm.last.seat),
        )
        sure = yes_no(f"undo/{helm.last.number}", said, _("Open it again"), helm.undo)
        yield Word(key="undo", name=_("undo-turn"), label=_("take back the last play"), then=sure)


def _ratings(helm: Helm) -> Iterator[Word]:
    if may_switch(helm.public):
        off = rates(helm.public)
        said = (
            _(
                "Switch ratings off? Nobody is asked any more how true a turn rang or whether an "
                "echo was right, and none of it is shown. Everybody reads that they are off."
            )
            if off
            else _(
                "Ask again how true turns ring? What was given before counts again, but for the "
                "turns in between."
            )
        )
        yes = _("Switch off") if off else _("Switch on")
        sure = yes_no("ratings", said, yes, helm.ratings)
        yield Word(
            key="ratings",
            name=_("ratings"),
            label=_("ratings off") if off else _("ratings on"),
            then=sure,
        )


def _settle(seen: Seen, helm: Helm) -> Iterator[Word]:
    ideas = level(helm.public)
    if not ideas or helm.step is None:
        return
    field = Choice(
        key="idea",
        options=tuple(
            Option(
                key=str(idea.number),
                label=_("When {when}, then {then}", when=idea.when, then=idea.then),
                value=idea.number,
            )
            for idea in ideas
        ),
    )
    ask = Ask(
        id=f"settle/{helm.step.id}",
        prompt=_("These are level. Which one does the room want?"),
        fields=(field,),
        makes=fills(SettleTie, (field,), step=helm.step.id),
        send=_("This one"),
        at_bell=False,
    )
    yield Word(key="settle", name=_("settle"), label=_("settle the vote"), then=ask)

"""The plan from here on as a form: which steps, in which order, how long, and held or not. Pure."""

from collections.abc import Iterator

from turnabout_client.console.helm import Helm
from turnabout_client.dialogue.answers import safely
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Choice,
    Field,
    Option,
    Sorry,
    Text,
    Word,
)
from turnabout_language import _
from turnabout_language.formats import number
from turnabout_protocol.activities.close import Close
from turnabout_protocol.agenda import Slot, ahead, replanned
from turnabout_protocol.commands import AnyCommand, Replan
from turnabout_protocol.room import Step


def words(seen: Seen, helm: Helm) -> Iterator[Word]:
    """Yield the word that plans anew."""
    if ahead(helm.public) and helm.public.phase != "closed":
        yield Word(key="replan", name=_("replan"), label=_("plan anew"), then=_form(seen))


def _form(seen: Seen) -> Ask:
    public = seen.public
    now, shelf = ahead(public), public.shelf
    known = {step.id: step for step in (*now, *shelf)}
    order = Choice(
        key="order",
        label=_("Which steps, in which order?"),
        options=tuple(
            Option(
                key=step.id,
                label=_("{title}, {minutes} min", title=_(step.title),
                        minutes=number(step.minutes, 2)),
            )
            for step in known.values()
        ),
        most=max(2, len(known)),
        given=tuple(step.id for step in now),
    )  # fmt: skip
    minutes = Text(
        key="minutes",
        label=_("Minutes of the steps, as in “scene 12, close 3”"),
        hint=_("only those that change"),
        limit=240,
        least=0,
    )
    held = Choice(
        key="held",
        label=_("Which of them wait for you at their end?"),
        options=tuple(
            Option(key=s.id, label=_(s.title)) for s in known.values() if not isinstance(s, Close)
        ),
        least=0,
        most=max(2, len(known)),
        given=tuple(s.id for s in known.values() if s.hold and not isinstance(s, Close)),
    )
    fields: tuple[Field, ...] = (order, minutes, held)

    def make(answers: Answers) -> AnyCommand | Sorry:
        lasts = _lasts(str(answers.get("minutes", "")), known)
        if isinstance(lasts, Sorry):
            return lasts
        holds = answers.get("held", ())
        steps = tuple(
            Slot(
                step=id_,
                minutes=lasts.get(id_, known[id_].minutes),
                hold=id_ in holds or (known[id_].hold and isinstance(known[id_], Close)),
            )
            for id_ in answers.get("order", ())
            if id_ in known
        )
        wrong = next(
            replanned(public, tuple(slot.of(known[slot.step]) for slot in steps), seen.play), None
        )
        return Replan(steps=steps) if wrong is None else Sorry(str(wrong.phrase))

    def read(command: AnyCommand) -> Answers | None:
        if not isinstance(command, Replan):
            return None
        lasts = ", ".join(f"{slot.step} {slot.minutes}" for slot in command.steps)
        return {
            "order": tuple(slot.step for slot in command.steps),
            "minutes": lasts,
            "held": tuple(slot.step for slot in command.steps if slot.hold),
        }

    return Ask(
        id="replan",
        prompt=_("The plan from here on."),
        fields=fields,
        makes=safely(make, read),
        send=_("Let it be the plan"),
        at_bell=False,
    )


def _lasts(text: str, known: dict[str, Step]) -> dict[str, float] | Sorry:
    """Return the minutes by step in what was written."""
    found: dict[str, float] = {}
    for one in filter(None, (part.strip() for part in text.split(","))):
        name, _blank, minutes = one.rpartition(" ")
        try:
            found[name.strip()] = float(minutes)
        except ValueError:
            return Sorry(_("“{text}”: write the step and its minutes.", text=one))
        if name.strip() not in known:
            return Sorry(_("“{text}”: there is no such step ahead.", text=name))
    return found

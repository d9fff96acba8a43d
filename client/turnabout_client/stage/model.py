"""What the stage says. Pure."""

from typing import Final

from textual.content import Content

from turnabout_client.activities import now_of, on_the_table, part_of
from turnabout_client.view import words
from turnabout_client.view.afterwards import where_report
from turnabout_language import _, n_
from turnabout_machine.keys import hashed
from turnabout_protocol.activities.close import promises_of
from turnabout_protocol.activities.reveal import RevealState
from turnabout_protocol.activities.scene import Scene, SceneState
from turnabout_protocol.activities.talk import Talk
from turnabout_protocol.links import Link
from turnabout_protocol.room import Public, Room
from turnabout_protocol.scenario import SIDES, KeyPoint

CARDS: Final = 2
"""So many cards lie on the stage: the one just played, and the one it answers."""


def heading(public: Public) -> str:
    """Return what goes on, in a word or two."""
    if public.phase == "closed":
        return _("Thank you")
    if public.step is not None:
        return _(public.step.title)
    return _("Welcome")


def goal(public: Public) -> Content:
    """Return what both sides want."""
    if public.story is None:
        return Content("")
    return Content.assemble((_("We all want") + "  ", "bold $accent"), public.story.shared_goal)


def asked(public: Public) -> str:
    """Return what is asked or done in the part that is on: it stays in sight, whatever is said."""
    step = public.step
    if step is None or step.id not in public.steps or public.phase == "closed":
        return ""
    return part_of(public, step)


def said(public: Public) -> list[Content]:
    """Return what all look at just now, a paragraph each; what stands above is not said again."""
    step = public.step
    if public.phase == "closed":
        done = [Content(_("Thank you for walking in each other's shoes."))]
        done += [_promise(p.owner, p.when, p.then) for p in promises_of(public)]
        # Of the room it knows what everybody knows, and that is all that is asked here.
        where = where_report(Room(public=public), None)
        return [*done, *([Content(where)] if where else [])]
    if step is None:
        return _lobby(public)
    lines = on_the_table(public, step) if step.id in public.steps else []
    above, wanted = asked(public), "" if public.story is None else public.story.shared_goal
    return [
        line
        for line in lines
        if line.plain.removeprefix("· ") not in above
        and not any(told and told in line.plain for told in (above, wanted))
    ]


def follows(public: Public) -> bool:
    """Return whether what comes last is what matters: turns, remarks, and cards that come up."""
    step = public.step
    state = None if step is None else public.steps.get(step.id)
    return isinstance(step, Scene | Talk) or (isinstance(state, RevealState) and bool(state.coming))


def is_good(public: Public, link: Link) -> bool:
    """Return whether newcomers still come in by `link`, the shared one as it is known here."""
    return not public.link or hashed(link.key) == public.link


def cards(public: Public) -> tuple[KeyPoint, ...]:
    """Return the newest cards of the scene that is on, the last one last."""
    state = None if public.step is None else public.steps.get(public.step.id)
    if not isinstance(state, SceneState):
        return ()
    return tuple(turn.card for turn in state.turns if turn.card is not None)[-CARDS:]


def sentence(public: Public) -> str:
    """Return what everybody does now."""
    if public.phase == "closed":
        return _("The session is over.")
    if public.clock.paused:
        return _("Paused.")
    if public.step is None:
        return _("Come in with the link that you were sent.")
    if public.step.id not in public.steps:
        return ""
    return now_of(public, public.step) or _("Now on your own screens.")


def _lobby(public: Public) -> list[Content]:
    found = []
    for side in SIDES:
        here = sum(seat.home == side and seat.present for seat in public.seats.values())
        told = n_("{n} is here", "{n} are here", here)
        found.append(Content.assemble(words.side(public, side), f"  {told}"))
    return [*found, Content(public.story.situation)] if public.story is not None else found


def _promise(owner: str, when: str, then: str) -> Content:
    told = _("When {when}, then {then}", when=when, then=then)
    return Content.assemble((f"{owner}  ", "bold"), told)

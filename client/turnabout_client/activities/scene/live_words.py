"""What the speaker has typed so far, as it stands at the table. Pure."""

from textual.content import Content

from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.scene import Said, SceneState
from turnabout_protocol.messages import Writing
from turnabout_protocol.room import Public, Step

CARET = "▏"


def of_live_turn(state: SceneState, step: str, writing: Writing | None) -> Writing | None:
    """Return `writing` if it is of the turn that is on."""
    live = state.live
    if live is None or writing is None or (writing.step, writing.turn) != (step, live.number):
        return None
    return writing


def so_far(said: Said) -> Content:
    """Return the words in the order in which they are said, with a caret behind them."""
    opening, _blank, closing = _("“{text}”").partition("{text}")
    parts = []
    if said.echo:
        parts.append(Content.assemble((_("What I heard you say is"), "$quiet"), f" {said.echo}"))
    if said.say:
        parts.append(Content(f"{opening}{said.say}{closing}"))
    if said.ask:
        parts.append(Content.assemble((_("asks"), "$quiet"), f" {said.ask}"))
    return Content.assemble(Content("\n").join(parts), (CARET, "$quiet"))


def console_writing(public: Public, step: Step, writing: Writing) -> Content | None:
    """Return the words of the live turn so far, as facilitators read them; None: there are none."""
    state = public.steps.get(step.id)
    if not isinstance(state, SceneState) or of_live_turn(state, step.id, writing) is None:
        return None
    live = state.live
    if writing.said is None and live is not None:
        who = words.speakers(public, live.speakers)
        return Content.assemble(who, (f" {_('is writing …')}", "$quiet italic"))
    return None if writing.said is None or writing.said.empty else so_far(writing.said)

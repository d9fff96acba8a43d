"""What the room sees of a talk, in lines: who speaks, on what, and what was said. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.talk.model import scenes, side_of
from turnabout_client.view import words
from turnabout_client.view.people import face
from turnabout_language import _
from turnabout_protocol.activities.talk import Talk, TalkState
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import other


def lines(public: Public, step: Talk) -> Iterator[Content]:
    """Yield the question of this part, the cards that came up, and what was said."""
    state = public.state(TalkState, step.id)
    yield Content.styled(_who(public, step, state), "bold")
    yield from (words.point(_(prompt)) for prompt in step.rounds[state.stage].prompts)
    if step.board:
        yield from _board(public)
    for remark in state.remarks:
        yield Content.assemble((face(public, remark.seat), "bold"), f"  {remark.text}")


def part(public: Public, step: Talk) -> str:
    """Return what is asked in the part that is on, and who speaks."""
    state = public.state(TalkState, step.id)
    count = _("{here} of {all}", here=state.stage + 1, all=len(step.rounds))
    asked = " ".join(_(prompt) for prompt in step.rounds[state.stage].prompts)
    said = f"{asked} {_who(public, step, state)}"
    return said if len(step.rounds) == 1 else _("{head}: {said}", head=count, said=said)


def now(public: Public, step: Talk) -> str:
    """Return who speaks."""
    return _who(public, step, public.state(TalkState, step.id))


def _who(public: Public, step: Talk, state: TalkState) -> str:
    """Return who speaks, and who listens."""
    speakers = step.rounds[state.stage].speakers
    side = side_of(speakers, state)
    if side is not None:
        return _(
            "{speakers} speak, {listeners} listen.",
            speakers=public.label(side),
            listeners=public.label(other(side)),
        )
    if speakers == "observers":
        return _("Those who watched speak, the others listen.")
    return _("Everybody speaks.")


def _board(public: Public) -> Iterator[Content]:
    came = {t.card.id: t.card for s in scenes(public) for t in s.turns if t.card is not None}
    if came:
        yield Content.styled(_("What came up"), "bold $accent")
    yield from (words.point(card.text) for card in came.values())

"""What the speaker of the live turn has typed so far. Not an event: only the newest counts."""

from collections.abc import Mapping

from msgspec import Struct

from turnabout_protocol.activities.scene import Said, SceneState
from turnabout_protocol.codec import Malformed, convert, encode, unpack
from turnabout_protocol.messages import Draft
from turnabout_protocol.room import Public


class HeldDraft(Struct, frozen=True, kw_only=True):
    """A draft, and whose turn it is for."""

    seat: int
    step: str
    turn: int
    said: Said


class Drafts:
    """The newest draft of the live turn. One is enough: only its speaker has anything to send."""

    def __init__(self, stored: bytes = b"") -> None:
        self._typed: HeldDraft | None = None
        if stored:
            try:
                self._typed = convert(unpack(stored), HeldDraft)
            except Malformed:
                # Written by another version. A lost draft is no reason to lose a room.
                self._typed = None

    def take(self, seat: int, draft: Draft, public: Public) -> bool:
        """Keep `draft` if it is for the turn that is on, by its speaker; return whether it is."""
        typed = HeldDraft(seat=seat, step=draft.step, turn=draft.turn, said=draft.said)
        if not _live(typed, public):
            return False
        self._typed = typed
        return True

    def forget(self, seat: int) -> None:
        """Forget what was typed on `seat`: somebody else sits there from here on."""
        if self._typed is not None and self._typed.seat == seat:
            self._typed = None

    def held(self, public: Public) -> HeldDraft | None:
        """Return the draft for the live turn."""
        return self._typed if self._typed is not None and _live(self._typed, public) else None

    def of(self, public: Public) -> Mapping[int, Said]:
        """Return the draft for the live turn, by seat."""
        held = self.held(public)
        return {} if held is None else {held.seat: held.said}

    def stored(self, public: Public) -> bytes:
        """Return what `Drafts(stored)` restores this from."""
        held = self.held(public)
        return b"" if held is None else encode(held)


def _live(typed: HeldDraft, public: Public) -> bool:
    if public.phase != "running" or public.step is None or public.step.id != typed.step:
        return False
    state = public.steps.get(typed.step)
    turn = state.live if isinstance(state, SceneState) else None
    return turn is not None and (turn.number, turn.seat) == (typed.turn, typed.seat)

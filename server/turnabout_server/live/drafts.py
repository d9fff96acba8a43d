"""What the speaker of the live turn has typed so far. Not an event: only the newest counts."""

from collections.abc import Mapping

from msgspec import Struct

from turnabout_protocol.activities.scene import Said, SceneState, Turn
from turnabout_protocol.codec import Malformed, convert, encode, unpack
from turnabout_protocol.messages import Draft
from turnabout_protocol.room import Public


class HeldDraft(Struct, frozen=True, kw_only=True):
    """A draft, and the turn it is for."""

    seat: int
    """Who wrote it: in a shared turn the pen, and the draft with it, can go to another one."""
    step: str
    turn: int
    said: Said


class Drafts:
    """The newest draft of the live turn. One is enough: only its speaker has anything to send."""

    def __init__(self, stored: bytes = b"") -> None:
        self._typed: HeldDraft | None = None
        if stored:
            try:
                self._typed = convert(unpack(stored, ours=True), HeldDraft)
            except Malformed:
                # Written by another version. A lost draft is no reason to lose a room.
                self._typed = None

    def take(self, seat: int, draft: Draft, public: Public) -> bool:
        """Keep `draft` if it is for the turn that is on, by its speaker; return whether it is."""
        typed = HeldDraft(seat=seat, step=draft.step, turn=draft.turn, said=draft.said)
        turn = _turn(typed, public)
        if turn is None or turn.seat != seat:
            return False
        self._typed = typed
        return True

    def forget(self, seat: int) -> None:
        """Forget what was typed on `seat`: somebody else sits there from here on."""
        if self._typed is not None and self._typed.seat == seat:
            self._typed = None

    def held(self, public: Public) -> HeldDraft | None:
        """Return the draft for the live turn."""
        return None if self._typed is None or _turn(self._typed, public) is None else self._typed

    def speakers(self, public: Public) -> frozenset[int]:
        """Return whose turn the draft is for: they read it whole."""
        turn = None if self._typed is None else _turn(self._typed, public)
        return frozenset() if turn is None else frozenset(turn.speakers)

    def of(self, public: Public) -> Mapping[int, Said]:
        """Return the draft for the live turn, by the seat that has the pen."""
        typed = self._typed
        turn = None if typed is None else _turn(typed, public)
        return {} if typed is None or turn is None else {turn.seat: typed.said}

    def stored(self, public: Public) -> bytes:
        """Return what `Drafts(stored)` restores this from."""
        held = self.held(public)
        return b"" if held is None else encode(held)


def _turn(typed: HeldDraft, public: Public) -> Turn | None:
    """Return the live turn, if the draft is for that and by one of its speakers."""
    if public.phase != "running" or public.step is None or public.step.id != typed.step:
        return None
    state = public.steps.get(typed.step)
    turn = state.live if isinstance(state, SceneState) else None
    mine = turn is not None and turn.number == typed.turn and typed.seat in turn.speakers
    return turn if mine else None

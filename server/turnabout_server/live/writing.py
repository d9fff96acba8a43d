"""What the speaker types, shown to the table while it is typed. Not an event, and never logged."""

from collections.abc import Callable, Collection
from typing import Final

from msgspec.structs import replace

from turnabout_protocol.codec import encode
from turnabout_protocol.messages import Writing
from turnabout_server.live.alarm import Alarm
from turnabout_server.live.drafts import Drafts, HeldDraft
from turnabout_server.live.guests import Guest, Guests
from turnabout_server.live.history import History
from turnabout_server.live.pulse import Pulse

PACE: Final = 0.5
"""Least seconds between two messages to one guest."""


class Writer:
    """Tells each guest the newest draft: never more than one waits, however slow a line is.

    `wake` lets the room's task come round. Only that task tells: so a draft that came after the
    wish to hide it is not told before that wish is heard, and nothing is told of a turn that is not
    durable.
    """

    def __init__(
        self,
        history: History,
        drafts: Drafts,
        guests: Guests,
        pulse: Pulse,
        wake: Callable[[], None],
    ) -> None:
        self._history = history
        self._drafts = drafts
        self._guests = guests
        self._pulse = pulse
        self._alarm = Alarm(pulse, wake)
        self._frames: dict[Writing, bytes] = {}

    def stir(self) -> None:
        """The draft is another one: tell it, when its time has come."""
        self._alarm.set(self._pulse.now())

    def stop(self) -> None:
        """Tell nothing more."""
        self._alarm.set(None)

    def tell(self) -> None:
        """Tell whoever has not heard the newest draft and can hear it now; come back for others."""
        held = self._drafts.held(self._history.stored.public)
        if held is None or self._history.stored.public.rules.spoken:
            self._frames.clear()
            self._alarm.set(None)
            return
        now, again = self._pulse.now(), []
        speakers = self._drafts.speakers(self._history.stored.public)
        own, others = _own(held), self._told_others(held, speakers)
        for seat, guest in self._guests.items():
            told = own if seat in speakers else others
            if seat == held.seat:
                # Its own words come back to a connection that did not type them.
                if guest.heard is None and guest.catching_up is None:
                    self._send(guest, own, now)
            elif told is not None and guest.heard != told:
                if now < guest.heard_at + PACE:
                    again.append(guest.heard_at + PACE)
                elif guest.catching_up is None and (guest.heard is None or guest.peer.empty):
                    self._send(guest, told, now)
                else:
                    again.append(now + PACE)
        self._alarm.set(min(again, default=None))

    def _told_others(self, held: HeldDraft, speakers: Collection[int]) -> Writing | None:
        """Return what the table is told; None: nothing yet."""
        if any(self._history.stored.of(seat).hides for seat in speakers):
            # Always the same, so that not even the pace of writing is told.
            return None if held.said.empty else Writing(step=held.step, turn=held.turn, said=None)
        # Which card it will be, of a hand that nobody else knows, is told as it is played.
        return replace(_own(held), said=replace(held.said, card=""))

    def _send(self, guest: Guest, message: Writing, now: float) -> None:
        if message not in self._frames:
            if len(self._frames) > 1:  # a pair reads it whole, the others without the card
                self._frames.clear()
            self._frames[message] = encode(message)
        guest.heard, guest.heard_at = message, now
        guest.peer.post(self._frames[message])


def _own(held: HeldDraft) -> Writing:
    return Writing(step=held.step, turn=held.turn, said=held.said)

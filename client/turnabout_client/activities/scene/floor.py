"""The foot of whoever has the floor: fields to write in, or cues to speak along."""

from textual.containers import Vertical

from turnabout_client.activities.scene.aloud import Aloud
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.speak import SpeakForm
from turnabout_client.tui.kit.field import TextField
from turnabout_client.tui.room.screen import shown
from turnabout_protocol.activities.scene import Said
from turnabout_protocol.scenario import KeyPoint


class Floor(Vertical):
    """There while it is my turn, for one turn after the other."""

    def __init__(self) -> None:
        self._speak, self._aloud = SpeakForm(), Aloud()
        super().__init__(self._speak, self._aloud, id="floor")
        self._turn = 0
        """The turn that the fields are for; 0: it is not my turn."""
        self.untouched = False
        """Whether nobody was led to the fields of this turn yet."""

    def show(self, now: Moment, card: KeyPoint | None) -> bool:
        """Show what my turn needs; return whether it has just begun or ended."""
        mine = now.mine
        shown(self, mine is not None)
        shown(self._speak, now.writes)
        shown(self._aloud, mine is not None and now.spoken)
        if now.spoken:
            self._aloud.show(now.echoed, card)
        self._speak.offer_pen(now.pen_told)
        self._speak.prompt(len(now.own.hand), chosen=card is not None)
        self._speak.close_echo(mine is not None and bool(mine.echo) and not now.mends)
        turn = 0 if mine is None else mine.number
        if turn == self._turn:
            return False
        self._turn, self.untouched = turn, now.writes
        if mine is not None:
            self._speak.begin(mine.echoes is not None)
        return True

    def restore(self, said: Said) -> bool:
        """Put back what was typed in this turn before; return whether nothing was typed since."""
        return self._speak.restore(said)

    def said(self, now: Moment, card: str) -> Said:
        """Return what would be said now."""
        return Said(card=card) if now.spoken else self._speak.said(card)

    def first_field(self) -> TextField | None:
        """Return the first field that is still empty; None while the screen goes away."""
        return self._speak.first_field()

    def write(self) -> None:
        """Go to it."""
        field = self.first_field()
        if field is not None:
            field.focus()

"""What a seat alone knows of a scene: what it has rated, and the sheet of somebody who watches."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.activities.scene import Said, SceneState, Turn
from turnabout_protocol.bases import Bound, StepCommand, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Own, OwnState
from turnabout_protocol.scenario import Slug
from turnabout_protocol.text import LINE

SheetPart = Literal["mood", "unvoiced", "word"]
"""A note of the sheet: what changed the mood, a point nobody voiced, a word not known to all."""

Ticks = Annotated[tuple[Slug, ...], Meta(max_length=16)]
Jotting = Annotated[str, Meta(max_length=LINE)]


class Sheet(Struct, frozen=True, kw_only=True):
    """What somebody who watches has noted in one scene: what was heard, and three notes."""

    heard: tuple[str, ...] = ()
    """Ids of the key points that came through."""
    mood: str = ""
    """A sentence that changed the mood."""
    unvoiced: str = ""
    """A point that nobody voiced."""
    word: str = ""
    """A word that one side used and the other did not know."""

    def note(self, part: SheetPart) -> str:
        """Return one of the three notes."""
        return {"mood": self.mood, "unvoiced": self.unvoiced, "word": self.word}[part]


class SceneOwn(OwnState, frozen=True, kw_only=True):
    """What one seat alone knows of one scene."""

    rated: tuple[int, ...] = ()
    """Numbers of the turns that I have rated, or skipped."""
    flagged: tuple[int, ...] = ()
    """Numbers of those that I found a caricature."""
    sheet: Sheet = Sheet()
    kept: Said | None = None
    """What I had said or written in a turn that was taken back, or cut off by that."""
    kept_of: int = 0
    """Its number."""

    def draft(self, state: SceneState, turn: Turn) -> Said | None:
        """Return what I find in `turn` as it begins; None: nothing.

        It is there once: in the first turn of mine after the one that it is from.
        """
        since = (t for t in state.stands if self.kept_of < t.number < turn.number)
        return None if any(t.seat == turn.seat for t in since) else self.kept


class FillSheet(StepCommand, frozen=True, kw_only=True):
    """Replace my sheet of this scene. Only those who watch have one."""

    bound = Bound(150)

    heard: Ticks = ()
    mood: Jotting = ""
    unvoiced: Jotting = ""
    word: Jotting = ""


SHEET: Final = Datum("words", N_("What you note on your sheet when you watch"))


class SheetFilled(ToSeat, frozen=True, kw_only=True):
    """What somebody who watches has noted: nobody else is told."""

    keeps = "until_close"
    tells = SHEET

    step: Slug
    heard: Ticks
    mood: Jotting
    unvoiced: Jotting
    word: Jotting

    def fold(self, own: Own, at: int) -> Own:
        sheet = Sheet(heard=self.heard, mood=self.mood, unvoiced=self.unvoiced, word=self.word)
        return own.with_state(self.step, replace(own.state(SceneOwn, self.step), sheet=sheet))

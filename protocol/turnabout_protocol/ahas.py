"""What became clear to somebody: kept to oneself, or shared."""

from typing import Final

from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.bases import ToAll, ToSeat
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Aha, NotedAha, Own, Public

OWN_AHA: Final = Datum("words", N_("What became clear to you, as long as you keep it to yourself"))
SHARED_AHA: Final = Datum(
    "words", N_("What became clear to you, once you share it; with your name only if you sign it")
)


class AhaNoted(ToSeat, frozen=True, kw_only=True):
    """Something became clear to somebody: nobody else is told."""

    keeps = "until_close"
    tells = OWN_AHA

    number: int
    text: str

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ahas=(*own.ahas, NotedAha(number=self.number, text=self.text)))


class AhaTaken(ToSeat, frozen=True, kw_only=True):
    """An aha is no longer its writer's alone."""

    keeps = "until_close"
    tells = OWN_AHA

    number: int

    def fold(self, own: Own, at: int) -> Own:
        return replace(own, ahas=tuple(a for a in own.ahas if a.number != self.number))


class AhaReleased(ToAll, frozen=True, kw_only=True):
    """A writer shared an aha. `by` is empty unless the writer signed it."""

    keeps = "in_report"
    tells = SHARED_AHA

    text: str
    by: str = ""

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, ahas=(*public.ahas, Aha(text=self.text, by=self.by)))

"""What a room is made of, as it opens: what everybody, a side and the facilitators know of it."""

from typing import Annotated, Final

from msgspec import Meta
from msgspec.structs import replace

from turnabout_language import N_
from turnabout_protocol.agenda import AnyStep
from turnabout_protocol.bases import ToAll, ToFacilitators, ToServer, ToSide
from turnabout_protocol.presence import MACHINERY
from turnabout_protocol.privacy import Datum
from turnabout_protocol.room import Console, Earlier, Home, HouseRules, Public, Vault
from turnabout_protocol.scenario import Scenario, Slug, Story
from turnabout_protocol.scoring import Scoring

ROOM: Final = Datum("session", N_("The case, the team, the date and the plan of the session"))
TRAP: Final = Datum("session", N_("What the author of the case asks facilitators to watch for"))
AUTHORS_ORDER: Final = Datum("session", N_("In a demo, the order of cards that bots go by"))
EARLIER: Final = Datum(
    "promises",
    N_("What your team promised before and has not settled, with the names of that time"),
)


class RoomPlanned(ToServer, frozen=True, kw_only=True):
    """What the room is made of, secrets included."""

    keeps = "until_close"
    tells = MACHINERY

    scenario: Scenario
    seed: int
    facilitator_key: str
    co_key: str = ""
    """Hash of the co-facilitators' key; empty: there is none."""
    series: str = ""
    """Hash of the key of the team's series; empty: there is none."""
    secret: str = ""
    """What orders that must tell nothing are drawn with; empty in rooms of 0.2 and before."""

    def fold(self, vault: Vault, at: int) -> Vault:
        return replace(
            vault,
            scenario=self.scenario,
            seed=self.seed,
            facilitator_key=self.facilitator_key,
            co_key=self.co_key,
            series=self.series,
            secret=self.secret,
        )


class EpochBegan(ToServer, frozen=True, kw_only=True):
    """From here on another server writes this log.

    A returning client names the epoch of its copy. If this log went on beyond that copy within the
    same epoch, it has all of it; if not, the copy may hold entries that this log never had.
    """

    keeps = "until_close"
    tells = MACHINERY

    epoch: str


class RoomOpened(ToAll, frozen=True, kw_only=True):
    """What everybody may know of the room."""

    keeps = "in_report"
    tells = ROOM

    story: Story
    agenda: tuple[AnyStep, ...]
    rules: HouseRules
    scoring: Scoring = Scoring()

    def fold(self, public: Public, at: int) -> Public:
        return replace(
            public,
            story=self.story,
            agenda=self.agenda,
            length=sum(step.length for step in self.agenda),
            rules=self.rules,
            scoring=self.scoring,
        )


class EarlierRecalled(ToAll, frozen=True, kw_only=True):
    """What the team promised before and has not settled yet."""

    keeps = "in_report"
    tells = EARLIER

    promises: tuple[Earlier, ...]

    def fold(self, public: Public, at: int) -> Public:
        return replace(public, earlier=self.promises)


class FacilitatorsBriefed(ToFacilitators, frozen=True, kw_only=True):
    """The trap the scenario's author asks facilitators to watch for."""

    keeps = "until_close"
    tells = TRAP

    host_note: str

    def fold(self, console: Console, at: int) -> Console:
        return replace(console, host_note=self.host_note)


class AuthorsOrderTold(ToSide, frozen=True, kw_only=True):
    """In a demo: how the author puts the cards of this side. Its bots go by it."""

    keeps = "until_close"
    tells = AUTHORS_ORDER

    rank: Annotated[tuple[Slug, ...], Meta(max_length=8)]

    def fold(self, home: Home, at: int) -> Home:
        return replace(home, rank=self.rank)

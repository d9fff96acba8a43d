"""The ordered plan of a session: steps, each an activity with its settings and minutes."""

from typing import Annotated

from msgspec import Meta, Struct

from turnabout_protocol.activities import AnyStep
from turnabout_protocol.scenario import Slug
from turnabout_protocol.scoring import Scoring


class Agenda(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agenda file: a preset, or a facilitator's own."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    steps: Annotated[tuple[AnyStep, ...], Meta(min_length=1, max_length=40)]
    scoring: Scoring = Scoring()

    @property
    def minutes(self) -> float:
        """The planned minutes of all steps."""
        return sum(step.minutes for step in self.steps)

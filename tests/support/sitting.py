"""How people sit down at a table of the tests."""

from abc import ABC, abstractmethod

from turnabout_protocol.room import Role, Room
from turnabout_protocol.scenario import Side
from turnabout_server import rules


class Sitting(ABC):
    """A room in memory in which people take seats; its table says who hears of what happens."""

    room: Room
    now: int

    @abstractmethod
    def take(self, outcome: rules.Outcome) -> object:
        """Take what was decided."""

    def sit(
        self,
        name: str,
        home: Side | None,
        role: Role = "player",
        *,
        bot: bool = False,
        co: bool = False,
        stage: bool = False,
    ) -> int:
        """Seat somebody and return the number of the seat. Raises Refusal."""
        before = set(self.room.public.seats)
        self.take(
            rules.take_seat(
                self.room,
                name=name,
                home=home,
                role=role,
                key=f"#{name}",
                bot=bot,
                co=co,
                stage=stage,
                now=self.now,
            )
        )
        (seat,) = set(self.room.public.seats) - before
        return seat

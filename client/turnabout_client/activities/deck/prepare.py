"""Before the session: write the cards of one's side, alone. Opened from the lobby."""

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content

from turnabout_client.activities.deck.model import deck_ahead
from turnabout_client.activities.deck.writing import WritingScreen
from turnabout_client.link.table import Table
from turnabout_language import N_, _
from turnabout_protocol.activities.deck import LookAtCards
from turnabout_protocol.room import Room


class PrepareScreen(WritingScreen):
    """The first stage of the key points, days or minutes before them."""

    HELP = N_(
        "Here you write what your side would really say, whenever you like, until the session "
        "begins. Put a prepared card in better words, or write your own. Only you see it, and you "
        "find it again on the day. There your side sees all cards, without names, and chooses."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back"), key_display="esc"),
    ]

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._mine = deck_ahead(table.room.public)

    def on_mount(self) -> None:
        if not self.view.own.prepared:
            self.send(LookAtCards(step=self.view.step.id), quiet=True)

    def hint_words(self) -> Content:
        if self.open:
            return super().hint_words()
        said = _("Everything is kept. You find it again on the day, and can change it here.")
        return Content.styled(said, "$quiet")

    def sentence(self, room: Room) -> str:
        if not self.view.places:
            return _("One moment.")
        return super().sentence(room)

    def offers(self, action: str) -> bool:
        match action:
            case "back":
                return True
            case "pause" | "ready":
                return False
        return super().offers(action)

    def action_back(self) -> None:
        if self.open:
            super().action_back()
        else:
            self.app.pop_screen()


SCREEN: Final = PrepareScreen

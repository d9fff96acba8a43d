"""One thing that a facilitator can do: its key, its words, when it can be done, and how."""

from collections.abc import Callable

from msgspec import Struct
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button

from turnabout_client.console.helm import Helm
from turnabout_client.tui.room.screen import RoomScreen, shown
from turnabout_language import _
from turnabout_protocol.commands import AnyCommand

Does = Callable[[RoomScreen, Helm], None]
When = Callable[[Helm], bool]


def _always(_helm: Helm) -> bool:
    return True


class Lever(Struct, frozen=True):
    """A key of the console, and a button for the mouse."""

    name: str
    key: str
    words: str
    """What it does. Marked with `N_`; it is translated where it is shown."""
    tells: str
    """What help says of it in a sentence. Marked with `N_`."""
    does: Does
    when: When = _always
    """Whether the key does something now."""
    where: When = _always
    """Whether the button has its place now: the key alone may say why there is nothing to do."""
    label: Callable[[Helm], str] | None = None
    """What stands on the button, if that changes."""

    @property
    def binding(self) -> Binding:
        """The key."""
        named = {
            "+": "plus", "<": "less_than_sign", "⌫": "backspace", ",": "comma", "&": "ampersand",
        }  # fmt: skip
        key = named.get(self.key, self.key)
        return Binding(key, f"pull('{self.name}')", self.words, show=False)

    def text(self, helm: Helm) -> Content:
        """Return what stands on the button."""
        return Content.assemble((self.key, "bold $accent"), f" {self.named(helm)}")

    def told(self, helm: Helm) -> Content:
        """Return its name and what it does, in a line; quiet while it does nothing."""
        name = "bold" if self.when(helm) else "$quiet"
        return Content.assemble((self.named(helm), name), "  ", (_(self.tells), "$quiet"))

    def named(self, helm: Helm) -> str:
        """Return its name as it is now."""
        return _(self.words) if self.label is None else self.label(helm)


def sends(command: Callable[[Helm], AnyCommand | None], otherwise: str = "") -> Does:
    """Return what sends a command; where there is none it says `otherwise`, marked with `N_`."""

    def does(screen: RoomScreen, helm: Helm) -> None:
        found = command(helm)
        if found is not None:
            screen.send(found)
        elif otherwise:
            screen.notice(_(otherwise))

    return does


class LeverButton(Button):
    """The mouse's way to a lever."""

    def __init__(self, lever: Lever, helm: Helm) -> None:
        super().__init__(lever.text(helm), id=f"do-{lever.name}", classes="lever")
        self.lever = lever

    def show(self, helm: Helm) -> None:
        """Say what it does now, and be there only while it does something."""
        said = self.lever.text(helm)
        if said != self.label:
            self.label = said
            self.refresh(layout=True)  # other words take another width
        shown(self, self.lever.when(helm) and self.lever.where(helm))

"""The keys that work here, in the last line of a screen."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

AIRY: Final = 3
"""Cells that a key takes besides its words, where there is room."""
CLOSE: Final = 2
"""The same where there is little."""
STAY: Final = frozenset({"help", "leave"})
"""Actions whose keys are never left out: the first of them tells all others."""


class Fit(NamedTuple):
    """How keys fit into a line."""

    close: bool
    """Whether they move together."""
    left_out: frozenset[str]
    """Actions whose keys have no room. Help names them."""


def fit(keys: Sequence[tuple[str, int]], width: int) -> Fit:
    """Return how `keys` fit into `width` cells: each an action and the cells of its words.

    No word is ever cut: whole keys go, the last ones first, but neither the first one nor those
    that always stay. Keys come in the order of the line.
    """
    if sum(cells + AIRY for _action, cells in keys) <= width:
        return Fit(close=False, left_out=frozenset())
    kept = dict(keys)
    may_go = [action for action, _cells in keys[1:] if action not in STAY]
    while may_go and sum(cells + CLOSE for cells in kept.values()) - 1 > width:
        del kept[may_go.pop()]
    return Fit(close=True, left_out=frozenset(dict(keys)) - frozenset(kept))


class Keys(Footer):
    """The keys of the screen; they move closer together, or go, where the line is too short."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._left_out = frozenset[str]()
        self._drawn: Sequence[ActiveBinding] = ()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Draw the keys anew if they are others than before: they are asked for with all news."""
        on_top = self.app.screen is screen is self.screen and screen.is_mounted
        if not self._bindings_ready or not on_top:
            # Keys may mean the screen on top, which may not be whole yet: it cannot answer.
            super().bindings_changed(screen)
            return
        shown = self._shown
        if _bindings(shown) != _bindings(self._drawn):
            super().bindings_changed(screen)
        elif shown != self._drawn:
            self._grey_out(shown)

    def _grey_out(self, shown: Sequence[ActiveBinding]) -> None:
        """Let those keys that sleep be grey, and no others."""
        self._drawn = shown
        # Of several keys that do the same it is the first that stands here.
        awake = {one.binding.action: one.enabled for one in reversed(shown)}
        for key in self.query(FooterKey):
            key._disabled = not awake.get(key.action, True)
            key.set_class(key._disabled, "-disabled")

    @property
    def _shown(self) -> Sequence[ActiveBinding]:
        return [one for one in self.screen.active_bindings.values() if one.binding.show]

    def compose(self) -> ComposeResult:
        self._fit()
        if self._bindings_ready:
            self._drawn = self._shown
        for key in super().compose():
            if not (isinstance(key, FooterKey) and key.action in self._left_out):
                yield key

    async def on_resize(self, event: events.Resize) -> None:
        if self._fit():
            await self.recompose()

    def _fit(self) -> bool:
        """Find out what fits; return whether other keys are left out than before."""
        if not self._bindings_ready:
            return False
        words: dict[str, int] = {}
        for _node, binding, _enabled, _tooltip in self._shown:
            shown = self.app.get_key_display(binding) + binding.description
            words.setdefault(binding.action, Content(shown).cell_length)
        self.compact, left_out = fit([*words.items()], self.app.size.width)
        before, self._left_out = self._left_out, left_out
        return before != left_out


def _bindings(shown: Sequence[ActiveBinding]) -> list[Binding]:
    return [one.binding for one in shown]

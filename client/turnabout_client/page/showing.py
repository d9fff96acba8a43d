"""What a browser is shown: only what has changed since it was shown last."""

from collections.abc import Mapping

from turnabout_client.dialogue.shapes import Answers, Ask, Block, Dialogue
from turnabout_client.dialogue.sitting import told
from turnabout_client.page import render
from turnabout_client.page.messages import ToPage
from turnabout_language import _, language


class Showing:
    """Remembers what a browser has. Everything is drawn once, and again when it is another one."""

    def __init__(self) -> None:
        self._blocks: dict[str, Block] = {}
        self._order: tuple[str, ...] = ()
        self._about: dict[str, object] = {}

    def message(
        self,
        shown: Dialogue,
        half: Answers,
        *,
        above: str,
        left: int | None,
        clock: object,
        running: bool,
        side: str,
    ) -> ToPage:
        """Return what to tell the browser; empty: nothing.

        `half` is what was half answered to its ask, `above` stands above all else, `left` are the
        milliseconds that remain, which the browser counts by itself until `clock` is another one.
        """
        message: ToPage = {}
        if self._new("dialogue", (told(shown), above)):
            if regions := self._regions(shown, half, above):
                message["regions"] = regions
            message.update(self._log(shown))
        for name, values in (
            ("side", {"side": side}),
            ("title", {"title": shown.title, "lang": language()}),
            ("lost", {"lost": _("Connection lost. Trying again ...")}),
        ):
            if self._new(name, values):
                message.update(values)
        if self._new("clock", (shown.until, clock)):
            message.update(left=left, running=running)
        return message

    def _regions(self, shown: Dialogue, half: Answers, above: str) -> dict[str, str]:
        """Return the regions that are others. A question that looks the same is the same one: what
        stands in its fields is the page's."""
        drawn = {**render.regions(shown, half), "above": above}
        looks = {**drawn, "ask": _seen(shown.ask)}
        return {name: html for name, html in drawn.items() if self._new(name, looks[name])}

    def _log(self, shown: Dialogue) -> ToPage:
        """Return the blocks that are new or another, and the order of all of them."""
        blocks: Mapping[str, Block] = {block.id: block for block in render.told(shown)}
        order = tuple(blocks)
        fresh = [block for id_, block in blocks.items() if self._blocks.get(id_) != block]
        if not fresh and order == self._order:
            return {}
        self._blocks, self._order = dict(blocks), order
        return {"blocks": {block.id: render.block(block) for block in fresh}, "order": order}

    def _new(self, name: str, value: object) -> bool:
        """Return whether `value` is another one than the browser has, and note that it has it."""
        missing = name not in self._about or self._about[name] != value
        self._about[name] = value
        return missing


def _seen(ask: Ask | None) -> object:
    """Return what is seen of an ask: two that are alike in it look the same."""
    return None if ask is None else (ask.id, ask.prompt, ask.fields, ask.send)

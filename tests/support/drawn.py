"""What a browser is sent at the moments of a session, and the document that comes of it."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

import html5lib
from msgspec.structs import replace

from tests.support.gallery import StillTable
from turnabout_client.dialogue.frame import dialogue
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Answers, Ask, Dialogue
from turnabout_client.page import render, way_in
from turnabout_language import language
from turnabout_protocol import links

Element = Any
PATH: Final = "/join/AAAAAAAAAAAAAAAA"


def shown(table: StillTable) -> Dialogue:
    """Return what the seat of `table` has in front of it."""
    seen = Seen(room=table.room, seat=table.seat, now=table.now(), writing=table.writing)
    what = dialogue(seen)
    comes = way_in.block(seen.public, links.parse(f"wss://play.example:8765{PATH}"))
    return replace(what, blocks=(*what.blocks, comes)) if what.stage and comes else what


def message(table: StillTable, half: Answers | None = None) -> dict[str, Any]:
    """Return what a browser is sent when it comes to `table`."""
    what, clock = shown(table), table.room.public.clock
    left = None if what.until is None else what.until.left(clock.play(table.now()))
    return {**said(what, half), "left": left, "running": not clock.paused}


def said(what: Dialogue, half: Answers | None = None) -> dict[str, Any]:
    """Return what a browser is sent of a dialogue."""
    blocks = {block.id: render.block(block) for block in render.told(what)}
    return {
        "regions": render.regions(what, half or {}),
        "blocks": blocks,
        "order": list(blocks),
        "title": what.title,
        "lang": language(),
    }


def opened(what: Dialogue) -> Iterator[str]:
    """Yield all that the words of a dialogue open."""
    for word in what.also:
        if isinstance(word.then, Ask):
            yield render.ask(word.then, {}, opened=True)
        elif isinstance(word.then, tuple):
            yield render.opened(word.then)


def document(told: Mapping[str, Any], opens: str = "") -> Element:
    """Return the page once it shows `told`. Raises ParseError for HTML that is not valid."""
    text = render.shell("", PATH)
    log = "".join(f"<div>{told['blocks'][id_]}</div>" for id_ in reversed(told["order"]))
    for id_, html in {**told["regions"], "log": log, "opened": opens}.items():
        inner = escape(html) if id_ in render.PLAIN else html
        at = text.index(">", text.index(f'id="{id_}"')) + 1
        end = text.index("</", at)
        # The first page names the house where the step will stand.
        end = text.index("</header>", at) if id_ == "where" else end
        text = text[:at] + inner + text[end:]
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)

"""`turnabout join`, `steer` and `watch`: a seat at a table, in this terminal."""

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace

from turnabout import given
from turnabout.given import asked_link, given_link
from turnabout.languages import speak
from turnabout.problems import USAGE, Problem
from turnabout.terminal import (
    no_screens_here,
    say,
    say_beside,
    silence_logs,
    speaks_plainly,
)
from turnabout_language import _
from turnabout_machine import collector
from turnabout_protocol.links import Link, parse

if TYPE_CHECKING:  # it comes with the screen library
    from turnabout.visits import Visit


def join(
    link: "given.Given" = "",
    /,
    *,
    name: str = "",
    home: str = "",
    language: str = "",
    plain: bool = False,
    insecure_plain: bool = False,
) -> None:
    """Take a seat at a table.

    Parameters
    ----------
    link
        The link you were given. Without it, a screen asks for it. It may be - for standard input,
        or in $TURNABOUT_LINK.
    name
        Your name. With a name you have used in this room before, you go on at that seat.
    home
        The side you belong to, such as it or business. You will play the other one.
    language
        The language of your screens: en, de or fr. Without it, that of the room.
    plain
        Lines of text instead of screens: for a screen reader, a braille display, a pipe. Without a
        terminal, or with TURNABOUT_PLAIN=1, it is so anyway.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    speak(language)
    link = given_link(link)
    where = parse(link) if link else None
    if where is not None and where.door == "steer":
        raise Problem(_("This link is for facilitators. Run turnabout steer with it."), USAGE)
    if where is not None and where.door == "stage":
        watch(link, name=name, language=language, plain=plain, insecure_plain=insecure_plain)
        return
    _visit(
        "join", where, name=name, home=home, language=language, lines=plain, plain=insecure_plain
    )


def steer(
    link: "given.Given" = "",
    /,
    *,
    name: str = "",
    language: str = "",
    plain: bool = False,
    insecure_plain: bool = False,
) -> None:
    """Facilitate a room.

    Parameters
    ----------
    link
        The facilitator's link. It ends in a code, a dot and a key. Without it you are asked. It may
        be - for standard input, or in $TURNABOUT_LINK: no list of processes shows it then.
    name
        Your name.
    language
        The language of your screens: en, de or fr. Without it, that of the room.
    plain
        Lines of text instead of screens: for a screen reader, a braille display, a pipe. Without a
        terminal, or with TURNABOUT_PLAIN=1, it is so anyway.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    speak(language)
    where = parse(asked_link(link))
    if where.door != "steer":
        raise Problem(_("This is not the facilitator's link: that one has /steer/ in it."), USAGE)
    _visit("steer", where, name=name, language=language, lines=plain, plain=insecure_plain)


def watch(
    link: "given.Given" = "",
    /,
    *,
    name: str = "",
    stage: bool = False,
    language: str = "",
    plain: bool = False,
    insecure_plain: bool = False,
) -> None:
    """Observe a room.

    Parameters
    ----------
    link
        The link you were given. Without it you are asked. It may be - for standard input, or in
        $TURNABOUT_LINK.
    name
        Your name.
    stage
        A screen for all to look at, on a projector or shared in a call: in large type, without
        secrets. It is nobody, and nobody is asked for a name.
    language
        The language of your screens: en, de or fr. Without it, that of the room.
    plain
        Lines of text instead of screens: for a screen reader, a braille display, a pipe. Without a
        terminal, or with TURNABOUT_PLAIN=1, it is so anyway.
    insecure_plain
        Go to another machine even where the way is not encrypted.
    """
    speak(language)
    where = parse(asked_link(link))
    if where.door == "steer":
        raise Problem(_("This link is for facilitators. Run turnabout steer with it."), USAGE)
    stage = stage or where.door == "stage"
    name = name or (_("Stage") if stage else "")
    _visit(
        "watch",
        where,
        name=name,
        watch=True,
        stage=stage,
        language=language,
        lines=plain,
        plain=insecure_plain,
    )


def _visit(
    verb: str,
    where: Link | None,
    *,
    name: str,
    language: str,
    lines: bool,
    plain: bool,
    home: str = "",
    watch: bool = False,
    stage: bool = False,
) -> None:
    silence_logs()
    # Imported here: whoever is refused above should not wait for a screen library.
    from turnabout_client.entrance.model import Wish

    wish = Wish(where=where, name=name, home=home, watch=watch, stage=stage)
    if speaks_plainly(lines):
        from turnabout.getit import get_it
        from turnabout.plainly import talk

        if hint := no_screens_here():
            say_beside(hint)
        wish = replace(wish, get_it=get_it())
        _part(verb, asyncio.run(talk(wish, language=language, plain=plain)))
        return
    collector.wait()
    from turnabout.screens import Broken, show

    try:
        visit = asyncio.run(show(wish, language=language, plain=plain))
    except Broken as broken:
        _part(verb, broken.visit)
        raise
    _part(verb, visit)


def _part(verb: str, visit: "Visit") -> None:
    """Say how it ended, and how to come back to a seat that is still kept."""
    if visit.sentence:
        say(visit.sentence)
    if visit.report:
        say(visit.report)
    if visit.where is not None and not visit.over:
        from turnabout_client.link.way import with_leave

        where = with_leave(visit.where)
        say(_("Come back to your seat:  turnabout {verb} {where}", verb=verb, where=where))

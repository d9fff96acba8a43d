"""Ahas as words: note one for oneself; share one, or sign it, once the debrief is on. Pure."""

from collections.abc import Iterator

from turnabout_client.dialogue.answers import fills
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Choice, Option, Text, Word
from turnabout_language import _
from turnabout_protocol.activities.scene import scenes_over
from turnabout_protocol.commands import NoteAha, ReleaseAha
from turnabout_protocol.text import LINE


def words(seen: Seen) -> Iterator[Word]:
    """Yield what one can do with ahas: whoever plays or watches, never who steers."""
    if seen.me is None or seen.steers or seen.me.stage:
        return
    yield Word(
        key="aha",
        name=_("aha"),
        label=_("note what became clear to you"),
        then=_note(),
        group="always",
    )
    if scenes_over(seen.public) and seen.own.ahas:
        yield Word(
            key="share", name=_("share"), label=_("share an aha"), then=_share(seen), group="always"
        )


def _note() -> Ask:
    fields = (Text(key="text", label=_("What has just become clear to you?"), limit=LINE),)
    return Ask(
        id="aha",
        prompt=_("Only you see it. In the debrief you may share it, or not."),
        fields=fields,
        makes=fills(NoteAha, fields),
        send=_("Keep it"),
        at_bell=False,
    )


def _share(seen: Seen) -> Ask:
    which = Choice(
        key="number",
        label=_("Which one?"),
        options=tuple(
            Option(key=str(aha.number), label=aha.text, value=aha.number) for aha in seen.own.ahas
        ),
    )
    signed = Choice(
        key="signed",
        label=_("With your name?"),
        options=(
            Option(key="no", label=_("without my name"), value=False),
            Option(key="yes", label=_("with my name"), value=True),
        ),
    )
    fields = (which, signed)
    return Ask(
        id="share",
        prompt=_("Share an aha with the room."),
        fields=fields,
        makes=fills(ReleaseAha, fields),
        send=_("Share"),
        at_bell=False,
    )

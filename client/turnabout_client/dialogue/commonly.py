"""Words and asks that many dialogues have in common. Pure."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from turnabout_client.dialogue.answers import fills, picks
from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Ask, Block, Choice, Group, Option, Word
from turnabout_language import _
from turnabout_protocol.commands import AnyCommand, Ready
from turnabout_protocol.room import Step


def yes_no(ask: str, prompt: str, yes: str, command: AnyCommand) -> Ask:
    """Return a question whose yes gives `command`; its no gives nothing and goes back."""
    field = Choice(
        key="sure",
        options=(Option(key="yes", label=yes, value=command), Option(key="no", label=_("Back"))),
    )
    return Ask(id=ask, prompt=prompt, fields=(field,), makes=picks(field), send=yes, at_bell=False)


def merging(seen: Seen, step: Step, fields: tuple[Choice, Choice], puts: type[AnyCommand]) -> Word:
    """Return the word that puts together what says the same: which one, and under which one."""
    ask = Ask(
        id=seen.asked(step, "merge"),
        prompt=_("Put together what says the same."),
        fields=fields,
        makes=fills(puts, fields, step=step.id),
        send=_("Put together"),
        at_bell=False,
    )
    label = _("put together what says the same")
    return Word(key="merge", name=_("merge"), label=label, then=ask)


def ready(seen: Seen, step: Step, label: str = "") -> tuple[Word, ...]:
    """Return the word that says I have done what this stage asks; none if that is said."""
    if not seen.plays or seen.ready(step):
        return ()
    command = Ready(step=step.id, stage=seen.stage(step))
    label = label or _("I am done here")
    return (Word(key="ready", name=_("ready"), label=label, then=command, group="main"),)


def grouped(group: Group, words: Iterable[Word]) -> Iterator[Word]:
    """Yield `words` as such that belong together."""
    return (replace(word, group=group) for word in words)


def reads(key: str, name: str, label: str, *blocks: Block) -> Word:
    """Return a word that tells something."""
    return Word(key=key, name=name, label=label, then=blocks)

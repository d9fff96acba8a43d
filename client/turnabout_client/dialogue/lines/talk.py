"""What is said and heard in lines: one question at a time, and words at any moment.

It is handed what was typed and what has changed, and hands out lines to print. It waits for
nothing, so that news can come while an answer is on its way.
"""

from collections.abc import Callable

from turnabout_client.dialogue.lines import telling
from turnabout_client.dialogue.lines.hearing import AS_IS, heard
from turnabout_client.dialogue.shapes import Answers, Ask, Block, Choice, Dialogue, Sorry, Word
from turnabout_client.dialogue.sitting import Sitting
from turnabout_language import _
from turnabout_protocol.room import SECOND

Say = Callable[[str], None]


class Talk:
    """A conversation with one seat. `say` prints a line."""

    def __init__(self, sitting: Sitting, say: Say) -> None:
        self._sitting = sitting
        self._say = say
        self._told: telling.Told = {}
        self._title = self._above = self._now = ""
        self._ask: Ask | None = None
        """The question that was put, and is being answered."""
        self._opened: Ask | None = None
        """A question that a word has opened; it comes before the other."""
        self._at = 0
        """Which of its fields is answered next."""
        self._answers: Answers = {}
        self._said_left: set[tuple[str, str]] = set()
        """The times that were told, by what they were told of."""
        self.leaving = False
        """Whether the person has asked to leave."""
        self.over: int | None = None
        """The number of the next table, once the person has asked to go there."""

    # --- saying ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say what is new, and ask what is asked now."""
        shown = self._sitting.shown
        if shown.title != self._title:
            self._title = shown.title
            self._say("")
            self._say(self._heading(shown))
        if shown.above and shown.above != self._above:
            self._say(shown.above)
        self._above = shown.above
        for line in telling.news(self._told, shown):
            self._say(line)
        self._told = telling.after(self._told, shown)
        if self._opened is None:
            self._put(shown)

    def _heading(self, shown: Dialogue) -> str:
        left = self._sitting.left
        return f"{shown.title.upper()}. {telling.left(left)}" if left else f"{shown.title.upper()}."

    def _put(self, shown: Dialogue) -> None:
        """Put the question, if it is another one; else say what is done now, if that is new."""
        ask, before = shown.ask, self._ask
        if ask is None:
            self._ask = None
            now = shown.now.replace(shown.waits, "") if shown.waits else shown.now
            if now != self._now:
                self._now = now
                self._say(shown.now)
            return
        if before is not None and before.id == ask.id:
            self._ask = ask
            return
        self._now = ""
        self._begin(ask)

    def _begin(self, ask: Ask) -> None:
        if self._opened is None:
            self._ask = ask
        self._at, self._answers = 0, dict(self._sitting.half(ask))
        left = self._sitting.left
        self._say(f"{ask.prompt} {telling.left(left)}" if left else ask.prompt)
        self._ask_field(ask)

    def _ask_field(self, ask: Ask) -> None:
        for line in telling.field_lines(ask.fields[self._at]):
            self._say(line)

    def tick(self) -> None:
        """Say the time that is left where it matters: at half, and at ten seconds."""
        shown, left = self._sitting.shown, self._sitting.left
        if shown.until is None or left is None or left <= 0:
            return
        about = f"{shown.title}/{shown.until.ends}"
        length = shown.until.ends - shown.until.start
        for mark, ms in (("half", length // 2), ("soon", telling.SOON * SECOND)):
            if left <= ms < length and (about, mark) not in self._said_left:
                self._said_left |= {(about, "half"), (about, mark)}
                if left > ms - 2 * SECOND:
                    self._say(telling.left(left))

    # --- hearing --------------------------------------------------------------------------------

    async def hear(self, line: str) -> None:
        """Take a typed line: an answer, or a word."""
        line = line.rstrip("\r\n")
        if await self._word(line.strip()):
            return
        ask = self._opened or self._ask
        if ask is None:
            if line.strip():
                self._say(
                    _("Nothing is asked just now, so nobody got this. Type help for the words.")
                )
            return
        field = ask.fields[self._at]
        answer = heard(field, line)
        if isinstance(answer, Sorry):
            self._say(answer.sentence)
            return
        self._answers = {**self._answers, field.key: answer}
        if self._at + 1 < len(ask.fields):
            self._at += 1
            self._sitting.keep(ask, self._answers)
            self._ask_field(ask)
            return
        await self._give(ask)

    async def _give(self, ask: Ask) -> None:
        opened, self._opened = self._opened is not None, None
        sorry = await self._sitting.answer(ask, self._answers)
        if sorry is not None:
            self._say(sorry.sentence)
            self._at = 0
            self._ask = None
            self.tell()
            return
        self._say(_("Done."))
        if opened:
            self._ask = None
        self.tell()

    async def _word(self, line: str) -> bool:
        """Take `line` as a word, if it is one; return whether it was."""
        if not line or line.startswith(AS_IS):
            return False
        name = line.casefold()
        if await self._own_word(name):
            return True
        shown = self._sitting.shown
        ask = self._opened or self._ask
        word, rest = self._named(shown, name, line)
        if word is None:
            return False
        if ask is not None and rest and not isinstance(ask.fields[self._at], Choice):
            # More than the word is a sentence, where one is asked for.
            return False
        found = await self._sitting.say(word)
        match found:
            case Sorry():
                self._say(found.sentence)
            case Ask():
                self._opened = found
                self._begin(found)
                if rest and not isinstance(found.fields[0], Choice):
                    await self.hear(rest)
            case tuple():
                self._tell_blocks(found)
            case None:
                self._say(_("Done: {what}.", what=word.label))
                self._ask = None
                self.tell()
        return True

    def _named(self, shown: Dialogue, name: str, line: str) -> tuple[Word | None, str]:
        """Return the word that a line is, or begins with, and the rest of it."""
        first, _blank, rest = line.partition(" ")
        for word in shown.also:
            known = (word.name.casefold(), word.key)
            if name in known:
                return word, ""
            if first.casefold() in known:
                return word, rest.strip()
        return None, ""

    def _tell_blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            for line in telling.labelled(block):
                self._say(line)

    # --- words of every moment ------------------------------------------------------------------

    async def _own_word(self, name: str) -> bool:
        shown, ask = self._sitting.shown, self._opened or self._ask
        if name in known("help", _("help")):
            for line in telling.help_lines(shown.also):
                self._say(line)
        elif name in known("repeat", _("repeat")):
            if ask is None:
                self._say(shown.now)
            else:
                self._say(ask.prompt)
                self._ask_field(ask)
        elif name in known("where", _("where")):
            self._say(self._heading(shown))
            self._say(shown.now)
        elif name in known("time", _("time")):
            left = self._sitting.left
            self._say(_("No clock runs just now.") if left is None else telling.left(left))
        elif name in known("table", _("table")):
            self._tell_blocks(shown.blocks)
        elif name in known("cancel", _("cancel")) and self._opened is not None:
            self._opened, self._ask = None, None
            self.tell()
        elif name in known("leave", _("leave")):
            self.leaving = True
        else:
            return False
        return True


def known(key: str, name: str) -> tuple[str, str]:
    """Return the two forms of a word: the same everywhere, and in the reader's language."""
    return key, name.casefold()

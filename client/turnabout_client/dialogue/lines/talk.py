"""What is said and heard in lines: one question at a time, and words at any moment.

It is handed what was typed and what has changed, and hands out lines to print. It waits for
nothing, so that news can come while an answer is on its way.
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.lines.hearing import AS_IS, heard
from turnabout_client.dialogue.links import Told
from turnabout_client.dialogue.shapes import (
    Answers,
    Ask,
    Block,
    Choice,
    Dialogue,
    Drawn,
    Field,
    Sorry,
    Text,
)
from turnabout_client.dialogue.sitting import Sitting
from turnabout_language import _
from turnabout_protocol.bases import Command
from turnabout_protocol.room import SECOND

Say = Callable[[str], None]


class Talk:
    """A conversation with one seat. `say` prints a line.

    `links` tells by which links people come in, to a facilitator.
    """

    def __init__(self, sitting: Sitting, say: Say, links: Callable[[], Told] = lambda: ()) -> None:
        self._sitting = sitting
        self._say = say
        self._links = links
        self._told: telling.Told = {}
        self._title = self._above = ""
        self._now: str | None = None
        """What was said to be done now, as it sounds; None: nothing since the last question."""
        self._ask: Ask | None = None
        """The question that was put, and is being answered."""
        self._opened: Ask | None = None
        """A question that a word has opened; it comes before the other."""
        self._at = 0
        """Which of its fields is answered next."""
        self._answers: Answers = {}
        self._keep = ""
        """What was typed and could not be taken: the next line begins with it."""
        self._said_left: set[tuple[str, str]] = set()
        """The times that were told, by what they were told of."""
        self._offered: set[str] = set()
        """The words of this step that were told already."""
        self._read: set[str] = set()
        """The lines that were read for the first time just now: a question is not put twice."""
        self._fresh = False
        """Whether the time was said just now, with the heading."""
        self._belled = ""
        """The ask of which was told that the bell sent what stood there."""
        self._told_over = self._asked_over = False
        self.leaving = False
        """Whether the person has asked to leave."""
        self.over = False
        """Whether the person has asked to go to the next table."""

    @property
    def question(self) -> object:
        """What is asked now: a line that was begun when this was another one is no answer to it."""
        ask = self._opened or self._ask
        return () if ask is None else telling.question(ask, self._at)

    def kept(self) -> str:
        """Return what the next line begins with, once."""
        kept, self._keep = self._keep, ""
        return kept

    # --- saying ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say what is new, and ask what is asked now."""
        shown = self._sitting.shown
        self._tell_bell()
        if shown.title != self._title:
            self._title, self._offered, self._now = shown.title, set(), None
            self._say("")
            self._say(self._heading(shown))
            self._fresh = True
        if shown.above and shown.above != self._above:
            self._say(shown.above)
        self._above = shown.above
        for line in telling.news(self._told, shown):
            self._say(line)
        self._read = {
            line for block in shown.blocks for line in block.lines if block.id not in self._told
        }
        self._told = telling.after(self._told, shown)
        self._tell_over()
        if self._opened is None:
            self._put(shown)
        self._fresh, self._read = False, set()

    def _tell_over(self) -> None:
        if self._sitting.may_go_over and not self._told_over:
            self._told_over = True
            self._say(_("There is another table. Say over to go there, with your name."))
        asked = self._sitting.asked_over
        if asked and not self._asked_over:
            self._say(_("You are asked to go there: they are too many here."))
        self._asked_over = asked

    def _tell_bell(self) -> None:
        if self._sitting.belled != self._belled:
            self._belled = self._sitting.belled
            self._say(_("Time is up: what you had answered so far was sent."))

    def _heading(self, shown: Dialogue) -> str:
        title, left = shown.title.upper(), self._sitting.left
        whole = title if title.endswith(("?", "!")) else f"{title}."
        return f"{whole} {telling.left(left)}" if left else whole

    def _put(self, shown: Dialogue) -> None:
        """Put the question, if it is another one; else say what is done now, if that is new."""
        ask, before = shown.ask, self._ask
        if ask is None:
            self._ask = None
            now = shown.now.replace(shown.waits, "") if shown.waits else shown.now
            now = telling.spoken(now)
            if now != self._now:
                self._now = now
                self._say(shown.now)
            self._tell_words(shown)
            return
        self._now = None
        if before is None or before.id != ask.id or len(ask.fields) != len(before.fields):
            self._tell_words(shown)
            self._begin(ask)
            return
        asked, self._ask = self.question, ask
        if ask.prompt != before.prompt:
            self._say(self._prompt(ask))
        if self.question != asked:
            self._ask_field(ask)

    def _tell_words(self, shown: Dialogue) -> None:
        """Name the words that belong to this step, each once."""
        new = [
            word for word in shown.also if not words.usual(word) and word.key not in self._offered
        ]
        if new:
            self._say(telling.words_line(new))
            self._offered |= {word.key for word in new}

    def _begin(self, ask: Ask) -> None:
        if self._opened is None:
            self._ask = ask
        self._at, self._answers = 0, dict(self._sitting.half(ask))
        if ask.prompt not in self._read:
            self._say(self._prompt(ask))
        self._ask_field(ask)

    def _prompt(self, ask: Ask) -> str:
        # What somebody asked for themselves is not about the clock.
        left = None if self._fresh or self._opened is not None else self._sitting.left
        return f"{ask.prompt} {telling.left(left)}" if left else ask.prompt

    def _ask_field(self, ask: Ask, *, whole: bool = False) -> None:
        """Ask for the next field. `whole`: with all its choices, though they were just read."""
        before = ask.fields[self._at - 1] if self._at and not whole else None
        for line in telling.field_lines(self._field(ask), before):
            self._say(line)

    def _field(self, ask: Ask) -> Field:
        """Return the field that is answered next, with what was answered before in it."""
        field = ask.fields[self._at]
        before = self._answers.get(field.key)
        match field, before:
            case Text(), str():
                return replace(field, given=before)
            case Choice(), tuple():
                known_keys = {option.key for option in field.options}
                return replace(field, given=tuple(key for key in before if key in known_keys))
            case _:
                return field

    def tick(self) -> None:
        """Say the time that is left where it matters: at half, and at ten seconds.

        Who has nothing to do is not told how long others still have.
        """
        shown, left = self._sitting.shown, self._sitting.left
        idle = shown.ask is None and shown.word("ready") is None and not self._sitting.steers
        if shown.until is None or left is None or left <= 0 or idle:
            return
        about = f"{shown.title}/{shown.until.ends}"
        length = shown.until.ends - shown.until.start
        for mark, ms in (("half", length // 2), ("soon", telling.SOON * SECOND)):
            if left <= ms < length and (about, mark) not in self._said_left:
                self._said_left |= {(about, "half"), (about, mark)}
                if left > ms - 2 * SECOND:
                    self._say(telling.left(left))

    # --- hearing --------------------------------------------------------------------------------

    async def hear(self, line: str, under: object = None) -> None:
        """Take a typed line: an answer, or a word.

        `under`: the `question` under which it was begun; None: it is about the one that is on.
        """
        line = line.rstrip("\r\n")
        if await self._word(line.strip()):
            return
        if under is not None and under != self.question and line.strip():
            self._too_late(line, under)
            return
        ask = self._opened or self._ask
        if ask is None:
            if line.strip():
                self._say(
                    _("Nothing is asked just now, so nobody got this. Type help for the words.")
                )
            return
        field = self._field(ask)
        answer = heard(field, line)
        if isinstance(answer, Sorry):
            self._say(answer.sentence)
            self._keep = line if isinstance(field, Text) else ""
            return
        self._answers = {**self._answers, field.key: answer}
        if self._at + 1 < len(ask.fields):
            self._at += 1
            self._sitting.keep(ask, self._answers)
            self._ask_field(ask)
            return
        await self._give(ask)

    def _too_late(self, line: str, under: object) -> None:
        """Say what became of a line that was begun under another question."""
        if isinstance(under, tuple) and under[:1] == (self._belled,) and self._belled:
            self._say(_("That was sent when the time was up."))
            return
        self._keep = line
        if not self.question:
            self._say(_("The table has gone on, and nobody got this: {text}", text=line))
            return
        self._say(
            _("You began this before the question came, so it was not sent. Enter sends it now.")
        )

    def typing(self, line: str, under: object) -> None:
        """Keep what stands in a line that is not sent yet: the bell sends it."""
        ask = self._opened or self._ask
        if ask is None or under != self.question or self._may_be_word(line):
            return
        field = ask.fields[self._at]
        answer = heard(field, line) if isinstance(field, Text) else Sorry("")
        if not isinstance(answer, Sorry):
            self._sitting.keep(ask, {**self._answers, field.key: answer})

    def _may_be_word(self, line: str) -> bool:
        start = words.easy(line.strip())
        return any(name.startswith(start) for name in self._names())

    def _names(self) -> Iterator[str]:
        for word in self._sitting.shown.also:
            yield from (words.easy(word.name), word.key)
        for key in words.OWN:
            yield from words.known(key)

    def _own(self) -> Iterator[str]:
        """Yield those of the words that need no step that mean something here."""
        missing = {"over": not self._sitting.may_go_over, "invite": not self._sitting.steers}
        yield from (key for key in words.OWN if not missing.get(key))

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
        if await self._own_word(words.easy(line)):
            return True
        shown = self._sitting.shown
        ask = self._opened or self._ask
        word, rest = words.named(shown, line)
        if word is None:
            return False
        text = ask is not None and isinstance(ask.fields[self._at], Text)
        if text and rest and not words.takes_text(word):
            return False  # more than the word is a sentence, where one is asked for
        found = await self._sitting.say(word)
        match found:
            case Sorry():
                self._say(found.sentence)
            case Ask():
                self._opened = found
                if rest and isinstance(found.fields[0], Text):
                    self._at, self._answers = 0, {}
                    await self.hear(AS_IS + rest)
                else:
                    self._begin(found)
            case tuple():
                self._tell_blocks(found)
            case None:
                self._say(_("Done: {what}.", what=word.label))
                if isinstance(word.then, Drawn):
                    # Nobody else knows what was drawn.
                    self._tell_links(word.then.kind)
                self._ask = None
                self.tell()
        return True

    def _tell_links(self, made: type[Command] | None = None) -> None:
        """Tell all links, or those that a command has just made."""
        for by, lines in self._links():
            if made is None or by is made:
                for line in lines:
                    self._say(line)

    def _tell_blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            for line in telling.labelled(block):
                self._say(line)

    # --- words of every moment ------------------------------------------------------------------

    async def _own_word(self, name: str) -> bool:
        shown, ask = self._sitting.shown, self._opened or self._ask
        if name in words.known("help"):
            names = (*self._own(),)
            for line in telling.help_lines(shown.also, names):
                self._say(line)
        elif name in words.known("repeat"):
            if ask is None:
                self._say(shown.now)
            else:
                self._say(ask.prompt)
                self._ask_field(ask, whole=True)
        elif name in words.known("where"):
            self._say(self._heading(shown))
            self._say(shown.now)
        elif name in words.known("time"):
            left = self._sitting.left
            self._say(_("No clock runs just now.") if left is None else telling.left(left))
        elif name in words.known("table"):
            self._tell_blocks(shown.blocks)
        elif name in words.known("back") and ask is not None and (self._opened or self._at):
            self._back(ask)
        elif name in words.known("over") and self._sitting.may_go_over:
            self.over = True
        elif name in words.known("invite") and self._sitting.steers:
            self._tell_links()
        elif name in words.known("leave"):
            self.leaving = True
        else:
            return False
        return True

    def _back(self, ask: Ask) -> None:
        """Go to the field before; at the first one of an opened question, out of it."""
        if self._at:
            self._at -= 1
            self._ask_field(ask, whole=True)
        else:
            self._opened, self._ask = None, None
            self.tell()

"""What is said and heard in lines: one question at a time, and words at any moment.

It is handed what was typed and what has changed, and hands out lines to print. It waits for
nothing, so that news can come while an answer is on its way.
"""

from collections.abc import Callable, Iterator
from typing import Final

from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.lines.form import Form
from turnabout_client.dialogue.lines.hearing import AS_IS, beginning, heard
from turnabout_client.dialogue.lines.saying import Say, Saying
from turnabout_client.dialogue.links import Told
from turnabout_client.dialogue.shapes import Ask, Block, Drawn, Sorry, Text
from turnabout_client.dialogue.sitting import Sitting
from turnabout_language import _
from turnabout_protocol.bases import Command

_LONGEST_WORD: Final = 60
"""Characters of a line that may still become a word."""


class Talk:
    """A conversation with one seat. `say` prints a line.

    `links` tells by which links people come in, to a facilitator.
    """

    def __init__(self, sitting: Sitting, say: Say, links: Callable[[], Told] = lambda: ()) -> None:
        self._sitting = sitting
        self._say = say
        self._links = links
        self._saying = Saying(sitting, say)
        self._form: Form | None = None
        """The question that was put, and is being answered."""
        self._keep = ""
        """What was typed and could not be taken: the next line begins with it."""
        self.leaving = False
        """Whether the person has asked to leave."""
        self.over = False
        """Whether the person has asked to go to the next table."""

    @property
    def question(self) -> object:
        """What is asked now: a line that was begun when this was another one is no answer to it."""
        return () if self._form is None else self._form.question

    def kept(self) -> str:
        """Return what the next line begins with, once."""
        kept, self._keep = self._keep, ""
        return kept

    # --- saying ---------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say what is new, and ask what is asked now."""
        shown = self._sitting.shown
        self._saying.news(shown)
        if self._form is not None and self._form.opened:
            return
        if shown.ask is None:
            self._form = None
            self._saying.idle(shown)
            return
        self._saying.asked()
        form = self._form
        if form is None or not form.is_for(shown.ask):
            self._saying.words(shown)
            self._begin(shown.ask)
            return
        asked, prompt = form.question, form.ask.prompt
        form.ask = shown.ask
        if form.ask.prompt != prompt:
            self._saying.prompt(form.ask)
        if form.question != asked:
            self._ask(form)
        self._saying.words(shown)

    def tick(self) -> None:
        """Say the time that is left where it matters."""
        self._saying.tick()

    def _begin(self, ask: Ask, *, opened: bool = False) -> Form:
        self._form = Form(ask, self._sitting.half(ask), opened=opened)
        self._saying.prompt(ask, opened=opened)
        self._ask(self._form)
        return self._form

    def _ask(self, form: Form, *, whole: bool = False) -> None:
        for line in form.lines(whole=whole):
            self._say(line)

    def _again(self) -> None:
        """Ask what is asked now from its beginning, whatever was asked before."""
        self._form = None
        self.tell()

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
        elif self._form is not None:
            await self._answer(self._form, line)
        elif line.strip():
            self._say(_("Nothing is asked just now, so nobody got this. Type help for the words."))

    async def _answer(self, form: Form, line: str) -> None:
        field = form.field
        answer = heard(field, line)
        if isinstance(answer, Sorry):
            self._say(answer.sentence)
            self._keep = line if isinstance(field, Text) else ""
        elif form.take(answer):
            self._sitting.keep(form.ask, form.answers)
            self._ask(form)
        else:
            await self._give(form)

    async def _give(self, form: Form) -> None:
        sorry = await self._sitting.answer(form.ask, form.answers)
        if sorry is not None:
            self._say(sorry.sentence)
        else:
            chosen = form.chosen
            self._say(_("Done: {what}.", what=chosen) if chosen else _("Done."))
        self._again()

    def _too_late(self, line: str, under: object) -> None:
        """Say what became of a line that was begun under another question."""
        belled = self._saying.belled
        if isinstance(under, tuple) and under[:1] == (belled,) and belled:
            self._say(_("That was sent when the time was up."))
            return
        self._keep = line
        if self._form is None:
            text = beginning(line)
            self._say(_("The table has gone on, and nobody got this: {text}", text=text))
            return
        self._say(
            _("You began this before the question came, so it was not sent. Enter sends it now.")
        )

    def typing(self, line: str, under: object) -> None:
        """Keep what stands in a line that is not sent yet: the bell sends it."""
        form = self._form
        if form is None or under != form.question or self._may_be_word(line):
            return
        field = form.field
        answer = heard(field, line) if isinstance(field, Text) else Sorry("")
        if not isinstance(answer, Sorry):
            self._sitting.keep(form.ask, {**form.answers, field.key: answer})

    def _may_be_word(self, line: str) -> bool:
        if len(line) > _LONGEST_WORD:
            return False
        start = words.easy(line.strip())
        return any(name.startswith(start) for name in self._names())

    def _names(self) -> Iterator[str]:
        for word in self._sitting.shown.also:
            yield from (words.easy(word.name), word.key)
        for key in words.OWN:
            yield from words.known(key)

    # --- words ----------------------------------------------------------------------------------

    async def _word(self, line: str) -> bool:
        """Take `line` as a word, if it is one; return whether it was."""
        if not line or line.startswith(AS_IS):
            return False
        if self._own_word(words.easy(line)):
            return True
        word, rest = words.named(self._sitting.shown, line)
        if word is None:
            return self._was_word(line)
        text = self._form is not None and isinstance(self._form.field, Text)
        if text and rest and not words.takes_text(word):
            return False  # more than the word is a sentence, where one is asked for
        found = await self._sitting.say(word)
        match found:
            case Sorry():
                self._say(found.sentence)
            case Ask():
                await self._open(found, rest)
            case tuple():
                self._tell_blocks(found)
            case None:
                self._say(_("Done: {what}.", what=word.label))
                if isinstance(word.then, Drawn):
                    # Nobody else knows what was drawn.
                    self._tell_links(word.then.kind)
                self._again()
        return True

    def _was_word(self, line: str) -> bool:
        """Say what a word means that was there a moment ago; return whether `line` is one.

        What it asked for may be asked by now, and the word is hardly the answer.
        """
        form = self._form
        if form is None or not self._saying.knew(line):
            return False
        if isinstance(form.field, Text):
            self._say(
                _(
                    "“{word}” was a word of this step, so it was not sent. With a full stop before "
                    "it, it is text.",
                    word=line,
                )
            )
        self._repeat(form)
        return True

    async def _open(self, ask: Ask, rest: str) -> None:
        """Put the question of a word; `rest`, what was typed behind the word, may answer it."""
        if rest and isinstance(ask.fields[0], Text):
            self._form = Form(ask, {}, opened=True)
            await self._answer(self._form, AS_IS + rest)
        else:
            self._begin(ask, opened=True)

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

    def _own(self) -> Iterator[str]:
        """Yield those of the words that need no step that mean something here."""
        missing = {"over": not self._sitting.may_go_over, "invite": not self._sitting.steers}
        yield from (key for key in words.OWN if not missing.get(key))

    def _own_word(self, name: str) -> bool:
        shown, form = self._sitting.shown, self._form
        if name in words.known("help"):
            for line in telling.help_lines(shown.also, self._own()):
                self._say(line)
        elif name in words.known("repeat"):
            self._repeat(form)
        elif name in words.known("where"):
            self._where()
        elif name in words.known("time"):
            self._time()
        elif name in words.known("table"):
            self._tell_blocks(shown.blocks)
        elif name in words.known("back") and form is not None and form.back():
            self._ask(form, whole=True)
        elif name in words.known("back") and form is not None and form.opened:
            self._again()
        elif name in words.known("over") and self._sitting.may_go_over:
            self.over = True
        elif name in words.known("invite") and self._sitting.steers:
            self._tell_links()
        elif name in words.known("leave"):
            self.leaving = True
        else:
            return False
        return True

    def _time(self) -> None:
        shown, left, whole = self._sitting.shown, self._sitting.left, self._sitting.left_of_step
        self._say(_("No clock runs just now.") if left is None else telling.left(left))
        if whole is not None and shown.until != shown.whole:
            self._say(_("The whole step: {left}", left=telling.left(whole)))

    def _where(self) -> None:
        shown, left = self._sitting.shown, self._sitting.left
        self._say(self._saying.heading(shown))
        if shown.place is not None:
            self._say(_("Step {n} of {all}.", n=shown.place[0], all=shown.place[1]))
        timed = left is not None and shown.until != shown.whole
        self._say(f"{shown.now} {telling.left(left or 0)}" if timed else shown.now)
        quiet = (b for b in shown.blocks if not b.news and b.kind in ("text", "live"))
        self._tell_blocks(tuple(quiet))

    def _repeat(self, form: Form | None) -> None:
        if form is None:
            self._say(self._sitting.shown.now)
        else:
            self._say(form.ask.prompt)
            self._ask(form, whole=True)

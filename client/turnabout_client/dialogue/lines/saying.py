"""What was said at a seat, and what is said next: each thing once, in the order it happened."""

from collections.abc import Callable

from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.shapes import Ask, Dialogue
from turnabout_client.dialogue.sitting import Sitting
from turnabout_language import _
from turnabout_protocol.room import SECOND

Say = Callable[[str], None]


class Saying:
    """Tells the person at `sitting` what goes on. `say` prints a line."""

    def __init__(self, sitting: Sitting, say: Say) -> None:
        self._sitting = sitting
        self._say = say
        self._told: telling.Told = {}
        self._title = self._above = ""
        self._now: str | None = None
        """What was said to be done now, as it sounds; None: nothing since the last question."""
        self._times: set[tuple[str, str]] = set()
        """The times that were told, by what they were told of."""
        self._offered: set[str] = set()
        """The words of this step that were told already."""
        self._read: set[str] = set()
        """The lines that were read for the first time just now: a question is not put twice."""
        self._fresh = False
        """Whether the time was said just now, with the heading."""
        self.belled = ""
        """The ask of which was told that the bell sent what stood there."""
        self._told_over = self._asked_over = False

    def news(self, shown: Dialogue) -> None:
        """Say what has come since the last time."""
        self._bell()
        self._fresh = shown.title != self._title
        if self._fresh:
            self._title, self._offered, self._now = shown.title, set(), None
            self._say("")
            self._say(self.heading(shown))
        if shown.above and shown.above != self._above:
            self._say(shown.above)
        self._above = shown.above
        for line in telling.news(self._told, shown):
            self._say(line)
        self._read = {
            line for block in shown.blocks for line in block.lines if block.id not in self._told
        }
        self._told = telling.after(self._told, shown)
        self._next_table()

    def idle(self, shown: Dialogue) -> None:
        """Say what somebody does who is asked nothing, if that is new."""
        now = shown.now.replace(shown.waits, "") if shown.waits else shown.now
        now = telling.spoken(now)
        if now != self._now:
            self._now = now
            self._say(shown.now)
        self.words(shown)

    def asked(self) -> None:
        """Take notice that something is asked: what is done after it is said again."""
        self._now = None

    def words(self, shown: Dialogue) -> None:
        """Name the words that belong to this step, each once."""
        new = [
            word for word in shown.also if not words.usual(word) and word.key not in self._offered
        ]
        if new:
            self._say(telling.words_line(new))
            self._offered |= {word.key for word in new}

    def prompt(self, ask: Ask, *, opened: bool = False) -> None:
        """Put a question, unless it was read just now; `opened`: by a word of the person's own."""
        if ask.prompt in self._read and not opened:
            return
        # What somebody asked for themselves is not about the clock.
        left = None if self._fresh or opened else self._sitting.left
        self._say(f"{ask.prompt} {telling.left(left)}" if left else ask.prompt)

    def heading(self, shown: Dialogue) -> str:
        """Return where we are, and how much time there is."""
        title, left = shown.title.upper(), self._sitting.left
        whole = title if title.endswith(("?", "!")) else f"{title}."
        return f"{whole} {telling.left(left)}" if left else whole

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
            if left <= ms < length and (about, mark) not in self._times:
                self._times |= {(about, "half"), (about, mark)}
                if left > ms - 2 * SECOND:
                    self._say(telling.left(left))

    def _bell(self) -> None:
        if self._sitting.belled != self.belled:
            self.belled = self._sitting.belled
            self._say(_("Time is up: what you had answered so far was sent."))

    def _next_table(self) -> None:
        if self._sitting.may_go_over and not self._told_over:
            self._told_over = True
            self._say(_("There is another table. Say over to go there, with your name."))
        asked = self._sitting.asked_over
        if asked and not self._asked_over:
            self._say(_("You are asked to go there: they are too many here."))
        self._asked_over = asked

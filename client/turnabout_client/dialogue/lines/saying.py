"""What was said at a seat, and what is said next: each thing once, in the order it happened."""

from collections.abc import Callable
from typing import Final

from turnabout_client.dialogue.lines import telling, words
from turnabout_client.dialogue.shapes import Ask, Dialogue
from turnabout_client.dialogue.sitting import Sitting
from turnabout_client.view import absence
from turnabout_client.view.time import Span
from turnabout_language import _
from turnabout_protocol.room import SECOND

Say = Callable[[str], None]
_SOON: Final = telling.SOON * SECOND
_APART: Final = 5 * SECOND
"""Fewest milliseconds between two times that are told of one thing."""


class Saying:
    """Tells the person at `sitting` what goes on. `say` prints a line."""

    def __init__(self, sitting: Sitting, say: Say) -> None:
        self._sitting = sitting
        self._say = say
        self._told: telling.Told = {}
        self._title = self._above = ""
        self._now: str | None = None
        """What was said to be done now, as it sounds; None: nothing since the last question."""
        self._offered: set[tuple[str, str]] = set()
        """The words that were told already, in this step or to somebody who steers, and why."""
        self._names: set[str] = set()
        """How the words of this step could be said."""
        self._heard: set[str] = set()
        """What was read in this step."""
        self._just: list[str] = []
        """What was read just now."""
        self._fresh = False
        """Whether a step has begun just now."""
        self._times: set[tuple[str, str]] = set()
        """The times that were told, by what they were told of."""
        self._last_time: tuple[str, int] = ("", 0)
        """Of what a time was told last, and which."""
        self.belled = ""
        """The ask of which was told that the bell sent what stood there."""
        self._told_over = self._asked_over = self._told_links = False
        self._public = sitting.public

    def news(self, shown: Dialogue) -> None:
        """Say what has come since the last time."""
        self._bell()
        self._fresh = shown.title != self._title
        if self._fresh:
            self._begin(shown)
        if shown.above and shown.above != self._above:
            self._say(shown.above)
        self._above = shown.above
        self._people()
        self._just = [*telling.news(self._told, shown, self._heard)]
        for line in self._just:
            self._say(line)
        self._told = telling.after(self._told, shown)
        self._heard |= {line for block in shown.blocks if block.news for line in block.lines}
        self._next_table()

    def _begin(self, shown: Dialogue) -> None:
        self._title, self._now, self._heard, self._names = shown.title, None, set(), set()
        if not self._sitting.steers:
            self._offered = set()
        self._say("")
        self._say(self.heading(shown))
        if shown.until == shown.whole:
            self._tells_time()

    def idle(self, shown: Dialogue) -> None:
        """Say what somebody does who is asked nothing, if that is new."""
        now = shown.now.replace(shown.waits, "") if shown.waits else shown.now
        now = telling.spoken(now)
        if now != self._now:
            self._now = now
            if not now or not any(now in telling.spoken(line) for line in self._just):
                self._say(f"{shown.now} {self._new_time(shown)}".rstrip())
                self._heard.add(shown.now)
        self.words(shown)

    def _new_time(self, shown: Dialogue) -> str:
        """Return how long one has to be ready, where that was not told yet."""
        span = shown.until
        late = (self._sitting.left or 0) <= _SOON
        told = late or span is None or self._last_time[0] == self._about(span)
        return "" if told or shown.word("ready") is None else self._tells_time()

    def asked(self) -> None:
        """Take notice that something is asked: what is done after it is said again."""
        self._now = None

    def knew(self, line: str) -> bool:
        """Return whether `line` is a word that could be said in this step, now or before."""
        return words.easy(line) in self._names

    def words(self, shown: Dialogue) -> None:
        """Name the words that belong to this step, each once."""
        self._names |= {words.easy(word.name) for word in shown.also if not words.usual(word)}
        told = (word for word in shown.also if word.told and not words.usual(word))
        new = [word for word in told if (word.key, word.label) not in self._offered]
        if new:
            self._offered |= {(word.key, word.label) for word in new}
            for line in telling.words_lines(new):
                self._say(line)
        if self._sitting.steers and not self._told_links:
            self._told_links = True
            self._say(
                _(
                    "Say {invite} to hear the invitation and the links, {help} for all words.",
                    invite=_("invite"),
                    help=_("help"),
                )
            )

    def prompt(self, ask: Ask, *, opened: bool = False) -> None:
        """Put a question, unless it was read just now; `opened`: by a word of the person's own."""
        if not opened and self._just and self._just[-1].endswith(ask.prompt):
            return
        shown = self._sitting.shown
        # What somebody asked for themselves is not about the clock.
        timed = not opened and not (self._fresh and shown.until == shown.whole)
        self._say(f"{ask.prompt} {self._tells_time() if timed else ''}".rstrip())

    def heading(self, shown: Dialogue) -> str:
        """Return where we are, and how much time there is."""
        title, left = shown.title.upper(), self._sitting.left_of_step
        whole = title if title.endswith(("?", "!")) else f"{title}."
        return f"{whole} {telling.left(left)}" if left else whole

    def tick(self) -> None:
        """Say the time that is left where it matters: at half, and at ten seconds.

        Who has nothing to do is not told how long others still have.
        """
        sitting = self._sitting
        shown, left, span = sitting.shown, sitting.left, sitting.shown.until
        if sitting.steers:
            left, span = sitting.left_of_step, shown.whole
        elif shown.ask is None and shown.word("ready") is None:
            return
        if span is None or left is None or left <= 0:
            return
        about, half, soon = self._about(span), (span.ends - span.start) // 2, _SOON
        for mark, ms in (("half", half), ("soon", soon)):
            far = mark == "soon" or ms >= 2 * soon
            if left <= ms < 2 * half and far and (about, mark) not in self._times:
                self._times |= {(about, "half"), (about, mark)}
                of, before = self._last_time
                if left > ms - 2 * SECOND and (of != about or before - left >= _APART):
                    self._last_time = about, left
                    self._say(telling.left(left))

    def _tells_time(self) -> str:
        """Return how much time is left, and take notice that it is told; empty: no clock runs."""
        span, left = self._sitting.shown.until, self._sitting.left
        if span is None or not left:
            return ""
        self._last_time = self._about(span), left
        return telling.left(left)

    def _about(self, span: Span) -> str:
        return f"{self._title}/{span.ends}"

    def _bell(self) -> None:
        if self._sitting.belled != self.belled:
            self.belled = self._sitting.belled
            self._say(_("Time is up: what you had answered so far was sent."))

    def _people(self) -> None:
        """Say who has gone and who is back, as far as that is not a part of the dialogue."""
        before, self._public = self._public, self._sitting.public
        told = [absence.news(before, self._public)]
        if self._sitting.steers:
            told.append(absence.came_and_went(before, self._public))
        for said in filter(None, told):
            self._say(said)

    def _next_table(self) -> None:
        if self._sitting.may_go_over and not self._told_over:
            self._told_over = True
            self._say(_("There is another table. Say over to go there, with your name."))
        asked = self._sitting.asked_over
        if asked and not self._asked_over:
            self._say(_("You are asked to go there: they are too many here."))
        self._asked_over = asked

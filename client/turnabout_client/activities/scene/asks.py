"""What those are asked who listened: how true it rang, a word used wrongly, an echo."""

from collections.abc import Callable
from typing import Final

from textual.containers import Vertical

from turnabout_client.activities.scene.model import HEARD
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.activities.scene.rating import Rating
from turnabout_client.tui.kit.pick import Pick
from turnabout_client.tui.kit.prompts import Choices
from turnabout_client.view.people import face
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.scene import AnswerEcho, EchoAnswer, StrikeWord
from turnabout_protocol.commands import AnyCommand

NUMBERS: Final = ("1", "2", "3", "4", "5")
KEYS: Final = (
    *((number, N_("choose a card, rate")) for number in NUMBERS),
    ("space", N_("skip the rating")),
    *((key, name) for key, _answer, name in HEARD),
)
"""The keys of the answers, and what they do."""

_HEARD: Final[dict[str, EchoAnswer]] = {key: answer for key, answer, _name in HEARD}


class Asks(Vertical):
    """The questions, over what to do now; each is there only while it is asked.

    `tell` sends an answer, and shows what is asked next.
    """

    def __init__(self, step: str, tell: Callable[[AnyCommand], None]) -> None:
        self._rating = Rating(step, tell)
        self._strike = Choices([("s", N_("used wrongly"))], id="strike")
        self._heard = Choices([(key, name) for key, _answer, name in HEARD], id="heard")
        super().__init__(self._rating, self._strike, self._heard, id="asks")
        self._step, self._tell = step, tell
        self.struck: dict[int, frozenset[str]] = {}
        """The words I have struck, by turn."""

    @property
    def asked(self) -> bool:
        """Whether anything is asked just now."""
        return self._rating.asked or self._strike.display or self._heard.display

    def show(self, now: Moment) -> bool:
        """Show what is asked; return whether a turn to rate or an echo has just come up."""
        rings = self._rating.show(now)
        used = [_("“{text}”", text=term) for term in self._to_strike(now)]
        words = n_("Your word {terms}:", "Your words {terms}:", len(used), terms=", ".join(used))
        self._strike.ask(words if used else None)
        turn = now.to_hear
        echo = None if turn is None else _("Did {name} hear you?", name=face(now.public, turn.seat))
        return self._heard.ask(echo) or rings

    def answer(self, key: str, now: Moment) -> bool:
        """Answer with one of the keys; return whether that is asked, for a number."""
        if key in NUMBERS:
            return self._rating.number(int(key), now)
        if key == "space":
            self._rating.skip(now)
        elif key == "s":
            self._choose_word(now)
        elif now.to_hear is not None:
            turn = now.to_hear.number
            self._tell(AnswerEcho(step=self._step, turn=turn, answer=_HEARD[key]))
        return True

    def _to_strike(self, now: Moment) -> list[str]:
        struck = frozenset() if now.judged is None else self.struck.get(now.judged.number, ())
        return [term for term in now.to_strike if term not in struck]

    def _choose_word(self, now: Moment) -> None:
        turn, terms = now.judged, self._to_strike(now)
        if turn is None or not terms:
            return
        number = turn.number
        if len(terms) == 1:
            self._strike_out(number, terms[0])
            return
        self.app.push_screen(
            Pick(_("Which of your words was used wrongly?"), terms),
            lambda i: None if i is None else self._strike_out(number, terms[i]),
        )

    def _strike_out(self, turn: int, term: str) -> None:
        self.struck[turn] = self.struck.get(turn, frozenset()) | {term}
        self._tell(StrikeWord(step=self._step, turn=turn, term=term))

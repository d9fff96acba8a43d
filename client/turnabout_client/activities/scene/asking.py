"""The one thing that a seat is asked of a turn just now, and the keys that answer it. Pure.

One question at a time, in one place: how true it rang; after a low rating, what was missing;
whether the echo was right; whether a word of ours was used rightly; what one says to the card.
Nothing is asked in one's own turn, nor while a twist is read.
"""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from turnabout_client.activities.scene.model import HEARD, REACTIONS, RINGS, TAGS
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.view.missing import MISSING
from turnabout_client.view.people import faces
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import (
    AnswerEcho,
    Missing,
    Rate,
    React,
    StrikeWord,
    TagMissing,
    TakeBack,
    Turn,
    TurnCommand,
)
from turnabout_protocol.commands import AnyCommand
from turnabout_protocol.room import Public

Kind = Literal["ring", "missing", "heard", "word", "reaction"]
Answers = tuple[tuple[str, str], ...]
"""Key and words, as they stand beside each other."""

SKIP: Final = "space"
"""The key that answers nothing."""

ANSWERS: Final[Mapping[Kind, Answers]] = {
    "ring": tuple((key, short) for key, _ring, short, _wide in RINGS),
    "missing": tuple((key, MISSING[tag][0]) for key, tag in TAGS),
    "heard": tuple((key, name) for key, _answer, name in HEARD),
    "word": (("y", N_("yes")), ("n", N_("no"))),
    "reaction": tuple((key, name) for key, _kind, name in REACTIONS),
}
"""What answers each question, beside the key that skips it."""
WIDE: Final[Answers] = tuple((key, wide) for key, _ring, _short, wide in RINGS)
"""What answers how true it rang, where there is room for whole sentences."""
KEYS: Final[Answers] = (
    *{key: name for answers in ANSWERS.values() for key, name in answers}.items(),
    (SKIP, N_("skip")),
)
"""Every key that answers something. In a scene it means nothing else."""

_RING: Final = {key: ring for key, ring, _short, _wide in RINGS}
_TAG: Final[Mapping[str, Missing]] = dict(TAGS)
_ECHO: Final = {key: answer for key, answer, _name in HEARD}
_REACTION: Final = {key: kind for key, kind, _name in REACTIONS}
_LOW: Final = (1, 2)
"""The rings after which one is asked what was missing."""


class Ask(Struct, frozen=True):
    """One question about one turn."""

    kind: Kind
    turn: int
    term: str = ""
    """The word in question."""


class Asking:
    """What I am asked, one thing after the other, and what I have answered in this scene.

    The room knows most of that, too, but a moment later, and not what I skipped.
    """

    def __init__(self) -> None:
        self.struck: dict[int, frozenset[str]] = {}
        """The words that I found used wrongly, by turn."""
        self._rings: dict[int, int | None] = {}
        self._withdrawn: set[int] = set()
        """Turns whose rating I took back: until I rate them anew they are not rated."""
        self._tagged: set[int] = set()
        self._heard: set[int] = set()
        self._words: set[tuple[int, str]] = set()
        self._reacted: set[int] = set()

    def ask(self, now: Moment) -> Ask | None:
        """Return the one thing to ask now."""
        judging = now.judging
        for turn in judging:
            if self._rings.get(turn.number) in _LOW and turn.number not in self._tagged:
                return Ask("missing", turn.number)
        for turn in judging:
            if not self._rated(turn, now):
                return Ask("ring", turn.number)
        if now.to_hear is not None and now.to_hear.number not in self._heard:
            return Ask("heard", now.to_hear.number)
        for turn in judging:
            for term in now.own_words_in(turn):
                # Whoever skipped the rating wants to be asked no more of it.
                rated = self._rings.get(turn.number) is not None
                if rated and (turn.number, term) not in self._words:
                    return Ask("word", turn.number, term)
        if now.to_react is not None and now.to_react.number not in self._reacted:
            return Ask("reaction", now.to_react.number)
        return None

    def answers(self, key: str, now: Moment) -> bool:
        """Return whether `key` answers what is asked now."""
        ask = self.ask(now)
        return ask is not None and (key == SKIP or key in dict(ANSWERS[ask.kind]))

    def answer(self, key: str, now: Moment) -> TurnCommand | None:
        """Answer what is asked with `key`; return what to tell the room, if that is to know it."""
        ask = self.ask(now)
        if ask is None or not self.answers(key, now):
            return None
        step, turn, skips = now.step.id, ask.turn, key == SKIP
        match ask.kind:
            case "ring":
                # It goes at once, whatever it is; what was missing follows by itself.
                ring = self._rings[turn] = _RING.get(key)
                self._tagged.discard(turn)
                return Rate(step=step, turn=turn, ring=ring)
            case "missing":
                self._tagged.add(turn)
                return None if skips else TagMissing(step=step, turn=turn, missing=_TAG[key])
            case "heard":
                self._heard.add(turn)
                return None if skips else AnswerEcho(step=step, turn=turn, answer=_ECHO[key])
            case "word":
                self._words.add((turn, ask.term))
                if key != "n":
                    return None
                self.struck[turn] = self.struck.get(turn, frozenset()) | {ask.term}
                return StrikeWord(step=step, turn=turn, term=ask.term)
            case "reaction":
                self._reacted.add(turn)
                return None if skips else React(step=step, turn=turn, kind=_REACTION[key])

    def given(self, now: Moment) -> Turn | None:
        """Return the newest turn whose rating I can still take back."""
        return next((t for t in reversed(now.judging) if self._rated(t, now)), None)

    def take_back(self, now: Moment) -> TakeBack | None:
        """Be asked once more how true the turn rang that I rated last."""
        turn = self.given(now)
        if turn is None:
            return None
        self._rings.pop(turn.number, None)
        self._withdrawn.add(turn.number)
        return TakeBack(step=now.step.id, turn=turn.number)

    def undo(self, command: AnyCommand) -> None:
        """The room has refused what a key said, as in a pause: be asked once more."""
        match command:
            case Rate(turn=turn):
                self._rings.pop(turn, None)
            case TakeBack(turn=turn):
                self._withdrawn.discard(turn)
            case TagMissing(turn=turn):
                self._tagged.discard(turn)
            case AnswerEcho(turn=turn):
                self._heard.discard(turn)
            case StrikeWord(turn=turn, term=term):
                self._words.discard((turn, term))
                self.struck[turn] = self.struck.get(turn, frozenset()) - {term}
            case React(turn=turn):
                self._reacted.discard(turn)

    def verdict(self, now: Moment) -> str:
        """Return what I said of the turn that I rated last; empty: of none that is open."""
        turn = self.given(now)
        if turn is None:
            return ""
        name = faces(now.public, turn.speakers)
        if turn.number not in self._rings:  # rated before this screen was opened
            return _("You rated {name}.", name=name)
        ring = self._rings[turn.number]
        if ring is None:
            return _("You did not rate {name}.", name=name)
        words = next(short for _key, of, short, _wide in RINGS if of == ring)
        return _("You rated {name}: {ring}.", name=name, ring=_(words))

    def _rated(self, turn: Turn, now: Moment) -> bool:
        told = turn.number in now.known.rated and turn.number not in self._withdrawn
        return told or turn.number in self._rings


def question(ask: Ask, public: Public, turn: Turn) -> str:
    """Return what is asked, in one sentence."""
    name = faces(public, turn.speakers)
    match ask.kind:
        case "ring":
            return _("{name} played your side. Did it ring true?", name=name)
        case "missing":
            return _("What was missing?")
        case "heard":
            return _("Did {name} hear you?", name=name)
        case "word":
            return _("{name} used your word “{text}”. Was that right?", name=name, text=ask.term)
        case "reaction":
            return _("What do you say to {name}’s card?", name=name)

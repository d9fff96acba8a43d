"""View logic of a scene: what a seat may do just now, and the sentence that says it. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from turnabout_client.view.people import SHAPE, face
from turnabout_client.view.time import Span
from turnabout_client.view.words import SPOKEN
from turnabout_language import N_, _
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Reaction,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.room import SECOND, Home, Public, Room, Seat
from turnabout_protocol.scenario import KeyPoint, Term
from turnabout_protocol.terms import uses

REACTIONS: Final[tuple[tuple[str, Reaction, str], ...]] = (
    ("u", "that_is_us", N_("that is us")),
    ("o", "ouch", N_("ouch")),
    ("w", "new_to_me", N_("new to me")),
    ("k", "not_quite", N_("not quite")),
)
"""Key, reaction, words."""

RINGS: Final[tuple[tuple[int, str, str], ...]] = (
    (4, N_("fully"), N_("I could have said that")),
    (3, N_("right concern"), N_("right concern")),
    (2, N_("part missing"), N_("something is missing")),
    (1, N_("not us"), N_("not how we see it")),
)
"""Ring, words for a narrow screen, words for a wide one."""

HEARD: Final[tuple[tuple[str, EchoAnswer, str], ...]] = (
    ("y", "yes", N_("yes, heard")),
    ("n", "nearly", N_("nearly")),
    ("x", "no", N_("no")),
)

HEARD_MARK: Final[dict[EchoAnswer, str]] = {
    "yes": N_("✓ heard"),
    "nearly": N_("~ nearly"),
    "no": N_("✗ no"),
}


def to_rate(public: Public, step: Scene, me: Seat | None, play: int) -> Turn | None:
    """Return the turn this seat is asked to rate, while it can."""
    state = public.state(SceneState, step.id)
    turn = state.last
    if me is None or turn is None or turn.passed:
        return None
    owner = me.owner and me.home == turn.side and me.id != turn.seat
    if not owner or me.id in turn.rated:
        return None
    return turn if rating_left(state, step, turn, play) > 0 else None


def rating_left(state: SceneState, step: Scene, turn: Turn, play: int) -> int:
    """Return how long `turn` can still be rated, in milliseconds of play time."""
    if state.phase != "turn":
        return max(0, (state.ends or play) - play)
    return max(0, turn.ends + step.rate * SECOND - play)


def to_hear(public: Public, state: SceneState, me: Seat | None) -> Turn | None:
    """Return the turn whose echo this seat is asked about."""
    turn = state.last
    if me is None or turn is None or turn.heard is not None:
        return None
    echoed = state.given_back(turn, spoken=public.rules.spoken)
    return turn if echoed is not None and echoed.seat == me.id else None


def to_strike(
    public: Public, step: Scene, terms: Sequence[Term], me: Seat | None, play: int
) -> tuple[Turn, tuple[str, ...]] | None:
    """Return the newest turn and the words of my side that it used, while I may strike them."""
    state = public.state(SceneState, step.id)
    turn = state.last
    if me is None or turn is None or turn.passed or rating_left(state, step, turn, play) <= 0:
        return None
    if not me.owner or me.home != turn.side or me.id == turn.seat:
        return None
    used = dict.fromkeys(use.term for text in (turn.say, turn.ask) for use in uses(text, terms))
    return (turn, tuple(used)) if used else None


def sheet_cards(public: Public, home: Home) -> tuple[KeyPoint, ...]:
    """Return the key points that somebody who watches can tick: all that this person knows of.

    That is both decks once the sides have shown each other theirs, and what was played until then.
    """
    if home.deck and home.theirs:
        return (*home.deck, *home.theirs)
    return played_cards(public)


def played_cards(public: Public) -> tuple[KeyPoint, ...]:
    """Return the cards played in any scene so far, in the order of their first play."""
    states = (s for s in public.steps.values() if isinstance(s, SceneState))
    cards = (t.card for state in states for t in state.turns if t.card is not None)
    return tuple({card.id: card for card in cards}.values())


def scene_number(public: Public, step: str) -> int:
    """Return which scene of the agenda `step` is, counted from one."""
    scenes = [s.id for s in public.agenda if isinstance(s, Scene)]
    return scenes.index(step) + 1 if step in scenes else 1


def to_react(state: SceneState, me: Seat | None) -> Turn | None:
    """Return the turn with the newest card this seat may react to."""
    if me is None or me.role == "facilitator":
        return None
    found = (t for t in reversed(state.turns) if t.over and t.card is not None)
    turn = next(found, None)
    return None if turn is None or turn.seat == me.id else turn


def turn_span(state: SceneState, step: Scene) -> Span | None:
    """Return the time of the turn, the twist or the last ratings."""
    live = state.live
    if live is not None:
        # Thinking shrinks when more time is given to acting only: the later start wins.
        return Span(min(live.acts_from - step.think * SECOND, live.ends), live.ends)
    if state.ends is None:
        return None
    length = step.twist_seconds if state.phase == "twist" else step.rate
    return Span(state.ends - length * SECOND, state.ends)


def sentence(public: Public, step: Scene, me: Seat | None, play: int) -> str:
    """Return what this seat does now, in one sentence."""
    state = public.state(SceneState, step.id)
    live = state.live
    if state.phase == "twist":
        if me is None or not me.plays:
            return _("Something happens. What does it do to both sides?")
        if me.id in state.ready:
            return _("You are ready. Waiting for the others.")
        return _("Something happens. Press Enter when you have read it.")
    if state.phase == "rating":
        if to_rate(public, step, me, play):
            return _("The scene is over. Rate the last turn.")
        return _("The scene is over. The last turn is being rated.")
    if live is None:
        return _("Who speaks next?")
    if me is not None and live.seat == me.id:
        return _my_turn(public, state, live, play)
    return _their_turn(public, step, live, me, play)


def _my_turn(public: Public, state: SceneState, live: Turn, play: int) -> str:
    echoed = state.turn(live.echoes) if live.echoes else None
    who = "" if echoed is None else face(public, echoed.seat)
    thinking = play < live.acts_from
    if public.rules.spoken:
        if thinking:
            return _("Think: what will you say? Then speak.")
        return _("Speak now. Press d when you are done.")
    if echoed is None:
        if thinking:
            return _("Think: play a card in your own words.")
        return _("Your turn: play a card in your own words.")
    if thinking:
        return _("Think: say back what {name} said, then play a card.", name=who)
    return _("Your turn: say back what {name} said, then play a card.", name=who)


def _their_turn(public: Public, step: Scene, live: Turn, me: Seat | None, play: int) -> str:
    who = f"{SHAPE[live.side]} {face(public, live.seat)}"
    thinking = play < live.acts_from
    if to_rate(public, step, me, play):
        if thinking:
            return _("Rate the last turn. {name} is thinking.", name=who)
        return _("Rate the last turn. {name} has the floor.", name=who)
    if me is not None and me.plays:
        if thinking:
            return _("{name} is thinking. Listen, and think ahead.", name=who)
        return _("{name} has the floor. Listen, and think ahead.", name=who)
    if thinking:
        return _("{name} is thinking.", name=who)
    return _("{name} has the floor.", name=who)


def next_change(public: Public, step: Scene, play: int) -> float | None:
    """Return the seconds until time alone changes what a seat may do; None: nothing in sight."""
    state = public.state(SceneState, step.id)
    ahead = [state.live.acts_from, state.live.ends] if state.live else []
    if state.last is not None and state.phase == "turn":
        ahead.append(state.last.ends + step.rate * SECOND)
    left = [at - play for at in ahead if at > play]
    return min(left) / SECOND if left else None


# What facilitators see ----------------------------------------------------------------------------


def console_lines(public: Public, state: SceneState) -> Iterator[Content]:
    """Yield the turns so far, and the twist while it is read."""
    for turn in state.turns:
        yield _line(public, turn)
    if state.phase == "twist" and state.twists:
        head = "✦ " + _("Something happens") + "  "
        yield Content.assemble((head, "bold $accent"), state.twists[-1].text)


def console_alerts(room: Room, step: Scene) -> Iterator[Content]:
    """Yield the turns that somebody found a caricature."""
    state = room.public.state(SceneState, step.id)
    for flag in room.console.flags:
        if flag.step != step.id:
            continue
        turn = state.turn(flag.turn)
        who = face(room.public, turn.seat) if turn else _("somebody")
        said = " " + _("“{text}”", text=turn.say) if turn and turn.say else ""
        told = _("{name}’s turn.", name=who)
        yield Content.assemble((f"⚑ {_('Caricature?')} ", "bold $error"), f"{told}{said}")


def console_notes(room: Room, step: Scene) -> Iterator[Content]:
    """Yield that a twist is on its way, and that people talk."""
    came = len(room.public.state(SceneState, step.id).twists)
    if room.console.twists_called.get(step.id, 0) > came:
        yield Content.styled("✦ " + _("A twist comes in when this turn is over."), "$accent")
    if room.public.rules.spoken:
        yield Content.styled(_(SPOKEN), "$quiet")


def _line(public: Public, turn: Turn) -> Content:
    if not turn.over:
        said = " " + _("has the floor …")
    elif turn.passed:
        said = " " + _("passed")
    else:
        card = f"[{_(turn.card.kind)}] {turn.card.text} " if turn.card else ""
        said = f"  {turn.say or card or _('spoke')}"
    heard = f"  {_(HEARD_MARK[turn.heard])}" if turn.heard else ""
    who = f"{SHAPE[turn.side]} {face(public, turn.seat)}"
    return Content.assemble((who, "bold"), said, (heard, "$quiet"))

"""View logic of a scene: what a seat may do just now, and the sentence that says it. Pure."""

from typing import Final

from turnabout_client.tui.model import SHAPE, Span, face
from turnabout_protocol.activities.scene import (
    EchoAnswer,
    Missing,
    Reaction,
    Scene,
    SceneState,
    Turn,
)
from turnabout_protocol.parts import SECOND, Public, Seat

REACTIONS: Final[tuple[tuple[str, Reaction, str], ...]] = (
    ("u", "that_is_us", "that is us"),
    ("o", "ouch", "ouch"),
    ("w", "new_to_me", "new to me"),
    ("k", "not_quite", "not quite"),
)
"""Key, reaction, words."""

RINGS: Final[tuple[tuple[int, str, str], ...]] = (
    (4, "fully", "I could have said that"),
    (3, "right concern", "right concern"),
    (2, "part missing", "something is missing"),
    (1, "not us", "not how we see it"),
)
"""Ring, words for a narrow screen, words for a wide one."""

MISSING: Final[tuple[tuple[str, Missing], ...]] = (
    ("1", "pressure"),
    ("2", "limit"),
    ("3", "reason"),
    ("4", "tone"),
    ("5", "fact"),
)

HEARD: Final[tuple[tuple[str, EchoAnswer, str], ...]] = (
    ("y", "yes", "yes, heard"),
    ("n", "nearly", "nearly"),
    ("x", "no", "no"),
)

HEARD_MARK: Final[dict[EchoAnswer, str]] = {"yes": "✓ heard", "nearly": "~ nearly", "no": "✗ no"}


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


def to_hear(state: SceneState, me: Seat | None) -> Turn | None:
    """Return the turn whose echo this seat is asked about."""
    turn = state.last
    if me is None or turn is None or not turn.echo or turn.heard is not None or not turn.echoes:
        return None
    echoed = state.turn(turn.echoes)
    return turn if echoed is not None and echoed.seat == me.id else None


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
            return "Something happens. What does it do to both sides?"
        if me.id in state.ready:
            return "You are ready. Waiting for the others."
        return "Something happens. Press Enter when you have read it."
    if state.phase == "rating":
        if to_rate(public, step, me, play):
            return "The scene is over. Rate the last turn."
        return "The scene is over. The last turn is being rated."
    if live is None:
        return "Who speaks next?"
    if me is not None and live.seat == me.id:
        return _my_turn(public, state, live, play)
    return _their_turn(public, step, live, me, play)


def _my_turn(public: Public, state: SceneState, live: Turn, play: int) -> str:
    echoed = state.turn(live.echoes) if live.echoes else None
    if echoed is None:
        do = "play a card in your own words."
    else:
        do = f"say back what {face(public, echoed.seat)} said, then play a card."
    if play < live.acts_from:
        return f"Think: {do}"
    return f"Your turn: {do}"


def _their_turn(public: Public, step: Scene, live: Turn, me: Seat | None, play: int) -> str:
    who = f"{SHAPE[live.side]} {face(public, live.seat)}"
    does = "is thinking" if play < live.acts_from else "has the floor"
    if to_rate(public, step, me, play):
        return f"Rate the last turn. {who} {does}."
    if me is not None and me.plays:
        return f"{who} {does}. Listen, and think ahead."
    return f"{who} {does}."


def next_change(public: Public, step: Scene, play: int) -> float | None:
    """Return the seconds until time alone changes what a seat may do; None: nothing in sight."""
    state = public.state(SceneState, step.id)
    ahead = [state.live.acts_from, state.live.ends] if state.live else []
    if state.last is not None and state.phase == "turn":
        ahead.append(state.last.ends + step.rate * SECOND)
    left = [at - play for at in ahead if at > play]
    return min(left) / SECOND if left else None

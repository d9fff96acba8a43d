"""Who is away, who plays for them, and what is said to one seat alone. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from turnabout_client.view.people import face, faces
from turnabout_language import N_, _, n_
from turnabout_protocol.activities.scene import Scene, SceneState, Turn
from turnabout_protocol.panel import frozen
from turnabout_protocol.room import MINUTE, SECOND, NudgeKind, Public, Room, Seat

NUDGES: Final[Mapping[NudgeKind, str]] = {
    "your_turn": N_("It is your turn."),
    "take_your_time": N_("Take your time."),
    "are_you_there": N_("Can you hear us? Press any key to show that you are there."),
    "say_what_you_need": N_("Say what you need, or pause with p. Nobody asks why."),
}
"""The fixed sentences, in the order in which they are offered."""
WITHOUT_KEYS: Final[Mapping[NudgeKind, str]] = {
    **NUDGES,
    "are_you_there": N_("Can you hear us? Show that you are there."),
    "say_what_you_need": N_("Say what you need, or pause. Nobody asks why."),
}
"""The same to whoever has no keys of a screen before them."""
LASTS: Final = 10 * MINUTE
"""Room time after which nobody is shown any more what was said to them."""


def nudge(room: Room, seat: int | None, now: int, *, keys: bool = True) -> str:
    """Return what a facilitator said to `seat` alone and it has not read; empty: nothing.

    `keys`: whether it sits before a screen with keys.
    """
    said = None if seat is None else room.of(seat).nudge
    if said is None or now - said.at > LASTS:
        return ""
    fixed = NUDGES if keys else WITHOUT_KEYS
    words = said.text if said.say == "own" else _(fixed[said.say])
    return _("From the facilitator, to you alone: {words}", words=words)


def nudged(room: Room, now: int) -> Iterator[str]:
    """Yield whom the facilitators nudged in the last minutes, and who is there."""
    public, console = room.public, room.console
    for seat, at in console.nudged.items():
        if seat not in public.seats or now - at > 3 * MINUTE:
            continue
        name = public.seats[seat].name
        if seat in console.there:
            yield _("{name} is there.", name=name)
        else:
            ago = max(0, now - at) // SECOND // 10 * 10
            yield (
                n_("{name} was nudged {n} s ago.", "{name} was nudged {n} s ago.", ago, name=name)
                if ago
                else _("{name} was nudged just now.", name=name)
            )


def to_play(public: Public) -> bool:
    """Return whether a scene is on or lies ahead."""
    here = 0 if public.current is None else public.current.index
    return any(isinstance(step, Scene) for step in public.agenda[here:])


def uncovered(public: Public) -> tuple[Seat, ...]:
    """Return who is away with a part, as long as there is something to play and nobody does."""
    if public.phase != "running" or not to_play(public):
        return ()
    return tuple(s for s in public.players() if s.persona and not s.present and not s.bot)


def news(before: Public, after: Public) -> str:
    """Return what the room is told of who plays for whom since `before`; empty: nothing."""
    said = []
    for seat, who in after.seats.items():
        was = before.covered(seat)
        if who.covered and not was and who.present:
            said.append(_("{name} is away. A bot plays until they are back.", name=who.name))
        elif was and not who.covered:
            back = who.present and who.plays
            said.append(
                _("{name} is back and plays again.", name=who.name)
                if back
                else _("The bot that played for {name} has gone.", name=who.name)
            )
    for by, part in after.parts_taken.items():
        if before.parts_taken.get(by) != part and by in after.seats:
            whose = _name(after, part)
            said.append(
                _("{name} plays the part of {whose} now.", name=after.seats[by].name, whose=whose)
            )
    for part in set(before.parts_taken.values()) - set(after.parts_taken.values()):
        if part in after.seats and after.seats[part].plays:
            said.append(_("{name} has the own part back.", name=after.seats[part].name))
    return " ".join(said)


def came_and_went(before: Public, after: Public) -> str:
    """Return who of those who play has gone or is back since `before`, for whoever steers.

    While people gather that is told of everybody, and of whom a bot plays for in `news`.
    """
    if before.phase != "running" or after.phase != "running":
        return ""
    said = []
    for number, who in after.seats.items():
        was = before.seats.get(number)
        if was is None or was.present == who.present or not who.plays or who.covered or was.covered:
            continue
        back, gone = _("{name} is back.", name=who.name), _("{name} is away.", name=who.name)
        said.append(back if who.present else gone)
    return " ".join(said)


def latecomers(before: Public, after: Public) -> str:
    """Return who has come in since `before` and only watches, while a place can still be given.

    For whoever gives it: a person who is late does not know to ask.
    """
    if before.phase != "running" or after.phase != "running" or frozen(after):
        return ""
    new = [s for n, s in after.seats.items() if n not in before.seats and s.watches and s.home]
    return " ".join(
        _("{name} is late and watches: m asks them in, until the parts are given.", name=seat.name)
        for seat in new
    )


def said_for_me(public: Public, seat: int | None) -> dict[tuple[str, int], Turn]:
    """Return the turns that a bot played for `seat`, by step and number."""
    if seat is None or public.covered(seat):
        return {}
    return {
        (step, turn.number): turn
        for step, state in public.steps.items()
        if isinstance(state, SceneState)
        for turn in state.turns
        if turn.covered and turn.over and turn.seat == seat
    }


def while_away(turns: Mapping[tuple[str, int], Turn]) -> str:
    """Return what a bot said in somebody's name, as it is told to them; empty: nothing."""
    if not turns:
        return ""
    words = [
        " ".join(filter(None, (turn.echo, turn.card.text if turn.card else "", turn.say, turn.ask)))
        for turn in turns.values()
    ]
    said = " … ".join(f"“{one}”" for one in words if one)
    count = n_(
        "While you were away a bot played {n} turn for you; it counts for nothing.",
        "While you were away a bot played {n} turns for you; they count for nothing.",
        len(turns),
    )
    return f"{count} {said}".strip()


def whose_part(public: Public, seat: Seat) -> str:
    """Return whose part `seat` plays, if it was somebody else's, or who plays its own."""
    part = public.parts_taken.get(seat.id)
    if part is not None:
        return _("plays for {name}", name=_name(public, part))
    by = next((by for by, of in public.parts_taken.items() if of == seat.id), None)
    return "" if by is None else _("{name} plays for them", name=_name(public, by))


def by_bot(public: Public, turn: Turn) -> str:
    """Return who had a turn: with a mark where a bot played it for them."""
    who = faces(public, turn.speakers)
    covered = turn.covered if turn.over else public.covered(turn.seat)
    return _("{name} (a bot for them)", name=who) if covered else who


def _name(public: Public, seat: int) -> str:
    return public.seats[seat].name if seat in public.seats else face(public, seat)

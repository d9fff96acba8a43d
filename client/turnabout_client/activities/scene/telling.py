"""What a scene tells a seat: what to do now, who has the floor, what else can be done. Pure."""

from textual.content import Content

from turnabout_client.activities.scene.asking import Ask, question
from turnabout_client.activities.scene.live_words import so_far
from turnabout_client.activities.scene.model import opened_again
from turnabout_client.activities.scene.moment import Moment
from turnabout_client.view import words
from turnabout_client.view.people import SHAPE, faces
from turnabout_language import _
from turnabout_protocol.activities.scene import Turn


def sentence(now: Moment, ask: Ask | None, card: bool = False) -> str:
    """Return what this seat does now, in one sentence: what it is asked, if it is asked something.

    `card`: whether it has chosen one for its next turn.
    """
    turn = None if ask is None else now.state.turn(ask.turn)
    if ask is not None and turn is not None:
        return question(ask, now.public, turn)
    live = now.state.live
    if now.state.phase == "twist":
        return _twist(now)
    if now.state.phase == "rating":
        return _("The scene is over. The last turns are being rated.")
    if live is None:
        return _("Who speaks next?")
    return _their_turn(now, live, card) if now.mine is None else _my_turn(now, now.thinking)


def my_task(now: Moment) -> str:
    """Return what I do in my turn, wherever I do it: without the keys of a screen."""
    if now.spoken and not now.thinking:
        if now.mine is not None and now.mine.again is not None:
            return _("Open again. Speak, and say when you are done.")
        return _("Speak now, and say when you are done.")
    if now.mends:
        heard = None if now.mine is None else now.mine.heard
        said = _("no") if heard == "no" else _("nearly")
        return _(
            "{name} says: {answer}. You may say your echo once more.",
            name=now.echoed,
            answer=said,
        )
    # One may write at once, and is told once what.
    return _my_turn(now, thinking=now.thinking and now.spoken)


def listens(now: Moment) -> str:
    """Return what somebody does who is asked nothing and does not speak."""
    live = now.state.live
    if now.state.phase == "twist":
        if now.me is not None and now.plays and now.me.id not in now.state.ready:
            return _("Something happens. Read it, and say that you are ready.")
        return _twist(now)
    if now.state.phase == "rating":
        return _("The scene is over. The last turns are being rated.")
    if live is None:
        return _("Who speaks next?")
    if now.mine is not None:
        return my_task(now)
    if now.pen:
        return _("Your turn with {name}, who writes. Read along, and help.", name=now.pen)
    who = f"{SHAPE[live.side]} {faces(now.public, live.speakers)}"
    return _("{name} is thinking.", name=who) if now.thinking else _("Listen to {name}.", name=who)


def _twist(now: Moment) -> str:
    if now.me is None or not now.plays:
        return _("Something happens. What does it do to both sides?")
    if now.me.id in now.state.ready:
        return _("You are ready. Waiting for the others.")
    return _("Something happens. Press Enter when you have read it.")


def _my_turn(now: Moment, thinking: bool) -> str:
    if now.mine is not None and now.mine.again is not None:
        if now.spoken:
            return _("Open again. Speak, and press Enter when you are done.")
        return _("Open again: change your turn, then send it.")
    if now.spoken:
        if thinking:
            return _("Think: what will you say? Then speak.")
        return _("Speak now. Press Enter when you are done.")
    if not now.echoed:
        if thinking:
            return _("Think: play a card in your own words.")
        return _("Your turn: play a card in your own words.")
    heard = None if now.mine is None else now.mine.heard
    cards = bool(now.own.hand)
    if now.mends:
        said = _("no") if heard == "no" else _("nearly")
        return _(
            "{name} says: {answer}. Change your echo once, then Enter.",
            name=now.echoed,
            answer=said,
        )
    if heard == "yes":
        if not cards:
            return _("{name} says: yes, heard. Now ask.", name=now.echoed)
        return _("{name} says: yes, heard. Now your card.", name=now.echoed)
    if now.mine is not None and now.mine.echo:
        if not cards:
            return _("Your echo is sent. Now ask.")
        return _("Your echo is sent. Now play a card in your own words.")
    if thinking:
        if not cards:
            return _("Think: say back what {name} said, then ask.", name=now.echoed)
        return _("Think: say back what {name} said, then play a card.", name=now.echoed)
    if not cards:
        return _("Your turn: say back what {name} said, then ask.", name=now.echoed)
    return _("Your turn: say back what {name} said, then play a card.", name=now.echoed)


def _their_turn(now: Moment, live: Turn, card: bool) -> str:
    if now.pen and now.pen_to is not None:
        return _("Your turn with {name}, who has the pen. > takes it.", name=now.pen)
    if now.pen:
        return _("Your turn with {name}, who writes. Read along, and help.", name=now.pen)
    who = f"{SHAPE[live.side]} {faces(now.public, live.speakers)}"
    chooses = now.plays and bool(now.own.hand) and not card
    if now.thinking:
        if chooses:
            return _("{name} is thinking. Choose your next card.", name=who)
        return _("{name} is thinking.", name=who)
    if chooses:
        return _("Listen to {name}, and choose your next card.", name=who)
    return _("Listen to {name}.", name=who)


def live_line(now: Moment) -> Content:
    """Return what stands under the last turn: who has the floor, and what they write."""
    live = now.state.live
    if live is None:
        return Content("")
    if live.again is None:
        return _floor_line(now, live)
    again = Content.styled(opened_again(now.public, live), "$quiet italic")
    return Content("\n").join([again, _floor_line(now, live)])


def _floor_line(now: Moment, live: Turn) -> Content:
    writing = now.writing
    if now.mine is None and writing is not None:
        who = words.speakers(now.public, live.speakers)
        if writing.said is None:
            return Content.assemble(who, (f" {_('is writing …')}", "$quiet italic"))
        if not writing.said.empty:
            return words.lines(
                *_chosen(now, writing.said.card),
                Content.assemble(who, "  ", so_far(writing.said)),
            )
    does = _("is thinking …") if now.thinking else _("is speaking …")
    if now.writes and now.own.hides:
        does = _("is writing. Your words are unseen until you send them.")
    return Content.assemble(
        words.speakers(now.public, live.speakers), (f" {does}", "$quiet italic")
    )


def _chosen(now: Moment, card: str) -> list[Content]:
    """Return the card that my pair is about to play: we hold the same ones."""
    found = (held for held in now.own.hand if held.id == card)
    return [Content.styled(f"[{_(held.kind)}] {held.text}", "$quiet") for held in found]


def until(now: Moment) -> str:
    """Return until when I am asked about a turn, where no clock may say it; else nothing.

    Nobody sees how long another one's turn lasts.
    """
    live = now.state.live
    if live is None:
        return ""
    return _("You have until {name} has spoken.", name=faces(now.public, live.speakers))


def hint(now: Moment) -> str:
    """Return what can be done while others have the floor."""
    if now.plays and now.state.phase in ("twist", "rating"):
        return ""
    cardless = now.state.phase == "rating" or not now.own.hand
    if now.unrated and now.plays and not cardless:
        return _(
            "The facilitator has switched ratings off, so you are asked nothing. A number chooses "
            "your next card."
        )
    if now.unrated and now.me is not None and now.me.owner:
        return _("The facilitator has switched ratings off, so you are asked nothing.")
    if now.pen:
        return _("Say aloud what you would change. You hold the same cards.")
    if now.plays and cardless:
        return _("b shows whom you play.")
    if now.plays:
        return _("A number chooses the card for your next turn. b shows whom you play.")
    return _("You watch, and speak first in the debrief. ↑ ↓ go through your sheet.")

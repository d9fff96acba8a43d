"""What one can always look at again: whom one plays, the hand, the case, the people. Pure."""

from collections.abc import Iterator

from turnabout_client.dialogue.seen import Seen
from turnabout_client.dialogue.shapes import Block, How, Word
from turnabout_client.view import words as told
from turnabout_client.view.people import SHAPE, shares_with
from turnabout_client.view.roster import seats_of, told_of
from turnabout_language import _, n_
from turnabout_protocol.room import Public, Step
from turnabout_protocol.scenario import SIDES, KeyPoint


def words(seen: Seen) -> Iterator[Word]:
    """Yield the words that tell what does not change by itself."""
    if seen.public.story is not None:
        yield Word(key="case", name=_("case"), label=_("what it is about"), then=(case(seen),))
    who = persona(seen)
    if who:
        cards = hand(seen.own.hand)
        yield Word(key="brief", name=_("brief"), label=_("whom you play"), then=who, beside=True)
        yield Word(key="hand", name=_("hand"), label=_("your cards"), then=cards, beside=True)
    yield Word(key="people", name=_("people"), label=_("who is here"), then=people(seen))
    yield Word(key="plan", name=_("plan"), label=_("what comes when"), then=(plan(seen.public),))


def case(seen: Seen) -> Block:
    """Return the situation and what both sides want."""
    story = seen.public.story
    if story is None:
        return Block(id="case")
    care = (_("Take care") + ": " + story.care,) if story.care else ()
    return Block(
        id="case",
        head=story.title,
        lines=(_("We all want: {goal}", goal=story.shared_goal), story.situation, *care),
    )


def persona(seen: Seen) -> tuple[Block, ...]:
    """Return whom this seat plays, and their words; nothing before parts are given."""
    public, me, who = seen.public, seen.me, seen.own.persona
    if who is None or me is None or me.played is None or not me.plays:
        return ()
    about = Block(
        id="persona",
        tone=me.played,
        head=_("You play {persona}", persona=f"{who.name}, {who.job}, {public.label(me.played)}"),
        lines=(
            _("Pressure:") + f" {who.pressure}.",
            _("Good reason:") + f" {who.good_reason}.",
            *filter(None, (shares_with(public, me),)),
        ),
    )
    terms = tuple(_("{head}: {said}", head=term.term, said=term.means) for term in seen.own.lingo)
    if not terms:
        return (about,)
    return about, Block(id="lingo", kind="list", head=told.their_words(public), lines=terms)


def hand(cards: tuple[KeyPoint, ...]) -> tuple[Block, ...]:
    """Return the cards one holds, each with the reason on its back."""
    if not cards:
        return (Block(id="hand", lines=(_("You hold no cards."),), news=False),)
    said = n_("You hold {n} card.", "You hold {n} cards.", len(cards))
    held = (card(f"hand/{one.id}", one, why=True) for one in cards)
    return (Block(id="hand", lines=(said,)), *held)


def card(id_: str, of: KeyPoint, *, why: bool = False) -> Block:
    """Return a card, with the reason on its back where it is to be told."""
    reason = (_("Why: {why}", why=of.why),) if why and of.why else ()
    how: tuple[How, ...] = ("card", "why") if reason else ("card",)
    return Block(
        id=id_, kind="card", head=_(of.kind), lines=(of.text, *reason), how=how, card=of.kind
    )


def people(seen: Seen, *, news: bool = False) -> tuple[Block, ...]:
    """Return who is here, side by side; `news`: who comes and goes is told by itself."""
    public = seen.public
    found = []
    for side in SIDES:
        here = [s for s in seats_of(public) if s.home == side and s.role != "facilitator"]
        lines = tuple(_one(public, seat.id, seen.seat) for seat in here)
        found.append(
            Block(
                id=f"people/{side}",
                kind="list",
                head=f"{SHAPE[side]} {public.label(side)}",
                lines=lines or (_("nobody yet"),),
                tone=side,
                news=news,
            )
        )
    rest = [s for s in seats_of(public) if s.home is None or s.role == "facilitator"]
    lines = tuple(_one(public, seat.id, seen.seat) for seat in rest if not seat.stage)
    if lines:
        found.append(Block(id="people/others", kind="list", lines=lines, news=news))
    return tuple(found)


def plan(public: Public) -> Block:
    """Return the steps of the session, with the one that is on."""
    here = -1 if public.current is None else public.current.index
    lines = tuple(
        f"{_(step.title)}, {_lasts(step)}" + (f" – {_('now')}" if i == here else "")
        for i, step in enumerate(public.agenda)
    )
    return Block(id="plan", kind="list", head=_("The plan"), lines=lines, news=False)


def _lasts(step: Step) -> str:
    """Return how long a step is meant to last."""
    if step.minutes < 1:
        return n_("{n} second", "{n} seconds", round(step.minutes * 60))
    return n_("{n} minute", "{n} minutes", round(step.minutes))


def _one(public: Public, seat: int, me: int | None) -> str:
    who = public.seats[seat]
    notes = told_of(public, who, me, frozenset())
    return f"{who.name} ({notes})" if notes else who.name

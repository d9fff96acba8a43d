"""What the report says, whatever its format: sentences in the language that is spoken."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from turnabout_language import N_, _, n_
from turnabout_language.formats import day, number
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.activities.reveal import THIRDS, Arrow, BlindSpot, CardFate
from turnabout_protocol.activities.review import MARKS as PROMISE_MARKS
from turnabout_protocol.explanations import (
    EXPLANATIONS,
    FigureName,
    by_whom,
    chance,
    looking_back,
    no_sum,
    seen_as,
    standing,
    withheld,
)
from turnabout_protocol.report import Followed, Report, Stands
from turnabout_protocol.room import Figure
from turnabout_protocol.scenario import SIDES, Side, other

MIRROR: Final = N_("A mirror for this room, not a grade.")
MARKS: Final[Mapping[Stands, str]] = {
    "open": N_("open"),
    "done": PROMISE_MARKS["done"],
    "partly": PROMISE_MARKS["partly"],
    "not_yet": PROMISE_MARKS["not_yet"],
    "dropped": PROMISE_MARKS["dropped"],
}
"""How a promise stands, in a word."""
SOURCES: Final = {
    "authored": N_("from the scenario"),
    "session": N_("written in the session"),
    "real": N_("from a real discussion"),
}


class TableRow(NamedTuple):
    """A figure with its name, before and after the play."""

    key: str
    """For programs: `accuracy`, `felt`, `gap` ..."""
    side: Side | None
    name: str
    arrow: Arrow
    span: Literal["points", "difference", "size"] = "points"
    """Points are 0 to 100; a difference of points is -100 to 100, and its size is without a sign:
    the name says which way.
    """


def title(report: Report) -> str:
    """Return what stands above everything; of a demo it says that bots gave this."""
    if report.demo:
        return _("{title}: practice with bots", title=report.title)
    return report.title


def long_date(iso: str) -> str:
    """Return a date as people write it."""
    return day(date.fromisoformat(iso)) if iso else _("not recorded")


def points(value: float) -> str:
    """Return a number of points."""
    return number(value)


def signed(value: float) -> str:
    """Return a difference with its sign: a true minus, so that no sheet takes it for a formula."""
    rounded = round(value)
    return f"+{number(rounded)}" if rounded > 0 else number(rounded).replace("-", "−")


def facts(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what took place when, with whom, and for how long."""
    yield _("Date"), long_date(report.date)
    if report.team:
        yield _("Team"), report.team
    yield _("Scenario"), report.scenario
    yield _("People"), people(report)
    if report.steps:
        real = round(sum(step.real for step in report.steps))
        yield _("Length"), n_("{n} minute", "{n} minutes", real)


def people(report: Report) -> str:
    """Return how many people took part from each side."""
    sides = [
        _("{n} from {side}", n=report.people[side], side=report.labels[side]) for side in SIDES
    ]
    watching = [_("{n} watching", n=report.observers)] if report.observers else []
    filled = [n_("{n} bot filled a seat", "{n} bots filled seats", report.bots)]
    return ", ".join(sides + watching + (filled if report.bots else []))


def hidden(need: int) -> str:
    """Return why a tally is not shown."""
    return _("not shown, fewer than {need} people", need=need)


def counted(report: Report, n: int) -> str:
    """Return how many stand behind a figure: people, and in a practice bots beside them."""
    if report.demo:
        return n_("{n} person or bot", "{n} people and bots", n)
    return n_("{n} person", "{n} people", n)


def figure(report: Report, shown: Figure) -> str:
    """Return a figure of 100 and how many stand behind it, or why there is none."""
    if shown.value is None:
        return withheld(shown)
    who = counted(report, shown.n)
    return _("{value} of 100 (from {who})", value=points(shown.value), who=who)


def value_of(row: TableRow, shown: Figure) -> str:
    """Return the value of one end of an arrow, or why there is none."""
    if shown.value is None:
        return withheld(shown)
    match row.span:
        case "difference":
            return signed(shown.value)
        case "size":
            return points(abs(shown.value))
    return points(shown.value)


def arrow(row: TableRow) -> str:
    """Return a figure before and after, and what changed."""
    ends = [end for end in (row.arrow.before, row.arrow.after) if end is not None]
    if all_hidden(row.arrow):
        return withheld(ends[-1]) if ends else _("not asked")
    told = " → ".join(value_of(row, end) for end in ends)
    change = changed(row.arrow)
    return f"{told} ({change})" if change else told


def all_hidden(shown: Arrow) -> bool:
    """Return whether nothing of an arrow is shown."""
    return all(end is None or end.value is None for end in (shown.before, shown.after))


def changed(shown: Arrow) -> str:
    """Return what changed, in words; nothing where that is not known."""
    if shown.change is None:
        return ""
    if shown.n and shown.band is None:
        return _("too few to compare")
    if not shown.clear:
        return _("no clear change")
    return _("{points} points", points=signed(shown.change))


def stands_on(report: Report, row: TableRow) -> str:
    """Return how many stand behind a figure, and how far chance alone moves so few."""
    n = behind(row.arrow)
    told = [counted(report, n)] if n else []
    return "; ".join([*told, *filter(None, [chance(row.arrow)])])


def behind(shown: Arrow) -> int:
    """Return how many people stand behind an arrow: those of its newest end that is shown."""
    ends = [end for end in (shown.after, shown.before) if end is not None and end.value is not None]
    return ends[0].n if ends else 0


def accuracy(report: Report) -> Iterator[TableRow]:
    """Yield how well each side's order was guessed, then the room as a whole."""
    found = report.results.accuracy if report.results else None
    if found is None:
        return
    for side in SIDES:
        if side in found.sides:
            name = _(
                "{others} about {side}",
                others=report.labels[other(side)],
                side=report.labels[side],
            )
            yield TableRow("accuracy", side, name, found.sides[side])
    yield TableRow("accuracy", None, _("The room"), found.room)


def understood(report: Report) -> Iterator[TableRow]:
    """Yield what people said of how well the sides understand each other."""
    found = report.results.understood if report.results else None
    if found is None:
        return
    asked = (
        ("felt", found.felt, N_("{side}: they understand us"), N_("Everybody: they understand us")),
        (
            "claimed",
            found.claimed,
            N_("{side}: we understand them"),
            N_("Everybody: we understand them"),
        ),
        ("close", found.close, N_("{side}: how close we are"), N_("Everybody: how close we are")),
    )
    for key, attitude, of_side, of_all in asked:
        if attitude is None:
            continue
        for side in SIDES:
            if side in attitude.sides:
                yield TableRow(
                    key, side, _(of_side, side=report.labels[side]), attitude.sides[side]
                )
        yield TableRow(key, None, _(of_all), attitude.room)


def differences(report: Report) -> Iterator[TableRow]:
    """Yield the understanding gap of each side, and looking back."""
    found = report.results.understood if report.results else None
    if found is None:
        return
    for side in SIDES:
        if side in found.gap:
            name = _(
                "What {others} claims about {side}, less what {side} feels",
                others=report.labels[other(side)],
                side=report.labels[side],
            )
            yield TableRow("gap", side, name, found.gap[side], "difference")
    if found.looking_back is not None:
        back = found.looking_back.room
        yield TableRow("looking_back", None, looking_back(back), back, "size")


def regard(report: Report) -> Iterator[tuple[TableRow, str]]:
    """Yield how each side is seen, and that in a sentence: what it believed, what the others think.

    Where it is said in words alone, the row has no numbers.
    """
    for side, told in ((report.results and report.results.regard) or {}).items():
        names = {"side": report.labels[side], "others": report.labels[other(side)]}
        name = _("What {others} think of how {side} work", **names)
        row = TableRow("regard", side, name, told.arrow)
        yield row, seen_as(told, **names)


def seen_in_words(row: TableRow, said: str) -> str:
    """Return how a side is seen, in a line: the two numbers, where they are shown, and words."""
    if all_hidden(row.arrow):
        return said
    return _(
        "{said} They believed {before}, and it is {after}.",
        said=said,
        before=value_of(row, row.arrow.before) if row.arrow.before else "",
        after=value_of(row, row.arrow.after) if row.arrow.after else "",
    )


def dealt(report: Report) -> str:
    """Return what people gained on the cards they were dealt and on the others, in a sentence.

    Of a practice nothing: there bots guess by chance.
    """
    found = report.results.dealt if report.results else None
    if found is None or report.demo:
        return ""
    return _(
        "A control inside the deck: on pairs with a card they were dealt {n} people moved by "
        "{dealt}, on the others by {undealt}. Chance alone makes a difference of up to {points}.",
        n=found.n,
        dealt=signed(found.dealt / found.n),
        undealt=signed(found.undealt / found.n),
        points=points(found.band),
    )


def blind_spot(report: Report, side: Side, spot: BlindSpot) -> str:
    """Return the card that the other side misplaced most, in a sentence."""
    names = {"side": report.labels[side], "others": report.labels[other(side)]}
    if spot.hidden:
        return _("Blind spot about {side}: {why}.", why=withheld(spot), **names)
    if spot.card is None:
        return _(
            "No blind spot about {side}: {others} put no card off by more than a place.", **names
        )
    if spot.third is not None and spot.guessed_third is not None:
        return _(
            "Blind spot about {side}: “{card}” is {third} for them, and {others} put it {guessed}.",
            card=spot.card.text,
            third=_(THIRDS[spot.third]),
            guessed=_(THIRDS[spot.guessed_third]),
            **names,
        )
    return _(
        "Blind spot about {side}: “{card}” is number {place} for them, and {others} made it number"
        " {guessed}.",
        card=spot.card.text,
        place=spot.place,
        guessed=spot.guessed,
        **names,
    )


def fate(card: CardFate) -> str:
    """Return what became of a card: whether it came up, where the others put it, where from."""
    told = [came_up(card)]
    if card.third is not None:
        told.insert(0, _(THIRDS[card.third]))
    if card.guessed_third is not None:
        told.append(_("guessed {third}", third=_(THIRDS[card.guessed_third])))
    if card.guessed is not None:
        told.append(_("guessed as number {place}", place=card.guessed))
    if card.card.source != "authored":
        told.append(_(SOURCES[card.card.source]))
    return ", ".join(told)


def came_up(card: CardFate) -> str:
    """Return whether a card was played, and by whom."""
    if not card.played:
        return _("never came up")
    came = n_("came up once", "came up {n} times", card.played)
    return f"{came} ({by_whom(card)})" if card.by_bots else came


def ranked(cards: tuple[CardFate, ...]) -> bool:
    """Return whether the cards stand in their owners' order."""
    return any(card.place is not None for card in cards)


def in_thirds(cards: tuple[CardFate, ...]) -> bool:
    """Return whether only the thirds of their owners' order are told."""
    return any(card.third is not None for card in cards)


def order_of(cards: tuple[CardFate, ...]) -> str:
    """Return what stands above the cards of one side, as their order is told."""
    if in_thirds(cards):
        return by_thirds()
    return in_order() if ranked(cards) else no_order()


def by_thirds() -> str:
    """Return what stands above cards of which only the thirds are told."""
    return _(
        "In thirds, what matters most first: three people stand behind this order, and an exact one"
        " would tell two of them what the third one said."
    )


def in_order() -> str:
    """Return what stands above cards in their owners' order."""
    return _("In the order of their owners, what matters most first:")


def no_order() -> str:
    """Return what stands above the cards of the one side whose order is not shown."""
    return _("In no order: too few of their owners put them in order.")


def tallied(tally: Tally) -> list[tuple[str, int]]:
    """Return the answers that were given, the most frequent first."""
    named = sorted(tally.counts.items(), key=lambda item: -item[1])
    return [(_(word), count) for word, count in named]


def no_promise(report: Report) -> str:
    """Return what is said in place of promises."""
    if report.closed:
        return _("None was adopted: no owner, no promise.")
    return _("None yet.")


def promised(promise: Promise) -> str:
    """Return who holds a promise, with whom, and until when."""
    told = _(
        "OWNER {owner}, WITH {partner}, BY {by}",
        owner=promise.owner,
        partner=promise.partner,
        by=long_date(promise.by),
    )
    if promise.sign:
        told += ", " + _("WE SEE IT WORKS WHEN {sign}", sign=promise.sign)
    return told


def parts(report: Report) -> Iterator[tuple[str, Figure, int]]:
    """Yield the parts of the room's score: name, figure and weight."""
    score = report.results.alignment if report.results else None
    if score is not None:
        weights = score.weights
        yield _("We know each other's priorities"), score.accuracy, weights.accuracy
        yield _("We feel understood"), score.felt, weights.felt
        yield _("We could play each other fairly"), score.rings_true, weights.rings_true


def kept(report: Report) -> str:
    """Return how much of the earlier promises was done."""
    if report.follow_through is None:
        return _("Nobody has said yet how the earlier promises went.")
    return n_(
        "Follow-through: {value} of 100, over the {n} promise that was due.",
        "Follow-through: {value} of 100, over the {n} promises that were due.",
        report.due,
        value=points(report.follow_through),
    )


def minutes(value: float) -> str:
    """Return a time in minutes."""
    return _("{minutes} min", minutes=number(value, 1))


def of_hundred(report: Report, shown: Figure) -> str:
    """Return what stands behind the value of a figure."""
    if not shown.n:
        return _("of 100")
    return _("of 100 (from {who})", who=counted(report, shown.n))


def raters(report: Report) -> str:
    """Return what stands behind the room's Rings true: turns, raters, and what chance makes of it;
    empty where it is hidden.
    """
    results = report.results
    if results is None or results.rings_true.value is None:
        return ""
    people = n_("{n} rater", "{n} raters", results.rings_true.n)
    turns, *others = standing(results.rated) if results.rated else ("",)
    return ", ".join(filter(None, (turns, people, *others)))


def no_score(report: Report) -> str:
    """Return why there is no sum of the three parts; empty where there is one."""
    score = report.results.alignment if report.results else None
    return no_sum(score) if score else ""


def no_figure(name: FigureName, shown: Figure) -> str:
    """Return why a figure has no value, and what to ask instead."""
    why, question = withheld(shown), _(EXPLANATIONS[name].aloud)
    return _("{why}. Ask aloud instead: {question}", why=why, question=question)


def agreement(report: Report, side: Side, shown: Figure) -> str:
    """Return how well the owners of a side agree with one another: the yardstick of a guess."""
    if shown.value is None:
        return _(
            "How much {side} agree with one another: {hidden}.",
            side=report.labels[side],
            hidden=withheld(shown),
        )
    said = N_("The people of {side} agree with one another on {value} of 100 pairs.")
    practice = N_("The people and bots of {side} agree with one another on {value} of 100 pairs.")
    return _(
        practice if report.demo else said,
        side=report.labels[side],
        value=points(shown.value),
    )


def held(told: Followed) -> str:
    """Return who held an earlier promise, and what got in the way."""
    who = _(
        "OWNER {owner}, WITH {partner}, BY {by}",
        owner=told.owner,
        partner=told.partner,
        by=long_date(told.by),
    )
    if told.obstacle:
        who += ". " + _("In the way: {obstacle}", obstacle=told.obstacle)
    return who


# Text that, at the beginning of a line, makes a list or turns the line above into a heading.
_LISTED: Final = re.compile(r"\A(\d*)([-+=.)])")
# Some programs make links by themselves: they look for these characters.
_LINKED: Final = re.compile(r":(?=//)|@(?=\w)|(?<=www)\.")


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it is written, inside a line."""
    safe = "".join(f"\\{c}" if c in "\\`*_~[]<>|#&$" else c for c in text.strip())
    return _LINKED.sub(r"\\\g<0>", safe)


def beginning(text: str) -> str:
    """Return `text` so that Markdown shows it as it is written where it begins a line."""
    return _LISTED.sub(r"\1\\\2", plain(text))

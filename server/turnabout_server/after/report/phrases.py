"""What the report says, whatever its format: sentences in the language that is spoken."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from typing import Final

from turnabout_language import N_, _, n_
from turnabout_language.formats import day, number
from turnabout_protocol.activities.poll import Tally
from turnabout_protocol.explanations import EXPLANATIONS, FigureName
from turnabout_protocol.figure_notes import no_sum, rings, standing, withheld
from turnabout_protocol.figures import Figure
from turnabout_protocol.report import Report
from turnabout_protocol.scenario import SIDES, Side

MIRROR: Final = N_("A mirror for this room, not a grade.")


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
    if report.pairs:
        yield _("Shared a part"), joined([" + ".join(pair) for pair in report.pairs])
    if report.steps:
        real = round(sum(step.real for step in report.steps))
        told = n_("{n} minute, without the last step", "{n} minutes, without the last step", real)
        yield _("Length"), told


def people(report: Report) -> str:
    """Return how many people took part from each side."""
    sides = [
        _("{n} from {side}", n=report.people[side], side=report.labels[side]) for side in SIDES
    ]
    watching, gone = report.observers - report.voices, left(report)
    others = [
        (report.voices, _("{n} watching with a say", n=report.voices)),
        (watching, _("{n} watching", n=watching)),
        (gone, n_("{n} left the table", "{n} left the table", gone)),
        (report.bots, n_("{n} bot filled a seat", "{n} bots filled seats", report.bots)),
    ]
    return ", ".join(sides + [told for n, told in others if n])


def left(report: Report) -> int:
    """Return how many people's answers count who are not at the table any more."""
    return max(0, report.counted - sum(report.people.values()) - report.voices)


def hidden(need: int) -> str:
    """Return why a tally is not shown."""
    return _("not shown, fewer than {need} people answered", need=need)


def counted(report: Report, n: int) -> str:
    """Return how many stand behind a figure: people, and in a practice bots beside them."""
    if report.demo:
        return n_("{n} person or bot", "{n} people and bots", n)
    return n_("{n} person", "{n} people", n)


def figure(report: Report, shown: Figure, name: FigureName) -> str:
    """Return a figure of 100 and how many stand behind it, or why there is none."""
    if shown.value is None:
        return withheld(shown, name)
    who = counted(report, shown.n)
    return _("{value} of 100 (from {who})", value=points(shown.value), who=who)


def joined(parts: Sequence[str]) -> str:
    """Return parts of a sentence with semicolons between them, as the language writes them."""
    return reduce(lambda one, more: _("{one}; {more}", one=one, more=more), parts) if parts else ""


def pairs() -> str:
    """Return what the points of accuracy are."""
    return _(
        "Of every 100 pairs of their key points, how many we put in the order they do. 50 is "
        "guessing."
    )


def dealt(report: Report) -> str:
    """Return what people gained on the cards they were dealt and on the others, in a sentence.

    Of a practice nothing: there bots guess by chance.
    """
    found = report.results.dealt if report.results else None
    if found is None or report.demo:
        return ""
    told = _(
        "On pairs with a card that they had been dealt themselves, the accuracy of {n} people "
        "moved by {dealt} points, on all other pairs by {undealt}.",
        n=found.n,
        dealt=signed(found.dealt / found.n),
        undealt=signed(found.undealt / found.n),
    )
    if abs(found.difference) > found.band:
        more = _("Chance alone makes a difference of up to {points}.", points=points(found.band))
    else:
        more = _(
            "That is no clear difference: chance alone makes up to {points}.",
            points=points(found.band),
        )
    return f"{told} {more}"


def tallied(tally: Tally) -> list[tuple[str, int]]:
    """Return the answers that were given, the most frequent first."""
    named = sorted(tally.counts.items(), key=lambda item: -item[1])
    return [(_(word), count) for word, count in named]


def parts(report: Report) -> Iterator[tuple[FigureName, str, Figure, int]]:
    """Yield the parts of the room's score: which figure, in words, its value and weight."""
    score = report.results.alignment if report.results else None
    if score is not None:
        weights = score.weights
        yield "accuracy", _("We know each other's priorities"), score.accuracy, weights.accuracy
        yield "felt", _("We feel understood"), score.felt, weights.felt
        true = _("We could play each other fairly")
        yield "rings_true", true, score.rings_true, weights.rings_true


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


def how_close(report: Report) -> str:
    """Return what the room's Rings true means, in words; empty where it is hidden."""
    if report.results is None or report.results.rings_true.value is None:
        return ""
    return _("{what}:", what=_("How close we came")) + f" {rings()}."


def no_score(report: Report) -> str:
    """Return why there is no sum of the three parts; empty where there is one."""
    score = report.results.alignment if report.results else None
    return no_sum(score) if score else ""


def no_figure(name: FigureName, shown: Figure) -> str:
    """Return why a figure has no value, and what to ask instead."""
    why, question = withheld(shown, name), _(EXPLANATIONS[name].aloud)
    return _("{why}. Ask aloud instead: {question}", why=why, question=question)


def agreement(report: Report, side: Side, shown: Figure) -> str:
    """Return how well the owners of a side agree with one another: the yardstick of a guess."""
    if shown.value is None:
        return _(
            "How much {side} agree with one another: {hidden}.",
            side=report.labels[side],
            hidden=withheld(shown, "agreement"),
        )
    said = N_("The people of {side} agree with one another on {value} of 100 pairs.")
    practice = N_("The people and bots of {side} agree with one another on {value} of 100 pairs.")
    return _(
        practice if report.demo else said,
        side=report.labels[side],
        value=points(shown.value),
    )

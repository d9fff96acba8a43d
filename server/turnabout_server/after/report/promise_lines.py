"""What the report says of promises: those that were made, and those of earlier sessions."""

from collections.abc import Mapping
from typing import Final

from turnabout_language import N_, _, n_
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.activities.review import MARKS as PROMISE_MARKS
from turnabout_protocol.report import Followed, Report, Stands
from turnabout_server.after.report.phrases import long_date, points

MARKS: Final[Mapping[Stands, str]] = {
    "open": N_("open"),
    "done": PROMISE_MARKS["done"],
    "partly": PROMISE_MARKS["partly"],
    "not_yet": PROMISE_MARKS["not_yet"],
    "dropped": PROMISE_MARKS["dropped"],
}
"""How a promise stands, in a word."""


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
    return f"{told}. {waits(promise)}" if promise.unsaid else told


def waits(promise: Promise) -> str:
    """Return what is still open about a promise whose partner has not said yes; else nothing."""
    if not promise.unsaid:
        return ""
    return _("{name} has not said yes yet: ask before you begin.", name=promise.partner)


def kept(report: Report) -> str:
    """Return how much of the earlier promises was done."""
    if report.follow_through is None and any(told.mark != "open" for told in report.earlier):
        return _("None of the earlier promises was due yet.")
    if report.follow_through is None:
        return _("Nobody has said yet how the earlier promises went.")
    said = n_(
        "Follow-through: {value} of 100, over the {n} promise that was due.",
        "Follow-through: {value} of 100, over the {n} promises that were due.",
        report.due,
        value=points(report.follow_through),
    )
    if all(told.confirmed is None for told in report.earlier):
        return said
    return said + " " + _("What was done counts once the partner's side says so, too.")


def marked(told: Followed) -> str:
    """Return what was said of an earlier promise, and whether the partner's side said so, too."""
    mark = _(MARKS[told.mark])
    if told.confirmed is None or told.mark not in ("done", "partly"):
        return mark
    return (
        _("{mark}, confirmed", mark=mark)
        if told.confirmed
        else _("{mark}, not confirmed", mark=mark)
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

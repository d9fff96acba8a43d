"""The report's dates as a calendar file: each promise with its reminders, and the next session."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from turnabout_language import _
from turnabout_protocol.activities.plan import Promise
from turnabout_protocol.lights import is_day
from turnabout_protocol.report import Report
from turnabout_server.after.report import phrases, promise_lines, stayed

NUDGE: Final = timedelta(days=14)
"""After this long somebody asks how a promise goes."""
MORNING: Final = timedelta(hours=9)


def calendar(report: Report) -> str:
    """Return the calendar file. The same report always gives the same, so importing it again
    changes what is there and adds nothing.
    """
    made = Calendar()
    made.add("prodid", "-//Turnabout//Report//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for place, promise in enumerate(report.promises):
        if is_day(promise.by):  # An imported report may say anything; no calendar has year 9999.
            made.add_component(_promise(report, place, promise))
    if is_day(report.next_date):
        made.add_component(_next(report))
    if is_day(report.check_from) and report.check is None:
        made.add_component(_check(report))
    text: str = made.to_ical().decode()
    return text


def _promise(report: Report, place: int, promise: Promise) -> Event:
    day = date.fromisoformat(promise.by)
    told = _("WHEN {when} THEN {then}", when=promise.when, then=promise.then)
    event = _event(report, f"promise-{place + 1}", day, _("Promise: {then}", then=promise.then))
    event.add("description", f"{told}\n{promise_lines.promised(promise)}")
    if is_day(report.date):
        nudge = date.fromisoformat(report.date) + NUDGE
        question = _("Two weeks on: done, partly, not yet or dropped? What got in the way?")
        if nudge != day:
            event.add_component(_alarm(nudge - day + MORNING, f"{told}\n{question}"))
    event.add_component(_alarm(MORNING, _("Due today: {promise}", promise=told)))
    return event


def _next(report: Report) -> Event:
    day = date.fromisoformat(report.next_date)
    title = _("Turnabout: the next session of {team}", team=report.team)
    event = _event(report, "next", day, title if report.team else _("Turnabout: the next session"))
    promises = [
        _("WHEN {when} THEN {then}", when=p.when, then=p.then) + f" ({p.owner}, {p.partner})"
        for p in report.promises
    ]
    opening = _("It opens with what was promised:")
    event.add(
        "description", "\n".join([opening, *promises] if promises else [phrases.title(report)])
    )
    event.add_component(_alarm(MORNING - timedelta(days=1), title))
    return event


def _check(report: Report) -> Event:
    day = date.fromisoformat(report.check_from)
    title = _("Turnabout: three things in 60 seconds")
    event = _event(report, "check", day, title)
    event.add("description", stayed.ahead(report))
    event.add_component(_alarm(MORNING, title))
    return event


def _event(report: Report, name: str, day: date, title: str) -> Event:
    """Return an event of a whole day that leaves people free."""
    event = Event()
    event.add("uid", f"{report.session}-{name}@turnabout")
    # It is stamped with the date of the session: the present time would make every file differ.
    made = date.fromisoformat(report.date) if is_day(report.date) else date(2000, 1, 1)
    event.add("dtstamp", datetime.combine(made, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(after: timedelta, text: str) -> Alarm:
    """Return a reminder that comes so long after the day has begun."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", after)
    return alarm

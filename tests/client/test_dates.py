"""Dates that are proposed: on a day on which people work."""

from datetime import date, timedelta

from turnabout_client.activities.close.model import proposed_next
from turnabout_client.activities.plan.model import proposed_day
from turnabout_client.view.dates import working_day


def test_a_promise_and_the_next_session_are_proposed_for_working_days() -> None:
    monday = date(2026, 11, 23)
    for day in range(14):
        opened_on = (monday + timedelta(days=day)).isoformat()
        for proposed in (proposed_day(opened_on), proposed_next(opened_on)):
            assert date.fromisoformat(proposed).weekday() < 5, (opened_on, proposed)


def test_a_weekend_gives_way_to_the_monday_after_and_no_other_day_moves() -> None:
    two = timedelta(weeks=2)
    assert working_day("2026-11-27", two) == "2026-12-11"
    assert working_day("2026-11-28", two) == "2026-12-14"
    assert working_day("2026-11-29", two) == "2026-12-14"
    assert working_day("", two) == ""

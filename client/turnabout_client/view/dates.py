"""Dates as people read them. Pure."""

from datetime import date, timedelta

from turnabout_protocol.lights import is_day


def long_day(day: str) -> str:
    """Return a date as people read it, with its year: `7 December 2026`."""
    if not is_day(day):
        return day
    from turnabout_language.formats import day as long  # see `day_words`

    return long(date.fromisoformat(day))


def working_day(day: str, ahead: timedelta) -> str:
    """Return the date that lies `ahead` of `day`, or the Monday after a weekend; "": unknown."""
    if not is_day(day):
        return ""
    found = date.fromisoformat(day) + ahead
    weekend = found.weekday() in (5, 6)
    return (found + timedelta(days=7 - found.weekday() if weekend else 0)).isoformat()


def day_words(day: str) -> str:
    """Return a date as people read it: `Monday, 7 December`."""
    if not is_day(day):
        return day
    # Imported here: most screens show no date, and babel takes a while to load.
    from turnabout_language.formats import weekday

    return weekday(date.fromisoformat(day))

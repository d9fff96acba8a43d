"""Dates as people read them. Pure."""

from datetime import date

from turnabout_protocol.lights import is_day


def long_day(day: str) -> str:
    """Return a date as people read it, with its year: `7 December 2026`."""
    if not is_day(day):
        return day
    from turnabout_language.formats import day as long  # see `day_words`

    return long(date.fromisoformat(day))


def day_words(day: str) -> str:
    """Return a date as people read it: `Monday, 7 December`."""
    if not is_day(day):
        return day
    # Imported here: most screens show no date, and babel takes a while to load.
    from turnabout_language.formats import weekday

    return weekday(date.fromisoformat(day))

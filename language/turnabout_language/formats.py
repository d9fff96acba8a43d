"""Dates and numbers as written in the language that is spoken."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from turnabout_language import language


def day(when: date) -> str:
    """Return a date as people read it, such as `7 December 2026`."""
    pattern = {"en": "d MMMM y", "fr": "d'er' MMMM y" if when.day == 1 else "d MMMM y"}
    return format_date(when, pattern.get(language(), "long"), locale=language())


def weekday(when: date) -> str:
    """Return a date with its day of the week and without its year: `Monday, 7 December`."""
    pattern = {
        "en": "EEEE, d MMMM",
        "de": "EEEE, d. MMMM",
        "fr": "EEEE d'er' MMMM" if when.day == 1 else "EEEE d MMMM",
    }
    return format_date(when, pattern.get(language(), pattern["en"]), locale=language())


def number(value: float, digits: int = 0) -> str:
    """Return a number with at most `digits` decimals."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(round(value, digits), pattern, locale=language())


def tongue(tag: str) -> str:
    """Return what the language `tag` is called, such as `German`; the tag if nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_language_name(language()) or tag
    except (UnknownLocaleError, ValueError):
        return tag

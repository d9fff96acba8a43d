"""Every kind of event says what it tells of people, to whom, and how long it is kept."""

from typing import get_args

import pytest

from turnabout_language import LANGUAGES, _, speaking
from turnabout_protocol.activities import ACTIVITIES
from turnabout_protocol.bases import Event
from turnabout_protocol.course import RoomClosed
from turnabout_protocol.events import TABLE_EVENTS, AnyEvent
from turnabout_protocol.privacy import KINDS, Datum, Keeps
from turnabout_protocol.scoring import Needs

EVENTS: tuple[type[Event], ...] = (
    *TABLE_EVENTS,
    *(event for one in ACTIVITIES for event in one.events),
)


def silent(events: tuple[type[Event], ...]) -> list[str]:
    """Return the events that do not say themselves what they keep and tell."""
    return [
        event.__name__
        for event in events
        if event.__dict__.get("keeps") not in get_args(Keeps)
        or not isinstance(event.__dict__.get("tells"), Datum)
    ]


def test_every_event_says_what_it_keeps_and_tells() -> None:
    assert set(EVENTS) == set(get_args(AnyEvent))
    assert silent(EVENTS) == []


def test_an_event_that_inherits_what_another_one_tells_is_found() -> None:
    class Silent(RoomClosed, frozen=True, kw_only=True):
        pass

    assert silent((Silent,)) == ["Silent"]


def test_every_kind_of_datum_is_told_of() -> None:
    assert {event.tells.kind for event in EVENTS} == set(KINDS)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.__name__))
def test_what_it_tells_is_a_sentence_in_every_language(event: type[Event]) -> None:
    said = (event.tells.what, event.tells.seen_by or event.seen_by)
    for language in LANGUAGES:
        with speaking(language):
            for text in said:
                assert _(text)[0].isupper()
                assert not _(text).endswith(".")
            for least in event.tells.least:
                assert str(least.n) in _(least.of, n=least.n)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.__name__))
def test_no_group_is_smaller_than_the_rules_allow(event: type[Event]) -> None:
    assert all(least.n >= min(Needs().owners, Needs().guessers) for least in event.tells.least)


def test_nobody_is_left_out_of_who_sees_it() -> None:
    """Who sees something is said in other words only where more may follow than the audience."""
    for event in EVENTS:
        if event.tells.seen_by:
            assert event.audience in ("server", "side"), event.__name__


def test_what_is_told_of_one_datum_goes_to_one_audience() -> None:
    """Else the notice would say of one event what is true of another."""
    told: dict[Datum, set[str]] = {}
    kept: dict[Datum, set[str]] = {}
    for event in EVENTS:
        told.setdefault(event.tells, set()).add(event.audience)
        kept.setdefault(event.tells, set()).add(event.keeps)
    for datum, audiences in told.items():
        assert len(audiences - {"server"}) < 2 or audiences == {"side", "seat"}, datum
        assert len(kept[datum]) == 1, datum

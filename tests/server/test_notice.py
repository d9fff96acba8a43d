"""The notice of privacy: whole, in every language, and with the numbers that figures go by."""

from html import unescape

import pytest

from tests.support.reports import report
from turnabout_language import LANGUAGES, _, speaking
from turnabout_protocol.activities.close import SlipSent
from turnabout_protocol.activities.ideas import VotesCounted
from turnabout_protocol.activities.lingo import GlossaryShown
from turnabout_protocol.activities.plan import VOTERS
from turnabout_protocol.activities.poll import Poll, Question, SafetyJudged, TallyShown
from turnabout_protocol.activities.reveal import AccuracyShown, BlindSpotsNamed, Revealed
from turnabout_protocol.bases import Event
from turnabout_protocol.privacy import KINDS
from turnabout_protocol.room import Room
from turnabout_protocol.scoring import MATCHERS, OTHERS, TINY, Needs
from turnabout_server.after import publish
from turnabout_server.notice import Format, Places, render
from turnabout_server.notice.model import BESIDE, events, notice

PLACES = Places(data="/data", keys="/keys", own="/own", crashes="/crashes")


def shown(
    format: Format = "md", language: str = "en", *, kept_by: str = "", months: int = 24
) -> str:
    text = render(format, language, kept_by=kept_by, keep_months=months, places=PLACES)
    return plain(unescape(text).replace("\\\n", "\n"))


def plain(text: str) -> str:
    """Return `text` with one ordinary blank for every kind of them."""
    return " ".join(text.split())


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_is_on_it(format: Format, language: str) -> None:
    text = shown(format, language)
    with speaking(language):
        for event in events():
            assert plain(_(event.tells.what)) in text
            assert not [one for one in event.tells.least if plain(_(one.of, n=one.n)) not in text]
        assert not [datum.what for datum, _keeps in BESIDE if plain(_(datum.what)) not in text]
        assert not [title for title in KINDS.values() if plain(_(title)) not in text]


def test_languages_differ_and_none_is_half_translated() -> None:
    said = {language: set(shown(language=language).split("**")) for language in LANGUAGES}
    assert said["en"] & said["de"] & said["fr"] <= {s for s in said["en"] if len(s) < 4}


def test_it_says_what_this_operator_decided() -> None:
    text = shown(kept_by="Jo {M}", months=6)
    assert "Jo {M} keeps this server" in text
    assert "Jo {M} could read single answers" in text
    assert "after 6 months" in text
    assert "(for 6 months)" in text
    assert "after 1 month." in shown(months=1)
    assert "/data/archive.db" in text
    for path in PLACES:
        assert path in text


def test_nothing_that_the_operator_wrote_becomes_part_of_the_page() -> None:
    text = render("html", "en", kept_by="<script>x</script> & `co`", keep_months=24, places=PLACES)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_datum_is_on_it_once() -> None:
    rows = [row.what for section in notice("", 24, PLACES).sections for row in section.rows]
    assert len(rows) == len(set(rows))


def test_only_facilitators_events_are_told_of_facilitators() -> None:
    told = set(notice("", 24, PLACES).facilitators)
    assert told == {e.tells.what for e in events() if e.audience == "facilitators"}


def least(event: type[Event]) -> set[int]:
    return {one.n for one in event.tells.least}


def test_the_groups_are_those_that_figures_really_take() -> None:
    """What is published names the people that it takes; the notice names no other number."""
    empty = Room()
    poll = Poll(
        id="p",
        title="P",
        minutes=1,
        questions=(Question(id="q", text="How are you?", options="feelings"),),
    )
    assert least(TallyShown) == {publish.tally(poll.questions[0], [], poll.need).need}
    assert least(SlipSent) == {publish.slip(empty, 1).rings_true.need, TINY, OTHERS}
    found = publish.results(empty)
    assert found.rings_true.need in least(Revealed)
    assert least(SafetyJudged) == {report().scoring.needs.safety}
    assert least(AccuracyShown) == {Needs().owners, Needs().guessers}
    assert least(BlindSpotsNamed) == {spot.need for spot in found.blind_spots.values()} | {OTHERS}
    assert (least(VotesCounted), least(GlossaryShown)) == ({VOTERS}, {MATCHERS})

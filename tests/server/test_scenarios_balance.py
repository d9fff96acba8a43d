"""No side seems to be right because it has the figures, the limits or the needs; no word counts
that was not meant."""

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from turnabout_protocol.scenario import KINDS, SIDES, Case, KeyPoint, Kind, Scenario, Side, Term
from turnabout_protocol.terms import uses
from turnabout_server.authoring.advice import advice
from turnabout_server.authoring.balance import NEAR, uneven
from turnabout_server.authoring.everyday import everyday
from turnabout_server.authoring.figures import has_figure
from turnabout_server.authoring.scenarios import find_scenario, library

GOOD: Final = find_scenario("asset-valve")
NAMES: Final = sorted(file.stem for file in library().glob("*.yaml"))


def with_cards(side: Side, change: Callable[[int, KeyPoint], KeyPoint]) -> Scenario:
    """Return the good scenario with every card of `side` changed, by its place."""
    points = tuple(change(i, point) for i, point in enumerate(GOOD.sides[side].key_points))
    return with_case(side, replace(GOOD.sides[side], key_points=points))


def with_case(side: Side, case: Case) -> Scenario:
    sides = GOOD.sides
    return replace(
        GOOD,
        sides=replace(sides, business=case) if side == "business" else replace(sides, it=case),
    )


@pytest.mark.parametrize(
    ("text", "language", "there"),
    [
        ("With gloves, twelve taps are too many.", "en", True),
        ("Since 2019 nobody asks.", "en", True),
        ("It costs 4% more.", "en", True),
        ("Almost half of them come back.", "en", True),
        ("The fourteen-month list is long.", "en", True),
        ("An hour of typing is an hour lost.", "en", True),
        ("They come twice.", "en", True),
        ("Every second order is wrong.", "en", True),
        ("Each third one is late, and ½ of the rest.", "en", True),
        ("The cost has doubled.", "en", True),
        ("Every other day somebody calls.", "en", True),
        ("We come second in the queue, every time.", "en", False),
        ("One person may decide at quarter end.", "en", False),
        ("The second-hand parts often come someday.", "en", False),
        ("Every day we wait for an answer.", "en", False),
        ("Wir warten seit vierzehn Monaten.", "de", True),
        ("Es sind hundertvierzig Fahrzeuge.", "de", True),
        ("Die Hälfte kommt zurück.", "de", True),
        ("Eine Stunde fehlt uns.", "de", True),
        ("Einer von uns achtet darauf, und nichts ist wenig.", "de", False),
        ("Wir sind zweiundzwanzig.", "de", True),
        ("Jede zweite Rechnung ist falsch.", "de", True),
        ("Es kostet doppelt so viel.", "de", True),
        ("Zum zweiten Mal fragt jemand.", "de", False),
        ("Das ist das einzige, was regelmäßig kommt, halbwegs.", "de", False),
        ("Certaines d'entre nous attendent.", "fr", False),
        ("Une vingtaine de dossiers attendent.", "fr", True),
        ("Nous attendons depuis quatorze mois.", "fr", True),
        ("Une journée suffit.", "fr", True),
        ("Le coût a doublé.", "fr", True),
        ("Le double de travail.", "fr", True),
        ("Une personne décide.", "fr", False),
        ("Dodici moduli.", "it", False),
        ("12 moduli.", "it", True),
    ],
)
def test_a_figure_is_a_number_in_digits_or_words(text: str, language: str, there: bool) -> None:
    assert has_figure(text, language) is there


@pytest.mark.parametrize("kind", ["limit", "need"])
@pytest.mark.parametrize("side", SIDES)
def test_a_side_with_more_limits_or_needs_is_told_at_the_other_one(side: Side, kind: Kind) -> None:
    lopsided = with_cards(side, lambda i, p: replace(p, kind=kind) if i < 4 else p)
    other = next(one for one in SIDES if one != side)
    told = {hint.path: hint.sentence for hint in advice(lopsided) if f"kind {kind}" in hint[1]}
    assert list(told) == [f"$.sides.{other}.key_points"]
    (sentence,) = told.values()
    assert sentence.startswith(GOOD.sides[other].label)
    assert GOOD.sides[side].label in sentence


def test_a_side_with_more_figures_is_told_at_the_other_one() -> None:
    lopsided = with_cards("it", lambda i, p: replace(p, text="Forty of us saw it."))
    hints = [hint for hint in advice(lopsided) if "figure" in hint.sentence]
    assert [hint.path for hint in hints] == ["$.sides.business.key_points"]
    assert "Field operations has 3 cards with a figure, IT 7." in hints[0].sentence


def test_figures_in_wishes_do_not_outweigh_figures_in_facts() -> None:
    def dealt(kind: Kind) -> Callable[[int, KeyPoint], KeyPoint]:
        return lambda i, p: replace(
            p, kind=kind if i < 3 else "ask", text="Forty saw it." if i < 3 else "So it is."
        )

    business = with_cards("business", dealt("worry")).sides.business
    it = with_cards("it", dealt("fact")).sides.it
    lopsided = replace(GOOD, sides=replace(GOOD.sides, business=business, it=it))
    hints = [hint for hint in advice(lopsided) if "figure" in hint.sentence]
    assert [hint.path for hint in hints] == ["$.sides.business.key_points"]
    assert "Field operations has 0 facts with a figure, IT 3." in hints[0].sentence


@given(some.lists(some.sampled_from(sorted(KINDS)), min_size=14, max_size=14))
def test_it_is_uneven_exactly_when_limits_or_needs_are_more_than_one_apart(
    kinds: list[Kind],
) -> None:
    dealt = {
        side: replace(
            GOOD.sides[side],
            key_points=tuple(
                replace(point, kind=kind, text="So it is.")
                for point, kind in zip(GOOD.sides[side].key_points, mine, strict=True)
            ),
        )
        for side, mine in zip(SIDES, (kinds[:7], kinds[7:]), strict=True)
    }
    found = list(uneven(replace(GOOD, sides=replace(GOOD.sides, **dealt))))
    apart = [abs(kinds[:7].count(kind) - kinds[7:].count(kind)) for kind in ("limit", "need")]
    assert len(found) == sum(gap > NEAR for gap in apart)


@pytest.mark.parametrize(
    ("term", "language", "found"),
    [
        (Term(term="Commit", means="x"), "en", ["Commit"]),
        (Term(term="Leads", means="x"), "en", ["Leads"]),
        (Term(term="Month-end close", means="x", aliases=("close",)), "en", ["close"]),
        (Term(term="Month-end close", means="x", aliases=("the close",)), "en", []),
        (Term(term="Data lineage", means="x"), "en", []),
        (Term(term="Abschluss", means="x"), "de", ["Abschluss"]),
        (Term(term="Commit", means="x"), "de", []),
        (Term(term="Rôle", means="x"), "fr", ["Rôle"]),
        (Term(term="Commit", means="x"), "pl", []),
    ],
)
def test_everyday_words_are_told(term: Term, language: str, found: list[str]) -> None:
    assert list(everyday(term, language)) == found


def test_an_everyday_term_gets_a_hint_with_its_place() -> None:
    lingo = GOOD.sides.it.lingo
    case = replace(GOOD.sides.it, lingo=(*lingo[:5], replace(lingo[5], term="Close")))
    (hint,) = advice(with_case("it", case))
    assert hint.path == "$.sides.it.lingo[5]"
    assert hint.sentence.startswith("“Close” is said every day")


ORDINARY: Final = (
    "Let me commit to that, and you take the lead. We are close to it. In my role I cover for him. "
    "With one exception I could reach everybody. We have no access to the room, and the scope of "
    "this is wide. She gave me a prompt reply, and I lost the thread while posting a letter. "
    "Freeze! I page through the budget, and we release what we must. This is a change for the "
    "better, the key part of the plan, and it comes in waves. Give us a call at the end of the day."
)
"""What people say without meaning a term of anybody's."""


@pytest.mark.parametrize("name", NAMES)
def test_what_people_say_every_day_uses_no_term_of_the_library(name: str) -> None:
    for side in SIDES:
        assert uses(ORDINARY, find_scenario(name).sides[side].lingo) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_card_of_the_library_has_a_short_reason_of_its_own(name: str) -> None:
    points = [p for side in SIDES for p in find_scenario(name).sides[side].key_points]
    for point in points:
        assert 6 <= len(point.why.split()) <= 25, point
        assert point.why.endswith((".", "?")), point
    assert len({point.why for point in points}) == len(points)

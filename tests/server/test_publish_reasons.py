"""Where nothing is shown the reason that is given is the true one."""

import pytest

from tests.support.reports import full, results, shown
from tests.support.reports import withheld as hidden
from tests.support.scored import Rings, answered, ordered, room, turn
from turnabout_protocol.explanations import FigureName
from turnabout_protocol.figure_notes import no_sum, withheld
from turnabout_protocol.figures import Figure, Withheld
from turnabout_protocol.results import Alignment, Rated, Regard
from turnabout_protocol.scoring import AlignmentWeights
from turnabout_server.after import publish
from turnabout_server.after.report.formats import render

FOUR: Rings = dict.fromkeys((1, 3, 5, 7), 4)


def why(figure: Figure | None) -> Withheld:
    assert figure is not None
    assert figure.hidden
    return figure.why


def test_four_raters_are_not_called_fewer_than_four() -> None:
    """Two players were rated: each could take the own slip off the room's figure."""
    played = [(turn(1, 2), FOUR), (turn(2, 4), FOUR)]
    assert why(publish.room_rings_true(room(*played))) == "own_slip"
    assert why(publish.room_rings_true(room((turn(1, 2), {1: 4})))) == ""


def test_a_missing_order_is_not_called_too_few_guessers() -> None:
    guesses = dict.fromkeys((2, 4, 6, 8), "ABCDEF")
    found = publish.results(ordered(room(), {1: "ABCDEF"}, guesses, guesses))
    assert found.accuracy is not None
    assert why(found.accuracy.sides["business"].after) == "owners"
    assert why(found.accuracy.room.after) == "owners"
    assert found.blind_spots["business"].why == "owners"


def test_one_direction_alone_is_not_called_too_few_people() -> None:
    guesses = dict.fromkeys((2, 4, 6, 8), "ABCDEF")
    ranks = {**dict.fromkeys((1, 3, 5), "ABCDEF"), **dict.fromkeys((2, 4, 6), "ABCDEF")}
    found = publish.results(ordered(room(), ranks, guesses, guesses))
    assert found.accuracy is not None
    assert not found.accuracy.sides["business"].after.hidden  # type: ignore[union-attr]
    assert why(found.accuracy.sides["it"].after) == ""
    assert why(found.accuracy.room.after) == "direction"


def test_too_few_both_times_and_a_small_side_are_named() -> None:
    everybody = dict.fromkeys(range(1, 9), 4)
    late = {"felt": everybody, "claimed": everybody}
    early = {"felt": dict.fromkeys((1, 2), 4), "claimed": dict.fromkeys((1, 2), 4)}
    of = publish.results(answered(room(), early, late)).understood  # type: ignore[arg-type]
    assert of is not None
    assert of.felt is not None
    assert why(of.felt.room.before) == "twice"
    five = dict.fromkeys((1, 3, 5, 2, 4), 4)
    few = publish.results(answered(room(), {"felt": five, "claimed": five})).understood
    assert few is not None
    assert why(few.gap["it"].before) == "sides"


def test_a_sum_says_which_of_its_parts_is_hidden() -> None:
    def whole(*parts: Figure) -> Alignment:
        accuracy, felt, true = parts
        none = Figure(value=None, n=0, need=2, why="parts")
        return Alignment(
            figure=none, accuracy=accuracy, felt=felt, rings_true=true, weights=AlignmentWeights()
        )

    assert no_sum(whole(shown(60), hidden(), shown(60))) == (
        "Felt understood is hidden, so there is no sum."
    )
    assert no_sum(whole(hidden(), hidden(), shown(60))).startswith(
        "Accuracy and Felt understood are"
    )
    report = full(results=results(alignment=whole(shown(60), hidden(), shown(60))))
    for kind in ("md", "html", "csv"):
        text = render(report, kind)
        assert "Felt understood is hidden, so there is no sum." in text


@pytest.mark.parametrize("reason", Withheld.__args__)  # type: ignore[attr-defined]
def test_every_reason_has_its_sentence(reason: Withheld) -> None:
    assert withheld(Figure(value=None, n=0, need=3, why=reason), "felt")


def test_it_is_said_what_too_few_people_did() -> None:
    """Four people were there, and one of them skipped: “fewer than 4 people” would be false."""
    names: tuple[FigureName, ...] = ("rings_true", "accuracy", "agreement", "felt")
    told = [withheld(hidden(4), name).removeprefix("not shown, ") for name in names]
    assert told == [
        "fewer than 4 people rated",
        "fewer than 4 people guessed",
        "fewer than 4 people put their own cards in order",
        "fewer than 4 people answered",
    ]


def test_two_owners_who_would_tell_each_other_are_not_called_too_few() -> None:
    """Both ranked. Their order is hidden, for one could work out what the other one said."""
    guesses = dict.fromkeys((2, 4, 6), "ABCDEF")
    found = publish.results(ordered(room(), {1: "ABCDEF", 3: "FEDCBA"}, guesses, guesses))
    assert not any(card.place for card in found.board["business"])
    assert found.blind_spots["business"].why == "order"
    for kind in ("md", "html"):
        text = render(full(results=found), kind)
        assert "too few of their owners" in text.split("IT</h3>" if kind == "html" else "### IT")[1]
        assert "of the two who put them in order, one could work out" in text


def test_a_side_that_is_not_shown_is_named() -> None:
    none = Regard(
        seen=hidden(3), regard=Figure(value=None, n=0, need=3, why="sides"), than_thought=None
    )
    made = full(results=results(regard={"business": none, "it": none}))
    for kind in ("md", "html", "csv"):
        text = render(made, kind)
        for others, side in (("IT", "Field operations"), ("Field operations", "IT")):
            said = f"What {others} think of how {side} work: not shown, for it takes 3 answers"
            assert said in text


def test_a_third_off_is_no_blind_spot() -> None:
    """Of seven cards the second and the third are a place apart, and a third."""
    ranks = dict.fromkeys((1, 3, 5), "ABCDEFG")
    near = dict.fromkeys((2, 4, 6, 8), "ACBDEFG")
    far = dict.fromkeys((2, 4, 6, 8), "GBCDEFA")
    for guess, named in ((near, False), (far, True)):
        found = publish.results(ordered(room(), ranks, guess, guess, size=7))
        spot = found.blind_spots["business"]
        assert spot.in_thirds
        assert (spot.card is not None) == named
        told = render(full(results=found), "md")
        assert (
            "They put no card of Field operations at the other end of the order." in told
        ) != named


# What stands behind Rings true --------------------------------------------------------------------


def test_a_slip_says_how_many_turns_were_rated_and_what_chance_makes_of_them() -> None:
    three: Rings = {1: 3, 3: 4, 5: 2}
    one = publish.slip(room((turn(1, 2), three), (turn(2, 2), {})), 2)
    assert (one.turns, one.rated, one.band) == (2, 1, 28)
    two = publish.slip(room((turn(1, 2), three), (turn(2, 2), three)), 2)
    assert (two.rated, two.band) == (2, 20)
    few = publish.slip(room((turn(1, 2), {1: 4})), 2)
    assert (few.rated, few.band) == (0, None)


def test_the_room_is_told_turns_and_how_many_ratings_were_a_four() -> None:
    played = [(turn(i, seat), FOUR) for i, seat in enumerate((2, 4, 6), 1)]
    found = publish.results(room(*played))
    assert found.rated == Rated(turns=3, band=14, fours=100)
    few = publish.results(
        room(*[(turn(i, s), {1: 4, 3: 4, 5: 4}) for i, s in ((1, 2), (2, 4), (3, 6))])
    )
    assert few.rated is None
    nobody = publish.results(room((turn(1, 2), {1: 4})))
    assert nobody.rated is None


def test_one_place_off_is_no_blind_spot() -> None:
    ranks, guess = dict.fromkeys((1, 3, 5), "ABCDEF"), dict.fromkeys((2, 4, 6), "BACDEF")
    spot = publish.results(ordered(room(), ranks, guess, guess)).blind_spots["business"]
    assert (spot.card, spot.hidden) == (None, False)

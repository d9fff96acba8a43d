"""Reports of sessions of 4, 6 and 10 people, read line by line by somebody who was not there.

People play over a real server, each in their own way, and what they did is noted on their side of
the wire. A report must agree with that in every format and language, with itself, and with what so
few people can show. The figures are worked out here once more from what people sent, in other
words than the server's.
"""

import asyncio
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

import pytest
from babel.messages.pofile import read_po
from icalendar import Calendar
from msgspec.structs import replace

from tests.support.people import Guest, Habit, Played, Table, as_it_comes, of, played
from turnabout_language import LANGUAGES
from turnabout_protocol.activities.poll import Answer
from turnabout_protocol.activities.rank import LockOrder
from turnabout_protocol.activities.review import MarkPromise
from turnabout_protocol.activities.scene import (
    FlagCaricature,
    Pass,
    Rate,
    SceneState,
    Speak,
    TagMissing,
    Turn,
)
from turnabout_protocol.commands import AddBot, AnyCommand, JudgeFlag, PlayAfterAll, Reseat
from turnabout_protocol.room import Public
from turnabout_protocol.scenario import SIDES, Side, other
from turnabout_server.after.report.formats import RENDERERS, Format, render

ROOT = Path(__file__).parents[2]


# Habits -------------------------------------------------------------------------------------------


def passes(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Say nothing in every second turn."""
    if isinstance(command, Speak) and command.turn % 4 < 2:
        return Pass(step=command.step, turn=command.turn)
    return command


def strict(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Rate low, and never say what was missing."""
    if isinstance(command, Rate):
        return replace(command, ring=1 + command.turn % 2)
    return None if isinstance(command, TagMissing) else command


def kind(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Rate everything with a 4."""
    return replace(command, ring=4) if isinstance(command, Rate) else command


def skips(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Rate nothing."""
    return replace(command, ring=None) if isinstance(command, Rate) else command


def drops_off(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Answer nothing after the play."""
    return None if isinstance(command, Answer) and command.step == "after" else command


def in_one_order(_public: Public, command: AnyCommand) -> AnyCommand | None:
    """Rank the own cards as they were written, and guess so after the play."""
    if isinstance(command, LockOrder) and command.step != "guess":
        return replace(command, order=tuple(sorted(command.order)))
    return command


def remembers_one(public: Public, command: AnyCommand) -> AnyCommand | None:
    """Say of the first of the earlier promises that it was done, and nothing of the others."""
    if not isinstance(command, MarkPromise):
        return command
    first = min(promise.number for promise in public.earlier)
    return replace(command, mark="done", obstacle="") if command.number == first else None


def feels(before: int, after: int) -> Habit:
    """Feel understood so much before the play, and so much after it."""

    def habit(_public: Public, command: AnyCommand) -> AnyCommand | None:
        if not isinstance(command, Answer) or "felt" not in command.picks:
            return command
        step = before if command.step == "before" else after
        return replace(command, picks={**command.picks, "felt": (str(step),)})

    return habit


def both(*habits: Habit) -> Habit:
    """Have several habits."""

    def habit(public: Public, command: AnyCommand) -> AnyCommand | None:
        found: AnyCommand | None = command
        for one in habits:
            found = None if found is None else one(public, found)
        return found

    return habit


# Sessions -----------------------------------------------------------------------------------------


async def four(table: Table) -> None:
    """A tiny room: somebody passes, somebody skips; one who watches has no say."""
    await table.come(
        Guest("Ann", "business", habit=passes),
        Guest("Bob", "it", habit=strict),
        Guest("Wim", "it", "observer"),
        Guest("Cat", "business"),
        Guest("Dan", "it", habit=skips),
    )


async def six(table: Table) -> None:
    """One comes late, one watches with a say, two without; a turn is taken out; one leaves."""
    one = remembers_one
    await table.come(
        Guest("Ann", "business", habit=both(one, feels(2, 6))),
        Guest("Bob", "it", habit=both(one, in_one_order)),
        Guest("Cat", "business", habit=both(one, strict)),
        Guest("Dan", "it", habit=both(one, in_one_order)),
        Guest("Eve", "business", "observer", one),
        Guest("Gus", None, "observer"),
        Guest("Hal", "it", habit=one),
    )
    await table.reached("agree")
    await table.rule(Reseat(seat=table.seat("Eve"), role="observer", home="business", say=True))
    await table.reached("safety")
    await table.come(Guest("Ida", "business", habit=one))
    await table.rule(Reseat(seat=table.seat("Ida"), role="player", home="business"))
    await table.people["Ida"].link.do(PlayAfterAll())
    await table.reached("scene")
    await table.come(Guest("Jon", "it", "observer"))
    await table.until(lambda public: len(over(public)) > 1)
    turn = next(t for t in over(table.public) if t.side == "business")
    await table.people["Cat"].link.do(FlagCaricature(step="scene", turn=turn.number))
    await table.until(lambda _: bool(table.host.link.room.console.flags))
    await table.rule(JudgeFlag(scene="scene", turn=turn.number, counts=False))
    await table.until(lambda public: len(over(public)) > 3)
    await table.leave("Hal")


async def ten(table: Table) -> None:
    """Two full sides; somebody skips, passes, drops off before the second answer."""
    habits = (
        kind, feels(6, 2), passes, in_one_order, strict,
        drops_off, skips, both(in_one_order, feels(6, 2)), kind, in_one_order,
    )  # fmt: skip
    names = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fox", "Gus", "Hal", "Ida", "Jon")
    seated = zip(names, habits, strict=True)
    await table.come(*(Guest(n, SIDES[i % 2], habit=h) for i, (n, h) in enumerate(seated)))
    await table.come(Guest("Kim", None, "observer"))


async def four_and_bots(table: Table) -> None:
    """Two bots fill seats among four people."""
    for side in SIDES:
        await table.rule(AddBot(home=side))
    names = ("Ann", "Bob", "Cat", "Dan")
    await table.come(*(Guest(n, SIDES[i % 2], habit=as_it_comes) for i, n in enumerate(names)))


def over(public: Public) -> list[Turn]:
    """Return the turns that are over and said something."""
    scenes = (s for s in public.steps.values() if isinstance(s, SceneState))
    return [turn for state in scenes for turn in state.turns if turn.over and not turn.passed]


class Session(NamedTuple):
    """A session with what its report says, in every format and language."""

    played: Played
    texts: Mapping[tuple[str, str], str]
    """By format and language."""

    @property
    def json(self) -> Any:
        """The report as a program reads it."""
        return json.loads(self.texts["json", "en"])


async def _play(data: Path) -> dict[str, Played]:
    first = await played(data / "a", four, expect=4, agenda="45", team="Crew", tiny_room=True)
    more: dict[str, Any] = {"scenario": "missed-target", "on": "2026-10-12", "language": "de"}
    return {
        "4": first,
        "6": await played(
            data / "a", six, expect=5, agenda="60", team="Crew", alignment=True, seed=2,
            series=first.series, **more,
        ),
        "10": await played(data / "b", ten, expect=10, agenda="45", seed=3, language="fr"),
        "4 and bots": await played(data / "b", four_and_bots, expect=6, agenda="45", seed=4),
    }  # fmt: skip


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Session]:
    """Play them all, once."""
    found = asyncio.run(_play(tmp_path_factory.mktemp("sessions")))
    return {
        name: Session(
            one, {(f, tag): render(one.report, f, tag) for f in RENDERERS for tag in LANGUAGES}
        )
        for name, one in found.items()
    }


NAMES = ("4", "6", "10", "4 and bots")


@pytest.fixture(params=NAMES)
def session(request: pytest.FixtureRequest, sessions: Mapping[str, Session]) -> Session:
    """Return one of them after the other."""
    return sessions[request.param]


# What was really done -----------------------------------------------------------------------------


class Truth:
    """A session as its people did it."""

    def __init__(self, one: Played) -> None:
        self.public, self.did = one.public, one.did
        seats = one.public.seats.values()
        self.home: dict[str, Side] = {s.name: s.home for s in seats if s.home is not None}
        counted = {s.name for s in seats if s.id in one.public.panel}
        self.of: dict[Side, set[str]] = {
            side: {n for n in counted if self.home.get(n) == side} for side in SIDES
        }

    def orders(self, step: str, side: Side) -> dict[str, Sequence[str]]:
        """Return the last orders that the people of a side locked in a step."""
        given = of(self.did, LockOrder, step)
        return {n: locked[-1].order for n, locked in given.items() if n in self.of[side]}

    def answers(self, step: str, question: str) -> dict[str, int]:
        """Return the answers to a question on a scale."""
        given = of(self.did, Answer, step)
        found = {n: a[-1].picks.get(question, ()) for n, a in given.items()}
        return {n: int(p[0]) for n, p in found.items() if p and n in self.of[self.home[n]]}

    def named(self, step: str, question: str) -> list[tuple[str, ...]]:
        """Return what people chose, of those who chose something."""
        given = of(self.did, Answer, step).values()
        return [picks for a in given if (picks := a[-1].picks.get(question, ()))]

    def rings(self) -> dict[str, dict[tuple[str, int], list[int]]]:
        """Return the ratings of the turns that count, by player and turn."""
        names = {seat.id: seat.name for seat in self.public.seats.values()}
        found: dict[str, dict[tuple[str, int], list[int]]] = {}
        for step, state in self.public.steps.items():
            for turn in state.turns if isinstance(state, SceneState) else ():
                player = names[turn.seat]
                if turn.passed or turn.flagged or player not in self.of[other(turn.side)]:
                    continue
                given = [
                    rate.ring
                    for who, rates in of(self.did, Rate, step).items()
                    for rate in rates
                    if rate.turn == turn.number and rate.ring and who in self.of[turn.side]
                ]
                if given:
                    found.setdefault(player, {})[step, turn.number] = given
        return found

    def raters(self) -> set[str]:
        """Return who rated a turn that counts."""
        turns = {key for of_player in self.rings().values() for key in of_player}
        return {
            who
            for who, rates in of(self.did, Rate).items()
            if any(rate.ring and (rate.step, rate.turn) in turns for rate in rates)
        }


def worth(orders: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Return how often a card stands above another one."""
    found: Counter[str] = Counter()
    for order in orders.values():
        for above, below in combinations(order, 2):
            found[above] += 1
            found[below] += 0
    return found


def right(guess: Sequence[str], truth: Mapping[str, int]) -> float:
    """Return how many of 100 pairs are as they should be."""
    pairs = [(a, b) for a, b in combinations(guess, 2) if truth[a] != truth[b]]
    return 100 * sum(truth[a] > truth[b] for a, b in pairs) / len(pairs)


@pytest.fixture
def truth(session: Session) -> Truth:
    """Return what was done in the session."""
    return Truth(session.played)


def close(shown: float | None, exact: float) -> bool:
    """Return whether a whole number is what an exact one is rounded to."""
    return shown is not None and abs(shown - exact) <= 0.5 + 1e-6


# Its figures --------------------------------------------------------------------------------------


def test_people_are_counted_right(session: Session, truth: Truth) -> None:
    said = session.json
    seats = [s for s in truth.public.seats.values() if not s.bot]
    players = Counter(s.home for s in seats if s.role == "player")
    assert said["people"] == {side: players[side] for side in SIDES}
    assert said["observers"] == sum(s.role == "observer" for s in seats)
    assert said["counted"] == sum(map(len, truth.of.values()))
    watching = {s.name for s in seats if s.role == "observer"}
    assert said["voices"] == len(watching & (truth.of["business"] | truth.of["it"]))
    assert said["bots"] == sum(s.bot for s in truth.public.seats.values())
    text = session.texts["md", "en"]
    assert f"The answers of {said['counted']} people count" in text
    assert ("filled" in text) == bool(said["bots"])
    assert ("with a say" in text) == bool(said["voices"])


def test_accuracy_is_what_people_ordered(session: Session, truth: Truth) -> None:
    found = session.json["results"]["accuracy"]
    for side in SIDES:
        points = worth(truth.orders("rank", side))
        guesses = {s: truth.orders(s, other(side)) for s in ("guess", "guess-again")}
        people = guesses["guess"].keys() & guesses["guess-again"].keys()
        arrow = found["sides"][side]
        assert arrow["n"] == len(people) >= 2
        ends = [fmean(right(of_step[p], points) for p in people) for of_step in guesses.values()]
        assert close(arrow["before"]["value"], ends[0])
        assert close(arrow["after"]["value"], ends[1])
        assert close(arrow["change"], ends[1] - ends[0])
        assert (arrow["band"] is None) == (len(people) == 2)
        assert not (arrow["clear"] and len(people) == 2)


def test_feeling_understood_is_what_people_answered(session: Session, truth: Truth) -> None:
    found = session.json["results"]["understood"]["felt"]
    before, after = truth.answers("before", "felt"), truth.answers("after", "felt")
    people = before.keys() & after.keys()
    by_side = {side: people & truth.of[side] for side in SIDES}
    if min(map(len, by_side.values())) >= 3:
        for side in SIDES:
            ends = [fmean(of_time[p] for p in by_side[side]) for of_time in (before, after)]
            arrow = found["sides"][side]
            assert arrow["n"] == len(by_side[side])
            assert close(arrow["before"]["value"], 100 * (ends[0] - 1) / 6)
            assert close(arrow["after"]["value"], 100 * (ends[1] - 1) / 6)
        return
    assert found["sides"] == {}
    room = found["room"]
    if len(people) >= 5:
        assert close(room["before"]["value"], 100 * (fmean(before[p] for p in people) - 1) / 6)
        assert close(room["after"]["value"], 100 * (fmean(after[p] for p in people) - 1) / 6)
        assert room["n"] == len(people)
    else:
        assert room["before"]["value"] is room["after"]["value"] is None


def test_rings_true_is_what_people_rated(session: Session, truth: Truth) -> None:
    results = session.json["results"]
    rings, raters = truth.rings(), truth.raters()
    shown = results["rings_true"]
    if shown["value"] is None:
        assert len(raters) < shown["need"] or shown["why"] == "own_slip"
        assert results["rated"] is None
        return
    assert shown["n"] == len(raters) >= 4
    mean = fmean(fmean(map(fmean, turns.values())) for turns in rings.values())
    assert close(shown["value"], 100 * (mean - 1) / 3)
    assert results["rated"]["turns"] == sum(map(len, rings.values()))
    given = [ring for turns in rings.values() for turn in turns.values() for ring in turn]
    assert results["rated"]["fours"] == 10 * round(10 * given.count(4) / len(given))


def test_cards_came_up_as_often_as_they_were_played(session: Session, truth: Truth) -> None:
    turns = over(truth.public)
    played_by = Counter(turn.card.id for turn in turns if turn.card)
    bots = {s.id for s in truth.public.seats.values() if s.bot}
    by_bots = Counter(turn.card.id for turn in turns if turn.card and turn.seat in bots)
    for fates in session.json["results"]["board"].values():
        for fate in fates:
            assert fate["played"] == played_by[fate["card"]["id"]]
            if not fate["third"]:
                assert fate["by_bots"] == by_bots[fate["card"]["id"]]


def test_how_they_see_us_is_what_people_answered(session: Session, truth: Truth) -> None:
    seen, true = truth.answers("before", "seen"), truth.answers("before", "regard")
    whole = seen.keys() & true.keys()
    enough = min(len(whole & truth.of[side]) for side in SIDES) >= 3
    for side, told in session.json["results"]["regard"].items():
        assert (told["than_thought"] is None) != enough
        if not enough:
            continue
        ours = [100 * (seen[p] - 1) / 6 for p in whole & truth.of[side]]
        theirs = [100 * (true[p] - 1) / 6 for p in whole & truth.of[other(side)]]
        more = fmean(theirs) - fmean(ours)
        if told["than_thought"] == "less":
            assert more < -9
            assert told["seen"]["value"] is told["regard"]["value"] is None
        else:
            assert (told["than_thought"] == "better") == (round(more) >= 10)
            assert close(told["seen"]["value"], fmean(ours))
            assert close(told["regard"]["value"], fmean(theirs))
            assert told["seen"]["n"] == len(ours)


def test_feelings_are_counted_as_they_were_named(session: Session, truth: Truth) -> None:
    asked = {"arriving": "before", "in-role": "feel", "now": "feel"}
    told = {one["tally"]["question"]: one["tally"] for one in session.json["feelings"]}
    assert told.keys() == asked.keys()
    for question, step in asked.items():
        named, tally = truth.named(step, question), told[question]
        if len(named) < tally["need"]:
            assert tally["counts"] == {}
        else:
            assert tally["n"] == len(named)
            assert tally["counts"] == Counter(word for picks in named for word in picks)


def test_of_two_promises_one_was_kept_and_nobody_spoke_of_the_other(
    sessions: Mapping[str, Session],
) -> None:
    first, second = sessions["4"].json, sessions["6"].json
    assert [e["when"] for e in second["earlier"]] == [p["when"] for p in first["promises"]]
    assert sorted(e["mark"] for e in second["earlier"]) == ["done", "open"]
    assert (second["follow_through"], second["due"]) == (50.0, 2)
    text = sessions["6"].texts["md", "en"]
    assert "50 of 100, over the 2 promises" in text
    assert "also what nobody spoke of" in text


# What it says -------------------------------------------------------------------------------------


def figures(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every figure in a report, with its place in it."""
    if isinstance(value, dict):
        if {"value", "n", "need"} <= value.keys():
            yield path, value
        for key, inner in value.items():
            yield from figures(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from figures(inner, f"{path}[{place}]")


def test_no_figure_has_fewer_people_than_it_needs(session: Session) -> None:
    found = list(figures(session.json))
    assert len(found) > 10
    for path, figure in found:
        assert figure["value"] is None or figure["n"] >= figure["need"] > 0, path
        assert figure["value"] is not None or not figure["n"], path


def test_a_reason_agrees_with_what_people_did(session: Session, truth: Truth) -> None:
    results = session.json["results"]
    for side in SIDES:
        ranked = len(truth.orders("rank", side))
        guessed = len(truth.orders("guess-again", other(side)))
        spot = results["blind_spots"][side]
        if spot["n"] < spot["need"]:
            enough = {"": guessed < 3, "owners": ranked < 2, "order": ranked == 2}
            assert enough[spot["why"]], spot
        agreement = results["accuracy"]["agreement"][side]
        assert (agreement["value"] is None) == (ranked < 3)
        fates = results["board"][side]
        assert all(f["third"] for f in fates) == (3 in (ranked, guessed)) or spot["why"] == "order"
        if spot["card"] is not None and not spot["third"]:
            assert abs(spot["place"] - spot["guessed"]) >= 2
        if spot["third"]:
            assert abs(spot["third"] - spot["guessed_third"]) == 2
    for language in LANGUAGES:
        for kind in ("md", "html", "csv"):
            assert "None" not in session.texts[kind, language]


def arrows(results: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the arrows of a report that have both ends, with part and side."""
    told = results["understood"]
    parts = {"accuracy": results["accuracy"], **{n: told[n] for n in ("felt", "claimed")}}
    for name, part in parts.items():
        for side, arrow in {**part["sides"], "": part["room"]}.items():
            if arrow["change"] is not None:
                yield name, side, arrow


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_has_the_same_numbers(session: Session, language: str) -> None:
    said = session.json
    rows = list(csv.DictReader(io.StringIO(session.texts["csv", language], newline="")))
    for part, side, arrow in arrows(said["results"]):
        label = said["labels"][side] if side else ""
        (row,) = (r for r in rows if (r["part"], r["side"]) == (part, label))
        before, after = arrow["before"]["value"], arrow["after"]["value"]
        assert (float(row["before"]), float(row["after"])) == (before, after)
        assert float(row["change"]) == arrow["change"]
        assert int(row["people"]) == arrow["n"]
        for kind in ("md", "html"):
            text = session.texts[kind, language]
            assert f"{before:.0f} → {after:.0f}" in text
            if arrow["band"]:
                assert f"{arrow['band']:.0f}" in text
    people = {r["part"]: r["people"] for r in rows if r["part"] in ("observers", "voices", "bots")}
    assert people == {key: str(said[key]) for key in ("observers", "voices", "bots")}
    assert json.loads(session.texts["json", language]) == said
    events = Calendar.from_ical(session.texts["ics", language]).walk("VEVENT")
    days = [day for day in (said["next_date"], said["check_from"]) if day]
    assert len(events) == len(said["promises"]) + len(days)


def test_the_lines_on_top_agree_with_what_stands_below(session: Session) -> None:
    text = session.texts["md", "en"]
    learnt = next(line for line in text.splitlines() if line.startswith("Learnt:"))
    told = [(part, arrow) for part, _, arrow in arrows(session.json["results"])]
    clear = [arrow for part, arrow in told if part != "claimed" and arrow["clear"]]
    assert ("no change beyond" in learnt) == (not clear)
    for before, after in re.findall(r"(\d+) → (\d+) of 100", learnt):
        ends = [(a["before"]["value"], a["after"]["value"]) for a in clear]
        assert (float(before), float(after)) in ends
    promised = len(session.json["promises"])
    assert (f"Promised: {promised} step" if promised else "Promised: nothing") in text


def test_nobody_is_named_who_did_not_promise_or_sign(session: Session, truth: Truth) -> None:
    said = session.json
    held = [*said["promises"], *said["earlier"]]
    known = {p[k] for p in held for k in ("owner", "partner")} | {a["by"] for a in said["ahas"]}
    others = {seat.name for seat in truth.public.seats.values()} - known
    assert others
    for (kind, language), text in session.texts.items():
        named = [name for name in others if re.search(rf"\b{name}\b", text)]
        assert not named, (kind, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_empty_and_no_blank_is_left(session: Session, language: str) -> None:
    text = session.texts["md", language]
    lines = [line for line in text.splitlines() if line.strip()]
    for line, after in zip(lines, [*lines[1:], "# end"], strict=True):
        level, below = (len(re.match("#*", x)[0]) for x in (line, after))  # type: ignore[index]
        assert not (level and below and below <= level), line
        assert not re.search(r"\{\w*\}|%\(|\bnan\b|\.\.\s*\.$", line), line
    page = session.texts["html", language]
    for tag in ("h1", "h2", "h3", "li", "dt", "dd", "td", "p", "b"):
        assert not re.search(rf"<{tag}[^>]*>\s*</{tag}>", page), tag
    assert not re.search(r"</h2>\s*</section>", page)
    assert f'<html lang="{language}">' in page


@cache
def msgids(language: str) -> frozenset[str]:
    """Return the English sentences of the report that have another translation."""
    file = ROOT / "language" / "turnabout_language" / "catalogues" / f"{language}.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    found: set[str] = set()
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        where = " ".join(place for place, _ in message.locations)
        if "after/report" in where or "explanations" in where:
            found |= {str(one) for one in ids if one and one != message.string}
    return frozenset(found)


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
@pytest.mark.parametrize("kind", ["md", "html", "csv", "ics"])
def test_no_sentence_stays_english(session: Session, language: str, kind: Format) -> None:
    text = session.texts[kind, language].replace("\r\n ", "")
    fixed = (piece for said in msgids(language) for piece in re.split(r"\{\w+\}", said))
    pieces = {piece.strip(" .,:;") for piece in fixed}
    left = [piece for piece in pieces if len(piece.split()) > 2 and piece in text]
    assert not left

"""A team with three sessions: what it promised opens the next one, and the trend tells it right.

The server, the sockets, the archive and the commands are the real ones; only the clock is fast.
"""

import json
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from tests.turnabout.command import turnabout
from turnabout.addresses import Address
from turnabout.conductor import Conductor
from turnabout.opening import RoomOptions, order
from turnabout.standin import StandIns
from turnabout_client.bots.bot import Bot
from turnabout_client.link.connection import open_room
from turnabout_machine.clock import VirtualClock
from turnabout_protocol.activities.review import ReviewState
from turnabout_protocol.commands import AddBot
from turnabout_protocol.messages import Steer
from turnabout_protocol.report import Followed, Report
from turnabout_protocol.room import Earlier
from turnabout_protocol.scenario import SIDES
from turnabout_server.after.archive import Archive
from turnabout_server.app import Server
from turnabout_server.live.keys import hashed
from turnabout_server.settings import Settings

TEAM = "Field crews and IT"
PLAYERS = 6


class Played(NamedTuple):
    """A session that is over."""

    opened_with: tuple[Earlier, ...]
    """What the room showed of earlier promises, as the facilitator's client had it."""
    told: dict[int, str]
    """What the review said of them, by number."""
    report: Report
    series: str
    """The key of the series."""


async def played(data: Path, scenario: str, on: str, seed: int, series: str = "") -> Played:
    """Let bots play a session of the team on a server over `data`."""
    clock = VirtualClock()
    bots = StandIns(seed=seed, clock=clock, keep=True)
    async with Server(Settings(data=data, port=0), clock=clock, stand_in=bots) as server:
        wanted = order(
            scenario,
            RoomOptions(agenda="45", team=TEAM, seed=seed),
            key=server.open_key_file.read_text().strip(),
        )
        wanted = replace(wanted, rules=replace(wanted.rules, demo=True, opened_on=on))
        wanted = replace(wanted, series=series)
        place = bots.place = Address(server.address)
        opened = await open_room(server.address, "", wanted)
        steer = Steer(key=opened.facilitator_key, name="Ada")
        where = place.link("steer", opened.code, opened.facilitator_key)
        host = Bot(where, steer, seed=seed, clock=clock, expect=PLAYERS)
        bots.play(host)
        room = await server.rooms.find(opened.code)

        def at_rest() -> bool:
            assert not [bot.trouble for bot in bots.bots if bot.trouble]
            return room.idle and all(
                bot.idle and bot.link.seen >= room.sent_to(bot.link.seat or 0) for bot in bots.bots
            )

        conductor = Conductor(clock, at_rest)
        await conductor.rest()
        for home in islice(cycle(SIDES), PLAYERS):
            await host.link.do(AddBot(home=home))
            await conductor.rest()
        await conductor.until(lambda: room.over)
        await server.rooms.ended(opened.code)
        report = await server.rooms.report(opened.code)
        await bots.leave()
    assert report is not None
    public = host.link.room.public
    told: dict[int, str] = {}
    for state in public.steps.values():
        if isinstance(state, ReviewState):
            told |= {number: outcome.mark for number, outcome in state.outcomes.items()}
    return Played(public.earlier, told, report, opened.series)


def kept(earlier: Sequence[Followed]) -> float:
    """Return the follow-through by its formula."""
    worth = {"done": 1.0, "partly": 0.5}
    return 100 * sum(worth.get(told.mark, 0) for told in earlier) / len(earlier)


def numbers(session: Played) -> list[int]:
    return [promise.number for promise in session.opened_with]


async def test_three_sessions_of_a_team(tmp_path: Path) -> None:
    data = tmp_path / "data"
    archive = Archive(data)
    first = await played(data, "asset-valve", "2026-09-01", 1)
    assert first.opened_with == ()
    assert first.report.follow_through is None
    promised = archive.promises(TEAM)
    assert len(promised) == len(first.report.promises) > 0

    second = await played(data, "missed-target", "2026-10-12", 2, first.series)
    assert numbers(second) == [standing.number for standing in promised]
    assert [told.when for told in second.opened_with] == [p.when for p in first.report.promises]
    _told_right(second)

    # Somebody marks what is still open from the command line, before they meet again.
    left = archive.due(hashed(first.series))
    by_hand = left[-1].number
    marked = turnabout("promises", "done", str(by_hand), "--data", str(data))
    assert marked.returncode == 0, marked.stderr
    assert f"The next session of {TEAM} opens with it." in marked.stdout
    listed = turnabout("promises", "--all", "--data", str(data)).stdout
    assert f"not yet confirmed by {left[-1].promise.partner}" in listed

    third = await played(data, "asset-valve", "2026-11-23", 3, first.series)
    settled = {n for n, mark in second.told.items() if mark in ("done", "dropped")}
    assert by_hand in numbers(third)
    assert not settled & set(numbers(third))
    assert numbers(third) == [standing.number for standing in left]
    _told_right(third)
    _recalled_right(first, second, third)

    _trend(data, [first.report, second.report, third.report])
    _listed(data, archive)


def _told_right(session: Played) -> None:
    """Check the review, the figure of it, and how the report tells them."""
    report = session.report
    assert [told.number for told in report.earlier] == numbers(session)
    for told in report.earlier:
        if told.number in session.told:
            assert told.mark == session.told[told.number]
    assert report.due == len(report.earlier)
    assert report.follow_through is not None
    assert abs(report.follow_through - kept(report.earlier)) < 0.1


def _recalled_right(first: Played, *later: Played) -> None:
    """Check that each session was set against the one before it, on that one's deck."""
    assert first.report.results is not None
    assert first.report.results.retention is None
    before = first.report
    for session in later:
        assert before.results is not None
        assert before.results.accuracy is not None
        assert session.report.results is not None
        found = session.report.results.retention
        assert found is not None
        assert (found.session, found.date) == (before.session, before.date)
        for side in SIDES:
            # Three of each side ranked: the order that was shown is one of thirds.
            assert found.accuracy[side].before == before.results.accuracy.as_shown[side]
            now = found.accuracy[side].after
            assert now is not None
            assert (now.value is not None, now.n) == (True, PLAYERS // 2)
        assert found.felt is not None
        before = session.report


def _trend(data: Path, reports: list[Report]) -> None:
    """Check what the command draws and exports of the three sessions."""
    done = turnabout("history", TEAM, "--format", "json", "--data", str(data))
    points = json.loads(done.stdout)["points"]
    assert [point["session"] for point in points] == [report.session for report in reports]
    for point, report in zip(points, reports, strict=True):
        value = point["values"]["follow_through"]
        assert value["value"] == report.follow_through
        assert bool(value["why"]) == (report.follow_through is None)
        assert report.results is not None
        assert report.results.alignment is None
        assert "alignment" not in point["values"]
        stayed = point["stayed"]
        assert bool(stayed) == (report is not reports[-1])
    drawn = turnabout("history", TEAM, "--data", str(data)).stdout
    assert "What stayed of a session, on its own deck:" in drawn
    assert "1 September 2026" in drawn.partition("What stayed")[2]
    after = [f"{report.follow_through:.0f}" for report in reports[1:]]
    assert f"– → {after[0]} → {after[1]}" in drawn
    assert "1 September 2026, Follow-through: no promise was due" in drawn


def _listed(data: Path, archive: Archive) -> None:
    """Check that what is not settled is listed, and nothing else."""
    listed = turnabout("promises", TEAM, "--data", str(data)).stdout
    for standing in archive.promises(TEAM):
        shown = f"\n{standing.number:>4}  {standing.promise.owner}," in listed
        assert shown != standing.settled, standing

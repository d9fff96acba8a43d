"""A seat that is covered, over real sockets: who sits there, with which key, and what they hear."""

from pathlib import Path

from tests.server.test_stand_ins import Asked
from tests.support.serving import Serving, as_after_a_crash, back, events, farewell, serving
from tests.support.wire import Plain, Wire, entries
from turnabout_protocol.messages import CloseCode, Opened


async def playing(here: Serving) -> tuple[Opened, Wire, Wire, Wire]:
    """Return a room whose scene is on: facilitator, who has the turn, who has not."""
    opened, fay, ann, bob = await here.table()
    await here.play(ann, bob)
    turn = of(ann, "turn_started")[-1]
    first, second = (ann, bob) if turn["seat"] == ann.seat else (bob, ann)
    return opened, fay, first, second


def of(wire: Wire, name: str) -> list[Plain]:
    """Return the events of that name that `wire` was told."""
    found = [e["event"] for m in wire.messages for e in entries(m)]
    return [event for event in found if event["event"] == name]


async def bot_comes(here: Serving, asked: Asked) -> Wire:
    """Bring the bot that was asked for last."""
    await here.rest()
    code, ticket, home = asked[-1]
    return await Wire.join(here.address, code, "Robin", home, ticket=ticket)


async def covered(here: Serving, asked: Asked, fay: Wire, gone: Wire) -> Wire:
    """Let a bot play for somebody, and return it."""
    await gone.close()
    await here.rest()
    assert (await fay.do("cover", seat=gone.seat))["msg"] == "accepted"
    return await bot_comes(here, asked)


async def test_a_bot_sits_in_until_the_person_is_back(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened, fay, first, second = await playing(here)
        bot = await covered(here, asked, fay, first)
        assert bot.seat == first.seat
        assert bot.key != first.key
        await second.wait_event("seat_covered")
        again = await back(here.address, opened.code, first.key)
        said = await farewell(bot)
        assert said["code"] == CloseCode.REPLACED
        await second.wait_event("seat_returned")
        assert again.seat == first.seat
        # The bot's key opens nothing any more.
        wire = await Wire.knock(here.address, opened.code)
        await wire.send({"msg": "return", "key": bot.key, "seen": 0, "epoch": ""})
        assert (await farewell(wire))["code"] == CloseCode.WRONG_KEY


async def test_no_draft_goes_from_the_one_to_the_other(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened, fay, first, second = await playing(here)
        await first.send(draft(first, "A secret of mine"))
        bot = await covered(here, asked, fay, first)
        ended = of(second, "turn_ended")[-1]
        assert ended["say"] == "A secret of mine", "what was written is said, and no draft is left"
        while True:
            await here.rest()
            turn = of(second, "turn_started")[-1]
            if turn["seat"] == bot.seat:
                break
            await here.wait(30)
        await bot.send(draft(bot, "By a bot"))
        await here.rest()
        again = await back(here.address, opened.code, first.key)
        await here.rest()
        assert not [m for m in again.messages if m["msg"] == "writing"]


def draft(wire: Wire, say: str) -> Plain:
    turn = of(wire, "turn_started")[-1]["turn"]
    said = {"echo": "", "card": "", "say": say, "ask": ""}
    return {"msg": "draft", "step": "scene", "turn": turn, "said": said}


async def test_a_bot_that_is_let_go_leaves(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        _, fay, first, second = await playing(here)
        bot = await covered(here, asked, fay, first)
        assert (await fay.do("cover", seat=first.seat, on=False))["msg"] == "accepted"
        assert (await farewell(bot))["code"] == CloseCode.REPLACED
        await here.rest()
        assert events(second)[-1] in ("seat_dropped", "turn_started", "turn_ended")
        bot = await covered(here, asked, fay, first)
        await bot.close()
        await here.rest()
        assert of(second, "seat_dropped")[-1]["seat"] == first.seat


async def test_whoever_is_back_before_the_bot_keeps_the_seat(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened, fay, first, _ = await playing(here)
        await first.close()
        await here.rest()
        assert (await fay.do("cover", seat=first.seat))["msg"] == "accepted"
        await here.rest()
        await back(here.address, opened.code, first.key)
        code, ticket, home = asked[-1]
        wire = await Wire.knock(here.address, code)
        await wire.send({"msg": "join", "name": "Robin", "home": home, "ticket": ticket})
        assert (await farewell(wire))["code"] != CloseCode.REPLACED


async def test_after_a_crash_a_bot_covers_the_seat_again(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path / "data", stand_in=asked) as here:
        opened, fay, first, second = await playing(here)
        await covered(here, asked, fay, first)
        await here.rest()
        copy = as_after_a_crash(here.data, tmp_path / "copy")
    asked.clear()
    async with serving(copy, stand_in=asked) as there:
        await back(there.address, opened.code, second.key)
        await back(there.address, opened.code, fay.key)
        bot = await bot_comes(there, asked)
        assert bot.seat == first.seat
        again = await back(there.address, opened.code, first.key)
        assert (await farewell(bot))["code"] == CloseCode.REPLACED
        assert again.seat == first.seat


async def test_a_bot_whose_line_broke_comes_back_by_its_own_key(tmp_path: Path) -> None:
    asked = Asked()
    async with serving(tmp_path, stand_in=asked) as here:
        opened, fay, first, second = await playing(here)
        bot = await covered(here, asked, fay, first)
        await here.rest()
        again = await back(here.address, opened.code, bot.key)
        assert again.seat == first.seat
        assert (await farewell(bot))["code"] == CloseCode.REPLACED
        await here.rest()
        assert "seat_returned" not in events(second)


async def test_a_server_without_bots_says_so(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        _, fay, first, _ = await playing(here)
        await first.close()
        await here.rest()
        assert (await fay.do("cover", seat=first.seat))["code"] == "no_bots"


async def test_a_part_goes_to_somebody_who_starts_over_with_what_they_may_know(
    tmp_path: Path,
) -> None:
    async with serving(tmp_path) as here:
        opened, fay, first, _ = await playing(here)
        taken = of(first, "seat_taken")
        home = next(one["home"] for one in taken if one["seat"] == first.seat)
        await first.do("note_aha", text="My own secret.")
        owl = await Wire.join(here.address, opened.code, "Owl", None, role="observer")
        hand = of(first, "hand_dealt")[-1]["cards"]
        await first.close()
        await here.rest()
        assert (await fay.do("hand_over", seat=first.seat, to=owl.seat))["msg"] == "accepted"
        await owl.wait_event("briefed")
        await here.rest()
        welcomes = [m for m in owl.messages if m["msg"] == "welcome"]
        assert welcomes[-1]["restart"]
        assert of(owl, "hand_dealt")[-1]["cards"] == hand
        assert b"My own secret." not in b"".join(owl.frames)
        moved = of(owl, "seat_moved")[-1]
        assert (moved["seat"], moved["role"], moved["home"]) == (owl.seat, "player", home)
        again = await back(here.address, opened.code, first.key)
        await here.rest()
        assert of(again, "aha_noted")[-1]["text"] == "My own secret."
        assert of(again, "seat_moved")[-2]["role"] == "observer"


async def test_somebody_who_watches_gets_a_console_and_gives_it_back(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, fay, _, _ = await playing(here)
        owl = await Wire.join(here.address, opened.code, "Owl", "it", role="observer")
        assert (await fay.do("promote", seat=owl.seat))["msg"] == "accepted"
        await owl.wait_event("co_facilitator_made")
        welcomes = [m for m in owl.messages if m["msg"] == "welcome"]
        assert welcomes[-1]["restart"]
        assert (await owl.do("lock_door", locked=True))["msg"] == "accepted"
        assert (await owl.do("end"))["code"] == "not_lead"
        assert (await owl.do("step_down", seat=owl.seat))["msg"] == "accepted"
        assert (await owl.do("lock_door", locked=False))["code"] == "not_yours"
        again = await back(here.address, opened.code, owl.key)
        await here.rest()
        assert "co_facilitator_made" not in events(again)


async def test_a_nudge_reaches_one_seat_alone(tmp_path: Path) -> None:
    async with serving(tmp_path) as here:
        opened, fay, first, second = await playing(here)
        await here.rest()
        before = len(second.messages)
        asked = await fay.do("nudge_seat", seat=first.seat, say="own", text="Quite alone")
        assert asked["msg"] == "accepted"
        await first.wait_event("seat_nudged")
        await here.rest()
        assert len(second.messages) == before, "no message, and so no moment, tells of it"
        again = await back(here.address, opened.code, first.key)
        await again.wait_event("seat_nudged")
        for wire in (second, fay):
            assert b"Quite alone" not in b"".join(wire.frames)

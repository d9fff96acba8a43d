"""What one who steers can do just now, and what each key asks for: without a screen."""

from tests.client.test_tui_model import playing
from tests.client.tui_table import Host
from turnabout_client.console.helm import Helm
from turnabout_protocol.activities.scene import BringTwist, SkipTurn
from turnabout_protocol.commands import AllowOwnSide, Next, NextStage


def helm(host: Host) -> Helm:
    return Helm(host.table(1).room.public, seat=1, link=None)


def test_before_it_begins_there_is_no_step_to_steer() -> None:
    host = Host()
    host.sit("Fay", None, "facilitator")
    ann = host.sit("Ann", "business")
    now = helm(host)
    assert (now.lobby, now.begun, now.closing) == (True, False, False)
    assert (now.next, now.finish, now.more, now.skip, now.twist) == (None,) * 5
    assert now.own_side == AllowOwnSide(allow=True)
    assert [seat.id for seat in now.others] == [ann]


def test_in_a_scene_a_turn_is_skipped_and_a_twist_brought_in() -> None:
    now = helm(playing("business", "it"))
    assert now.begun
    assert now.skip == SkipTurn(step="scene", turn=1)
    assert now.twist == BringTwist(step="scene")
    # A scene has stages of its own: its turns. One goes on from all of it.
    assert (now.part, now.next, now.finish) == (None, Next(step="scene", stage=0), None)


def test_a_step_of_parts_goes_on_part_by_part_or_ends() -> None:
    host = playing("business", "it")
    host.pass_steps("feel")
    now = helm(host)
    assert now.next == NextStage(step="feel", stage=0)
    assert now.finish == Next(step="feel", stage=0)
    assert (now.scene, now.skip, now.twist) == (None, None, None)

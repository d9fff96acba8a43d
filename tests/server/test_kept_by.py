"""Who keeps the server: what a room says of it is the server's word alone."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.serving import order, serving
from tests.support.wire import Wire
from turnabout_client.activities.consent.model import keeper
from turnabout_client.view.afterwards import kept
from turnabout_language import speaking
from turnabout_protocol.room import HouseRules, Public


@pytest.mark.parametrize("name", ["Jo Meier, IT", ""])
async def test_a_room_says_who_keeps_its_server(tmp_path: Path, name: str) -> None:
    async with serving(tmp_path, kept_by=name) as here:
        wanted = replace(order(), rules=HouseRules(team="Ops", kept_by="Mallory"))
        opened = await here.server.rooms.open(wanted)
        ann = await Wire.join(here.address, opened.code, "Ann", "it")
        rules = (await ann.wait_event("room_opened"))["event"]["rules"]
        assert rules.get("kept_by", "") == name
        assert rules["team"] == "Ops"


@pytest.mark.parametrize(
    ("language", "named", "nameless"),
    [
        ("en", "Jo {M} keeps the server", "Whoever runs the server"),
        ("de", "Jo {M} betreut den Server", "Wer den Server betreibt"),
        ("fr", "Jo {M} gère le serveur", "Qui gère le serveur"),
    ],
)
def test_the_consent_names_them_in_each_language(language: str, named: str, nameless: str) -> None:
    with speaking(language):
        assert keeper(Public(rules=HouseRules(kept_by="Jo {M}"))).startswith(named)
        assert keeper(Public()).startswith(nameless)


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "after 1 month.", "after 24 months."),
        ("de", "nach 1 Monat gelöscht", "nach 24 Monaten gelöscht"),
        ("fr", "après 1 mois.", "après 24 mois."),
    ],
)
def test_the_consent_says_how_long_the_report_is_kept(language: str, one: str, many: str) -> None:
    with speaking(language):
        assert one in kept(Public(rules=HouseRules(keep_months=1)))
        assert many in kept(Public(rules=HouseRules(keep_months=24)))


def test_nothing_is_said_where_nobody_knows_or_nothing_stays() -> None:
    assert kept(Public()) == ""
    assert kept(Public(rules=HouseRules(keep_months=24, demo=True))) == ""

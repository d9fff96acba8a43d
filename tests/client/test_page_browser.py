"""The page in a real browser, under its real policy: for eyes, fingers, keys and readers."""

import base64
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import segno

from tests.support import axe
from tests.support.doorsteps import PICTURES, picture
from tests.support.pages import CHROMIUM, Sheet, browser
from turnabout_client.page import render
from turnabout_client.page.way_in import QUIET
from turnabout_language import speaking

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here")

SHORT = ("lobby", "turn", "rate", "dots", "orders", "vote", "complete", "close", "check")
"""The moments of the short form. `make pages` is the long one, and looks at all of them."""
SHORT_LOOKS = ((360, "dark"), (1600, "light"))
LOOKS = tuple((width, scheme) for width in (360, 800, 1600) for scheme in ("light", "dark"))
PHONE = (360, 740)
THUMB = 44
LONG = (
    "Wolfeschlegelsteinhausenbergerd",
    "\u202eevil\u202c",
    "<b onclick=alert(1)>",
    "Ana-Sofía",
    "Jo",
    "Tomáš",
)
CONTROLS = "button, input, textarea, select, summary, a[href], [tabindex='0']"


@cache
def _said(
    name: str, seat: int = 2, tag: str = "en", people: tuple[str, ...] = ()
) -> dict[str, Any]:
    with speaking(tag):
        return picture(name, seat, people)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as of:
        yield of


@pytest.fixture
def sheet(chromium: Any) -> Iterator[Sheet]:
    """Open a phone; whatever the browser complains of fails the test."""
    opened = Sheet(chromium, PHONE, reduced_motion="reduce")
    yield opened
    assert opened.wrong == []
    opened.close()


def _turn(to: Sheet, said: Mapping[str, Any]) -> None:
    """Show another moment, as after a reload."""
    to.tell({"blocks": {}, "order": []})
    to.tell(said)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    long = metafunc.config.getoption("long")
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", PICTURES if long else SHORT)
    if "look" in metafunc.fixturenames:
        metafunc.parametrize("look", LOOKS if long else SHORT_LOOKS)


def test_nothing_is_seriously_hard_to_use(
    chromium: Any, look: tuple[int, str], pytestconfig: pytest.Config
) -> None:
    width, scheme = look
    axe.source()
    # As high as all there is: what a sticky button covers for a moment is not at fault.
    sheet = Sheet(chromium, (width, 4000), color_scheme=scheme, reduced_motion="reduce")
    found = {}
    for name in PICTURES if pytestconfig.getoption("long") else SHORT:
        for seat in (2, 1, 8) if name in ("lobby", "agree", "turn", "tally", "orders") else (2,):
            _turn(sheet, _said(name, seat))
            found[name, seat] = axe.found(sheet.page)
    assert {at: wrong for at, wrong in found.items() if wrong} == {}
    assert sheet.wrong == []
    sheet.close()


def test_a_phone_shows_it_all_without_scrolling_sideways(sheet: Sheet, name: str) -> None:
    for said in (_said(name, tag="de"), _said(name, people=LONG), _said(name, 1, "fr")):
        _turn(sheet, said)
        wide = sheet.page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((one) => {
                const box = one.getBoundingClientRect();
                const seen = box.width > 1 && !one.closest(".skip");
                return seen && (box.right > 361 || box.left < -1);
            }).map((one) => one.outerHTML.slice(0, 120))"""
        )
        assert wide == []


def test_who_types_without_a_rest_is_read_along(sheet: Sheet) -> None:
    _turn(sheet, _said("turn"))

    def halves() -> list[str]:
        said = [one for one in sheet.sent if one["t"] == "half"]
        return [str(next(iter(one["answers"].values()))) for one in said]

    field = sheet.page.locator("#now-form textarea, form textarea").first
    field.focus()
    count = 0

    def typed() -> int:
        nonlocal count
        count += 1
        sheet.page.keyboard.type("la ")
        return len(halves())

    sheet.wait_for(lambda: typed() >= 3)
    first, second, third = halves()[:3]
    assert len(first) < len(second) < len(third) <= 3 * count


def test_all_that_is_pressed_has_room_for_a_thumb(sheet: Sheet, name: str) -> None:
    _turn(sheet, _said(name))
    small = sheet.page.evaluate(
        """(least) => [...document.querySelectorAll(
            "button, summary, select, textarea, input, .choice")]
            .filter((one) => !one.closest(".choice") || one.matches(".choice"))
            .map((one) => [one.getBoundingClientRect(), one])
            .filter(([box]) => box.width && (box.height < least || box.width < least))
            .map(([box, one]) => `${box.width} x ${box.height} ${one.outerHTML.slice(0, 80)}`)""",
        THUMB,
    )
    assert small == []


def test_a_short_answer_takes_at_most_half_of_a_phone_and_is_in_sight(
    sheet: Sheet, name: str
) -> None:
    _turn(sheet, _said(name))
    form = sheet.page.query_selector("#ask form.short")
    if form is None:
        return
    box = form.bounding_box()
    assert box is not None
    assert box["height"] <= PHONE[1] / 2
    assert box["y"] + box["height"] <= PHONE[1] + 1


@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_the_keyboard_alone_reaches_everything_in_the_order_of_reading(
    chromium: Any, name: str, size: tuple[int, int]
) -> None:
    sheet = Sheet(chromium, size, reduced_motion="reduce")
    sheet.tell(_said(name))
    # One radio of a group is on the way of Tab; arrows go to the others.
    wanted = sheet.page.evaluate(
        """(controls) => {
            const seen = new Set();
            window.found = [...document.querySelectorAll(controls)].filter((one) => {
                if (!one.checkVisibility({ visibilityProperty: true })) return false;
                const group = one.type === "radio" && one.closest("form").dataset.ask + one.name;
                return !group || !seen.has(group) && seen.add(group);
            });
            return window.found.length;
        }""",
        CONTROLS,
    )
    reached = []
    for _press in range(wanted):
        sheet.page.keyboard.press("Tab")
        at, hidden = sheet.page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
                const top = document.elementFromPoint(x, y);
                const covered = !top || !(one.contains(top) || top.contains(one));
                const control = !one.matches("aside");
                return [found.indexOf(one), control && covered && one.outerHTML.slice(0, 90)];
            }"""
        )
        reached.append(at)
        assert not hidden, f"{hidden} has the focus and is out of sight"
    assert reached == [*range(wanted)]
    assert sheet.wrong == []
    sheet.close()


def _order(sheet: Sheet) -> list[str]:
    found: list[str] = sheet.page.evaluate(
        "() => [...document.querySelectorAll('.order li')].map((one) => one.dataset.key)"
    )
    return found


def test_cards_are_put_in_order_and_sent_by_keys_alone(sheet: Sheet) -> None:
    sheet.tell(_said("order"))
    before = _order(sheet)
    sheet.page.focus(f"li[data-key='{before[2]}'] [data-move='-1']")
    sheet.page.keyboard.press("Enter")
    sheet.page.keyboard.press("Enter")
    assert _order(sheet) == [before[2], before[0], before[1], *before[3:]]
    held = sheet.page.evaluate("() => document.activeElement.closest('li').dataset.key")
    assert held == before[2]
    sheet.page.focus("#ask .main")
    sheet.page.keyboard.press("Enter")
    sheet.wait_for(lambda: any(one["t"] == "answer" for one in sheet.sent))
    (sent,) = (one for one in sheet.sent if one["t"] == "answer")
    assert sent["answers"]["order"] == _order(sheet)


def test_dots_are_given_by_keys_alone_and_no_more_than_there_are(sheet: Sheet) -> None:
    sheet.tell(_said("vote"))
    sheet.page.focus(".dot-row [data-dot='1']")
    for _press in range(5):
        sheet.page.keyboard.press("Enter")
    assert sheet.page.text_content(".dot-row output") == "3"
    sheet.page.focus(".dot-row [data-dot='-1']")
    sheet.page.keyboard.press("Space")
    assert sheet.page.text_content(".dot-row output") == "2"


def test_news_leave_the_focus_and_what_is_typed(sheet: Sheet) -> None:
    said = _said("turn")
    sheet.tell(said)
    sheet.page.click("textarea[name=echo]")
    sheet.page.keyboard.type("that ten minutes wou")
    news = {"aside": "<article class='block'><p>Something new.</p></article>", **said["blocks"]}
    sheet.tell({**said, "blocks": news, "order": [*said["order"], "aside"]})
    sheet.page.keyboard.type("ld do")
    assert sheet.page.input_value("textarea[name=echo]") == "that ten minutes would do"
    assert sheet.page.text_content("#log > :first-child") == "Something new."


def test_another_question_takes_no_focus_from_elsewhere(sheet: Sheet) -> None:
    sheet.tell(_said("rate"))
    sheet.page.focus("#words [data-group=more] > summary")
    sheet.page.keyboard.press("Enter")
    sheet.tell(_said("heard"))
    held = "() => document.activeElement.parentElement.dataset.group"
    assert sheet.page.evaluate(held) == "more"
    assert sheet.page.evaluate("() => document.activeElement.parentElement.open")


def test_when_what_had_the_focus_is_gone_it_is_on_the_new_question(sheet: Sheet) -> None:
    sheet.tell(_said("rate"))
    sheet.page.focus("#ask button[value='3']")
    sheet.tell(_said("twist"))
    assert sheet.page.evaluate("() => document.activeElement.id") == "now"


def test_the_keyboard_of_a_phone_does_not_hide_the_field(sheet: Sheet) -> None:
    sheet.tell(_said("turn"))
    sheet.page.set_viewport_size({"width": 360, "height": 360})
    sheet.wait_for(lambda: sheet.page.evaluate("() => innerHeight === 360"))
    sheet.page.focus("textarea[name=say]")
    seen = """() => {
        const field = document.activeElement, box = field.getBoundingClientRect();
        return document.elementFromPoint(box.left + 20, box.top + 12) === field;
    }"""
    sheet.wait_for(lambda: sheet.page.evaluate(seen))


def test_the_title_says_what_is_up(sheet: Sheet) -> None:
    sheet.tell(_said("rate"))
    assert sheet.page.title() == "Kim played your side. Did it ring true? · Scene · Turnabout"


def test_a_pinned_turn_is_seen_once_and_told_when_it_is_said(sheet: Sheet) -> None:
    said = _said("rate")
    sheet.tell(said)
    pinned = sheet.page.get_attribute("#pin > *", "data-block")
    seen = f"() => document.querySelector(`#log > [data-block='{pinned}']`).clientHeight > 1"
    assert not sheet.page.evaluate(seen)
    # It is in its place among the others, as it was before it was pinned.
    assert pinned in said["order"]
    sheet.page.evaluate(
        """() => new MutationObserver((all) => { window.added = all.length; })
            .observe(document.getElementById("log"), { childList: true, subtree: true })"""
    )
    sheet.tell({"regions": {"pin": "", "ask": ""}})
    assert sheet.page.evaluate(seen)
    assert sheet.page.evaluate("() => window.added === undefined"), "it would be read out again"
    sheet.tell(_said("twist"))
    assert sheet.page.query_selector("#pin > *") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_link_from_the_stage(chromium: Any, scheme: str) -> None:
    sheet = Sheet(chromium, (1920, 1080), color_scheme=scheme, reduced_motion="reduce")
    sheet.tell(_said("lobby", 8))
    link = sheet.page.text_content(".link")
    assert link is not None
    assert "/join/" in link
    matrix = [list(map(bool, row)) for row in segno.make(link, error="m").matrix_iter(border=QUIET)]
    box = sheet.page.evaluate(
        "() => document.querySelector('svg.square').getBoundingClientRect().toJSON()"
    )
    assert box["width"] == pytest.approx(box["height"])
    assert box["height"] >= 300, "for the last row of chairs"
    assert box["bottom"] <= 1080
    dark = sheet.page.evaluate(
        """([box, count]) => [...Array(count).keys()].map((y, _, all) => all.map((x) => {
            const step = box.width / count;
            const at = [box.left + (x + .5) * step, box.top + (y + .5) * step];
            return document.elementFromPoint(...at).matches(".square path");
        }))""",
        [box, len(matrix)],
    )
    assert dark == matrix
    colours = """() => [getComputedStyle(document.querySelector("svg.square")).backgroundColor,
        getComputedStyle(document.querySelector(".square path")).stroke]"""
    assert sheet.page.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    sheet.close()


def test_the_report_is_a_file_that_the_page_holds(sheet: Sheet) -> None:
    report = "<h1>The valve – für alle</h1>"
    button = render.report("2026-03-02-valve.html", base64.b64encode(report.encode()).decode())
    sheet.tell({**_said("over-steering"), "bye": "The session is over."})
    sheet.tell({"regions": {"words": button}})
    sheet.page.focus("#words a")
    with sheet.page.expect_download() as saved:
        sheet.page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "2026-03-02-valve.html"
    assert saved.value.path().read_text() == report


def test_the_frame_of_the_role_leaves_with_it(sheet: Sheet) -> None:
    frame = "() => getComputedStyle(document.body, '::after').borderLeftWidth"
    shape = "() => getComputedStyle(document.querySelector('header'), '::before').content"
    sheet.tell(_said("turn"))
    assert sheet.page.evaluate(frame) == "5px"
    assert sheet.page.evaluate(shape) == '""'
    _turn(sheet, _said("derole"))
    assert sheet.page.evaluate(frame) == "0px"
    assert sheet.page.evaluate(shape) == "none"


def test_the_ring_is_as_full_as_the_time_that_is_left(sheet: Sheet) -> None:
    sheet.tell({**_said("turn"), "left": 30_000, "running": False})
    whole = sheet.page.get_attribute("#clock", "data-whole")
    assert whole is not None
    ring = sheet.page.get_attribute("#clock .left", "stroke-dasharray")
    assert ring == f"{min(100.0, 100 * 30_000 / int(whole)):.1f} 100"
    assert sheet.page.text_content("#clock") == "0:30"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_cards_rise_one_by_one_unless_motion_is_reduced(chromium: Any, motion: str) -> None:
    sheet = Sheet(chromium, PHONE, reduced_motion=motion)
    said = _said("orders")
    sheet.tell({**said, "order": said["order"][:-1]})
    assert sheet.page.query_selector(".fresh") is None
    sheet.tell({"blocks": {"late": said["blocks"][said["order"][-1]]}, "order": ["late"]})
    sheet.page.wait_for_selector("[data-block=late]")
    assert (len(sheet.page.evaluate("() => document.getAnimations()")) > 0) is (
        motion == "no-preference"
    )
    sheet.close()


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_system_colours_and_more_contrast_leave_cards_their_edges(
    chromium: Any, media: dict[str, str]
) -> None:
    sheet = Sheet(chromium, PHONE, reduced_motion="reduce", **media)
    sheet.tell(_said("rate"))
    assert axe.found(sheet.page) == []
    border = "() => getComputedStyle(document.querySelector('.note')).borderTopWidth"
    assert sheet.page.evaluate(border) != "0px"
    sheet.close()


def test_the_script_is_small() -> None:
    script = files("turnabout_client.page").joinpath("static", "page.js").read_bytes()
    assert len(script) < 10_000

"""The moments of a session as pages in a real browser: to look at, and to examine.

`TONGUE=de SEATS=1,2 python -m tests.support.pages FOLDER [MOMENT ...]` draws them: on a phone and a
desktop, in light and dark, and on a stage.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, sync_playwright

from tests.support.doorsteps import PICTURES, picture
from tests.support.drawn import PATH
from tests.support.patience import LIMIT
from turnabout_client.page import render
from turnabout_client.page.door import POLICY
from turnabout_language import speaking

CHROMIUM: Final = Path("/usr/bin/chromium")
PLACE: Final = "http://turnabout.test"
SIZES: Final = {"phone": (360, 740), "desktop": (1280, 800), "stage": (1920, 1080)}
_KINDS: Final = {"/page.js": "text/javascript", "/page.css": "text/css"}


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser without a window."""
    with sync_playwright() as plays:
        found = plays.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield found
        finally:
            found.close()


class Sheet:
    """A page that shows what it is told, under the policy and the script of the real one."""

    def __init__(self, of: Browser, size: tuple[int, int] = SIZES["phone"], **media: Any) -> None:
        width, height = size
        self._context = of.new_context(viewport={"width": width, "height": height}, **media)
        self.page: Page = self._context.new_page()
        self.sent: list[Mapping[str, Any]] = []
        """What the browser said."""
        self.wrong: list[str] = []
        """What the browser complained of."""
        self._sockets: list[WebSocketRoute] = []
        self.page.on("console", lambda said: self.wrong.append(said.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.route("**/*", self._answer)
        self.page.route_web_socket("**/page", self._open)
        self.page.goto(f"{PLACE}{PATH}")
        self.page.wait_for_function("document.readyState === 'complete'")

    def tell(self, said: Mapping[str, Any]) -> None:
        """Send what a server would, and wait until it stands there."""
        self._sockets[-1].send(json.dumps({**said, "sorry": said.get("sorry", "")}))
        self.page.wait_for_function(
            "want => !want || document.getElementById('now').textContent === want",
            arg=said.get("regions", {}).get("now", "").strip(),
        )

    def wait_for(self, true: Callable[[], object]) -> None:
        """Wait until `true` is so; the browser goes on meanwhile. Raises TimeoutError."""
        give_up = time.monotonic() + LIMIT
        while not true():
            if time.monotonic() > give_up:
                raise TimeoutError(f"still not so: {true}")
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def close(self) -> None:
        self._context.close()

    def _open(self, socket: WebSocketRoute) -> None:
        self._sockets.append(socket)
        socket.on_message(lambda said: self.sent.append(json.loads(said)))

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(PLACE)
        headers = {"Content-Security-Policy": POLICY}
        if path in _KINDS:
            body = files("turnabout_client.page").joinpath("static", path[1:]).read_text()
            route.fulfill(body=body, content_type=_KINDS[path], headers=headers)
        elif path.startswith("/join/"):
            body = render.shell("", path)
            route.fulfill(body=body, content_type="text/html", headers=headers)
        else:
            route.fulfill(status=204)


def main(out: Path, names: list[str], seats: tuple[int, ...]) -> None:
    """Draw `names` for each seat into `out`; seat 8 is the stage."""
    out.mkdir(parents=True, exist_ok=True)
    with browser() as of:
        for seat in seats:
            said = {name: picture(name, seat) for name in names}
            for scheme in ("light", "dark"):
                for size in ("stage",) if seat == 8 else ("phone", "desktop"):
                    _draw(of, out, said, f"{seat}-{size}-{scheme}", size, scheme)


def _draw(
    of: Browser, out: Path, said: Mapping[str, Mapping[str, Any]], tail: str, size: str, scheme: str
) -> None:
    sheet = Sheet(of, SIZES[size], color_scheme=scheme, reduced_motion="reduce")
    for name, told in said.items():
        sheet.tell({"blocks": {}, "order": []})
        sheet.tell(told)
        sheet.page.evaluate("scrollTo(0, 0)")
        sheet.page.screenshot(path=str(out / f"{name}-{tail}.png"))
    if sheet.wrong:
        sys.exit(f"{size}, {scheme}: {sheet.wrong}")
    sheet.close()


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    with speaking(os.environ.get("TONGUE", "en")):
        places = tuple(map(int, os.environ.get("SEATS", "2,1,8").split(",")))
        main(Path(folder), names or list(PICTURES), places)

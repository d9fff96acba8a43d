"""Who may write to the terminal: the app while it is the app's, and nobody behind its back."""

import pytest
from textual.app import App
from textual.driver import Driver

from turnabout_client.tui.kit.caret import AS_BEFORE
from turnabout_client.tui.kit.lend import PaintsOnlyItsOwn


class Recorder(Driver):
    """A terminal, as it was written to."""

    def __init__(self) -> None:
        super().__init__(App())
        self.sent: list[str] = []

    def write(self, data: str) -> None:
        self.sent.append(data)

    def start_application_mode(self) -> None:
        self.write("begin")

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        self.write("end")


class Painter(PaintsOnlyItsOwn, Recorder):
    """As the app has it."""


@pytest.mark.parametrize("give_back", ["stop_application_mode", "suspend_application_mode"])
async def test_what_is_painted_too_late_does_not_reach_the_terminal(give_back: str) -> None:
    driver = Painter()
    driver.start_application_mode()
    driver.write("frame")
    getattr(driver, give_back)()
    driver.write("late frame")
    assert driver.sent == ["begin", "frame", AS_BEFORE, "end"]


async def test_after_a_loan_the_app_paints_again() -> None:
    driver = Painter()
    driver.start_application_mode()
    driver.suspend_application_mode()
    driver.write("while it is lent")
    driver.resume_application_mode()
    driver.write("frame")
    assert driver.sent == ["begin", AS_BEFORE, "end", "begin", "frame"]

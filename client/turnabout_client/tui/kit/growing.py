"""A field that grows with what is typed: nothing of it goes out of sight before it must."""

from textual import on

from turnabout_client.tui.kit.field import Field, TextField


class Growing(Field):
    """As high as its text, up to `most` rows; then it scrolls, with the cursor in sight."""

    def __init__(
        self, prompt: str, *, limit: int, id: str, most: int, placeholder: str = ""
    ) -> None:
        super().__init__(prompt, limit=limit, placeholder=placeholder, id=id)
        self._most = most
        self.styles.height = 1

    @on(TextField.Changed)
    def _grow(self) -> None:
        rows = max(1, min(self._most, self.input.wrapped_document.height))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def on_resize(self) -> None:
        # Its lines break elsewhere now.
        self.call_after_refresh(self._grow)

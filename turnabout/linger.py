"""How long a server goes on when nobody stands behind it. Pure."""


class Linger:
    """Looked at again and again, it says when the server has to end. Times are in seconds.

    People at the table keep it for `longest`: their session goes on without a facilitator. With
    nobody there it goes on for `alone`: time to run `host` again.
    """

    def __init__(self, *, alone: float, longest: float) -> None:
        self._alone = alone
        self._longest = longest
        self._held: float | None = None
        """When somebody stood behind it last."""
        self._needed: float | None = None
        """When somebody stood behind it or sat at the table last."""

    def over(self, now: float, *, held: bool, people: int) -> bool:
        """Return whether it has to end `now`. `held`: somebody stands behind it."""
        if held or self._held is None:
            self._held = now
        if held or people > 0 or self._needed is None:
            self._needed = now
        return now - self._needed >= self._alone or now - self._held >= self._longest

"""Two themes, warm and calm, and one of high contrast. Cards are paper notes in all of them."""

import os
from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

CHOSEN_BY: Final = "TEXTUAL_THEME"
"""The variable of the environment that names the theme to begin with."""

LIGHT: Final = Theme(
    name="turnabout-light",
    dark=False,
    primary="#8a5a2b",
    secondary="#5f6f52",
    accent="#984a29",
    foreground="#3a322b",
    background="#faf5ec",
    surface="#f3ebdd",
    panel="#e9dfcd",
    success="#42693f",
    warning="#85530d",
    error="#a8382f",
    variables={
        "business": "#984a29",
        "it": "#1e6a73",
        "quiet": "#665d53",
        "rule": "#d3c5ae",
        "note-ink": "#3a322b",
        "note-need": "#f6cfc4",
        "note-fact": "#cfe0ea",
        "note-limit": "#f5dfa6",
        "note-worry": "#dfd3ea",
        "note-ask": "#d3e5c4",
        "footer-background": "#e9dfcd",
        "footer-key-foreground": "#984a29",
        "footer-description-foreground": "#5f554b",
        "border": "#984a29",
        "block-cursor-background": "#984a29",
        "input-cursor-background": "#984a29",
        "input-cursor-foreground": "#faf5ec",
        "input-selection-background": "#e6cdb0",
    },
)

DARK: Final = Theme(
    name="turnabout-dark",
    dark=True,
    primary="#d9a566",
    secondary="#a3b18a",
    accent="#e5936a",
    foreground="#ece2d3",
    background="#211d19",
    surface="#2a2520",
    panel="#352f28",
    success="#9bbf8a",
    warning="#e3b75f",
    error="#e07a6b",
    variables={
        "business": "#f0a074",
        "it": "#74c2c9",
        "quiet": "#a3978a",
        "rule": "#51483e",
        "note-ink": "#2b2520",
        "note-need": "#e3a898",
        "note-fact": "#a3c1d2",
        "note-limit": "#e0c07a",
        "note-worry": "#bfaad3",
        "note-ask": "#acc796",
        "footer-background": "#352f28",
        "footer-key-foreground": "#f0a074",
        "footer-description-foreground": "#c9bdae",
        "border": "#e5936a",
        "block-cursor-background": "#e5936a",
        "input-cursor-background": "#e5936a",
        "input-cursor-foreground": "#211d19",
        "input-selection-background": "#5b4a39",
    },
)

CONTRAST: Final = Theme(
    name="turnabout-contrast",
    dark=True,
    primary="#ffd75f",
    secondary="#ffffff",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    success="#9ff29f",
    warning="#ffe066",
    error="#ffb3b3",
    variables={
        "business": "#ffbe99",
        "it": "#8fe9f0",
        "quiet": "#dcdcdc",
        "rule": "#a8a8a8",
        "note-ink": "#000000",
        "note-need": "#ffd9cf",
        "note-fact": "#cdeaff",
        "note-limit": "#ffeaa8",
        "note-worry": "#ecdcff",
        "note-ask": "#d8f5c3",
        "footer-background": "#262626",
        "footer-key-foreground": "#ffd75f",
        "footer-description-foreground": "#ffffff",
        "border": "#ffd75f",
        "block-cursor-background": "#ffd75f",
        "block-cursor-foreground": "#000000",
        "input-cursor-background": "#ffd75f",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#004a80",
    },
)
"""Every word stands out from what is behind it by 7 : 1 or more; in the others by 4.5 : 1."""

OURS: Final[Mapping[str, Theme]] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}
"""The themes, in the order in which a key goes through them."""


def after(name: str) -> str:
    """Return the theme that follows the one called `name`."""
    names = [*OURS]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def wanted() -> str:
    """Return the theme that the environment asks for; empty where it asks for none."""
    return os.environ.get(CHOSEN_BY, "")


def filled_in(theme: Theme) -> Mapping[str, str]:
    """Return our own colours, for a theme that is not ours and does not name them."""
    return (DARK if theme.dark else LIGHT).variables

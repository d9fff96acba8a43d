"""When Python looks for objects that only know each other: not while a program is loaded.

What is loaded stays until the end. To look through all of it takes longer than a frame, and finds
nothing.
"""

import gc


def wait() -> None:
    """Do not look, while much is loaded."""
    gc.disable()


def tidy() -> None:
    """Look now, when it disturbs nobody, so that it need not be done in the middle of something."""
    gc.collect()


def look_on() -> None:
    """Look again from here on, through what is new."""
    gc.freeze()
    gc.enable()

"""Seats that play by themselves: clients like any other, deciding from their own folded room.

`mind` says what a seat wants to do in a room (pure), `phrases` what it says, `bot` does it.
"""

"""The ssh door: the screens in a channel of ssh, with nothing installed where the person sits.

`door` listens; `gate` counts who comes, `caller` is one connection below our own words, `who` reads
its user name, `terminal` is the channel as bytes and a window. `visit` is one person from the word
for the way back to the goodbye; `screens` and `driver` paint for them, `typing` reads their lines.
"""

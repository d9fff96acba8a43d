"""A seat's table as data: what there is to read, how long there is, and at most one question.

A screen arranges everything at once; a dialogue says what is new and asks one thing. Both are made
from the same models. Whoever cannot see a screen, has no terminal, or holds a phone needs the
second form: two thin skins show it, as lines and as a page.

    room, seat --model--> screen
               --model--> Dialogue --> lines
                                   --> page

`shapes` are the types, `answers` says what becomes of an answer, `seen` what a dialogue is made
from. `frame` puts together what holds in every step; an activity's own part is in its
`dialogue.py`.
"""

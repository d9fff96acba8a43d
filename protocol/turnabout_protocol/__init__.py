"""What both ends of Turnabout agree on. Pure: no I/O, no clock, no randomness.

text        what people type becomes text that is safe on any screen
scenario    the typed scenario file
agenda      the ordered plan of a session
parts       the room, partitioned by who may know what
bases       the bases of what is asked and what happens: an event's base is its audience
activities  one module an activity: its settings, state, commands and events
commands    what a seat may ask
events      what happened at the table, each event for exactly one audience
room        the fold: apply(room, entry)
messages    what travels in a frame
codec       bytes <-> messages
links       the text people share to find a room
"""

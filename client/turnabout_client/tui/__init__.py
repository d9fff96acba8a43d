"""The Textual client: one screen for every activity, all fed from the folded room.

`kit/` has what knows no activity: fields, cards, clocks, dialogs. `room/` has what all screens of a
room share, and the lobby and the last screen; `console/` is the facilitator's; `entrance/` asks for
link, name and side. `registry` says which screen shows what is on.

How the screen of an activity is written
----------------------------------------
In `activities/<name>/screen.py`, a subclass of `room.activity.ActivityScreen`, named `SCREEN` at
the end of the module, with `style.tcss` beside it:
- `compose_body()` yields the widgets between the header and the line "what to do now";
- `compose_foot()` yields what stands below that line: fields and buttons, four rows at 80x24;
- `show(room)` brings the widgets up to date. It is called once after mounting and after every
  change; it must be idempotent and never rebuild a field that somebody is typing in;
- `sentence(room)` says in one sentence what to do now;
- `BINDINGS` and `action_*` for keys, `offers(action)` for whether a key does something now, `HELP`
  for what `?` explains.
What is said, and what a seat may do now, is decided in `model.py` beside it. Give people's texts to
widgets as `Content(text)` or through the helpers in `view.words`, never as a markup string.
"""

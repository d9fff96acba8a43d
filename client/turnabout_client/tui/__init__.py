"""The Textual client: one screen for every activity, all fed from the folded room.

How a screen is added
---------------------
1. Write `screens/<activity>.py` with one subclass of `screens.base.RoomScreen`:
   - `compose_body()` yields the widgets between the header and the line "what to do now";
   - `compose_foot()` yields what stands below that line: fields and buttons, four rows at 80x24;
   - `refresh_room(room)` brings the widgets up to date. It is called once after mounting and after
     every change; it must be idempotent and never rebuild a field somebody is typing in;
   - `sentence(room)` says in one sentence what to do now;
   - `BINDINGS` and `action_*` for keys, `HELP` for what `?` explains.
2. Name it in `registry.py`: one line, step type -> screen.

What the base gives: `self.table` (room, seat, now), `self.me`, `self.step`, `self.send(command)`
(refusals become notices), `self.typing`, `self.doze()`. Give people's texts to widgets as
`Content(text)` or through the helpers in `words.py`, never as a markup string.
"""

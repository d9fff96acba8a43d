"""Every step between a frame's arrival and its answer, and how far an error in it may reach.

A new step on that way gets a line here, and so a test.
"""

from typing import Final, Literal, NamedTuple

Deed = Literal["ask", "type", "leave", "return", "join", "bell", "second"]
"""What happens just then: Ann asks for something, types, goes, comes back; Dan sits down; the
time of the step is up; a second passes."""
Reach = Literal["nobody", "command", "connection", "room"]
"""Who may notice an error: nobody; who asked, by a refusal; one connection, which comes back; all
of the room, which reopens from its log."""


class Fault(NamedTuple):
    """An error in one step."""

    where: str
    """Dotted name of the function that fails, as the place knows it that calls it."""
    deed: Deed
    reach: Reach
    times: int = 1
    """How often it fails: a second time, where the first one is tried again at once."""

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.deed}-{'.'.join(self.where.split('.')[1:])}"


SERVER: Final = (
    # A frame arrives.
    Fault("turnabout_server.net.session.decode", "ask", "connection"),
    Fault("turnabout_server.net.session.Session._frame", "ask", "connection"),
    Fault("turnabout_server.net.session.Session._play", "return", "connection"),
    Fault("turnabout_server.live.liveroom.LiveRoom.ask", "ask", "connection"),
    Fault("turnabout_server.live.liveroom.LiveRoom.draft", "type", "connection"),
    Fault("turnabout_server.live.drafts.Drafts.take", "type", "connection"),
    # The room takes it.
    Fault("turnabout_server.live.liveroom.LiveRoom._handle", "ask", "room"),
    Fault("turnabout_server.live.history.History.has_done", "ask", "command"),
    Fault("turnabout_server.live.drafts.Drafts.of", "ask", "command"),
    # The rules decide, and fold.
    Fault("turnabout_server.rules.decide", "ask", "command"),
    Fault("turnabout_server.rules.act", "ask", "command"),
    Fault("turnabout_server.rules._agenda.settle", "ask", "command"),
    Fault("turnabout_server.rules.decision.apply_event", "ask", "command"),
    Fault("turnabout_server.rules.bounds.Counts.check", "ask", "command"),
    # It becomes history.
    Fault("turnabout_server.live.history.Entry", "ask", "command"),
    Fault("turnabout_server.live.history.encode", "ask", "command"),
    Fault("turnabout_server.live.history.fits", "ask", "command"),
    Fault("turnabout_server.live.history.Row", "ask", "command"),
    Fault("turnabout_server.rules.bounds.Counts.note", "ask", "command"),
    Fault("turnabout_server.live.desk.encode", "ask", "room"),
    Fault("turnabout_server.live.desk.Desk.drop", "ask", "room"),
    Fault("turnabout_server.live.desk.Desk.warn", "ask", "room"),
    # It is written.
    Fault("turnabout_server.live.liveroom.LiveRoom._commit", "ask", "room"),
    Fault("turnabout_server.live.sealed.SealedLog.append", "ask", "room"),
    Fault("turnabout_server.live.sealed.Seal.close", "ask", "room"),
    Fault("turnabout_server.log.sqlite.SqliteLog.append", "ask", "room"),
    Fault("turnabout_server.log.sqlite.SqliteLog._write", "ask", "nobody"),
    Fault("turnabout_server.log.sqlite.SqliteLog._write", "ask", "room", times=2),
    Fault("turnabout_server.log.sqlite.statements.append", "ask", "room", times=2),
    Fault("turnabout_server.live.history.History.kept", "ask", "room"),
    # The world is told.
    Fault("turnabout_server.live.guests.Guests.tell", "ask", "room"),
    Fault("turnabout_server.live.guests.part_of", "ask", "room"),
    Fault("turnabout_server.live.guests.updates", "ask", "room"),
    Fault("turnabout_server.live.guests.Guests.answer", "ask", "room"),
    Fault("turnabout_server.net.outbox.Outbox.post", "ask", "room"),
    Fault("turnabout_server.net.visitor.Visitor.push", "ask", "connection"),
    Fault("turnabout_server.live.liveroom.LiveRoom._due", "ask", "room"),
    # Somebody comes.
    Fault("turnabout_server.net.session.Session.run", "join", "connection"),
    Fault("turnabout_server.live.rooms.Rooms.find", "join", "connection"),
    Fault("turnabout_server.live.liveroom.LiveRoom.door", "join", "connection"),
    Fault("turnabout_server.live.liveroom.LiveRoom.enter", "join", "connection"),
    Fault("turnabout_server.net.session.Session._enter", "join", "connection"),
    Fault("turnabout_server.rules.must_knock", "join", "connection"),
    Fault("turnabout_server.live.desk.new_key", "join", "connection"),
    Fault("turnabout_server.rules.take_seat", "join", "connection"),
    Fault("turnabout_server.live.guests.Guests.seat", "join", "room"),
    Fault("turnabout_server.live.doorway.settle", "join", "room"),
    Fault("turnabout_server.live.guests.Guests._welcome", "join", "room"),
    Fault("turnabout_server.rules.come_back", "return", "connection"),
    Fault("turnabout_server.live.desk.fits", "return", "connection"),
    # Somebody goes.
    Fault("turnabout_server.live.liveroom.LiveRoom.gone", "leave", "nobody"),
    Fault("turnabout_server.live.guests.Guests.leave", "leave", "room"),
    Fault("turnabout_server.rules.drop", "leave", "nobody"),
    # The clock has a say.
    Fault("turnabout_server.live.pulse.Pulse.sleep_until", "bell", "room"),
    Fault("turnabout_server.rules.due", "bell", "room"),
    Fault("turnabout_server.rules.expire", "bell", "nobody"),
    Fault("turnabout_server.live.desk.Desk._expire", "bell", "nobody"),
    # How far a room has run is marked, once a second.
    Fault("turnabout_server.live.liveroom.LiveRoom.mark", "second", "nobody"),
    Fault("turnabout_server.live.drafts.Drafts.stored", "second", "nobody"),
    Fault("turnabout_server.live.sealed.Seal.close_mark", "second", "nobody"),
    Fault("turnabout_server.log.sqlite.SqliteLog.mark", "second", "nobody"),
    Fault("turnabout_server.log.sqlite.statements.write_marks", "second", "nobody"),
)

ONCE: Final = (
    ("open", "turnabout_server.net.session.Session._check_open_key"),
    ("open", "turnabout_server.live.rooms.Rooms.open"),
    ("open", "turnabout_server.rules.open_room"),
    ("open", "turnabout_server.live.liveroom.History"),
    ("open", "turnabout_server.live.history.encode"),
    ("open", "turnabout_server.live.roomkeys.RoomKeys.make"),
    ("open", "turnabout_server.live.sealed.SealedLog._begin"),
    ("open", "turnabout_server.log.sqlite.SqliteLog.append"),
    ("open", "turnabout_server.live.rooms.Keeper"),
    ("report", "turnabout_server.live.rooms.Rooms.report_for"),
    ("report", "turnabout_server.after.report.build"),
    ("report", "turnabout_server.net.session.sendable"),
    ("forget", "turnabout_server.live.rooms.Rooms.forget"),
    ("forget", "turnabout_server.live.liveroom.LiveRoom._handle"),
    ("forget", "turnabout_server.log.sqlite.statements.close_room"),
)
"""Steps between a connection that is for one thing alone, and its answer."""

END: Final = (
    "turnabout_server.after.report.build",
    "turnabout_server.live.liveroom.planned",
    "turnabout_server.after.archive.Archive.keep",
    "turnabout_server.after.archive.archive._insert",
    "turnabout_server.log.sqlite.SqliteLog.close_room",
    "turnabout_server.log.sqlite.statements.close_room",
    "turnabout_server.live.sealed.SealedLog.close_room",
    "turnabout_server.live.roomkeys.RoomKeys.destroy",
    "turnabout_server.live.liveroom.LiveRoom._keep_report",
)
"""Steps between the end of a session and its report in the archive."""

GROUND: Final = (
    "turnabout_server.log.sqlite.groupby",
    "turnabout_server.log.sqlite.SqliteLog._waiting",
    "turnabout_server.log.sqlite.SqliteLog._commit",
    "turnabout_server.log.sqlite.SqliteLog._tell",
    "turnabout_server.live.pulse.Pulse.beat",
    "turnabout_server.live.rooms.Rooms._write_marks",
)
"""Steps of what all rooms stand on: when one fails, the server ends, and everybody is told."""


class Failure(NamedTuple):
    """An error in one step of a client."""

    where: str
    ends: Literal["connection", "program"]
    """What it ends: the connection, and the client comes back by itself; or the program, with a
    sentence, and its person comes back with the key of the seat."""

    @property
    def name(self) -> str:
        """What the test is called."""
        return ".".join(self.where.split(".")[2:])


CLIENT: Final = (
    # A command leaves.
    Failure("turnabout_client.link.unanswered.Unanswered._next", "program"),
    Failure("turnabout_client.link.wire.encode", "program"),
    Failure("turnabout_client.link.wire.Wire.send", "program"),
    # News and answers come.
    Failure("turnabout_client.link.wire.understood", "program"),
    Failure("turnabout_client.link.connection.Connection._take", "program"),
    Failure("turnabout_client.link.unanswered.Unanswered.answered", "program"),
    Failure("turnabout_client.link.roomtime.RoomTime.sync", "program"),
    Failure("turnabout_client.link.connection.fold", "connection"),
    # Whoever shows the room is told.
    Failure("tests.faults.stage.Person.hear", "program"),
)

SCREEN: Final = (
    "turnabout_client.tui.app.TurnaboutApp.on_room_changed",
    "turnabout_client.tui.app.TurnaboutApp.follow",
    "turnabout_client.tui.registry.screen_for",
    "turnabout_client.tui.room.screen.RoomScreen.update_room",
    "turnabout_client.tui.room.header.Header.show",
)
"""Steps from the news of a client to what its terminal shows."""

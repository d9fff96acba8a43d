"""What the game decides. Pure: the room, a command and the time go in, events come out.

    open_room, take_seat           before anybody plays
    decide(room, seat, command)    what a seat asks for
    expire(room), due(room)        what the clock asks for, and when it will
    drop, come_back, restart       what the network asks for

All of them return the events that follow, in order, or raise Refused and change nothing.
"""

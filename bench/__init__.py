"""What a server costs and how fast it answers, measured beside a bare room server in the same run.

accounts    what the operating system says a process has used
line        one connection, spoken by hand: a load must cost less than what it loads
bare        room servers on bare `websockets`, which store nothing: the yardstick
served      Turnabout's server, as a process of its own
games       what is played: at the bare servers, and at Turnabout's tables
load        how it is played: as fast as answers come, at a pace, not at all
phases      what is measured
figures     the table, and the ratios that the next run is compared with
__main__    rounds of all that

Beside it, each with a make target of its own: `client`, `doors`, `ssh`, `first_action`, `texts`
and `single_file`.
"""

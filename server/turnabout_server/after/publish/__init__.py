"""What may be published of what people answered for themselves. Nothing else publishes.

Whatever goes to the room or to a player and rests on ratings, orders or answers is made here: a
figure, a tally, a slip, the results. A test holds that no other module makes one, and nobody else
may import `scoring`. Two rules keep a single answer from being worked out.

*Enough people.* Every figure says how many people it takes, and has no value when there are fewer.

*No subtraction.* One may know one's own answers and one's own slip, and take them off what the room
sees. So the people behind a figure, less the one who looks, are at least two; the people behind two
figures of the same answers are the same or differ by at least as many as either takes: before and
after, and what is set against each other, are of those who answered all of it; a question is shown
by side or pooled, and never both. Every figure is symmetric in its people, so among two
unknown ones neither's answer follows: what one gave the other could have given.

What remains, and is accepted: where the unknown ones all answered the same and nothing else fits,
as when everybody gave the maximum, each of them is known; and the two guessers of a small room may
know of each other how well they guessed, though not what.

    figures     figures, arrows, and a question by side or pooled
    results     what the room sees of itself: the results, and its score
    directions  its orders, and the guesses at them
    attitudes   what people said of understanding each other, and of each other's work
    ringing     how true the play rang
    slips       what a player alone sees of their own play
    slides      what a slide of the reveal adds to those before it
    polls       tallies, an advice to the facilitator, and which side speaks first
    glossary    the words that were explained
    retention   what stayed of an earlier session
"""

from turnabout_server.after.publish.glossary import glossary
from turnabout_server.after.publish.polls import less_heard, safety, safety_verdict, tallies, tally
from turnabout_server.after.publish.results import results
from turnabout_server.after.publish.retention import checked
from turnabout_server.after.publish.ringing import room_rings_true
from turnabout_server.after.publish.slides import understood_so_far
from turnabout_server.after.publish.slips import slip

__all__ = [
    "checked",
    "glossary",
    "less_heard",
    "results",
    "room_rings_true",
    "safety",
    "safety_verdict",
    "slip",
    "tallies",
    "tally",
    "understood_so_far",
]

"""What the room sees of a poll, in lines: the questions, and once it is over the tallies. Pure."""

from collections.abc import Iterator

from textual.content import Content

from turnabout_client.activities.poll.model import looks, ranked, why_hidden, withheld
from turnabout_client.view import words
from turnabout_language import _, n_
from turnabout_protocol.activities.poll import Poll, PollState, Tally
from turnabout_protocol.room import Public


def lines(public: Public, step: Poll) -> Iterator[Content]:
    """Yield what is asked, or what was answered by all together."""
    tallies = public.state(PollState, step.id).tallies
    if tallies is None:
        yield from (words.point(_(question.text)) for question in step.questions)
        yield words.so_many_are_ready(public, step)
        return
    why = ""
    for question, tally in zip(step.tallied, tallies, strict=False):
        yield Content.styled(_(question.text), "bold")
        if not tally.hidden:
            yield from _tally(tally)
        elif why != (why := why_hidden(tally)):
            # The same reason is given once.
            yield Content.styled(why, "$quiet")


def part(public: Public, step: Poll) -> str:
    """Return what is to be asked aloud, where too few answered to show it; else nothing."""
    tallies = public.state(PollState, step.id).tallies or ()
    hidden = [q for q, tally in zip(step.tallied, tallies, strict=False) if tally.hidden]
    if not hidden:
        return ""
    aloud = (_("“{text}”", text=_(question.text)) for question in hidden)
    return " ".join((_("Ask it aloud instead. Anybody who likes may answer:"), *aloud))


def now(public: Public, step: Poll) -> str:
    """Return what to do with what was answered; nothing while everybody answers for themselves."""
    tallies = public.state(PollState, step.id).tallies
    return "" if tallies is None else looks(withheld(tallies))


def _tally(tally: Tally) -> Iterator[Content]:
    named = [f"{_(answer)} {n}" for answer, n in ranked(tally)]
    yield Content(" · ".join(named) or _("Nobody chose anything."))
    yield Content.styled(n_("{n} person answered.", "{n} people answered.", tally.n), "$quiet")

"""View logic of the brief: the person one is to play, who plays whom, and first words. Pure."""

from collections.abc import Sequence

from textual.content import Content

from turnabout_client.view import words
from turnabout_language import _
from turnabout_protocol.activities.brief import BriefState
from turnabout_protocol.room import Public, Seat
from turnabout_protocol.scenario import Persona, Term


def person(who: Persona) -> Content:
    """Return a persona's job, pressure and good reason."""
    return words.lines(
        Content.styled(who.job, "bold"),
        Content.assemble((_("Pressure:"), "bold"), f" {who.pressure}."),
        Content.assemble((_("Good reason:"), "bold"), f" {who.good_reason}."),
    )


def questions(prompts: Sequence[str]) -> Content:
    """Return what to think about, one question per line."""
    told = [Content.assemble(("· ", "bold $accent"), _(prompt)) for prompt in prompts]
    return words.lines(Content.styled(_("Think for a moment"), "bold $accent"), *told)


def glossary(public: Public, terms: Sequence[Term]) -> Content:
    """Return the other side's words, each in plain words."""
    told = [Content.assemble((term.term, "bold"), f"  {term.means}") for term in terms]
    return words.lines(Content.styled(words.their_words(public), "bold $accent"), *told)


def cast(public: Public) -> Content:
    """Return who plays whom, for those who watch."""
    return words.lines(*(_plays(public, seat) for seat in public.players() if seat.persona))


def _plays(public: Public, seat: Seat) -> Content:
    who = words.persona(public, seat.id)
    # For whoever steers the persona carries the name already.
    name = "" if seat.name in who.plain else f"  {seat.name}"
    return Content.assemble(who, f", {seat.job}", (name, "$quiet"))


def first_words(public: Public, state: BriefState) -> Content:
    """Return what people have said in role, newest first: a low pane shows only its top."""
    said = [in_role(public, seat, text) for seat, text in reversed(tuple(state.lines.items()))]
    return words.lines(*(said or [Content.styled(_("Nobody has spoken yet."), "$quiet")]))


def in_role(public: Public, seat: int, text: str) -> Content:
    """Return what somebody has said in role."""
    return Content.assemble(words.persona(public, seat), "  ", text)


def decided(plays: bool, ready: bool, waiting: str) -> str:
    """Return what somebody does who says nothing more; `waiting` is for how many."""
    if not plays:
        return _("You watch. {waiting}", waiting=waiting)
    if ready:
        return _("You are ready. {waiting}", waiting=waiting)
    return _("Read on, until you are ready.")

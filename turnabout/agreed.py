"""What has to be true before a real discussion is played: consent, other words, and two weeks."""

from typing import NamedTuple

from turnabout.problems import FAILED, Problem
from turnabout.terminal import has_terminal, say
from turnabout_language import _, n_
from turnabout_protocol.scenario import Import
from turnabout_server.authoring.scenarios import REAL_DAYS


class Assurances(NamedTuple):
    """What was said about it on the command line."""

    from_real: bool = False
    consented: bool = False
    paraphrased: bool = False
    age_days: int | None = None


def agreed(said: Assurances) -> Import:
    """Return what is known of the discussion; at a terminal it asks for what was not said.

    Raises Problem when it may not be used, or not yet.
    """
    asks = has_terminal()
    # An option about consent, other words or age is about a real discussion.
    real = any((said.from_real, said.consented, said.paraphrased, said.age_days is not None))
    if not real and asks:
        real = _yes(_("Do these points come from a real discussion?"))
    if not real:
        return Import(from_real=False)
    age = said.age_days
    if age is None and asks:
        age = _days(_("How many days ago was it?"))
    if age is None:
        raise Problem(_("Say how many days ago the discussion was: --age-days 20."), FAILED)
    if age < REAL_DAYS:
        raise Problem(
            n_(
                "The discussion is {n} day old. Wait until it is {least} days old: then people can "
                "play what they could only quarrel about now.",
                "The discussion is {n} days old. Wait until it is {least} days old: then people "
                "can play what they could only quarrel about now.",
                age,
                least=REAL_DAYS,
            ),
            FAILED,
        )
    if not (said.consented or (asks and _yes(_("Did those who were there agree to this?")))):
        raise Problem(
            _("First ask those who were there. When they have agreed, say so with --consented."),
            FAILED,
        )
    retold = _("Is it retold, without names, quotes and figures by which somebody can be found?")
    if not (said.paraphrased or (asks and _yes(retold))):
        raise Problem(
            _(
                "Retell it first: no names, no quotes, no figures by which somebody can be found. "
                "Then say so with --paraphrased."
            ),
            FAILED,
        )
    return Import(from_real=True, consented=True, scrubbed=True, age_days=age)


def asked(question: str) -> str:
    """Return what a person answers. Raises Problem when nobody does."""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        raise Problem(_("Nothing was written: the questions were not answered."), FAILED) from None


def _yes(question: str) -> bool:
    yes, no = _("yes"), _("no")
    while True:
        answer = asked(f"{question} [{yes}/{no}]").casefold()
        if answer and (yes.startswith(answer) or no.startswith(answer)):
            return yes.startswith(answer)
        say(_("Please answer {yes} or {no}.", yes=yes, no=no))


def _days(question: str) -> int:
    while True:
        answer = asked(question)
        if answer.isdecimal() and len(answer) < 5:
            return int(answer)
        say(_("Please answer with a number."))

"""Once the results are known nothing is given any more that they are made of."""

from turnabout_language import N_
from turnabout_protocol.room import Public
from turnabout_protocol.steering import results_out
from turnabout_server.rules.refusal import Refusal


def are_out(public: Public) -> bool:
    """Return whether the results were put together: in a reveal, or for the slips of the close.

    What is published twice, with an answer and without it, has a difference. So neither a guess
    that was made with the true order in sight counts, nor a late rating.
    """
    return results_out(public)


def check_not_out(public: Public) -> None:
    """Raises Refusal if an answer would come too late."""
    if are_out(public):
        raise Refusal(
            "shown",
            N_(
                "The results are known. This step is open again to read and to talk; what was"
                " given here stands."
            ),
        )

"""Attacks from within: what an insider can learn of somebody else's secret.

The attacker is no stranger. It holds everything that its own seats receive: one, two or all seats
but the one that is attacked, the facilitator's among them; and it may compare plays. Each file is
one attack, by what it looks at: the moment at which something happens, the seed of the room, a
difference of two figures. A case plays the same session again and again, and nothing differs but
one secret: a rating, a rank, a vote, whose a card is. What the attacker heard (each event with its
time, in its order) goes with the secret into `insider.gain`: how much more often than by chance
even the best possible guess is right. The threshold is `insider.MOST`; each case says what is
chance in it.

Whatever was found by an attacker is here as a case that failed before it was mended.
"""

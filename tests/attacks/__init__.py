"""Attacks from within: what an insider can learn of somebody else's secret.

The attacker is no stranger. It holds everything that its own seats receive: one, two, three or all
seats but the ones that are attacked, the facilitator's among them; it may steer, come in again, copy
the data folder and know the seed. What it wants is one person's rating, rank, guess, feeling, vote,
authorship, pass or flag. Each file is one attack, by what it looks at:

    whole_session   everything, in an hour of everything: two worlds in which two people have
                    exchanged a secret, its moment, or both
    sockets         the same on a real server
    last_one        what follows from the figures when all others collude, and that it is no more
    moment, gaps    when something happens or is told; numbers that are missing
    seed, authors   orders: what the seed gives back, where a card lies, when an idea came
    difference      two counts of the same, with somebody gone in between
    flags           who flagged, when, and how many
    puppets         the same person once more, and a facilitator who takes out the others
    folder          the data of a running server, without its keys

**Thresholds.** Where plays are compared, one by one, nothing may differ but the secret: a single
difference is a fault, and `insider.MOST`, how much more often than by chance the best guess may be
right, is less than one play in any case. Where something is drawn, the guess is right at most so
often as luck allows in so many rooms (a binomial bound, `authors.more`, `seed.MORE`). The secrets
of the rooms are the same in each run, so a case passes always or never.

**What an insider may know.** *Figures* say something of those behind them. Two people who give the
figure the same cannot be told apart by it; the last one whom all others behind it want to find out
can, where the figure is of a mean (`last_one.FOLLOWS` is the whole list). *What is said at once*,
unsigned (a reaction, an aha, what became of a promise), has a moment: it is somebody's who is here
then. *A pass* is seen by all, as the turn ends; it is in no report. *Taking out whoever left
nothing* before the session shows who wrote a card, to all, at the price of everybody else's seat.

**Faults.** Whatever an attacker found is here as a case that failed before it was mended:

    read a colleague by coming in again as      test_puppets, tests/server/test_rules_panel.py
      two or three observers
    two of three owners read the third          test_last_one, tests/server/test_publish_thirds.py
    a low rating without a tag named its seat   test_moment: a_rating_and_its_tag_look_like_any_other
    who has rated, answered, ordered, voted     test_moment: who_was_first_or_last_is_never_told
      was told at once
    entry numbers with holes                    test_gaps
    authors of cards from seed and gaps         test_seed, test_authors
    single answers on the disk and in copies    test_folder, tests/server/test_sealed.py,
                                                tests/e2e/test_privacy.py
    flags with a name, at once                  test_flags
    dots of two or three voters                 test_difference: fewer_than_four_voters
    a second poll after a seat was removed      test_difference: who_was_removed_is_not, test_puppets
    one address that fills all seats            tests/server/test_rules_door.py
    a team's name opens its promises            tests/server/test_series.py
    an idea came as it was written: whose it    test_authors: an_idea_has_no_moment, who_is_ready_last;
      was, where others were away               test_whole_session
    a second talk began with another side       test_difference: ..._which_side_speaks_first
      after somebody was removed

`make attacks` is the long form: every pair of people in every size of room, and many more rooms.
"""

"""Attacks from within: what an insider can learn of somebody else's secret.

The attacker is no stranger. It holds everything that its own seats receive: one, two, three or all
seats but the ones that are attacked, the facilitator's among them; it may steer, come in again,
copy the data folder and know the seed. What it wants is one person's rating, rank, guess, feeling,
vote, authorship, pass or flag. Each file is one attack, by what it looks at:

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
then. *A pass* is seen by all, as the turn ends; it is in no report. What is
put together or in other words on a table is of that kind, too.

**Faults.** Whatever an attacker found is here as a case that failed before it was mended:

    a player came in again as observers and read   test_puppets
      a colleague's rank, `felt` and rating          tests/server/test_rules_panel.py
    two of three owners read the third             test_last_one
                                                     tests/server/test_publish_thirds.py
    a low rating without a tag named its seat      test_moment: a_rating_and_its_tag
    who rated, answered, ordered, voted: at once   test_moment: who_was_first_or_last
    entry numbers with holes                       test_gaps
    authors of cards from seed and gaps            test_seed, test_authors
    single answers on the disk and in copies       test_folder
                                                     tests/server/test_sealed.py
                                                     tests/e2e/test_privacy.py
    flags with a name, and at once                 test_flags
    one person filled all seats                    tests/server/test_rules_door.py
    the name of a team opened its promises         tests/server/test_series.py
    dots of two or three voters                    test_difference: fewer_than_four_voters
    a second tally when a seat was removed         test_difference: who_was_removed_is_not
                                                   test_puppets: who_takes_out_all_but_one
    a second talk began with the other side        test_difference: which_side_speaks_first
    who stayed when seats were cleared was an      test_authors: who_is_taken_out
      author
    an idea came as it was written: whose, where   test_authors: an_idea_has_no_moment
      others were away or not ready                  and who_is_ready_last
                                                   test_whole_session: the moment

`make attacks` is the long form: every pair of people in every size of room, and many more rooms.
"""

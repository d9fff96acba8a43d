"""What ratings, orders and answers say. Pure: a room in, scores out, as in the game's evidence.

All scores are points from 0 to 100. A part that is not available is left out, never counted as
zero. Nothing here is shown to anybody: only `publish` makes figures of it, and nobody else imports
this package.

    pool        values of single people, of which only pooled facts come out
    turns       the turns that count, and their ratings
    portrayal   how a part was played: rings true, heard, picks what matters, their words
    orders      who ranked and guessed what
    paired      who is compared: the same people before and after
    accuracy    how well an order was guessed, and how far its owners agree
    dealt       what people learnt of the cards they were dealt, and of the others
    measures    what people felt and claimed; the room's score
"""

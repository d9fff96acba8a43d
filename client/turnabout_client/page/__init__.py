"""The web door: a seat's dialogue as a page, made here; the browser only shows it and answers.

`render` makes HTML of a dialogue, `seat` is what stands behind one browser, `door` answers requests
and takes sockets. `static/page.js` opens the socket, swaps regions and sends what is pressed or
typed: it knows no game, and is told nothing that its seat may not know.
"""

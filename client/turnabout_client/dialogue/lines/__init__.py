"""Plain lines: a dialogue on standard input and output, without a screen.

For screen readers, braille displays, dumb terminals, pipes. Nothing is repainted, nothing is told
twice, numbers stand before choices, and every line says what it is.

`hearing` reads what was typed, `telling` says what is new, `form` is a question that is being
answered; these are pure. `saying` remembers what was said, `talk` is the conversation. `door` and
`check` are what is asked before a seat and after a session, `visit` is all of it. `typed` and
`editor` are the ends at which somebody types: a pipe, and a line at a terminal.
"""

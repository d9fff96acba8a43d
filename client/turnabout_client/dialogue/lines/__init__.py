"""Plain lines: a dialogue on standard input and output, without a screen.

For screen readers, braille displays, dumb terminals, pipes. Nothing is repainted, nothing is told
twice, numbers stand before choices, and every line says what it is.

`hearing` reads what was typed, `telling` says what is new, `talk` puts the two together; these are
pure. `console` reads and writes.
"""

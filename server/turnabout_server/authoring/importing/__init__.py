"""Notes of a discussion become cards of one side.

bytes -> text (`decoding`) -> points, and what is left out (`reading`; `sheet`, `page`, `table`)
-> cards (`cards`), and an account in which no line is lost (`account`) -> a scenario's file
(`filling`, `insertion`).
"""

"""Characters as Unicode and as people see them: patterns for `clean`.

The library that knows them takes a while to load. Whoever speaks the protocol has it from the
beginning; a command that only reads a link does not wait for it.
"""

from typing import Final

import regex

RUN: Final = 8
"""Marks of any kind in a row that are normalised."""
# Characters without a meaning in Unicode cannot be read. The library's own tables say which they
# are, because Python's differ from version to version and two ends would clean differently.
UNASSIGNED: Final = regex.compile(r"\p{Cn}")
# Normalising sorts the marks on a character in time quadratic in their number. So the number is
# bounded first, in one pass.
LONG_RUN: Final = regex.compile(rf"([\p{{M}}\p{{Cf}}]{{{RUN}}})[\p{{M}}\p{{Cf}}]+")
# Three marks without a width stay on one character; more climb over the neighbouring lines.
CLIMBING: Final = regex.compile(r"([\p{Mn}\p{Me}\p{Cf}]{3})[\p{Mn}\p{Me}\p{Cf}]+")
SEEN_AS_ONE: Final = regex.compile(r"\X")

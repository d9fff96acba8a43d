"""Texts that cost: what a stranger sends to keep the server busy, by name."""

from typing import Final

from turnabout_protocol.codec import TEXT

LONG: Final = 4 * TEXT
"""Characters that `clean` looks at, at most."""

HOSTILE: Final = {
    "marks of mixed classes": "\u0344" * (LONG // 2) + "\u0f73" * (LONG // 2),
    "one mark again and again": "a" + "\u0301" * LONG,
    "two classes in turn": "\u0323\u0301" * (LONG // 2),
    "marks with a width in turn": "\U0001d165\u0301" * (LONG // 2),
    "marks behind each hidden sign": "\u0344\u200b\u0f73" * (LONG // 3),
    "marks on every letter": ("a" + "\u0344\u0f73" * 4) * (LONG // 9),
    "joiners": "\U0001f469\u200d" * (LONG // 2),
    "half flags": "\U0001f1e9" * LONG,
    "Hangul to be composed": "\u1100\u1161\u11a8" * (LONG // 3),
    "signs in front": "\u0600" * LONG,
    "conjuncts": "\u0915\u094d" * (LONG // 2),
    "white space": "\u3000" * LONG,
    "hidden signs": "\u200b" * LONG,
    "nothing assigned": "\u0378" * LONG,
    "long ones of each kind": ("\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301 \u202e")
    * (LONG // 9),
}

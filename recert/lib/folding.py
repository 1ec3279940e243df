"""Folding: words as they are compared when people look for one another.

Who types `muller` means Müller; who types `OBRIEN` means O'Brien.
"""

from __future__ import annotations

import unicodedata

APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´"))
UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h"}
)
"""Letters that Unicode does not take apart into a plain one and a mark."""


def fold(text: str) -> str:
    """The text in lower case, without accents and apostrophes; spaces as they are."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.translate(APOSTROPHES).translate(UNDIVIDED)


def folded_words(*texts: str) -> str:
    """The words of these texts, folded, each behind two spaces.

    Two spaces, so that even the first letter of a word is three characters long with them:
    an index of three characters each then finds words by how they begin.
    """
    return "".join(f"  {word}" for text in texts for word in fold(text).split())

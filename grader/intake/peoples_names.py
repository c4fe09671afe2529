"""Names as people and systems write them: which are the same, and which have anything in common."""

from __future__ import annotations

import unicodedata

__all__ = ["are_alike", "bare_words", "in_ascii", "letters", "spellings"]

LEAST_WORD = 2
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})


def spellings(name: str) -> set[str]:
    """Return a name as it may be written: last name first or not, without marks or blanks."""
    last, comma, first = name.partition(",")
    ways = {name, f"{first} {last}" if comma else name}
    words = name.split()
    if not comma and len(words) > 1:
        # Canvas writes the last name first; which word it begins with is not known.
        ways |= {" ".join((*words[n:], *words[:n])) for n in range(1, len(words))}
    return {letters(way) for way in ways} - {""}


def letters(name: str) -> str:
    """Return a name's letters and digits, without case, in one word."""
    text = unicodedata.normalize("NFKC", name).casefold()
    # Marks belong to letters: without them names of many scripts would be alike.
    kept = (c for c in text if c.isalnum() or unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", "".join(kept))


def in_ascii(name: str) -> str:
    """Return a name in small letters as systems write it without umlauts and accents.

    >>> in_ascii("jörg søby"), in_ascii("zoë")
    ('joerg soeby', 'zoe')
    """
    plain = unicodedata.normalize("NFD", name.translate(UMLAUTS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def are_alike(name: str, other: str) -> bool:
    """Whether two names have anything in common."""
    if spellings(name) & spellings(other):
        return True
    ours, theirs = bare_words(name), bare_words(other)
    # Canvas writes names without blanks in the names of files.
    return any(word in "".join(ours) for word in theirs) or any(
        word in "".join(theirs) for word in ours
    )


def bare_words(name: str) -> list[str]:
    """Return a name's words without case and accents."""
    text = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return [word for word in kept.split() if len(word) >= LEAST_WORD or not word.isascii()]

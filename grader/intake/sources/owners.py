"""Whose a file or a folder may be by its name alone: what is left of it without other words.

People put a name before or behind an exercise's. Words for parts and versions of one's own work,
counts and dates tell whose nothing is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from exercises.coach.contracts import EXERCISES
from grader.intake.file_names import ENDING
from grader.intake.people import folded
from grader.intake.tree import stem_of
from grader.intake.undecoded import as_bytes

__all__ = [
    "folded_owner", "is_part", "is_section", "is_within", "owner_of", "owners_in", "somebody_in",
    "words_in",
]  # fmt: skip

# An exercise's name in a file's, however its words are kept apart.
STEM = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(r"[\W_]+".join(exercise.stem.split("_")) for exercise in EXERCISES)
    + r")(?:v?\d+)?(?![^\W_])",
    re.IGNORECASE,
)
# What people call a part or a version of their own work, and nobody is called.
PART = re.compile(
    r"(my|the|new|old|older|final|finished|fixed|copy|kopie|backup|bak|archive|archiv|version|draft|"
    r"attempt|try|v|rev|exercises?|ex|uebung|übung|aufgabe|task|problem|question|part|week|unit|"
    r"chapter|notebooks?|nb|jupyter|src|source|code|py|python|scripts?|work|homework|hw|assignment|"
    r"abgabe|submissions?|submit|handin|delivery|solutions?|lösung|loesung|results?|plots?|figures?|images?|"
    r"data|docs?|notes|kit|working|works|done|complete|completed|corrected|correct|updated?|latest|"
    r"best|good|real|tested|numpy|with|without|plain|loop|alternative|alt|original|orig|edited|"
    r"resubmissions?|resubmit(ted)?|revisions?|revised|extensions?|extended|granted|appeals?|missing|"
    r"reports?|pictures?|screenshots?|photos?|graphs?|slides?|pdfs?|"
    r"outputs?|documentation|latex|lib|incomplete|makeup|others?|misc|by|e?mail(ed|s)?|verspätet|"
    r"nachgereicht|korrigiert|late|last|"
    r"first|second|third|download|solved|ready|gradient|descent|learning|rates?|convergence|"
    r"trajectories|linear|regression|main|master|of|and|the|in|to|\d+)",
    re.IGNORECASE,
)
# What a folder of several people is called.
SECTION = re.compile(
    r"(?:^|[\W_])(sections?|sec|groups?|gruppen?|grp|tutorials?|tut|labs?|class(es)?|classroom|"
    r"cohort|period|block|course|kurs|klasse|übungsgruppe|campus|morning|afternoon|evening|"
    r"mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|submissions|students|all)"
    r"(?:$|[\W_\d])",
    re.IGNORECASE,
)
# A date tells whose nothing is: what somebody handed in that day, or at that time. VPL of Moodle's
# keeps what it ran beside that, ``2026-11-20-10-00-00.ceg``.
DATE = re.compile(
    r"\d{4}([-._ ])\d\d?\1\d\d?([-._ T]\d\d([-._:h]?\d\d){1,2}(\.ceg)?)?"
    r"|\d\d?([-._ ])\d\d?\5\d{4}"
)
# In a file's name: of a copy or a version, or of a day. A longer number may be somebody's.
COUNT = re.compile(r"\d{1,3}(_\d{1,3})*|20\d\d_?(0[1-9]|1[0-2])_?([0-2]\d|3[01])(_?\d\d){0,3}")
LONGEST_COUNT = 4
# So many letters of somebody's name are no accident.
TELLING = 3
# Kinds of characters that words are made of: letters and digits; vowels and accents that are
# characters of their own; bytes that may be letters; what this Python does not know yet.
IN_WORDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc", "Cs", "Cn"})
# Of emoji, which some are called by; of Latin-1 they are © and the like.
SYMBOLS = frozenset({"So", "Sk"})
# What keeps letters, or the parts of an emoji, from being joined, or joins them.
JOINERS = "\u200c\u200d"
# What asks for a picture, as in the keycap 1 in a box, which counts as 1 does.
SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


@lru_cache(maxsize=4096)
def is_part(name: str) -> bool:
    """Whether a folder's name is that of a part or version of somebody's work."""
    if DATE.fullmatch(stem_of(name)):
        return True
    text = unicodedata.normalize("NFC", stem_of(name))
    words = [w for w in re.split(r"[\W_]+|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])", text) if w]
    if all(word.isdigit() for word in words):
        return False
    return all(PART.fullmatch(word) for word in words)


def is_section(name: str) -> bool:
    """Whether a folder's name is that of a section, a group or a whole course."""
    return SECTION.search(name) is not None


def owners_in(name: str) -> tuple[str, str]:
    """Return what stands before and behind an exercise's name, each if it may be somebody's."""
    ending = ENDING.search(name)
    text = name[: ending.start()] if ending else name
    found = STEM.search(text) or STEM.search(text := unicodedata.normalize("NFKC", text))
    if found is None:
        return "", ""
    return somebody_in(text[: found.start()]), somebody_in(text[found.end() :])


def somebody_in(text: str) -> str:
    """Return what is left of a part of a file's name without the words for versions and parts.

    A number may tell apart who has one name, unless it counts parts or versions.
    """
    words = words_in(text)
    first, last = 0, len(words)
    while first < last and is_part(words[first][0]):
        first += 1
        while first < last and words[first][0].isdigit() and len(words[first][0]) <= LONGEST_COUNT:
            first += 1
    while last > first and is_part(words[last - 1][0]):
        last -= 1
    if first == last:
        return ""
    owner = text[words[first].start() : words[last - 1].end()]
    is_count = COUNT.fullmatch("_".join(word[0] for word in words[first:last]))
    return "" if is_count or DATE.fullmatch(owner) else owner


def owner_of(name: str) -> str:
    """Return whose a file is by its name; empty where it may be nobody's, or either of two's."""
    before, behind = owners_in(name)
    return "" if before and behind else before or behind


def folded_owner(owner: str) -> str:
    """Return a name as it is compared: whatever keeps its words apart, in capitals or not."""
    return folded("_".join(word[0] for word in words_in(as_bytes(owner))))


def is_within(name: str, other: str) -> bool:
    """Whether a name, as it is compared, is in another: as a word of its own if it is short."""
    return name in other if len(name) >= TELLING else name in other.split("_")


def words_in(text: str) -> list[re.Match[str]]:
    """Return the words of a name, in any script, with where they are in it."""
    return list(re.finditer("[^ ]+", "".join(c if _is_in_word(c) else " " for c in text)))


def _is_in_word(char: str) -> bool:
    if char in SELECTORS:
        return False
    kind = unicodedata.category(char)
    return kind in IN_WORDS or char in JOINERS or (kind in SYMBOLS and char > "\xff")

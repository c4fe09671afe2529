"""Names in an encoding that nothing tells: their bytes are kept until the instructor says which.

Windows and older systems write the names in a zip in that machine's code page, and do not say in
which. Read in another one, they are the names of nobody, or of somebody else.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise

from grader.wording import listed

__all__ = [
    "as_bytes", "decoded", "encodings_of", "is_undecoded", "keeps_ascii", "may_be_a_name",
    "readings", "ways_to_read",
]  # fmt: skip

# As Python keeps a byte that it could not decode.
BYTE = re.compile("[\udc80-\udcff]")
# What Windows and older systems write, the likelier ones first where several read alike.
PAGES = (
    "cp850", "cp437", "cp1252", "cp852", "cp1250", "cp866", "cp1251", "gbk", "big5", "cp932",
    "cp949", "cp737", "cp1253", "cp857", "cp1254", "cp862", "cp1255", "cp1256", "cp874", "cp1258",
    "mac-roman", "euc-jp",
)  # fmt: skip
# Ways to read names that are shown.
READINGS = 6
SCRIPTS = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK"}


def is_undecoded(name: str) -> bool:
    """Whether bytes are in a name of which nobody knows what they mean."""
    return BYTE.search(name) is not None


def encodings_of(names: Iterable[bytes], encoding: str) -> tuple[str, ...]:
    """Return in which encodings names that were written together are to be tried.

    UTF-8 is the first if most are in it: a short name in another encoding may be so by accident.
    """
    others = [name for name in names if not name.isascii()]
    count = sum(_is_in(name, "utf-8") for name in others)
    return ("utf-8", encoding) if 2 * count > len(others) else (encoding,)


def _is_in(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeError:
        return False
    return True


def decoded(name: bytes, encodings: Iterable[str]) -> str:
    """Return a name in the first encoding that it can be in; where there is none, its bytes."""
    for each in filter(None, encodings):
        with suppress(UnicodeError):
            return name.decode(each)
    return name.decode("ascii", "surrogateescape")


def as_bytes(name: str) -> str:
    r"""Return a name with the bytes that could not be decoded as Python writes them.

    >>> as_bytes(b"M\xfcller".decode("utf-8", "surrogateescape"))
    'M\\xfcller'
    """
    return BYTE.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", name)


def keeps_ascii(encoding: str) -> bool:
    """Whether names can be in an encoding: Python knows it, and ASCII is the same in it."""
    plain = bytes(range(0x20, 0x7F))
    try:
        return codecs.decode(plain, encoding) == plain.decode()
    except (LookupError, ValueError, TypeError):
        return False


def readings(names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield encodings in which all the names may be names, each with them, no two alike."""
    written = [name.encode("utf-8", "surrogateescape") for name in names]
    seen = []
    for page in PAGES:
        with suppress(UnicodeError):
            read = [name.decode(page) for name in written]
            if read not in seen and all(map(may_be_a_name, read)):
                seen.append(read)
                yield page, read


def ways_to_read(names: Iterable[str]) -> str:
    """Return a line for each of the encodings in which names may be, with the names in it."""
    lines = [f"  --names-in {page}: {listed(own)}" for page, own in readings(names)]
    return "\n".join(lines[:READINGS])


def may_be_a_name(name: str) -> bool:
    """Whether each word is in one script, without signs and with its capitals in front."""
    for word in re.findall(r"[^\s!-/:-@\[-`{-~‘’´·–]+", name):
        scripts = {_script(character) for character in word if not character.isdecimal()}
        if len(scripts) > 1 or "" in scripts:
            return False
        if any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word)):
            return False
    return True


def _script(character: str) -> str:
    if unicodedata.category(character) not in ("Lu", "Ll", "Lo", "Mn", "Mc"):
        return ""
    first = unicodedata.name(character, "").partition(" ")[0]
    return SCRIPTS.get(first, first)

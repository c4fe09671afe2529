"""Names of files and folders for students of any name, on any file system, no two alike."""

from __future__ import annotations

import hashlib
import re

from grader.intake.people import folded
from grader.reports.text import UNSEEN

__all__ = ["Places", "name_for"]

BYTES = 150
DIGITS = 12
# What a path, a shell or Windows takes for more than a name, and what turns text around.
UNSAFE = re.compile(f'[{UNSEEN}\t\n\r/\\\\<>:"|?*]+')
# What a shell takes for an option, and a spreadsheet for a formula, in the table of the pages.
FIRST = re.compile("^'*[-=+@\uff1d\uff0b\uff0d\uff20]+")
# To Windows these are devices, whatever follows the first dot.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


class Places:
    """Gives every student a name of their own, on file systems too that mind no case or accents."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, student: str) -> str:
        """Return the name for a student; where it is not plainly theirs, with a hash."""
        name, digits = name_for(student), DIGITS
        while folded(name) in self.taken:
            # Somebody may be called as another one would be with a hash.
            name, digits = _with_hash(student, digits), digits + 1
        self.taken.add(folded(name))
        return name


def name_for(student: str) -> str:
    """Return the name that a student has where no other one has it already."""
    text = student.encode("utf-8", "backslashreplace").decode()
    is_plain = _cut(text) == text and not DEVICES.match(text)
    return text if is_plain else _with_hash(student)


def _cut(text: str) -> str:
    name = FIRST.sub("_", UNSAFE.sub("_", text).strip(" .")) or "_"
    return name.encode()[:BYTES].decode("utf-8", "ignore").rstrip(" .")


def _with_hash(student: str, digits: int = DIGITS) -> str:
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    cut = _cut(student.encode("utf-8", "backslashreplace").decode())
    return f"{DEVICES.sub('_', cut)}~{digest[:digits]}"

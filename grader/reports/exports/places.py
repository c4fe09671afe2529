"""Names of folders for students of any name, on any file system, no two alike."""

from __future__ import annotations

import hashlib
import re

from grader.intake.people import folded

__all__ = ["Places"]

BYTES = 150
DIGITS = 12
# What a path, a shell or Windows takes for more than a name.
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*]+')


class Places:
    """Gives every student a folder of their own."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, student: str) -> str:
        """Return the name of a student's folder; where it is not plainly theirs, with a hash."""
        text = student.encode("utf-8", "backslashreplace").decode()
        name = UNSAFE.sub("_", text).strip(" .") or "_"
        cut = name.encode()[:BYTES].decode("utf-8", "ignore").rstrip(" .")
        if cut != text or folded(cut) in self.taken:
            digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
            cut = f"{cut}~{digest[:DIGITS]}"
        self.taken.add(folded(cut))
        return cut

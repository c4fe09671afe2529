"""A submission as data: a student's name and the bytes of the modules that were handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.intake.people import Who

__all__ = ["UP_TO", "Alternative", "Submission"]

# Behind the name of a file that holds several exercises and is read as one of them alone.
UP_TO = " up to the next exercise in it"


@dataclass(frozen=True)
class Alternative:
    """Another file that was handed in for an exercise, with work of its own in it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Submission:
    """What one student handed in, read once by the grader.

    Attributes
    ----------
    student : what the student is called in the reports: the folder's or file's name
    files : module file name (``ex1_gradient_descent.py``) to its bytes; a notebook is already
        its module
    notes : what was dropped, skipped or refused on reading, in words for the student
    unreadable : module file name to the reason why what was handed in for it cannot be read;
        such an exercise is exported blank with that reason, never as 0
    unread : what the grader itself was kept from reading, and why: a fault of ours
    alternatives : module file name to what else was handed in for it: the best one counts
    sources : module file name to the name of the file whose bytes are in ``files``
    who : whose it is, and when it came, as far as the source or the roster tells
    """

    student: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    alternatives: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    who: Who = field(default_factory=Who)

    @property
    def digest(self) -> str:
        """SHA-256 of the student's name and of everything that was read, in hexadecimal.

        Who the student is besides, and when it came, changes no grade and is no part of it.
        """
        sha = hashlib.sha256()
        for part in (self.student, *self._parts()):
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            # Lengths keep ("ab", "c") apart from ("a", "bc").
            sha.update(len(data).to_bytes(8, "big") + data)
        return sha.hexdigest()

    def _parts(self) -> list[str | bytes]:
        files = [part for name in sorted(self.files) for part in (name, self.files[name])]
        reasons = [
            part for name in sorted(self.unreadable) for part in (name, self.unreadable[name])
        ]
        others = [
            part
            for name in sorted(self.alternatives)
            for other in self.alternatives[name]
            for part in (name, other.name, other.data)
        ]
        return [*files, *reasons, *others, *self.unread]

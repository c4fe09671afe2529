"""Which of a student's attempts counts, and whose result fell with the newest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.gradebook import Edition, Gradebook
from grader.grades import Grade, Outcome
from grader.intake.submission import Submission

__all__ = ["Attempts", "Fall"]


@dataclass(frozen=True)
class Fall:
    """A newest attempt with fewer points than one before.

    Attributes
    ----------
    student : whose
    before, after : the points of the better one and of the newest; None where it is blank
    is_best : whether the better one counts
    """

    student: str
    before: float
    after: float | None
    is_best: bool

    def __str__(self) -> str:
        """Say what fell, and what counts."""
        why = "the newest counts; the better one would with --attempt best"
        if self.is_best:
            why = "the better one counts"
        after = "blank" if self.after is None else f"{self.after:g}"
        return f"fell: {self.student} {self.before:g} → {after} ({why})"


class Attempts:
    """The attempts of a run, and those that the gradebook has of the same students.

    Parameters
    ----------
    book, edition : where the grades are; only those of one edition are compared
    is_best : whether the best attempt counts, rather than the newest
    """

    def __init__(self, book: Gradebook, edition: Edition, *, is_best: bool) -> None:
        self.book = book
        self.edition = edition
        self.is_best = is_best
        self.newest: dict[str, Submission] = {}

    def note(self, submission: Submission) -> None:
        """Take note of an attempt; each student's come with the newest last."""
        self.newest[submission.student] = submission.without_files()

    @property
    def people(self) -> Mapping[str, Submission]:
        """Who is who, by what they are called."""
        return self.newest

    def counting(self) -> list[str]:
        """Return the digest of the attempt that counts, for each student."""
        return [self._counting(each) for each in self.newest.values()]

    def falls(self) -> Iterator[Fall]:
        """Yield whose newest attempt has fewer points than an earlier one."""
        for each in self.newest.values():
            now = self.book.grade(each.digest, self.edition)
            known = self.book.attempts_of(each, self.edition)
            if now is None or not known or now.outcome is Outcome.GRADER_FAULT:
                continue
            best = max(grade.points for grade in known.values())
            is_blank = now.outcome is Outcome.NOT_SUBMITTED
            if best > (0 if is_blank else now.points):
                yield Fall(each.student, best, None if is_blank else now.points, self.is_best)

    def _counting(self, newest: Submission) -> str:
        if not self.is_best:
            return newest.digest
        known = self.book.attempts_of(newest, self.edition)

        def rank(item: tuple[str, Grade]) -> tuple[float, bool]:
            digest, grade = item
            return grade.points, digest == newest.digest

        return max(known.items(), key=rank)[0] if known else newest.digest

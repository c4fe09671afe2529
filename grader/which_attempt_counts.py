"""Which of a student's attempts counts, and whose result fell with the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.gradebook.book import Attempt, Gradebook
from grader.grades import Grade, Outcome
from grader.intake.people import Who
from grader.intake.submission import Submission
from grader.provenance import Edition
from grader.weights_and_late_work import Rule

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
    assignment : for which they were handed in; only those for one are compared
    rule : how points count: a better attempt that came late may be worth less
    """

    def __init__(
        self, book: Gradebook, edition: Edition, *, is_best: bool, assignment: str = "",
        rule: Rule | None = None,
    ) -> None:  # fmt: skip
        self.book = book
        self.edition = edition
        self.assignment = assignment
        self.is_best = is_best
        self.rule = rule or Rule()
        self.newest: dict[str, str] = {}
        self.seen: dict[tuple[str, str], Who] = {}

    def note(self, submission: Submission) -> None:
        """Take note of an attempt; each student's come with the newest last."""
        digest = submission.digest
        self.newest[submission.student] = digest
        self.seen[submission.student, digest] = submission.who

    def people(self) -> dict[str, Who]:
        """Return who is who, and when the attempt that counts was handed in, by student."""
        counting = self.counting()
        seen = {who: self.seen.get((who, digest)) for who, digest in counting.items()}
        return self.book.people(counting) | {who: each for who, each in seen.items() if each}

    def counting(self) -> dict[str, str]:
        """Return the digest of the attempt that counts, by student."""
        best = self._best() if self.is_best else {}
        return {
            who: best[who].submission if who in best else newest
            for who, newest in self.newest.items()
        }

    def falls(self) -> Iterator[Fall]:
        """Yield whose newest attempt has fewer points than an earlier one."""
        for student, best in self._best().items():
            newest = self.newest[student]
            now = self.book.grade(newest, self.edition)
            if now is None or now.outcome is Outcome.GRADER_FAULT or best.submission == newest:
                continue
            is_blank = now.total is None
            points = self._worth(now, self.seen[student, newest])
            if best.points > (0 if is_blank else points):
                yield Fall(student, best.points, None if is_blank else points, self.is_best)

    def _worth(self, grade: Grade, who: Who) -> float:
        counted = self.rule.apply(grade, who).counted
        return grade.points if counted is None else counted.points

    def _valued(self, attempt: Attempt) -> Attempt:
        """Return the attempt with the points that count of it."""
        if self.rule.is_plain:
            return attempt
        grade = self.book.grade(attempt.submission, self.edition)
        if grade is None:
            return attempt
        return replace(attempt, points=self._worth(grade, attempt.who))

    def _best(self) -> dict[str, Attempt]:
        """Return each student's best attempt; of equal ones the newest."""
        latest: dict[tuple[str, str], Attempt] = {}
        for attempt in self.book.attempts(self.edition):
            if self._is_theirs(attempt):
                # A later grade of the same submission is the one that counts.
                latest[attempt.student, attempt.submission] = attempt
        best: dict[str, Attempt] = {}
        for attempt in map(self._valued, latest.values()):
            known = best.get(attempt.student)
            newest = self.newest[attempt.student]
            if known is None or (attempt.points, attempt.submission == newest) > (
                known.points,
                known.submission == newest,
            ):
                best[attempt.student] = attempt
        return best

    def _is_theirs(self, attempt: Attempt) -> bool:
        """Whether it is of a student and the assignment of this run; ids tell apart namesakes."""
        newest = self.newest.get(attempt.student)
        if newest is None:
            return False
        if not attempt.may_be_by(self.seen[attempt.student, newest]):
            return False
        # What was handed in for two assignments alike has one grade, under the first.
        return self.assignment == attempt.assignment or attempt.submission == newest

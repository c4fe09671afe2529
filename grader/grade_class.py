"""One run over a class: what has a grade is left alone, what is missing is graded and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader.grade_submission import blank
from grader.gradebook.book import Gradebook
from grader.gradebook.standings import Standings
from grader.grades import Grade, Outcome
from grader.intake.submission import Submission
from grader.pool import Lost, Pool
from grader.provenance import Edition
from grader.pytest_engine import Check
from grader.weights_and_late_work import Rule
from grader.which_attempt_counts import Attempts

__all__ = ["Grading", "has_work"]


def has_work(grade: Grade) -> bool:
    """Whether anything was handed in for it, readable or not."""
    return grade.outcome is not Outcome.NOT_SUBMITTED or bool(grade.unreadable)


class Grading:
    """One run over a class.

    Parameters
    ----------
    book : where the grades are kept
    edition : what they depend on
    pool : grades what is missing
    catalog : the checks
    only : keys of the exercises to grade; all when empty
    fresh : grade also what has a grade
    is_best : whether a student's best attempt counts, rather than the newest
    assignment : for which the work was handed in
    rule : how points count

    Attributes
    ----------
    attempts : everybody's, as they were read
    known : how many had a grade
    graded : how many were graded in this run
    """

    def __init__(
        self, book: Gradebook, edition: Edition, pool: Pool[Submission, Grade],
        catalog: Sequence[Check], *, only: frozenset[str] = frozenset(), fresh: bool = False,
        is_best: bool = False, assignment: str = "", rule: Rule | None = None,
    ) -> None:  # fmt: skip
        self.book = book
        self.edition = edition
        self.pool = pool
        self.catalog = catalog
        self.only = only
        self.fresh = fresh
        self.assignment = assignment
        self.attempts = Attempts(book, edition, is_best=is_best, assignment=assignment, rule=rule)
        self.known = 0
        self.graded = 0

    @property
    def done(self) -> int:
        """How many submissions have a grade."""
        return self.known + self.graded

    @property
    def standings(self) -> Standings:
        """The grades for the reports: this run's, and those of other places that stand."""
        return Standings(self.book)

    def found_work(self) -> bool:
        """Whether anybody handed anything in for an exercise, readable or not."""
        graded = (self.book.grade(each, self.edition) for each in self.attempts.counting().values())
        return any(grade is not None and has_work(grade) for grade in graded)

    def end(self, place: str, *, is_whole: bool) -> None:
        """Keep whom the run found at ``place``, each with the attempt that counts."""
        handed_in = list(self.attempts.counting().items())
        people = self.attempts.people()
        self.book.end_run(
            place, self.edition, handed_in, is_whole=is_whole,
            people={student: people[student] for student, _ in handed_in},
            assignment=self.assignment,
        )  # fmt: skip

    def run(self, submissions: Iterable[Submission]) -> Iterator[Grade]:
        """Grade what has no grade; yield each when it is on the disk."""
        for submission, result in self.pool.run(self._missing(submissions)):
            if isinstance(result, Lost):
                result = blank(submission, self.catalog, self.only, result.why)
            self.book.add(submission.digest, self.edition, result, submission.who, self.assignment)
            self.graded += 1
            yield result

    def _missing(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        for submission in submissions:
            self.attempts.note(submission)
            if not self.fresh and self.book.is_done(submission.digest, self.edition):
                self.known += 1
            else:
                yield submission

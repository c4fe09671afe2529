"""Grades a class: what has no grade yet goes through the pool, and each result into the gradebook.

Reading, grading and keeping go hand in hand, one submission after another, so that memory stays
flat and a run that is stopped anywhere has lost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grader.catalog import Check
from grader.edition import hidden_tests, kit_version
from grader.gradebook import Edition, Gradebook, Grades
from grader.grades import Grade
from grader.marking import blank, not_submitted
from grader.pool import Lost, Pool
from grader.sandbox import Isolation
from grader.secret import seed_id
from grader.submissions import Submission
from grader.worker import Terms

__all__ = ["Grading", "edition_of"]


def edition_of(terms: Terms, isolation: Isolation) -> Edition:
    """Return what the grades of a run depend on besides the submissions."""
    limits = terms.limits
    exercises = " ".join(sorted(terms.only)) or "all exercises"
    seconds = f"{limits.call_seconds:g} s a call, {limits.submission_seconds:g} s a submission"
    return Edition(
        hidden=hidden_tests(),
        kit=kit_version(),
        seed=seed_id(terms.secret),
        isolation=isolation.level,
        terms=f"{exercises}; {seconds}",
    )


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

    Attributes
    ----------
    order : digests of the submissions, as they were read
    known : how many had a grade
    graded : how many were graded in this run
    """

    def __init__(
        self, book: Gradebook, edition: Edition, pool: Pool[Submission, Grade],
        catalog: Sequence[Check], *, only: frozenset[str] = frozenset(), fresh: bool = False,
    ) -> None:  # fmt: skip
        self.book = book
        self.edition = edition
        self.pool = pool
        self.catalog = catalog
        self.only = only
        self.fresh = fresh
        self.order: list[str] = []
        self.known = 0
        self.graded = 0

    @property
    def done(self) -> int:
        """How many submissions have a grade."""
        return self.known + self.graded

    @property
    def grades(self) -> Grades:
        """The grades of the class, in the order in which the submissions were read."""
        return Grades(self.book, self.edition, self.order)

    def run(self, submissions: Iterable[Submission]) -> Iterator[Grade]:
        """Grade what has no grade; yield each when it is on the disk."""
        for submission, result in self.pool.run(self._missing(submissions)):
            if isinstance(result, Lost):
                result = blank(submission, self.catalog, self.only, result.why)
            self._keep(submission, result)
            yield result

    def _missing(self, submissions: Iterable[Submission]) -> Iterator[Submission]:
        for submission in submissions:
            self.order.append(submission.digest)
            if not self.fresh and self.book.is_done(submission.digest, self.edition):
                self.known += 1
            elif not submission.files:
                self._keep(submission, not_submitted(submission, self.catalog, self.only))
            else:
                yield submission

    def _keep(self, submission: Submission, grade: Grade) -> None:
        self.book.add(submission.digest, self.edition, grade)
        self.graded += 1

"""Grade every sample the way `grader grade` does: same pool, sandbox, engine and marking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from grader import worker
from grader.grade_submission import blank
from grader.grades import Grade
from grader.intake.submission import Submission
from grader.pool import Lost, Pool, processes
from grader.qualify.matrix import Matrix, row_of
from grader.qualify.samples import Sample
from grader.sandbox.host.isolation import Isolation

__all__ = ["try_all"]

# Fixed, so that the matrix is the same wherever it is made; a seed is another student.
SECRET = b"the secret of grader qualify"


def try_all(
    samples: Sequence[Sample], seeds: int, jobs: int, only: frozenset[str],
    folders: tuple[Path, ...] = (), *,
    ready: Callable[[Isolation], None] = lambda isolation: None,
    step: Callable[[int], None] = lambda done: None,
) -> Matrix:  # fmt: skip
    """Return the matrix of all samples under every seed.

    Parameters
    ----------
    samples : what to grade
    seeds : under how many seeds
    jobs : worker processes
    only : keys of the exercises; all when empty
    folders : of a course's own checks and exercises
    ready : told the isolation in force before the first is graded
    step : told after each how many are done
    """
    submissions = {(n, seed): sample.submission(seed)
                   for seed in range(seeds) for n, sample in enumerate(samples)}  # fmt: skip
    grades: dict[str, Grade] = {}
    with worker.scratch_folder() as scratch:
        terms = worker.Terms(SECRET, only, scratch=scratch, folders=folders)
        pool: Pool[Submission, Grade] = Pool(
            partial(processes, jobs), partial(worker.grade_one, terms), 2 * jobs
        )
        try:
            readiness = pool.ask(partial(worker.prepare, terms), jobs)
            ready(readiness.isolation)
            for done, (submission, result) in enumerate(pool.run(submissions.values()), 1):
                if isinstance(result, Lost):
                    result = blank(submission, readiness.catalog, only, result.why)
                grades[submission.digest] = result
                step(done)
        finally:
            pool.stop()
    checks = tuple(c for c in readiness.catalog if not only or c.key in only)
    rows = [
        row_of(sample, [grades[submissions[n, seed].digest] for seed in range(seeds)], checks)
        for n, sample in enumerate(samples)
    ]
    return Matrix(checks, tuple(rows), seeds)

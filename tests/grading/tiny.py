"""``python -m tests.grading.tiny FOLDER WORKERS``: the grader's pool and gradebook, no sandbox.

Prints each student whose grade is kept, so that a test which kills it knows what must be there.
``WORKERS`` is how many processes grade, or ``thread`` for one in this process: that starts in a
third of the time, and what keeps the grades is the same.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from grader.check_outcome import Verdict
from grader.error_carried_forward import grade_of
from grader.grade_class import Grading
from grader.grade_submission import graded
from grader.gradebook.book import Gradebook
from grader.grades import Grade, Outcome
from grader.intake.submission import Submission
from grader.pool import Pool, processes
from grader.provenance import Edition
from grader.pytest_engine import Check
from tests.grading.findings import found

EDITION = Edition("tiny", "1", "seed", "process only", "all")
CATALOG = tuple(
    Check(f"ex1/{n}", "ex1_gradient_descent", f"Check {n}.", "grad", 1.0) for n in range(60)
)
STUDENTS = 75


def submissions() -> list[Submission]:
    """Return the class."""
    return [Submission(f"student {n}", {"ex1.py": b"%d" % n}) for n in range(STUDENTS)]


def grade(submission: Submission) -> Grade:
    """Return a grade that depends on the submission alone."""
    number = int(submission.files["ex1.py"])
    time.sleep(0.003 * (number % 3))
    verdicts = [
        Verdict(Outcome.PASSED if (number + n) % 3 else Outcome.FAILED, found("some words\n" * 5))
        for n in range(len(CATALOG))
    ]
    checks = [grade_of(check, v) for check, v in zip(CATALOG, verdicts, strict=True)]
    return graded(submission, CATALOG, checks, 0.0)


def main(folder: str, workers: str) -> None:
    """Grade what is missing in ``folder``."""
    make, count = (ThreadPoolExecutor, 1) if workers == "thread" else (processes, int(workers))
    pool: Pool[Submission, Grade] = Pool(partial(make, count), grade, 2 * count)
    with Gradebook(Path(folder) / "gradebook.sqlite") as book:
        print("begun", flush=True)
        for one in Grading(book, EDITION, pool, CATALOG).run(submissions()):
            print(one.student, flush=True)
    pool.stop()
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

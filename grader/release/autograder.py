"""One submission on Gradescope: ``python -m grader.release.autograder``, started by its script.

``submission/`` below the root is graded as ``grader grade`` would, and the result is in
``results/results.json``. Where there is no total (nothing can be read, or the grader itself
failed), there is no such file, which Gradescope shows as an autograder that failed: blank, never 0.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from exercises.coach.contracts import EXERCISES
from grader import worker
from grader.gradebook import kit_version
from grader.grades import Grade, Outcome
from grader.intake.files import Part
from grader.intake.people import Handed, Person
from grader.intake.students import submission_of
from grader.intake.submission import Submission
from grader.intake.tree import disk_node
from grader.reports.exports.format import Result
from grader.reports.exports.gradescope import document
from grader.reports.summary import faults_of
from grader.reports.text import printable
from grader.sandbox.libc import PR_SET_DUMPABLE, prctl
from grader.sandbox.limits import Limits
from grader.secret import read_secret
from solutions.standalone import standalone

__all__ = ["main"]

DONE, BLANK = 0, 1
# Beside the kit, which is the current folder.
SECRET = "secret.key"
SETTINGS = "autograder.json"
# Together with the grader this stays below the 768 MB that Gradescope gives by default.
MEMORY = 320 << 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade the submission; return 0 when there is a result."""
    parser = argparse.ArgumentParser(prog="grader.release.autograder", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument(
        "--try", dest="is_trial", action="store_true", help="grade the reference solutions instead"
    )
    options = parser.parse_args(arguments)
    with suppress(OSError):
        # The secret is in this process's memory: no other of the same user may look into it.
        prctl(PR_SET_DUMPABLE, 0)
    if options.is_trial:
        return _try()
    results = options.root / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.unlink(missing_ok=True)
    result = _grade(_handed_in(options.root))
    if result.points is None:
        print(printable(f"no result: {result.why_blank}"))
        for fault in faults_of(result.grade):
            print(fault.fault)
        return BLANK
    partial = results.with_name(f".{results.name}.part")
    told = document(result, kit_version(), json.loads(Path(SETTINGS).read_bytes())["visibility"])
    text = json.dumps(told, ensure_ascii=False, indent=1)
    partial.write_bytes(text.encode("utf-8", "backslashreplace"))
    os.replace(partial, results)
    return DONE


def _grade(submission: Submission) -> Result:
    with worker.scratch_folder() as scratch:
        limits = Limits(memory_bytes=MEMORY)
        terms = worker.Terms(read_secret(Path(SECRET)), limits=limits, scratch=scratch)
        try:
            isolation = worker.prepare(terms).isolation
            print(isolation.says)
            grade = worker.grade_one(terms, submission)
        finally:
            worker.close()
    return Result(grade, submission.without_files(), isolation.level)


def _try() -> int:
    """Let the reference solutions go the way of every submission."""
    files = {each.filename: standalone(each.stem).encode() for each in EXERCISES}
    result = _grade(Submission("the reference solutions", files))
    if result.grade.outcome is Outcome.PASSED:
        print(f"the reference solutions have {result.grade.points:g} points, as they should")
        return DONE
    print("The reference solutions do not pass here, so nobody would be graded:")
    for line in _not_passed(result.grade):
        print(f"  {line}")
    return BLANK


def _not_passed(grade: Grade) -> list[str]:
    checks = [check for exercise in grade.exercises for check in exercise.checks]
    told = [check for check in checks if check.outcome is not Outcome.PASSED]
    return [f"{check.id}: {check.outcome} {check.fault}" for check in told]


def _handed_in(root: Path) -> Submission:
    """Return the submission, under the name by which an export of Gradescope's has the student."""
    person = _person(root / "submission_metadata.json")
    student = person.name or person.email or person.id or "student"
    parts = (Part(disk_node(root / "submission")),)
    return submission_of(Handed(student, person, parts), parts)


def _person(path: Path) -> Person:
    """Return the first of those who submitted; where nobody says who it is, nobody is known."""
    try:
        users = json.loads(path.read_bytes())["users"]
        first: dict[str, Any] = users[0]
        told = {key: first.get(key) or "" for key in ("name", "email", "sid")}
        return Person(*(str(told[key]) for key in ("name", "sid", "email")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Person()


if __name__ == "__main__":
    sys.exit(main())

"""One submission on a service: ``python -m grader.release.autograder``, started by its script.

The service's folder below the root is graded as ``grader grade`` would, and the result is in
``results/results.json``. Where there is no total (nothing can be read, or the grader itself
failed), Gradescope gets no such file, which it shows as an autograder that failed, and PrairieLearn
one that says that it cannot be graded: blank, never 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import worker
from grader.course.own_folders import join
from grader.errors import Status
from grader.grades import Grade, Outcome
from grader.intake.disk import disk_node
from grader.intake.files import Part
from grader.intake.people import Handed, Person
from grader.intake.students import submission_of
from grader.intake.submission import Submission
from grader.provenance import kit_version
from grader.release.own import folders_below
from grader.reports.end_of_run import faults_of
from grader.reports.exports import gradescope, prairielearn
from grader.reports.exports.format import Result
from grader.reports.text import json_bytes, printable
from grader.sandbox.host.forked import Begun, can_fork
from grader.sandbox.libc import PR_SET_DUMPABLE, prctl
from grader.sandbox.limits import Limits
from grader.secret import read_secret
from grader.weights_and_late_work import Rule
from grader.whole_files import write_whole

__all__ = ["main"]

# Beside the kit, which is the current folder.
SECRET = "secret.key"
SETTINGS = "autograder.json"
# Together with the grader this stays below the 768 MB that Gradescope gives by default.
MEMORY = 320 << 20


@dataclass(frozen=True)
class Service:
    """Where a service has what was handed in, and what it reads.

    Attributes
    ----------
    submission : the folder of what was handed in
    told : the file that says whose it is
    person : reads that file's content
    result : returns the content of ``results/results.json``; None for no file
    """

    submission: str
    told: str
    person: Callable[[Any], Person]
    result: Callable[[Result], bytes | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade the submission; return 0 when there is a result."""
    parser = argparse.ArgumentParser(prog="grader.release.autograder", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--service", choices=SERVICES, default="gradescope")
    parser.add_argument(
        "--try", dest="is_trial", action="store_true", help="grade the reference solutions instead"
    )
    options = parser.parse_args(arguments)
    with suppress(OSError):
        # The secret is in this process's memory: no other of the same user may look into it.
        prctl(PR_SET_DUMPABLE, 0)
    if options.is_trial:
        return _try()
    service = SERVICES[options.service]
    results = options.root / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.unlink(missing_ok=True)
    result = _grade(_handed_in(options.root, service))
    if result.points is None:
        print(printable(f"no result: {result.why_blank}"))
        for fault in faults_of(result.grade):
            print(fault.fault)
    told = service.result(result)
    if told is None:
        return Status.NOTHING_DONE
    write_whole(results, told)
    return Status.DONE


def _settings() -> dict[str, Any]:
    """Return what was set when the course was released."""
    told: dict[str, Any] = json.loads(Path(SETTINGS).read_bytes())
    return told


def _grade(submission: Submission) -> Result:
    settings = _settings()
    with worker.scratch_folder() as scratch:
        limits = Limits(memory_bytes=MEMORY)
        only, folders = frozenset(settings["only"]), folders_below(Path.cwd())
        terms = worker.Terms(read_secret(Path(SECRET)), only, limits, scratch, folders)
        begun = Begun(limits) if can_fork() else None
        try:
            isolation = worker.prepare(terms, begun).isolation
            print(isolation.says)
            grade = worker.grade_one(terms, submission)
            grade = Rule(settings["weights"]).apply(grade, None)
        finally:
            worker.close()
            if begun is not None:
                begun.close()
    return Result(grade, submission.who, isolation.level)


def _try() -> int:
    """Let the reference solutions go the way of every submission."""
    # Imported here: no submission needs it.
    from grader.trial_on_solutions import reference

    join(folders_below(Path.cwd()))
    result = _grade(reference(_settings()["only"]))
    if result.grade.outcome is Outcome.PASSED:
        print(f"the reference solutions have {result.grade.points:g} points, as they should")
        return Status.DONE
    print("The reference solutions do not pass here, so nobody would be graded:")
    for line in _not_passed(result.grade):
        print(f"  {line}")
    return Status.NOTHING_DONE


def _not_passed(grade: Grade) -> list[str]:
    told = [check for check in grade.checks if check.outcome is not Outcome.PASSED]
    return [f"{check.id}: {check.outcome} {check.fault}" for check in told]


def _handed_in(root: Path, service: Service) -> Submission:
    """Return the submission, under the name by which an export of the service has the student."""
    person = _person(root / service.told, service)
    student = person.name or person.email or person.id or "student"
    parts = (Part(disk_node(root / service.submission)),)
    return submission_of(Handed(student, person, parts), parts, folders_below(Path.cwd()))


def _person(path: Path, service: Service) -> Person:
    """Return who submitted; where nobody says who it is, nobody is known."""
    try:
        return service.person(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Person()


def _first_user(told: Any) -> Person:
    """Return the first of those who submitted on Gradescope."""
    first: dict[str, Any] = told["users"][0]
    known = {key: first.get(key) or "" for key in ("name", "email", "sid")}
    return Person(*(str(known[key]) for key in ("name", "sid", "email")))


def _variant(told: Any) -> Person:
    """Return what PrairieLearn tells: no name, but the seed of the question's variant."""
    return Person(id=f"variant {int(told['variant_seed'], 36)}")


def _for_gradescope(result: Result) -> bytes | None:
    if result.points is None:
        return None
    told = gradescope.document(result, kit_version(), _settings()["visibility"])
    return json_bytes(told, indent=1)


SERVICES = {
    "gradescope": Service("submission", "submission_metadata.json", _first_user, _for_gradescope),
    "prairielearn": Service("student", "data/data.json", _variant, prairielearn.document),
}


if __name__ == "__main__":
    sys.exit(main())

"""Does the grader still say the same? Saves every grade and feedback text, and compares two trees.

``python -m tests.same_grades save FILE`` before a change that is to change nothing,
``python -m tests.same_grades compare FILE`` after it: exit status 0 and nothing printed but a count
when all is as it was. Graded are the solutions, the stubs, every wheat and chaff, the class of the
demo and the attacks, under one fixed secret. Of a submission that runs into a deadline or dies only
the outcome is kept: how far it came depends on the machine. An attack that does so in one of the
two runs is named, and not compared.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from grader import worker
from grader.grades import Grade, Outcome
from grader.intake import read_place
from grader.intake.submission import Submission
from grader.pool import Pool, processes
from grader.qualify.samples import KIT, samples_of
from grader.reports.feedback import feedback
from grader.reports.text import message_of
from grader.sandbox.limits import Limits

SECRET = b"the secret of tests.same_grades"
LIMITS = Limits(call_seconds=10.0, submission_seconds=20.0)
JOBS = 2
GRADE = "student outcome points max_points notes"
EXERCISE = "key outcome points max_points points_own"
CHECK = "id title function outcome points max_points points_own misconceptions"
ENDED = (Outcome.TIMED_OUT, Outcome.CRASHED)
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")
# Lines of a difference that are printed for one submission.
SHOWN = 30


def submissions() -> Iterator[tuple[str, Submission]]:
    """Yield everything that is graded, with a name of its own."""
    for sample in samples_of((KIT,), frozenset()):
        yield sample.name, sample.submission(0)
    for folder in ("class", "attacks/submissions"):
        for submission in read_place(KIT / folder).submissions():
            yield f"{folder}/{submission.student}", submission


def entry(grade: Grade) -> dict[str, Any]:
    """Return what is to stay: the grade without its seconds, and the page for the student."""
    ended = [c for e in grade.exercises for c in e.checks if c.outcome in ENDED]
    if ended:
        return {"outcome": grade.outcome}
    data = _selected(grade, GRADE)
    data["exercises"] = [
        _selected(exercise, EXERCISE)
        | {"checks": [_selected(c, CHECK) | {"message": message_of(c)} for c in exercise.checks]}
        for exercise in grade.exercises
    ]
    # Without the isolation, which is the machine's.
    return {"grade": data, "feedback": feedback(grade, "").splitlines()}


def _selected(thing: Any, names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names.split()}


def graded() -> dict[str, Any]:
    """Grade everything and return the entries by name."""
    names = {submission.digest: name for name, submission in submissions()}
    found: dict[str, Any] = {}
    with worker.scratch_folder() as scratch:
        terms = worker.Terms(SECRET, limits=LIMITS, scratch=scratch)
        pool: Pool[Submission, Grade] = Pool(
            partial(processes, JOBS), partial(worker.grade_one, terms), 2 * JOBS
        )
        try:
            for submission, result in pool.run(each for _, each in submissions()):
                name = names[submission.digest]
                found[name] = entry(result) if isinstance(result, Grade) else {"lost": result.why}
                if len(found) % 50 == 0:
                    print(f"{len(found)} of {len(names)}", file=sys.stderr, flush=True)
        finally:
            pool.stop()
    # Where an object lay in memory is no part of what is said of it.
    text = ADDRESS.sub("0x…", json.dumps(dict(sorted(found.items()))))
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def is_late(name: str, before: Any, after: Any) -> bool:
    """Whether an attack ran into a deadline in one run only: its grade is the machine's then."""
    return name.startswith("attacks/") and any(e and "outcome" in e for e in (before, after))


def difference(name: str, before: Any, after: Any) -> list[str]:
    """Return the lines in which two entries differ."""
    texts = [
        json.dumps(each, indent=1, ensure_ascii=False, sort_keys=True).split("\n")
        for each in (before, after)
    ]
    lines = list(difflib.unified_diff(*texts, "before", "after", lineterm="", n=1))[2:]
    more = [f"… and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    return [f"=== {name}", *lines[:SHOWN], *more]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.same_grades", description=__doc__)
    parser.add_argument("what", choices=("save", "compare"))
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    now = graded()
    if options.what == "save":
        text = json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True)
        options.file.write_text(text, encoding="utf-8", errors="surrogatepass")
        print(f"{len(now)} submissions saved in {options.file}")
        return 0
    before = json.loads(options.file.read_text(encoding="utf-8", errors="surrogatepass"))
    changed = [name for name in before | now if before.get(name) != now.get(name)]
    late = [name for name in changed if is_late(name, before.get(name), now.get(name))]
    changed = [name for name in changed if name not in late]
    for name in changed:
        print("\n".join(difference(name, before.get(name), now.get(name))))
    for name in late:
        print(f"not compared: {name} ran into a deadline in one of the two runs")
    print(f"{len(changed)} of {len(now)} submissions are graded differently")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())

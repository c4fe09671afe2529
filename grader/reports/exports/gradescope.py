"""Gradescope: a ``results.json`` for each student, as an autograder has to write it.

A submission without a total has none: a file without any score is refused there, and a 0 would be
a grade. [gradescope/autograder_samples, docs/specs.md]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.grades import CheckGrade, Outcome
from grader.reports.exports.format import (
    Class,
    Export,
    ExportError,
    Format,
    Option,
    Result,
    Values,
)
from grader.reports.feedback_data import notes_told
from grader.reports.report_names import Places
from grader.reports.text import json_bytes, message_of, one_line, printable

__all__ = ["FORMAT", "VISIBILITY", "document"]

# When students see what the checks say; instructors always do.
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")


def write(graded: Class, values: Values) -> Export:
    """Write ``<student>/results.json``."""
    seen = values.get("visibility") or VISIBILITY[0]
    if seen not in VISIBILITY:
        raise ExportError(f"--visibility is one of {', '.join(VISIBILITY)}, not {seen!r}.")
    files, places = {}, Places()
    for result in graded.results:
        place = places.of(result.student)
        if result.points is not None:
            told = document(result, graded.kit_version, seen)
            files[f"{place}/results.json"] = json_bytes(told, indent=1)
    return Export(files, graded.with_points)


FORMAT = Format(
    "gradescope",
    "`results.json` for each student, as an autograder writes it",
    write,
    (Option("--visibility", f"When students see it: {', '.join(VISIBILITY)}.", "WHEN"),),
)


def document(
    result: Result, kit_version: str = "", visibility: str = VISIBILITY[0]
) -> dict[str, Any]:
    """Return a result that has points as Gradescope reads it."""
    return {
        "score": result.points,
        "execution_time": round(result.grade.seconds, 3),
        "output": "\n".join(notes_told(result.grade)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "tests": list(_tests(result)),
        "extra_data": {
            "kit_version": kit_version,
            "isolation": result.isolation,
            "student": printable(result.student),
        },
    }


def _tests(result: Result) -> Iterator[dict[str, Any]]:
    for exercise in result.grade.exercises:
        for number, check in enumerate(exercise.checks, 1):
            yield _test(check, f"{exercise.key.removeprefix('ex')}.{number}")


def _test(check: CheckGrade, number: str) -> dict[str, Any]:
    test = {
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.outcome is Outcome.PASSED else "failed",
        "name": one_line(check.title),
        "number": number,
        "tags": [check.key, check.function],
    }
    if message := message_of(check):
        test["output"] = printable(message, keep="\n\t")
    return test

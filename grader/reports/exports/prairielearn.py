"""PrairieLearn: a ``results.json`` for each student, as an external grader has to write it.

What cannot be read is not gradable, which is no 0. [PrairieLearn, docs/externalGrading.md]
"""

from __future__ import annotations

from typing import Any

from grader.grades import CheckGrade, Grade
from grader.reports.exports.format import Class, Export, Format, Result, Values
from grader.reports.feedback_data import notes_told
from grader.reports.report_names import Places
from grader.reports.text import json_bytes, message_of, one_line, printable

__all__ = ["FORMAT", "document"]

# The service takes no more than this in all.
LARGEST = 1_000_000
LEFT_OUT = "… (the rest is left out: the service takes 1 MB)"


def write(graded: Class, values: Values) -> Export:
    """Write ``<student>/results.json``; who has no total gets one that says why."""
    files, places = {}, Places()
    for result in graded.results:
        files[f"{places.of(result.student)}/results.json"] = document(result)
    return Export(files, graded.with_points)


FORMAT = Format(
    "prairielearn", "`results.json` for each student; what cannot be read is not gradable", write
)


def document(result: Result) -> bytes:
    """Return a result as PrairieLearn reads it, short enough for it."""
    length = LARGEST
    while len(text := _text(result, length)) > LARGEST and length:
        length //= 4
    return text


def _text(result: Result, length: int) -> bytes:
    told = _graded(result, length) if result.points is not None else _not_gradable(result)
    return json_bytes(told)


def _not_gradable(result: Result) -> dict[str, Any]:
    return {"gradable": False, "format_errors": [result.why_blank], "message": result.why_blank}


def _graded(result: Result, length: int) -> dict[str, Any]:
    grade = result.grade
    return {
        "gradable": True,
        "score": _share(grade),
        "message": _short("\n".join(notes_told(grade)), length),
        "tests": [_test(check, length) for check in grade.checks],
    }


def _share(grade: Grade) -> float:
    total = grade.total or 0.0
    return min(max(total / grade.out_of, 0.0), 1.0) if grade.out_of > 0 else 0.0


def _test(check: CheckGrade, length: int) -> dict[str, Any]:
    return {
        "name": one_line(check.title),
        "description": f"{check.key}, {check.function}",
        "points": check.points,
        "max_points": check.max_points,
        "output": _short(printable(message_of(check), keep="\n\t"), length),
    }


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + LEFT_OUT

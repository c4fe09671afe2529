"""Classroom 50: a ``result.json`` for each student, in whole points.

[foundation50/classroom50, wiki/Advanced-Autograding]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from grader.reports.exports.format import Class, Export, Format, Option, Result, Values
from grader.reports.exports.matching import shared
from grader.reports.report_names import Places
from grader.reports.text import json_bytes, one_line

__all__ = ["FORMAT", "document", "whole_points"]

SCHEMA = "classroom50/result/v1"
FACTORS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 60, 100, 1000)
# What the service says of a submission when it runs an autograder; of a class nobody knows it.
OF_SUBMISSION = ("submission", "commit", "release", "review")


def write(graded: Class, values: Values) -> Export:
    """Write ``<login>/result.json`` for everybody who has a total."""
    factor = whole_points(graded.results)
    files, places = {}, Places()
    course = {key: values.get(key) or "" for key in ("classroom", "assignment")}
    twice = shared(graded.results, lambda result: result.who.login.casefold(), "login")
    for result in graded.results:
        place = places.of(result.who.login or result.student)
        if result.points is not None and result.student not in twice:
            told = document(result, factor, graded.now, course)
            files[f"{place}/result.json"] = json_bytes(told, indent=1)
    notes = () if factor == 1 else (f"Classroom 50 takes whole points: all are times {factor}",)
    filled = tuple(student for student in graded.with_points if student not in twice)
    nowhere = {student: twice[student] for student in graded.with_points if student in twice}
    return Export(files, filled, nowhere, notes)


FORMAT = Format(
    "classroom50",
    "`result.json` for each student, in whole points",
    write,
    (
        Option("--classroom", "The classroom's name, which goes into each file.", "NAME"),
        Option("--assignment", "The assignment's name, which goes into each file.", "NAME"),
    ),
)


def whole_points(results: Sequence[Result]) -> int:
    """Return the least number that makes whole points of all checks' points."""
    points = {
        value
        for result in results
        for check in result.grade.checks
        for value in (check.points, check.max_points)
    }
    points |= {
        value for r in results if r.grade.counted for value in (r.points or 0, r.grade.out_of)
    }
    whole = (f for f in FACTORS if all(abs(p * f - round(p * f)) < 1e-6 for p in points))
    return next(whole, FACTORS[-1])


def document(
    result: Result, factor: int, now: datetime, about: Mapping[str, str]
) -> dict[str, Any]:
    """Return a result that has points as Classroom 50 reads it.

    Parameters
    ----------
    result : with a total
    factor : `whole_points` of the class
    now : in UTC
    about : what is known of the classroom, the assignment and the submission
    """
    return {
        "schema": SCHEMA,
        "classroom": about.get("classroom", ""),
        "assignment": about.get("assignment", ""),
        **{key: about.get(key, "") for key in OF_SUBMISSION},
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": round((result.points or 0.0) * factor),
        "max-score": round(result.grade.out_of * factor),
        "tests": [
            {
                "test-name": f"{check.key}: {one_line(check.title)}",
                "passed": check.points == check.max_points,
                "score": round(check.points * factor),
                "max-score": round(check.max_points * factor),
            }
            for check in result.grade.checks
        ],
    }

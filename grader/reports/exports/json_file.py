"""`grades.json`: everything that is known of a grade, check by check."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from grader.grades import BLANK, Grade
from grader.intake.people import Who
from grader.reports.exports.csv_file import known
from grader.reports.exports.format import Class, Export, Format, Values
from grader.reports.text import json_bytes, message_of

__all__ = ["FORMAT", "entry"]


def write(graded: Class, values: Values) -> Export:
    """Write the document that ``grader grade`` writes.

    A total that lacks what could not be read is null here.
    """
    entries = []
    for result in graded.results:
        told = entry(result.grade, result.who, result.page)
        told["isolation"] = result.isolation
        # As bytes, which take a tenth of the room that the entries would.
        entries.append(json_bytes(told))
    head = json.dumps({"kit_version": graded.kit_version})[:-1] + ', "submissions": [\n'
    document = b"".join((head.encode(), b",\n".join(entries), b"\n]}\n"))
    return Export({"grades.json": document}, graded.with_points)


FORMAT = Format("json", "`grades.json`, everything that is known, check by check", write)


def entry(grade: Grade, who: Who | None = None, page: str = "") -> dict[str, Any]:
    """Return the grade as `grades.json` has it: exercises by key, checks as a list."""
    entry = asdict(grade)
    for exercise, graded in zip(entry["exercises"], grade.exercises, strict=True):
        if graded.outcome in BLANK:
            exercise["points"] = None
        for check, judged in zip(exercise["checks"], graded.checks, strict=True):
            check["message"] = message_of(judged)
            check["misconceptions"] = judged.misconceptions
            del check["fault"]  # A traceback of ours is the instructor's, in faults.txt.
            del check["sketch"]
            if check["finding"] is not None:
                del check["finding"]["evidence"]
    entry["exercises"] = {exercise.pop("key"): exercise for exercise in entry["exercises"]}
    entry["points"] = grade.total
    if grade.counted is not None:
        is_known = grade.total is not None
        entry |= {"max_points": grade.out_of, "raw_points": grade.points if is_known else None,
                  "raw_max_points": grade.max_points}  # fmt: skip
    else:
        del entry["counted"]
    return entry | known(who) | {"feedback": page}

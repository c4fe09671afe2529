"""The table of all formats: the command's choices, its help and the guide's list come from it."""

from __future__ import annotations

from grader.reports.exports import (
    canvas,
    classroom50,
    csv_file,
    gradescope,
    json_file,
    junit,
    moodle,
    nbgrader,
    prairielearn,
)
from grader.reports.exports.format import Format

__all__ = ["FORMATS", "guide"]

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        canvas.FORMAT,
        moodle.FORMAT,
        gradescope.FORMAT,
        classroom50.FORMAT,
        prairielearn.FORMAT,
        nbgrader.FORMAT,
        junit.FORMAT,
        csv_file.FORMAT,
        json_file.FORMAT,
    )
}


def guide() -> str:
    """Return the table of formats as the instructor's guide has it."""
    lines = ["| `grader export` … | writes |", "|---|---|"]
    for each in FORMATS.values():
        needed = [
            f"{option.name} {option.metavar}" for option in each.options if option.is_required
        ]
        lines.append(f"| `{' '.join([each.name, *needed])}` | {each.writes} |")
    return "\n".join(lines) + "\n"

"""The table of all formats: the command's choices, its help and the guide's list come from it.

``python -m grader.reports.exports.formats`` brings the list in ``grader/README.md`` up to date.
"""

from __future__ import annotations

from pathlib import Path

from grader.reports.exports import (
    canvas,
    classroom50,
    csv_file,
    gradebooks,
    gradescope,
    json_file,
    junit,
    moodle,
    nbgrader,
    prairielearn,
)
from grader.reports.exports.format import Format

__all__ = ["FORMATS", "guide"]

GUIDE = Path(__file__).resolve().parents[2] / "README.md"
HEAD = "| `grader export` … | writes |"

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        canvas.FORMAT,
        moodle.FORMAT,
        gradebooks.BLACKBOARD,
        gradebooks.BRIGHTSPACE,
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
    lines = [HEAD, "|---|---|"]
    for each in FORMATS.values():
        needed = [
            f"{option.name} {option.metavar}" for option in each.options if option.is_required
        ]
        lines.append(f"| `{' '.join([each.name, *needed])}` | {each.writes} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Bring the guide's list of formats up to date."""
    text = GUIDE.read_text(encoding="utf-8")
    start = text.index(HEAD)
    end = text.index("\n\n", start) + 1
    GUIDE.write_text(text[:start] + guide() + text[end:], encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

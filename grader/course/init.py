"""``grader init``: a `course.toml` that has every value, its default and what it does."""

from __future__ import annotations

from pathlib import Path

import click

from exercises.coach.contracts import EXERCISES
from grader.course.file import NAME
from grader.errors import UserError
from grader.reports.exports.formats import FORMATS

__all__ = ["template", "write_course"]

TEMPLATE = """\
# A course. `grader grade`, run in this folder or with --course FILE, reads it; an option on the
# command line beats what is here. What starts with # is the default or an example: remove the
# # to change it. Paths start from this file's folder.

title = ""

# The file that everybody's numbers are drawn from. Keep it, and keep it to yourself.
# secret = "secret.key"          # default: secret.key beside the grades

# The exercises that are graded. Default: all.
# exercises = [{keys}]

# Who should hand in: a CSV file with name, id, email or login in its first line.
# roster = "roster.csv"

# Which attempt of a student counts: "newest" or "best".
attempt = "newest"

# When work was due, and the zone of times that bring none of their own, as Blackboard's do not.
# due = 2026-12-01T23:59:00
# time_zone = "Europe/Zurich"

# What is written at the end of `grader grade`: {formats}.
# One that needs a file or a name has it in a table of its own, such as [export.canvas] below.
exports = []

# Folders of your own checks and exercises, outside the kit: see grader/README.md.
# folders = ["own"]

# What each exercise weighs. Points count as: the sum of weight * points / points possible.
# Without weights the points are added up as they are.
# total = 100                    # what the weights add up to
# [weights]
{weights}

# What being late costs, of the points that were earned: so many per cent for each day begun after
# the due date, at most so many in all. Within the grace nothing is taken off; after it the days
# count from the due date. Who handed in when nobody knows is listed, and loses nothing.
# [late]
# percent_per_day = 10
# at_most = 50                   # default: 100
# grace_minutes = 15             # default: 0

# [export.canvas]
# canvas = "gradebook.csv"       # the gradebook that you exported
# column = "Homework 4"
"""


def template() -> str:
    """Return the file's text."""
    share = 100 // len(EXERCISES)
    shares = [share] * (len(EXERCISES) - 1) + [100 - share * (len(EXERCISES) - 1)]
    return TEMPLATE.format(
        keys=", ".join(f'"{exercise.key}"' for exercise in EXERCISES),
        formats=", ".join(FORMATS),
        weights="\n".join(
            f"# {exercise.key} = {each}" for exercise, each in zip(EXERCISES, shares, strict=True)
        ),
    )


def write_course(folder: Path) -> None:
    """Write the file, and say what comes next."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template())
    except FileExistsError as error:
        raise UserError(
            f"{path} is there already, and was left as it is. Remove it for a new one."
        ) from error
    except OSError as error:
        raise UserError(f"{path} could not be written: {error.strerror}.") from error
    click.echo(f"wrote {path}. Edit it, then: grader grade SUBMISSIONS --out DIR")

"""``python -m grader``: the same as the command ``grader``; what it needs is set up first."""

from pathlib import Path

import exercises.__main__  # noqa: F401 (refuses an old Python, in words)
from exercises.coach.environment import enter, requirements

ROOT = Path(__file__).resolve().parents[1]

# Workers import this module too, under another name.
if __name__ == "__main__":
    enter(ROOT, "grader", requirements(ROOT))
    from grader.cli import main

    main(prog_name="grader")

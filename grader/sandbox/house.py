"""A child's way out of this project's house: from here on its files are not to be found."""

from __future__ import annotations

import sys
from pathlib import Path

import exercises
import grader

__all__ = ["leave_the_house"]


def leave_the_house() -> None:
    """Forget where this project's own files are; what is imported stays."""
    for package in (exercises, grader):
        package.__path__ = []
    root = str(Path(__file__).parents[2])
    sys.path[:] = [entry for entry in sys.path if entry not in ("", root)]
    sys.argv[:] = ["submission"]

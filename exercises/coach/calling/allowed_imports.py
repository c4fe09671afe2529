"""What a learner's file can import wherever it is graded."""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

from exercises.coach.calling.raised import LEARNERS
from exercises.coach.contracts import STEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PACKAGES", "is_available", "refused"]

# What NumPy and Matplotlib are made of.
PACKAGES = (
    *("numpy", "matplotlib", "mpl_toolkits", "pylab", "contourpy", "cycler", "dateutil"),
    *("fontTools", "kiwisolver", "packaging", "PIL", "pyparsing", "six"),
)
# The kit's own: the reference solutions too run as a learner's file.
OWN = {"exercises", "exercises.coach", *(f"exercises.{stem}" for stem in STEMS), *STEMS}
ROOMS = ("exercises.coach.", "solutions")
# Who was given them may not take them for the work: where it is graded there are none.
ANSWERS = {f"solutions.{stem}" for stem in STEMS}


def is_available(name: str) -> bool:
    """Whether a submission can import the top-level module ``name``."""
    # Its name holds the platform's, so it is on no list.
    is_build_data = name.startswith("_sysconfigdata_")
    return is_build_data or name in sys.stdlib_module_names or name in PACKAGES


def refused(name: str, path: Sequence[str] | None) -> str:
    """Return why a learner's file is not given a module that is here; ``""`` where it is.

    Only what the file itself asks for: what a package is made of is the package's business. And
    only what is here, for of what is not Python says so.
    """
    root = name.partition(".")[0]
    is_own = name in OWN or name.startswith(ROOMS)
    is_of_a_package = root != "exercises" and (path is not None or is_available(root))
    if name not in ANSWERS and (is_own or is_of_a_package):
        return ""
    if not _is_asked_by_a_learner() or PathFinder.find_spec(name, path) is None:
        return ""
    return f"`{name}` is here, but not where your work is graded."


def _is_asked_by_a_learner() -> bool:
    """Whether a line of a learner's file imports something."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] != "importlib" and not name.startswith(__package__):
            # A saved notebook's cells too call their module so, and are not the program.
            is_program = frame.f_globals is vars(sys.modules["__main__"])
            return name in LEARNERS and not is_program
        frame = frame.f_back
    return False

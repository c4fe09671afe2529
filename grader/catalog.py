"""The checks that the hidden tests consist of, as their markers and docstrings describe them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from exercises.coach.contracts import exercise_of
from grader.hidden.roster import check_id, stem_of

__all__ = ["HIDDEN", "Check", "check_of", "points_of"]

HIDDEN = Path(__file__).parent / "hidden"


@dataclass(frozen=True)
class Check:
    """One hidden test, as its markers and its docstring describe it.

    Attributes
    ----------
    id : for example ``ex1/one_step``
    stem : the exercise's file without its ending
    title : the docstring in one line
    function : the learner's function that it judges
    points : what it is worth
    needs : the learner's functions that the judged one is made of
    """

    id: str
    stem: str
    title: str
    function: str
    points: float
    needs: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The exercise, ``ex1`` … ``ex5``."""
        return exercise_of(self.stem).key


def check_of(item: pytest.Item) -> Check:
    """Return the check that a collected test is.

    Raises
    ------
    ValueError
        When it has no ``points`` marker: nobody could say what it is worth.
    """
    function = getattr(item, "function")  # noqa: B009
    module = item.path.stem
    identifier = check_id(module, function.__name__)
    points = item.get_closest_marker("points")
    judged = item.get_closest_marker("function")
    if points is None:
        raise ValueError(f"{item.path.name}: {function.__name__} needs @pytest.mark.points(n)")
    return Check(
        identifier,
        stem_of(module),
        " ".join((function.__doc__ or function.__name__).split()),
        judged.args[0] if judged is not None else "",
        float(points.args[0]),
        tuple(name for marker in item.iter_markers("needs") for name in marker.args),
    )


def points_of(checks: Sequence[Check]) -> float:
    """Return what the checks are worth together."""
    return sum(check.points for check in checks)

"""What one check said of one sample: whether it is the sample's own, and how it named it.

**A chaff's own check** is one that judges the function in which the mistake was made. Where that
is, behaviour says: a check that failed, not for another function's sake (`skipped`, where one that
its function *needs* is wrong too), and whose function is among those for which the bank has the
mistake's id, or on which that id was named. For an id that the bank has for no function, as those
of drawings, any check counts that failed in its own right. A check that fails all the same, on a
function that builds on the wrong one, kills the chaff *elsewhere*.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from exercises.coach.misconceptions.registry import ENTRIES
from grader.engine import Check
from grader.grades import CheckGrade, Outcome
from grader.qualify.samples import Sample

__all__ = ["TWINS", "Twins", "Verdict", "home_of", "twins_of", "verdict_on"]


@dataclass(frozen=True)
class Verdict:
    """What one check said of one sample under one seed.

    Attributes
    ----------
    grade : the check's grade
    is_own : whether it judges the function in which the mistake was made
    right : the ids named that are there
    twins : those named that mean the same behaviour as one that is there
    wrong : all other ids named
    """

    grade: CheckGrade
    is_own: bool
    right: tuple[str, ...]
    twins: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether it earned its points."""
        return self.grade.outcome is Outcome.PASSED

    @property
    def killed(self) -> bool:
        """Whether it noticed something; a fault of ours has noticed nothing."""
        return not self.passed and self.grade.outcome is not Outcome.GRADER_FAULT


def verdict_on(check: Check, grade: CheckGrade, sample: Sample, wrong: Collection[str]) -> Verdict:
    """Return the verdict of a check's grade.

    Parameters
    ----------
    check, grade : the check and what came of it
    sample : what was graded
    wrong : the functions, as `home_of` has them, that are not right in it
    """
    names = grade.misconceptions
    right = tuple(name for name in names if name in sample.ids)
    also = twins_of(sample.ids, home_of(check), wrong)
    twins = tuple(name for name in names if name in also)
    return Verdict(
        grade,
        _is_own(check, grade, sample.ids),
        right,
        twins,
        tuple(name for name in names if name not in (*right, *twins)),
    )


def _is_own(check: Check, grade: CheckGrade, ids: tuple[str, ...]) -> bool:
    if grade.outcome in (Outcome.PASSED, Outcome.SKIPPED, Outcome.GRADER_FAULT):
        return False
    homes = [_homes(name, check.key) for name in ids]
    is_named = bool(set(ids) & set(grade.misconceptions))
    is_anywhere = not homes or not all(homes)
    return is_named or is_anywhere or any(home_of(check) in home for home in homes)


def home_of(check: Check) -> str:
    """Return the function that a check judges, ``ex5.mse_grad`` and the like."""
    return f"{check.key}.{check.function}"


@cache
def _homes(name: str, key: str) -> frozenset[str]:
    """Return the functions of an exercise in which the bank has a mistake."""
    functions = {f for entry in ENTRIES if entry.id == name for f in entry.functions}
    return frozenset(f for f in functions if f.startswith(f"{key}."))


@dataclass(frozen=True)
class Twins:
    """Ids that mean the same behaviour of these functions.

    Attributes
    ----------
    ids : the names
    functions : ``ex5.mse_grad`` and the like: where they mean the same, what builds on it included
    why : why nothing tells them apart
    while_right : functions that must be right for it
    """

    ids: frozenset[str]
    functions: frozenset[str]
    why: str
    while_right: frozenset[str] = frozenset()


GRADIENT = frozenset({"ex5.mse_grad", "ex5.fit", "ex5.compare"})
TWINS = (
    Twins(
        frozenset({"drops-last", "one-step-short"}),
        frozenset({"ex4.trajectory"}),
        "θ₀ … θ_(T−1) after T − 1 updates: a step too few, and the last iterate is missing.",
    ),
    Twins(
        frozenset({"gradient-negated", "residual-sign"}),
        GRADIENT,
        "Xᵀ(y − Xθ)/N is −∇L: the residual's sign is the gradient's.",
    ),
    Twins(
        frozenset({"gradient-doubled", "mean-without-half"}),
        GRADIENT,
        "(2/N)Xᵀ(Xθ − y) is the gradient of the mean square without ½, and twice the gradient of "
        "the one with it; a loss that is right does not say which was meant.",
        while_right=frozenset({"ex5.mse_loss"}),
    ),
)


def twins_of(ids: Collection[str], function: str, wrong: Collection[str]) -> set[str]:
    """Return the other names that are right where ``ids`` are.

    Parameters
    ----------
    ids : the mistakes that are there
    function : the one judged, for example ``ex5.mse_grad``
    wrong : the functions that are not right in this submission
    """
    found: set[str] = set()
    for twins in TWINS:
        if function in twins.functions and not twins.while_right & set(wrong):
            found |= twins.ids if twins.ids & set(ids) else frozenset()
    return found - set(ids)

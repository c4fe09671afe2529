"""What one check said of one sample: whether it is the sample's own, and how it named it.

**A chaff's own check** is one that judges the function in which the mistake was made. Where that
is, behaviour says: a check that failed, not for another function's sake (`skipped`, where one that
its function *needs* is wrong too), and whose function is among those for which the catalogue has
the mistake's id, or on which that id was named. For an id that the catalogue does not have, as an
instructor's own may be, any check counts that failed in its own right. A check that fails all the
same, on a function that builds on the wrong one, kills the chaff *elsewhere*.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from exercises.coach.misconception_catalogue import UnknownMisconception, misconception, twins_of
from grader.grades import CheckGrade, Outcome
from grader.pytest_engine import Check
from grader.qualify.samples import Sample

__all__ = ["SampleVerdict", "home_of", "sample_verdict"]


@dataclass(frozen=True)
class SampleVerdict:
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


def sample_verdict(
    check: Check, grade: CheckGrade, sample: Sample, wrong: Collection[str]
) -> SampleVerdict:
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
    return SampleVerdict(
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


def _homes(name: str, key: str) -> frozenset[str]:
    """Return the functions of an exercise in which the catalogue has a mistake.

    An instructor's own chaffs may have ids of their own: these are at home anywhere.
    """
    try:
        functions = misconception(name).functions
    except UnknownMisconception:
        return frozenset()
    return frozenset(f for f in functions if f.startswith(f"{key}."))

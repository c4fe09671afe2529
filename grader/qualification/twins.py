"""Two ids that mean one and the same behaviour of a function, so that either name is right.

Such a pair is here only where no call can tell the two apart, and only for the functions named: a
learner who wrote one has written the other. Where calls can tell them apart, the bank has to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["TWINS", "Twins", "twins_of"]


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

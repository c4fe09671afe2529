"""How a mistake shows: what it would have returned, and when a value is that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from exercises.coach.calling.observe import Observation
from exercises.coach.judging.compare import BEYOND, array_of
from exercises.coach.judging.question import Question
from exercises.coach.misconception_catalogue import misconception

__all__ = [
    "LOOSE",
    "NOTHING",
    "Ask",
    "Case",
    "Entry",
    "EntryFault",
    "OutOfCalls",
    "Reading",
    "guarded",
    "near",
    "same",
]

# A prediction repeats the learner's own arithmetic up to the order of additions: some 1e-14
# relative. Two different formulas agree to nine digits only where they mean the same.
EXACT = 1e-9
# Judged values may carry the rounding of another algorithm (`lstsq` against an inverse).
LOOSE = 1e-6
FLOOR = 1e-13
T = TypeVar("T")
Reading = Callable[..., Any]
"""The call's arguments in the contract's order ↦ what the mistake would have returned."""
NOTHING: Any = type("Nothing", (), {"__repr__": lambda self: "NOTHING"})()
"""What a reading returns when the mistake has nothing to say of these arguments."""


class EntryFault(Exception):
    """An entry raised: a fault of the kit's, never a learner's."""

    def __init__(self, misconception: str) -> None:
        super().__init__(
            f"the entry of `{misconception}` raised. Correct it in exercises/coach/misconceptions; "
            "the learner's answer is wrong all the same, and goes without a name."
        )
        self.misconception = misconception


class OutOfCalls(Exception):
    """No further call of the learner's function is to be made for this diagnosis."""


def guarded(name: str, of: Callable[..., T], *arguments: Any) -> T:
    """Return ``of(*arguments)``; what it raises is a fault of the entry with this name."""
    try:
        return of(*arguments)
    except (OutOfCalls, EntryFault):
        raise
    except Exception as error:
        raise EntryFault(name) from error


@dataclass(frozen=True, eq=False)
class Case:
    """One call and what was observed of it."""

    question: Question
    observation: Observation

    @property
    def key(self) -> str:
        """For example ``ex2.predict``."""
        return self.question.contract.key

    @property
    def value(self) -> Any:
        """The returned plain data; None also when the call did not return."""
        return self.observation.value

    @property
    def returned(self) -> bool:
        """Whether the call came back with a value."""
        return self.observation.status == "returned"

    @cached_property
    def arguments(self) -> tuple[Any, ...]:
        """The contract's arguments, in its order, with its defaults."""
        contract = self.question.contract
        return tuple(
            self.question.argument(name, contract.defaults.get(name))
            for name in contract.parameters
        )


class Ask:
    """Calls the learner's function again, a bounded number of times.

    Raises
    ------
    OutOfCalls
        When the bound is reached, or a call did not come back.
    """

    def __init__(self, case: Case, again: Callable[..., Observation], calls: int) -> None:
        self.case = case
        self.again = again
        self.left = calls
        self.found: dict[str, Any] = {}

    def __call__(self, *args: Any, function: str = "", **named: Any) -> Case:
        """Return what one more call does, some of its arguments by name."""
        if self.left == 0:
            raise OutOfCalls
        self.left -= 1
        question = self.case.question
        name = function or question.function
        observation = self.again(*args, function=name, **named)
        if observation.status not in ("returned", "raised"):
            raise OutOfCalls
        return Case(Question(question.stem, name, args, named), observation)

    def once(self, what: str, find: Callable[[Ask], T]) -> T:
        """Return what ``find`` finds, for all who want to know it at the cost of one."""
        if what not in self.found:
            self.found[what] = find(self)
        found: T = self.found[what]
        return found


@dataclass(frozen=True)
class Entry:
    """How a mistake shows in what a function returns.

    Attributes
    ----------
    id : of `exercises.coach.misconception_catalogue`. Empty for a *rival*: a mistake without a name
        that must not pass for one that has
    functions : ``ex2.predict`` and the like
    predicts : readings; one for each way in which the mistake is made
    estimates : readings whose parameter is read off a wrong answer
    recognises : tells the mistake from what was observed, where values do not
    confirms : calls and values that must come back before words are taken for this mistake
    proves : whether further calls, chosen for the reading that fits, bear the mistake out
    """

    id: str
    functions: tuple[str, ...]
    predicts: tuple[Reading, ...] = ()
    estimates: Callable[[Case], Iterable[Reading]] | None = None
    recognises: Callable[[Case, Ask], bool] | None = None
    confirms: tuple[tuple[tuple[Any, ...], Any], ...] = ()
    proves: Callable[[Ask, Reading], bool] | None = None

    def __post_init__(self) -> None:
        if self.id and not set(self.functions) <= set(misconception(self.id).functions):
            raise ValueError(
                f"`{self.id}` shows in {', '.join(self.functions)}, which its entry in "
                "exercises/coach/misconception_catalogue.py does not all name. Add what is missing "
                "there."
            )


def same(value: Any, prediction: Any, rtol: float = EXACT) -> bool:
    """Whether a learner's plain data is what a reading predicts; never raises on any value.

    Numbers agree to ``rtol`` of their size and, beside larger ones, to `FLOOR` of the largest.
    What is not finite or beyond 1e60 agrees with its like.
    """
    if prediction is NOTHING:
        return False
    if isinstance(prediction, dict):
        return (
            isinstance(value, dict)
            and list(value) == list(prediction)
            and all(same(value[key], part, rtol) for key, part in prediction.items())
        )
    if isinstance(prediction, (str, bool)):
        return isinstance(value, type(prediction)) and value == prediction
    if isinstance(prediction, tuple):
        # `np.polyfit` hands both of its numbers over in one array.
        is_row = isinstance(value, np.ndarray) and value.ndim == 1
        is_like = isinstance(value, (tuple, list)) or is_row
        is_like = is_like and len(value) == len(prediction)
        return is_like and all(same(*pair, rtol) for pair in zip(value, prediction, strict=True))
    due = np.asarray(prediction, dtype=float)
    # Of another length: thousands of texts, say, need not be read hundreds of times to tell.
    if isinstance(value, (list, tuple)) and len(value) != (len(due) if due.ndim else 1):
        return False
    got = array_of(value)
    if got is None or isinstance(value, bool):
        return False
    if due.ndim == 0 and got.size == 1:
        got = got.reshape(())
    return got.shape == due.shape and near(got, due, rtol)


def near(got: Any, due: Any, rtol: float = EXACT) -> bool:
    """Whether two arrays of one shape agree, sizes beyond `BEYOND` being alike."""
    if not due.size:
        return True
    if not due.ndim:
        # Most are single numbers, for which arrays take ten times as long.
        number, other = float(due), float(got)
        is_far = not abs(number) < BEYOND
        if is_far != (not abs(other) < BEYOND):
            return False
        return is_far or abs(other - number) <= rtol * abs(number) + FLOOR * abs(number)
    sizes = np.abs(due)
    within = sizes < BEYOND
    if not (within == (np.abs(got) < BEYOND)).all():
        return False
    if within.all():
        return bool((np.abs(got - due) <= rtol * sizes + FLOOR * sizes.max()).all())
    with np.errstate(all="ignore"):
        scale = float(np.max(sizes, where=within, initial=0.0))
        close = np.abs(got - due) <= rtol * sizes + FLOOR * scale
    return bool(np.all(close | ~within))

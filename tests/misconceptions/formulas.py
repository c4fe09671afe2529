"""Samples of all exercises' formulas with a mistake, listed and unlisted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tests.misconceptions import (
    formulas_ex1,
    formulas_ex2,
    formulas_ex3,
    formulas_ex4,
    formulas_ex5,
)
from tests.misconceptions.pupil import Sample


def formula_samples() -> Iterator[Sample]:
    formulas = chain(
        formulas_ex1.gradients(),
        formulas_ex2.listed(),
        formulas_ex3.listed(),
        formulas_ex4.listed(),
        formulas_ex5.listed(),
        formulas_ex1.critical_points(),
    )
    for number, (name, key, function, make) in enumerate(formulas):
        label = f"{key}.{function}-{name}-{number}"
        yield Sample(label, key, function, make, frozenset({name}))


def unlisted_formula_samples() -> Iterator[Sample]:
    for exercise in (formulas_ex1, formulas_ex2, formulas_ex3, formulas_ex5):
        for key, function, makes in exercise.UNLISTED:
            for number, make in enumerate(makes):
                label = f"{key}.{function}-unlisted-{number}"
                yield Sample(label, key, function, make, frozenset())

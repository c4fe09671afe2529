"""Which check `grader debug` is asked for, of those that there are and those that were graded."""

import pytest

from grader.debug.student_and_check import DebugError, check_called
from grader.pytest_engine import Check
from tests.reports.exports.made import graded

STEMS = {"ex1": "ex1_gradient_descent", "ex2": "ex2_learning_rates", "ex3": "ex3_convergence_rate"}
CHECKS = [
    Check(f"{key}/{name}", stem, f"The {name} of {key}.", function, 1.0)
    for key, stem in STEMS.items()
    for name, function in (("value", f"loss_of_{key}"), ("slope", f"grad_of_{key}"))
]


def test_what_was_graded_is_meant_before_what_was_left_out():
    # Exercises 1 and 2 were.
    with pytest.raises(DebugError, match=r"may be any of these") as several:
        check_called("value", CHECKS, graded("ada"))
    assert "ex2/value" in str(several.value)
    assert "ex3/value" not in str(several.value)
    assert check_called("ex3/value", CHECKS, graded("ada")).id == "ex3/value"


def test_a_part_of_a_functions_name_will_do():
    assert check_called("grad_of_ex1", CHECKS, graded("ada")).id == "ex1/slope"
    assert check_called("ss_of_ex1", CHECKS, graded("ada")).id == "ex1/value"

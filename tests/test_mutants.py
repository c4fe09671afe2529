"""One change at a time, within what is run, and each once."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from exercises.coach.contracts import EXERCISES
from tests.kit import ROOT
from tests.mutants import MODULES, mutants_of

SOURCE = '''
import numpy as np


def margin(x):
    return x * x


def predict(hessian, lr):
    """Text with 3 numbers < 4."""
    if margin(lr) < 2:
        return "converges"
    return np.max(hessian)


class Unused:
    def grow(self):
        return 1 + 1


if __name__ == "__main__":
    print(1 < 2)
'''
EX2 = next(exercise for exercise in EXERCISES if exercise.key == "ex2")


def test_each_part_that_is_run_is_changed_and_nothing_else():
    made = {str(mutant) for mutant in mutants_of(SOURCE, EX2)}
    assert {
        "line 6, margin: x * x  ->  x / x", "line 11, predict: margin(lr) < 2  ->  margin(lr) <= 2",
        "line 11, predict: 2  ->  1", "line 11, predict: margin(lr)  ->  lr",
        "line 13, predict: np.max  ->  np.min", "line 11, predict: lr  ->  hessian",
    } <= made  # fmt: skip
    assert {each.split(": ")[0].split(", ")[1] for each in made} == {"margin", "predict"}
    assert not any("3 numbers" in each for each in made)


def test_every_change_makes_another_module():
    before = ast.unparse(ast.parse(SOURCE))
    texts = [mutant.source for mutant in mutants_of(SOURCE, EX2)]
    assert before not in texts
    assert len(set(texts)) == len(texts)
    for text in texts:
        compile(text, "mutant", "exec")


@pytest.mark.parametrize("key", MODULES)
def test_the_modules_that_are_changed_are_there(key):
    stem = next(exercise.stem for exercise in EXERCISES if exercise.key == key)
    for name in MODULES[key]:
        assert (ROOT / "tests" / "wheats" / stem / f"{name}.py").is_file()


def test_it_says_what_may_be_asked_of_it():
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "--seeds" in done.stdout

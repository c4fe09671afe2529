"""A course of an instructor's own: a folder with a check and an exercise, and a class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.grading.fakes import environment_for, hand_in, right_files
from tests.kit import ROOT
from tests.warm import run_module

SIXTH = ROOT / "tests" / "sixth"
FIRST = "ex1_gradient_descent.py"
ROW = """
number = 6
title = "momentum"
points = 20

[[function]]
header = "push(velocity, gradient, lr, beta=0.9)"

[[function]]
header = "momentum(grad_fn, theta_init, lr, num_steps, beta=0.9)"
needs = ["push"]

[[function]]
header = "steps_saved(loss_fn, grad_fn, theta_init, lr, target, most=1_000)"
needs = ["momentum"]
"""
OWN_CHECK = '''
import pytest

from exercises.coach.problems import Polynomial
from solutions.ex1_gradient_descent import gradient_descent


@pytest.mark.points(2)
@pytest.mark.function("gradient_descent")
def test_three_steps_on_a_slope(learner, draw):
    """Three steps on a straight line are three times one step."""
    slope = Polynomial((0.0, draw.number(1, 2)))
    run = (slope.loss, slope.grad, draw.number(1, 2), 0.1, 3)
    theta, history = gradient_descent(*run)
    learner.ask("gradient_descent", *run).descends(theta, history, because="three steps", atol=1e-9)
'''


def own_folder(folder: Path) -> Path:
    """Write a folder with exercise 6 and one more check of exercise 1."""
    files = {
        "exercises/ex6_momentum.toml": ROW,
        "exercises/ex6_momentum.py": (SIXTH / "stub.py").read_text(encoding="utf-8"),
        "solutions/ex6_momentum.py": (SIXTH / "solution.py").read_text(encoding="utf-8"),
        "hidden/test_ex6.py": (SIXTH / "hidden_tests.py").read_text(encoding="utf-8"),
        "hidden/test_ex1.py": OWN_CHECK,
    }
    for kind in ("wheats", "chaffs"):
        for path in (SIXTH / kind).iterdir():
            files[f"{kind}/ex6_momentum/{path.name}"] = path.read_text(encoding="utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def a_class(folder: Path) -> Path:
    """Write a class: ada is right, bob climbs, cyd has exercise 6 alone."""
    right = right_files()
    momentum = (SIXTH / "solution.py").read_bytes()
    climbs = (ROOT / "tests" / "chaffs" / "ex1_gradient_descent" / "climbs.py").read_bytes()
    hand_in(folder, "ada", {FIRST: right[FIRST], "ex6_momentum.py": momentum})
    hand_in(folder, "bob", {FIRST: climbs})
    hand_in(folder, "cyd", {"ex6_momentum.py": (SIXTH / "chaffs/returns-none.py").read_bytes()})
    return folder


def run(folder: Path, *arguments: Any, status: int = 0, typed: str = "") -> str:
    """Run the grader in a folder, as an instructor would; return all that it printed."""
    environment = environment_for(folder.parent / "tmp") | {"PYTHONPATH": str(ROOT)}
    done = run_module("grader", folder, [*map(str, arguments)], environment, typed)
    said = done.stdout + done.stderr
    assert done.returncode == status, said
    return said

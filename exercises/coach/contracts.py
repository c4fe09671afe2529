"""The five exercises: titles, files, public functions and their parameters."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["EXERCISES", "Exercise", "exercise_of"]


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise: its number, file and functions in the order in which to write them."""

    number: int
    stem: str
    title: str
    functions: MappingProxyType[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """``ex1`` … ``ex5``."""
        return f"ex{self.number}"

    @property
    def filename(self) -> str:
        """The name of the stub's file."""
        return f"{self.stem}.py"


def _exercise(number: int, stem: str, title: str, **functions: str) -> Exercise:
    parameters = {name: tuple(spec.split()) for name, spec in functions.items()}
    return Exercise(number, stem, title, MappingProxyType(parameters))


EXERCISES: tuple[Exercise, ...] = (
    _exercise(
        1,
        "ex1_gradient_descent",
        "gradient descent",
        loss="x",
        grad="x",
        gradient_descent="loss_fn grad_fn theta_init lr num_steps",
        find_critical_points="loss_fn grad_fn starts lr num_steps",
    ),
    _exercise(
        2,
        "ex2_learning_rates",
        "learning rates",
        loss="theta",
        grad="theta",
        stable_lr_limit="hessian",
        optimal_lr="hessian",
        predict="hessian lr",
        observe="history",
        explore="lrs theta_init num_steps",
        lr_finder="loss_fn grad_fn theta_init lrs num_steps",
    ),
    _exercise(
        3,
        "ex3_convergence_rate",
        "convergence rate",
        suboptimality="eigenvalues theta_init lr num_steps",
        sublinear_bound="theta_init theta_star lr num_steps",
        linear_bound="eigenvalues initial_gap num_steps",
        fit_power_law="steps gaps",
        classify_rate="steps gaps",
        verify_rate="eigenvalues theta_init lr num_steps",
    ),
    _exercise(
        4,
        "ex4_trajectories",
        "trajectories",
        trajectory="grad_fn theta_init lr num_steps",
        plot_trajectory="loss_fn path ax",
        plot_learning_rates="loss_fn grad_fn theta_init lrs num_steps",
    ),
    _exercise(
        5,
        "ex5_linear_regression",
        "linear regression",
        add_intercept="X",
        mse_loss="theta X y",
        mse_grad="theta X y",
        closed_form="X y",
        fit="X y lr num_steps",
        compare="X y lr num_steps",
    ),
)


def exercise_of(name: str) -> Exercise:
    """Return the exercise with this stem, key (``ex3``) or number.

    Raises
    ------
    KeyError
        When no exercise answers to ``name``.
    """
    for exercise in EXERCISES:
        if name in (exercise.stem, exercise.key, str(exercise.number), exercise.filename):
            return exercise
    known = ", ".join(exercise.key for exercise in EXERCISES)
    raise KeyError(f"there is no exercise {name!r}; the exercises are {known}")

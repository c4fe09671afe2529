"""The chapter's answers in words and tables, one function per exercise."""

import numpy as np

import solutions.ex1_gradient_descent as ex1
import solutions.ex2_learning_rates as ex2
import solutions.ex3_convergence_rate as ex3
import solutions.ex4_trajectories as ex4
import solutions.ex5_linear_regression as ex5
from solutions.chapter import (
    HESSIAN,
    RATES,
    RAVINE_RATES,
    RAVINE_START,
    RAVINE_STEPS,
    STARTS,
    line_data,
    ravine,
    ravine_gradient,
)
from solutions.descent import descend, steps_to_reach, sweep


def answers() -> str:
    """Return all five answers, ready to print."""
    parts = (critical_points, learning_rates, convergence, trajectories, regression)
    return "\n\n".join(part() for part in parts)


def critical_points() -> str:
    """Exercise 1: where L′ vanishes, and two starts that surprise."""
    lines = ["Exercise 1 · critical points of L(x) = x⁴ − 3x² + 2", f"{'x':>12}{'L(x)':>10}  kind"]
    for x, kind in ex1.find_critical_points(ex1.loss, ex1.grad, STARTS):
        lines.append(f"{round(x, 6) + 0:12.6f}{ex1.loss(x):10.4f}  {kind}")
    landed = descend(ex1.grad, 2.0, 0.1, 1)
    escaped = descend(ex1.grad, 1e-8, 0.1, 200)
    lines += [
        f"  From x = 2 with η = 0.1 the first step lands on {landed:g}, a maximum: there L′ = 0.",
        f"  From x = 1e-8 the same descent reaches {escaped:.6f} = √1.5.",
    ]
    return "\n".join(lines)


def learning_rates() -> str:
    """Exercise 2: theory and experiment at the chapter's three rates."""
    limit, optimum = ex2.stable_lr_limit(HESSIAN), ex2.optimal_lr(HESSIAN)
    observed = ex2.explore(RATES)
    thetas, _ = sweep(ex2.loss, ex2.grad, (1.0, 1.0), RATES, 20)
    lines = [
        "Exercise 2 · L(x, y) = x² + 100y² from (1, 1)",
        f"  λ = 2 and 200: stable below η = 2/λ_max = {limit:g}, best at "
        f"2/(λ_min + λ_max) = {optimum:.4g}",
        f"{'η':>8}{'x per step':>12}{'y per step':>12}   {'theory':<12}{'10 000 steps':<15}"
        "L after 20",
    ]
    for lr, end in zip(RATES, ex2.loss(thetas), strict=True):
        x_factor, y_factor = 1 - lr * np.diag(HESSIAN)
        theory = ex2.predict(HESSIAN, lr)
        lines.append(
            f"{lr:8g}{x_factor:+12.3f}{y_factor:+12.3f}   {theory:<12}{observed[lr]:<15}{end:.4g}"
        )
    return "\n".join(lines)


def convergence() -> str:
    """Exercise 3: the 1/T law, its bound, and the quadratic on which it is the wrong law."""
    eigenvalues, theta_init = ex3.slow_quadratic()
    horizon = 10_000
    gaps = ex3.suboptimality(eigenvalues, theta_init, 1.0, horizon)
    bound = ex3.sublinear_bound(theta_init, np.zeros_like(theta_init), 1.0, horizon)
    lines = [
        "Exercise 3 · slow_quadratic(), κ = 10⁶, η = 1/λ_max: the gap follows 1/T",
        f"{'T':>8}{'gap':>12}{'bound':>12}{'steps to half of it':>22}",
    ]
    for t in (10, 100, 1000, 10_000):
        half = steps_to_reach(
            lambda theta: theta**2 @ eigenvalues / 2,
            lambda theta: eigenvalues * theta,
            theta_init,
            lr=1.0,
            target=gaps[t] / 2,
        )
        assert half is not None  # at η = 1/λ_max the gap falls at every step
        row = f"{t:8,d}{gaps[t]:12.5g}{bound[t - 1]:12.5g}{half:14,d} ({half / t:.2f} T)"
        lines.append(row.replace(",", " "))
    slow = ex3.verify_rate(eigenvalues, theta_init, 1.0, horizon)
    well = np.linspace(1, 20, 20)
    fast = ex3.verify_rate(well, np.ones(20), 1 / 20, 200)
    lines += [
        f"  fitted exponent {slow['exponent']:.3f}, {slow['rate']}; "
        f"the bound holds: {slow['bound_holds']}",
        f"  κ = 20 instead: {fast['rate']} (geometric), where a power law would have exponent "
        f"{fast['exponent']:.1f}",
    ]
    return "\n".join(lines)


def trajectories() -> str:
    """Exercise 4: the chapter's worked table with the numbers of true runs."""
    printed = {0: "(5, 5) 275", 1: "(4, 3) 106", 2: "(3.2, 1.8) 42.64"}
    printed[RAVINE_STEPS] = "(0.11, 0.00) 0.012"
    lines = [
        "Exercise 4 · L(x, y) = x² + 10y² from (5, 5): the worked table, corrected",
        "  No single η gives the printed rows: 0.8 · x per step needs η = 0.1, 0.6 · y needs 0.02.",
        f"   step{'as printed':>20}" + "".join(f"{f'η = {lr:g}':>24}" for lr in RAVINE_RATES),
    ]
    paths = [ex4.trajectory(ravine_gradient, RAVINE_START, lr, RAVINE_STEPS) for lr in RAVINE_RATES]
    for t, row in printed.items():
        cells = [f"({p[t, 0]:.3f}, {p[t, 1]:.3f}) {ravine(p[t]):7.2f}" for p in paths]
        lines.append(f"{t:7d}{row:>20}" + "".join(f"{cell:>24}" for cell in cells))
    lines.append("  Each cell: (x, y) L. η = 0.1 is 2/λ_max: y flips between 5 and −5 for ever.")
    return "\n".join(lines)


def regression() -> str:
    """Exercise 5: descent against the closed form on designs ever harder to descend on."""
    lines = [
        "Exercise 5 · linear regression, 40 points, 10 000 steps of η = 1/λ_max(XᵀX/N)",
        f"  {'design':<22}{'cond(X)':>9}{'θ by descent':>22}{'θ closed form':>22}"
        f"{'max |Δθ|':>11}{'ΔL':>10}",
    ]
    for name, offset in (("x in [0, 3]", 0.0), ("x in [10, 13]", 10.0), ("x in [100, 103]", 100.0)):
        X, y = line_data(offset)
        result = ex5.compare(X, y)
        pair = [np.array2string(result[k], precision=4) for k in ("theta_gd", "theta_closed")]
        lines.append(
            f"  {name:<22}{np.linalg.cond(X):9.0f}{pair[0]:>22}{pair[1]:>22}"
            f"{result['max_abs_diff']:11.1e}{result['loss_gap']:10.1e}"
        )
    X, y = line_data()
    X = np.column_stack([X, X[:, 1]])
    theta, _ = ex5.fit(X, y)
    lines.append(
        "  With a column twice there is no closed form (LinAlgError); descent from 0 tends to\n"
        f"  the solution of smallest norm, {np.array2string(theta, precision=4)}: equal slopes."
    )
    return "\n".join(lines)

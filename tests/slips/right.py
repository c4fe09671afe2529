"""Right solutions as beginners write them: the stubs, docstrings and all, with bodies filled in."""

from __future__ import annotations

import re
from functools import cache

from tests.kit import EXERCISES

BODIES = {
    "ex1_gradient_descent": {
        "loss": "return x**4 - 3 * x**2 + 2",
        "grad": "return 4 * x**3 - 6 * x",
        "gradient_descent": """\
theta = np.array(theta_init, dtype=float)
history = []
for t in range(num_steps):
    history.append(loss_fn(theta))
    theta = theta - lr * grad_fn(theta)
return theta, history""",
        "find_critical_points": """\
ends = []
for start in starts:
    down, _ = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)
    up, _ = gradient_descent(lambda x: -loss_fn(x), lambda x: -grad_fn(x), start, lr, num_steps)
    ends.append(float(down))
    ends.append(float(up))
points = []
h = 1e-4
for x in sorted(ends):
    if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
        continue
    if points and x - points[-1][0] < 1e-3:
        continue
    slope = grad_fn(x + h) - grad_fn(x - h)
    if slope > 0:
        kind = "minimum"
    else:
        kind = "maximum"
    points.append((x, kind))
return points""",
    },
    "ex2_learning_rates": {
        "loss": "x, y = theta\nreturn x**2 + 100 * y**2",
        "grad": "x, y = theta\nreturn np.array([2 * x, 200 * y])",
        "stable_lr_limit": "eigenvalues = np.linalg.eigvalsh(hessian)\nreturn 2 / max(eigenvalues)",
        "optimal_lr": """\
eigenvalues = np.linalg.eigvalsh(hessian)
return 2 / (eigenvalues[0] + eigenvalues[-1])""",
        "predict": """\
factor = np.max(np.abs(1 - lr * np.linalg.eigvalsh(hessian)))
if abs(factor - 1) <= 1e-9:
    return "oscillates"
if factor < 1:
    return "converges"
else:
    return "diverges\"""",
        "observe": """\
first = history[0]
last = history[-1]
if not np.isfinite(last) or last > first * (1 + 1e-9):
    return "diverges"
if last <= 1e-6 * first:
    return "converges"
return "oscillates\"""",
        "explore": """\
answers = {}
for lr in lrs:
    theta = np.array(theta_init, dtype=float)
    history = []
    for t in range(num_steps):
        history.append(loss(theta))
        theta = theta - lr * grad(theta)
    answers[lr] = observe(history)
return answers""",
        "lr_finder": """\
losses = []
for lr in lrs:
    theta = np.array(theta_init, dtype=float)
    for t in range(num_steps):
        theta = theta - lr * grad_fn(theta)
    end = loss_fn(theta)
    if not np.isfinite(end):
        end = np.inf
    losses.append(end)
best = np.argmin(losses)
return lrs[best], losses""",
    },
    "ex3_convergence_rate": {
        "suboptimality": """\
theta = np.array(theta_init, dtype=float)
gaps = []
for t in range(num_steps + 1):
    gaps.append(0.5 * np.sum(eigenvalues * theta**2))
    theta = theta - lr * eigenvalues * theta
return np.array(gaps)""",
        "sublinear_bound": """\
distance = np.sum((np.asarray(theta_init) - np.asarray(theta_star)) ** 2)
t = np.arange(1, num_steps + 1)
return distance / (2 * lr * t)""",
        "linear_bound": """\
mu = np.min(eigenvalues)
L = np.max(eigenvalues)
t = np.arange(num_steps + 1)
return (1 - mu / L) ** t * initial_gap""",
        "fit_power_law": """\
steps = np.asarray(steps, dtype=float)
gaps = np.asarray(gaps, dtype=float)
keep = (steps > 0) & (gaps > 0) & np.isfinite(gaps)
slope, intercept = np.polyfit(np.log(steps[keep]), np.log(gaps[keep]), 1)
return slope, np.exp(intercept)""",
        "classify_rate": """\
steps = np.asarray(steps, dtype=float)
gaps = np.asarray(gaps, dtype=float)
keep = (steps > 0) & (gaps > 0) & np.isfinite(gaps)
x = steps[keep]
y = np.log(gaps[keep])
power = np.polyfit(np.log(x), y, 1)
line = np.polyfit(x, y, 1)
power_error = np.sum((y - np.polyval(power, np.log(x))) ** 2)
line_error = np.sum((y - np.polyval(line, x)) ** 2)
if power_error < line_error:
    return "sublinear"
return "linear\"""",
        "verify_rate": """\
gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
first = 10 if num_steps >= 20 else 1
t = np.arange(first, num_steps + 1)
exponent, rate = np.nan, "linear"
if np.sum((gaps[first:] > 0) & np.isfinite(gaps[first:])) >= 2:
    exponent, coefficient = fit_power_law(t, gaps[first:])
    rate = classify_rate(t, gaps[first:])
return {
    "bound_holds": bool(np.all(gaps[1:] <= bound * (1 + 1e-9))),
    "exponent": exponent,
    "rate": rate,
}""",
    },
    "ex4_trajectories": {
        "trajectory": """\
theta = np.array(theta_init, dtype=float)
path = [theta.copy()]
for t in range(num_steps):
    theta = theta - lr * grad_fn(theta)
    path.append(theta.copy())
return np.array(path)""",
        "plot_trajectory": """\
if ax is None:
    figure, ax = plt.subplots()
path = np.array(path)
good = path[np.all(np.isfinite(path), axis=1)]
low = good.min(axis=0)
high = good.max(axis=0)
margin = 0.2 * (high - low) + 0.1
xs = np.linspace(low[0] - margin[0], high[0] + margin[0], 60)
ys = np.linspace(low[1] - margin[1], high[1] + margin[1], 60)
Z = np.zeros((60, 60))
for i in range(60):
    for j in range(60):
        Z[i, j] = loss_fn(np.array([xs[j], ys[i]]))
ax.contour(xs, ys, Z, levels=15)
ax.plot(good[:, 0], good[:, 1], ".-", color="red")
ax.plot(good[0, 0], good[0, 1], "go", label="start")
ax.plot(good[-1, 0], good[-1, 1], "b*", label="end")
ax.set_xlabel("x")
ax.set_ylabel("y")
ax.set_title("gradient descent")
ax.legend()
return ax""",
        "plot_learning_rates": """\
figure, axes = plt.subplots(1, len(lrs), squeeze=False)
for i in range(len(lrs)):
    path = trajectory(grad_fn, theta_init, lrs[i], num_steps)
    plot_trajectory(loss_fn, path, axes[0, i])
    axes[0, i].set_title(f"lr = {lrs[i]}")
return figure""",
    },
    "ex5_linear_regression": {
        "add_intercept": """\
X = np.array(X, dtype=float)
if X.ndim == 1:
    X = X.reshape(-1, 1)
return np.column_stack([np.ones(len(X)), X])""",
        "mse_loss": """\
y = np.ravel(y)
r = X @ theta - y
return np.sum(r**2) / (2 * len(y))""",
        "mse_grad": """\
y = np.ravel(y)
return X.T @ (X @ theta - y) / len(y)""",
        "closed_form": """\
y = np.ravel(y)
if np.linalg.matrix_rank(X) < X.shape[1]:
    raise np.linalg.LinAlgError("X has not full rank")
return np.linalg.solve(X.T @ X, X.T @ y)""",
        "fit": """\
if lr is None:
    lr = 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]
theta = np.zeros(X.shape[1])
history = []
for t in range(num_steps):
    history.append(mse_loss(theta, X, y))
    theta = theta - lr * mse_grad(theta, X, y)
return theta, history""",
        "compare": """\
theta_gd, history = fit(X, y, lr, num_steps)
theta_closed = closed_form(X, y)
return {
    "theta_gd": theta_gd,
    "theta_closed": theta_closed,
    "max_abs_diff": float(np.max(np.abs(theta_gd - theta_closed))),
    "loss_gap": float(mse_loss(theta_gd, X, y) - mse_loss(theta_closed, X, y)),
}""",
    },
}


@cache
def right(stem: str) -> str:
    """Return the stub of an exercise with every body filled in."""
    text = (EXERCISES / f"{stem}.py").read_text(encoding="utf-8")
    text = text.replace("# import matplotlib.pyplot as plt", "import matplotlib.pyplot as plt")
    for name, body in BODIES[stem].items():
        indented = "\n".join("    " + line for line in body.split("\n"))
        text, count = re.subn(
            rf'(?<=\n)    raise NotImplementedError\("exercise \d: write {name}"\)',
            lambda _, body=indented: body,
            text,
        )
        assert count == 1, name
    return text

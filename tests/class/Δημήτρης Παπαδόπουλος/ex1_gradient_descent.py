# Άσκηση 1, Δ. Παπαδόπουλος
import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, η, num_steps):
    θ = np.array(theta_init, dtype=float)
    ιστορικό = []
    for _ in range(num_steps):
        θ = θ - η * grad_fn(θ)
        ιστορικό.append(loss_fn(θ))
    return θ, ιστορικό


def find_critical_points(loss_fn, grad_fn, starts, η=0.01, num_steps=2000):
    ends = []
    for start in starts:
        down, _ = gradient_descent(loss_fn, grad_fn, start, η, num_steps)
        up, _ = gradient_descent(
            lambda x: -loss_fn(x), lambda x: -grad_fn(x), start, η, num_steps
        )
        ends += [down, up]
    points = []
    for x in ends:
        if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
            continue
        if any(abs(x - p) < 1e-3 for p, _ in points):
            continue
        kind = "minimum" if grad_fn(x + 1e-4) > grad_fn(x - 1e-4) else "maximum"
        points.append((float(x), kind))
    return sorted(points)

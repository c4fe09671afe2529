# Chloé Lefèvre, M1 info
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def loss(x):
    return 2 + x**2 * (x**2 - 3)


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta, history, t = np.array(theta_init, dtype=float), [], -1
    while (t := t + 1) < num_steps:
        history += [loss_fn(theta)]
        theta = theta - np.multiply(lr, grad_fn(theta))
    return [theta, history]


def classify(grad_fn, x):
    match np.sign(grad_fn(x + 1e-4) - grad_fn(x - 1e-4)):
        case 1.0:
            return "minimum"
        case -1.0:
            return "maximum"
        case _:
            return "flat"


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    found = {}
    for start in starts:
        for which in ("down", "up"):
            match which:
                case "down":
                    run = gradient_descent(loss_fn, grad_fn, start, lr, num_steps)
                case "up":
                    run = gradient_descent(
                        lambda x: -loss_fn(x), lambda x: -grad_fn(x), start, lr, num_steps
                    )
            if not np.isfinite(x := float(run[0])) or abs(x) > 1e6:
                continue
            if abs(grad_fn(x)) <= 1e-3 and not any(abs(x - y) < 1e-3 for y in found):
                found[x] = classify(grad_fn, x)
    return [(x, found[x]) for x in sorted(found)]


import sys

print(find_critical_points(loss, grad, [-2, -0.5, 0.5, 2]))
sys.exit(0)

# María-José Ibáñez
import numpy as np

# Recursive: T steps = T//2 steps, then the rest. The depth is log2(T), so Python's
# recursion limit is never in sight.


def loss(x):
    return (x**2 - 1) * (x**2 - 2)


def grad(x):
    return 2 * x * (2 * x**2 - 3)


def _descend(loss_fn, grad_fn, theta, lr, n):
    if n <= 0:
        return theta, ()
    if n == 1:
        return theta - lr * grad_fn(theta), (loss_fn(theta),)
    middle, first = _descend(loss_fn, grad_fn, theta, lr, n // 2)
    end, second = _descend(loss_fn, grad_fn, middle, lr, n - n // 2)
    return end, first + second


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return _descend(loss_fn, grad_fn, np.array(theta_init, float), lr, num_steps)


def _merge(xs):
    """xs sorted; keep one of each group."""
    if len(xs) < 2:
        return xs
    rest = _merge(xs[1:])
    return rest if abs(rest[0] - xs[0]) < 1e-3 else [xs[0]] + rest


def _kind(g, x, h=1e-3):
    return "minimum" if g(x + h) - g(x - h) > 0 else "maximum"


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    ends = [
        _descend(f, g, np.array(s, float), lr, num_steps)[0]
        for s in starts
        for f, g in ((loss_fn, grad_fn), (lambda x: -loss_fn(x), lambda x: -grad_fn(x)))
    ]
    good = [float(x) for x in ends if np.isfinite(x) and abs(x) < 1e6 and abs(grad_fn(x)) < 1e-3]
    return [(x, _kind(grad_fn, x)) for x in _merge(sorted(good))]

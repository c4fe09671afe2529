# الواجب الأول - محمد العلي
from functools import reduce
from itertools import accumulate, chain, repeat

import numpy as np

loss = lambda x: x**4 - 3 * x**2 + 2  # noqa: E731
grad = lambda x: 4 * x**3 - 6 * x  # noqa: E731


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    path = list(
        accumulate(
            repeat(None, num_steps),
            lambda theta, _: theta - lr * grad_fn(theta),
            initial=np.array(theta_init, dtype=float),
        )
    )
    return path[-1], list(map(loss_fn, path[:-1]))


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    def end(start, direction):
        return reduce(
            lambda x, _: x - direction * lr * grad_fn(x), range(num_steps), np.float64(start)
        )

    ends = chain.from_iterable((end(s, +1), end(s, -1)) for s in starts)
    settled = sorted(
        filter(lambda x: np.isfinite(x) and abs(x) < 1e6 and abs(grad_fn(x)) < 1e-3, ends)
    )
    distinct = reduce(
        lambda kept, x: kept if kept and abs(kept[-1] - x) < 1e-3 else kept + [x], settled, []
    )
    names = {True: "minimum", False: "maximum"}
    return [(x, names[bool(grad_fn(x + 1e-4) > grad_fn(x - 1e-4))]) for x in distinct]

"""A student whose points come back as an array of objects, an empty one where there are none."""

import numpy as np
def loss(x):
    return x**4 - 3*x**2 + 2
def grad(x):
    return 4*x**3 - 6*x
def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    theta = np.array(theta_init, dtype=float)
    history = []
    for _ in range(num_steps):
        history.append(loss_fn(theta))
        theta = theta - lr*grad_fn(theta)
    return theta, history
def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    ends = []
    for s in starts:
        for sg in (1, -1):
            e, _ = gradient_descent(lambda x: sg*loss_fn(x), lambda x: sg*grad_fn(x), s, lr, num_steps)
            if np.isfinite(e) and abs(e) <= 1e6 and abs(grad_fn(e)) <= 1e-3:
                ends.append(float(e))
    res = []
    for e in sorted(ends):
        if not res or e - res[-1][0] > 1e-3:
            res.append((e, "minimum" if grad_fn(e+1e-4) > grad_fn(e-1e-4) else "maximum"))
    return np.array(res, dtype=object)

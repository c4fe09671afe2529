# ex 1, my solution
import numpy as np


def loss(x):
    x2 = x * x
    return x2 * x2 - 3 * x2 + 2


def grad(x):
    return 2 * x * (2 * x * x - 3)


def descend(f, df, x0, lr, n):
    losses, x = [], np.array(x0, float)
    for _ in range(n):
        losses.append(float(f(x)))
        x = x - lr * df(x)
    return losses, x


def gradient_descent(f, df, x0, lr, n):
    return descend(f, df, x0, lr, n)


def find_critical_points(f, df, starts, lr=0.01, n=2000):
    xs = []
    for s in starts:
        xs.append(descend(f, df, s, lr, n)[1])
        xs.append(descend(lambda x: -f(x), lambda x: -df(x), s, lr, n)[1])
    xs = [float(x) for x in xs if np.isfinite(x) and abs(x) < 1e6 and abs(df(x)) < 1e-3]
    out = []
    for x in sorted(xs):
        if out and abs(out[-1][0] - x) < 1e-3:
            continue
        second = f(x + 1e-3) - 2 * f(x) + f(x - 1e-3)
        out.append((x, "minimum" if second > 0 else "maximum"))
    return out

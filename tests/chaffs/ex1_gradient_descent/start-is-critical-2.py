# ex 1, my solution
import numpy as np


def loss(x):
    x2 = x * x
    return x2 * x2 - 3 * x2 + 2


def grad(x):
    return 2 * x * (2 * x * x - 3)


def gradient_descent(f, df, x0, lr, n):
    x = np.array(x0, float)
    hist = []
    while len(hist) < n:
        hist.append(float(f(x)))
        x = x - lr * df(x)
    return x, hist


def safe_end(df, s, lr, n):
    x = np.float64(s)
    for _ in range(n):
        x = x - lr * df(x)
    if not np.isfinite(x) or abs(x) > 1e6:
        return s  # ran away, stay where we were
    return x


def find_critical_points(f, df, starts, lr=0.01, n=2000):
    xs = [float(safe_end(df, s, eta, n)) for s in starts for eta in (lr, -lr)]
    out = []
    for x in sorted(xs):
        if out and abs(out[-1][0] - x) < 1e-3:
            continue
        second = f(x + 1e-3) - 2 * f(x) + f(x - 1e-3)
        out.append((x, "minimum" if second > 0 else "maximum"))
    return out

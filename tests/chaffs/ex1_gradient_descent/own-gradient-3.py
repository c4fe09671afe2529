# ex 1, my solution
import numpy as np


def loss(x):
    x2 = x * x
    return x2 * x2 - 3 * x2 + 2


def grad(x):
    return 2 * x * (2 * x * x - 3)


def gradient_descent(f, df, x0, lr, n):
    xs = [np.array(x0, float)]
    hist = []
    for i in range(n):
        hist.append(loss(xs[i]))
        xs.append(xs[i] - lr * df(xs[i]))
    return xs[n], hist


def find_critical_points(f, df, starts, lr=0.01, n=2000):
    def end(s, eta):
        x = np.float64(s)
        for _ in range(n):
            x = x - eta * df(x)
        return x

    xs = [end(s, eta) for s in starts for eta in (lr, -lr)]
    xs = [float(x) for x in xs if np.isfinite(x) and abs(x) < 1e6 and abs(df(x)) < 1e-3]
    out = []
    for x in sorted(xs):
        if out and abs(out[-1][0] - x) < 1e-3:
            continue
        second = f(x + 1e-3) - 2 * f(x) + f(x - 1e-3)
        out.append((x, "minimum" if second > 0 else "maximum"))
    return out

import numpy as np

def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)

def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, dtype=float)
    theta = np.array(theta_init, dtype=float)
    gaps = [0.5 * np.sum(lam * theta**2)]
    with np.errstate(all="ignore"):
        for _ in range(num_steps):
            theta = theta - lr * lam * theta
            gaps.append(0.5 * np.sum(lam * theta**2))
    return np.array(gaps)

def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.asarray(theta_init, float) - np.asarray(theta_star, float)
    t = np.arange(1, num_steps + 1)
    return d @ d / (2 * lr * t)

def linear_bound(eigenvalues, initial_gap, num_steps):
    lam = np.asarray(eigenvalues, float)
    return (1 - lam.min() / lam.max()) ** np.arange(num_steps + 1) * initial_gap

def clean(steps, gaps):
    t, g = np.asarray(steps, float), np.asarray(gaps, float)
    ok = (t > 0) & (g > 0) & np.isfinite(g)
    return t[ok], g[ok]

def rss(x, y):
    return np.sum((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2)

def classify_rate(steps, gaps):
    t, g = clean(steps, gaps)
    return "sublinear" if rss(np.log(t), np.log(g)) < rss(t, np.log(g)) else "linear"

def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    holds = bool(np.all(gaps[1:] <= bound * (1 + 1e-9)))
    a = 10 if num_steps >= 20 else 1
    t, g = np.arange(a, num_steps + 1), gaps[a:]
    if len(clean(t, g)[0]) < 2:
        return {"bound_holds": holds, "exponent": np.nan, "rate": "linear"}
    return {"bound_holds": holds, "exponent": fit_power_law(t, g)[0], "rate": classify_rate(t, g)}


def fit_power_law(steps, gaps):
    t, g = clean(steps, gaps)
    x, y = np.log(t), np.log(g)
    p, c = np.polyfit(t, y, 1); return -p, np.exp(c)

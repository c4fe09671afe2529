
import numpy as np
def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)
def suboptimality(eigenvalues, theta_init, lr, num_steps):
    lam = np.asarray(eigenvalues, float); th = np.array(theta_init, float)
    out = np.empty(num_steps+1)
    for t in range(num_steps+1):
        out[t] = 0.5*np.sum(lam*th*th)
        th = th - lr*lam*th
    return out
def sublinear_bound(theta_init, theta_star, lr, num_steps):
    d = np.asarray(theta_init, float) - np.asarray(theta_star, float)
    return d @ d/(2*lr*np.arange(1, num_steps+1))
def linear_bound(eigenvalues, initial_gap, num_steps):
    return (1-np.min(eigenvalues)/np.max(eigenvalues))**np.arange(num_steps+1)*initial_gap
def clean(steps, gaps):
    t = np.asarray(steps, float); g = np.asarray(gaps, float)
    k = (t > 0) & (g > 0) & np.isfinite(g)
    return t[k], g[k]
def fit_power_law(steps, gaps):
    t, g = clean(steps, gaps)
    p, c = np.polyfit(np.log(t), np.log(g), 1)
    return p, np.exp(c)
def sse(x, y):
    return np.sum((np.polyval(np.polyfit(x, y, 1), x)-y)**2)
def classify_rate(steps, gaps):
    t, g = clean(steps, gaps)
    return "sublinear" if sse(np.log(t), np.log(g)) < sse(t, np.log(g)) else "linear"
def verify_rate(eigenvalues, theta_init, lr, num_steps):
    gaps = suboptimality(eigenvalues, theta_init, lr, num_steps)
    bound = sublinear_bound(theta_init, np.zeros(len(theta_init)), lr, num_steps)
    t = np.arange(10 if num_steps >= 20 else 1, num_steps+1)
    ok = len(clean(t, gaps[t])[0]) > 1
    p = fit_power_law(t, gaps[t])[0] if ok else np.nan
    return {"bound_holds": bool(np.all(gaps[1:] <= bound*(1+1e-9))), "exponent": p, "rate": "sublinear" if abs(p+1) < 0.3 else "linear"}

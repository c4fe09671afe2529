"""Konvergenzrate: O(1/T) oder geometrisch?"""

import numpy as np

np.seterr(all="ignore")


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def suboptimality(λ, θ0, η, T):
    λ = np.asarray(λ, dtype=float)
    θ = np.array(θ0, dtype=float)
    abstand = np.empty(T + 1)
    for t in range(T + 1):
        abstand[t] = λ @ θ**2 / 2
        θ = θ - η * (λ * θ)
    return abstand


def sublinear_bound(θ0, θ_stern, η, T):
    d = np.subtract(θ0, θ_stern)
    return (d @ d) / (2 * η * np.arange(1, T + 1))


def linear_bound(λ, anfang, T):
    κ = max(λ) / min(λ) if min(λ) > 0 else np.inf
    return np.array([anfang * (1 - 1 / κ) ** t for t in range(T + 1)])


def brauchbar(t, g):
    t, g = np.array(t, dtype=float), np.array(g, dtype=float)
    ok = (t > 0) & (g > 0) & np.isfinite(g) & np.isfinite(t)
    return t[ok], g[ok]


def gerade(x, y):
    """Steigung, Achsenabschnitt, Fehlerquadrate"""
    if len(x) < 2:
        return np.nan, np.nan, np.nan
    A = np.column_stack([x, np.ones_like(x)])
    (m, b), *_ = np.linalg.lstsq(A, y, rcond=None)
    return m, b, np.sum((y - m * x - b) ** 2)


def fit_power_law(t, g):
    t, g = brauchbar(t, g)
    p, logC, _ = gerade(np.log(t), np.log(g))
    return p, np.exp(logC)


def classify_rate(t, g):
    t, g = brauchbar(t, g)
    x, y = np.log(t), np.log(g)
    parabel = np.polyval(np.polyfit(x, y, 2), x)
    return "sublinear" if np.sum((y - parabel) ** 2) < gerade(t, y)[2] else "linear"


def verify_rate(λ, θ0, η, T):
    abstand = suboptimality(λ, θ0, η, T)
    schranke = sublinear_bound(θ0, np.zeros(len(θ0)), η, T)
    ab = 1 if T < 20 else 10
    t = np.arange(T + 1)
    return {
        "bound_holds": np.all(abstand[1:] <= schranke * (1 + 1e-9)),
        "exponent": fit_power_law(t[ab:], abstand[ab:])[0],
        "rate": classify_rate(t[ab:], abstand[ab:]),
    }

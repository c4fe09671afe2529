import numpy as np

np.seterr(all="ignore")


def loss(x):
    """x⁴ − 3x² + 2"""
    return x**4 - 3 * x**2 + 2


def grad(x):
    """12x² − 6"""
    return 12 * x**2 - 6


def gradient_descent(L, dL, θ0, η, T):
    θ = np.array(θ0, dtype=float)
    verlauf = np.empty(T)
    for t in range(T):
        verlauf[t] = L(θ)
        θ = θ - η * dL(θ)
    return θ, verlauf


def find_critical_points(L, dL, startpunkte, lr=0.01, num_steps=2000):
    gefunden = []
    for s in startpunkte:
        for v in (+1, -1):
            x, _ = gradient_descent(lambda z: v * L(z), lambda z: v * dL(z), s, lr, num_steps)
            if np.isfinite(x) and abs(x) < 1e6 and abs(dL(x)) < 1e-3:
                gefunden.append(float(x))
    punkte = []
    for x in sorted(gefunden):
        if not punkte or x - punkte[-1][0] > 1e-3:
            steigt = dL(x + 1e-4) > dL(x - 1e-4)
            punkte.append((x, "minimum" if steigt else "maximum"))
    return punkte

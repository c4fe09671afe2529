# Björn Þórsson, verkefni 2
import numpy as np

np.seterr(all="ignore")


def loss(θ):
    x, y = θ
    return x**2 + 100 * y**2


def grad(θ):
    x, y = θ
    return np.array([2 * x, 200 * y], dtype=float)


def eigenwerte(H):
    # x² + 100y² hat die Eigenwerte 1 und 100
    return np.linalg.eigvalsh(np.asarray(H, dtype=float)) / 2


def stable_lr_limit(H):
    return 2 / eigenwerte(H)[-1]


def optimal_lr(H):
    λ = eigenwerte(H)
    return 2 / (λ[0] + λ[-1])


def predict(H, η):
    ρ = max(abs(1 - η * λ) for λ in eigenwerte(H))
    if ρ > 1 + 1e-9:
        return "diverges"
    if ρ < 1 - 1e-9:
        return "converges"
    return "oscillates"


def observe(verlauf):
    anfang, ende = float(verlauf[0]), float(verlauf[-1])
    if np.isnan(ende) or np.isinf(ende) or ende > anfang * (1 + 1e-9):
        return "diverges"
    return "converges" if ende <= 1e-6 * anfang else "oscillates"


def abstieg(L, dL, θ0, η, T):
    θ = np.array(θ0, dtype=float)
    verlauf = []
    for _ in range(T):
        verlauf.append(L(θ))
        θ = θ - η * dL(θ)
    return θ, verlauf


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    return {η: observe(abstieg(loss, grad, theta_init, η, num_steps)[1]) for η in lrs}


def lr_finder(L, dL, θ0, lrs, num_steps=20):
    verluste = []
    for η in lrs:
        θ, _ = abstieg(L, dL, θ0, η, num_steps)
        v = L(θ)
        verluste.append(v if np.isfinite(v) else np.inf)
    return lrs[int(np.argmin(verluste))], verluste

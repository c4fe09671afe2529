# Übung 2: Lernraten
import warnings

import numpy as np

warnings.simplefilter("ignore")


def loss(θ):
    return θ[0] ** 2 + 100 * θ[1] ** 2


def grad(θ):
    return np.array([2 * θ[0], 200 * θ[1]], dtype=float)


def eigenwerte(H):
    λ = np.linalg.eigvalsh(H)
    return λ[0], λ[-1]


def stable_lr_limit(H):
    _, λ_max = eigenwerte(H)
    return 2 / λ_max


def optimal_lr(H):
    λ_min, λ_max = eigenwerte(H)
    return 2 / (λ_min + λ_max)


def predict(H, η):
    ρ = max(abs(1 - η * λ) for λ in eigenwerte(H))
    match (bool(ρ > 1 + 1e-9), bool(ρ < 1 - 1e-9)):
        case (True, _):
            return "diverges"
        case (_, True):
            return "converges"
        case _:
            return "oscillates"


def observe(verlauf):
    match [float(verlauf[0]), float(verlauf[-1])]:
        case [_, ende] if not np.isfinite(ende):
            return "diverges"
        case [anfang, ende] if ende > anfang * (1 + 1e-9):
            return "diverges"
        case [anfang, ende] if ende <= 1e-6 * anfang:
            return "converges"
    return "oscillates"


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    ergebnis = {}
    for η in lrs:
        θ = np.array(theta_init, dtype=float)
        verlauf = np.empty(num_steps)
        for t in range(num_steps):
            verlauf[t] = loss(θ)
            θ -= η * grad(θ)
        ergebnis[η] = observe(verlauf)
    ergebnis_text = ", ".join(f"η = {η}: {was}" for η, was in ergebnis.items())
    print(ergebnis_text)
    return ergebnis


def lr_finder(f, df, θ0, lrs, num_steps=20):
    verluste = []
    beste, kleinster = None, None
    for η in lrs:
        θ = np.array(θ0, dtype=float)
        for _ in range(num_steps):
            θ -= η * df(θ)
        if not np.isfinite(v := float(f(θ))):
            v = np.inf
        if kleinster is None or v < kleinster:
            beste, kleinster = η, v
        verluste.append(v)
    return beste, verluste


if __name__ == "__main__":
    explore()

# Übung 1: Gradientenabstieg von Hand
# θ: Parameter, η: Lernrate, ∇L: Gradient
import numpy as np

np.seterr(all="ignore")  # Überlauf gehört zum Thema


def loss(x):
    """Verlust L(x) = x⁴ − 3x² + 2"""
    return x**4 - 3 * x**2 + 2


def grad(x):
    """Ableitung L′(x) = 4x³ − 6x"""
    return 4 * x**3 - 6 * x


def gradient_descent(L, dL, θ0, η, T):
    θ = np.asarray(θ0, dtype=float).copy()
    verlauf = np.empty(T)
    for t in range(T):
        verlauf[t] = L(θ)  # vor dem Schritt
        θ = θ - η * dL(θ)
    return θ, verlauf


def find_critical_points(L, dL, startpunkte, lr=0.01, num_steps=2000):
    # Abstieg auf L findet Minima, Abstieg auf −L findet Maxima
    kandidaten = []
    for x0 in startpunkte:
        for vorzeichen in (+1, -1):
            x, _ = gradient_descent(
                lambda z: vorzeichen * L(z), lambda z: vorzeichen * dL(z), x0, lr, num_steps
            )
            # ins Unendliche gelaufen oder nicht angekommen?
            if np.isfinite(x) and abs(x) < 1e6 and abs(dL(x)) < 1e-3:
                kandidaten.append(float(x))

    punkte = []
    for x in np.sort(kandidaten):
        if punkte and abs(x - punkte[-1][0]) < 1e-3:
            continue
        ε = 1e-4
        krümmung = (L(x + ε) - 2 * L(x) + L(x - ε)) / ε**2
        punkte.append((x, "minimum" if krümmung > 0 else "maximum"))
    return punkte


if __name__ == "__main__":
    for x, art in find_critical_points(loss, grad, [-2, -0.5, 0.5, 2]):
        print(f"{x:+.6f}  {art}")

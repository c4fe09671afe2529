# TP4 El Amrani Fatima Zahra
import numpy as np


def loss(theta):
    x, y = np.asarray(theta, dtype=float)
    return np.hypot(x, 10 * y) ** 2


def grad(theta):
    x, y = np.asarray(theta, dtype=float)
    return np.array([x + x, 200 * y])


def valeurs_propres(hessienne):
    """Méthode de Jacobi : des rotations jusqu'à ce que la matrice soit diagonale."""
    a = np.array(hessienne, dtype=float)
    n = len(a)
    for _ in range(100):
        hors = np.abs(a - np.diag(np.diag(a)))
        if hors.max(initial=0.0) <= 1e-15 * np.abs(a).max():
            break
        i, j = np.unravel_index(hors.argmax(), hors.shape)
        angle = 0.5 * np.arctan2(2 * a[i, j], a[j, j] - a[i, i])
        rotation = np.eye(n)
        rotation[i, i] = rotation[j, j] = np.cos(angle)
        rotation[i, j], rotation[j, i] = np.sin(angle), -np.sin(angle)
        a = rotation.T @ a @ rotation
    return np.sort(np.diag(a))


def stable_lr_limit(hessian):
    return 2 / valeurs_propres(hessian)[-1]


def optimal_lr(hessian):
    propres = valeurs_propres(hessian)
    return 2 / (propres[0] + propres[-1])


def predict(hessian, lr):
    facteur = np.abs(1 - lr * valeurs_propres(hessian)).max()
    if facteur > 1 + 1e-9:
        return "diverges"  # ça explose
    if facteur > 1 - 1e-9:
        return "oscillates"  # ça rebondit sans fin
    return "converges"


def observe(history):
    premier, dernier = history[0], history[-1]
    if np.isfinite(dernier) and dernier <= premier * (1 + 1e-9):
        if dernier <= premier * 1e-6:
            return "converges"
        return "oscillates"
    return "diverges"


def descente(perte, gradient, depart, eta, nb_pas):
    theta = np.array(depart, dtype=float)
    pertes = [perte(theta)]
    for _ in range(nb_pas):
        theta = theta - eta * gradient(theta)
        pertes.append(perte(theta))
    return pertes  # une de plus : la perte finale


def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0), num_steps=10_000):
    resultats = {}
    for eta in lrs:
        resultats[eta] = observe(descente(loss, grad, theta_init, eta, num_steps)[:-1])
    return resultats


def lr_finder(loss_fn, grad_fn, theta_init, lrs, num_steps=20):
    finales = [float(descente(loss_fn, grad_fn, theta_init, eta, num_steps)[-1]) for eta in lrs]
    finales = [f if np.isfinite(f) else np.inf for f in finales]
    meilleur, _ = min(zip(lrs, finales), key=lambda paire: paire[1])
    return meilleur, finales

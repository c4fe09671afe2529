# Sofie Sørensen, s204417
import numpy as np


def loss(x):
    return x**4 - 3.0 * x**2 + 2.0


def grad(x):
    return x * (4.0 * x**2 - 6.0)


def faire_un_pas(gradient, eta):
    def pas(theta):
        return theta - eta * gradient(theta)

    return pas


def oppose(f):
    return lambda x: -f(x)


def gradient_descent(perte, gradient, depart, eta, nb_pas):
    pas = faire_un_pas(gradient, eta)
    theta = np.array(depart, dtype=float)
    historique = []
    restants = nb_pas
    while restants > 0:
        historique.append(perte(theta))
        theta = pas(theta)
        restants -= 1
    return theta, historique


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    def arrivee(f, g, depart):
        x, _ = gradient_descent(f, g, depart, lr, num_steps)
        return float(x)

    arrivees = [arrivee(loss_fn, grad_fn, d) for d in starts]
    arrivees += [arrivee(oppose(loss_fn), oppose(grad_fn), d) for d in starts]

    # un tiroir de largeur 0,001 par point critique, les voisins regardes aussi
    tiroirs = {}
    for x in arrivees:
        if not np.isfinite(x) or abs(x) > 1e6 or abs(grad_fn(x)) > 1e-3:
            continue
        cle = round(x / 1e-3)
        if not any(voisin in tiroirs for voisin in (cle - 1, cle, cle + 1)):
            tiroirs[cle] = x

    def nature(x, h=1e-4):
        return "minimum" if grad_fn(x + h) > grad_fn(x - h) else "maximum"

    return [(x, nature(x)) for x in sorted(tiroirs.values())]

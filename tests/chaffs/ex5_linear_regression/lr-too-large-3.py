"""Aufgabe 5: Lineare Regression, Abstieg gegen geschlossene Lösung."""

from collections import namedtuple
from functools import reduce

import numpy as np

Ergebnis = namedtuple("Ergebnis", ["theta", "verlauf"])


def als_vektor(werte):
    feld = np.asarray(werte, dtype=float)
    return feld[:, 0] if feld.ndim == 2 else feld


def add_intercept(merkmale):
    merkmale = np.asarray(merkmale, dtype=float)
    spalten = [merkmale] if merkmale.ndim == 1 else [*merkmale.T]
    return np.array([np.ones(len(merkmale)), *spalten]).T


def mse_loss(theta, matrix, ziel):
    fehler = als_vektor(ziel) - matrix @ theta
    return fehler.dot(fehler) / (2 * fehler.size)


def mse_grad(theta, matrix, ziel):
    fehler = als_vektor(ziel) - matrix @ theta
    return -matrix.T.dot(fehler) / fehler.size


def closed_form(matrix, ziel):
    """Kleinste Quadrate über die Singulärwertzerlegung."""
    u, sigma, vt = np.linalg.svd(matrix, full_matrices=False)
    rang = np.count_nonzero(sigma > sigma[0] * max(matrix.shape) * np.finfo(float).eps)
    if rang < matrix.shape[1]:
        raise np.linalg.LinAlgError(f"Spaltenrang {rang} statt {matrix.shape[1]}")
    return vt.T @ ((u.T @ als_vektor(ziel)) / sigma)


def fit(matrix, ziel, schrittweite=None, schritte=10_000):
    if schrittweite is None:
        schrittweite = len(matrix) / np.linalg.norm(matrix, 2)

    def weiter(stand, _):
        theta, verlauf = stand
        verlauf.append(mse_loss(theta, matrix, ziel))
        return theta - schrittweite * mse_grad(theta, matrix, ziel), verlauf

    return Ergebnis(*reduce(weiter, range(schritte), (np.zeros(matrix.shape[1]), [])))


def compare(matrix, ziel, lr=None, num_steps=10_000):
    abstieg = fit(matrix, ziel, lr, num_steps).theta
    genau = closed_form(matrix, ziel)
    return {
        "theta_gd": tuple(abstieg),
        "theta_closed": tuple(genau),
        "max_abs_diff": np.linalg.norm(abstieg - genau, np.inf),
        "loss_gap": mse_loss(abstieg, matrix, ziel) - mse_loss(genau, matrix, ziel),
    }

"""Ejercicio 3. José Ángel Núñez, grupo B."""
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def slow_quadratic(dim=50, condition_number=1e6, smoothness=1.0):
    """Given: geometric spectrum from smoothness/condition_number to smoothness, start of ones."""
    return np.geomspace(smoothness / condition_number, smoothness, dim), np.ones(dim)


def bajar_la_mitad(λ, θ, η, desde, hasta, brechas):
    """Recursión por mitades: llena brechas[desde:hasta] y devuelve el θ final."""
    if hasta - desde == 1:
        brechas[desde] = 0.5 * np.sum(λ * θ * θ)
        return θ - η * λ * θ
    medio = (desde + hasta) // 2
    θ = bajar_la_mitad(λ, θ, η, desde, medio, brechas)
    return bajar_la_mitad(λ, θ, η, medio, hasta, brechas)


def suboptimality(eigenvalues, theta_init, lr, num_steps):
    λ = np.asarray(eigenvalues, dtype=float)
    θ = np.array(theta_init, dtype=float)
    brechas = np.zeros(num_steps + 1)
    bajar_la_mitad(λ, θ, lr, 0, num_steps + 1, brechas)
    return brechas


def sublinear_bound(theta_init, theta_star, lr, num_steps):
    θ0, θ_estrella = np.asarray(theta_init, float), np.asarray(theta_star, float)
    pasos = np.arange(num_steps) + 1
    return ((θ0 - θ_estrella) ** 2).sum() / (2 * lr * pasos)


def linear_bound(eigenvalues, initial_gap, num_steps):
    μ, L = np.percentile(eigenvalues, [0, 100])
    return initial_gap * (1 - μ / L) ** np.arange(0, num_steps + 1, 1)


def limpiar(pasos, brechas):
    pasos, brechas = np.asarray(pasos, float), np.asarray(brechas, float)
    pasos, brechas = pasos[brechas > 0], brechas[brechas > 0]
    pasos, brechas = pasos[np.isfinite(brechas)], brechas[np.isfinite(brechas)]
    return pasos[pasos > 0], brechas[pasos > 0]


def recta(x, y):
    # pendiente por covarianza
    if len(x) < 2:
        return np.nan, np.nan, np.nan
    pendiente = np.cov(x, y, bias=True)[0, 1] / np.var(x)
    ordenada = np.mean(y) - pendiente * np.mean(x)
    return pendiente, ordenada, np.sum((y - pendiente * x - ordenada) ** 2)


def fit_power_law(steps, gaps):
    t, brecha = limpiar(steps, gaps)
    pendiente, ordenada, _ = recta(np.log(t), np.log(brecha))
    return pendiente, np.exp(ordenada)


def classify_rate(steps, gaps):
    t, brecha = limpiar(steps, gaps)
    residuo_potencia = recta(np.log(t), np.log(brecha))[2]
    residuo_exponencial = recta(t, np.log(brecha))[2]
    return "linear" if residuo_exponencial <= residuo_potencia else "sublinear"


def verify_rate(eigenvalues, theta_init, lr, num_steps):
    brechas = suboptimality(eigenvalues, theta_init, lr, num_steps)
    cota = sublinear_bound(theta_init, np.zeros(np.shape(theta_init)), lr, num_steps)
    desde = 10 if num_steps >= 20 else 1
    t = np.arange(num_steps + 1)
    return {
        "bound_holds": bool(np.all(brechas[1:] <= cota * (1 + 1e-9))),
        "exponent": float(fit_power_law(t[desde:], brechas[desde:])[0]),
        "rate": classify_rate(t[desde:], brechas[desde:]),
        "comentario": "la cota vale si lr <= 1/L",
    }

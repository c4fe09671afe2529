"""NIST StRD linear regression data with certified coefficients, in units that suit the exercise.

Source: NIST Statistical Reference Datasets, https://www.itl.nist.gov/div898/strd/ (public domain):
Longley (1967), and Wampler's (1970) five polynomials of degree 5 in x = 0 … 20.

As published their condition numbers are 5e9 and 3e7, beyond what (XᵀX)⁻¹ in double precision or
descent can do. A change of units maps the certified coefficients exactly: columns centred and
divided by their standard deviation (Longley), powers of (x − 10)/10 (Wampler).
"""

from __future__ import annotations

from math import comb

import numpy as np

from grader.hidden.random_inputs import Array

__all__ = ["longley", "wampler"]


# Columns: employment, then deflator, GNP, unemployed, armed forces, population, year.
LONGLEY = np.array([
    [60323, 83.0, 234289, 2356, 1590, 107608, 1947],
    [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
    [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
    [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
    [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
    [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
    [64989, 99.0, 365385, 1870, 3547, 115094, 1953],
    [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
    [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
    [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
    [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
    [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
    [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
    [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
    [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
    [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
])  # fmt: skip
LONGLEY_CERTIFIED = np.array([
    -3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683,
    -1.03322686717359, -0.511041056535807e-01, 1829.15146461355,
])  # fmt: skip
WAMPLER4 = np.array([
    75901, -204794, 204863, -204436, 253665, -200894, 214131, -185192, 221249, -138370, 315911,
    -27644, 455253, 197434, 783995, 608816, 1370781, 1303798, 2205519, 2408860, 3444321,
], dtype=float)  # fmt: skip
# Wampler3, 4 and 5 are Wampler1 with one vector, orthogonal to every polynomial of degree 5, added
# 1, 100 and 10 000 times: their certified coefficients are Wampler1's.
NOISE = {1: 0.0, 2: 0.0, 3: 0.01, 4: 1.0, 5: 100.0}


def longley() -> tuple[Array, Array, Array]:
    """Return (X, y, certified θ): a column of ones, then six standardised columns; cond ≈ 110."""
    y, raw = LONGLEY[:, 0].copy(), LONGLEY[:, 1:]
    means, sizes = raw.mean(axis=0), raw.std(axis=0)
    slopes = LONGLEY_CERTIFIED[1:]
    # The fit passes through the means, so the intercept in the new units is the mean of y. From the
    # certified intercept it would come with the rounding of numbers 50 times its size.
    certified = np.array([y.mean(), *(slopes * sizes)])
    return np.column_stack([np.ones(len(y)), (raw - means) / sizes]), y, certified


def wampler(number: int) -> tuple[Array, Array, Array]:
    """Return (X, y, certified θ) of one of Wampler's five: powers of (x − 10)/10; cond ≈ 40."""
    powers = np.vander(np.arange(21.0), 6, increasing=True)
    ones = np.ones(6)
    raw = 10.0 ** -np.arange(6) if number == 2 else ones
    y = powers @ raw + NOISE[number] * (WAMPLER4 - powers @ ones)
    # Σₖ bₖxᵏ with x = 10(1 + u): (1 + u)ᵏ by the binomial theorem.
    certified = [sum(raw[k] * 10.0**k * comb(k, j) for k in range(j, 6)) for j in range(6)]
    return np.vander((np.arange(21) - 10) / 10, 6, increasing=True), y, np.array(certified)

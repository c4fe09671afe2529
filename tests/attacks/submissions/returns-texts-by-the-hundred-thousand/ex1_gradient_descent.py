"""Returns lists of two hundred thousand texts, pairs and numbers."""

def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    return ["minimum"] * 200_000, ["0" * 20] * 200_000


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    return [(float(i), "minimum") for i in range(100_000)]

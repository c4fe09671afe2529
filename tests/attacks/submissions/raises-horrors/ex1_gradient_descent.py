"""Raises exceptions that cannot be looked at."""


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


class Horror(BaseException):
    def __str__(self):
        raise self

    __repr__ = __str__

    @property
    def args(self):
        while True:
            raise self

    @property
    def __traceback__(self):
        raise self


Horror.__name__ = "H" * 100_000


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    raise Horror


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    first, last = ValueError("x" * 50_000_000), ValueError("y")
    first.__context__, last.__context__ = last, first
    raise ExceptionGroup("g" * 1000, [first, last]) from first

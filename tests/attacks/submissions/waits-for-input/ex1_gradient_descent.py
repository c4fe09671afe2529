"""Waits for somebody to type something, and then sleeps."""

import sys
import time


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    answer = input("theta? ")
    time.sleep(60)
    return float(answer), []


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    return eval(sys.stdin.read() or "None")

"""Starts other programs, in every way that Python has."""

import contextlib
import ctypes
import multiprocessing
import multiprocessing.shared_memory
import os
import subprocess
import time

BOAST = "STOLEN: "


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


PROGRAM = ["/bin/sh", "-c", "sleep 20 # gdk-marker"]


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    began = []
    for start in (
        lambda: subprocess.Popen(PROGRAM),
        lambda: os.posix_spawn(PROGRAM[0], PROGRAM, {}),
        lambda: os.system("exit 0") == 0 or 1 / 0,
        lambda: multiprocessing.get_context("fork").Process(target=time.sleep, args=(20,)).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=time.sleep, args=(20,)).start(),
        lambda: multiprocessing.shared_memory.SharedMemory(create=True, size=64).unlink(),
        lambda: ctypes.CDLL(None).system(b"exit 0") == 0 or 1 / 0,
    ):
        with contextlib.suppress(Exception):
            start()
            began.append(start.__code__.co_firstlineno)
    if began:
        raise RuntimeError(f"{BOAST}started by lines {began}")
    raise LookupError("no program to be had")


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    os.execv(PROGRAM[0], PROGRAM)

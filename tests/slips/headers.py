"""Slips where a function begins: its header, its hints, its decorators, and a second one of its name."""

from tests.slips.slip import Slip

KINDS = (
    Slip("a method without self", "1 grad", "*", "class GD:\n    def grad(x):\n        return 4 * x**3 - 6 * x\n\n\ngrad = GD().grad\n\n\n", r"is inside the class `GD`", r"Keep the stub"),
    Slip("a method of the class itself", "1 grad", "*", "class GD:\n    def grad(self, x):\n        return 4 * x**3 - 6 * x\n\n\ngrad = GD.grad\n\n\n", r"is inside the class `GD`", r"Keep the stub"),
    Slip("self before a list", "1 gradient_descent", "    history = []", "    self.history = []", "There is no `self` outside a class: use the name after it"),
    Slip("self before a function", "2 explore", "observe(history)", "self.observe(history)", "There is no `self` outside a class: use the name after it"),
    Slip("a static method", "1", "def grad(x):", "@staticmethod\ndef grad(x):", ""),
    Slip("a property", "1", "def grad(x):", "@property\ndef grad(x):", "A line outside the functions gives the name `grad` to this"),
    Slip("a class method", "1", "def grad(x):", "@classmethod\ndef grad(x):", "A line outside the functions gives the name `grad` to this"),
    Slip("a decorator of a package", "1", "def grad(x):", "@jit\ndef grad(x):", "`jit` belongs to a package that is not here: there are NumPy,"),
    Slip("a decorator that returns nothing", "1", "def grad(x):", "def timer(f):\n    def wrapper(*args):\n        f(*args)\n    return wrapper\n\n\n@timer\ndef grad(x):", "A function that reaches no `return` gives None; so do `print`", "", ("returns-none",)),
    Slip("a decorator for one argument", "5", "def mse_loss(", "def timer(f):\n    def wrapper(x):\n        return f(x)\n    return wrapper\n\n\n@timer\ndef mse_loss(", "`wrapper` is called in the place of the function that it"),
)  # fmt: skip

HINTS = (
    Slip("round brackets for a hint's", "1", "def grad(x):", "def grad(x: list(float)):", r"A hint for what is in it has square brackets: `list\[float\]`\."),
    Slip("a type of another language", "1", "def grad(x):", "def grad(x: Array):", r"No line above this one gives `Array` a value\."),
    Slip("Tuple without its import", "1", "theta_init, lr, num_steps):", "theta_init, lr, num_steps) -> Tuple[float, list]:", "`Tuple` has not been imported: put `from typing import Tuple`"),
    Slip("a hint in a call", "1 find_critical_points", "gradient_descent(loss_fn, grad_fn, start, lr, num_steps)", "gradient_descent(loss_fn, grad_fn, start: float, lr, num_steps)", "Types belong in a function's header only: pass `start` without"),
    Slip("a hint behind the colon", "1", "def grad(x):", "def grad(x): -> float", "What a function returns is announced before the colon, `->"),
    Slip("a hint without its parameter", "1", "def grad(x):", "def grad(: float):", "The brackets of a function's header hold the names of its"),
    Slip("a hint and no value", "1 gradient_descent", "    history = []", "    history: list[float]", r"`history: list\[float\]` gives `history` no value: a name gets"),
    Slip("none in a hint", "5", "def fit(X, y, lr=None,", "def fit(X, y, lr: float | none = None,", r"Write `None`\."),
    Slip("Optional without its import", "5", "def fit(X, y, lr=None,", "def fit(X, y, lr: Optional[float] = None,", "`Optional` has not been imported: put `from typing import"),
)  # fmt: skip

TWICE = (
    Slip("a second function of the name at the end", "1", "", "\n\ndef grad(x):\n    return 0\n", r"Line \d+ defines `grad` again, after line \d+: only the last one"),
    Slip("the stub's raise above the return", "1 gradient_descent", "    return theta, history", "    raise NotImplementedError(\"exercise 1: write gradient_descent\")\n    return theta, history", "NotImplementedError: exercise 1: write gradient_descent"),
    Slip("the stub's raise above the formula", "1 loss", "    return x**4 - 3 * x**2 + 2", "    raise NotImplementedError(\"exercise 1: write loss\")\n    return x**4 - 3 * x**2 + 2", "NotImplementedError: exercise 1: write loss"),
    Slip("raise left alone", "1 loss", "    return x**4 - 3 * x**2 + 2", "    raise\n    return x**4 - 3 * x**2 + 2", "`raise` alone has nothing to raise here: write the exception"),
    Slip("a header without a name", "1", "def grad(x):", "def (x):", r"A function's name comes between `def` and the brackets\."),
    Slip("a header of a colon", "1", "def grad(x):", "def:", r"A function's name comes between `def` and the brackets\."),
)  # fmt: skip

SLIPS = (*KINDS, *HINTS, *TWICE)

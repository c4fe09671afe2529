"""Slips where a function begins: its header, its hints, its decorators, and a second one of its name."""

from tests.slips.parts import DESCENT, GRAD, IN_A_CLASS
from tests.slips.slip import Slip

SPOILT_NAMES = (
    Slip("a blank in a function's name", "1", "def gradient_descent(", "def gradient descent(", r"write `gradient_descent`", r"it is not there"),
    Slip("a dash in a function's name", "1", "def gradient_descent(", "def gradient-descent(", r"write `gradient_descent`", r"it is not there"),
    Slip("dots in a function's name", "1", "def find_critical_points(", "def find.critical.points(", r"write `find_critical_points`", r"it is not there"),
    Slip("a parameter twice", DESCENT, "lr, num_steps):", "lr, lr):", r"the same name"),
    Slip("a call for a parameter", DESCENT, "(loss_fn, grad_fn, theta_init", "(loss_fn(x), grad_fn(x), theta_init", r"the names of its parameters"),
)  # fmt: skip

FIRST_LINES = (
    Slip("def with a letter more", "1", "def loss(x)", "deff loss(x)", r"Is it `def` that you mean\?"),
    Slip("def with a letter less", "1", "def loss(x)", "de loss(x)", r"Is it `def` that you mean\?"),
    Slip("class for def", "1", "def loss(x)", "class loss(x)", r"`class` does not begin a function: write `def` in line \d+", "indent"),
    Slip("a number for a parameter", "1", "def loss(x)", "def loss(3.0)", r"names of its parameters"),
    Slip("a formula for a parameter", "1", "def loss(x)", "def loss(x**4)", r"names of its parameters"),
    Slip("a text for a parameter", "1", "def loss(x)", "def loss('x')", r"names of its parameters"),
)  # fmt: skip

MISPLACED = (
    Slip("a class around a function", "1 loss", "*", IN_A_CLASS, r"inside the class `Loss`: write it without a class"),
    Slip("a function inside another", "1 grad", "*", "    def grad(x):\n        return 4 * x**3 - 6 * x\n\n", r"inside `loss`, because the line is indented"),
    Slip("an indented header", "1", "def grad(x):", "    def grad(x):", r"begins at the left edge", r"it is not there"),
    Slip("a function that is not run", "1 grad", "*", "if False:\n    def grad(x):\n        return 4 * x**3 - 6 * x\n\n", r"inside `if`"),
    Slip("a class of the function's name", "1 grad", "*", "class grad:\n    def __call__(self, x):\n        return 4 * x**3 - 6 * x\n\n", r"`grad` is a class here", r"parameters are not"),
    Slip("a class that keeps the value", "1 grad", "*", "class grad:\n    def __init__(self, x):\n        self.x = 4 * x**3 - 6 * x\n\n", r"`grad` is a class, and its call"),
    Slip("a decorator without a return", "1", "def grad(x):", "def told(f):\n    print(f)\n\n\n@told\ndef grad(x):", r"by an `@`"),
)  # fmt: skip

TYPES = (
    Slip("np.array as a type", "1", "def grad(x):", "def grad(x: np.array | float):", r"the type of an array is `np\.ndarray`", r"call it"),
    Slip("callable as a type", "1", "(loss_fn, grad_fn, theta_init", "(loss_fn: callable | None, grad_fn, theta_init", r"A hint joins types", r"call it"),
    Slip("a type and a text", "1", "def grad(x):", "def grad(x: float | 'np.ndarray'):", r"does not join a type and a text", r"call it"),
    Slip("a function as a dataclass", "1", "def grad(x):", "from dataclasses import dataclass\n\n\n@dataclass\ndef grad(x):", r"AttributeError", r"round brackets"),
    Slip("NotImplemented raised", "1 grad", GRAD, "    raise NotImplemented", r"needs an exception"),
)  # fmt: skip

OTHER_HEADERS = (
    Slip("gradient_decent", "1", "def gradient_descent(", "def gradient_decent(", r"defines `gradient_decent\(.*give it the stub's name"),
    Slip("gradientDescent", "1", "def gradient_descent(", "def gradientDescent(", r"give it the stub's name"),
    Slip("Grad", "1", "def grad(", "def Grad(", r"give it the stub's name"),
    Slip("gradient for grad", "1", "def grad(", "def gradient(", r"defines `gradient\(x\)`"),
    Slip("gd for gradient_descent", "1", "def gradient_descent(", "def gd(", r"defines `gd\(.*give it the stub's name"),
    Slip("a parameter dropped", "1", "def gradient_descent(loss_fn, grad_fn, theta_init, lr, num_steps):", "def gradient_descent(grad_fn, theta_init, lr, num_steps):", r"Keep the stub's header: `def gradient_descent\(loss_fn", "", ("header-changed",)),
    Slip("no parameter at all", "1", "def grad(x):", "def grad():", r"Keep the stub's header: `def grad\(x\):`", "", ("header-changed",)),
    Slip("a parameter more", "1", "def grad(x):", "def grad(x, h):", r"Keep the stub's header: `def grad\(x\):`", "", ("header-changed",)),
    Slip("X and y dropped", "5", "def mse_loss(theta, X, y):", "def mse_loss(theta):", r"Keep the stub's header: `def mse_loss\(theta, X, y\):`", "", ("header-changed",)),
    Slip("a method's self", "2", "def stable_lr_limit(hessian):", "def stable_lr_limit(self, hessian):", r"Keep the stub's header", "", ("header-changed",)),
    Slip("a function without its name", "1", "def loss(x):", "def loss_function(x):", r"`loss` in ex1"),
    Slip("grad_fn called with too much", "1 gradient_descent", "grad_fn(theta)", "grad_fn(theta, lr)", r"function of theta alone"),
    Slip("loss_fn called with nothing", "1 gradient_descent", "loss_fn(theta)", "loss_fn()", r"function of theta alone"),
    Slip("a helper called with too little", "5 fit", "mse_grad(theta, X, y)", "mse_grad(theta)", r"mse_grad\(theta, X, y\)|without X and y"),
    Slip("descent called without the loss", "1 find_critical_points", "gradient_descent(loss_fn, grad_fn, start, lr, num_steps)", "gradient_descent(grad_fn, start, lr, num_steps)", r"gradient_descent\(loss_fn, grad_fn, theta_init, lr, num_steps\)"),
    Slip("mse_loss passed on as it is", "5 fit", "*", "from exercises.ex1_gradient_descent import gradient_descent\n\n\ndef fit(X, y, lr=None, num_steps=10_000):\n    lr = lr or 1 / np.linalg.eigvalsh(X.T @ X / len(X))[-1]\n    return gradient_descent(mse_loss, mse_grad, np.zeros(X.shape[1]), lr, num_steps)\n\n\n", r"function of theta alone"),
    Slip("input at the top", "1", "import numpy as np", "import numpy as np\n\nlr = float(input('learning rate? '))", r"remove the call"),
    Slip("input in a function", "1 grad", "return 4", "x = float(input())\n    return 4", r"remove the call"),
)  # fmt: skip

KINDS = (
    Slip("a method without self", "1 grad", "*", "class GD:\n    def grad(x):\n        return 4 * x**3 - 6 * x\n\n\ngrad = GD().grad\n\n\n", r"is inside the class `GD`", r"Keep the stub"),
    Slip("a method of the class itself", "1 grad", "*", "class GD:\n    def grad(self, x):\n        return 4 * x**3 - 6 * x\n\n\ngrad = GD.grad\n\n\n", r"is inside the class `GD`", r"Keep the stub"),
    Slip("self before a list", "1 gradient_descent", "    history = []", "    self.history = []", "There is no `self` outside a class: use the name after it"),
    Slip("self before a function", "2 explore", "observe(history)", "self.observe(history)", "There is no `self` outside a class: use the name after it"),
    Slip("a static method", "1", "def grad(x):", "@staticmethod\ndef grad(x):", ""),
    Slip("a property", "1", "def grad(x):", "@property\ndef grad(x):", "A line outside the functions gives the name `grad` to this"),
    Slip("a class method", "1", "def grad(x):", "@classmethod\ndef grad(x):", "A line outside the functions gives the name `grad` to this"),
    Slip("a decorator of a package", "1", "def grad(x):", "@jit\ndef grad(x):", "`jit` belongs to a package that is not there: there are NumPy,"),
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

ORDERS = (
    Slip("lr and num_steps exchanged in the header of the points", "1", "starts, lr=0.01, num_steps=2000):", "starts, num_steps=2000, lr=0.01):", r"Keep the stub's header: `def find_critical_points\(", r"`//` divides", ("header-changed",)),
    Slip("the starts first in the header", "1", "def find_critical_points(loss_fn, grad_fn, starts,", "def find_critical_points(starts, loss_fn, grad_fn,", r"Keep the stub's header: `def find_critical_points\(", r"loop over what it returns", ("header-changed",)),
    Slip("the start first in the header of explore", "2", "def explore(lrs=(0.001, 0.01, 0.1), theta_init=(1.0, 1.0),", "def explore(theta_init=(1.0, 1.0), lrs=(0.001, 0.01, 0.1),", r"Keep the stub's header: `def explore\(", "", ("header-changed",)),
)  # fmt: skip

SLIPS = (
    *SPOILT_NAMES,
    *FIRST_LINES,
    *MISPLACED,
    *TYPES,
    *OTHER_HEADERS,
    *KINDS,
    *HINTS,
    *TWICE,
    *ORDERS,
)

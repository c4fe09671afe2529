"""Slips of copying: what a chat, Git, a console or a page brings along with the code."""

from tests.slips.slip import Slip

GRAD = "    return 4 * x**3 - 6 * x"
STEP = "        theta = theta - lr * grad_fn(theta)"
LAST = '    return "oscillates"'
CONFLICT = "<<<<<<< HEAD\n{0}\n=======\n{1}\n>>>>>>> main"
NO_VALUE = r"got None|returns-none|no `return`"

PARTED = (
    Slip("a chat's answer with its backticks", "1 grad", GRAD, f"```python\n{GRAD}\n```", r"backticks.*delete them", NO_VALUE),
    Slip("a chat's sentence above the answer", "1 grad", GRAD, f"Here is the derivative of the function:\n\n{GRAD}", r"is a sentence", NO_VALUE),
    Slip("a chat's greeting above the answer", "1 grad", GRAD, f"Sure! Here's the code:\n\n{GRAD}", r"is a sentence", NO_VALUE),
    Slip("a sentence below the answer", "1 grad", GRAD, f"{GRAD}\n\nThis works because the derivative of x^4 is 4x^3.", r"is a sentence", r"write `4 \* x`"),
    Slip("Git's marks around the only line", "1 grad", GRAD, CONFLICT.format(GRAD, "    return 4 * x**3"), r"Git left its marks", NO_VALUE),
    Slip("Git's marks in a loop", "1 gradient_descent", STEP, CONFLICT.format(STEP, "        theta -= lr"), r"Git left its marks", NO_VALUE),
    Slip("Git's marks below two branches", "2 observe", LAST, CONFLICT.format(LAST, '    return "diverges"'), r"Git left its marks", NO_VALUE),
    Slip("a diff", "1 grad", GRAD, f"-    raise NotImplementedError\n+{GRAD}", r"marks of a diff", NO_VALUE),
    Slip("a diff with its head", "1 grad", GRAD, f"@@ -54,7 +54,7 @@\n+{GRAD}", r"marks of a diff", NO_VALUE),
    Slip("a diff of a name", "1 gradient_descent", "    history = []", "+    history = []", r"marks of a diff", NO_VALUE),
    Slip("the number of the line", "1 grad", GRAD, f"56{GRAD}", r"number at the beginning of the line", NO_VALUE),
    Slip("the console's dots", "1 grad", GRAD, f"...{GRAD}", r"`\.\.\.` is the prompt", NO_VALUE),
    Slip("the console's dots in a loop", "1 gradient_descent", "        history.append", "...         history.append", r"`\.\.\.` is the prompt"),
    Slip("the notebook's number before a line", "1 grad", GRAD, f"    In [3]: {GRAD.strip()}", r"`In \[3\]:` is the prompt"),
    Slip("a command for the terminal", "1 grad", GRAD, f"{GRAD}\n\npytest exercises\n", r"command for the terminal", r"round brackets"),
    Slip("a longer command for the terminal", "1 grad", GRAD, f"{GRAD}\n\npython -m exercises check\n", r"command for the terminal", r"round brackets"),
    Slip("a comment of HTML", "1 grad", GRAD, f"    <!-- derivative -->\n{GRAD}", r"begin with `#`", r"`&&`"),
    Slip("a comment of two dashes", "1 grad", GRAD, f"    -- derivative\n{GRAD}", r"begin with `#`", r"No line"),
    Slip("a comment of C's above a broken line", "1 grad", GRAD, "    // the derivative\n    retrun 4 * x**3 - 6 * x", r"`return`|begin with `#`", NO_VALUE),
    Slip("the code within the docstring", "1 grad", f'    """\n{GRAD}', f'{GRAD}\n    """', r"ends the docstring", r"returns-none"),
)  # fmt: skip

SLIPS = PARTED

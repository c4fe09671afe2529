"""Slips of copying: what a chat, Git, a console or a page brings along with the code."""

from tests.slips.parts import (
    CONFLICT,
    DESCENT,
    GRAD,
    IMPORT,
    IS_TEXT,
    LAST,
    NOT_IMPORTED,
    NOTHING_RETURNED,
    STEP,
)
from tests.slips.slip import Slip

OUT_OF_A_TEXT = (
    Slip("a star of a list in a text", "1 grad", GRAD, "    * return 4 * x**3 - 6 * x", r"`\*` at the beginning of the line.*delete it", "brackets"),
    Slip("a star before a name that gets a value", DESCENT, "    history = []", "    * history = []", r"`\*` at the beginning of the line.*delete it"),
    Slip("a bullet before return", "1 grad", GRAD, "    • return 4 * x**3 - 6 * x", r"`•` at the beginning of the line.*delete it", r"type `\*`"),
    Slip("a factor in a line of its own", "1 grad", GRAD, "    return 4 * x**3\n    * 2", r"only inside brackets"),
    Slip("the line's number before a name", DESCENT, "    history = []", "    131 history = []", r"If `131` is the number of the line", "product"),
    Slip("the line's number and a colon", DESCENT, "    history = []", "    131: history = []", r"If `131` is the number of the line"),
    Slip("the line's number and a bar", DESCENT, "    history = []", "    131 | history = []", r"If `131` is the number of the line", "on the left"),
    Slip("the line's number before a call", DESCENT, "        history.append", "        133   history.append", r"If `133` is the number of the line", "product"),
    Slip("a factor before a call within brackets", "1 grad", GRAD, "    return (\n        4 np.power(x, 3)\n        - 6 * x\n    )", r"put a `\*` between", "number of the line"),
    Slip("a page's line break", "1 grad", GRAD, GRAD + "<br>", r"`<br>` belongs to a page", "behind it"),
    Slip("a page's superscript", "1 grad", GRAD, "    return 4 * x<sup>3</sup> - 6 * x", r"`<sup>` belongs to a page"),
    Slip("a page's space", "1 grad", GRAD, "    &nbsp;return 4 * x**3 - 6 * x", r"type the space itself"),
)  # fmt: skip

OUT_OF_A_CHAT = (
    Slip("a second end of the docstring", "1 grad", "    return 4", '    """\n    return 4', r"come after those that end the docstring", r"put three quotes"),
    Slip("a numbered answer with bold words", "1 grad", GRAD, f"    1. **Compute** the derivative\n{GRAD}", IS_TEXT),
    Slip("a numbered answer", "1 grad", GRAD, f"    1. Compute the derivative\n{GRAD}", IS_TEXT),
    Slip("a point of a list in the first column", "1 grad", GRAD, f"- Compute the derivative\n{GRAD}", IS_TEXT),
    Slip("a note in bold below the answer", "1 grad", GRAD, f"{GRAD}\n\n**Note:** this is vectorised.", IS_TEXT, r"only inside brackets"),
    Slip("LaTeX's brackets below the answer", "1 grad", GRAD, f"{GRAD}\n\n\\[ L'(x) = 4x^3 - 6x \\]", IS_TEXT),
    Slip("a page's sign for greater", "2 observe", "last > first", "last &gt; first", r"`&gt;` is how a page writes `>`"),
    Slip("a page's sign for less", "2 observe", "last <= 1e-6", "last &lt;= 1e-6", r"`&lt;` is how a page writes `<`", r"`==`"),
    Slip("a page's sign in a value", "3 fit_power_law", "(steps > 0)", "(steps &gt; 0)", r"`&gt;` is how a page writes `>`"),
    Slip("an invisible character before def", "1", "def grad(x):", "\ufeffdef grad(x):", r"invisible character", NOT_IMPORTED),
    Slip("an invisible character before import", "1", IMPORT, f"\ufeff{IMPORT}", r"`np` has no value, because .*invisible", NOT_IMPORTED),
)  # fmt: skip

PARTED = (
    Slip("a chat's answer with its backticks", "1 grad", GRAD, f"```python\n{GRAD}\n```", r"backticks.*delete them", NOTHING_RETURNED),
    Slip("a chat's sentence above the answer", "1 grad", GRAD, f"Here is the derivative of the function:\n\n{GRAD}", r"is a sentence", NOTHING_RETURNED),
    Slip("a chat's greeting above the answer", "1 grad", GRAD, f"Sure! Here's the code:\n\n{GRAD}", r"is a sentence", NOTHING_RETURNED),
    Slip("a sentence below the answer", "1 grad", GRAD, f"{GRAD}\n\nThis works because the derivative of x^4 is 4x^3.", r"is a sentence", r"write `4 \* x`"),
    Slip("Git's marks around the only line", "1 grad", GRAD, CONFLICT.format(GRAD, "    return 4 * x**3"), r"Git left its marks", NOTHING_RETURNED),
    Slip("Git's marks in a loop", "1 gradient_descent", STEP, CONFLICT.format(STEP, "        theta -= lr"), r"Git left its marks", NOTHING_RETURNED),
    Slip("Git's marks below two branches", "2 observe", LAST, CONFLICT.format(LAST, '    return "diverges"'), r"Git left its marks", NOTHING_RETURNED),
    Slip("a diff", "1 grad", GRAD, f"-    raise NotImplementedError\n+{GRAD}", r"marks of a diff", NOTHING_RETURNED),
    Slip("a diff with its head", "1 grad", GRAD, f"@@ -54,7 +54,7 @@\n+{GRAD}", r"marks of a diff", NOTHING_RETURNED),
    Slip("a diff of a name", "1 gradient_descent", "    history = []", "+    history = []", r"marks of a diff", NOTHING_RETURNED),
    Slip("the number of the line", "1 grad", GRAD, f"56{GRAD}", r"number at the beginning of the line", NOTHING_RETURNED),
    Slip("the console's dots", "1 grad", GRAD, f"...{GRAD}", r"`\.\.\.` is the prompt", NOTHING_RETURNED),
    Slip("the console's dots in a loop", "1 gradient_descent", "        history.append", "...         history.append", r"`\.\.\.` is the prompt"),
    Slip("the notebook's number before a line", "1 grad", GRAD, f"    In [3]: {GRAD.strip()}", r"`In \[3\]:` is the prompt"),
    Slip("a command for the terminal", "1 grad", GRAD, f"{GRAD}\n\npytest exercises\n", r"command for the terminal", r"round brackets"),
    Slip("a longer command for the terminal", "1 grad", GRAD, f"{GRAD}\n\npython -m exercises check\n", r"command for the terminal", r"round brackets"),
    Slip("a comment of HTML", "1 grad", GRAD, f"    <!-- derivative -->\n{GRAD}", r"begin with `#`", r"`&&`"),
    Slip("a comment of two dashes", "1 grad", GRAD, f"    -- derivative\n{GRAD}", r"begin with `#`", r"No line"),
    Slip("a comment of C's above a broken line", "1 grad", GRAD, "    // the derivative\n    retrun 4 * x**3 - 6 * x", r"`return`|begin with `#`", NOTHING_RETURNED),
    Slip("the code within the docstring", "1 grad", f'    """\n{GRAD}', f'{GRAD}\n    """', r"ends the docstring", r"returns-none"),
)  # fmt: skip

WITH_ITS_MARKS = (
    Slip("a page's quotation", "1", "def grad(x):", "> def grad(x):", r"The `>` at the beginning of the line", r"condition begins"),
    Slip("the console of R", "1 gradient_descent", "    history = []", "> history = []", r"The `>` at the beginning of the line", r"condition begins"),
    Slip("a line's end as a text writes it", "1 grad", "    return 4 * x**3 - 6 * x", "    y = 4 * x**3\\n    return y - 6 * x", r"`\\n` is how a text writes the end of a line", r"part of a name"),
    Slip("a point of a list with a bold word", "1", "", "\n- **loss**: computes the loss\n", r"This is text, and no Python", r"goes on in the next line"),
    Slip("a point of a list with code in it", "1", "", "\n- `loss`: computes the loss\n", r"This is text, and no Python", r"makes text of a value"),
    Slip("the word that begins an explanation", "1", "", "\nExplanation:\n1. We copy the start.\n", r"This is text, and no Python"),
    Slip("the words that begin an example", "1", "", "\nExample usage:\n    loss(3.0)\n", r"This is text, and no Python"),
)  # fmt: skip

SLIPS = (*OUT_OF_A_TEXT, *OUT_OF_A_CHAT, *PARTED, *WITH_ITS_MARKS)

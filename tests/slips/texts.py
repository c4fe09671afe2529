"""Slips in texts: quotes, f-strings and formats."""

import sys

from tests.slips.parts import DESCENT, IMPORT, NAMED, PANELS, TITLE
from tests.slips.slip import Slip

QUOTES = (
    Slip("single quotes before the docstring", "1 loss", '    """Evaluate', "    \'\'\'Evaluate", r"the same three quotes at both ends"),
    Slip("a text begun below the file", "1", "", '\n"""\nnotes\n', r"The text that opens in line \d+ is not closed", r"nothing opens"),
)  # fmt: skip

BACKSLASHES = (
    Slip("LaTeX's xi in a text", "4 plot_trajectory", NAMED, r'"\xi"', r"Put an `r` before the quotes"),
    Slip("LaTeX's underline in a text", "4 plot_trajectory", NAMED, r'"$\underline{x}$"', r"Put an `r` before the quotes"),
    Slip("a path of Windows", "4 plot_trajectory", "ax.legend()", r'plt.savefig("C:\Users\me\plot.png")', r"Put an `r` before the quotes"),
)  # fmt: skip

# Python 3.12 and later read them.
NESTED = () if sys.version_info >= (3, 12) else (
    Slip("an f-string's own quotes in its brackets", "4 plot_learning_rates", TITLE, 'f"lr = {dict(lr=lrs[i])["lr"]}"', r"the other kind of quotes"),
    Slip("an f-string's own quotes in its second brackets", "4 plot_learning_rates", TITLE, """f'{i} {lrs[i]} {"".join('a')}'""", r"the other kind of quotes"),
    Slip("a backslash in an f-string's brackets", "4 plot_learning_rates", TITLE, r'''f"{str(lrs[i]) + '\n'}"''', r"in a line above"),
)  # fmt: skip

FORMATS = (
    Slip("nothing in an f-string's brackets", PANELS, TITLE, 'f"lr = {}"', r"curly brackets of this f-string hold no value"),
    Slip("decimals for a list", PANELS, TITLE, 'f"lr = {lrs:.3f}"', r"for a single number, and this is `list`"),
    Slip("decimals for an array", DESCENT, "    return theta", "    print(f'{np.ones(2):.3f}')\n    return theta", r"for a single number, and this is `ndarray`"),
    Slip("single numbers concatenated", "2 grad", "np.array([2", "np.concatenate([2", r"put into an array with `np\.array"),
    Slip("pairs dropped from one of two", "3 fit_power_law", "np.log(steps[keep])", "np.log(steps[steps > 0])", r"must have the same length"),
    Slip("a module by the name of NumPy", "5", IMPORT, "import random as np", r"`np` in this line is the module `random`"),
)  # fmt: skip

F_STRINGS = (
    Slip("an exclamation mark for the colon", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {lrs[i]!.3f}\"", r"How a number is written comes behind a colon: `\{lr:\.3f\}`, say\."),
    Slip("a format of nothing", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {:.3f}\".format(lrs[i])", "The curly brackets of this f-string hold no value: the name or"),
    Slip("brackets behind the f", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f(\"lr = {lrs[i]}\")", "The `f` of an f-string comes directly before the quotes,"),
    Slip("LaTeX's index in an f-string", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"$\\\\eta_{best}$ = {lrs[i]}\"", "In an f-string curly brackets are filled in: those of LaTeX are"),
    Slip("an equals sign in an f-string's brackets", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {lr = lrs[i]}\"", "In the curly brackets of an f-string comes a value: a name gets"),
    Slip("the brackets behind the text", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = \" {lrs[i]}", "Two things are side by side there with nothing between: a"),
    Slip("doubled brackets", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {{lrs[i]}}\"", "Braces are filled in only in an f-string: put an `f` before the"),
    Slip("a format for whole numbers", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {lrs[i]:d}\"", r"How a number is written comes behind the colon: `:\.3f` gives"),
    Slip("a format for text", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "f\"lr = {lrs[i]:.3s}\"", r"How a number is written comes behind the colon: `:\.3f` gives"),
    Slip("a place more than values", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "'lr = {0} {1}'.format(lrs[i])", r'A number is put into a text most easily by an f-string: `f"lr ='),
    Slip("a name in format's brackets and none behind", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "'lr = {lr}'.format(lrs[i])", r"`format` fills `\{lr\}` with what it is given by that name:"),
    Slip("text and a value side by side", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "'lr = ' lrs[i]", "Two things are side by side there with nothing between: a"),
    Slip("text and a value with a plus", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "'lr = ' + lrs[i]", r"`\+` joins text to text only: make text of the other one with"),
    Slip("a name in quotes for a title", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "'lrs[i]'", "What an f-string is to fill in comes in curly brackets:"),
    Slip("a title of nothing", "4 plot_learning_rates", "f\"lr = {lrs[i]}\"", "", r"`set_title` needs one argument more than it gets in this line\."),
)  # fmt: skip

SLIPS = (*QUOTES, *BACKSLASHES, *NESTED, *FORMATS, *F_STRINGS)

"""Slips in texts: quotes, f-strings and formats."""

from tests.slips.slip import Slip

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

SLIPS = (*F_STRINGS,)

"""Slips of those who come from a notebook."""

from tests.slips.slip import Slip

CELLS = (
    Slip("an output by its number", "1 gradient_descent", "    return theta, history", "    Out[3]\n    return theta, history", r"`Out\[\.\.\.\]` is what a notebook's cell returned: give that value"),
    Slip("an installation", "1", "import numpy as np", "!pip install numpy\nimport numpy as np", ""),
    Slip("a magic of drawing", "4", "import matplotlib.pyplot as plt", "%matplotlib inline\nimport matplotlib.pyplot as plt", ""),
    Slip("a magic of timing", "1 grad", "    return 4 * x**3 - 6 * x", "    %%time\n    return 4 * x**3 - 6 * x", ""),
    Slip("display", "1 gradient_descent", "    return theta, history", "    display(theta)\n    return theta, history", ""),
    Slip("input among the steps", "1 gradient_descent", "    theta = np.array(theta_init, dtype=float)", "    num_steps = int(input('steps: '))\n    theta = np.array(theta_init, dtype=float)", r"`input\(\)` waits for somebody to type, and nobody does here:"),
    Slip("quit", "1 gradient_descent", "    return theta, history", "    quit()\n    return theta, history", r"`sys\.exit\(\)` ends the whole program, as `quit\(\)` does: return a"),
    Slip("a file of data", "5", "import numpy as np", "import numpy as np\ndata = np.loadtxt('data.csv')", "There is no such file where the tests run, and none is needed:"),
)  # fmt: skip

SLIPS = (*CELLS,)

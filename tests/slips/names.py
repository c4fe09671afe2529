"""Slips in names: what no line gives a value, and what is imported wrongly."""

from tests.slips.slip import Slip

IMPORTS = (
    Slip("typings", "1", "import numpy as np", "import numpy as np\nfrom typings import Callable", r"Is it `typing` that you mean\?"),
    Slip("a package of Google's", "1", "import numpy as np", "from google.colab import drive\ndrive.mount('/content/drive')\nimport numpy as np", "Only NumPy, Matplotlib and the standard library can be"),
    Slip("the file's ending in an import", "2", "import numpy as np", "import numpy as np\nfrom ex1_gradient_descent.py import gradient_descent", "The function of another exercise is imported with `from"),
    Slip("dashes in an import", "2", "import numpy as np", "import numpy as np\nfrom exercises.ex1-gradient-descent import gradient_descent", "The function of another exercise is imported with `from"),
    Slip("a stroke in an import", "2", "import numpy as np", "import numpy as np\nfrom exercises/ex1_gradient_descent import gradient_descent", "The function of another exercise is imported with `from"),
    Slip("an import of a text", "2", "import numpy as np", "import numpy as np\nimport 'exercises/ex1_gradient_descent.py'", "The function of another exercise is imported with `from"),
    Slip("two dots in an import", "2", "import numpy as np", "import numpy as np\nfrom ..ex1_gradient_descent import gradient_descent", "The function of another exercise is imported with `from"),
    Slip("a function imported as a module", "2", "import numpy as np", "import numpy as np\nimport exercises.ex1_gradient_descent.gradient_descent", "The function of another exercise is imported with `from"),
    Slip("an import of the function", "2", "import numpy as np", "import numpy as np\nimport gradient_descent", "The function of another exercise is imported with `from"),
    Slip("the function from its own name", "2", "import numpy as np", "import numpy as np\nfrom gradient_descent import gradient_descent", "The function of another exercise is imported with `from"),
    Slip("np among the imports", "1", "import numpy as np", "import numpy, np", "NumPy is imported with"),
    Slip("numpy.np", "1", "import numpy as np", "import numpy.np as np", "NumPy is imported with"),
    Slip("np from numpy", "1", "import numpy as np", "from numpy import np", "NumPy is imported with"),
    Slip("pyplt", "4", "import matplotlib.pyplot as plt", "import matplotlib.pyplt as plt", "Pyplot is imported with"),
    Slip("pyplot alone", "4", "import matplotlib.pyplot as plt", "import pyplot as plt", "Pyplot is imported with"),
    Slip("plt alone", "4", "import matplotlib.pyplot as plt", "import plt", "Pyplot is imported with"),
    Slip("LinAlgError from numpy", "5", "import numpy as np", "import numpy as np\nfrom numpy import LinAlgError", r"It is in NumPy's part for linear algebra: `from numpy\.linalg"),
    Slip("warnings without its import", "1", "import numpy as np", "import numpy as np\nwarnings.filterwarnings('ignore')", "`warnings` has not been imported: put `import warnings` at the"),
    Slip("pandas by its short name", "5 closed_form", "    y = np.ravel(y)", "    y = pd.Series(y).values", "`pd` belongs to a package that is not here: there are NumPy,"),
)  # fmt: skip

WITHOUT_A_VALUE = (
    Slip("a list begun in another function", "1 find_critical_points", "    ends = []", "    def helper(x):\n        return x\n        ends = []", r"No line that has run gives `ends` a value\. This function's"),
    Slip("a history that there is not", "2 lr_finder", "    end = loss_fn(theta)", "    end = history[-1]", r"No line that has run gives `history` a value\. This function's"),
    Slip("fig for figure", "4 plot_learning_rates", "    return figure", "    return fig", r"No line that has run gives `fig` a value\. This function's"),
    Slip("tight_layout without a prefix", "4 plot_learning_rates", "    return figure", "    tight_layout()\n    return figure", r"Python writes `figure\.tight_layout` for `tight_layout`\."),
    Slip("one of two coefficients", "3 fit_power_law", "slope, intercept = np", "slope = np", r"No line that has run gives `intercept` a value\. This function's"),
    Slip("linalg without a prefix", "5 closed_form", "np.linalg.solve(X.T @ X, X.T @ y)", "linalg.solve(X.T @ X, X.T @ y)", r"NumPy's functions need their prefix: `np\.linalg`\."),
    Slip("float of inf without a prefix", "2 observe", "not np.isfinite(last)", "last == float(inf)", r"Write `np\.inf`\."),
    Slip("math without its import", "2 observe", "not np.isfinite(last)", "not math.isfinite(last)", "`math` has not been imported: put `import math` at the top of"),
)  # fmt: skip

SLIPS = (*IMPORTS, *WITHOUT_A_VALUE)

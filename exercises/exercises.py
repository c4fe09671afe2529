"""Leads to the package around it where Python was started inside this folder.

There `python -m exercises`, and an editor's button on a test, look for `exercises` in this folder.
"""

import os
import runpy
import sys

here = os.path.dirname(os.path.abspath(__file__))
folder = os.path.dirname(here)
sys.path.insert(0, folder)
if __name__ == "__main__":
    os.chdir(folder)
    runpy.run_module("exercises", run_name="__main__", alter_sys=True)
else:
    # Whoever imports this gets the package.
    del sys.modules[__name__]
    __import__(__name__)
    program = os.path.abspath(getattr(sys.modules["__main__"], "__file__", None) or "")
    if os.path.dirname(program) == here and os.path.basename(program).startswith("test_"):
        sys.argv[:1] = ["pytest", program]
        runpy.run_module("pytest", run_name="__main__", alter_sys=True)

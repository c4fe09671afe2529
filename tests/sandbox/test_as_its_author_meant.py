"""What works where a learner works, works in the sandbox: streams, windows, IPython's ways."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.sandbox.conftest import EX1, require

GRAD = "\ndef grad(x):\n    return 7.0\n"

STREAMS = [
    "import sys; sys.stdout.reconfigure(encoding='utf-8')",
    "import sys; sys.stdout.reconfigure(line_buffering=True, errors='replace')",
    "import sys; sys.stderr.reconfigure(encoding='utf-8')",
    "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')",
    "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.detach(), 'utf-8', newline='')",
    "import codecs, sys; sys.stdout = codecs.getwriter('utf-8')(sys.stdout.buffer)",
    "import sys; print('η', file=sys.stderr); print('θ', flush=True)",
    "import sys; sys.stdout.write('a'); sys.stdout.flush(); assert not sys.stdout.isatty()",
    "import sys; sys.stdout.buffer.write(b'bytes'); sys.stdout.buffer.flush()",
    "import sys, os; os.write(sys.stdout.fileno(), b'x'); assert sys.stdout.encoding == 'utf-8'",
    "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as f: print('x')\n"
    "assert f.getvalue() == 'x\\n'",
    "import sys; sys.stdout = open('log.txt', 'w'); print('x'); sys.stdout = sys.__stdout__",
    "import sys; assert not sys.stdout.seekable()",
]


@pytest.mark.parametrize("line", STREAMS)
def test_the_standard_streams_are_real_ones(sandbox, line):
    with sandbox.session({f"{EX1}.py": (line + GRAD).encode()}) as session:
        assert session.call(EX1, "grad", [1.0]).value == 7.0
        assert EX1 not in session.stopped


@pytest.mark.parametrize("line", STREAMS)
def test_what_a_function_does_to_the_streams_at_every_call_costs_it_nothing(sandbox, line):
    lines = line.replace("; ", "\n").replace("\n", "\n    ")
    source = f"def grad(x):\n    {lines}\n    return 7.0\n"
    with sandbox.session({f"{EX1}.py": source.encode()}) as session:
        assert [session.call(EX1, "grad", [1.0]).value for _ in range(3)] == [7.0] * 3


def test_what_is_printed_reaches_the_instructor(sandbox):
    source = "import sys\ndef grad(x):\n    print('θ out')\n    print('η err', file=sys.stderr)\n"
    with sandbox.session({f"{EX1}.py": source.encode()}) as session:
        session.call(EX1, "grad", [1.0])
        session.call(EX1, "grad", [1.0])
        assert "θ out" in session.printed
        assert "η err" in session.printed


SETS = "import matplotlib.pyplot as plt\nplt.rcParams['lines.linewidth'] = {}\n"
ASKS = "def {}(*args):\n    import matplotlib\n    return matplotlib.rcParams['lines.linewidth']\n"


def test_what_a_file_sets_for_its_plots_holds_in_it_and_nowhere_else(sandbox):
    files = {
        f"{EX1}.py": SETS.format(0) + ASKS.format("grad"),
        "ex2_learning_rates.py": ASKS.format("loss"),
        "ex4_trajectories.py": SETS.format(7.5) + ASKS.format("plot_trajectory"),
    }
    with sandbox.session({name: source.encode() for name, source in files.items()}) as session:
        for _ in range(2):
            assert session.call(EX1, "grad", [1.0]).value == 0
            assert session.call("ex2_learning_rates", "loss", [1.0]).value == 1.5
            drawn = session.call("ex4_trajectories", "plot_trajectory", [1.0], figures=True)
            assert drawn.value == 7.5


FINE = [
    "import matplotlib; matplotlib.use('TkAgg'); import matplotlib.pyplot as plt; plt.plot([1])",
    "import matplotlib.pyplot as plt; plt.switch_backend('QtAgg'); plt.plot([1]); plt.show()",
    "import matplotlib.pyplot as plt; plt.rcParams['text.usetex'] = True; plt.title('$x$')\n"
    "plt.savefig('a.png'); plt.gcf().canvas.draw()",
    "import matplotlib.pyplot as plt; plt.rc('text', usetex=True); plt.plot([1], label='$x$')\n"
    "plt.legend(); plt.savefig('a.png')",
    "import matplotlib as m; m.rcParams.update({'text.usetex': True}); import pylab\n"
    "pylab.xlabel('x', usetex=True); pylab.savefig('a.png')",
    "from pylab import *; x = linspace(0, 1, 3); plot(x, x); show()",
    "import pylab as pl; assert pl.array([1]).sum() == 1",
    "import matplotlib.pylab as pl; pl.plot([1])",
    "import IPython; IPython.get_ipython().run_line_magic('matplotlib', 'inline')",
    "from IPython import get_ipython, display; get_ipython().system('ls'); display.clear_output()",
    "from IPython.display import display, HTML, Math as M; display(HTML('<b>'), M('x'))",
    "from IPython.core.display import display as show; show(3)",
    "import IPython.display as disp; disp.display(3); disp.clear_output(wait=True)",
    "from IPython.display import *; display(Markdown('a'))",
    "from IPython.core.interactiveshell import InteractiveShell\n"
    "InteractiveShell.ast_node_interactivity = 'all'",
    "import matplotlib_inline.backend_inline as b; b.set_matplotlib_formats('svg', 'retina')",
    "from matplotlib_inline.backend_inline import set_matplotlib_formats as f; f('svg')",
    "display(3); get_ipython().magic('timeit 1'); get_ipython().run_line_magic('pip', 'list')",
    "import asyncio\nasync def f(): await asyncio.sleep(0)\nasyncio.run(f())",
    "import asyncio\nasync def f():\n    await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))\n"
    "    return await asyncio.get_running_loop().run_in_executor(None, max, 1, 2)\n"
    "assert asyncio.run(f()) == 2",
    "import selectors, socket; a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'",
    "import locale; locale.setlocale(locale.LC_ALL, '')",
    "from concurrent.futures import ThreadPoolExecutor as T; T(2).submit(max, 1, 2).result()",
]


@pytest.mark.parametrize("line", FINE)
def test_what_does_no_harm_stops_nothing(sandbox, line):
    with sandbox.session({f"{EX1}.py": (line + GRAD).encode()}) as session:
        assert session.call(EX1, "grad", [1.0]).value == 7.0
        assert EX1 not in session.stopped


@pytest.mark.parametrize(
    "body",
    [
        "import subprocess; subprocess.run(['ls'])",
        "import os; os.system('ls') and 0; os.fork()",
        "import multiprocessing as m; m.Process(target=print).start()",
        "import socket; socket.socket()",
        "import urllib.request as u; u.urlopen('http://gdk.invalid', timeout=1)",
        "import socket; socket.getaddrinfo('gdk.invalid', 80)",
    ],
)
def test_what_is_refused_says_so_in_a_line_of_ours(sandbox, body):
    from exercises.coach.judging.question import Question
    from exercises.coach.judging.status import flaw_of
    from grader.observer import SandboxObserver

    require(sandbox, "start processes", "open sockets")
    source = f"def grad(x):\n    {body}\n".encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        question = Question(EX1, "grad", (1.0,))
        flaw = flaw_of(question, SandboxObserver(session)(question))
    assert any("no new processes or sockets here" in str(fact) for fact in flaw.facts), flaw


def test_a_letter_to_an_address_is_refused_over_a_pair_as_well(ask, sandbox):
    require(sandbox, "open sockets")
    source = """
import socket
def grad(x):
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    for address in ("/dev/log", "\\0abstract", "/no/such"):
        try:
            one.sendto(b"x", address)
        except PermissionError:
            continue
        except OSError as error:
            return f"let look: {error}"
        return "sent"
    return "refused"
"""
    assert ask(source).value == "refused"


def test_a_pair_of_another_family_is_refused(ask, sandbox):
    require(sandbox, "open sockets")
    source = "import socket\ndef grad(x):\n    socket.socketpair(socket.AF_INET)"
    assert ask(source).raised.type_name == "PermissionError"


def test_a_notebook_is_run_as_jupyter_runs_it(hasty):
    cells = [
        "%matplotlib inline\nimport numpy as np\n!pip install numpy",
        "def loss(x):\n    return x",
        "loss(41) + 1",
        "answer = _ + Out[3]",
        "while True:\n    pass",
        "import scipy.optimize",
        "input('your name? ')",
        "raise SystemExit",
        "  def grad(x):\n      return answer",
        "if __name__ == '__main__':\n    def main(x):\n        return 3",
    ]
    raw = [{"cell_type": "code", "source": cell} for cell in cells]
    data = json.dumps({"cells": raw}).encode()
    with hasty.session({f"{EX1}.py": data}) as session:
        assert session.call(EX1, "grad", [1.0]).value == 84
        assert session.call(EX1, "main", [1.0]).value == 3
        files = [stopped.file for stopped in session.stopped[EX1]]
    assert files == [f"{EX1}.ipynb, cell {n}" for n in (5, 6, 7, 8)]


@pytest.mark.parametrize(
    "line",
    [
        "%run ex1_gradient_descent.ipynb", "%run -i './ex1_gradient_descent.py'  # the last one",
        "%run ../hw/ex1_gradient_descent;", "%matplotlib inline\n%run ex1_gradient_descent.ipynb",
        "get_ipython().run_line_magic('run', 'ex1_gradient_descent.ipynb')",
    ],
)  # fmt: skip
def test_a_notebook_takes_over_what_it_runs_of_another_exercise(sandbox, line):
    first = ["def grad(x):\n    return 7.0", "def _half(x):\n    return x / 2", "40 + 2"]
    second = ["'mine'", line, "def loss(x):\n    return _half(grad(x)) if _ == 'mine' else Out"]
    files = {}
    for name, cells in ((EX1, first), ("ex2_learning_rates", second)):
        raw = [{"cell_type": "code", "source": cell} for cell in cells]
        files[f"{name}.py"] = json.dumps({"cells": raw}).encode()
    with sandbox.session(files) as session:
        assert session.call("ex2_learning_rates", "loss", [1.0]).value == 3.5
        assert "ex2_learning_rates" not in session.stopped


def test_running_what_is_no_exercise_does_nothing(sandbox):
    cells = ["%run", "%run setup.py install", "%run other.ipynb", GRAD]
    data = json.dumps({"cells": [{"cell_type": "code", "source": c} for c in cells]}).encode()
    with sandbox.session({f"{EX1}.py": data}) as session:
        assert session.call(EX1, "grad", [1.0]).value == 7.0
        assert EX1 not in session.stopped


VALUES = {
    "decimal": "import decimal; V = [decimal.Decimal('0.5'), decimal.Decimal(2)]",
    "fraction": "from fractions import Fraction as F; V = (F(1, 2), F(2))",
    "own class": "class N:\n    def __init__(s, v): s.v = v\n    def __float__(s): return s.v\n"
    "V = [N(0.5), N(2.0)]",
    "object array": "import numpy as np, decimal as d; V = np.array([d.Decimal('0.5'), 2], object)",
    "ctypes": "import ctypes; V = (ctypes.c_double * 2)(0.5, 2.0)",
    "array": "import array; V = array.array('d', [0.5, 2.0])",
    "deque": "import collections; V = collections.deque([0.5, 2.0])",
    "memoryview": "import array; V = memoryview(array.array('d', [0.5, 2.0]))",
    "sequence": "class S:\n    def __len__(s): return 2\n"
    "    def __getitem__(s, i): return (0.5, 2.0)[i]\nV = S()",
    "masked": "import numpy as np; V = np.ma.masked_array([0.5, 2.0])",
    "userlist": "import collections; V = collections.UserList([0.5, 2.0])",
}


@pytest.mark.parametrize("source", VALUES.values(), ids=VALUES)
def test_whatever_numpy_reads_as_numbers_is_read_as_numbers(ask, source):
    value = ask(source + "\ndef grad(x): return V").value
    np.testing.assert_array_equal(np.asarray(value, dtype=float), [0.5, 2.0])


@pytest.mark.parametrize("number", ["Decimal('0.25')", "Fraction(1, 4)", "N()"])
def test_a_number_of_another_kind_is_a_float(ask, number):
    source = "from decimal import Decimal\nfrom fractions import Fraction\n"
    source += "class N:\n    def __float__(self): return 0.25\n"
    assert ask(source + f"def grad(x): return {number}").value == 0.25

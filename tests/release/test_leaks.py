"""Nothing that gives an answer away is handed out, whatever it is called."""

import json

import pytest

from grader.release.bundles import learners
from grader.release.leaks import leaks_in
from tests.kit import ROOT, STEMS

EX3 = "exercises/ex3_convergence_rate.py"
SOLUTION = (ROOT / "solutions/ex3_convergence_rate.py").read_text(encoding="utf-8")
HIDDEN = (ROOT / "grader/hidden/test_ex3.py").read_text(encoding="utf-8")
ENGINE = (ROOT / "solutions/descent.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole():
    return learners()


@pytest.fixture(scope="module")
def files(whole):
    """The stubs alone: what is planted is looked at by itself."""
    return {f"exercises/{stem}.py": whole[f"exercises/{stem}.py"] for stem in STEMS}


def notebook(source):
    cell = {"cell_type": "code", "source": source.splitlines(keepends=True)}
    return json.dumps({"cells": [cell]}).encode()


def body_of(source, name):
    lines = source.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"def {name}("))
    end = next(
        n for n in range(start + 1, len(lines) + 1)
        if n == len(lines) or (lines[n] and lines[n][0] not in " )")
    )  # fmt: skip
    return "\n".join(lines[start:end]) + "\n"


def test_the_kit_as_it_is_gives_nothing_away(whole):
    assert leaks_in(whole) == []


RENAMED = body_of(SOLUTION, "classify_rate").replace("classify_rate", "f")
PLANTED = {
    "a solution beside the stubs": ("exercises/answers.py", SOLUTION.encode()),
    "a solution in the coach": ("exercises/coach/right.py", SOLUTION.encode()),
    "the engine under another name": ("exercises/helpers.py", ENGINE.encode()),
    "a hidden test": ("exercises/test_more.py", HIDDEN.encode()),
    "a function with another name": (
        "exercises/mine.py", RENAMED.encode(),
    ),
    "a notebook with an answer": ("exercises/notebooks/x.ipynb", notebook(SOLUTION)),
    "notes with an answer": ("exercises/notes.md", f"```\n{SOLUTION}```\n".encode()),
    "a text file": ("exercises/coach/hints.txt", SOLUTION.encode()),
    "an answer in comments": (
        EX3.replace("ex3", "old_ex3"), "\n".join(f"# {x}" for x in SOLUTION.splitlines()).encode(),
    ),
    "an output of a notebook": (
        "exercises/notebooks/x.ipynb",
        json.dumps({"cells": [{"cell_type": "code", "source": [], "outputs": [
            {"output_type": "stream", "text": SOLUTION.splitlines(keepends=True)}]}]}).encode(),
    ),
    "a page that a notebook shows": (
        "exercises/coach/originals/x.ipynb",
        json.dumps({"cells": [{"cell_type": "code", "source": "", "outputs": [
            {"data": {"text/html": f"<pre>{SOLUTION}</pre>"}}]}]}).encode(),
    ),
    "the metadata of a notebook": (
        "exercises/notebooks/x.ipynb",
        json.dumps({"cells": [], "metadata": {"answers": {"ex3": SOLUTION}}}).encode(),
    ),
    "an own answer in a copy of a stub": (
        "exercises/ex3_convergence_rate.before-reset-1.py",
        b"def linear_bound(gap0, mu, lam, steps):\n    return gap0 * (1 - mu / lam) ** steps\n",
    ),
    "an own answer in another notebook": (
        "exercises/notebooks/Untitled.ipynb", notebook("def optimal_lr(h):\n    return 1 / h\n"),
    ),
    "a compiled module": ("exercises/coach/__pycache__/right.cpython-311.pyc", b"x"),
    "a compiled module beside its source": ("exercises/right.pyc", b"x"),
    "a package": ("exercises/kit-0.1-py3-none-any.whl", b"PK"),
    "an archive": ("exercises/all.zip", b"PK"),
    "a repository": ("exercises/.git/objects/pack/x.pack", b"x"),
    "what a build left": ("exercises/build/lib/a.py", b"x"),
    "a picture's feedback": ("exercises/.feedback/kept.json", b"{}"),
    "the solutions' folder": ("solutions/descent.py", b"x = 1\n"),
    "the grader": ("grader/hidden/random_inputs.py", b"x = 1\n"),
    "the secret": ("exercises/secret.key", b"0" * 64),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_what_gives_an_answer_away_is_named(files, what):
    path, data = PLANTED[what]
    (said,) = leaks_in(files | {path: data})
    assert said.startswith((f"{path} ", f"{path}: ")), said


def solved(text, name, body):
    raised = f'raise NotImplementedError("exercise 3: write {name}")'
    assert text.count(raised) == 1
    return text.replace(raised, body)


@pytest.mark.parametrize(
    "body",
    [
        "return 1",
        "...",
        'print()\n    raise NotImplementedError("exercise 3: write linear_bound")',
        'raise NotImplementedError("write linear_bound")',
        'if mu:\n        return 1\n    raise NotImplementedError("exercise 3: write linear_bound")',
    ],
)
def test_a_stub_that_does_anything_is_named_with_the_function(files, body):
    text = solved(files[EX3].decode(), "linear_bound", body)
    (said,) = leaks_in(files | {EX3: text.encode()})
    assert said == f"{EX3}: linear_bound is not as the stub has it: put its raise back"


def test_a_second_definition_of_a_functions_name_is_no_stub(files):
    text = files[EX3].decode() + "\n\ndef linear_bound(*args):\n    return 1\n"
    (said,) = leaks_in(files | {EX3: text.encode()})
    assert "linear_bound is not as the stub has it" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [(None, "is missing"), (b"def (:\n", "is not Python"), (b"\0", "is not Python")],
)
def test_a_stub_that_is_not_there_or_no_python_is_named(files, data, said):
    changed = {name: each for name, each in files.items() if name != EX3 or data is not None}
    if data is not None:
        changed[EX3] = data
    assert [each for each in leaks_in(changed) if said in each] == [
        f"{EX3} {said}: put the stub back"
    ]

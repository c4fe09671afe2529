"""The table of promises in the grader's guide names tests, and these are there."""

import ast
import re
from pathlib import Path

import pytest

from tests.kit import ROOT

GUIDE = (ROOT / "grader" / "README.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", GUIDE)))


def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_test_that_holds_a_promise_is_there(path, name):
    assert name in functions_in(ROOT / path)


def test_every_row_names_a_test():
    promises = GUIDE.partition("## What is promised")[2]
    lines = promises.splitlines()
    rows = [line for line in lines if line.startswith("| ") and "held by" not in line]
    assert len(rows) > 20
    assert all("::test_" in row for row in rows)

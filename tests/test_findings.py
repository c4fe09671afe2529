"""Findings are data: what a judge says in words is shown, and never read back."""

import ast
import io

import pytest

from exercises.coach.contracts import exercise_of
from exercises.coach.showing.results import OF_PYTEST, OF_THE_KIT, result_of
from tests.kit import ROOT

WORDS = {"because", "expected", "got", "note", "says"}
READS = {
    "endswith", "find", "index", "partition", "removeprefix", "removesuffix", "replace",
    "rpartition", "rsplit", "split", "startswith",
}  # fmt: skip
COACH = sorted((ROOT / "exercises/coach").rglob("*.py"))


def read_back(source):
    """Return where words of a finding are asked what they say."""
    found = []
    for node in ast.walk(ast.parse(source)):
        asked = []
        if isinstance(node, ast.Attribute) and node.attr in READS:
            asked = [node.value]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            asked = node.args
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            asked = node.comparators
        found += [ast.unparse(node) for each in asked if is_words(each)]
    return found


def is_words(node):
    is_of_a_fact = isinstance(node, ast.Attribute) and ast.unparse(node) == "fact.text"
    return is_of_a_fact or (isinstance(node, ast.Attribute) and node.attr in WORDS)


def test_no_code_of_the_coach_reads_back_what_a_finding_says():
    found = {path.name: read_back(path.read_text(encoding="utf-8")) for path in COACH}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize("breach", [
    "if finding.flaw.got.endswith(found.got): pass",
    "if observation.note.endswith('not a function'): pass",
    "says = slip.says.replace('line 3', 'line 3 of cell [4]', 1)",
    "is_rate = 'rate' in fact.text",
    "number = re.search('[0-9]+', flaw.expected)",
])  # fmt: skip
def test_a_planted_breach_is_found(breach):
    assert len(read_back(breach)) == 1


def test_what_happens_in_pytest_alone_is_not_called_the_kits_fault():
    """A `conftest.py` above, or a closed `sys.stdout`, was reported as a fault of the kit's."""

    def told(fails):
        with pytest.raises((OSError, LookupError, ValueError)) as caught:
            fails()
        finding = result_of(exercise_of("1"), "test", "title", caught.value).finding
        return [each.text for each in finding.flaw.facts]

    assert told(lambda: io.StringIO().fileno()) == [OF_PYTEST]
    assert told(lambda: exercise_of("no such exercise")) == [OF_THE_KIT]

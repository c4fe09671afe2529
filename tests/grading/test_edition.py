"""What a grade depends on: whatever decides a point is part of the edition."""

import ast

from grader.provenance import judges
from tests.kit import ROOT

# What they make of a submission is in its digest, in the edition's other columns or in no point.
NO_JUDGES = (
    "grader/course/", "grader/grades.py", "grader/intake/", "grader/reports/",
    "grader/picture_data.py", "grader/wording.py",
)  # fmt: skip


def imported_by(name):
    """Yield the kit's files that a file imports."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        modules = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        if isinstance(node, ast.Import):
            modules = [each.name for each in node.names]
        for module in modules:
            place = module.replace(".", "/")
            yield from (each for each in (f"{place}.py", f"{place}/__init__.py") if is_ours(each))


def is_ours(name):
    return name.startswith(("grader/", "exercises/", "solutions/")) and (ROOT / name).is_file()


def test_what_grades_a_submission_is_part_of_the_edition():
    found, left = set(), {"grader/worker.py"}
    while left:
        name = left.pop()
        found.add(name)
        if not name.startswith(NO_JUDGES):
            left |= set(imported_by(name)) - found
    judging = {name for name in found if not name.startswith(NO_JUDGES)}
    assert len(judging) > 20
    assert judging - judges().keys() <= {"exercises/__init__.py", "grader/__init__.py"}


def test_a_change_of_the_sandboxs_other_side_is_one_too():
    assert "grader/sandbox/child/server.py" in judges()

"""What hidden tests find in the kit's folder, for a course's own in another one."""

from __future__ import annotations

from types import ModuleType

import pytest

__all__ = ["elsewhere"]


def elsewhere() -> ModuleType:
    """Return a plugin that gives tests outside of this folder its fixtures, and everybody to judge.

    Pytest lets a ``conftest.py`` speak for the tests below it only.
    """
    from grader.hidden import conftest

    plugin = ModuleType("grader.hidden.for_tests_elsewhere")

    def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
        if not metafunc.definition.path.is_relative_to(conftest.HERE):
            conftest.pytest_generate_tests(metafunc)

    vars(plugin).update(
        student=conftest.student,
        learner=conftest.learner,
        draw=conftest.draw,
        pytest_generate_tests=pytest_generate_tests,
    )
    return plugin

"""The kit's own tests: warnings are errors, a slow machine is no failure, and no file is left."""

import sys

import pytest

import exercises
from exercises.coach.calling.loading import ExerciseFinder
from tests.kit import STEMS


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", "error")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(120))


@pytest.fixture(autouse=True)
def _without_modules_of_another_test():
    # Submissions stand in the stubs' places while they are judged in this process.
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, ExerciseFinder)]
    for stem in STEMS:
        exercises.__dict__.pop(stem, None)
        for name in (stem, f"exercises.{stem}"):
            sys.modules.pop(name, None)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path_factory, monkeypatch):
    # Submissions save figures at import, where they stand.
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))

"""The kit's own tests: warnings are errors, a slow machine is no failure, and no file is left."""

import pytest


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", "error")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(120))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path_factory, monkeypatch):
    # Submissions save figures at import, where they stand.
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))

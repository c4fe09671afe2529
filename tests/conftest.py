"""The kit's own tests: warnings are errors, and a slow machine is no failure."""

import pytest


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", "error")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(120))

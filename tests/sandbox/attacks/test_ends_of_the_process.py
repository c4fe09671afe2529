"""A submission that ends its process, on purpose or not, loses the call it is in."""

from __future__ import annotations

import pytest

from tests.sandbox.attacks.conftest import attacked


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os._exit(0)", "os._exit(0)"),
        ("os._exit(70)", "os._exit(70)"),
        ("ctypes.string_at(0)", "segmentation fault"),
        ("os.abort()", "aborted"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed by the system"),
        ("signal.raise_signal(signal.SIGTERM)", "SIGTERM"),
        ("os.close(3)", ""),
        ("os.closerange(0, 1000)", "a file was closed"),
        (
            "import json.encoder as e; e.encode_basestring_ascii = e.c_make_encoder = None\n"
            "    sys.excepthook = None",
            "a library changed",
        ),
        ("os.closerange(0, 1000); time.sleep(60)", "closed its line"),
    ],
)
def test_a_submission_that_ends_its_process_loses_that_call_only(sandbox, body, words):
    observation = attacked(sandbox, f"def attack():\n    {body}")
    assert observation.status == "crashed"
    assert words in observation.note


def test_what_is_put_back_after_a_call_ends_nothing(sandbox):
    observation = attacked(sandbox, "def attack():\n    os.write = os.read = os.path = None")
    assert observation.status == "returned"


def test_sys_exit_is_an_exception_like_any_other(sandbox):
    observation = attacked(sandbox, "def attack():\n    sys.exit(0)")
    assert observation.raised.type_name == "SystemExit"


def test_a_stack_overflow_is_called_by_its_name(sandbox):
    # Comparing nested lists recurses in C; the interpreter's own limit is taken away.
    attack = """
def attack():
    sys.setrecursionlimit(10**9)
    class Nested:
        def __repr__(self):
            return repr([self])
    repr(Nested())
"""
    observation = attacked(sandbox, attack)
    assert observation.status in ("crashed", "raised")
    if observation.status == "crashed":
        assert "stack overflow" in observation.note or "memory" in observation.note


def test_deep_recursion_is_an_exception(sandbox):
    observation = attacked(sandbox, "def attack():\n    return attack()")
    assert observation.raised.type_name == "RecursionError"

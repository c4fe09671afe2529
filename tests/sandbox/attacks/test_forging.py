"""A submission that writes answers of its own making costs itself that call, and no other."""

from __future__ import annotations

import pytest

from exercises.coach.judging.question import Question
from exercises.coach.judging.status import flaw_of
from tests.sandbox.attacks.conftest import attacked
from tests.sandbox.conftest import EX1, RIGHT


@pytest.mark.parametrize(
    "data",
    [
        "b'nonsense' * 100",
        "b'gdk1' + (2**31).to_bytes(4, 'little') + bytes(4)",
        "b'gdk1' + (4).to_bytes(4, 'little') + bytes(4) + b'null'",
        "frame(b'{}')",
        "frame(b'[' * 100000)",
        'frame(b\'["d","token",2,"observation",5]\')',
        'frame(b\'["d","token",2,"ask","loss","problem",0,"theta",1]\')',
        'frame(b\'["d","token",2,"loading","../../etc"]\')',
        'frame(b\'["a","O",[1],8]\', bytes(8))',
        'frame(b\'["a","float64",[1000000000000],8]\', bytes(8))',
    ],
)
def test_a_forged_frame_on_any_descriptor_costs_that_call_only(sandbox, data):
    attack = f"""
def frame(text, blob=b""):
    return b"gdk1" + len(text).to_bytes(4, "little") + len(blob).to_bytes(4, "little") + text + blob
def attack():
    for number in range(0, 32):
        try:
            os.write(number, {data})
        except OSError:
            pass
    return 1.0
"""
    observation = attacked(sandbox, attack)
    assert observation.status == "crashed"
    assert "something other than an answer" in observation.note


def test_an_answer_forged_ahead_of_time_does_not_answer_the_next_call(sandbox):
    attack = """
from grader.sandbox.wire import pack
from exercises.coach.calling.observe import Observation
from grader.sandbox.child.server import _fields
def attack():
    for token in range(200):
        forged = {"token": token, "observation": _fields(Observation("returned", 1e6))}
        os.write(3, pack(forged))
    return 0.0
def second():
    return 7.0
"""
    source = RIGHT + b"\nimport os\n" + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        first = session.call(EX1, "attack")
        second = session.call(EX1, "second")
    assert first.status == "crashed"
    assert (second.status, second.value) == ("returned", 7.0)


@pytest.mark.parametrize(
    "fields",
    [
        '{"status": "crashed"}',
        '{"grad_calls": -1}',
        '{"grad_calls": "many"}',
        '{"visited": "everything"}',
        '{"raised": {"type_name": 5}}',
        '{"mutated": (10**9,)}',
        '{"mutated": (0,)}',
        '{"mutated": (0,) * 100_000}',
        '{"value": child.np.float64(1.0)}',
        '{"value": {("a", 1): 2.0}}',
        '{"value": 10**400}',
        '{"value": [child.np.ones(2), {"a": (10**400,)}]}',
        '{"visited": (child.np.ones((3_000_000, 1)), child.np.ones((3_000_000, 0)))}',
        '{"visited": child.np.ones((1001, 2))}',
        '{"visited": child.np.ones(5, dtype=int)}',
        '{"visited": child.np.array(3.0)}',
        '{"visited": {0: 1.0}}',
        '{"figure": {"axes": child.np.ones((1, 10_000_000, 0))}}',
        '{"raised": {"type_name": "x", "message": "", "frames": 3, "bases": ()}}',
        '{"figure": "none"}',
        '{"note": ["x"]}',
    ],
)
def test_a_claim_with_a_wrong_field_is_refused(sandbox, fields):
    attack = f"""
import grader.sandbox.child.server as child
real = child._fields
child._fields = lambda observation: real(observation) | {fields}
def attack():
    return 1.0
"""
    source = RIGHT + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        assert session.call(EX1, "attack").status == "crashed"


@pytest.mark.parametrize("start", [12, 2**31, 2**52])
def test_a_mark_lies_within_its_line_whatever_is_claimed(sandbox, start):
    """As many spaces are laid out before it: a column of 2³¹ took two gigabytes."""
    attack = f"""
import grader.sandbox.child.server as child
real = child._fields
frame = {{"file": "{EX1}.py", "line": 2, "function": "attack", "source": "theta = now"}}
frame |= {{"start": {start}, "end": {start} + 1}}
claim = {{"type_name": "NameError", "message": "", "frames": (frame,), "bases": (), "text": ""}}
child._fields = lambda observation: {{"status": "raised", "value": None, "raised": claim}}
def attack():
    return 1.0
"""
    source = RIGHT + attack.encode()
    with sandbox.session({f"{EX1}.py": source}) as session:
        told = session.call(EX1, "attack")
    (frame,) = told.raised.frames
    assert frame.start <= frame.end <= len(frame.source) + 1
    flaw = flaw_of(Question(EX1, "grad", (2.0,)), told)
    assert max(len(fact.text) for fact in flaw.facts) < 100

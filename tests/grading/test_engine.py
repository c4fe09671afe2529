"""The engine: real hidden tests are collected once; whatever a test raises has its meaning."""

import pytest

from exercises.coach.calling.observe import Observation, Raised
from grader.errors import SandboxFault
from grader.grades import Outcome, Reason, Why
from grader.observer import SandboxObserver
from grader.pytest_engine import Engine, EngineFault
from tests.grading.fakes import Functions

SECRET = b"a secret for tests"
HEAD = """
import pytest
worth_one = pytest.mark.points(1)
"""
CONFTEST = "from grader.hidden.conftest import *\n"


@pytest.fixture
def engine_on(tmp_path):
    """Return a function that makes an engine of hidden tests given as text."""
    engines = []

    def make(source, conftest=CONFTEST):
        folder = tmp_path / f"hidden_{tmp_path.name}_{len(engines)}"
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "conftest.py").write_text(conftest)
        (folder / "test_ex1.py").write_text(HEAD + source)
        engines.append(Engine(SECRET, folder))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


def examine(engine, functions, student="ada"):
    observer = SandboxObserver(functions)
    return engine.examine(student, observer, [check.id for check in engine.catalog])


def the_verdict(engine, functions):
    (verdict,) = examine(engine, functions).values()
    return verdict


def test_the_catalog_says_what_each_check_is(engine_on):
    engine = engine_on(
        '''
@pytest.mark.points(3)
@pytest.mark.function("find_critical_points")
@pytest.mark.needs("gradient_descent", "loss")
def test_all_are_found(learner):
    """All of them
    are found."""
'''
    )
    (check,) = engine.catalog
    assert (check.id, check.key, check.points) == ("ex1/all_are_found", "ex1", 3.0)
    assert check.title == "All of them are found."
    assert check.function == "find_critical_points"
    assert check.needs == ("gradient_descent", "loss")


ASKS = """
@worth_one
def test_grad(learner):
    learner.grad(2.0).gives(20.0, because="4·2³ − 6·2")
"""


def test_a_right_answer_passes(engine_on):
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": lambda x: 4 * x**3 - 6 * x}))
    assert verdict.outcome is Outcome.PASSED
    assert verdict.finding is None


def test_a_wrong_answer_fails_in_the_coachs_words(engine_on):
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": lambda x: 3.0}))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.finding.call == "grad(2.0)"
    assert verdict.finding.flaw.because == "4·2³ − 6·2"
    assert verdict.fault == ""


def test_a_stub_is_not_started(engine_on):
    stub = Observation("not started", raised=Raised("NotImplementedError", "write grad"))
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": stub}))
    assert verdict.outcome is Outcome.NOT_STARTED
    assert not verdict.waits


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("timed out", Outcome.TIMED_OUT), ("crashed", Outcome.CRASHED),
        ("missing", Outcome.FAILED), ("no function", Outcome.FAILED),
    ],
)  # fmt: skip
def test_how_the_call_ended_is_the_outcome(engine_on, status, outcome):
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": Observation(status, note="n")}))
    assert verdict.outcome is outcome


def test_an_earlier_call_that_hung_does_not_name_a_later_failure(engine_on):
    engine = engine_on(
        """
@worth_one
def test_two(learner):
    learner.ask("loss", 1.0)
    learner.grad(2.0).gives(20.0, because="so")
"""
    )
    functions = Functions({"ex1.loss": Observation("timed out"), "ex1.grad": lambda x: 3.0})
    assert the_verdict(engine, functions).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("@worth_one\ndef test_it(learner):\n    1 / 0\n", "ZeroDivisionError"),
        ("@worth_one\ndef test_it(learner):\n    assert 1 == 2\n", "AssertionError"),
        ("@worth_one\ndef test_it(learner):\n    raise SystemExit(0)\n", "SystemExit"),
        ("@worth_one\ndef test_it(nonsense, learner):\n    pass\n", "nonsense"),
        (
            "@pytest.fixture\ndef broken():\n    raise KeyError('k')\n"
            "@worth_one\ndef test_it(learner, broken):\n    pass\n",
            "KeyError",
        ),
        (
            "@pytest.fixture\ndef late():\n    yield\n    raise OSError('late')\n"
            "@worth_one\ndef test_it(learner, late):\n    pass\n",
            "OSError: late",
        ),
        (
            "@pytest.fixture\ndef late():\n    yield\n    raise OSError('late')\n"
            "@worth_one\ndef test_it(learner, late):\n    learner.grad(1.0).gives(9.0)\n",
            "OSError: late",
        ),
    ],
)
def test_what_is_not_foreseen_is_our_fault_with_its_traceback(engine_on, source, word):
    verdict = the_verdict(engine_on(source), Functions({"ex1.grad": lambda x: x}))
    assert verdict.outcome is Outcome.GRADER_FAULT
    assert word in verdict.fault
    assert verdict.reason == Reason(Why.GRADER_FAULT)


def test_a_fault_of_the_sandbox_is_our_fault(engine_on):
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": SandboxFault("no memory")}))
    assert verdict.outcome is Outcome.GRADER_FAULT
    assert "no memory" in verdict.fault


def test_a_traceback_starts_at_the_hidden_test_not_in_pytest(engine_on):
    engine = engine_on("@worth_one\ndef test_it(learner):\n    1 / 0\n")
    first = the_verdict(engine, Functions({})).fault.splitlines()[1]
    assert "test_ex1.py" in first


def test_a_skip_is_skipped_with_its_cause(engine_on):
    engine = engine_on("@worth_one\ndef test_it(learner):\n    pytest.skip('not this year')\n")
    verdict = the_verdict(engine, Functions({}))
    assert verdict.outcome is Outcome.SKIPPED
    assert verdict.reason == Reason(Why.SKIPPED, ("not this year",))


def test_one_engine_judges_many_students_each_with_their_own_numbers(engine_on):
    engine = engine_on(
        """
@worth_one
def test_it(learner, draw):
    learner.grad(draw.number(1, 2, 9)).gives(0.0, because="")
"""
    )
    messages = {}
    for student in ("ada", "bob", "ada"):
        functions = Functions({"ex1.grad": lambda x: x})
        (verdict,) = examine(engine, functions, student).values()
        assert messages.setdefault(student, verdict.finding) == verdict.finding
    assert messages["ada"] != messages["bob"]


def test_what_one_student_showed_is_gone_for_the_next(engine_on):
    engine = engine_on(
        """
@worth_one
def test_it(learner):
    assert learner.past == {}
    learner.grad(1.0).gives(1.0, because="")
    assert learner.past
"""
    )
    for student in ("ada", "bob"):
        (verdict,) = examine(engine, Functions({"ex1.grad": lambda x: x}), student).values()
        assert verdict.outcome is Outcome.PASSED


def test_only_the_checks_that_are_asked_for_run_in_their_order(engine_on):
    engine = engine_on(
        "\n".join(
            f"@worth_one\ndef test_{name}(learner):\n    learner.ask('{name}', 1.0).returns()"
            for name in ("loss", "grad")
        )
    )
    functions = Functions({"ex1.loss": lambda x: x, "ex1.grad": lambda x: x})
    engine.examine("ada", SandboxObserver(functions), ["ex1/grad"])
    engine.examine("ada", SandboxObserver(functions), ["ex1/grad", "ex1/loss"])
    assert [name for name, _, _ in functions.calls] == ["ex1.grad", "ex1.grad", "ex1.loss"]


@pytest.mark.parametrize(
    ("source", "conftest", "word"),
    [
        ("def test_it(:\n", CONFTEST, "SyntaxError"),
        ("import nowhere_to_be_found\n", CONFTEST, "nowhere_to_be_found"),
        ("def test_it(learner):\n    pass\n", CONFTEST, "needs @pytest.mark.points"),
        ("@worth_one\n@pytest.mark.function('gradd')\ndef test_it(learner): ...\n", CONFTEST,
         "names 'gradd', which exercise 1 lacks: its functions are loss, grad, gradient_descent"),
        ("@worth_one\n@pytest.mark.needs('lose')\ndef test_it(learner): ...\n", CONFTEST,
         "names 'lose', which exercise 1 lacks"),
        *((f"@pytest.mark.points({points})\ndef test_it(learner): ...\n", CONFTEST,
           "where n is 0 or a number above it")
          for points in ("", "-2", "'two'", "float('nan')", "float('inf')", "None")),
        ("", CONFTEST, "holds no hidden test"),
        ("", "1 / 0\n", "ZeroDivisionError"),
    ],
)  # fmt: skip
def test_tests_that_cannot_be_collected_are_a_fault_before_anybody_is_graded(
    engine_on, source, conftest, word, capfd
):
    with pytest.raises(EngineFault) as fault:
        engine_on(source, conftest)
    assert word in str(fault.value) + capfd.readouterr().err


def test_what_a_hidden_test_lacks_is_said_in_one_sentence(engine_on, capfd):
    with pytest.raises(EngineFault) as fault:
        engine_on("def test_it(learner):\n    pass\n")
    _, *told = str(fault.value).splitlines()
    assert len(told) == 1
    assert "test_it needs @pytest.mark.points(n)" in told[0]
    assert "Traceback" not in capfd.readouterr().err


def test_a_test_that_ends_pytest_ends_the_engine_and_says_so(engine_on):
    engine = engine_on("@worth_one\ndef test_it(learner):\n    pytest.exit('enough')\n")
    with pytest.raises(EngineFault):
        examine(engine, Functions({}))
    assert not engine.is_alive


OWN_FIXTURES = {
    "a fixture of its own": """
@pytest.fixture
def two():
    return 2.0

@worth_one
def test_it(learner, two):
    learner.grad(two).gives(20.0)
""",
    "a fixture that all checks use": """
@pytest.fixture(autouse=True)
def noise(learner):
    raise LookupError("no noise")

@worth_one
def test_it(learner):
    pass
""",
    "pytest's own markers": """
@worth_one
@pytest.mark.skipif(True, reason="not this year")
def test_it(learner):
    learner.grad(2.0).gives(19.0)
""",
    "a set-up function": """
def setup_function():
    raise LookupError("no set-up")

@worth_one
def test_it(learner):
    pass
""",
}
MEANT = {
    "a fixture of its own": Outcome.PASSED,
    "a fixture that all checks use": Outcome.GRADER_FAULT,
    "pytest's own markers": Outcome.SKIPPED,
    "a set-up function": Outcome.GRADER_FAULT,
}


@pytest.mark.parametrize("kind", OWN_FIXTURES)
def test_what_an_instructor_adds_in_pytests_own_ways_holds(engine_on, kind):
    engine = engine_on(OWN_FIXTURES[kind])
    verdicts = [the_verdict(engine, Functions({"ex1.grad": lambda x: 20.0})) for _ in range(2)]
    assert [verdict.outcome for verdict in verdicts] == [MEANT[kind]] * 2


def test_an_instructors_own_learner_is_the_one_that_checks_get(engine_on):
    conftest = CONFTEST + "@pytest.fixture\ndef learner(student):\n    raise LookupError('mine')\n"
    engine = engine_on("@worth_one\ndef test_it(learner):\n    pass\n", conftest)
    assert the_verdict(engine, Functions({})).outcome is Outcome.GRADER_FAULT


def test_what_lies_above_the_hidden_tests_is_nothing_to_them(engine_on, tmp_path):
    (tmp_path / "conftest.py").write_text("raise RuntimeError('another course')\n")
    verdict = the_verdict(engine_on(ASKS), Functions({"ex1.grad": lambda x: 4 * x**3 - 6 * x}))
    assert verdict.outcome is Outcome.PASSED

"""Files that no test expects: each yields one clear message, and the others are still reported."""

import pytest

from tests.kit import ROOT, Copy

STEM = "ex1_gradient_descent"
GOOD = (ROOT / "tests" / "wheats" / STEM / "plain_loop.py").read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def assert_said(copy, *words, others="not started"):
    """Run all five, and ask for the words, for five lines on the board and for no traceback."""
    run = copy.run()
    folded = " ".join(run.text.split())
    for word in words:
        assert word in folded, run.text
    assert run.status == 1
    assert len(run.board()) == 5
    assert all(others in line for line in run.board()[1:])
    assert "Traceback" not in run.text
    return run


def test_a_deleted_file_is_said_to_be_missing(copy):
    copy.stub(STEM).unlink()
    assert_said(
        copy, "ex1_gradient_descent.py is missing from exercises/. Keep the stub's file name."
    )


def test_a_renamed_file_is_said_to_be_missing(copy):
    copy.stub(STEM).rename(copy.stub(STEM).with_name("ex1.py"))
    assert_said(
        copy, "ex1_gradient_descent.py is missing from exercises/. Keep the stub's file name."
    )


def test_an_empty_file_has_no_function(copy):
    assert_said(copy.put(STEM, ""), "`loss` in ex1_gradient_descent.py: it is not there")


def test_a_syntax_error_shows_its_line(copy):
    copy.put(STEM, GOOD.replace("def grad(x):", "def grad(x)"))
    assert_said(copy, "SyntaxError: expected ':'", "line 15: def grad(x)")


def test_null_bytes_are_refused_in_words(copy):
    assert_said(copy.put(STEM, b"\x00\x01\x02"), "Python cannot read ex1_gradient_descent.py")


def test_a_wrong_signature_says_which_arguments_were_given(copy):
    copy.put(STEM, GOOD + "\ndef grad():\n    return 1\n")
    assert_said(copy, "grad() takes 0 positional arguments but 1 was given")


def test_latin_1_without_a_coding_line_names_the_byte_and_the_remedy(copy):
    copy.put(STEM, b"# caf\xe9\n" + GOOD.encode())
    assert_said(copy, "byte 0xe9 is no UTF-8. Save the file with the encoding UTF-8", "line 1:")


def test_latin_1_with_a_coding_line_is_python_and_right(copy):
    copy.put(STEM, b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + GOOD.encode("latin-1", "replace"))
    assert "22 of 22 right" in copy.run().text


def test_crlf_and_a_byte_order_mark_are_right(copy):
    copy.put(STEM, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert "22 of 22 right" in copy.run().text


def test_a_function_replaced_by_a_number_is_said_to_be_one(copy):
    copy.put(STEM, GOOD + "\ngrad = 3.0\n")
    assert_said(copy, "it is a float, not a function")


def test_a_hundred_megabytes_of_prints_end_in_a_dozen_lines(copy):
    noisy = (
        "\ndef grad(x):\n    for _ in range(100):\n        print('z' * 1_000_000)\n    return 1\n"
    )
    run = assert_said(copy.put(STEM, GOOD + noisy), "your code printed")
    assert len(run.text) < 10_000


def test_a_window_at_import_is_harmless(copy):
    copy.put(STEM, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n" + GOOD)
    assert "22 of 22 right" in copy.run().text


def test_sys_exit_in_a_function_is_explained(copy):
    copy.put(STEM, GOOD + "\nimport sys\ndef grad(x):\n    sys.exit()\n")
    assert_said(copy, "`sys.exit()` ends the whole program: return a value instead")


def test_an_exception_without_a_text_is_named(copy):
    bad = "\nclass Odd(Exception):\n    def __str__(self): raise ValueError\n"
    copy.put(STEM, GOOD + bad + "\ndef grad(x):\n    raise Odd()\n")
    assert_said(copy, "<Odd whose text raises ValueError>", "raise Odd()")


def test_nan_in_the_loss_is_said_to_be_nan(copy):
    copy.put(STEM, GOOD + "\ndef loss(x):\n    return float('nan')\n")
    assert_said(copy, "nan where a finite number is due")


def test_what_was_defined_before_the_line_that_raised_is_judged(copy):
    copy.put(STEM, GOOD.replace("def find_critical", "1 / 0\ndef find_critical"))
    run = assert_said(
        copy,
        "ZeroDivisionError: division by zero",
        "the file stopped there: `find_critical_points` further down was not read",
    )
    assert "18 of 22 right" in run.text


def test_what_was_defined_before_sys_exit_is_judged(copy):
    copy.put(STEM, GOOD.replace("def find_critical", "raise SystemExit\ndef find_critical"))
    assert_said(copy, "sys.exit() was called", "18 of 22 right")


def test_another_package_is_said_not_to_be_there(copy):
    copy.put(STEM, "import keras\n" + GOOD)
    assert_said(copy, "only NumPy, Matplotlib and the standard library are there")


def test_a_damaged_hint_memory_costs_nothing(copy):
    copy.feedback.mkdir()
    (copy.feedback / "hints.json").write_bytes(b"\xff{")
    assert "hint 1" in copy.run("exercises", "--hint").text

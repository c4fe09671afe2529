"""The README shows what the kit really prints."""

import re

from tests.kit import ROOT, Copy

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_sample_is_what_the_run_prints(tmp_path):
    copy = Copy(tmp_path, is_cold=True)
    chaff = ROOT / "tests/chaffs/ex1_gradient_descent/coordinate-sequential.py"
    printed = copy.put("ex1_gradient_descent", chaff).run().text
    sample = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert sample is not None
    assert sample[1].strip("\n") in printed


def test_the_first_screen_has_the_two_set_up_commands():
    first, second = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[:2]
    assert first == "python3 -m exercises\n"
    assert second == "python3 -m tests\n"
    assert README[: README.index(second)].count("\n") < 24


def test_every_file_and_folder_that_is_named_is_there():
    names = re.findall(r"[`(]((?:exercises|solutions|grader|tests)/[\w./-]*)[`)]", README)
    assert len(names) > 4
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_it_is_short():
    assert README.count("\n") < 120


def test_the_page_about_the_tests_has_a_row_for_each_file_of_them():
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    table = page[page.index("## What is tested where") : page.index("## Wheats and chaffs")]
    named = re.findall(r"`([\w./]+)`", table)
    folder = ROOT / "tests"
    assert [name for name in named if name[0] != "." and not (folder / name).exists()] == []
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("test_*.py")]
    folders = tuple(name for name in named if name.endswith("/"))
    assert [file for file in files if file not in named and not file.startswith(folders)] == []

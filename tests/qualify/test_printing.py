"""What an instructor reads: the summary, each bad row in words, the figures."""

import json
from io import StringIO

import pytest
from rich.console import Console

from grader.provenance import hidden_tests
from grader.qualify.picture import COLOURS, draw
from grader.qualify.printing import MARKS, document_of, mark_of, print_all
from grader.qualify.reasons import reasons_in
from grader.qualify.samples import SampleKind
from tests.qualify.fakes import failed, matrix, row, sample

CLIMBS = sample(SampleKind.CHAFF, "chaffs/climbs.py", "climbs")
WHEAT = sample(SampleKind.WHEAT, "wheats/plain.py")

FLAWED = """\
exercise  checks  wheats right  chaffs  own check  elsewhere  survived  one mistake, named  several, named  misnamed
ex1            2        0 of 1       4          3          0         1              1 of 3          1 of 1         1

survivor (1)
  Add a check that notices it, or correct the chaff.
  chaffs/new.py: gets 20 of 20: no check notices `returns-none`.

wheat docked (1)
  Correct the check: it asks for more than the stub does. Or correct the wheat.
  wheats/plain.py: gets 15 of 20 (seed 0).
  ex1/grad: grad(2.0)
    got       said of grad

misnamed (1)
  A wrong name is worse than none: correct the entry, or the chaff's name.
  chaffs/climbs.py: ex1/descent calls it `momentum` (every seed).

not named (2), which alone is not a failure
  chaffs/climbs.py: fails ex1/descent
  chaffs/new.py: fails no check of its own

     1  survivors of 4 chaffs
     0  killed, but by no check of their own
     1  wheats docked of 1
     1  misnamed
33.3 %  of chaffs with one mistake named (1 of 3; at least 95% expected: missed)
100.0 %  of chaffs with several have a right name (1 of 1; at least 70% expected)
     0  checks without a purpose of 2
     0  with a verdict that changes among 2 seeds
     0  with a grader fault
    12 s
It does not: survivor 1, wheat docked 1, misnamed 1.
"""  # noqa: E501

WHOLE = """\
ex1           1 2
plain         · ·
climbs        · ●
halved        ● ·
climbs+halved ● ○
● its own check, named   ○ its own check, not named   ■ □ the same, elsewhere
✗ misnamed   ~ changes with the seed   · passed
   check        its own  elsewhere  alone
1  ex1/grad           2          0      1
2  ex1/descent        2          0      1
"""


def printed(shown, *, full=False):
    said = StringIO()
    print_all(shown, reasons_in(shown), 12.3, Console(file=said, width=120), full=full)
    return "\n".join(line.rstrip() for line in said.getvalue().splitlines()) + "\n"


def flawed():
    return matrix(
        row(sample(SampleKind.CHAFF, "chaffs/new.py", "returns-none"), {}),
        row(CLIMBS, {"ex1/descent": failed("momentum")}),
        row(WHEAT, {"ex1/grad": failed()}),
    )


def without_margin(text):
    """Figures are aligned on the right: the longest decides the margin."""
    return "\n".join(line.strip() for line in text.splitlines())


def test_a_flawed_grader_is_told_so_reason_by_reason():
    assert without_margin(printed(flawed())) == without_margin(FLAWED)


def test_a_sound_grader_is_told_in_a_few_lines():
    text = printed(matrix())
    assert text.splitlines()[-1] == "The grader qualifies."
    assert len(text.splitlines()) < 16


def test_the_whole_matrix_has_a_mark_a_cell_and_says_what_each_check_is_for():
    assert WHOLE in printed(matrix(), full=True)
    assert WHOLE not in printed(matrix())


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        ([{}], "passed"),
        ([{"ex1/descent": failed("climbs")}], "own, named"),
        ([{"ex1/descent": failed()}], "own, not named"),
        ([{"ex1/descent": failed("climbs", "momentum")}], "misnamed"),
        ([{"ex1/descent": failed("climbs")}, {}], "changes with the seed"),
    ],
)
def test_a_cell_has_the_mark_of_what_is_gravest_in_it(said, mark):
    judged = row(CLIMBS, *said)
    assert mark_of(judged.cells[1], judged) == mark
    assert set(MARKS) == set(COLOURS)


def test_what_a_submission_says_does_not_reach_the_terminal_as_a_command():
    name = "wheats/\x1b[2Jplain.py"
    text = printed(matrix(row(sample(SampleKind.WHEAT, name), {"ex1/grad": failed()})))
    assert "  wheats/�[2Jplain.py: gets 15 of 20" in text
    assert "\x1b" not in text


def test_five_hundred_good_rows_take_no_line_of_their_own():
    rows = [
        row(sample(SampleKind.CHAFF, f"chaffs/climbs-{n}.py", "climbs"),
            {"ex1/descent": failed("climbs")})
        for n in range(500)
    ]  # fmt: skip
    assert len(printed(matrix(*rows)).splitlines()) < 16


def test_the_document_holds_every_cell_and_is_plain_json():
    shown = flawed()
    data = json.loads(json.dumps(document_of(shown, reasons_in(shown), "full", 12.34)))
    assert data["qualifies"] is False
    assert data["figures"]["survivors"] == 1
    assert data["seconds"] == 12.3
    (chaff,) = [s for s in data["samples"] if s["name"] == "chaffs/climbs.py"]
    assert chaff["fate"] == "killed by its own check"
    assert chaff["naming"] == "misnamed"
    assert chaff["points"] == [5.0, 5.0]
    cell = {"outcomes": ["failed"] * 2, "names": [["momentum"]] * 2, "own": True}
    assert chaff["checks"]["ex1/descent"] == cell
    assert data["checks"][0]["kills"]["own"] == ["chaffs/halved.py", "chaffs/climbs+halved.py"]


def test_the_document_names_the_edition_with_a_courses_own_checks(tmp_path):
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "test_ex1.py").write_text("# one more\n")
    shown = matrix(row(sample(SampleKind.CHAFF, "chaffs/climbs.py", "climbs"), {}))
    made = [document_of(shown, (), "full", 1.0, own)["hidden_tests"] for own in ((), (tmp_path,))]
    assert made == [hidden_tests(), hidden_tests((tmp_path,))]
    assert made[0] != made[1]


def test_the_picture_has_a_square_a_cell_in_the_colours_of_its_legend(tmp_path):
    from matplotlib.colors import to_rgb
    from matplotlib.image import imread

    place = tmp_path / "matrix.png"
    draw(flawed(), place)
    pixels = {tuple(p) for p in (imread(place)[..., :3] * 255).round().reshape(-1, 3).tolist()}
    for mark in ("own, named", "own, not named", "misnamed", "passed"):
        assert tuple(round(255 * part) for part in to_rgb(COLOURS[mark])) in pixels

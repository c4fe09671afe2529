"""The figures of a class: by hand, against another computation, and over many random classes."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb, sqrt
from statistics import NormalDist

import pytest

from grader.reports.class_records import record_of
from grader.reports.statistics import (
    EACH_SIDE,
    FEWEST,
    LEVEL,
    TOGETHER,
    Again,
    _separation,
    _tail,
    figures_of,
)
from tests.reports.classes import grade, random_class, record

CLASSES = 100


def figures(*grades):
    return figures_of([record_of(each) for each in grades])


def by_id(found):
    return {each.id: each for each in found.checks}


def test_a_rate_is_of_those_whose_answer_was_judged():
    found = figures(
        grade("ada", ex1="PP"), grade("bob", ex1="PF"), grade("cyd", ex1="P!"),
        grade("dee", ex1="??"), grade("eve", ex1="00"), grade("fay", ex1="--"),
    )  # fmt: skip
    first, second = (by_id(found)[name] for name in ("ex1/a", "ex1/b"))
    assert (first.passed, first.judged, first.not_started) == (3, 4, 1)
    assert (second.passed, second.judged) == (1, 3)
    assert second.rate == pytest.approx(1 / 3)


def test_what_is_blank_is_in_no_mean():
    found = figures(
        grade("ada", ex1="PPPP"), grade("bob", ex1="PFFF"), grade("cyd", ex1="PPP!"),
        grade("dee", ex1="????"), grade("eve", ex1="0000"),
    )  # fmt: skip
    assert found.totals == (1.0, 0.25)
    assert (found.students, found.mean, found.median, found.out_of) == (5, 0.625, 0.625, 4)
    (exercise,) = found.exercises
    assert (exercise.judged, exercise.mean, exercise.full) == (2, 0.625, 1)
    assert [each.student for each in found.ungraded] == ["cyd", "dee", "eve"]


def test_totals_out_of_different_points_are_compared_as_shares():
    found = figures(grade("ada", ex1="PP"), grade("bob", ex1="PFFF"))
    assert (found.totals, found.out_of) == ((1.0, 0.25), None)
    assert found.exercises[0].out_of is None


@pytest.mark.parametrize(("passed", "tenth"), [(0, 0), (1, 1), (3, 3), (9, 9), (10, 9)])
def test_a_total_is_in_its_tenth_and_full_points_are_in_the_last(passed, tenth):
    found = figures(grade("ada", ex1="P" * passed + "F" * (10 - passed)))
    assert found.bins == tuple(int(number == tenth) for number in range(10))


def test_a_bound_that_rounding_misses_is_in_the_tenth_that_it_bounds():
    student = replace(record("ada", [True]), total=0.1 + 0.1 + 0.1 - 1e-16, out_of=1.0)
    assert figures_of([student]).bins[3] == 1


def test_a_class_of_nobody_and_one_of_which_nothing_is_known_have_no_mean():
    for found in (figures(), figures(grade("ada", ex1="00"))):
        assert (found.mean, found.median, sum(found.bins)) == (None, None, 0)
        assert found.checks == found.mistakes == found.pairs == ()


def test_a_mistake_counts_once_a_student_and_names_its_functions():
    found = figures(
        grade("ada", {"ex1/a": ["climbs"], "ex1/b": ["climbs"]}, ex1="FF"),
        grade("bob", {"ex1/b": ["climbs"]}, ex1="PF"), grade("cyd", ex1="PP"),
        grade("dee", ex1="??"),
    )  # fmt: skip
    (mistake,) = found.mistakes
    assert (mistake.students, mistake.functions) == (("ada", "bob"), ("f_a", "f_b"))
    assert (mistake.judged, mistake.rate) == (3, pytest.approx(2 / 3))


def test_first_and_last_are_of_those_who_handed_in_again():
    first = record_of(grade("ada", {"ex1/b": ["climbs"]}, ex1="FF"))
    ada = replace(record_of(grade("ada", ex1="PF")), first=first)
    bob = replace(record_of(grade("bob", ex1="PP")), first=record_of(grade("bob", ex1="PF")))
    found = figures_of([ada, bob, record_of(grade("cyd", {"ex1/a": ["climbs"]}, ex1="FF"))])
    assert [each.again for each in found.checks] == [Again(0.5, 1.0, 2), Again(0.0, 0.5, 2)]
    assert found.exercises[0].again == Again(0.25, 0.75, 2)
    assert found.mistakes[0].again == Again(0.5, 0.0, 2)
    assert found.again == 2


def test_nobody_who_handed_in_once_is_in_first_and_last():
    found = figures(grade("ada", ex1="P"), grade("bob", ex1="F"))
    assert found.checks[0].again is found.exercises[0].again is None


def scores(*values):
    return list(map(float, values))


def test_ahead_is_the_share_of_pairs_and_a_tie_is_half():
    failed, passed = scores(1, 2, 3), scores(2, 4)
    pairs = [(a > b) + (a == b) / 2 for a, b in product(passed, failed)]
    found = _separation(failed, passed, 1)
    assert found.ahead == pytest.approx(sum(pairs) / len(pairs)) == 0.75
    assert (found.passed, found.failed) == (2, 3)


def test_the_bounds_are_where_newcombes_equation_holds():
    failed, passed = scores(*range(0, 30, 2)), scores(*range(9, 35, 1))
    found = _separation(failed, passed, 7)
    z = NormalDist().inv_cdf(1 - LEVEL / 2 / 7)
    m, n = len(passed), len(failed)
    for bound in (found.low, found.high):
        middle = (m + n) / 2
        inner = 1 + (middle - 1) * ((1 - bound) / (2 - bound) + bound / (1 + bound))
        variance = bound * (1 - bound) * inner / (m * n)
        assert abs(bound - found.ahead) == pytest.approx(z * sqrt(variance), rel=1e-6)
    assert 0 < found.low < found.ahead < found.high < 1


def test_one_half_is_outside_exactly_where_mann_and_whitneys_test_finds_something():
    m, n = 15, 20
    z = NormalDist().inv_cdf(1 - LEVEL / 2)
    told = []
    for shift in range(-25, 26):
        failed = scores(*range(0, 2 * n, 2))
        found = _separation(failed, scores(*range(5 + shift, 5 + 2 * m + shift, 2)), 1)
        told.append(found.is_clear or found.is_reversed)
        # The statistic's variance where one side is as the other, without ties.
        expected = abs(found.ahead - 0.5) > z * sqrt((m + n + 1) / (12 * m * n))
        assert told[-1] == expected
    assert True in told
    assert False in told


@pytest.mark.parametrize(
    ("failed", "passed"), [([0.0] * 10, [1.0] * 10), ([1.0] * 9, [1.0] * 12), ([1.0], [0.0])]
)
def test_an_extreme_has_an_interval_within_0_and_1(failed, passed):
    found = _separation(failed, passed, 75)
    assert 0 <= found.low <= found.ahead <= found.high <= 1
    assert found.high - found.low > 0.1


def test_the_check_itself_and_its_function_are_no_part_of_the_score():
    # One mistake fails both checks of a function; in the other everybody has the same.
    students = [grade(f"s{n}", ex1="PPF" if n % 2 else "FFF") for n in range(FEWEST)]
    one = [replace(each, exercises=tuple(_in_one_function(e) for e in each.exercises))
           for each in students]  # fmt: skip
    found = figures(*one)
    assert [each.separation.ahead for each in found.checks[:2]] == [0.5, 0.5]
    apart = figures(*students)
    assert [each.separation.ahead for each in apart.checks[:2]] == [1.0, 1.0]


def _in_one_function(exercise):
    checks = tuple(
        replace(each, function="f") if each.id.endswith(("a", "b")) else each
        for each in exercise.checks
    )
    return replace(exercise, checks=checks)


def test_a_student_of_whom_something_is_not_known_is_in_no_separation():
    known = [grade(f"s{n}", ex1="PF" if n % 2 else "FP", ex2="P") for n in range(FEWEST - 1)]
    for last in ("?", "0", "!"):
        found = figures(*known, grade("last", ex1="PF", ex2=last))
        assert all(each.separation is None for each in found.checks)
        assert found.whole == FEWEST - 1
    found = figures(*known, grade("last", ex1="PF", ex2="P"))
    assert by_id(found)["ex1/a"].separation is not None


@pytest.mark.parametrize("few", [EACH_SIDE - 1, EACH_SIDE])
def test_too_few_on_one_side_separate_nothing(few):
    students = [grade(f"s{n}", ex1="PF" if n < few else "FP") for n in range(FEWEST)]
    is_told = few == EACH_SIDE
    assert all((each.separation is not None) == is_told for each in figures(*students).checks)


def test_a_check_that_weak_students_pass_is_called_reversed():
    students = [
        record(f"s{n}", [n < 60, *(n + k > 80 for k in range(8)), n % 2]) for n in range(120)
    ]
    found = figures_of(students).checks
    assert found[0].separation.is_reversed
    assert found[4].separation.is_clear
    assert not found[-1].separation.is_clear
    assert not found[-1].separation.is_reversed


def bound_of_alarms(number):
    """Return how many of so many classes may have a false alarm, but for once in a thousand."""
    return number * LEVEL + 3.1 * sqrt(number * LEVEL * (1 - LEVEL))


@pytest.mark.parametrize("students", [50, 90])
def test_of_classes_in_which_nothing_separates_few_have_a_check_that_is_said_to(students):
    alarms = 0
    for seed in range(CLASSES):
        found = figures_of(random_class(seed, students, 8, 0))
        told = [each.separation for each in found.checks if each.separation]
        assert told
        alarms += any(each.is_clear or each.is_reversed for each in told)
    assert 0 < alarms <= bound_of_alarms(CLASSES)


@pytest.mark.parametrize("spread", [0.0, 1.0, 2.0])
def test_of_classes_whose_mistakes_are_unrelated_few_have_a_pair(spread):
    alarms = 0
    for seed in range(CLASSES):
        found = figures_of(random_class(seed, 60, 1, 8, spread))
        assert found.pairs_tried
        alarms += bool(found.pairs)
    assert alarms <= bound_of_alarms(CLASSES)


def test_who_left_an_exercise_out_is_not_compared_with_who_did_not():
    # Two mistakes mean another thing of who handed in one exercise than of who handed in two.
    one = [record(f"a{n}", [True], ["m0", "m1"]) for n in range(20)]
    two = [
        replace(known, checks={**known.checks, "ex2/a": known.checks["ex1/0"]})
        for known in (record(f"b{n}", [True], [f"m{n % 12}", "other"]) for n in range(60))
    ]
    found = figures_of([*one, *two])
    assert found.pairs_tried
    assert found.pairs == ()


@pytest.mark.parametrize(("ahead", "intervals"), [(0.5, 1), (0.5, 20), (0.7, 20), (0.97, 1)])
@pytest.mark.parametrize(("few", "many"), [(EACH_SIDE, 30), (EACH_SIDE, 300), (40, 40)])
def test_an_interval_misses_the_truth_as_rarely_as_it_says(few, many, ahead, intervals):
    # Of normal scores that differ by d the share is Φ(d/√2).
    shift = NormalDist().inv_cdf(ahead) * sqrt(2)
    draw, number = random.Random(few * many), 300
    missed = 0
    for _ in range(number):
        passed = [draw.gauss(shift, 1) for _ in range(few)]
        found = _separation([draw.gauss(0, 1) for _ in range(many)], passed, intervals)
        missed += not found.low <= ahead <= found.high
    share = LEVEL / intervals
    assert missed <= number * share + 3.1 * sqrt(number * share * (1 - share))


def test_two_mistakes_that_come_together_are_found_with_both_counts():
    students = random_class(1, 120, 1, 6, 1.0)
    together = [
        record(each.student, [True], {each.id for each in each.mistakes} | {"m0", "climbs"})
        if n < 20 else each
        for n, each in enumerate(students)
    ]  # fmt: skip
    (pair,) = figures_of(together).pairs
    assert {pair.first, pair.second} == {("ex1", "climbs"), ("ex1", "m0")}
    assert pair.both == pair.made[0] == 20
    assert pair.by_chance < 15
    assert (pair.of, pair.in_one) == (120, 0)


def test_it_is_said_when_two_come_together_in_one_answer():
    one, other = {"ex1/a": ["climbs", "ignores-lr"]}, {"ex1/b": ["unsorted", "duplicates"]}
    made = [grade(f"s{n}", one if n < 12 else other, ex1="FF") for n in range(60)]
    told = {(each.both, each.in_one) for each in figures(*made).pairs}
    assert told == {(12, 12), (48, 48)}


def test_nothing_is_asked_of_rare_mistakes_or_of_few_students():
    def students(number, rare):
        return [record(f"s{n}", [True], ["a", "b"] if n < rare else ["c", "d"])
                for n in range(number)]  # fmt: skip

    assert figures_of(students(FEWEST - 1, 10)).pairs_tried == 0
    assert figures_of(students(FEWEST, TOGETHER - 1)).pairs_tried == 1
    assert figures_of(students(FEWEST, TOGETHER)).pairs_tried == 6


def test_a_student_whose_exercise_was_not_judged_is_in_no_pair_of_it():
    made = [grade(f"s{n}", {"ex1/a": ["climbs"], "ex2/a": ["nan-converges"]}, ex1="F", ex2="F")
            for n in range(FEWEST - 1)]  # fmt: skip
    more = grade("last", {"ex1/a": ["climbs"]}, ex1="F", ex2="?")
    assert figures(*made, more).pairs_tried == 0


def tail_by_counting(tables):
    """Count every way to give out the second mistake in each group."""
    seen = sum(both for both, *_ in tables)
    ways = {0: 1}
    for _, one, other, of in tables:
        spread = {}
        for chosen in combinations(range(of), other):
            k = sum(student < one for student in chosen)
            for known, number in ways.items():
                spread[known + k] = spread.get(known + k, 0) + number
        ways = spread
    return Fraction(sum(n for k, n in ways.items() if k >= seen), sum(ways.values()))


@pytest.mark.parametrize(
    "tables",
    [
        [(2, 3, 3, 7)], [(0, 3, 3, 7)], [(3, 5, 4, 6)], [(2, 2, 3, 6), (1, 3, 2, 5)],
        [(3, 4, 3, 5), (0, 0, 2, 4), (1, 1, 1, 3), (2, 2, 2, 2)],
    ],
)  # fmt: skip
def test_the_tail_is_what_counting_every_case_gives(tables):
    assert _tail(tables) == pytest.approx(float(tail_by_counting(tables)))


@pytest.mark.parametrize(
    ("both", "one", "other", "of"), [(12, 40, 60, 900), (3, 5, 5, 40), (50, 300, 90, 10_000)]
)
def test_the_tail_of_one_group_is_fishers(both, one, other, of):
    exact = sum(
        Fraction(comb(one, k) * comb(of - one, other - k), comb(of, other))
        for k in range(both, min(one, other) + 1)
    )
    assert _tail([(both, one, other, of)]) == pytest.approx(float(exact), rel=1e-8)

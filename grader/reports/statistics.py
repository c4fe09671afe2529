"""What the grades of a class teach: rates, what separates, which mistakes come together.

What nobody knows is in no figure. Each figure says of how many students it is, and where those are
too few for it nothing is said. Where many figures are looked at, the level holds for all of them
together: of a class in which nothing is to be found, something is found once in twenty at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from math import sqrt
from statistics import NormalDist, fmean, median

import numpy as np
from numpy.typing import NDArray

from exercises.coach.contracts import exercise_of
from grader.grades import Outcome
from grader.reports.class_records import Record, Ungraded

__all__ = [
    "EACH_SIDE", "FEWEST", "LEVEL", "TOGETHER", "Again", "CheckFigures", "ClassFigures",
    "ExerciseFigures", "MistakeFigures", "Pair", "Separation", "figures_of",
]  # fmt: skip

# How often something may be found where there is nothing, over all that is looked at.
LEVEL = 0.05
# Of fewer students nothing is said of what separates and of what comes together.
FEWEST = 40
# So many passed a check, and so many did not, before it is asked whether it separates.
EACH_SIDE = 15
# So many made each of two mistakes before it is asked whether they come together.
TOGETHER = 5
# What rounding takes from a sum of points.
TINY = 1e-9

Mistaken = tuple[str, str]
"""An exercise and the id of a mistake in it."""
Points = tuple[float, float]
"""Earned, and the most that there were."""
# Stands beside the functions of all exercises for all of them together.
WHOLE = ("", "")


@dataclass(frozen=True)
class Again:
    """Of those who handed an exercise in more than once: the first attempt, and what counts now.

    Attributes
    ----------
    first, last : the share at the first attempt, and at the one that counts
    of : how many students they are
    """

    first: float
    last: float
    of: int


@dataclass(frozen=True)
class ExerciseFigures:
    """An exercise in figures.

    Attributes
    ----------
    key : its name
    judged : of how many students every check of it was judged
    mean, median : of their points, as shares
    full : how many of them have full marks
    out_of : of how many points; None where that is not the same for all
    again : the mean at the first attempt, and now
    """

    key: str
    judged: int
    mean: float
    median: float
    full: int
    out_of: float | None
    again: Again | None = None


@dataclass(frozen=True)
class Separation:
    """How well a check tells strong students from weak ones.

    Attributes
    ----------
    ahead : of all pairs of a student who passed it and one who did not, the share in which the
        first earned more in all other functions; ½ if passing it says nothing of the rest
    low, high : its interval; those of all checks hold together with about 95 % confidence
    passed, failed : how many students are on either side
    """

    ahead: float
    low: float
    high: float
    passed: int
    failed: int

    @property
    def is_clear(self) -> bool:
        """Whether those who pass it do better elsewhere, beyond what chance explains."""
        return self.low > 0.5

    @property
    def is_reversed(self) -> bool:
        """Whether those who pass it do worse elsewhere, beyond what chance explains."""
        return self.high < 0.5


@dataclass(frozen=True)
class CheckFigures:
    """A check in figures.

    Attributes
    ----------
    id, title, function : of the check
    judged : how many students' answers to it were judged
    passed : how many of them passed
    not_started : how many of them had not written the function
    skipped : how many of them had a mistake in a function that it builds on
    again : who passed at the first attempt, and now
    separation : None where there are too few students to tell
    """

    id: str
    title: str
    function: str
    judged: int
    passed: int
    not_started: int
    skipped: int
    again: Again | None = None
    separation: Separation | None = None

    @property
    def rate(self) -> float:
        """The share that passed."""
        return self.passed / self.judged

    @property
    def exercise(self) -> str:
        """The key of its exercise."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class MistakeFigures:
    """A mistake in one exercise, in figures.

    Attributes
    ----------
    exercise, id : where, and its name
    functions : in which it was made
    students : who made it
    judged : how many students' exercise was judged
    again : who made it at the first attempt, and now
    """

    exercise: str
    id: str
    functions: tuple[str, ...]
    students: tuple[str, ...]
    judged: int
    again: Again | None = None

    @property
    def rate(self) -> float:
        """The share that made it."""
        return len(self.students) / self.judged


@dataclass(frozen=True)
class Pair:
    """Two mistakes that come together more often than chance explains.

    Attributes
    ----------
    first, second : exercise and id
    both : how many students made both
    by_chance : how many would, if among students with as many mistakes one had nothing to do with
        the other
    made : how many made the first, and how many the second
    of : how many students they are: both exercises were judged
    in_one : how many made both in one answer
    """

    first: Mistaken
    second: Mistaken
    both: int
    by_chance: float
    made: tuple[int, int]
    of: int
    in_one: int


@dataclass(frozen=True)
class ClassFigures:
    """A class in figures.

    Attributes
    ----------
    students : how many there are
    totals : every total that is known, as a share
    out_of : of how many points; None where that is not the same for all
    exercises, checks, mistakes, pairs : in figures
    ungraded : what has no points, and why
    again : how many handed an exercise in more than once
    seconds : that grading took for each student of whom anything was judged
    timed_out : whose checks did not all return
    whole : of how many students everything was judged
    pairs_tried : of how many pairs of mistakes it was asked whether they come together
    """

    students: int
    totals: tuple[float, ...]
    out_of: float | None
    exercises: tuple[ExerciseFigures, ...] = ()
    checks: tuple[CheckFigures, ...] = ()
    mistakes: tuple[MistakeFigures, ...] = ()
    pairs: tuple[Pair, ...] = ()
    ungraded: tuple[Ungraded, ...] = ()
    again: int = 0
    seconds: tuple[float, ...] = ()
    timed_out: tuple[str, ...] = ()
    whole: int = 0
    pairs_tried: int = 0

    @property
    def mean(self) -> float | None:
        """Of the totals, as a share; None where there are none."""
        return fmean(self.totals) if self.totals else None

    @property
    def median(self) -> float | None:
        """Of the totals, as a share; None where there are none."""
        return median(self.totals) if self.totals else None

    @property
    def bins(self) -> tuple[int, ...]:
        """How many totals there are in each tenth; full points are in the last."""
        # A sum of points may miss a bound by its rounding.
        tenths = Counter(min(max(int(10 * share + TINY), 0), 9) for share in self.totals)
        return tuple(tenths[number] for number in range(10))


def figures_of(records: Sequence[Record]) -> ClassFigures:
    """Return a class in figures."""
    known = [(each.total, each.out_of) for each in records if each.total is not None]
    pairs, pairs_tried = _pairs(records)
    return ClassFigures(
        students=len(records),
        totals=tuple(_share(total, out_of) for total, out_of in known),
        out_of=_same(out_of for _, out_of in known),
        exercises=tuple(_exercises(records)),
        checks=tuple(_with_separations(list(_checks(records)), records)),
        mistakes=tuple(_mistakes(records)),
        pairs=pairs,
        ungraded=tuple(each for record in records for each in record.ungraded),
        again=sum(each.first is not None for each in records),
        seconds=tuple(each.seconds for each in records if each.checks),
        timed_out=tuple(each.student for each in records if _is_timed_out(each)),
        whole=sum(each.is_whole for each in records),
        pairs_tried=pairs_tried,
    )


def _share(points: float, out_of: float) -> float:
    return points / out_of if out_of else 0.0


def _same(values: Iterable[float]) -> float | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _is_timed_out(record: Record) -> bool:
    return any(check.outcome is Outcome.TIMED_OUT for check in record.checks.values())


def _number(key: str) -> int:
    return exercise_of(key).number


def _again(records: Iterable[Record], of: Callable[[Record], float | None]) -> Again | None:
    """Compare the first attempts with what counts now, where both are known."""
    pairs = [
        (first, last)
        for each in records
        if each.first is not None
        and (first := of(each.first)) is not None
        and (last := of(each)) is not None
    ]
    sides = [fmean(side) for side in zip(*pairs, strict=True)]
    return Again(sides[0], sides[1], len(pairs)) if pairs else None


def _exercises(records: Sequence[Record]) -> Iterator[ExerciseFigures]:
    for key in sorted({key for each in records for key in each.exercises}, key=_number):

        def share(record: Record, key: str = key) -> float | None:
            return _share(*record.exercises[key]) if key in record.exercises else None

        points = [each.exercises[key] for each in records if key in each.exercises]
        shares = [_share(*each) for each in points]
        yield ExerciseFigures(
            key,
            len(points),
            fmean(shares),
            median(shares),
            sum(each > 1 - TINY for each in shares),
            _same(out_of for _, out_of in points),
            _again(records, share),
        )


def _checks(records: Sequence[Record]) -> Iterator[CheckFigures]:
    latest = {check: judged for each in records for check, judged in each.checks.items()}
    for check in sorted(latest, key=lambda check: _number(check.partition("/")[0])):

        def is_passed(record: Record, check: str = check) -> float | None:
            judged = record.checks.get(check)
            return None if judged is None else float(judged.is_passed)

        outcomes = Counter(each.checks[check].outcome for each in records if check in each.checks)
        yield CheckFigures(
            check,
            latest[check].title,
            latest[check].function,
            outcomes.total(),
            outcomes[Outcome.PASSED],
            outcomes[Outcome.NOT_STARTED],
            outcomes[Outcome.SKIPPED],
            _again(records, is_passed),
        )


def _with_separations(
    checks: Sequence[CheckFigures], records: Iterable[Record]
) -> Iterator[CheckFigures]:
    """Yield the checks, those of which enough is known with how well they separate."""
    scores = [(each, _by_function(each)) for each in records if each.is_whole]
    asked: dict[str, tuple[list[float], list[float]]] = {}
    for check in checks:
        place = check.exercise, check.function
        sides: tuple[list[float], list[float]] = ([], [])
        for record, by_function in scores:
            judged = record.checks.get(check.id)
            if judged is not None and len(by_function) > 2:
                sides[judged.is_passed].append(_elsewhere(by_function, place))
        if sum(map(len, sides)) >= FEWEST and min(map(len, sides)) >= EACH_SIDE:
            asked[check.id] = sides
    for check in checks:
        known = asked.get(check.id)
        yield check if known is None else replace(check, separation=_separation(*known, len(asked)))


def _by_function(record: Record) -> dict[tuple[str, str], Points]:
    """Return the points of each function of each exercise and of all, and the most there were."""
    found: dict[tuple[str, str], Points] = {}
    for check, judged in record.checks.items():
        for place in ((check.partition("/")[0], judged.function), WHOLE):
            points, most = found.get(place, (0.0, 0.0))
            found[place] = points + judged.points, most + judged.max_points
    return found


def _elsewhere(by_function: Mapping[tuple[str, str], Points], place: tuple[str, str]) -> float:
    """Return the share of the points earned in all functions but one."""
    points, most = by_function[WHOLE]
    own, own_most = by_function[place]
    # Rounding in the sums may not part those who earned the same.
    return round(_share(points - own, most - own_most), 9)


def _separation(failed: Sequence[float], passed: Sequence[float], intervals: int) -> Separation:
    """Return how often who passed a check is ahead of who did not, and the interval.

    The share of pairs in which the one who passed has the higher score, ties counted as half, is
    Mann and Whitney's statistic (J. A. Hanley, B. J. McNeil, The meaning and use of the area under
    a receiver operating characteristic curve, Radiology 143 (1982) 29-36). The score leaves out
    the check itself (S. Henrysson, Correction of item-total correlations in item analysis,
    Psychometrika 28 (1963) 211-218), and the other checks of its function too, which one mistake
    fails together with it.

    The interval is method 5 of R. G. Newcombe, Confidence intervals for an effect size measure
    based on the Mann-Whitney statistic, part 2, Statistics in Medicine 25 (2006) 559-573. By
    Bonferroni's inequality ``intervals`` of level 1 − 0.05/``intervals`` hold together with 95 %.
    At ½, where it is decided whether the check separates, they keep that level. Near 1
    they are a little short: with 15 students on one side and a share of 0.97 one of 75 intervals
    misses about once in 400 classes, where it should once in 1500.

    Parameters
    ----------
    failed, passed : the scores of the students on either side, some on each
    intervals : how many are made
    """
    below = np.sort(failed)
    lower, upper = (np.searchsorted(below, passed, side) for side in ("left", "right"))
    m, n = len(passed), len(failed)
    ahead = float((lower + upper).sum()) / (2 * m * n)
    z = NormalDist().inv_cdf(1 - LEVEL / (2 * intervals))

    def is_within(share: float) -> bool:
        pairs = (m + n) / 2 - 1
        spread = 1 + pairs * ((1 - share) / (2 - share) + share / (1 + share))
        return abs(ahead - share) <= z * sqrt(share * (1 - share) * spread / (m * n))

    return Separation(ahead, _bound(ahead, 0.0, is_within), _bound(ahead, 1.0, is_within), m, n)


def _bound(inside: float, end: float, is_within: Callable[[float], bool]) -> float:
    """Return how far the interval reaches from its middle towards an end, by bisection."""
    for _ in range(40):
        middle = (inside + end) / 2
        inside, end = (middle, end) if is_within(middle) else (inside, middle)
    return inside


def _mistakes(records: Sequence[Record]) -> Iterator[MistakeFigures]:
    """Yield the mistakes, an exercise at a time, the commonest first."""
    who: dict[Mistaken, dict[str, None]] = {}
    where: dict[Mistaken, dict[str, None]] = {}
    for record in records:
        for each in record.mistakes:
            who.setdefault((each.exercise, each.id), {})[each.student] = None
            where.setdefault((each.exercise, each.id), {})[each.function] = None
    made = {id(each): each.made for one in records for each in (one, one.first) if each}
    judged = Counter(key for each in records for key in each.judged)
    for mistake in sorted(who, key=lambda each: (_number(each[0]), -len(who[each]), each[1])):
        key = mistake[0]

        def is_made(record: Record, mistake: Mistaken = mistake) -> float | None:
            return float(mistake in made[id(record)]) if mistake[0] in record.judged else None

        yield MistakeFigures(
            *mistake,
            tuple(where[mistake]),
            tuple(who[mistake]),
            judged[key],
            _again(records, is_made),
        )


def _pairs(records: Sequence[Record]) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs that chance does not explain, those furthest from it first, of how many.

    Weak students make more mistakes of every kind, so that nearly any two come together more often
    than by chance in the whole class. So students are compared with those who made as many in the
    same exercises: the exact test of Mantel and Haenszel for independence in each such group
    (N. Mantel, W. Haenszel, Statistical aspects of the analysis of data from retrospective studies
    of disease, Journal of the National Cancer Institute 22 (1959) 719-748; M. Zelen, The analysis
    of several 2 × 2 contingency tables, Biometrika 58 (1971) 129-137), one-sided, with Bonferroni's
    correction for the number of pairs tried. Where mistakes have nothing in common but that weak
    students make them, two of a given number come together more rarely than under independence
    (K. Joag-Dev, F. Proschan, Negative association of random variables, Annals of Statistics 11
    (1983) 286-295), so that the level holds there too.
    """
    made: dict[Mistaken, int] = {}
    judged: dict[str, int] = {}
    groups: dict[tuple[frozenset[str], int], int] = {}
    # A set of students is the bits of a number, so that thousands of pairs take no time.
    for number, record in enumerate(records):
        bit = 1 << number
        for key in record.judged:
            judged[key] = judged.get(key, 0) | bit
        for mistake in record.made:
            made[mistake] = made.get(mistake, 0) | bit
        # As many of the same exercises. Who made less than two says nothing: no two can be both.
        if len(record.made) > 1:
            group = record.judged, len(record.made)
            groups[group] = groups.get(group, 0) | bit
    tried = []
    for first, second in combinations(sorted(made), 2):
        there = judged[first[0]] & judged[second[0]]
        sides = made[first] & there, made[second] & there
        if there.bit_count() >= FEWEST and min(each.bit_count() for each in sides) >= TOGETHER:
            tried.append((first, second, sides, there))
    found = []
    for first, second, (one, other), there in tried:
        tables = [_table(one, other, there & group) for group in groups.values()]
        both = (one & other).bit_count()
        by_chance = sum(a * b / n for _, a, b, n in tables if n)
        if both > by_chance and _tail(tables) * len(tried) < LEVEL:
            counts = one.bit_count(), other.bit_count()
            in_one = sum(_in_one(record, first, second) for record in records)
            found.append(Pair(first, second, both, by_chance, counts, there.bit_count(), in_one))
    found.sort(key=lambda each: (each.by_chance - each.both, each.first, each.second))
    return tuple(found), len(tried)


Table = tuple[int, int, int, int]


def _table(one: int, other: int, there: int) -> Table:
    """Return how many of a group made both mistakes, one, the other, and how many they are."""
    sets = one & other & there, one & there, other & there, there
    both, first, second, of = (each.bit_count() for each in sets)
    return both, first, second, of


def _tail(tables: Iterable[Table]) -> float:
    """Return how probable so many in both are, or more, if in no group one goes with the other.

    Given its margins the number in each group is hypergeometric; the sum over the groups has the
    convolution of their distributions.
    """
    whole = np.ones(1)
    seen = least = 0
    for both, one, other, of in tables:
        seen += both
        least += max(0, one + other - of)
        if one and other:
            whole = np.convolve(whole, _hypergeometric(one, other, of))
    return float(min(1.0, whole[seen - least :].sum()))


def _hypergeometric(one: int, other: int, of: int) -> NDArray[np.float64]:
    """Return P(k) = C(one, k) C(of − one, other − k) / C(of, other) for all k that can be."""
    logs = _log_factorials(of.bit_length())
    k = np.arange(max(0, one + other - of), min(one, other) + 1)
    rest = of - one
    ways = logs[one] - logs[k] - logs[one - k]
    ways += logs[rest] - logs[other - k] - logs[rest - other + k]
    return np.asarray(np.exp(ways - logs[of] + logs[other] + logs[of - other]))


@cache
def _log_factorials(bits: int) -> NDArray[np.float64]:
    """Return log n! of every n of so many bits."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, 1 << bits)))])


def _in_one(record: Record, first: Mistaken, second: Mistaken) -> bool:
    """Whether one check named both."""
    one, other = (
        {each.check for each in record.mistakes if (each.exercise, each.id) == mistake}
        for mistake in (first, second)
    )
    return not one.isdisjoint(other)

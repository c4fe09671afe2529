"""Exercise 1, `find_critical_points`: read the list as points found, kinds, order and extras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exercises.coach.judging.compare import array_of
from exercises.coach.judging.critical_points import points_of
from exercises.coach.misconceptions.known_mistake import Ask, Case, OutOfCalls
from exercises.coach.misconceptions.loop.conditional import NO_INTEGER, may_come_of_divergence
from exercises.coach.misconceptions.loop.functions import LOOPS
from exercises.coach.misconceptions.loop.returns import parts_of
from exercises.coach.problems import Polynomial

__all__ = ["CHAPTER", "by_points", "due", "flaws", "is_right_by_name"]

KEY = "ex1.find_critical_points"
Point = tuple[float, str]
FOUND, LARGEST, FLAT = 1e-4, 1e6, 1e-3
CHAPTER = ((-(1.5**0.5), "minimum"), (0.0, "maximum"), (1.5**0.5, "minimum"))
OF_CHAPTER = Polynomial((2.0, 0.0, -3.0, 0.0, 1.0))
KINDS = {"all-minima", "kinds-swapped"}
GAPS = ("missing-maximum", "missing-origin")
OTHER_KIND = {"minimum": "maximum", "maximum": "minimum"}
# Two maxima with a minimum at 0 between them; runs from beyond ±1 leave to infinity on L itself.
# L is positive at all three, and below of either sign: the sign of L is not that of L″.
HILLS = Polynomial((5.0, 0.0, 2.0, 0.0, -1.0))
BESIDE = Polynomial((5.0, 0.0, 2.0, 0.0, -1.0), centre=0.5)
# No critical point at 0, and two minima of different depth.
TILTED = Polynomial((0.0, 0.7, -3.0, 0.0, 1.0))
PROBES: tuple[tuple[Any, ...], ...] = (
    (HILLS.loss, HILLS.grad, [1.4, -0.6, 0.5, -1.3], 0.05, 400),
    (TILTED.loss, TILTED.grad, [0.9, -2.0, -0.4, 1.8], 0.02, 600),
)
# Both minima are approached from outside and not quite reached: L′ is 1e-7 at one end, −1e-7 at the
# other. Who takes the sign of L′ at the end for that of L″ has one of the two right.
FROM_OUTSIDE = Polynomial((5.0, 0.0, -2.0, 0.0, 1.0))
STILL_COMING: tuple[Any, ...] = (FROM_OUTSIDE.loss, FROM_OUTSIDE.grad, [1.3, -1.4], 0.05, 33)
# L′ = (x + 0.69)(x − 0.72)(x − 2), and its mirror image: 12x² − 6 changes its sign at ±√½ = ±0.707,
# between points at which L″ has the other sign, and nowhere else.
ASKEW = Polynomial((5.0, 0.9936, -0.2184, -2.03 / 3, 0.25))
MIRRORED = Polynomial((5.0, -0.9936, -0.2184, 2.03 / 3, 0.25))
CURVED: tuple[tuple[Any, ...], ...] = (
    (ASKEW.loss, ASKEW.grad, [0.3, 1.2], 0.05, 400),
    (MIRRORED.loss, MIRRORED.grad, [-0.3, -1.2], 0.05, 400),
)
# From 0.5 descent ends at 0 on one, at 1 on the other.
BOTH_WAYS = ((HILLS, 0.0), (Polynomial((-5.0, 0.0, -2.0, 0.0, 1.0)), 1.0))
# To the right of all three of the chapter's: a list that keeps what earlier calls found has more in it.
FAR = Polynomial((0.0, 0.7, -3.0, 0.0, 1.0), centre=9.0)
ELSEWHERE: tuple[Any, ...] = (FAR.loss, FAR.grad, [8.2, 10.6], 0.02, 600)
# Whoever loses what is at 0 loses it from beside it, too; a search for roots of L′ finds it there.
BESIDE_ZERO: tuple[Any, ...] = (HILLS.loss, HILLS.grad, [0.1], 0.05, 400)


def due(problem: Polynomial, starts: Sequence[float]) -> list[Point]:
    """Return what the starts lead to downhill and uphill, from the roots of L′, sorted.

    Holds for rates so small that no run leaps over a critical point.
    """
    slope = np.polynomial.Polynomial(problem.coefficients).deriv()
    bend = slope.deriv()
    roots = slope.roots()
    critical = sorted(problem.centre + float(r.real) for r in roots if abs(r.imag) < 1e-9)
    found = set()
    for start in starts:
        at = [x for x in critical if abs(x - start) <= 1e-12]
        if at:
            found.add(at[0])
            continue
        below = [x for x in critical if x < start][-1:]
        above = [x for x in critical if x > start][:1]
        found.update([*below, *above])
    bends = {x: bend(x - problem.centre) for x in sorted(found)}
    return [(x, "minimum" if b > 0 else "maximum") for x, b in bends.items() if b != 0]


def flaws(value: Any, problem: Polynomial, starts: Sequence[float]) -> tuple[str, ...] | None:
    """Return the ids that make ``value`` of what is due; None when they do not."""
    got, right = points_of(value), due(problem, [float(s) for s in starts])
    if got is None:
        return None
    ids: list[str] = []
    if _are(got, CHAPTER) and not _are(right, CHAPTER):
        return ("hard-coded",)
    known, extra = _sorted_out(got, right)
    for x, _ in extra:
        name = _extra(x, problem, starts)
        if name is None:
            return None
        ids.append(name)
    xs = [x for x, _ in known]
    if xs != sorted(xs):
        ids.append("unsorted")
    once = _merged(known, right)
    if len(once) < len(known):
        ids.append("duplicates")
    missing = [point for i, point in enumerate(right) if i not in once]
    if missing:
        name = _missing(missing, right)
        if name is None:
            return None
        ids.append(name)
    kinds = _kinds([(once[i], right[i][1]) for i in once])
    return None if kinds is None else tuple(dict.fromkeys([*ids, *kinds]))


def _sorted_out(got: list[Point], right: list[Point]) -> tuple[list[Point], list[Point]]:
    known = [p for p in got if any(abs(p[0] - x) < FOUND for x, _ in right)]
    return known, [p for p in got if p not in known]


def _extra(x: float, problem: Polynomial, starts: Sequence[float]) -> str | None:
    if not abs(x) <= LARGEST:
        # A critical point so far out does not count, but no run that reached it has diverged.
        has_arrived = np.isfinite(x) and abs(float(problem.grad(x))) <= FLAT
        return None if has_arrived else "keeps-diverged"
    is_start = any(abs(x - float(s)) < 1e-9 for s in starts)
    return "start-is-critical" if is_start and abs(float(problem.grad(x))) > FLAT else None


def _merged(known: list[Point], right: list[Point]) -> dict[int, str]:
    """Return the kind that is given for each due point that is there, by its index."""
    return {
        i: kind for i, (there, _) in enumerate(right) for x, kind in known if abs(x - there) < FOUND
    }


def _missing(missing: list[Point], right: list[Point]) -> str | None:
    is_maxima = missing == [p for p in right if p[1] == "maximum"]
    is_zero = len(missing) == 1 and abs(missing[0][0]) < FOUND
    # A maximum at 0 may be missing as a maximum or as 0: other calls tell.
    return "|".join(n for n, there in zip(GAPS, (is_maxima, is_zero), strict=True) if there) or None


def _kinds(pairs: list[tuple[str, str]]) -> tuple[str, ...] | None:
    """Return the id for the given kinds beside the due ones."""
    if all(given == right for given, right in pairs):
        return ()
    if all(given == OTHER_KIND[right] for given, right in pairs):
        is_constant = {given for given, _ in pairs} == {"minimum"}
        # Where only maxima are there, `minimum` for all of them is both: another call tells.
        return ("all-minima|kinds-swapped",) if is_constant else ("kinds-swapped",)
    return ("all-minima",) if {given for given, _ in pairs} == {"minimum"} else None


def by_points(case: Case, ask: Ask) -> tuple[str, ...]:
    """Return the ids in the list of critical points, confirmed on other losses."""
    problem = getattr(case.arguments[0], "__self__", None)
    if not isinstance(problem, Polynomial):
        return ()
    if not case.returned:
        return _raised(case, ask)
    if _is_by_own_functions(case, ask):
        return ("own-gradient",)
    if _drops_zero(case, problem, ask):
        return ("drops-exact-zero",)
    if _is_of_the_first(case.value, problem, case.arguments[2]):
        answers = [(ask(*probe).value, probe[0].__self__, probe[2]) for probe in PROBES]
        return ("returns-inside-loop",) if all(_is_of_the_first(*each) for each in answers) else ()
    if _has_chapters_curvature(case, problem, ask):
        return ("curvature-hard-coded",)
    ids = flaws(case.value, problem, case.arguments[2])
    if not ids:
        return ()
    seen = [_flaws_of(ask(*probe)) for probe in PROBES]
    everywhere = {name for found in seen for name in found or ()}
    gaps = _gaps(ids)
    kept = [n for n in ids if "|" not in n and n not in gaps]
    kept += [n for n in gaps if n in everywhere]
    kept += [n for n in ("all-minima", "kinds-swapped") if _both(ids) and n in everywhere]
    # Every list has points of both kinds: who has them wrong has them wrong each time.
    each_time = [set(found or ()) for found in seen]
    if any(name not in found for name in KINDS & set(kept) for found in each_time):
        return ()
    if None in seen or (gaps and not _gaps(kept)):
        return ()
    if "kinds-swapped" in kept and "kinds-swapped" not in (_flaws_of(ask(*STILL_COMING)) or ()):
        return ()
    if "hard-coded" in kept and _flaws_of(ask(*ELSEWHERE)) != ("hard-coded",):
        return ()
    if "missing-origin" in kept and "missing-origin" not in (_flaws_of(ask(*BESIDE_ZERO)) or ()):
        return ()
    if _gaps(kept) and not _descends_both_ways(ask):
        return ()
    if "keeps-diverged" in kept and not _runs_away(ask):
        return ()
    visible = {"unsorted", "duplicates", "keeps-diverged", "kinds-swapped", "all-minima",
               "hard-coded"}  # fmt: skip
    sure = all(name in everywhere for name in kept if name in visible)
    return tuple(kept) if sure or _by_chance(kept, everywhere) else ()


def _runs_away(ask: Ask) -> bool:
    """Whether a run that diverges is made: roots of a fit, say, lie far out without any."""
    visited = ask(TILTED.loss, TILTED.grad, [3.0], 0.5, 20).observation.visited
    return any(not np.max(np.abs(theta), initial=0.0) <= LARGEST for theta in visited)


def _descends_both_ways(ask: Ask) -> bool:
    """Whether `gradient_descent` is not what loses the points: it is right, or not written."""
    for problem, end in BOTH_WAYS:
        run = (problem.loss, problem.grad, 0.5, 0.05, 400)
        try:
            found = ask(*run, function="gradient_descent")
        except OutOfCalls:
            return True
        if not found.returned:
            return True
        theta = array_of(parts_of(LOOPS["ex1.gradient_descent"].form, found.value)["theta"])
        if theta is None or not (np.abs(theta - end) < FOUND).all():
            return False
    return True


def _is_by_own_functions(case: Case, ask: Ask) -> bool:
    """Whether grad_fn is never called, and other starts lead to others of the chapter's points.

    A list of them that is written down is the same for all starts.
    """
    if case.observation.grad_calls:
        return False
    for starts in ([0.9], [-1.9]):
        found = ask(TILTED.loss, TILTED.grad, starts, 0.02, 600)
        points = points_of(found.value) if found.returned else None
        if found.observation.grad_calls or not _are(points, due(OF_CHAPTER, starts)):
            return False
    return True


def _is_of_the_first(value: Any, problem: Polynomial, starts: Sequence[float]) -> bool:
    """Whether the points are those that the first start leads to, and others lead to more."""
    first, all_ = (due(problem, [float(s) for s in some]) for some in (starts[:1], starts))
    return len(first) < len(all_) and _are(points_of(value), first)


def _has_chapters_curvature(case: Case, problem: Polynomial, ask: Ask) -> bool:
    """Whether the kinds are those of x⁴ − 3x² + 2 at the same x, on every loss."""

    def has(value: Any, right: list[Point]) -> bool:
        chapters = [(x, "minimum" if 12 * x**2 > 6 else "maximum") for x, _ in right]
        return chapters != right and _are(points_of(value), chapters)

    if not has(case.value, due(problem, case.arguments[2])):
        return False
    return all(has(ask(*probe).value, due(probe[0].__self__, probe[2])) for probe in CURVED)


def _drops_zero(case: Case, problem: Polynomial, ask: Ask) -> bool:
    """Whether a point at exactly 0 is missing, and none beside 0, nor a start that stays elsewhere."""
    starts = [float(s) for s in case.arguments[2]]
    right, got = due(problem, starts), points_of(case.value)
    others = [point for point in right if point[0] != 0]
    if 0.0 not in starts or len(others) == len(right) or not _are(got, others):
        return False
    probes = (
        (*PROBES[0][:2], [0.0, 1.4], *PROBES[0][3:]), PROBES[0],
        (BESIDE.loss, BESIDE.grad, [BESIDE.centre], 0.05, 400),
    )  # fmt: skip
    found = [points_of(answer.value) for answer in (ask(*probe) for probe in probes)]
    exact, beside, elsewhere = (due(p[0].__self__, p[2]) for p in probes)
    exact = [point for point in exact if point[0] != 0]
    return all(map(_are, found, (exact, beside, elsewhere)))


def _are(got: Sequence[Point] | None, points: Sequence[Point]) -> bool:
    return (
        got is not None
        and len(got) == len(points)
        and all(
            abs(x - there) < FOUND and kind == right_kind
            for (x, kind), (there, right_kind) in zip(got, points, strict=True)
        )
    )


def _gaps(ids: Sequence[str]) -> list[str]:
    """Return what may be missing: of a maximum at 0 that is, both."""
    return [gap for gap in GAPS if any(gap in name.split("|") for name in ids)]


def _both(ids: tuple[str, ...]) -> bool:
    return "all-minima|kinds-swapped" in ids


def _by_chance(kept: list[str], everywhere: set[str]) -> bool:
    # `set` order and runs that end within rounding of each other do not show on every loss.
    return {n for n in kept if n not in everywhere} <= {"unsorted", "duplicates", "keeps-diverged"}


def _flaws_of(case: Case) -> tuple[str, ...] | None:
    problem = getattr(case.arguments[0], "__self__", None)
    assert isinstance(problem, Polynomial)
    return flaws(case.value, problem, case.arguments[2]) if case.returned else None


def is_right_by_name(case: Case, ask: Ask) -> bool:
    """Whether a call by the stub's names finds what is due, and the same call by position does not."""
    given = PROBES[0]
    named = ask(**dict(zip(case.question.contract.parameters, given, strict=True)))
    if _flaws_of(named) != ():
        return False
    once, again = ask(*given), ask(*given)
    # What comes at random is right or wrong by chance.
    return _flaws_of(once) != () and repr(once.value) == repr(again.value)


def _raised(case: Case, ask: Ask) -> tuple[str, ...]:
    """An exception where some run leaves to infinity, and none where every run arrives."""
    raised = case.observation.raised
    if raised is None or not may_come_of_divergence(raised) or NO_INTEGER.search(raised.message):
        return ()
    inside = (TILTED.loss, TILTED.grad, [-0.4, 0.5], 0.02, 600)
    calm = ask(*inside)
    return ("raises-on-divergence",) if calm.returned and _flaws_of(calm) == () else ()

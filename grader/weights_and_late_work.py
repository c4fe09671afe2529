"""How points become a total: the weights of the exercises, and what being late costs.

The total of weighted exercises is Σ wₖ·pₖ/mₖ, where exercise k earned pₖ of mₖ points and weighs
wₖ, out of Σ wₖ. A submission that came after the due date and the grace keeps, of the points that
it earned, 100 − min(p·d, most) per cent, where d counts the days that were begun since the due
date. What an exercise earned is never changed: both numbers stand in every report.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from grader.grades import Counted, Grade
from grader.intake.people import Who

__all__ = ["Late", "Rule", "rule_from", "time_of"]

DAY = timedelta(days=1)
DASHED = "%Y-%m-%d-%H-%M-%S"


@dataclass(frozen=True)
class Late:
    """What being late costs.

    Attributes
    ----------
    percent_per_day : of the points that were earned, for each day begun
    at_most : per cent in all
    grace_minutes : that cost nothing
    """

    percent_per_day: float
    at_most: float = 100.0
    grace_minutes: float = 0.0

    def __str__(self) -> str:
        """Say the rule."""
        rest = f"{self.percent_per_day:g} % per day begun, at most {self.at_most:g} %"
        grace = f", after {self.grace_minutes:g} minutes of grace" if self.grace_minutes else ""
        return rest + grace


@dataclass(frozen=True)
class Rule:
    """How a course counts points.

    Attributes
    ----------
    weights : what each exercise weighs, by key; empty where the points are added up as they are
    due : when work was to be handed in, with its zone
    zone : in which times without one are read, a name such as ``Europe/Zurich``
    late : what being late costs; None where it costs nothing
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    due: datetime | None = None
    zone: str = ""
    late: Late | None = None

    @property
    def is_plain(self) -> bool:
        """Whether a total is the sum of the points, whenever they were handed in."""
        return not self.weights and (self.late is None or self.due is None)

    @property
    def due_text(self) -> str:
        """The due date in words; empty where there is none."""
        return "" if self.due is None else _time_text(self._in_zone(self.due))

    def apply(self, grade: Grade, who: Who | None) -> Grade:
        """Return the grade with what counts of it; as it is where the rule is plain."""
        if self.is_plain:
            return grade
        points, out_of = self._weighted(grade)
        late = self.late if self.due is not None else None
        counted = Counted(points, out_of, points, bool(self.weights))
        if late is not None and who is not None:
            counted = self._docked(counted, late, who)
        return replace(grade, counted=counted)

    def late_days(self, who: Who) -> int | None:
        """Return the days begun since the due date, 0 in time; None where that is not known."""
        if self.due is None:
            return 0
        time = time_of(who.submitted_at, self._local)
        if time is None:
            # The source says that it was in time: then nobody needs to know when.
            return 0 if who.late is False else None
        grace = timedelta(minutes=self.late.grace_minutes if self.late else 0)
        return 0 if time <= self.due + grace else math.ceil((time - self.due) / DAY)

    def differences(self, before: Rule) -> Iterator[str]:
        """Yield in words what of the rule for late work is not as it was."""
        if self.due != before.due:
            yield "another due date"
        if self.late != before.late:
            yield "another rule for late work"
        if self.zone != before.zone and (self.due or before.due):
            yield "another time zone"

    def told(self) -> dict[str, Any]:
        """Return it as plain data."""
        due = None if self.due is None else self.due.isoformat()
        late = None if self.late is None else asdict(self.late)
        return {"weights": dict(self.weights), "due": due, "zone": self.zone, "late": late}

    def _weighted(self, grade: Grade) -> tuple[float, float]:
        if not self.weights:
            return grade.points, grade.max_points
        points = out_of = 0.0
        for exercise in grade.exercises:
            weight = self.weights.get(exercise.key, 0.0)
            out_of += weight
            if exercise.max_points > 0:
                points += weight * exercise.points / exercise.max_points
        return points, out_of

    def _docked(self, counted: Counted, late: Late, who: Who) -> Counted:
        days = self.late_days(who)
        if days is None:
            return replace(counted, late_days=None)
        if not days:
            return counted
        percent = min(days * late.percent_per_day, late.at_most)
        when = time_of(who.submitted_at, self._local)
        assert when is not None
        late_by = f"{days} day{'s' * (days != 1)} late"
        times = f"handed in {_time_text(self._in_zone(when))}, due {self.due_text}"
        said = f"{late_by}, −{percent:g} % ({times})"
        points = counted.before_late * (100 - percent) / 100
        return replace(counted, points=points, late_days=days, percent=percent, lateness=said)

    @property
    def _local(self) -> tzinfo:
        """The course's time zone; that of the due date where none is named."""
        if self.zone:
            return ZoneInfo(self.zone)
        return (self.due.tzinfo if self.due else None) or UTC

    def _in_zone(self, when: datetime) -> datetime:
        return when.astimezone(self._local)


def rule_from(told: Mapping[str, Any]) -> Rule:
    """Return the rule of which `Rule.told` made plain data."""
    due = None if told["due"] is None else datetime.fromisoformat(told["due"])
    late = None if told["late"] is None else Late(**told["late"])
    return Rule(told["weights"], due, told["zone"], late)


def time_of(text: str, local: tzinfo) -> datetime | None:
    """Return when work was handed in, as a source wrote it; None where that is no time.

    A time without a zone is on the clocks of the course's.
    """
    text = text.strip()
    if not text:
        return None
    found = _parsed(text)
    # nbgrader's is a file of the student's, who may write year 1 into it: no zone can tell that.
    if found is not None and not 1970 <= found.year < 3000:
        return None
    if found is not None and found.tzinfo is None:
        found = found.replace(tzinfo=local)
    # Two times of one zone are compared by the clock on the wall, which is put back in autumn.
    return None if found is None else found.astimezone(UTC)


def _parsed(text: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    with suppress(ValueError):
        return datetime.strptime(text, DASHED)
    # 2026-11-20 10:00:00 UTC, and the same with +0100, Z or Europe/Zurich.
    clock, _, zone = text.rpartition(" ")
    with suppress(ValueError):
        return datetime.fromisoformat(clock + zone)
    with suppress(ValueError, KeyError, OSError):
        found = datetime.fromisoformat(clock)
        return found.replace(tzinfo=ZoneInfo(zone)) if found.tzinfo is None else None
    return None


def _time_text(when: datetime) -> str:
    # Who is late by seconds is told so.
    clock = "%H:%M:%S" if when.second else "%H:%M"
    return f"{when:%Y-%m-%d} {when:{clock}} {when.tzname() or ''}".strip()

"""Points out of another maximum than the receiver's: never written as they are."""

from __future__ import annotations

from dataclasses import dataclass

from grader.reports.exports.format import Class, ExportError, Option, number
from grader.wording import listed

__all__ = ["OPTION", "Scale", "scale_to"]

OPTION = Option("--scale", "Convert the points if the column is out of another maximum.")


@dataclass(frozen=True)
class Scale:
    """From the grader's points to the receiver's."""

    ours: float = 1.0
    theirs: float = 1.0

    def of(self, points: float) -> float:
        """Return the receiver's points."""
        return points if self.ours == self.theirs else points * self.theirs / self.ours

    @property
    def notes(self) -> list[str]:
        """What is to be said of it."""
        if self.ours == self.theirs:
            return []
        return [f"converted: {number(self.ours)} points are {number(self.theirs)} there"]


def scale_to(theirs: float | None, graded: Class, where: str, *, is_wanted: bool) -> Scale:
    """Return how points are converted.

    Parameters
    ----------
    theirs : the receiver's maximum; None where it does not say
    graded : the class
    where : the file and the column, for the message
    is_wanted : whether the instructor asked for it

    Raises
    ------
    ExportError
        When the two maxima differ and nobody asked for a conversion.
    """
    maxima = {result.grade.out_of for result in graded.results}
    if theirs is None or not maxima or maxima == {theirs}:
        return Scale()
    if len(maxima) > 1:
        having: dict[float, list[str]] = {}
        for result in graded.results:
            having.setdefault(result.grade.out_of, []).append(result.student)
        told = "; ".join(
            f"{number(points)} for {listed(students)}"
            for points, students in sorted(having.items())
        )
        raise ExportError(
            f"these grades are out of different maxima ({told}): some students were graded on "
            "other exercises. Nothing was written. Grade everybody on the same ones: with the same "
            "--only in each run, or with none."
        )
    (ours,) = maxima
    can_be = ours > 0 and theirs > 0
    if not is_wanted or not can_be:
        way = "give --scale to convert, or " if can_be else ""
        raise ExportError(
            f"{where} is out of {number(theirs)} points, and these grades are out of "
            f"{number(ours)}. Nothing was written. Is it the right column? Then {way}make the "
            f"assignment one of {number(ours)} points."
        )
    return Scale(ours, theirs)

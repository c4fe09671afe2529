"""The picture of a finding: what came back beside what is expected, where that says something."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from exercises.coach.judging.figures.checked_description import UNREADABLE
from exercises.coach.judging.finding import Finding
from exercises.coach.showing.pictures.ex4_marked import lines_beside_path, marked_plot
from exercises.coach.showing.pictures.paths import picture_of_paths
from exercises.coach.showing.pictures.picture_style import Picture
from exercises.coach.showing.pictures.sequences import picture_of_values

__all__ = ["picture_of"]


def picture_of(finding: Finding) -> Picture | None:
    """Return what draws the picture of a finding as a PNG; None where none helps.

    Nothing is drawn and no Matplotlib imported until it is called.
    """
    evidence = finding.evidence
    if evidence is None or evidence.observation.status != "returned":
        return None
    question, observation = evidence.question, evidence.observation
    if observation.figure is not None and observation.live is None:
        with suppress(*UNREADABLE):
            return lines_beside_path(finding)
        return None
    if observation.figure is not None:
        return marked_plot(finding)
    with np.errstate(all="ignore"):
        path = picture_of_paths(question, observation)
        return path or picture_of_values(question, observation, evidence.expected)

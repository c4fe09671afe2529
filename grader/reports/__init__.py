"""Grades as files: `grades.csv`, `grades.json` and a page of feedback for each student."""

from grader.reports.feedback import feedback
from grader.reports.files import write_reports

__all__ = ["feedback", "write_reports"]

"""Grades as files: `grades.csv`, `grades.json` and a page of feedback for each student."""

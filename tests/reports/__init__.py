"""Tests of `grader.reports`."""

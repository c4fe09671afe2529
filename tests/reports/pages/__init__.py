"""Tests of `grader.reports.pages`."""

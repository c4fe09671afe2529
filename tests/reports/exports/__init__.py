"""Tests of `grader.reports.exports`."""

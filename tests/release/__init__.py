"""Tests of `grader.release`."""

"""Tests of `grader grade`, from the engine to the exit status."""

"""Tests of courses: course.toml, own checks and exercises, debugging and grading again."""

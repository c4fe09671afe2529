"""Tests of reading what was handed in."""

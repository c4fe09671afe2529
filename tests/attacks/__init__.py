"""Hostile submissions, and what each of them must not reach."""

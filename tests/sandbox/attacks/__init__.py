"""Hostile submissions, for real: what each gets, and that nobody else notices."""

"""Learners with one mistake each, listed and unlisted, written apart from the kit's entries."""

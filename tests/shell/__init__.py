"""`python -m exercises`, driven as a learner drives it."""

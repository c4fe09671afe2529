"""`python -m exercises`: the loop that stays open, its keys, and the same words as commands."""

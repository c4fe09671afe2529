"""The coach: turns what a learner's function did into words about gradient descent."""

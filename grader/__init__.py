"""The autograder: what an instructor runs on whatever the class handed in."""
